// What the network of the wave (wave_network.hpp) says at places of a window. It reads the window in pieces, each when
// a place in it is first asked about.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "energy.hpp"

namespace synchrony::beats {

inline constexpr double wave_near_s = 0.06;  ///< a place asks so far on both sides

class WaveOdds {
  public:
    WaveOdds(std::span<const LeadView> leads, const WorkRate& work);

    struct Answer {
        float log_odds = 0;  ///< the largest within 60 ms, mean of the leads
        double place_s = 0;  ///< the middle of what is likely around it, s from the begin of the window
    };
    /// It is asked in pieces of 24 s; none where the window is shorter than a second.
    [[nodiscard]] std::size_t pieces() const { return asked_.size(); }
    /// Of a place of the envelope, as `near` takes it.
    [[nodiscard]] std::size_t piece_of(std::int64_t position) const;
    /// What is said of a place of the envelope (work samples of the window); none where the window is shorter than a
    /// second.
    [[nodiscard]] std::optional<Answer> near(std::int64_t position);
    /// The places that it finds by itself, in order of time: log-odds of at least `least`, none larger within 100 ms.
    /// Only pieces that a place was asked of are looked at.
    [[nodiscard]] std::vector<Answer> peaks(double least);

  private:
    void ask(std::size_t piece);
    [[nodiscard]] float odds_at(std::int64_t answer);
    [[nodiscard]] double middle_of(std::int64_t answer);
    [[nodiscard]] std::int64_t answer_of(std::int64_t position) const;

    std::span<const LeadView> leads_;
    const WorkRate& work_;
    std::int64_t answers_ = 0;
    std::vector<bool> asked_;  ///< [piece]
    std::vector<float> odds_;  ///< [answer]
};

}  // namespace synchrony::beats
