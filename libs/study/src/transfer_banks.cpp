// Feature banks of the methods that are logistic regression, made when they are first asked for: a run whose results
// are all on disk needs none.
#include <algorithm>

#include "synchrony/core/random.hpp"
#include "transfer_gain_parts.hpp"

namespace synchrony::study {

core::Result<const std::vector<FeatureBank>*> GainBanks::of(const GainContext& gain, const std::string& method) {
    if (method == "pixels") return pixels();
    const bool pretrained = method.starts_with("frozen");
    auto& made = pretrained ? frozen_ : random_;
    if (!made.empty()) return &made;
    SYNCHRONY_ASSIGN(const auto* lent, pixels());
    // Within a task that has begun, whose bar goes on with its own count.
    auto context = gain.context;
    context.progress = &core::no_progress();
    std::vector<FeatureBank> banks;
    for (int i = 0; i < (pretrained ? 1 : gain.request.random_nets); ++i) {
        auto net = gain.pretrained;
        if (!pretrained) {
            SYNCHRONY_ASSIGN(net, random_net(gain, i));
        }
        SYNCHRONY_ASSIGN(auto bank, layer_bank(*gain.engine, net, images_, lent->front(), context));
        banks.push_back(std::move(bank));
    }
    made = std::move(banks);
    return &made;
}

core::Result<const std::vector<FeatureBank>*> GainBanks::pixels() {
    if (pixels_.empty()) {
        SYNCHRONY_ASSIGN(auto bank, pixel_bank(images_));
        pixels_.push_back(std::move(bank));
    }
    return &pixels_;
}

// Random weights with the pre-trained net's recipe, channels and scaling of pixels.
core::Result<std::shared_ptr<const model::Bundle>> GainBanks::random_net(const GainContext& gain, int number) {
    const auto seed =
        core::RandomStream(gain.context.seed).child("random net", static_cast<std::uint64_t>(number)).seed();
    SYNCHRONY_ASSIGN(auto random, gain.engine->random_bundle(gain.pretrained->architecture, seed));
    auto net = *gain.pretrained;
    net.tensors = std::move(random.tensors);
    return std::make_shared<const model::Bundle>(std::move(net));
}

}  // namespace synchrony::study
