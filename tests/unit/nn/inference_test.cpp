// oneDNN's engine beside libtorch, which it must equal: every architecture, ways of joining leads, numbers beside the
// image. Weights are random, norms too, so that no scale or offset is one or zero by chance.
#include "synchrony/nn/inference.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "support.hpp"
#include "synchrony/model/shipped.hpp"

namespace synchrony::nn {
namespace {

/// Scales and offsets of norms, as training leaves them.
void disturb_norms(model::Bundle& bundle) {
    core::RandomStream random(7);
    for (auto& [name, weight] : bundle.tensors) {
        const bool variance = name.ends_with("running_var"),
                   scale = weight.shape.size() == 1 && name.ends_with("weight");
        if (weight.shape.size() != 1) continue;
        for (auto& value : weight.values)
            value = static_cast<float>(variance ? 0.5 + random.uniform() : (scale ? 0.8 : 0.0) + 0.2 * random.normal());
    }
}

model::Bundle bundle_of(model::Architecture architecture, const features::SpectrogramRecipe& recipe) {
    auto bundle = *test::engine().random_bundle(architecture, 3);
    disturb_norms(bundle);
    bundle.recipe = recipe;
    bundle.input_mean = 0.9;
    bundle.input_sd = 0.4;
    if (architecture.outputs == 1) bundle.labels = {"response"};
    return bundle;
}

model::Architecture small(const std::string& name, model::Stem stem, int width) {
    model::Architecture architecture;
    architecture.name = name;
    architecture.stem = stem;
    architecture.base_width = width;
    return architecture;
}

/// Largest difference, over the spread of the values.
double difference(const std::vector<double>& a, const std::vector<double>& b) {
    double largest = 0, size = 1e-12;
    for (std::size_t i = 0; i < a.size(); ++i) {
        largest = std::max(largest, std::abs(a[i] - b[i]));
        size = std::max(size, std::abs(a[i]));
    }
    return largest / size;
}

/// Logarithms of probabilities: logits but for a constant.
std::vector<double> logits(const std::vector<double>& shares) {
    std::vector<double> values;
    for (const double share : shares) values.push_back(std::log(std::max(share, 1e-300)));
    return values;
}

TEST(Inference, IsNotTheEngineThatTrains) {
    EXPECT_TRUE(test::inference().description().starts_with("oneDNN")) << test::inference().description();
}

TEST(Inference, ClassifiesBeatsAsLibtorchDoes) {
    const auto set = test::beat_set(5, 4, "inference.safetensors");
    std::vector<std::size_t> images(set.size());
    std::iota(images.begin(), images.end(), std::size_t{0});
    std::vector<model::Architecture> nets{
        small("resnet18", model::Stem::standard, 64), small("resnet18", model::Stem::compact, 16),
        small("resnet18", model::Stem::small, 5), small("resnet50", model::Stem::compact, 16),
        small("resnet101", model::Stem::standard, 8)};
    nets.push_back(nets[1]);
    nets.back().timing_inputs = 6;
    nets.push_back(nets[1]);
    nets.back().auxiliary_inputs = 3;
    for (const auto& net : nets) {
        const auto bundle = bundle_of(net, set.recipe());
        const auto ours = test::inference().probabilities(bundle, set, images, {});
        const auto theirs = test::engine().probabilities(bundle, set, images, {});
        ASSERT_TRUE(ours) << ours.error().message();
        ASSERT_TRUE(theirs) << theirs.error().message();
        ASSERT_EQ(ours->size(), theirs->size());
        EXPECT_LT(difference(logits(*theirs), logits(*ours)), 1e-4) << net.key().text();
        for (std::size_t i = 0; i < ours->size(); ++i) ASSERT_NEAR((*ours)[i], (*theirs)[i], 1e-5);
    }
}

/// Three beats and their median beat in each lead, log pixels.
features::ImageSet drawn_beats(const features::SpectrogramRecipe& recipe, const std::string& name,
                               const std::vector<std::string>& leads = {"II"}) {
    features::ImageSetWriter writer(recipe);
    core::RandomStream random(8);
    const auto patient = writer.add_patient(test::patient_id(1));
    std::vector<float> pixels(static_cast<std::size_t>(recipe.height) * static_cast<std::size_t>(recipe.width));
    for (const auto& word : leads)
        for (int i = 0; i < 4; ++i) {
            const auto lead = writer.add_lead(word);
            for (auto& pixel : pixels) pixel = static_cast<float>(3.0 * random.uniform());
            writer.add({patient, lead, i < 3 ? 100 + 300 * i : features::median_beat, 0, 0.8F, 0.7F, 0.8F}, pixels);
        }
    return test::written(writer, name);
}

void expect_libtorchs_answers(const model::Bundle& bundle, const features::ImageSet& set, const std::string& what) {
    const std::vector<std::size_t> images{0, 1, 2};
    const auto ours = test::inference().probabilities(bundle, set, images, {});
    const auto theirs = test::engine().probabilities(bundle, set, images, {});
    ASSERT_TRUE(ours) << ours.error().message();
    ASSERT_TRUE(theirs) << theirs.error().message();
    EXPECT_LT(difference(logits(*theirs), logits(*ours)), 1e-4) << what;
    for (std::size_t i = 0; i < ours->size(); ++i) EXPECT_NEAR((*ours)[i], (*theirs)[i], 1e-5) << what;
}

TEST(Inference, RunsEveryShippedModelAsLibtorchDoes) {
    const auto names = model::shipped_models();
    ASSERT_FALSE(names.empty());
    for (const auto& name : names) {
        const auto bundle = model::read_bundle(model::model_file(name));
        ASSERT_TRUE(bundle) << bundle.error().message();
        expect_libtorchs_answers(
            *bundle, drawn_beats(bundle->recipe, "shipped.safetensors", test::leads_shown_to(*bundle)), name);
    }
}

// Pictures of all sizes: where maps become one pixel, other code runs.
TEST(Inference, RunsPicturesOfEveryRecipeAsLibtorchDoes) {
    for (const auto& name : features::SpectrogramRecipe::names()) {
        const auto recipe = *features::SpectrogramRecipe::named(name);
        if (recipe.is_wave()) continue;
        for (const char* family : {"resnet18", "resnet50"}) {
            const auto bundle = bundle_of(small(family, model::Stem::standard, 16), recipe);
            expect_libtorchs_answers(bundle, drawn_beats(recipe, "recipes.safetensors"), name + " " + family);
        }
    }
}

TEST(Inference, RunsWavesAsLibtorchDoes) {
    const auto recipe = *features::SpectrogramRecipe::named("wave");
    const auto set = drawn_beats(recipe, "waves.safetensors");
    for (const auto stem : {model::Stem::standard, model::Stem::compact, model::Stem::small}) {
        auto net = small("resnet18-1d", stem, 16);
        expect_libtorchs_answers(bundle_of(net, recipe), set, std::string(model::name_of(stem)));
        net.timing_inputs = 17;
        net.input_channels = 2;
        expect_libtorchs_answers(bundle_of(net, recipe), set, std::string(model::name_of(stem)) + ", two channels");
    }
}

TEST(Inference, ANetOfWavesIsNotShownSpectrogramsNorTheOtherWayRound) {
    const auto fine = *features::SpectrogramRecipe::named("fine"), wave = *features::SpectrogramRecipe::named("wave");
    for (const auto& [name, recipe] : {std::pair("resnet18-1d", fine), std::pair("resnet18", wave)}) {
        const auto set = drawn_beats(recipe, "other.safetensors");
        const auto bundle = bundle_of(small(name, model::Stem::standard, 4), recipe);
        const std::vector<std::size_t> images{0};
        for (Inference* engine : {&test::inference(), static_cast<Inference*>(&test::engine())}) {
            const auto refused = engine->probabilities(bundle, set, images, {});
            ASSERT_FALSE(refused) << name;
            EXPECT_NE(refused.error().what.find("is not shown"), std::string::npos) << refused.error().message();
        }
        PretrainOptions options;
        options.architecture.name = name;
        const auto untaught = test::engine().pretrain(set, options, {});
        ASSERT_FALSE(untaught) << name;
        EXPECT_NE(untaught.error().what.find("is not shown"), std::string::npos) << untaught.error().message();
    }
}

TEST(Inference, PredictsPatientsAsLibtorchDoes) {
    model::PatientSet patients;
    patients.images = std::make_shared<const features::ImageSet>(test::beat_set(6, 3, "leads.safetensors"));
    for (int p = 0; p < 6; ++p) {
        patients.patients.push_back(test::patient_id(p));
        patients.response.push_back(p % 2 == 0 ? 0 : 1);
    }
    const std::vector<std::size_t> rows{0, 3, 4};
    for (const auto pooling : {model::LeadPooling::mean, model::LeadPooling::attention, model::LeadPooling::concat}) {
        auto net = small("resnet18", model::Stem::compact, 16);
        net.outputs = 1;
        net.lead_pooling = pooling;
        net.leads = pooling == model::LeadPooling::concat ? 2 : 0;
        auto bundle = bundle_of(net, patients.images->recipe());
        bundle.lead_policy = {{"II", "V1"}, "all"};
        bundle.calibration = {0.7, -0.2};
        std::vector<std::vector<double>> scores;
        for (Inference* engine : {&test::inference(), static_cast<Inference*>(&test::engine())}) {
            const auto fitted = engine->fitted(bundle, {});
            ASSERT_TRUE(fitted) << fitted.error().message();
            const auto predicted = (*fitted)->predict(patients, rows);
            ASSERT_TRUE(predicted) << predicted.error().message();
            auto& found = scores.emplace_back();
            for (const auto& one : *predicted) found.push_back(one.score);
        }
        for (std::size_t i = 0; i < rows.size(); ++i) EXPECT_NEAR(scores[0][i], scores[1][i], 1e-5);
        EXPECT_NE(scores[0][0], scores[0][1]);
    }
}

TEST(Inference, DeepFeaturesEqualLibtorchs) {
    const auto set = test::beat_set(4, 5, "deep.safetensors");
    DeepFeatureOptions options;
    options.init =
        std::make_shared<const model::Bundle>(bundle_of(small("resnet18", model::Stem::compact, 16), set.recipe()));
    options.places = {{2, 2}, {1, 3}, {4, 1}};
    const auto ours = test::inference().deep_features(set, set.patients(), options, {});
    const auto theirs = test::engine().deep_features(set, set.patients(), options, {});
    ASSERT_TRUE(ours) << ours.error().message();
    ASSERT_TRUE(theirs) << theirs.error().message();
    EXPECT_EQ(ours->columns, theirs->columns);
    std::vector<double> a, b;
    for (const auto& value : ours->values) a.push_back(*value);
    for (const auto& value : theirs->values) b.push_back(*value);
    ASSERT_EQ(a.size(), b.size());
    EXPECT_LT(difference(b, a), 1e-4);
}

// A network that sees II and V1 of a beat at once: one input a beat, the same by both engines, and what the second lead
// holds moves its features.
TEST(Inference, LeadsSeenAtOnceAreOneInput) {
    const auto bundle = [](const features::ImageSet& set) {
        auto net = small("resnet18", model::Stem::compact, 16);
        net.input_channels = 2;
        auto made = bundle_of(net, set.recipe());
        made.channels = {features::Channel::lead_ii, features::Channel::lead_v1};
        return std::make_shared<const model::Bundle>(std::move(made));
    };
    const auto features_of = [&](Inference& engine, const features::ImageSet& set) {
        DeepFeatureOptions options;
        options.init = bundle(set);
        options.places = {{4, 1}};
        options.beats = BeatChoice::median;
        auto table = engine.deep_features(set, set.patients(), options, {});
        EXPECT_TRUE(table) << table.error().message();
        return table ? std::move(*table) : model::FeatureTable{};
    };
    const auto set = *test::patient_set(4, "together.safetensors").images;  // patients differ in II alone
    const auto ours = features_of(test::inference(), set), theirs = features_of(test::engine(), set);
    ASSERT_EQ(ours.columns.size(), 128U) << "of one input, not of three leads";
    EXPECT_EQ(ours.columns.front(), "all:layer4:0:0");
    std::vector<double> a, b;
    for (const auto& value : ours.values) a.push_back(*value);
    for (const auto& value : theirs.values) b.push_back(*value);
    ASSERT_EQ(a.size(), b.size());
    EXPECT_LT(difference(b, a), 1e-4);
    const std::vector<double> one(a.begin(), a.begin() + 128), other(a.begin() + 128, a.begin() + 256);
    EXPECT_GT(difference(one, other), 0.01);
}

TEST(Inference, SaysWhatItCannotDo) {
    const auto set = test::beat_set(2, 2, "cannot.safetensors");
    DeepFeatureOptions options;
    options.architecture = small("resnet18", model::Stem::compact, 4);
    const auto drawn = test::inference().deep_features(set, set.patients(), options, {});
    ASSERT_FALSE(drawn);
    EXPECT_EQ(drawn.error().kind, core::ErrorKind::usage);
    const auto beats = bundle_of(small("resnet18", model::Stem::compact, 4), set.recipe());
    EXPECT_FALSE(test::inference().fitted(beats, {})) << "it joins no leads";
    const std::vector<std::size_t> none_such{99999};
    EXPECT_FALSE(test::inference().probabilities(beats, set, none_such, {}));
}

}  // namespace
}  // namespace synchrony::nn
