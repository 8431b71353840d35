#include "wave_odds.hpp"

#include <algorithm>
#include <cmath>

#include "wave_network.hpp"

namespace synchrony::beats {
namespace {

constexpr double answer_rate_hz = wave_rate_hz / wave_stride;
constexpr auto piece = static_cast<std::int64_t>(24.0 * answer_rate_hz);  // of answers that are made together ...
constexpr auto around = static_cast<std::int64_t>(3.0 * answer_rate_hz);  // ... from so much more on both sides

}  // namespace

WaveOdds::WaveOdds(std::span<const LeadView> leads, const WorkRate& work) : leads_(leads), work_(work) {
    const auto seconds = static_cast<double>(leads.front().plain.size()) / work.rate_hz;
    if (seconds < 1.0) return;
    answers_ = static_cast<std::int64_t>(seconds * answer_rate_hz);
    asked_.assign(static_cast<std::size_t>((answers_ + piece - 1) / piece), false);
    odds_.assign(static_cast<std::size_t>(answers_), 0.0F);
}

std::int64_t WaveOdds::answer_of(std::int64_t position) const {
    const double seconds = static_cast<double>(position - work_.delay) / work_.rate_hz;
    return std::clamp<std::int64_t>(std::llround(seconds * answer_rate_hz), 0, answers_ - 1);
}

std::size_t WaveOdds::piece_of(std::int64_t position) const {
    return static_cast<std::size_t>(answer_of(position) / piece);
}

void WaveOdds::ask(std::size_t number) {
    asked_[number] = true;
    const auto begin = static_cast<std::int64_t>(number) * piece, end = std::min(answers_, begin + piece);
    // At the ends of the window as much is read.
    const auto from = std::max<std::int64_t>(0, std::min(begin - around, answers_ - piece - 2 * around));
    const auto to = std::min(answers_, from + piece + 2 * around);
    const auto sample = [&](std::int64_t answer) {
        return static_cast<std::size_t>(std::llround(static_cast<double>(answer) / answer_rate_hz * work_.rate_hz));
    };
    for (const auto& lead : leads_) {
        const auto first = sample(from), last = std::min(lead.plain.size(), sample(to));
        const auto odds =
            wave_log_odds(trained_wave_network(), wave_inputs(lead.plain.subspan(first, last - first), work_.rate_hz));
        for (auto i = begin; i < end && i - from < static_cast<std::int64_t>(odds.size()); ++i)
            odds_[static_cast<std::size_t>(i)] +=
                odds[static_cast<std::size_t>(i - from)] / static_cast<float>(leads_.size());
    }
}

float WaveOdds::odds_at(std::int64_t answer) {
    const auto number = static_cast<std::size_t>(answer / piece);
    if (!asked_[number]) ask(number);
    return odds_[static_cast<std::size_t>(answer)];
}

/// The network was taught to say yes from 50 ms before a beat to 50 ms after it: the beat lies in the middle of what is
/// about as likely as the likeliest place, and joined to it.
double WaveOdds::middle_of(std::int64_t answer) {
    constexpr auto reach = static_cast<std::int64_t>(0.1 * answer_rate_hz);
    constexpr double about_as_likely = 0.3;
    const auto likely = [&](std::int64_t i) { return 1.0 / (1.0 + std::exp(-static_cast<double>(odds_at(i)))); };
    const double most = likely(answer);
    double sum = most, moment = most * static_cast<double>(answer);
    for (const int direction : {-1, 1})
        for (auto i = answer + direction; i >= 0 && i < answers_ && std::abs(i - answer) <= reach; i += direction) {
            const double here = likely(i);
            if (here < about_as_likely * most) break;
            sum += here;
            moment += here * static_cast<double>(i);
        }
    return moment / std::max(1e-12, sum) / answer_rate_hz;
}

std::optional<WaveOdds::Answer> WaveOdds::near(std::int64_t position) {
    if (answers_ == 0) return std::nullopt;
    const auto at = answer_of(position);
    constexpr auto reach = static_cast<std::int64_t>(wave_near_s * answer_rate_hz);
    auto best = at;
    for (auto i = std::max<std::int64_t>(0, at - reach); i <= std::min(answers_ - 1, at + reach); ++i)
        if (odds_at(i) > odds_at(best)) best = i;
    return Answer{odds_at(best), middle_of(best)};
}

std::vector<WaveOdds::Answer> WaveOdds::peaks(double least) {
    constexpr auto reach = static_cast<std::int64_t>(0.1 * answer_rate_hz);
    std::vector<Answer> found;
    for (std::int64_t i = 0; i < answers_; ++i) {
        if (!asked_[static_cast<std::size_t>(i / piece)] || static_cast<double>(odds_at(i)) < least) continue;
        bool largest = true;
        for (auto j = std::max<std::int64_t>(0, i - reach); largest && j <= std::min(answers_ - 1, i + reach); ++j)
            largest = j < i ? odds_at(j) < odds_at(i) : odds_at(j) <= odds_at(i);
        if (largest) found.push_back({odds_at(i), middle_of(i)});
    }
    return found;
}

}  // namespace synchrony::beats
