#include "work.hpp"

#include <gtest/gtest.h>

namespace synchrony::nn {
namespace {

// Published for 224 x 224 images in three channels and 1000 classes (torchvision's model pages, "GFLOPS", one a
// multiplication with its addition): resnet18 1.81, resnet50 4.09, resnet101 7.80.
TEST(Work, AgreesWithThePublishedFigures) {
    model::Architecture net;
    net.input_channels = 3;
    net.outputs = 1000;
    const std::pair<const char*, double> published[] = {{"resnet18", 1.81}, {"resnet50", 4.09}, {"resnet101", 7.80}};
    for (const auto& [name, gflops] : published) {
        net.name = name;
        EXPECT_NEAR(multiplications(net, 224, 224) * 1e-9, gflops, 0.011) << name;
    }
    EXPECT_DOUBLE_EQ(training_gflop(net, 32, 32), 6e-9 * multiplications(net, 32, 32));
}

// By hand, a wave of 249 samples in one channel: 125 places after conv1, 63 after the pooling, then 16, 4 and 1; a
// block's kernels have 9 weights a pair of channels, the way round has one.
TEST(Work, OfAWaveIsThatOfAnImage) {
    model::Architecture net;
    const double image = multiplications(net, 32, 32);
    net.name = "resnet18-1d";
    const double first = 125.0 * 64 * 49, layer1 = 63.0 * 4 * 9 * 64 * 64, fc = 512 * 5;
    double later = 0.0;
    for (const auto& [places, channels] : {std::pair(16.0, 128.0), std::pair(4.0, 256.0), std::pair(1.0, 512.0)}) {
        const double half = channels / 2;
        later += places * channels * (9 * half + 3 * 9 * channels + half);
    }
    EXPECT_EQ(multiplications(net, 1, 249), first + layer1 + later + fc);
    EXPECT_NEAR(multiplications(net, 1, 249) / image, 1.0, 0.02);
}

TEST(Work, StemsDoWhatTheirCommentSays) {
    model::Architecture standard, compact, small;
    compact.stem = model::Stem::compact;
    small.stem = model::Stem::small;
    const double base = multiplications(standard, 64, 64);
    EXPECT_NEAR(multiplications(compact, 64, 64) / base, 4, 0.3);
    EXPECT_NEAR(multiplications(small, 64, 64) / base, 16, 1.2);
}

}  // namespace
}  // namespace synchrony::nn
