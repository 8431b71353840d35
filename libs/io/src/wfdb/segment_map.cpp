#include "wfdb/segment_map.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "wfdb/signal_file.hpp"

namespace synchrony::io::wfdb {
namespace {

using core::fail_input;
using core::Result;

Result<SignalMap> map_signal(const SignalSpec& wanted, const SignalSpec& found, int from, const std::string& where) {
    if (wanted.samples_per_frame != found.samples_per_frame)
        return fail_input("segment differs in samples per frame of signal " + found.description, where,
                          std::to_string(found.samples_per_frame), std::to_string(wanted.samples_per_frame));
    if (wanted.effective_units() != found.effective_units())
        return fail_input("segment differs in the unit of signal " + found.description, where, found.effective_units(),
                          wanted.effective_units());
    SignalMap map{from, 1.0, 0.0};
    map.scale = wanted.effective_gain() / found.effective_gain();
    map.offset = wanted.effective_baseline() - map.scale * found.effective_baseline();
    return map;
}

std::int32_t scaled(std::int32_t raw, const SignalMap& map) {
    constexpr double low = std::numeric_limits<std::int32_t>::min();
    constexpr double high = std::numeric_limits<std::int32_t>::max();
    return static_cast<std::int32_t>(std::clamp(std::floor(raw * map.scale + map.offset + 0.5), low, high));
}

void append_missing_signal(const SignalSpec& spec, std::int64_t frames, Samples& out) {
    const auto begin = static_cast<std::int64_t>(out.values.size());
    const auto end = begin + frames * spec.samples_per_frame;
    out.values.resize(static_cast<std::size_t>(end));
    add_range(out.invalid, begin, end);
}

}  // namespace

Result<std::vector<SignalMap>> map_segment(const Header& record, const Header& segment, const std::string& where) {
    std::vector<SignalMap> map(record.signals.size());
    if (!record.variable_layout() && segment.signals.size() > map.size())
        return fail_input("segment has too many signals", where, std::to_string(segment.signals.size()),
                          std::to_string(map.size()));
    for (std::size_t i = 0; i < segment.signals.size(); ++i) {
        const auto& found = segment.signals[i];
        std::size_t place = i;
        // Two signals may bear one name: the first takes the first place, the second the second.
        if (record.variable_layout())
            for (place = 0; place < map.size(); ++place)
                if (map[place].from < 0 && record.signals[place].description == found.description) break;
        if (place >= map.size()) continue;  // not in the layout: of no interest, says the WFDB library
        SYNCHRONY_ASSIGN(map[place], map_signal(record.signals[place], found, static_cast<int>(i), where));
    }
    return map;
}

void map_samples(const std::vector<SignalMap>& map, const Header& record, const std::vector<Samples>& raw,
                 std::int64_t frames, std::vector<Samples>& out) {
    for (std::size_t s = 0; s < map.size(); ++s) {
        if (map[s].from < 0) {
            append_missing_signal(record.signals[s], frames, out[s]);
            continue;
        }
        const auto& from = raw[static_cast<std::size_t>(map[s].from)];
        const auto begin = static_cast<std::int64_t>(out[s].values.size());
        const bool same = map[s].scale == 1.0 && map[s].offset == 0.0;
        out[s].values.insert(out[s].values.end(), from.values.begin(), from.values.end());
        if (!same)
            for (auto i = static_cast<std::size_t>(begin); i < out[s].values.size(); ++i)
                out[s].values[i] = scaled(out[s].values[i], map[s]);
        for (const auto& range : from.invalid) add_range(out[s].invalid, begin + range.begin, begin + range.end);
    }
}

void append_missing(const Header& record, std::int64_t frames, std::vector<Samples>& out) {
    for (std::size_t s = 0; s < record.signals.size(); ++s) append_missing_signal(record.signals[s], frames, out[s]);
}

}  // namespace synchrony::io::wfdb
