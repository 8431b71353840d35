// What the channels of a network's input hold: images of one set, looked up, so that a patient's usual beat is kept
// once and not with every beat.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "synchrony/core/result.hpp"
#include "synchrony/features/image_set.hpp"
#include "synchrony/features/timing.hpp"

namespace synchrony::features {

enum class Channel : std::uint8_t {
    beat,      ///< the image itself
    median,    ///< the median beat of the same patient and lead: what is usual for this patient
    previous,  ///< the beat before in the same lead; of the first beat and of a median beat, itself
    next       ///< the beat after; of the last beat and of a median beat, itself
};
[[nodiscard]] std::string_view name_of(Channel channel);
[[nodiscard]] core::Result<Channel> channel_named(std::string_view name);

/// The first `count` of beat, median, previous, next. Errors (usage): none or more than there are.
[[nodiscard]] core::Result<std::vector<Channel>> usual_channels(int count);

/// Which images of a set stand in the channels of each image's input.
class ChannelImages {
  public:
    /// Errors (input): `median` is asked for and a (patient, lead) has no median beat; (usage): no channel.
    [[nodiscard]] static core::Result<ChannelImages> make(std::span<const ImageIndex> index,
                                                          const std::vector<Channel>& channels);
    [[nodiscard]] std::size_t channels() const { return channels_; }
    /// Numbers of the images in the channels of image i's input.
    [[nodiscard]] std::span<const std::uint32_t> of(std::size_t i) const {
        return std::span(numbers_).subspan(i * channels_, channels_);
    }

  private:
    std::size_t channels_ = 1;
    std::vector<std::uint32_t> numbers_;  // [image, channel]
};

/// Timing of every image's beat, from the RR intervals of all beats of its patient that the set holds, labelled or
/// not; a median beat has the timing of a regular rhythm.
[[nodiscard]] std::vector<TimingInputs> timing_of_images(std::span<const ImageIndex> index);

}  // namespace synchrony::features
