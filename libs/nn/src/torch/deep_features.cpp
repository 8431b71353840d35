#include "deep_features.hpp"

#include "batches.hpp"
#include "deep_feature_table.hpp"
#include "host.hpp"
#include "resnet.hpp"
#include "weights.hpp"

namespace synchrony::nn {
namespace {

// Features [n, columns] of some images, all places side by side, each ordered by cell, then channel.
torch::Tensor features_of(ResNet& net, torch::Tensor x, const std::vector<FeaturePlace>& places, int deepest) {
    std::vector<torch::Tensor> found(places.size());
    for (int layer = 1; layer <= deepest; ++layer) {
        x = net.maps(x, layer == 1 ? ResNet::stem_part : layer, layer);
        for (std::size_t i = 0; i < places.size(); ++i)
            if (places[i].layer == layer)
                found[i] =
                    torch::adaptive_avg_pool2d(x, {places[i].grid, places[i].grid}).permute({0, 2, 3, 1}).flatten(1);
    }
    return torch::cat(found, 1);
}

ResNet make_net(const DeepFeatureOptions& options, std::uint64_t seed, const torch::Device& device) {
    ResNet net(options.init ? options.init->architecture : options.architecture);
    if (options.init) {
        load_all(net, *options.init);
    } else {
        net.initialise(core::RandomStream(seed).child("deep features").seed(), false);
    }
    net.to(device);
    use_channels_last(net);
    net.eval();
    return net;
}

}  // namespace

core::Result<model::FeatureTable> compute_deep_features(const features::ImageSet& set,
                                                        std::span<const record::PatientId> patients,
                                                        const DeepFeatureOptions& options,
                                                        const core::RunContext& context, const torch::Device& device) {
    SYNCHRONY_TRY(options.check());
    SYNCHRONY_ASSIGN(const auto inputs, deep_feature_inputs(set, options));
    const torch::NoGradGuard no_grad;
    auto net = make_net(options, context.seed, device);
    int deepest = 0;
    for (const auto& place : options.places) deepest = std::max(deepest, place.layer);
    return deep_feature_table(
        inputs, patients, options, context,
        [&](std::span<const std::size_t> images, const PixelScaling& scaling, std::span<float> out) {
            const auto batch = on_device(plain_batch(inputs.block(), images, scaling), device);
            const auto found = on_host(features_of(net, batch, options.places, deepest));
            std::copy_n(host_values<float>(found).data(), out.size(), out.data());
        });
}

}  // namespace synchrony::nn
