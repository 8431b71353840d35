// The series of candidates with the largest sum of log-odds less the cost of the intervals between them.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "candidates.hpp"

namespace synchrony::beats {

/// Dynamic programming (Viterbi) over candidates as they come. A beat is given out as soon as every series that may
/// still win contains it, so that the result is the best series of the whole recording. Where no agreement comes for
/// longer than `longest_wait_s`, the series that leads is followed, so that memory stays bounded.
class BeatPath {
  public:
    BeatPath(const WorkRate& work, const DetectorOptions& options);

    /// The next candidates in order of time, positions from the start of the recording.
    void add(const Candidate& candidate);
    /// The recording ends here (work samples).
    void finish(std::int64_t end);
    /// The beats decided since the last call; their samples rise by 0.1 s and more.
    [[nodiscard]] std::vector<Candidate> take();

    static constexpr double longest_wait_s = 30.0;

  private:
    static constexpr std::int64_t none = -1;
    struct Node {
        Candidate candidate;
        double best = 0;               ///< of all series that end with this candidate
        std::int64_t previous = none;  ///< number of the beat before in that series; none: the series begins here
    };
    [[nodiscard]] Node& node(std::int64_t number) { return nodes_[static_cast<std::size_t>(number - first_)]; }
    [[nodiscard]] std::int64_t end() const { return first_ + static_cast<std::int64_t>(nodes_.size()); }
    [[nodiscard]] double intervals(std::int64_t samples, double rr_s) const;
    [[nodiscard]] double gap_cost(double relative) const;
    [[nodiscard]] double step_cost(const Candidate& from, const Candidate& to) const;
    void consider(Node& to, std::int64_t from, double cost);
    void retire(std::int64_t position);
    [[nodiscard]] std::vector<std::int64_t> ends();
    [[nodiscard]] std::int64_t common_beat();
    void decide_through(std::int64_t number);
    void follow_leader();

    const WorkRate work_;
    const DetectorOptions options_;
    std::int64_t reach_;      ///< work samples after which every gap costs the same
    std::deque<Node> nodes_;  ///< numbered from first_
    std::int64_t first_ = 0;
    std::int64_t live_ = 0;         ///< nodes from here on are within reach
    std::int64_t far_best_ = none;  ///< the best of those that are not
    std::int64_t last_decided_ = none;
    std::vector<Candidate> decided_;
    std::optional<std::int64_t> last_sample_;  ///< raw, of the last beat taken
};

}  // namespace synchrony::beats
