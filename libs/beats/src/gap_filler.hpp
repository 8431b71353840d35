// A lead without its missing samples: held over the gap, and without a step behind it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "synchrony/record/ecg.hpp"

namespace synchrony::beats {

/// Takes a lead in pieces. A gap is filled with the last valid value, and what follows it is moved so that it goes on
/// from there: neither the gap's end nor an offset after missing first samples looks like a wave.
class GapFiller {
  public:
    /// NaN and anything beyond a kilovolt count as missing.
    void fill(std::span<const float> samples, std::vector<float>& filled);
    /// The missing ranges so far, samples from the start of the recording; the last may go on.
    [[nodiscard]] const std::vector<record::SampleRange>& gaps() const { return gaps_; }
    void forget_before(std::int64_t sample);
    /// The last value given out.
    [[nodiscard]] float held() const { return held_; }

  private:
    std::vector<record::SampleRange> gaps_;
    std::int64_t taken_ = 0;
    float held_ = 0;
    float moved_by_ = 0;
    bool in_gap_ = false;
};

}  // namespace synchrony::beats
