// Maps of what a score rests on: gradients against differences of the scores themselves, sums against the features of
// oneDNN.
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "head.hpp"
#include "support.hpp"
#include "synchrony/nn/inference.hpp"
#include "tail.hpp"
#include "wave_bundle.hpp"

namespace synchrony::nn {
namespace {

constexpr model::LeadPooling joined_by[] = {model::LeadPooling::mean, model::LeadPooling::attention,
                                            model::LeadPooling::concat};

std::vector<double> drawn(std::size_t count, core::RandomStream& random) {
    std::vector<double> values(count);
    for (auto& value : values) value = random.normal();
    return values;
}

model::Bundle net_of(const char* name, model::Stem stem) {
    model::Architecture architecture;
    architecture.name = name;
    architecture.stem = stem;
    architecture.base_width = 4;
    return test::wave_bundle(architecture, test::tiny_recipe());
}

TEST(HeadGradient, IsTheSlopeOfTheHeadsOutput) {
    constexpr double step = 1e-5;
    for (const auto pooling : joined_by) {
        const auto bundle = test::joining_bundle(pooling, "median", test::tiny_recipe());
        const Head head(bundle);
        core::RandomStream random(4);
        auto leads = drawn(3 * 64, random);
        const auto score = [&] { return head.outputs(head.pool_leads(leads, 3), {}).front(); };
        const auto gradient = head.gradient(leads, 3);
        ASSERT_EQ(gradient.size(), leads.size());
        for (std::size_t i = 0; i < leads.size(); i += 7) {
            const double here = leads[i];
            leads[i] = here + step;
            const double above = score();
            leads[i] = here - step;
            const double below = score();
            leads[i] = here;
            EXPECT_NEAR(gradient[i], (above - below) / (2 * step), 1e-7) << name_of(pooling) << " " << i;
        }
    }
}

TEST(TailGradient, IsTheSlopeOfAScoreOfTheLastMaps) {
    constexpr double step = 1e-6;
    for (const char* name : {"resnet18", "resnet50", "resnet18-1d"}) {
        const auto bundle = net_of(name, model::Stem::compact);
        const Tail tail(bundle, 1, 3);
        core::RandomStream random(6);
        const bool row = bundle.architecture.one_dimensional();
        MapPlane in(row ? 1 : 8, row ? 32 : 8, bundle.architecture.channels_after(1));
        in.values = drawn(in.values.size(), random);
        MapPlane weights = tail.run(in).back().out;
        EXPECT_EQ(weights.height, row ? 1 : 2);
        EXPECT_EQ(weights.width, 2);
        weights.values = drawn(weights.values.size(), random);
        const auto score = [&] {
            const auto out = tail.run(in).back().out.values;
            return std::inner_product(out.begin(), out.end(), weights.values.begin(), 0.0);
        };
        const auto gradient = tail.back(tail.run(in), weights);
        double largest = 0.0;
        for (std::size_t i = 0; i < in.values.size(); i += 31) {
            const double here = in.values[i];
            in.values[i] = here + step;
            const double above = score();
            in.values[i] = here - step;
            const double below = score();
            in.values[i] = here;
            const double slope = (above - below) / (2 * step);
            EXPECT_NEAR(gradient.values[i], slope, 1e-5 * (1.0 + std::abs(slope))) << name << " " << i;
            largest = std::max(largest, std::abs(slope));
        }
        EXPECT_GT(largest, 1e-3) << "there is something to differ in";
    }
}

/// Features of three leads of one patient, [lead, cell, channel].
std::vector<double> features_of(const model::Bundle& bundle, const model::PatientSet& set, std::size_t patient,
                                FeaturePlace place) {
    DeepFeatureOptions options;
    options.init = std::make_shared<const model::Bundle>(bundle);
    options.architecture = bundle.architecture;
    options.places = {place};
    const auto table = test::inference().deep_features(*set.images, {&set.patients[patient], 1}, options, {});
    if (!table) throw std::runtime_error(table.error().message());
    std::vector<double> values;
    for (const auto& value : table->values) values.push_back(*value);
    return values;
}

// Of waves: kernels of one row, strides of four. Layer 2 leaves 16 places in one row, which each row of a grid of 16
// is.
TEST(Tail, GivesTheFeaturesOfOneDnnForWaves) {
    model::PatientSet set;
    set.patients.push_back(test::patient_id(1));
    set.response.push_back(1);
    set.images = std::make_shared<const features::ImageSet>(test::row_set("row_tail.safetensors"));
    const auto bundle = test::wave_bundle(test::golden_of_a_row, set.images->recipe());
    const auto maps = features_of(bundle, set, 0, {2, 16}), last = features_of(bundle, set, 0, {4, 1});
    MapPlane in(1, 16, bundle.architecture.channels_after(2));
    std::copy_n(maps.begin(), in.values.size(), in.values.begin());
    const auto out = Tail(bundle, 2, 4).run(in).back().out;
    ASSERT_EQ(out.height * out.width, 1);
    double largest = 0.0;
    for (const double value : out.values) largest = std::max(largest, std::abs(value));
    for (std::size_t c = 0; c < out.values.size(); ++c) EXPECT_NEAR(out.values[c], last[c], 1e-5 * largest) << c;
}

TEST(Tail, GivesTheFeaturesOfOneDnn) {
    const auto set = test::patient_set(1, "tail.safetensors");
    for (const char* name : {"resnet18", "resnet50"}) {
        const auto bundle = net_of(name, model::Stem::compact);
        const auto maps = features_of(bundle, set, 0, {1, 8}), last = features_of(bundle, set, 0, {4, 1});
        MapPlane in(8, 8, bundle.architecture.channels_after(1));
        std::copy_n(maps.begin(), in.values.size(), in.values.begin());
        const auto out = Tail(bundle, 1, 4).run(in).back().out;
        ASSERT_EQ(out.height * out.width, 1);
        double largest = 0.0;
        for (const double value : out.values) largest = std::max(largest, std::abs(value));
        for (std::size_t c = 0; c < out.values.size(); ++c)
            EXPECT_NEAR(out.values[c], last[c], 1e-5 * largest) << name << " " << c;
    }
}

/// Maps of patient 0's three leads against patient 1's.
core::Result<ActivationMaps> maps_of(const model::Bundle& bundle, const model::PatientSet& set, int layer,
                                     FeaturePlace place, std::vector<double> weights,
                                     ActivationWeights how = ActivationWeights::of_the_place) {
    static constexpr std::array<std::size_t, 3> first{0, 1, 2}, second{3, 4, 5};
    ActivationRequest request;
    request.net = &bundle;
    request.layer = layer;
    request.place = place;
    request.score_weights = std::move(weights);
    request.weights = how;
    request.images = first;
    request.base = second;
    return test::inference().activation_maps(*set.images, request, {});
}

TEST(ActivationMaps, SumToWhatTheFeaturesAddToTheScore) {
    const auto set = test::patient_set(2, "cam.safetensors");
    for (const auto stem : {model::Stem::standard, model::Stem::compact})
        for (const auto place : {FeaturePlace{2, 2}, FeaturePlace{4, 1}, FeaturePlace{1, 3}}) {
            const auto bundle = net_of("resnet18", stem);
            const auto of = features_of(bundle, set, 0, place), base = features_of(bundle, set, 1, place);
            core::RandomStream random(9);
            const auto weights = drawn(of.size(), random);
            const auto maps = maps_of(bundle, set, place.layer, place, weights);
            ASSERT_TRUE(maps) << maps.error().message();
            const auto plane = static_cast<std::size_t>(maps->height * maps->width);
            ASSERT_EQ(maps->values.size(), 3 * plane);
            EXPECT_EQ(maps->stride * maps->width, 16);
            for (std::size_t lead = 0; lead < 3; ++lead) {
                const auto columns = of.size() / 3;
                double expected = 0.0, size = 0.0, found = 0.0;
                for (std::size_t i = lead * columns; i < (lead + 1) * columns; ++i) {
                    expected += weights[i] * (of[i] - base[i]);
                    size += std::abs(weights[i] * of[i]);
                }
                for (std::size_t i = 0; i < plane; ++i) found += maps->values[lead * plane + i];
                EXPECT_NEAR(found, expected, 1e-5 * size) << name_of(place) << " lead " << lead;
            }
        }
}

TEST(ActivationMaps, OfANetsOwnHeadSumToTheChangeOfItsLogOdds) {
    const auto set = test::patient_set(2, "own_head.safetensors");
    for (const auto pooling : {model::LeadPooling::mean, model::LeadPooling::concat}) {
        auto bundle = test::joining_bundle(pooling, "median", set.images->recipe());
        bundle.calibration = {1.0, 0.0};
        const auto net = test::inference().fitted(bundle, {});
        ASSERT_TRUE(net);
        const auto said = (*net)->predict(set, std::vector<std::size_t>{0, 1});
        ASSERT_TRUE(said);
        const auto log_odds = [&](std::size_t i) { return std::log((*said)[i].score / (1 - (*said)[i].score)); };
        const auto maps = maps_of(bundle, set, 4, {4, 1}, {});
        ASSERT_TRUE(maps) << maps.error().message();
        const double sum = std::accumulate(maps->values.begin(), maps->values.end(), 0.0);
        EXPECT_GT(std::abs(sum), 1e-3);
        EXPECT_NEAR(sum, log_odds(0) - log_odds(1), 1e-4) << name_of(pooling);
    }
}

// Over one lead's whole plane a mean gradient is the gradient where the score is a mean: both are Zhou's CAM.
TEST(ActivationMaps, AreTheSameByEitherWeightWhereTheScoreReadsThePlanesMean) {
    const auto set = test::patient_set(2, "either.safetensors");
    const auto bundle = net_of("resnet18", model::Stem::small);
    core::RandomStream random(2);
    const auto weights = drawn(3 * static_cast<std::size_t>(bundle.architecture.channels_after(3)), random);
    const auto one = maps_of(bundle, set, 3, {3, 1}, weights),
               other = maps_of(bundle, set, 3, {3, 1}, weights, ActivationWeights::of_the_plane);
    ASSERT_TRUE(one && other);
    ASSERT_EQ(one->height, 4);
    for (std::size_t i = 0; i < one->values.size(); ++i)
        EXPECT_NEAR(one->values[i], other->values[i], 1e-9 * (1 + std::abs(one->values[i])));
    const auto before = maps_of(bundle, set, 1, {3, 1}, weights),
               by_plane = maps_of(bundle, set, 1, {3, 1}, weights, ActivationWeights::of_the_plane);
    ASSERT_TRUE(before && by_plane);
    EXPECT_EQ(before->width, 16);
    EXPECT_NE(before->values, by_plane->values);
}

TEST(ActivationMaps, AreRefusedWhereNumbersDoNotFit) {
    const auto set = test::patient_set(2, "refused.safetensors");
    const auto bundle = net_of("resnet18", model::Stem::compact);
    const auto refused = [&](int layer, FeaturePlace place, std::size_t weights) {
        const auto maps = maps_of(bundle, set, layer, place, std::vector<double>(weights, 1.0));
        ASSERT_FALSE(maps);
        EXPECT_EQ(maps.error().kind, core::ErrorKind::usage);
    };
    refused(3, {2, 1}, 24);
    refused(0, {2, 1}, 24);
    refused(2, {5, 1}, 24);
    refused(2, {2, 1}, 23);
    refused(2, {2, 1}, 0);
    refused(4, {4, 1}, 0);  // a net of single beats, three leads
}

}  // namespace
}  // namespace synchrony::nn
