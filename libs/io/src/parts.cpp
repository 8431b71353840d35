#include "parts.hpp"

#include <cmath>

#include "start_time.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/io/read.hpp"

namespace synchrony::io {
namespace {

void mark_invalid(record::Lead& lead, std::int64_t sample) {
    if (!lead.invalid.empty() && lead.invalid.back().end == sample)
        ++lead.invalid.back().end;
    else
        lead.invalid.push_back({sample, sample + 1});
}

// Beyond it no sample is a voltage (a damaged file may say a gain of 1e88), and the sums and differences of leads below
// it are finite.
constexpr float most_millivolts = 1e30F;

bool is_measured(float millivolts) {
    return std::abs(millivolts) < most_millivolts;  // false for NaN
}

}  // namespace

std::optional<double> number_of(std::string_view text) {
    text = core::trimmed(text);
    if (text.starts_with('+')) text.remove_prefix(1);
    const auto value = core::number_from<double>(text);
    return value && std::isfinite(*value) ? value : std::nullopt;
}

record::Lead to_lead(const StoredLead& stored) {
    record::Lead lead;
    lead.name = record::standard_lead_name(stored.name);
    lead.samples.resize(stored.values.size());
    const double scale = stored.millivolts_per_unit, zero = stored.millivolts_at_zero;
    for (std::size_t i = 0; i < stored.values.size(); ++i)
        lead.samples[i] = static_cast<float>(stored.values[i] * scale + zero);
    constexpr double largest_value = 0x1p31;
    const bool all_measured = std::abs(scale) * largest_value + std::abs(zero) < most_millivolts;
    if (stored.missing || !all_measured)
        for (std::size_t i = 0; i < stored.values.size(); ++i)
            if (stored.values[i] == stored.missing || !is_measured(lead.samples[i]))
                mark_invalid(lead, static_cast<std::int64_t>(i));
    record::hold_over_invalid(lead);
    return lead;
}

record::Lead to_lead(std::string_view name, std::vector<float> millivolts) {
    record::Lead lead;
    lead.name = record::standard_lead_name(name);
    lead.samples = std::move(millivolts);
    for (std::size_t i = 0; i < lead.samples.size(); ++i)
        if (!is_measured(lead.samples[i])) mark_invalid(lead, static_cast<std::int64_t>(i));
    record::hold_over_invalid(lead);
    return lead;
}

std::vector<std::string> given_leads(const ReadOptions& options) {
    if (options.lead_names.size() != 1 || core::lower(options.lead_names[0]) != "standard") return options.lead_names;
    const auto standard = record::standard_leads();
    return {standard.begin(), standard.end()};
}

core::Result<void> check_size(std::uint64_t leads, std::uint64_t samples, const ReadOptions& options,
                              const std::string& where) {
    const auto most = static_cast<std::uint64_t>(options.max_values);
    if (leads == 0 || samples <= most / leads) return {};
    return core::fail_input("recording is too long to be read at once", where,
                            std::to_string(leads) + " leads x " + std::to_string(samples) + " samples",
                            "at most " + std::to_string(most) + " values", too_long_hint);
}

core::Result<std::int64_t> samples_asked(std::int64_t first, std::int64_t asked, std::int64_t there, double sampling_hz,
                                         const std::string& where) {
    const auto count = asked < 0 ? there - first : asked;
    if (first >= 0 && count >= 1 && count <= there - first) return count;
    const auto seconds = [&](std::int64_t samples) {
        constexpr double ms = 1e3;
        return core::shortest(std::round(static_cast<double>(samples) / sampling_hz * ms) / ms) + " s";
    };
    return core::fail({core::ErrorKind::usage,
                       "recording ends before the range asked for",
                       where,
                       asked < 0 ? "from " + seconds(first) + " on" : seconds(first) + " to " + seconds(first + count),
                       "a range within 0 to " + seconds(there),
                       {}});
}

core::Result<record::Ecg> cut(record::Ecg ecg, const ReadOptions& options, const std::string& where) {
    const auto first = options.first_sample;
    if (first == 0 && (options.samples < 0 || options.samples == ecg.sample_count())) return ecg;
    SYNCHRONY_ASSIGN(const auto count,
                     samples_asked(first, options.samples, ecg.sample_count(), ecg.sampling_frequency_hz, where));
    auto part = record::excerpt(ecg, {first, first + count});
    part.start_time = ecg.start_time;
    begin_later(part, static_cast<double>(first) / ecg.sampling_frequency_hz);
    part.stored_beats = std::move(ecg.stored_beats);
    return part;
}

}  // namespace synchrony::io
