#include "gap_filler.hpp"

#include <algorithm>
#include <cmath>

namespace synchrony::beats {
namespace {

constexpr float largest_mv = 1e6F;  // a kilovolt: beyond any electrode, and far from overflow in the filters

/// Counted through without a branch: nearly all stretches are whole.
bool all_valid(std::span<const float> samples) {
    int valid = 0;  // a push holds far fewer samples than an int counts
    for (const float sample : samples) valid += std::abs(sample) <= largest_mv;
    return static_cast<std::size_t>(valid) == samples.size();
}

}  // namespace

void GapFiller::fill(std::span<const float> samples, std::vector<float>& filled) {
    filled.assign(samples.begin(), samples.end());
    if (!samples.empty() && !in_gap_ && moved_by_ == 0.0F && all_valid(samples)) {
        held_ = samples.back();
        taken_ += static_cast<std::int64_t>(samples.size());
        return;
    }
    for (auto& sample : filled) {
        const bool valid = std::abs(sample) <= largest_mv;  // false for NaN too
        if (valid) {
            if (in_gap_) moved_by_ = held_ - sample;
            held_ = sample + moved_by_;
        } else if (in_gap_) {
            ++gaps_.back().end;
        } else {
            gaps_.push_back({taken_, taken_ + 1});
        }
        in_gap_ = !valid;
        sample = held_;
        ++taken_;
    }
}

void GapFiller::forget_before(std::int64_t sample) {
    // The last one may still grow.
    const auto last = gaps_.empty() ? gaps_.end() : gaps_.end() - 1;
    gaps_.erase(gaps_.begin(), std::find_if(gaps_.begin(), last, [&](const auto& gap) { return gap.end > sample; }));
}

}  // namespace synchrony::beats
