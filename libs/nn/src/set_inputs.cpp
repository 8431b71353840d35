#include "set_inputs.hpp"

#include <algorithm>

#include "synchrony/nn/pretrain_options.hpp"

namespace synchrony::nn {
namespace {

PixelBlock block_of(const features::ImageSet& set, const features::ChannelImages& inputs) {
    const auto blocks = set.blocks();
    PixelBlock block{blocks[0].data(), set.size(), set.height(), set.width(), set.recipe().scale, &inputs};
    std::size_t images = 0;
    for (const auto& pixels : blocks) {
        if (&pixels != blocks.data()) block.joined.push_back({images, pixels.data()});
        images += pixels.size() / block.pixels();
    }
    return block;
}

}  // namespace

core::Result<SetInputs> SetInputs::make(const features::ImageSet& set, const std::vector<features::Channel>& channels) {
    SYNCHRONY_ASSIGN(auto images, features::ChannelImages::make(set.index(), set.leads(), channels));
    SetInputs inputs;
    inputs.set_ = &set;
    inputs.channels_ = channels;
    inputs.images_ = std::make_shared<const features::ChannelImages>(std::move(images));
    inputs.timing_ =
        std::make_shared<const std::vector<features::TimingInputs>>(features::timing_of_images(set.index()));
    inputs.block_ = block_of(set, *inputs.images_);
    return inputs;
}

core::Result<SetInputs> SetInputs::make(const features::ImageSet& set, const model::Bundle& bundle) {
    if (!(bundle.recipe == set.recipe()))
        return core::fail_input("images of another recipe than the net's", "image set", set.recipe().to_json(),
                                bundle.recipe.to_json());
    if (bundle.architecture.timing_inputs > features::timing_input_count)
        return core::fail_input("the net takes more timing than there is", "timing_inputs",
                                std::to_string(bundle.architecture.timing_inputs),
                                "at most " + std::to_string(features::timing_input_count));
    SYNCHRONY_ASSIGN(const auto channels, bundle.input_channels());
    return make(set, channels);
}

int SetInputs::extra_count(const model::Architecture& architecture) {
    return architecture.timing_inputs > 0 ? architecture.timing_inputs : architecture.auxiliary_inputs;
}

void SetInputs::extra(const model::Architecture& architecture, std::span<const std::size_t> images, float* out) const {
    for (const auto image : images)
        if (architecture.timing_inputs > 0)
            out = std::copy_n((*timing_)[image].begin(), architecture.timing_inputs, out);
        else
            out = std::ranges::copy(rr_inputs(set_->index()[image]), out).out;
}

}  // namespace synchrony::nn
