#include "synchrony/model/architecture.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace synchrony::model {
namespace {

Architecture imagenet(const std::string& name) {
    Architecture net;
    net.name = name;
    net.stem = Stem::standard;
    net.input_channels = 3;
    net.outputs = 1000;
    return net;
}

// Parameter counts as torchvision publishes them: docs.pytorch.org/vision/stable/models/resnet.html, tables
// "ResNet18_Weights" etc., field num_params.
TEST(Architecture, HasTorchvisionsParameterCounts) {
    EXPECT_EQ(parameter_count(imagenet("resnet18")), 11'689'512);
    EXPECT_EQ(parameter_count(imagenet("resnet50")), 25'557'032);
    EXPECT_EQ(parameter_count(imagenet("resnet101")), 44'549'160);
}

// Names and shapes picked from torchvision's state_dict of resnet18 and resnet50.
TEST(Architecture, HasTorchvisionsNamesAndShapes) {
    const auto shape_of = [](const Architecture& net, const std::string& name) {
        const auto shapes = tensor_shapes(net);
        const auto found = std::ranges::find(shapes, name, &TensorShape::name);
        return found == shapes.end() ? std::vector<std::int64_t>{} : found->shape;
    };
    using Shape = std::vector<std::int64_t>;
    const auto small = imagenet("resnet18"), large = imagenet("resnet50");
    EXPECT_EQ(shape_of(small, "conv1.weight"), (Shape{64, 3, 7, 7}));
    EXPECT_EQ(shape_of(small, "layer1.0.conv1.weight"), (Shape{64, 64, 3, 3}));
    EXPECT_EQ(shape_of(small, "layer1.0.downsample.0.weight"), (Shape{}));
    EXPECT_EQ(shape_of(small, "layer2.0.downsample.0.weight"), (Shape{128, 64, 1, 1}));
    EXPECT_EQ(shape_of(small, "layer4.1.bn2.running_var"), (Shape{512}));
    EXPECT_EQ(shape_of(small, "fc.weight"), (Shape{1000, 512}));
    EXPECT_EQ(shape_of(large, "layer1.0.downsample.0.weight"), (Shape{256, 64, 1, 1}));
    EXPECT_EQ(shape_of(large, "layer3.5.conv3.weight"), (Shape{1024, 256, 1, 1}));
    EXPECT_EQ(shape_of(large, "fc.weight"), (Shape{1000, 2048}));
    EXPECT_EQ(tensor_shapes(small).size(), 102U);  // 122 entries of the state_dict less 20 num_batches_tracked
    EXPECT_EQ(tensor_shapes(large).size(), 267U);  // 320 less 53
}

// torchvision's 11,689,512 weights of a resnet18 of three channels and 1000 classes, less two channels of 64 kernels of
// 49 and 995 classes of 512 weights and an offset: those of a net of beats. Of waves it has as many.
TEST(Architecture, OfWavesHasAsManyWeights) {
    Architecture images, waves;
    waves.name = "resnet18-1d";
    const std::int64_t wanted = 11'689'512 - 2 * 64 * 49 - 995 * 513;
    EXPECT_EQ(parameter_count(images), wanted);
    EXPECT_EQ(parameter_count(waves), wanted);
    const auto a = tensor_shapes(images), b = tensor_shapes(waves);
    ASSERT_EQ(a.size(), b.size());
    using Shape = std::vector<std::int64_t>;
    for (std::size_t i = 0; i < a.size(); ++i) {
        EXPECT_EQ(a[i].name, b[i].name);
        EXPECT_EQ(a[i].elements(), b[i].elements()) << a[i].name;
        if (b[i].shape.size() == 4) {
            EXPECT_EQ(b[i].shape[2], 1) << b[i].name;
        }
        if (b[i].name == "conv1.weight") {
            EXPECT_EQ(b[i].shape, (Shape{64, 1, 1, 49}));
        }
        if (b[i].name == "layer2.0.conv1.weight") {
            EXPECT_EQ(b[i].shape, (Shape{128, 64, 1, 9}));
        }
        if (b[i].name == "layer2.0.downsample.0.weight") {
            EXPECT_EQ(b[i].shape, (Shape{128, 64, 1, 1}));
        }
    }
    EXPECT_TRUE(waves.check());
    EXPECT_FALSE(images.one_dimensional());
    EXPECT_EQ(images.wave_sister(), "resnet18-1d");
    EXPECT_EQ(waves.wave_sister(), "resnet18-1d");
    EXPECT_EQ(imagenet("resnet50").wave_sister(), "");
    EXPECT_EQ(images.stride_after(4), 32);
    EXPECT_EQ(waves.stride_after(4), 256);
    waves.stem = Stem::small;
    EXPECT_EQ(waves.stride_after(1), 1);
}

TEST(Architecture, StemChangesOnlyTheFirstConvolution) {
    auto standard = imagenet("resnet18"), compact = standard;
    compact.stem = Stem::compact;
    const auto a = tensor_shapes(standard), b = tensor_shapes(compact);
    ASSERT_EQ(a.size(), b.size());
    for (std::size_t i = 0; i < a.size(); ++i) {
        EXPECT_EQ(a[i].name, b[i].name);
        EXPECT_EQ(a[i].shape == b[i].shape, a[i].name != "conv1.weight") << a[i].name;
    }
}

TEST(Architecture, JoinsAuxiliaryInputsAndLeadsBeforeTheHead) {
    Architecture net;
    net.auxiliary_inputs = 3;
    EXPECT_EQ(net.head_inputs(), 515);
    net.auxiliary_inputs = 0;
    net.lead_pooling = LeadPooling::concat;
    net.leads = 12;
    EXPECT_EQ(net.head_inputs(), 12 * 512);
}

TEST(Architecture, RefusesWhatCannotBe) {
    Architecture net;
    EXPECT_TRUE(net.check());
    net.name = "resnet19";
    ASSERT_FALSE(net.check());
    EXPECT_NE(net.check().error().message().find("resnet19"), std::string::npos);
    net = {};
    net.outputs = 0;
    EXPECT_FALSE(net.check());
    net = {};
    net.lead_pooling = LeadPooling::concat;
    EXPECT_FALSE(net.check()) << "concatenation needs the number of leads";
    EXPECT_FALSE(stem_named("tiny"));
    EXPECT_EQ(*stem_named("small"), Stem::small);
}

}  // namespace
}  // namespace synchrony::model
