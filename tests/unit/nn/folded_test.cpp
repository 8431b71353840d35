// Norms folded into convolutions, by hand and with the bundle emptied on the way.
#include "folded.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "support.hpp"
#include "wave_bundle.hpp"

namespace synchrony::nn {
namespace {

model::Bundle small_net() {
    return test::wave_bundle(test::goldens[3], test::tiny_recipe());  // bottleneck blocks
}

TEST(Folded, TakesTheNormIn) {
    const auto bundle = small_net();
    const auto net = fold(bundle);
    const auto value = [&](const char* name) { return static_cast<double>(bundle.tensors.at(name).values[1]); };
    const double gain = value("bn1.weight") / std::sqrt(value("bn1.running_var") + 1e-5);
    const auto& weight = bundle.tensors.at("conv1.weight").values;
    const std::size_t per_output = weight.size() / 4;
    EXPECT_NEAR(net.stem.weights[per_output], gain * static_cast<double>(weight[per_output]), 1e-6);
    EXPECT_NEAR(net.stem.bias[1], value("bn1.bias") - gain * value("bn1.running_mean"), 1e-6);
}

TEST(Folded, IsTheSameWhereTheBundleIsEmptied) {
    auto bundle = small_net();
    const auto kept = fold(bundle), taken = fold_away(bundle);
    for (const auto& [name, tensor] : bundle.tensors)
        EXPECT_EQ(tensor.values.empty(), tensor.shape.size() == 4) << name;
    EXPECT_EQ(kept.stem.weights, taken.stem.weights);
    ASSERT_EQ(kept.layers.size(), 4U);
    for (std::size_t layer = 0; layer < 4; ++layer) {
        ASSERT_EQ(kept.layers[layer].size(), taken.layers[layer].size());
        for (std::size_t b = 0; b < kept.layers[layer].size(); ++b) {
            const auto &one = kept.layers[layer][b], &other = taken.layers[layer][b];
            ASSERT_EQ(one.convolutions.size(), 3U);
            for (std::size_t c = 0; c < 3; ++c) {
                EXPECT_EQ(one.convolutions[c].weights, other.convolutions[c].weights);
                EXPECT_EQ(one.convolutions[c].bias, other.convolutions[c].bias);
            }
            EXPECT_EQ(one.round.size(), b == 0 ? 1U : 0U);
        }
    }
}

TEST(Folded, LeavesOutLayersThatNobodyReads) {
    const auto net = fold(small_net(), 2);
    ASSERT_EQ(net.layers.size(), 4U);
    EXPECT_FALSE(net.layers[1].empty());
    EXPECT_TRUE(net.layers[2].empty());
    EXPECT_TRUE(net.layers[3].empty());
}

}  // namespace
}  // namespace synchrony::nn
