// The module's one way in.
#include <algorithm>

#include "activation.hpp"
#include "deep_feature_table.hpp"
#include "engine_module.hpp"
#include "guard.hpp"
#include "named.hpp"
#include "patients.hpp"
#include "requests.hpp"

namespace synchrony::nn::onednn {
namespace {

constexpr std::size_t images_between_reports = 256;

// Probabilities of beats' classes, image after image.
class BeatNet {
  public:
    BeatNet(const model::Bundle& bundle, const SetInputs& inputs)
        : bundle_(bundle), inputs_(inputs), encoder_(bundle), head_(bundle) {}

    void append(std::span<const std::size_t> images, int threads, std::vector<double>& out) {
        const auto& net = bundle_.architecture;
        const auto channels = static_cast<std::size_t>(net.channels_after(Encoder::last_layer));
        const auto beside = static_cast<std::size_t>(SetInputs::extra_count(net));
        std::vector<float> extra(images.size() * beside);
        const auto pooled = encoder_.pooled(inputs_.block(), images, {bundle_.input_mean, bundle_.input_sd}, threads);
        if (beside > 0) inputs_.extra(net, images, extra.data());
        for (std::size_t i = 0; i < images.size(); ++i) {
            const std::vector<double> features(pooled.begin() + static_cast<std::ptrdiff_t>(i * channels),
                                               pooled.begin() + static_cast<std::ptrdiff_t>((i + 1) * channels));
            const auto shares = softmax(head_.outputs(features, std::span(extra).subspan(i * beside, beside)));
            out.insert(out.end(), shares.begin(), shares.end());
        }
    }

  private:
    const model::Bundle& bundle_;
    const SetInputs& inputs_;
    Encoder encoder_;
    Head head_;
};

std::vector<int> layers_of(const std::vector<FeaturePlace>& places) {
    std::vector<int> layers;
    for (const auto& place : places) layers.push_back(place.layer);
    std::ranges::sort(layers);
    layers.erase(std::unique(layers.begin(), layers.end()), layers.end());
    return layers;
}

// Features of images, all places side by side in a row an image.
class Places {
  public:
    Places(const model::Architecture& net, const std::vector<FeaturePlace>& places) : places_(places) {
        for (const auto& place : places) {
            begins_.push_back(columns_);
            columns_ += feature_count(net, {place});
        }
    }
    /// The means of the places in this layer; `out` begins at the first shown image's row.
    void put(int layer, const Maps& maps, std::span<float> out) const {
        for (std::size_t p = 0; p < places_.size(); ++p)
            if (places_[p].layer == layer) put_one(p, maps, out);
    }
    [[nodiscard]] std::size_t columns() const { return columns_; }

  private:
    void put_one(std::size_t p, const Maps& maps, std::span<float> out) const {
        const auto width = (p + 1 < begins_.size() ? begins_[p + 1] : columns_) - begins_[p];
        std::vector<float> means(static_cast<std::size_t>(maps.n) * width);
        cell_means(maps, places_[p].grid, means);
        for (std::size_t i = 0; i < static_cast<std::size_t>(maps.n); ++i)
            std::copy_n(means.data() + i * width, width, out.data() + i * columns_ + begins_[p]);
    }

    const std::vector<FeaturePlace>& places_;
    std::vector<std::size_t> begins_;
    std::size_t columns_ = 0;
};

class OneDnnInference final : public Inference {
  public:
    std::string description() const override {
        const auto* version = dnnl_version();
        return "oneDNN " + std::to_string(version->major) + "." + std::to_string(version->minor) + "." +
               std::to_string(version->patch);
    }

    core::Result<std::vector<double>> probabilities(const model::Bundle& bundle, const features::ImageSet& set,
                                                    std::span<const std::size_t> images,
                                                    const core::RunContext& context) override {
        return guarded([&] { return image_probabilities(bundle, set, images, context); });
    }

    core::Result<std::unique_ptr<TransferClassifier>> fitted(model::Bundle bundle,
                                                             const core::RunContext& context) override {
        SYNCHRONY_TRY(check_predicts_patients(bundle));
        return guarded([&]() -> core::Result<std::unique_ptr<TransferClassifier>> {
            return std::make_unique<FittedNet>(std::move(bundle), context.threads);
        });
    }

    core::Result<model::FeatureTable> deep_features(const features::ImageSet& set,
                                                    std::span<const record::PatientId> patients,
                                                    const DeepFeatureOptions& options,
                                                    const core::RunContext& context) override {
        if (!options.init)
            return core::fail(usage_error("random weights need the engine that trains", "oneDNN", "libtorch",
                                          "install the module for networks (Debian: synchrony-networks)"));
        return guarded([&] { return features_of(set, patients, options, context); });
    }

    core::Result<ActivationMaps> activation_maps(const features::ImageSet& set, const ActivationRequest& request,
                                                 const core::RunContext& context) override {
        SYNCHRONY_TRY(check_activation(request, set));
        return guarded([&] { return activation_of(set, request, context.threads); });
    }

  private:
    static core::Result<std::vector<double>> image_probabilities(const model::Bundle& bundle,
                                                                 const features::ImageSet& set,
                                                                 std::span<const std::size_t> images,
                                                                 const core::RunContext& context) {
        SYNCHRONY_ASSIGN(const auto inputs, inputs_of_images(bundle, set, images));
        BeatNet net(bundle, inputs);
        std::vector<double> shares;
        context.progress->begin("classify", images.size());
        bool cancelled = false;
        for (std::size_t begin = 0; begin < images.size() && !cancelled; begin += images_between_reports) {
            const auto some = images.subspan(begin, std::min(images_between_reports, images.size() - begin));
            net.append(some, context.threads, shares);
            context.progress->advance(some.size());
            cancelled = context.cancel->requested();
        }
        context.progress->end();
        if (cancelled) return core::fail(cancelled_error());
        return shares;
    }

    static core::Result<model::FeatureTable> features_of(const features::ImageSet& set,
                                                         std::span<const record::PatientId> patients,
                                                         const DeepFeatureOptions& options,
                                                         const core::RunContext& context) {
        SYNCHRONY_TRY(options.check());
        SYNCHRONY_ASSIGN(const auto inputs, deep_feature_inputs(set, options));
        Encoder encoder(*options.init, layers_of(options.places));
        const Places places(options.init->architecture, options.places);
        return deep_feature_table(
            inputs, patients, options, context,
            [&](std::span<const std::size_t> images, const PixelScaling& scaling, std::span<float> out) {
                encoder.run(inputs.block(), images, scaling, context.threads,
                            [&](std::size_t begin, int layer, const Maps& maps) {
                                places.put(layer, maps, out.subspan(begin * places.columns()));
                            });
            });
    }
};

Inference* create_inference() {
    static OneDnnInference inference;
    return &inference;
}

}  // namespace
}  // namespace synchrony::nn::onednn

extern "C" __attribute__((visibility("default"))) const synchrony::nn::InferenceModule* synchrony_inference_module();
const synchrony::nn::InferenceModule* synchrony_inference_module() {
    static const synchrony::nn::InferenceModule module{synchrony::nn::engine_abi().data(),
                                                       synchrony::nn::onednn::create_inference};
    return &module;
}
