#include <gtest/gtest.h>

#include <cmath>

#include "support.hpp"

namespace synchrony::nn {
namespace {

TEST(Network, GradientsEqualDifferences) {
    auto net = test::tiny_net();
    net.base_width = 4;
    net.auxiliary_inputs = 2;
    const auto basic = test::probe().gradient_error(net, 16, 16, 1);
    ASSERT_TRUE(basic) << basic.error().message();
    EXPECT_LT(*basic, 1e-5);
    net.auxiliary_inputs = 0;
    net.timing_inputs = 3;
    net.input_channels = 3;
    const auto timed = test::probe().gradient_error(net, 16, 16, 1);
    ASSERT_TRUE(timed) << timed.error().message();
    EXPECT_LT(*timed, 1e-5);
    net.name = "resnet50";
    net.stem = model::Stem::small;
    const auto bottleneck = test::probe().gradient_error(net, 16, 16, 1);
    ASSERT_TRUE(bottleneck) << bottleneck.error().message();
    EXPECT_LT(*bottleneck, 1e-5);
}

// The built net has the parameters that torchvision publishes (11,689,512 for 3 channels and 1000 classes).
TEST(Network, HasTheTensorsOfItsArchitecture) {
    model::Architecture net;
    net.stem = model::Stem::standard;
    net.input_channels = 3;
    net.outputs = 1000;
    const auto bundle = test::engine().random_bundle(net, 1);
    ASSERT_TRUE(bundle) << bundle.error().message();
    ASSERT_TRUE(bundle->check());
    std::size_t learnt = 0;
    for (const auto& tensor : model::tensor_shapes(net))
        if (tensor.learnt) learnt += bundle->tensors.at(tensor.name).values.size();
    EXPECT_EQ(learnt, 11'689'512U);
}

TEST(Network, StartsFromHesInitialisation) {
    const auto bundle = test::engine().random_bundle({}, 1);
    ASSERT_TRUE(bundle);
    const auto& weights = bundle->tensors.at("layer3.0.conv2.weight").values;  // 256 x 256 x 3 x 3
    double squares = 0;
    for (const double w : weights) squares += w * w;
    EXPECT_NEAR(squares / static_cast<double>(weights.size()), 2.0 / (256 * 9), 0.01 * 2.0 / (256 * 9));
    EXPECT_EQ(bundle->tensors, test::engine().random_bundle({}, 1)->tensors);
    EXPECT_NE(bundle->tensors, test::engine().random_bundle({}, 2)->tensors);
}

TEST(Network, RefusesForeignImagesAndDamagedBundles) {
    const auto set = test::beat_set(3, 3, "foreign.safetensors");
    auto bundle = *test::engine().random_bundle(test::tiny_net(), 1);
    const std::vector<std::size_t> images{0};
    const auto foreign = test::engine().probabilities(bundle, set, images, {});
    ASSERT_FALSE(foreign);
    EXPECT_NE(foreign.error().message().find("recipe"), std::string::npos);
    bundle.recipe = set.recipe();
    ASSERT_TRUE(test::engine().probabilities(bundle, set, images, {}));
    const std::vector<std::size_t> beyond{999};
    EXPECT_FALSE(test::engine().probabilities(bundle, set, beyond, {}));
    bundle.tensors.erase("fc.bias");
    EXPECT_FALSE(test::engine().probabilities(bundle, set, images, {}));
}

TEST(DeepFeatures, AreNamedByLeadPlaceCellAndChannel) {
    const auto patients = test::patient_set(3, "deep.safetensors");
    DeepFeatureOptions options;
    options.architecture = test::tiny_net();
    options.places = {{2, 2}, {4, 1}};
    const auto table = test::engine().deep_features(*patients.images, patients.patients, options, {});
    ASSERT_TRUE(table) << table.error().message();
    EXPECT_EQ(table->columns.size(), 3U * (16 * 4 + 64));
    EXPECT_EQ(table->values.size(), 3 * table->columns.size());
    EXPECT_EQ(table->columns.front(), "I:layer2:0:0");
    EXPECT_TRUE(table->column("V1:layer2:3:15"));
    EXPECT_TRUE(table->column("II:layer4:0:63"));
    const auto again = test::engine().deep_features(*patients.images, patients.patients, options, {});
    EXPECT_EQ(table->values, again->values);
}

// The mean of a plane is the mean of its four quarters.
TEST(DeepFeatures, CellsOfAGridAverageToTheWhole) {
    const auto patients = test::patient_set(2, "cells.safetensors");
    DeepFeatureOptions options;
    options.architecture = test::tiny_net();
    options.leads = {"II"};
    options.places = {{1, 1}, {1, 2}};
    const auto table = test::engine().deep_features(*patients.images, patients.patients, options, {});
    ASSERT_TRUE(table);
    for (std::size_t row = 0; row < 2; ++row)
        for (std::size_t channel = 0; channel < 8; ++channel) {
            double mean = 0;
            for (std::size_t cell = 0; cell < 4; ++cell) mean += *table->at(row, 8 + cell * 8 + channel) / 4;
            EXPECT_NEAR(mean, *table->at(row, channel), 1e-5);
        }
}

}  // namespace
}  // namespace synchrony::nn
