// Hidden patches of time and frequency (SimMIM): the loss and the decoder's places by hand, and that an encoder learns.
#include <gtest/gtest.h>

#include "support.hpp"

namespace synchrony::nn {
namespace {

// Two channels of three pixels, the first and the last hidden: (|1 - 2| + |0 - 4| + |5 - 3| + |1 - 1|) / 4.
TEST(Masked, LossByHand) {
    const auto loss = test::probe().masked_loss({1, 9, 0, 5, 9, 1}, {2, 0, 4, 3, 0, 1}, {1, 0, 1});
    ASSERT_TRUE(loss) << loss.error().message();
    EXPECT_NEAR(*loss, 7.0 / 4, 1e-6);
    EXPECT_FALSE(test::probe().masked_loss({1, 2}, {1, 2}, {1, 0, 1}));
}

// A place of a compact net's last maps lies above 16 x 16 pixels, of a small net's above 8 x 8.
TEST(Masked, PixelsLieUnderTheirPlace) {
    auto net = test::tiny_net();
    net.stem = model::Stem::small;
    net.input_channels = 2;
    const int side = net.stride_after(4);
    ASSERT_EQ(side, 8);
    constexpr int rows = 12, columns = 21;  // not whole places
    const std::vector<float> places{1000, 2000, 3000, 4000, 5000, 6000};
    const auto image = test::probe().decoded_image(net, places, 2, 3, rows, columns);
    ASSERT_TRUE(image) << image.error().message();
    ASSERT_EQ(image->size(), 2U * rows * columns);
    for (int channel = 0; channel < 2; ++channel)
        for (int row = 0; row < rows; ++row)
            for (int column = 0; column < columns; ++column) {
                const auto place = static_cast<std::size_t>(row / side * 3 + column / side);
                const auto own = channel * side * side + row % side * side + column % side;
                EXPECT_EQ((*image)[static_cast<std::size_t>((channel * rows + row) * columns + column)],
                          places[place] + static_cast<float>(own));
            }
}

// Without labels the encoder learns to tell beats that look different, which a linear head then reads; the same
// training goes on from its checkpoint; the decoder is no part of the model.
TEST(Masked, LearnsWithoutLabelsAndResumes) {
    const auto set = test::beat_set(12, 12, "masked.safetensors");
    PretrainOptions options;
    options.architecture = test::tiny_net();
    options.objective = Objective::masked;
    options.epochs = 24;
    options.batch = 16;
    options.validations = 4;
    options.timing = false;
    options.averaging = 0;
    options.optimizer = {Optimizer::adamw, Schedule::one_cycle, 5e-3, 1e-2};
    options.checkpoint = test::scratch("masked.checkpoint");
    const auto whole = test::engine().pretrain(set, options, {});
    ASSERT_TRUE(whole) << whole.error().message();
    // One short run on so few beats lands anywhere between 0.58 and 0.96 (of eight seeds; another processor rounds
    // otherwise and has other runs); half is chance.
    double accuracy = whole->report.test.accuracy();
    for (const std::uint64_t seed : {2, 3}) {
        auto other = options;
        other.checkpoint.clear();
        core::RunContext context;
        context.seed = seed;
        const auto run = test::engine().pretrain(set, other, context);
        ASSERT_TRUE(run) << run.error().message();
        accuracy += run->report.test.accuracy();
    }
    EXPECT_GT(accuracy / 3.0, 0.55);
    EXPECT_LT(whole->report.history.back().train_loss, 0.85 * whole->report.history.front().train_loss);
    EXPECT_TRUE(whole->bundle.check());
    const auto again = test::engine().pretrain(set, options, {});
    ASSERT_TRUE(again) << again.error().message();
    EXPECT_TRUE(again->report.resumed);
    EXPECT_EQ(again->bundle.tensors, whole->bundle.tensors);
    options.checkpoint.clear();
    options.masked_share = 0.99;
    EXPECT_FALSE(test::engine().pretrain(set, options, {}));
}

}  // namespace
}  // namespace synchrony::nn
