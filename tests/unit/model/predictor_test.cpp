#include "synchrony/model/predictor.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <functional>
#include <limits>
#include <nlohmann/json.hpp>
#include <tuple>

#include "support/hand_predictor.hpp"
#include "support/numbered_weights.hpp"
#include "support/temporary_folder.hpp"
#include "synchrony/core/content_sum.hpp"
#include "synchrony/core/files.hpp"
#include "synchrony/core/random.hpp"
#include "synchrony/core/tensor_file.hpp"

namespace synchrony::model {
namespace {

using nlohmann::json;
using test::hand_predictor;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

Bundle tiny_network(LeadPooling pooling, int outputs) {
    Bundle bundle;
    bundle.architecture.base_width = 4;
    bundle.architecture.outputs = outputs;
    bundle.architecture.lead_pooling = pooling;
    bundle.recipe = *features::SpectrogramRecipe::named("fine");
    bundle.lead_policy = {{"II"}, "median"};
    test::number_weights(bundle);
    return bundle;
}

/// One number calibrates the network, another the predictor; the bundle bears both in one.
Predictor network_predictor() {
    auto p = hand_predictor();
    p.linear.reset();
    p.ranges.clear();
    p.ensemble.weights.clear();
    p.ensemble.intercepts.clear();
    p.bundle = tiny_network(LeadPooling::mean, 1);
    p.network_calibration = {1.0, 0.25};
    p.bundle->calibration = {0.8, 0.8 * 0.25 - 0.1};
    p.bundle->decision_threshold = p.threshold;
    return p;
}

Predictor deep_predictor() {
    auto p = hand_predictor();
    p.linear->inputs[1] = {"deep-features", "II:layer2:0:0"};
    p.feature_table = "deep-features";
    p.feature_place = "layer2:2x2";
    p.bundle = tiny_network(LeadPooling::none, 5);
    return p;
}

// What it was fitted on comes back from the file; files of before knew none of it.
TEST(Predictor, KnowsItsOwnTrainingAgain) {
    const test::TemporaryFolder folder;
    auto p = hand_predictor();
    p.simulated = true;
    p.training_table = std::string(64, 'a');
    p.training_recordings = {std::string(64, 'b'), std::string(64, 'c')};
    ASSERT_TRUE(write_predictor(folder / "m.safetensors", p));
    const auto back = read_predictor(folder / "m.safetensors");
    ASSERT_TRUE(back) << back.error().message();
    EXPECT_EQ(*back, p);
    EXPECT_TRUE(back->was_trained_on(std::string(64, 'c')));
    EXPECT_FALSE(back->was_trained_on(std::string(64, 'd')));
    EXPECT_FALSE(back->was_trained_on("")) << "no digest is no recording";
    const auto old = read_predictor(std::filesystem::path(SYNCHRONY_SOURCE_DIR) /
                                    "tests/golden/predictors/before-reference.safetensors");
    ASSERT_TRUE(old) << old.error().message();
    EXPECT_FALSE(old->simulated);
    EXPECT_TRUE(old->training_recordings.empty());
}

TEST(Predictor, GivesTheProbabilityWorkedOutByHand) {
    const auto p = hand_predictor();
    ASSERT_TRUE(p.check());
    const std::vector<std::optional<double>> values{22.0, std::nullopt, 170.0};
    const auto scaled = p.linear->scaled(values);
    EXPECT_NEAR(p.linear->log_odds(scaled), 2.25, 1e-12);
    EXPECT_NEAR(p.probability(p.linear->log_odds(scaled)), 0.845534734916465, 1e-12);
    const auto members = p.members_of_linear(scaled);
    ASSERT_EQ(members.size(), 101U);
    EXPECT_NEAR(members.front(), 0.8 * (2.25 - 0.5) - 0.1, 1e-6) << "weights of members are single precision";
    EXPECT_NEAR(members.back(), 0.8 * (2.25 + 0.5) - 0.1, 1e-6);
    EXPECT_NEAR(p.prevalence(), 40.0 / 71.0, 1e-15);
}

// By hand: 40 of 71 in training are odds of 40/31; 1 of 8 are odds of 1/7. So every odds is divided by
// (40/31) / (1/7) = 280/31, and e^1.7 = 5.473947391727201 becomes 0.606044175512654.
TEST(Predictor, MovesItsOddsToAnotherPrevalence) {
    const auto original = hand_predictor();
    const auto moved = with_prevalence(original, 0.125);
    ASSERT_TRUE(moved) << moved.error().message();
    EXPECT_NEAR(moved->probability(2.25), 0.606044175512654 / 1.606044175512654, 1e-12);
    const std::vector<double> scaled{-0.5, 0.3, 0.6};
    const auto before = original.members_of_linear(scaled), after = moved->members_of_linear(scaled);
    for (std::size_t m = 0; m < before.size(); ++m) EXPECT_NEAR(before[m] - after[m], std::log(280.0 / 31.0), 1e-12);
    EXPECT_EQ(moved->threshold, 0.5) << "rule half weighs errors, whoever the patients are";
    // A training patient with the training's own share of outcomes gets the share that is asked for; so does the rule
    // that decides at the share of positives.
    auto by_share = original;
    by_share.calibration = {1.0, 0.0};
    by_share.threshold = 40.0 / 71.0;
    by_share.threshold_rule = "prevalence";
    const auto moved_share = with_prevalence(by_share, 0.125);
    ASSERT_TRUE(moved_share);
    EXPECT_NEAR(moved_share->threshold, 0.125, 1e-12);
    EXPECT_NEAR(moved_share->probability(std::log(40.0 / 31.0)), 0.125, 1e-12);
    // Sensitivity and specificity hold where the threshold moves along, predictive values nowhere; ranking does.
    auto known = original;
    for (const char* figure : {"auc", "sensitivity", "specificity", "ppv", "npv", "brier", "calibration_slope"})
        known.cross_validated.figures[figure] = {0.7, 0.6, 0.8};
    const auto figures_of = [&](const char* rule) {
        auto predictor = known;
        predictor.threshold_rule = rule;
        return with_prevalence(predictor, 0.125)->cross_validated.figures;
    };
    for (const auto& [figure, of_half, of_share] :
         {std::tuple("auc", true, true), std::tuple("calibration_slope", true, true),
          std::tuple("sensitivity", false, true), std::tuple("specificity", false, true),
          std::tuple("ppv", false, false), std::tuple("npv", false, false), std::tuple("brier", false, false)}) {
        EXPECT_EQ(figures_of("half").at(figure).value.has_value(), of_half) << figure;
        EXPECT_EQ(figures_of("prevalence").at(figure).value.has_value(), of_share) << figure;
    }
    EXPECT_EQ(with_prevalence(known, 40.0 / 71.0)->cross_validated, known.cross_validated);
    // The training's own share changes nothing.
    EXPECT_NEAR(with_prevalence(original, 40.0 / 71.0)->probability(2.25), 0.845534734916465, 1e-12);
    for (const double bad : {0.0, 1.0, -0.1, 1.5, nan}) {
        const auto refused = with_prevalence(original, bad);
        ASSERT_FALSE(refused) << bad;
        EXPECT_EQ(refused.error().kind, core::ErrorKind::usage);
    }
}

TrainingReference two_columns() {
    TrainingReference reference;
    for (const char* column : {"lvef_pct", "nyha"}) {
        ReferenceColumn c{"clinical", column, 70, 1, 27.5, 4.0, false, {}};
        for (std::size_t k = 0; k < reference_quantiles; ++k)
            c.quantiles.push_back(20.0 + static_cast<double>(k) / 3.0);
        reference.columns.push_back(c);
    }
    return reference;
}

TEST(Predictor, RefusesAReferenceThatIsNone) {
    struct Fault {
        const char* word;
        std::function<void(TrainingReference&)> make;
    };
    const std::vector<Fault> faults{
        {"twice", [](auto& r) { r.columns[1] = r.columns[0]; }},
        {"no training patient", [](auto& r) { r.columns[0].known = 0; }},
        {"not finite", [](auto& r) { r.columns[0].quantiles[3] = nan; }},
        {"not finite", [](auto& r) { r.columns[0].sd = -1.0; }},
        {"too large", [](auto& r) { r.columns[0].mean = 1e308; }},
        {"too large", [](auto& r) { r.columns[0].sd = 1e-300; }},
        {"no quantiles", [](auto& r) { r.columns[0].quantiles.pop_back(); }},
        {"no quantiles", [](auto& r) { std::swap(r.columns[0].quantiles[3], r.columns[0].quantiles[4]); }},
        {"control character", [](auto& r) { r.columns[0].column = "\x1b"; }},
        {"more people", [](auto& r) { r.people = 12, r.positive_people = 13; }},
        {"too many columns", [](auto& r) { r.columns.resize(most_reference_columns + 1); }}};
    for (const auto& fault : faults) {
        auto predictor = hand_predictor();
        predictor.reference = two_columns();
        ASSERT_TRUE(predictor.check());
        fault.make(*predictor.reference);
        const auto checked = predictor.check();
        ASSERT_FALSE(checked) << fault.word;
        EXPECT_NE(checked.error().message().find(fault.word), std::string::npos) << checked.error().message();
    }
}

// Made by the program before it kept a reference (commit 8dadc30):
//   synchrony simulate --patients 30 --seed 1 --out a
//   synchrony train a/cohort.csv --model ecg --members 100 --repeats 1 --seed 1 --out before-reference.safetensors
TEST(Predictor, ReadsFilesOfBeforeTheReference) {
    const auto old = read_predictor(std::filesystem::path(SYNCHRONY_SOURCE_DIR) / "tests" / "golden" / "predictors" /
                                    "before-reference.safetensors");
    ASSERT_TRUE(old) << old.error().message();
    EXPECT_FALSE(old->reference);
    EXPECT_EQ(old->patients, 30U);
    EXPECT_TRUE(with_prevalence(*old, 0.3)->check());
}

TEST(Predictor, ComesBackAsItWasWritten) {
    const test::TemporaryFolder folder;
    auto with_cell = hand_predictor();
    with_cell.outcome_positive = "M";
    with_cell.reference = two_columns();
    for (const auto& predictor : {hand_predictor(), with_cell, network_predictor(), deep_predictor()}) {
        const auto written = write_predictor(folder / "p.safetensors", predictor);
        ASSERT_TRUE(written) << written.error().message();
        const auto back = read_predictor(folder / "p.safetensors");
        ASSERT_TRUE(back) << back.error().message();
        EXPECT_EQ(*back, predictor);
    }
}

TEST(Predictor, KeepsABundleThatOthersRead) {
    const test::TemporaryFolder folder;
    auto predictor = network_predictor();
    ASSERT_TRUE(write_predictor(folder / "p.safetensors", predictor));
    const auto bundle = read_bundle(folder / "p.safetensors");
    ASSERT_TRUE(bundle) << bundle.error().message();
    EXPECT_EQ(*bundle, *predictor.bundle);
    EXPECT_EQ(bundle->calibration, joined(predictor.network_calibration, predictor.calibration));
    const auto taken = predictor.take_network();
    EXPECT_EQ(taken.calibration, predictor.network_calibration);
    EXPECT_EQ(taken.tensors, bundle->tensors);
    EXPECT_TRUE(predictor.bundle->tensors.empty());
    EXPECT_EQ(predictor.bundle->recipe, bundle->recipe);
}

TEST(Predictor, SaysHowToMakeOneOfAPretrainedNetwork) {
    const test::TemporaryFolder folder;
    ASSERT_TRUE(write_bundle(folder / "r18.safetensors", tiny_network(LeadPooling::none, 5)));
    const auto read = read_predictor(folder / "r18.safetensors");
    ASSERT_FALSE(read);
    EXPECT_NE(read.error().message().find("synchrony train"), std::string::npos) << read.error().message();
    const std::vector<float> one{1.0F};
    ASSERT_TRUE(core::write_tensor_file(
        folder / "other.safetensors",
        std::vector<core::NamedTensor>{{"x", core::DType::f32, {1}, std::as_bytes(std::span(one)), {}}}, {}));
    const auto other = read_predictor(folder / "other.safetensors");
    ASSERT_FALSE(other);
    EXPECT_NE(other.error().message().find("not a Synchrony predictor"), std::string::npos) << other.error().message();
}

TEST(Predictor, RefusesWhatDoesNotFit) {
    struct Fault {
        const char* word;
        std::function<void(Predictor&)> make;
    };
    const std::vector<Fault> faults{
        {"not finite", [](auto& p) { p.linear->weight[1] = nan; }},
        {"not finite", [](auto& p) { p.linear->intercept = nan; }},
        {"too large", [](auto& p) { p.linear->weight[1] = 1e308; }},
        {"too large", [](auto& p) { p.linear->scale[0] = 1e308; }},
        {"too large", [](auto& p) { p.linear->centre[2] = -1e200; }},
        {"too large", [](auto& p) { p.linear->intercept = 1e31; }},
        {"too large", [](auto& p) { p.ensemble.intercepts[2] = -1e308; }},
        {"too large", [](auto& p) { p.ensemble.calibrations[3].slope = 1e308; }},
        {"calibration", [](auto& p) { p.calibration.slope = 1e308; }},
        {"calibration", [](auto& p) { p.calibration.intercept = -1e308; }},
        {"no range", [](auto& p) { p.ranges[1].high = 1e308; }},
        {"not finite", [](auto& p) { p.ensemble.weights[7] = std::numeric_limits<float>::infinity(); }},
        {"not finite", [](auto& p) { p.ensemble.calibrations[3].slope = nan; }},
        {"length", [](auto& p) { p.linear->impute.pop_back(); }},
        {"negative", [](auto& p) { p.linear->scale[0] = -1.0; }},
        {"twice", [](auto& p) { p.linear->inputs[1] = p.linear->inputs[0]; }},
        {"members do not fit", [](auto& p) { p.ensemble.intercepts.pop_back(); }},
        {"ranges do not fit", [](auto& p) { p.ranges.pop_back(); }},
        {"no range",
         [](auto& p) {
             p.ranges[0] = {2.0, 1.0};
         }},
        {"slope below 0", [](auto& p) { p.ensemble.calibrations[3].slope = -0.5; }},
        {"threshold", [](auto& p) { p.threshold = 1.5; }},
        {"unknown rule", [](auto& p) { p.threshold_rule = "coin"; }},
        {"not one half", [](auto& p) { p.threshold = 0.4; }},
        {"people do not fit",
         [](auto& p) {
             p.reference = TrainingReference{{}, {}, p.patients + 1, 0};
         }},
        {"people do not fit",
         [](auto& p) {
             p.reference = TrainingReference{{}, {}, p.patients, p.positives + 1};
         }},
        {"calibration", [](auto& p) { p.calibration.slope = -0.1; }},
        {"no share", [](auto& p) { p.cross_validated.figures["auc"].value = 7.0; }},
        {"no share", [](auto& p) { p.cross_validated.figures["npv"].low = -0.1; }},
        {"more patients than any table", [](auto& p) { p.patients = std::size_t(0) - 4; }},
        {"below 0", [](auto& p) { p.cross_validated.repeats = -1; }},
        {"before it begins",
         [](auto& p) {
             p.cross_validated.figures["auc"] = {0.7, 0.8, 0.6};
         }},
        {"one class", [](auto& p) { p.positives = p.patients; }},
        {"encoder", [](auto& p) { p.feature_table = "deep-features"; }},
        {"control character", [](auto& p) { p.notes[0] = "\x1b[2J"; }},
        {"neither", [](auto& p) { p.linear.reset(); }},
        {"too many members", [](auto& p) { p.ensemble.calibrations.resize(most_members + 1); }},
    };
    const test::TemporaryFolder folder;
    for (const auto& fault : faults) {
        auto predictor = hand_predictor();
        fault.make(predictor);
        const auto written = write_predictor(folder / "never.safetensors", predictor);
        ASSERT_FALSE(written) << fault.word;
        EXPECT_NE(written.error().message().find(fault.word), std::string::npos) << written.error().message();
        EXPECT_FALSE(std::filesystem::exists(folder / "never.safetensors"));
    }
    auto other_calibration = network_predictor();
    other_calibration.bundle->calibration.slope = 0.7;
    EXPECT_FALSE(other_calibration.check());
}

/// The written file with one text put for another of the same length.
std::string with(std::string bytes, const std::string& old, const std::string& put) {
    const auto at = bytes.find(old);
    EXPECT_NE(at, std::string::npos) << old;
    return bytes.replace(at, old.size(), put);
}

TEST(Predictor, RefusesDamagedFiles) {
    const test::TemporaryFolder folder;
    ASSERT_TRUE(write_predictor(folder / "p.safetensors", hand_predictor()));
    const std::string bytes = *core::read_file(folder / "p.safetensors");
    const auto expect_refused = [&](const std::string& damaged, const std::string& word) {
        ASSERT_TRUE(core::write_file(folder / "bad.safetensors", damaged));
        const auto read = read_predictor(folder / "bad.safetensors");
        ASSERT_FALSE(read) << word;
        EXPECT_NE(read.error().message().find(word), std::string::npos) << read.error().message();
        EXPECT_NE(read.error().message().find("bad.safetensors"), std::string::npos);
    };
    for (const double part : {0.0, 0.1, 0.5, 0.99})
        expect_refused(bytes.substr(0, static_cast<std::size_t>(part * static_cast<double>(bytes.size()))), "");
    expect_refused(with(bytes, R"(\"format_version\":1)", R"(\"format_version\":9)"), "newer program");
    expect_refused(with(bytes, R"(\"members\":101)", R"(\"members\":102)"), "another shape");
    expect_refused(with(bytes, R"(\"members\":101,)", R"(\"members\":9e9,)"), "members");
    expect_refused(with(bytes, R"(\"kind\":\"predictor\")", R"(\"kind\":\"predictoR\")"), "no predictor");
    expect_refused(with(bytes, R"("linear.weight")", R"("linear.Weight")"), "lacks a tensor");
    expect_refused(with(bytes, R"(\"slope\":0.8)", R"(\"slope\":"x")"), "");
    expect_refused(bytes + "more", "behind the last tensor");
    // The last bytes are the members' weights; all ones are not numbers.
    std::string not_finite = bytes;
    not_finite.replace(bytes.size() - 4, 4, 4, '\xff');
    expect_refused(not_finite, "not finite");
}

/// Every place of a document that holds no other: "/threshold/value".
std::vector<json::json_pointer> leaves(const json& document) {
    std::vector<json::json_pointer> places;
    const auto flat = document.flatten();
    for (const auto& [place, value] : flat.items()) places.emplace_back(place);
    return places;
}

// nlohmann's own conversions took 1.5 patients for 1, and named the others' faults by numbers of its own exceptions.
TEST(Predictor, RefusesFieldsOfAnotherKindInPlainWords) {
    const test::TemporaryFolder folder;
    auto predictor = hand_predictor();
    predictor.reference = TrainingReference{
        {{"ecg", "qrs_duration_ms", 70, 1, 155.0, 20.0, false, std::vector<double>(reference_quantiles, 150.0)}},
        {},
        71,
        40};
    ASSERT_TRUE(write_predictor(folder / "p.safetensors", predictor));
    const auto good = core::TensorFile::open(folder / "p.safetensors");
    ASSERT_TRUE(good);
    std::vector<core::NamedTensor> tensors;
    for (const auto& [name, view] : good->tensors()) tensors.push_back({name, view.dtype, view.shape, view.bytes});
    const auto description = json::parse(good->metadata().at("synchrony_predictor"));
    int tried = 0;
    for (const auto& place : leaves(description)) {
        const auto& value = description.at(place);
        std::vector<json> others{json::array({json::object()}), json::object()};
        if (!value.is_string()) others.emplace_back("a word");
        if (!value.is_number()) others.emplace_back(3.0);
        if (!value.is_boolean()) others.emplace_back(true);
        if (value.is_number_integer()) others.insert(others.end(), {1.5, 1e30, "1"});
        if (value.is_number_unsigned()) others.emplace_back(std::uint64_t(0) - 1);
        if (value.is_null() || (value.is_array() && value.empty()) || (value.is_object() && value.empty())) continue;
        if (place.back() == "seed") others.pop_back();  // any 64 bits are a seed
        for (const auto& other : others) {
            auto edited = description;
            edited[place] = other;
            ASSERT_TRUE(
                core::write_tensor_file(folder / "edited.safetensors", tensors,
                                        core::with_content_sum({{"synchrony_predictor", edited.dump()}}, tensors)));
            const auto read = read_predictor(folder / "edited.safetensors");
            ASSERT_FALSE(read) << place << " = " << other;
            EXPECT_EQ(read.error().message().find("json.exception"), std::string::npos) << read.error().message();
            ++tried;
        }
    }
    EXPECT_GT(tried, 200);
}

// Brackets by the hundred thousand overflow the stack of whoever prints or frees what was read.
TEST(Predictor, RefusesDeepNesting) {
    const test::TemporaryFolder folder;
    ASSERT_TRUE(write_predictor(folder / "p.safetensors", hand_predictor()));
    const auto good = core::TensorFile::open(folder / "p.safetensors");
    ASSERT_TRUE(good);
    std::vector<core::NamedTensor> tensors;
    for (const auto& [name, view] : good->tensors()) tensors.push_back({name, view.dtype, view.shape, view.bytes});
    auto metadata = good->metadata();
    auto& text = metadata.at("synchrony_predictor");
    text = with(text, R"("notes":["a note"])", R"("notes":)" + std::string(100'000, '[') + std::string(100'000, ']'));
    ASSERT_TRUE(core::write_tensor_file(folder / "deep.safetensors", tensors, metadata));
    const auto read = read_predictor(folder / "deep.safetensors");
    ASSERT_FALSE(read);
    EXPECT_NE(read.error().message().find("nested too deep"), std::string::npos) << read.error().message();
}

TEST(Predictor, ReadsAnyBytesWithoutHarm) {
    const test::TemporaryFolder folder;
    ASSERT_TRUE(write_predictor(folder / "p.safetensors", hand_predictor()));
    const std::string bytes = *core::read_file(folder / "p.safetensors");
    core::RandomStream random(3);
    std::size_t refused = 0;
    for (int i = 0; i < 500; ++i) {
        std::string changed = bytes;
        for (std::size_t k = 0; k <= random.index(3); ++k)
            changed[random.index(changed.size())] = static_cast<char>(random.index(256));
        ASSERT_TRUE(core::write_file(folder / "changed.safetensors", changed, core::Durability::left_to_system));
        refused += read_predictor(folder / "changed.safetensors") ? 0 : 1;
    }
    EXPECT_GT(refused, 490U) << "all that say something are under the sum";
}

}  // namespace
}  // namespace synchrony::model
