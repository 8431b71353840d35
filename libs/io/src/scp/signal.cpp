#include "scp/signal.hpp"

#include <algorithm>
#include <functional>

#include "byte_cursor.hpp"

namespace synchrony::io::scp {
namespace {

constexpr double millivolts_per_nanovolt = 1e-6;

std::int32_t in_16_bits(std::int64_t value) {
    return static_cast<std::int16_t>(static_cast<std::uint16_t>(value & 0xFFFF));
}

void sum_differences(std::vector<std::int32_t>& values, int order) {
    for (std::size_t i = 0; i < values.size(); ++i) {
        std::int64_t value = values[i];
        // The first sample, of second differences the first two, are stored as they are.
        if (order == 1 && i >= 1) value += values[i - 1];
        if (order == 2 && i >= 2) value += 2 * std::int64_t{values[i - 1]} - values[i - 2];
        values[i] = in_16_bits(value);
    }
}

/// Calls stretch(samples, thinned) for the lead's parts in turn.
void for_stretches(const LeadSpan& lead, std::span<const Zone> protected_zones,
                   const std::function<void(std::int64_t, bool)>& stretch) {
    std::int64_t next = lead.first;
    for (const auto& zone : protected_zones) {
        const auto first = std::max(zone.first, next);
        const auto last = std::min(zone.last, lead.last);
        if (last < first) continue;
        if (first > next) stretch(first - next, true);
        stretch(last - first + 1, false);
        next = last + 1;
    }
    if (next <= lead.last) stretch(lead.last - next + 1, true);
}

/// One thinned stretch; returns how many of `kept` it used.
std::size_t expand_stretch(std::span<const std::int32_t> kept, std::int64_t samples, std::int64_t factor,
                           std::vector<double>& out) {
    const auto means = static_cast<std::size_t>(samples / factor);
    const auto step = static_cast<std::size_t>(factor);
    const auto left_over = static_cast<std::size_t>(samples % factor);
    if (means > 0) out.insert(out.end(), step / 2, kept[0]);
    for (std::size_t i = 0; i + 1 < means; ++i)
        for (std::size_t j = 0; j < step; ++j)
            out.push_back(kept[i] + static_cast<double>(kept[i + 1] - kept[i]) * static_cast<double>(j) /
                                        static_cast<double>(step));
    if (means > 0) out.insert(out.end(), step - step / 2, kept[means - 1]);
    for (std::size_t i = 0; i < left_over; ++i) out.push_back(kept[means + i]);
    return means + left_over;
}

}  // namespace

core::Result<CodedSignal> read_coded_signal(const Section& section, std::size_t leads, const std::string& where) {
    ByteCursor cursor(section.data);
    CodedSignal signal;
    const unsigned nanovolts = cursor.take<std::uint16_t>();
    signal.millivolts_per_unit = nanovolts * millivolts_per_nanovolt;
    signal.interval_us = cursor.take<std::uint16_t>();
    signal.differences = cursor.take<std::uint8_t>();
    signal.bimodal = cursor.take<std::uint8_t>() == 1;
    std::vector<std::size_t> lengths(leads);
    for (auto& length : lengths) length = cursor.take<std::uint16_t>();
    for (const auto length : lengths) signal.leads.push_back(cursor.take_bytes(length));
    if (!cursor.good())
        return core::fail_input("section ends before its leads do", where,
                                std::to_string(section.data.size()) + " bytes",
                                "as many as its " + std::to_string(leads) + " leads say");
    if (nanovolts == 0 || signal.interval_us == 0 || signal.differences > 2)
        return core::fail_input("section does not say what its samples are", where,
                                std::to_string(nanovolts) + " nV a unit, " + std::to_string(signal.interval_us) +
                                    " us between samples, difference " + std::to_string(signal.differences),
                                "a unit and an interval above 0, difference 0, 1 or 2");
    return signal;
}

core::Result<std::vector<std::int32_t>> decode_lead(const CodedSignal& signal, std::size_t lead, std::uint64_t count,
                                                    std::span<const HuffmanTable> tables, const std::string& where) {
    const auto bytes = signal.leads[lead];
    std::vector<std::int32_t> values;
    if (!tables.empty()) {
        SYNCHRONY_ASSIGN(values, decode_huffman(bytes, count, tables, where));
    } else {
        if (count > bytes.size() / sizeof(std::int16_t))
            return core::fail_input("samples end before the lead does", where,
                                    std::to_string(bytes.size() / sizeof(std::int16_t)) + " samples",
                                    std::to_string(count) + " samples");
        values.resize(static_cast<std::size_t>(count));
        for (std::size_t i = 0; i < values.size(); ++i)
            values[i] = *number_at<std::int16_t>(bytes, i * sizeof(std::int16_t));
    }
    sum_differences(values, signal.differences);
    return values;
}

std::int64_t bimodal_count(const LeadSpan& lead, std::span<const Zone> protected_zones, std::int64_t factor) {
    std::int64_t count = 0;
    for_stretches(lead, protected_zones, [&](std::int64_t samples, bool thinned) {
        count += thinned ? samples / factor + samples % factor : samples;
    });
    return count;
}

std::vector<double> expand_bimodal(std::span<const std::int32_t> kept, const LeadSpan& lead,
                                   std::span<const Zone> protected_zones, std::int64_t factor) {
    std::vector<double> out;
    out.reserve(static_cast<std::size_t>(lead.count()));
    for_stretches(lead, protected_zones, [&](std::int64_t samples, bool thinned) {
        const auto used = thinned ? expand_stretch(kept, samples, factor, out) : static_cast<std::size_t>(samples);
        if (!thinned) out.insert(out.end(), kept.begin(), kept.begin() + static_cast<std::ptrdiff_t>(used));
        kept = kept.subspan(used);
    });
    return out;
}

void smooth_outside(std::span<const Zone> kept, const LeadSpan& lead, std::vector<double>& samples) {
    const auto unchanged = samples;
    constexpr double width = 3.0;
    for (std::size_t i = 1; i + 1 < samples.size(); ++i)
        samples[i] = (unchanged[i - 1] + unchanged[i] + unchanged[i + 1]) / width;
    for (const auto& zone : kept) {
        const auto first = std::max(zone.first, lead.first), last = std::min(zone.last, lead.last);
        for (auto n = first; n <= last; ++n) {
            const auto i = static_cast<std::size_t>(n - lead.first);
            samples[i] = unchanged[i];
        }
    }
}

}  // namespace synchrony::io::scp
