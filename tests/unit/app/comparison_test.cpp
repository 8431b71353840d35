// Which rows a comparison has, and what their tables hold.
#include "comparison.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "support/numbered_set.hpp"
#include "support/temporary_folder.hpp"
#include "synchrony/ml/classifiers.hpp"

namespace synchrony::app {
namespace {

features::ImageSet image_set(const test::TemporaryFolder& folder) {
    auto recipe = *features::SpectrogramRecipe::named("fine");
    recipe.height = 1;
    recipe.width = 2;
    features::ImageSetWriter writer(recipe);
    for (int patient = 0; patient < 3; ++patient) {
        const auto id = writer.add_patient(record::PatientId(std::to_string(patient)));
        for (const char* lead : {"II", "V1"}) {
            const auto number = writer.add_lead(lead);
            const float first = static_cast<float>(10 * patient + number);
            writer.add({.patient = id, .lead = number, .beat = features::median_beat},
                       std::vector<float>{first, first + 0.5F});
            writer.add({.patient = id, .lead = number, .beat = 77}, std::vector<float>{99.0F, 99.0F});
        }
    }
    EXPECT_TRUE(writer.write(folder / "images", "test"));
    auto set = features::ImageSet::open(folder / "images");
    EXPECT_TRUE(set);
    return *set;
}

std::vector<std::string> labels(const ComparisonRows& rows) {
    std::vector<std::string> result;
    for (const auto& row : rows.rows) result.push_back(row.row.label());
    return result;
}

TEST(Comparison, PixelsAreTheMedianBeatsOfEachPatientLeadByLead) {
    const test::TemporaryFolder folder;
    const auto images = image_set(folder);
    const std::vector<record::PatientId> patients{record::PatientId("2"), record::PatientId("absent"),
                                                  record::PatientId("0")};
    const auto table = pixel_table(images, patients);
    ASSERT_TRUE(table);
    EXPECT_EQ(table->columns, (std::vector<std::string>{"II:0", "II:1", "V1:0", "V1:1"}));
    const std::vector<std::optional<double>> wanted{20.0, 20.5, 21.0, 21.5, {}, {}, {}, {}, 0.0, 0.5, 1.0, 1.5};
    EXPECT_EQ(table->values, wanted) << "single beats are left out, a patient without images is missing";
}

TEST(Comparison, WordsOfTheCommandLineAreDistinctAndKnowTheirKind) {
    std::set<std::string_view> words;
    for (const auto& choice : model_choices()) {
        EXPECT_TRUE(words.insert(choice.name).second) << choice.name;
        EXPECT_FALSE(choice.needs_pretrained && choice.network == NetworkUse::none) << choice.name;
    }
    for (const char* network : {"scratch", "frozen", "last-block", "fine-tuned"}) EXPECT_TRUE(is_network(network));
    EXPECT_FALSE(is_network("fused"));
    EXPECT_TRUE(feature_place("deep-features") && feature_place("last-features"));
    EXPECT_FALSE(feature_place("clinical"));
}

TEST(Comparison, TablesMakeRowsAndWhatIsMissingIsSaid) {
    auto set = test::numbered_set(4, 2);
    ComparisonInputs inputs;
    inputs.set = &set;
    const auto rows = comparison_rows({"majority", "rules", "clinical", "ecg", "fused", "svm-clinical",
                                       "forest-clinical", "boosting-clinical", "pixels", "scratch", "deep-features"},
                                      inputs, {});
    ASSERT_TRUE(rows) << rows.error().message();
    const auto made = labels(*rows);
    EXPECT_EQ(made.front(), "Majority");
    for (const char* name : {"Logistic regression (clinical columns)", "Support vector machine (clinical columns)",
                             "Random forest (clinical columns)", "Boosted trees (clinical columns)"})
        EXPECT_EQ(std::ranges::count(made, name), 1) << name;
    std::vector<std::string> left_out;
    for (const auto& row : rows->left_out) left_out.push_back(row.row.label() + ": " + row.reason);
    EXPECT_EQ(left_out,
              (std::vector<std::string>{
                  "Logistic regression (ECG measurements): the cohort has no such columns",
                  "Logistic regression (clinical columns and ECG measurements): the cohort has no such columns",
                  "pixels: the cohort names no ECGs", "scratch: the cohort names no ECGs",
                  "deep-features: the cohort names no ECGs"}));
    for (const auto& row : rows->rows) EXPECT_NE(row.make(), nullptr) << row.row.label();
}

// Two columns, of which one is of SPECT and foretells the outcome: a model on SPECT must not see the other.
TEST(Comparison, SpectIsReadAloneAndBesideTheEcg) {
    auto set = test::numbered_set(40, 0);
    set.tables["clinical"].columns = {"age_y", "psd_deg"};
    set.tables["ecg"].columns = {"qrs_area_uvs"};
    for (std::size_t i = 0; i < set.size(); ++i) {
        set.response[i] = i % 2 == 0 ? 1 : 0;
        const double noise = static_cast<double>(i * 7 % 5);
        set.tables["clinical"].values.insert(set.tables["clinical"].values.end(),
                                             {set.response[i] * 100.0, set.response[i] * 10.0 + noise});
        set.tables["ecg"].values.emplace_back(noise);
    }
    ComparisonInputs inputs;
    inputs.set = &set;
    const auto rows = comparison_rows({"spect", "ecg-spect"}, inputs, {});
    ASSERT_TRUE(rows) << rows.error().message();
    EXPECT_EQ(labels(*rows), (std::vector<std::string>{"Logistic regression (SPECT)",
                                                       "Logistic regression (ECG measurements and SPECT)"}));
    EXPECT_EQ(rows->rows[1].facts.joins, (std::vector<std::string>{"ecg", "spect"}));
    std::vector<std::size_t> everybody(set.size());
    for (std::size_t i = 0; i < everybody.size(); ++i) everybody[i] = i;
    std::vector<std::vector<std::string>> read;
    for (const auto& row : rows->rows) {
        const auto model = row.make();
        ASSERT_TRUE(model->fit(set, everybody, {}));
        const auto linear = dynamic_cast<const ml::LogisticRegression&>(*model).linear();
        ASSERT_TRUE(linear);
        auto& columns = read.emplace_back();
        for (const auto& input : linear->inputs) columns.push_back(input.table + " " + input.column);
    }
    EXPECT_EQ(read[0], (std::vector<std::string>{"clinical psd_deg"}));
    EXPECT_EQ(read[1], (std::vector<std::string>{"ecg qrs_area_uvs", "clinical psd_deg"}));

    set.tables["clinical"].columns = {"age_y", "weight_kg"};
    const auto none = comparison_rows({"spect"}, inputs, {});
    ASSERT_TRUE(none);
    ASSERT_EQ(none->left_out.size(), 1U);
    EXPECT_EQ(none->left_out.front().reason, "the cohort has none of the columns scar_pct, psd_deg, pbw_deg");
}

TEST(Comparison, NetworksOfWavesTakeThePlaceOfThoseOfSpectrograms) {
    const test::TemporaryFolder folder;
    const auto recipe = *features::SpectrogramRecipe::named("wave");
    features::ImageSetWriter writer(recipe);
    const std::vector<float> wave(static_cast<std::size_t>(recipe.width), 0.5F);
    auto set = test::numbered_set(3, 1);
    for (const auto& id : set.patients)
        writer.add({.patient = writer.add_patient(id), .lead = writer.add_lead("II"), .beat = features::median_beat},
                   wave);
    ASSERT_TRUE(writer.write(folder / "waves", "test"));
    set.images = std::make_shared<const features::ImageSet>(*features::ImageSet::open(folder / "waves"));
    ComparisonInputs inputs;
    inputs.set = &set;
    const auto engine = nn::load_engine();
    if (!engine) GTEST_SKIP() << engine.error().message();
    inputs.engine = *engine;
    const auto rows = comparison_rows({"scratch"}, inputs, {});
    ASSERT_TRUE(rows) << rows.error().message();
    EXPECT_EQ(labels(*rows), (std::vector<std::string>{"ResNet-18 1-D (waves, recipe wave)"}));
    inputs.scratch = {"resnet18"};
    const auto refused = comparison_rows({"scratch"}, inputs, {});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, core::ErrorKind::usage);
}

TEST(Comparison, NetworksAreNamedByWhatIsTrained) {
    const test::TemporaryFolder folder;
    auto set = test::numbered_set(3, 1);
    set.images = std::make_shared<const features::ImageSet>(image_set(folder));
    ComparisonInputs inputs;
    inputs.set = &set;
    inputs.scratch = {"resnet18", "resnet50"};
    auto pretrained = std::make_shared<model::Bundle>();
    pretrained->architecture.name = "resnet101";
    inputs.pretrained = pretrained;
    const auto engine = nn::load_engine();
    if (!engine) GTEST_SKIP() << engine.error().message();
    inputs.engine = *engine;
    const auto rows = comparison_rows({"pixels", "scratch", "frozen", "last-block", "fine-tuned"}, inputs, {});
    ASSERT_TRUE(rows) << rows.error().message();
    EXPECT_EQ(labels(*rows),
              (std::vector<std::string>{"Logistic regression (pixels)", "ResNet-18 (spectrograms, recipe fine)",
                                        "ResNet-50 (spectrograms, recipe fine)",
                                        "ResNet-101, new last layer (spectrograms, recipe fine, mitbih)",
                                        "ResNet-101, last block (spectrograms, recipe fine, mitbih)",
                                        "ResNet-101 (spectrograms, recipe fine, mitbih)"}));
    EXPECT_TRUE(set.tables.contains("pixels"));
    pretrained->provenance.sources = {"virtual", "mitdb 1.0.0"};
    EXPECT_EQ(labels(*comparison_rows({"fine-tuned"}, inputs, {})).back(),
              "ResNet-101 (spectrograms, recipe fine, virtual then mitbih)");
    inputs.scratch = {"resnet7"};
    EXPECT_FALSE(comparison_rows({"scratch"}, inputs, {}));
}

}  // namespace
}  // namespace synchrony::app
