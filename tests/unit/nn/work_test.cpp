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
