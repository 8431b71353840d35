// The whole forward pass against an independent one in NumPy, which fixes what names and shapes do not: strides,
// padding, the order of norm and ReLU, the way round a block.
#include <gtest/gtest.h>

#include "support.hpp"
#include "wave_bundle.hpp"

namespace synchrony::nn {
namespace {

void expect_golden(const test::Golden& golden, const features::ImageSet& set) {
    const std::vector<std::size_t> images{0};
    std::vector<Inference*> engines{&test::inference()};
#ifdef SYNCHRONY_WITH_NETWORKS
    engines.push_back(&test::engine());
#endif
    for (auto* engine : engines) {
        const auto shares = engine->probabilities(test::wave_bundle(golden, set.recipe()), set, images, {});
        ASSERT_TRUE(shares) << shares.error().message();
        for (std::size_t c = 0; c < 5; ++c)
            EXPECT_NEAR((*shares)[c], golden.probabilities[c], 1e-5)
                << engine->description() << ": " << golden.network << " " << model::name_of(golden.stem) << " output "
                << c;
    }
}

TEST(ForwardGolden, EqualsNumPy) {
    const auto set = test::wave_set("wave.safetensors");
    for (const auto& golden : test::goldens) expect_golden(golden, set);
}

TEST(ForwardGolden, EqualsNumPyOnARowOfSamples) {
    expect_golden(test::golden_of_a_row, test::row_set("row.safetensors"));
}

}  // namespace
}  // namespace synchrony::nn
