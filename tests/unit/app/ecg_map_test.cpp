// What a network's features rest on, by lead and part of the beat.
#include "synchrony/app/ecg_map.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "lead_scores.hpp"
#include "network_as_linear.hpp"
#include "predictor_run.hpp"
#include "support/hand_predictor.hpp"
#include "synchrony/app/activation_map.hpp"
#include "synchrony/app/predict.hpp"
#include "synchrony/core/random.hpp"
#include "synchrony/core/scratch_folder.hpp"
#include "synchrony/features/build_images.hpp"
#include "synchrony/nn/inference.hpp"

namespace synchrony::app {
namespace {

// By hand: between sample 2 (1 mV) and sample 5 (4 mV) the line has 2 and 3.
TEST(WithoutParts, DrawsALineBetweenThePartsEnds) {
    const std::vector<BeatPart> parts{{"a", "", 0.2, 0.5}, {"b", "", 0.5, 0.7}};
    const std::vector<float> beat{0.0F, 0.0F, 1.0F, 9.0F, -9.0F, 4.0F, 9.0F, 2.0F, 0.0F, 0.0F};
    EXPECT_EQ(without_parts(beat, 10.0, parts, 1), (std::vector<float>{0, 0, 1, 2, 3, 4, 9, 2, 0, 0}));
    EXPECT_EQ(without_parts(beat, 10.0, parts, 2), (std::vector<float>{0, 0, 1, 9, -9, 4, 3, 2, 0, 0}));
    EXPECT_EQ(without_parts(beat, 10.0, parts, 3), (std::vector<float>{0, 0, 1, 2, 3, 4, 3, 2, 0, 0}));
    EXPECT_EQ(without_parts(beat, 10.0, parts, 0), beat);
    EXPECT_EQ(without_parts({1.0F, 2.0F}, 10.0, parts, 3), (std::vector<float>{1, 2})) << "parts beyond the beat";
}

measure::Measurements beat_in_all_leads() {
    measure::Measurements measured;
    auto& beat = measured.median_beat;
    beat.sampling_frequency_hz = 500.0;
    for (const auto name : record::standard_leads()) {
        record::Lead lead;
        lead.name = name;
        for (int i = 0; i < 500; ++i) {
            const double t = i / 500.0;
            lead.samples.push_back(static_cast<float>(std::exp(-std::pow((t - 0.4) / 0.02, 2.0)) +
                                                      0.3 * std::exp(-std::pow((t - 0.65) / 0.05, 2.0))));
        }
        beat.leads.push_back(std::move(lead));
    }
    measured.median_r_s = 0.4;
    measured.rr_s = 0.8;
    measured.global.qrs = measure::Wave{0.34, 0.4, 0.46};
    measured.global.t = measure::Wave{0.55, 0.65, 0.75};
    return measured;
}

/// Weights that let pictures through without growing: He's deviation, norms that change nothing.
void draw_weights(model::Bundle& bundle) {
    core::RandomStream random(3);
    for (const auto& tensor : model::tensor_shapes(bundle.architecture)) {
        auto& weight = bundle.tensors[tensor.name];
        weight.shape = tensor.shape;
        const bool norm = tensor.shape.size() == 1 && !tensor.name.ends_with("bias") && !tensor.name.ends_with("mean");
        const auto inputs = tensor.shape.size() == 4 ? tensor.shape[1] * tensor.shape[2] * tensor.shape[3] : 32;
        const double sd = std::sqrt(2.0 / static_cast<double>(inputs));
        for (std::int64_t i = 0; i < tensor.elements(); ++i)
            weight.values.push_back(norm                       ? 1.0F
                                    : tensor.shape.size() == 1 ? 0.0F
                                                               : static_cast<float>(sd * random.normal()));
    }
}

/// Reads one number of V5's features and one of lead I's.
model::Predictor on_two_leads() {
    auto predictor = test::hand_predictor();
    predictor.feature_table = "last-features";
    predictor.feature_place = "layer4:1x1";
    predictor.linear->inputs = {
        {"last-features", "V5:layer4:0:3"}, {"last-features", "I:layer4:0:3"}, {"clinical", "nyha"}};
    predictor.linear->weight = {1.0, 1.0, 0.5};
    predictor.linear->scale = {2.0, 2.0, 1.0};
    model::Bundle bundle;
    bundle.architecture.base_width = 4;
    bundle.architecture.outputs = 5;
    bundle.recipe = *features::SpectrogramRecipe::named("fine");
    draw_weights(bundle);
    predictor.bundle = bundle;
    return predictor;
}

TEST(BeatParts, AreThoseThatWereFound) {
    auto measured = beat_in_all_leads();
    std::string names;
    for (const auto& part : beat_parts(measured)) names += part.name + " ";
    EXPECT_EQ(names, "qrs_first qrs_second st t ");
    EXPECT_NEAR(beat_parts(measured)[0].end_s, 0.40, 1e-12) << "half of 0.34 to 0.46 s";
    measured.global.p = measure::Wave{0.2, 0.25, 0.3};
    measured.global.t.reset();
    names.clear();
    for (const auto& part : beat_parts(measured)) names += part.name + " ";
    EXPECT_EQ(names, "p qrs_first qrs_second ");
    measured.global.qrs.reset();
    EXPECT_TRUE(beat_parts(measured).empty());
}

TEST(EcgMap, RestsOnTheLeadsThatTheModelReads) {
    const auto map = ecg_map(on_two_leads(), beat_in_all_leads(), {});
    ASSERT_TRUE(map) << map.error().message();
    ASSERT_EQ(map->contribution.size(), 12U * 4U);
    double largest = 0.0;
    for (std::size_t lead = 0; lead < 12; ++lead)
        for (std::size_t part = 0; part < 4; ++part) {
            const bool read = map->leads[lead] == "V5" || map->leads[lead] == "I";
            if (!read) {
                EXPECT_EQ(map->at(lead, part), 0.0) << map->leads[lead];
            }
            largest = std::max(largest, std::abs(map->at(lead, part)));
        }
    EXPECT_GT(largest, 1e-4) << "there is something to see";
    // Both leads hold the same beat and are read alike.
    for (std::size_t part = 0; part < 4; ++part) EXPECT_NEAR(map->at(0, part), map->at(10, part), 1e-6);
    auto turned = on_two_leads();
    for (auto& weight : turned.linear->weight) weight = -weight;
    const auto negative = ecg_map(turned, beat_in_all_leads(), {});
    ASSERT_TRUE(negative);
    for (std::size_t i = 0; i < map->contribution.size(); ++i)
        EXPECT_NEAR(negative->contribution[i], -map->contribution[i], 1e-9);
}

// By hand, two parts: scores 10 whole, 7 without the first, 6 without the second, 5 without both. The first is worth 3
// alone and 1 after the second: 2; the second 4 and 2: 3. Together 5, as they must.
TEST(MapValues, AreShapleyValuesOverThePartsOfALead) {
    const std::vector<double> scores{10.0, 7.0, 6.0, 5.0};
    EXPECT_EQ(masks_for(MapMethod::shapley, 2), (std::vector<PartMask>{0, 1, 2, 3}));
    EXPECT_EQ(map_values(MapMethod::shapley, scores, 1, 2), (std::vector<double>{2.0, 3.0}));
    EXPECT_EQ(masks_for(MapMethod::occlusion, 2), (std::vector<PartMask>{0, 1, 2}));
    EXPECT_EQ(map_values(MapMethod::occlusion, std::vector<double>{10.0, 7.0, 6.0}, 1, 2),
              (std::vector<double>{3.0, 4.0}));
}

TEST(EcgMap, IsFlatOnAConstantRecording) {
    auto measured = beat_in_all_leads();
    for (auto& lead : measured.median_beat.leads) std::ranges::fill(lead.samples, 0.25F);
    for (const auto method : {MapMethod::occlusion, MapMethod::cam, MapMethod::grad_cam}) {
        const auto map = ecg_map(on_two_leads(), measured, {}, {method, method == MapMethod::grad_cam ? 1 : 0});
        ASSERT_TRUE(map) << map.error().message();
        for (const double value : map->contribution) EXPECT_NEAR(value, 0.0, 1e-6) << name_of(method);
    }
}

/// A part that holds the whole median beat, so that taking it away leaves a straight line.
measure::Measurements all_in_one_part(measure::Measurements measured) {
    const double end_s = static_cast<double>(measured.median_beat.leads.front().samples.size()) /
                         measured.median_beat.sampling_frequency_hz;
    measured.global = {};
    measured.global.qrs = measure::Wave{0.0, 0.4, 2 * end_s};
    return measured;
}

// The whole beat is the first half of a complex that is twice as long: occlusion takes it away in one.
TEST(ActivationMap, SumsOverALeadToWhatItAddsBeyondAStraightLine) {
    const auto predictor = on_two_leads();
    const auto map = activation_map(predictor, beat_in_all_leads(), {}, {MapMethod::cam, 0});
    ASSERT_TRUE(map) << map.error().message();
    const auto taken_away = ecg_map(predictor, all_in_one_part(beat_in_all_leads()), {});
    ASSERT_TRUE(taken_away) << taken_away.error().message();
    for (std::size_t lead = 0; lead < 12; ++lead) {
        double sum = 0.0;
        for (std::size_t x = 0; x < map->columns(); ++x) sum += map->at(lead, x);
        EXPECT_NEAR(sum, taken_away->at(lead, 0), 1e-5) << map->leads[lead];
    }
    EXPECT_GT(std::abs(taken_away->at(0, 0)), 1e-3) << "there is something to see";
}

// Pixels of "fine" lie 248 / 31 samples of 360 a second apart, 0.4 of them before the R peak at 0.4 s; layer 1 of the
// standard stem has a column for four pixels, centred on the first of them.
TEST(ActivationMap, ColumnsLieInTheirTime) {
    const auto map = activation_map(on_two_leads(), beat_in_all_leads(), {}, {MapMethod::grad_cam, 1});
    ASSERT_TRUE(map) << map.error().message();
    ASSERT_EQ(map->columns(), 8U);
    const double begin_s = 0.4 - 99.0 / 360.0, pixel_s = 8.0 / 360.0;
    EXPECT_NEAR(map->edges_s[0], begin_s, 1e-9);
    EXPECT_NEAR(map->edges_s[1], begin_s + 2 * pixel_s, 1e-9);
    EXPECT_NEAR(map->edges_s[4], begin_s + 14 * pixel_s, 1e-9);
    EXPECT_NEAR(map->edges_s[8], begin_s + 31 * pixel_s, 1e-9);
}

// By hand: the part takes half of the first column, all of the second and a quarter of the third.
TEST(ActivationMap, IsSpreadOverPartsByTime) {
    ActivationMap map;
    map.leads = {"I", "II"};
    map.edges_s = {0.0, 0.1, 0.2, 0.4};
    map.contribution = {1.0, 2.0, 4.0, -1.0, 0.0, 8.0};
    const auto values = by_parts(map, {{"a", "", 0.05, 0.25}, {"b", "", 0.4, 0.6}});
    ASSERT_EQ(values.size(), 4U);
    EXPECT_NEAR(values[0], 0.5 + 2.0 + 1.0, 1e-12);
    EXPECT_NEAR(values[1], 0.0, 1e-12);
    EXPECT_NEAR(values[2], -0.5 + 0.0 + 2.0, 1e-12);
    EXPECT_NEAR(values[3], 0.0, 1e-12);
}

TEST(ActivationMap, IsRefusedBehindTheFeatures) {
    EXPECT_EQ(activation_map(on_two_leads(), beat_in_all_leads(), {}, {MapMethod::cam, 5}).error().kind,
              core::ErrorKind::usage);
}

/// A network over I and V5 as predictor.
model::Predictor network_on_two_leads(model::LeadPooling pooling) {
    auto predictor = test::hand_predictor();
    predictor.linear.reset();
    predictor.ranges.clear();
    predictor.ensemble.weights.clear();
    predictor.ensemble.intercepts.clear();
    model::Bundle bundle;
    auto& net = bundle.architecture;
    net.base_width = 4;
    net.outputs = 1;
    net.lead_pooling = pooling;
    net.leads = pooling == model::LeadPooling::concat ? 2 : 0;
    bundle.recipe = *features::SpectrogramRecipe::named("fine");
    bundle.lead_policy = {{"I", "V5"}, "median"};
    draw_weights(bundle);
    bundle.calibration = predictor.calibration;
    bundle.decision_threshold = predictor.threshold;
    predictor.bundle = bundle;
    return predictor;
}

TEST(AsLinear, TheLogOddsOfFeaturesAreTheNetworks) {
    const auto measured = beat_in_all_leads();
    for (const auto pooling : {model::LeadPooling::mean, model::LeadPooling::concat}) {
        const auto network = network_on_two_leads(pooling);
        ASSERT_TRUE(network.check()) << network.check().error().message();
        const auto linear = as_linear(network);
        ASSERT_TRUE(linear);
        ASSERT_TRUE(linear->linear->check());
        model::PatientSet set;
        set.patients = {record::PatientId("one")};
        set.response = {0};
        auto images = features::build_median_images(inputs::beats_for_images(measured), set.patients.front(),
                                                    network.bundle->recipe);
        ASSERT_TRUE(images);
        const auto scratch = core::ScratchFolder::create();
        ASSERT_TRUE(scratch && images->write(scratch->path() / "one.safetensors", "test"));
        set.images = std::make_shared<const features::ImageSet>(
            std::move(*features::ImageSet::open(scratch->path() / "one.safetensors")));
        auto& engine = **nn::load_inference();
        const auto net = engine.fitted(*network.bundle, {});
        ASSERT_TRUE(net);
        const auto said = (*net)->predict(set, std::vector<std::size_t>{0});
        ASSERT_TRUE(said) << said.error().message();
        const auto features = engine.deep_features(*set.images, set.patients, *feature_options(*linear), {});
        ASSERT_TRUE(features);
        std::vector<std::optional<double>> values;
        for (const auto& input : linear->linear->inputs)
            values.push_back(features->at(0, *features->column(input.column)));
        const double log_odds = linear->linear->log_odds(linear->linear->scaled(values));
        EXPECT_NEAR(linear->probability(log_odds), said->front().score, 1e-6) << name_of(pooling);
        EXPECT_TRUE(has_ecg_map(*linear));
    }
    EXPECT_FALSE(as_linear(network_on_two_leads(model::LeadPooling::attention)));
    EXPECT_FALSE(as_linear(test::hand_predictor()));
}

TEST(EcgMap, IsRefusedWhereThereIsNone) {
    EXPECT_FALSE(has_ecg_map(test::hand_predictor()));
    EXPECT_EQ(ecg_map(test::hand_predictor(), beat_in_all_leads(), {}).error().kind, core::ErrorKind::usage);
    auto divided = on_two_leads();
    divided.bundle->recipe.normalise = features::Normalisation::recording;
    EXPECT_FALSE(has_ecg_map(divided));
    auto measured = beat_in_all_leads();
    measured.global.qrs.reset();
    EXPECT_EQ(ecg_map(on_two_leads(), measured, {}).error().kind, core::ErrorKind::input);
}

}  // namespace
}  // namespace synchrony::app
