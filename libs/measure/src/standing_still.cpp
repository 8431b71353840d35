#include "standing_still.hpp"

#include <algorithm>
#include <cmath>

#include "synchrony/core/scan.hpp"
#include "synchrony/record/sample_ranges.hpp"

namespace synchrony::measure {
namespace {

using Ranges = std::vector<record::SampleRange>;

constexpr double longest_of_a_lead_s = 1.5;  // a pause between beats is shorter where a heart beats at all
// All leads at once. Of 396 recordings (PTB-XL, LUDB, the Challenge, MIT-BIH) the longest such stretch is 0.14 s: LUDB
// 41, whose steps are coarse; MIT-BIH's two leads 0.025 s. docs/results/other-hospitals.md.
constexpr double least_gap_s = 0.2;
// A simulator without noise stands still once a beat, whose waves take 0.4 to 0.9 s.
constexpr double usual_part = 0.125;      // of a gap: other stretches so long, where they are usual, excuse it
constexpr double usual_per_second = 0.8;  // of what moves: more are usual

std::size_t samples_of(double seconds, const record::Ecg& ecg) {
    return static_cast<std::size_t>(std::llround(seconds * ecg.sampling_frequency_hz));
}

Ranges still_or_missing(const record::Lead& lead, std::size_t least) {
    Ranges still;
    core::for_each_still_stretch(lead.samples, least, [&](std::size_t begin, std::size_t end) {
        still.push_back({static_cast<std::int64_t>(begin), static_cast<std::int64_t>(end)});
    });
    return still.empty() ? lead.invalid : record::in_either(std::move(still), lead.invalid);
}

/// Where no lead moves for so many samples.
Ranges still_in_all_leads(const record::Ecg& ecg, std::size_t least) {
    record::Ecg still;  // a recording that misses what stands still
    for (const auto& lead : ecg.leads) {
        still.leads.emplace_back().invalid = still_or_missing(lead, least);
        if (still.leads.back().invalid.empty()) return {};
    }
    auto common = record::missing_in_all_leads(still);
    std::erase_if(common,
                  [&](const auto& range) { return range.end - range.begin < static_cast<std::int64_t>(least); });
    return common;
}

std::int64_t length_of(const record::SampleRange& range) {
    return range.end - range.begin;
}

/// The same without what the recording marks itself: of each stretch so many samples must be left.
Ranges unmarked_stillness(const record::Ecg& ecg, std::size_t least) {
    auto still = still_in_all_leads(ecg, least);
    const auto marked = record::missing_in_all_leads(ecg);
    std::erase_if(still, [&](const auto& range) {
        auto left = length_of(range);
        for (const auto& gap : marked)
            left -= std::max<std::int64_t>(0, std::min(gap.end, range.end) - std::max(gap.begin, range.begin));
        return left < static_cast<std::int64_t>(least);
    });
    return still;
}

Ranges unmarked_gaps(const record::Ecg& ecg) {
    auto gaps = unmarked_stillness(ecg, samples_of(least_gap_s, ecg));
    if (gaps.empty()) return gaps;
    double moving_s = ecg.duration_s();
    for (const auto& gap : gaps) moving_s -= static_cast<double>(length_of(gap)) / ecg.sampling_frequency_hz;
    std::vector<std::int64_t> lengths;
    for (const auto& still : unmarked_stillness(ecg, samples_of(usual_part * least_gap_s, ecg)))
        lengths.push_back(length_of(still));
    std::ranges::sort(lengths);
    std::erase_if(gaps, [&](const auto& gap) {
        const auto usual = static_cast<std::int64_t>(std::ceil(usual_part * static_cast<double>(length_of(gap))));
        const auto others = lengths.end() - std::ranges::lower_bound(lengths, usual) - 1;  // it is one of them
        return static_cast<double>(others) > usual_per_second * moving_s;
    });
    return gaps;
}

}  // namespace

Ranges mark_standing_still(record::Ecg& ecg) {
    auto gaps = unmarked_gaps(ecg);
    const auto least = samples_of(longest_of_a_lead_s, ecg);
    for (auto& lead : ecg.leads) {
        lead.invalid = still_or_missing(lead, least);
        if (!gaps.empty()) lead.invalid = record::in_either(std::move(lead.invalid), gaps);
    }
    return gaps;
}

}  // namespace synchrony::measure
