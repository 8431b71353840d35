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
    next,      ///< the beat after; of the last beat and of a median beat, itself
    /// The same beat in a lead of its own, whichever lead the image is of: networks that see the twelve at once.
    lead_i,
    lead_ii,
    lead_iii,
    lead_avr,
    lead_avl,
    lead_avf,
    lead_v1,
    lead_v2,
    lead_v3,
    lead_v4,
    lead_v5,
    lead_v6
};
/// "beat", "median", "previous", "next", or the lead: "I" to "V6".
[[nodiscard]] std::string_view name_of(Channel channel);
[[nodiscard]] core::Result<Channel> channel_named(std::string_view name);

/// Of twelve channels the twelve leads; of less the first of beat, median, previous, next. Errors (usage): another
/// number.
[[nodiscard]] core::Result<std::vector<Channel>> usual_channels(int count);

/// A lead that stands for a beat's images where their inputs are the same: the first channel that is a lead. Empty:
/// no channel is, each lead has an input of its own.
[[nodiscard]] std::string_view joining_lead(std::span<const Channel> channels);

/// Which images of a set stand in the channels of each image's input.
class ChannelImages {
  public:
    /// `leads` are the set's. Errors (input): `median` is asked for and a (patient, lead) has no median beat; a lead is
    /// asked for and a beat has no image of it; (usage): no channel.
    [[nodiscard]] static core::Result<ChannelImages> make(std::span<const ImageIndex> index,
                                                          std::span<const std::string> leads,
                                                          const std::vector<Channel>& channels);
    [[nodiscard]] std::size_t channels() const { return channels_; }
    /// Whether a channel is a lead, so that what is in time together must stay so.
    [[nodiscard]] bool joins_leads() const { return joins_leads_; }
    /// Numbers of the images in the channels of image i's input.
    [[nodiscard]] std::span<const std::uint32_t> of(std::size_t i) const {
        return std::span(numbers_).subspan(i * channels_, channels_);
    }

  private:
    std::size_t channels_ = 1;
    bool joins_leads_ = false;
    std::vector<std::uint32_t> numbers_;  // [image, channel]
};

/// Timing of every image's beat, from the RR intervals of all beats of its patient that the set holds, labelled or
/// not; a median beat has the timing of a regular rhythm.
[[nodiscard]] std::vector<TimingInputs> timing_of_images(std::span<const ImageIndex> index);

}  // namespace synchrony::features
