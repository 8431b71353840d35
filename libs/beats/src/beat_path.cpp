#include "beat_path.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace synchrony::beats {
namespace {

constexpr double reach_s = 4.0;              // beyond, a gap is asystole or a break: its length says nothing
constexpr double shortest_usual_rr_s = 0.3;  // 200/min
constexpr double longest_usual_rr_s = 2.0;   // 30/min
constexpr double empty_rr_s = 0.8;           // where there is no candidate to take it from: 75/min
constexpr std::size_t least_nodes = 64;      // before that there is no hurry to decide
constexpr double same_beat_s = 0.1;          // R peaks nearer than this are of one beat: 600/min
constexpr double never = -std::numeric_limits<double>::infinity();

double usual_rr_s(const Candidate& candidate) {
    return std::clamp(static_cast<double>(candidate.rr_s), shortest_usual_rr_s, longest_usual_rr_s);
}

}  // namespace

BeatPath::BeatPath(const WorkRate& work, const DetectorOptions& options)
    : work_(work), options_(options), reach_(work.samples(reach_s)) {}

double BeatPath::gap_cost(double relative) const {
    return options_.late_cost * std::clamp(relative - options_.late_rr, 0.0, options_.late_limit_rr);
}

double BeatPath::intervals(std::int64_t samples, double rr_s) const {
    return static_cast<double>(samples) / work_.rate_hz / rr_s;
}

double BeatPath::step_cost(const Candidate& from, const Candidate& to) const {
    const auto distance = to.position - from.position;
    const double interval_s = static_cast<double>(distance) / work_.rate_hz;
    if (interval_s < options_.refractory_s) return -never;
    const double relative = intervals(distance, 0.5 * (usual_rr_s(from) + usual_rr_s(to)));
    double cost = gap_cost(relative) + options_.early_cost * std::max(0.0, options_.early_rr - relative);
    const bool t_wave = interval_s < options_.t_wave_s &&
                        static_cast<double>(to.slope) < options_.t_wave_slope * static_cast<double>(from.slope);
    if (t_wave) cost += options_.t_wave_cost;
    return cost;
}

void BeatPath::consider(Node& to, std::int64_t from, double cost) {
    const double best = node(from).best + static_cast<double>(to.candidate.log_odds) - cost;
    if (best <= to.best) return;
    to.best = best;
    to.previous = from;
}

/// Candidates out of reach of `position` are all the same distance away: only the best of them counts.
void BeatPath::retire(std::int64_t position) {
    for (; live_ < end() && position - node(live_).candidate.position > reach_; ++live_)
        if (far_best_ == none || node(live_).best > node(far_best_).best) far_best_ = live_;
}

void BeatPath::add(const Candidate& candidate) {
    retire(candidate.position);
    Node to{.candidate = candidate, .best = never, .previous = none};
    if (last_decided_ == none) {  // a series may begin here; the time before costs like a gap
        const auto before = candidate.position - work_.delay;
        to.best = static_cast<double>(candidate.log_odds) - gap_cost(intervals(before, usual_rr_s(candidate)));
    }
    if (far_best_ != none) consider(to, far_best_, options_.late_cost * options_.late_limit_rr);
    for (auto from = live_; from < end(); ++from) consider(to, from, step_cost(node(from).candidate, candidate));
    nodes_.push_back(to);
    if (nodes_.size() < least_nodes) return;
    if (const auto common = common_beat(); common != none && common > last_decided_) decide_through(common);
    if (candidate.position - nodes_.front().candidate.position > work_.samples(longest_wait_s)) follow_leader();
}

/// The numbers of the nodes with which a series that may still win can end.
std::vector<std::int64_t> BeatPath::ends() {
    std::vector<std::int64_t> numbers;
    if (far_best_ != none) numbers.push_back(far_best_);
    for (auto number = live_; number < end(); ++number)
        if (node(number).best > never) numbers.push_back(number);
    return numbers;
}

/// The latest beat that all series that may still win have in common: going back from two ends, the later one first,
/// they meet there.
std::int64_t BeatPath::common_beat() {
    const auto numbers = ends();
    if (numbers.empty()) return none;
    auto common = numbers.back();
    for (auto other : numbers) {
        while (common != other) {
            auto& later = common > other ? common : other;
            later = node(later).previous;
            if (later == none) return none;
        }
    }
    return common;
}

void BeatPath::decide_through(std::int64_t number) {
    const auto before = decided_.size();
    for (auto at = number; at != last_decided_ && at != none; at = node(at).previous)
        decided_.push_back(node(at).candidate);
    std::reverse(decided_.begin() + static_cast<std::ptrdiff_t>(before), decided_.end());
    last_decided_ = number;
    live_ = std::max(live_, number);
    for (; first_ < number; ++first_) nodes_.pop_front();
}

/// Decides the older half of the series that leads, and drops all others that do not share it.
void BeatPath::follow_leader() {
    const auto numbers = ends();
    if (numbers.empty()) return;
    const auto worse = [this](std::int64_t a, std::int64_t b) { return node(a).best < node(b).best; };
    auto leader = *std::max_element(numbers.begin(), numbers.end(), worse);
    const auto newest = nodes_.back().candidate.position;
    while (newest - node(leader).candidate.position < work_.samples(longest_wait_s / 2)) {
        const auto previous = node(leader).previous;
        if (previous == none || previous == last_decided_) break;
        leader = previous;
    }
    if (leader == last_decided_) return;
    for (const auto number : numbers) {
        auto at = number;
        while (at > leader) at = node(at).previous;
        if (at == leader) continue;
        node(number).best = never;
        if (number == far_best_) far_best_ = none;
    }
    decide_through(leader);
}

void BeatPath::finish(std::int64_t end_position) {
    // No beat at all is a series too, while none has been decided.
    double best = last_decided_ == none ? -gap_cost(intervals(end_position, empty_rr_s)) : never;
    auto chosen = none;
    for (const auto number : ends()) {
        const auto& candidate = node(number).candidate;
        const auto after = end_position + work_.delay - candidate.position;
        const double total = node(number).best - gap_cost(intervals(after, usual_rr_s(candidate)));
        if (total <= best) continue;
        best = total;
        chosen = number;
    }
    if (chosen != none) decide_through(chosen);
    nodes_.clear();
}

std::vector<Candidate> BeatPath::take() {
    // Two maxima of one beat may have been given one place by the network of the wave.
    const auto least = std::llround(same_beat_s * work_.rate_hz * work_.step);
    std::vector<Candidate> taken;
    for (const auto& candidate : std::exchange(decided_, {})) {
        if (last_sample_ && candidate.sample - *last_sample_ < least) continue;
        last_sample_ = candidate.sample;
        taken.push_back(candidate);
    }
    return taken;
}

}  // namespace synchrony::beats
