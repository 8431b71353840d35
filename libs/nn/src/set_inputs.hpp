// A set of images as what enters a net: channels looked up, timing worked out, pixels left in the mapped file.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "pixels.hpp"
#include "synchrony/core/result.hpp"
#include "synchrony/features/channels.hpp"
#include "synchrony/features/image_set.hpp"
#include "synchrony/model/bundle.hpp"

namespace synchrony::nn {

class SetInputs {
  public:
    /// Keeps a reference to `set`. Errors: those of features::ChannelImages::make.
    [[nodiscard]] static core::Result<SetInputs> make(const features::ImageSet& set,
                                                      const std::vector<features::Channel>& channels);
    /// As the bundle's net wants it. Errors: also images of another recipe than the net's.
    [[nodiscard]] static core::Result<SetInputs> make(const features::ImageSet& set, const model::Bundle& bundle);

    [[nodiscard]] const features::ImageSet& set() const { return *set_; }
    [[nodiscard]] const PixelBlock& block() const { return block_; }
    [[nodiscard]] const std::vector<features::Channel>& channels() const { return channels_; }

    /// Numbers beside the image that the architecture takes (none, timing, or the RR ratios of old models).
    [[nodiscard]] static int extra_count(const model::Architecture& architecture);
    /// Writes them for those images, [image, number].
    void extra(const model::Architecture& architecture, std::span<const std::size_t> images, float* out) const;

  private:
    const features::ImageSet* set_ = nullptr;
    std::vector<features::Channel> channels_;
    std::shared_ptr<const features::ChannelImages> images_;  // shared, so that block_ stays valid in copies
    std::shared_ptr<const std::vector<features::TimingInputs>> timing_;
    PixelBlock block_;
};

}  // namespace synchrony::nn
