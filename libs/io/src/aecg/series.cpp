#include "aecg/series.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "aecg/said_span.hpp"
#include "full_scale.hpp"
#include "parts.hpp"
#include "placed_leads.hpp"
#include "start_time.hpp"
#include "stored_leads.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::io::aecg {
namespace {

struct SequenceSet {
    TimeAxis axis;
    std::vector<record::Lead> leads;
    std::size_t samples = 0;  ///< of the longest
};

struct LeadName {
    std::string name;
    bool derived = false;
};

/// "MDC_ECG_LEAD_AVR" is aVR, "MDC_ECG_LEAD_dV1" V1 computed from other electrodes, which is not taken for the lead
/// itself.
LeadName lead_name_of(pugi::xml_node sequence) {
    constexpr std::string_view prefix = "MDC_ECG_LEAD_";
    const auto node = child_of(sequence, "code");
    std::string code = attribute_of(node, "code");
    if (code.starts_with(prefix)) code.erase(0, prefix.size());
    if (code.size() > 1 && code[0] == 'd' && record::is_standard_lead(std::string_view(code).substr(1)) &&
        std::isupper(static_cast<unsigned char>(code[1])) != 0)
        return {"derived " + record::standard_lead_name(std::string_view(code).substr(1)), true};
    if (!record::is_lead_name(code)) {
        const auto shown = attribute_of(node, "displayName");
        if (record::is_lead_name(shown)) code = shown;
    }
    return {record::standard_lead_name(code), false};
}

bool is_time(const std::string& code) {
    return code == "TIME_ABSOLUTE" || code == "TIME_RELATIVE";
}

/// mV (or the signal's own unit) a digit, and of digit 0. SLIST_INT has no unit: the user gives one.
struct Scale {
    double step = 0.0;
    double zero = 0.0;
    std::string unit;
};

core::Result<Scale> scale_of(pugi::xml_node value, const ReadOptions& options, const std::string& where) {
    auto scale = quantity_of(child_of(value, "scale"));
    auto origin = quantity_of(child_of(value, "origin"));
    if (!scale || scale->value == 0)
        return core::fail_input("a lead's scale is not known", where, "no scale", "uV or mV a digit");
    if (scale->unit.empty()) scale->unit = options.csv.unit.value_or("");
    if (scale->unit.empty())
        return core::fail_input("a lead's unit is not known", where, "a scale without a unit", "uV, mV, ...",
                                "Give it with --unit");
    Scale result{scale->value, origin ? origin->value : 0.0, scale->unit};
    const auto voltage = record::millivolts_per(scale->unit);
    if (voltage) {
        const auto of_origin = origin ? record::millivolts_per(origin->unit) : voltage;
        result = {scale->value * *voltage, result.zero * of_origin.value_or(*voltage), "mV"};
    }
    constexpr double most = 1e9;
    if (std::abs(result.step) > most || std::abs(result.zero) > most)
        return core::fail_input("a lead's scale is out of range", where, core::shortest(result.step) + " mV a digit",
                                "of an ECG");
    return result;
}

core::Result<record::Lead> read_lead(pugi::xml_node sequence, std::size_t most, const ReadOptions& options,
                                     const std::string& where, std::vector<record::Warning>& warnings) {
    const auto name = lead_name_of(sequence);
    const auto place = where + ", lead " + (name.name.empty() ? "without a code" : name.name);
    const auto value = child_of(sequence, "value");
    SYNCHRONY_ASSIGN(const auto scale, scale_of(value, options, place));
    SYNCHRONY_ASSIGN(const auto digits, digits_of(value, most, place));
    std::vector<float> samples(digits.size());
    constexpr double most_digit = 1e12;  // far beyond any converter; keeps samples finite
    const bool voltage = scale.unit == "mV";
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (std::abs(digits[i]) > most_digit)
            return core::fail_input("a digit is out of range", place + ", sample " + std::to_string(i),
                                    core::shortest(digits[i]), "at most " + core::shortest(most_digit));
        const double physical = digits[i] * scale.step + scale.zero;
        const bool marked = voltage && is_full_scale(digits[i], physical);
        if (marked) warn_once(warnings, full_scale_warning);
        samples[i] = marked ? std::numeric_limits<float>::quiet_NaN() : static_cast<float>(physical);
    }
    auto lead = to_lead(name.name, std::move(samples));
    lead.unit = scale.unit;
    lead.derived = name.derived;
    return lead;
}

core::Result<TimeAxis> axis_of(const std::vector<pugi::xml_node>& sequences, const ReadOptions& options,
                               const std::string& where) {
    std::optional<TimeAxis> axis;
    std::optional<core::Error> fault;
    for (const auto sequence : sequences) {
        const auto code = code_of(sequence);
        if (!is_time(code) || (axis && axis->begin)) continue;
        auto read = time_axis_of(child_of(sequence, "value"), where + ", " + code);
        if (read)
            axis = *read;
        else
            fault = read.error();
    }
    if (axis) return *axis;
    if (options.sampling_frequency_hz && *options.sampling_frequency_hz > 0) {
        TimeAxis given;
        given.step_s = 1.0 / *options.sampling_frequency_hz;
        return given;
    }
    if (fault) return core::fail(*fault);
    return core::fail_input("sampling interval is not known", where, "no TIME_ABSOLUTE or TIME_RELATIVE sequence",
                            "one in each sequence set", "Give the sampling frequency with --fs HZ");
}

/// Devices stop at some tens.
constexpr std::size_t most_sequences = 256;

core::Result<SequenceSet> read_set(pugi::xml_node node, const ReadOptions& options, const std::string& where,
                                   std::vector<record::Warning>& warnings) {
    std::vector<pugi::xml_node> sequences;
    for (const auto component : children_of(node, "component"))
        for (const auto sequence : children_of(component, "sequence")) sequences.push_back(sequence);
    if (sequences.size() > most_sequences)
        return core::fail_input("sequence set has too many sequences", where, std::to_string(sequences.size()),
                                "at most " + std::to_string(most_sequences));
    SequenceSet set;
    SYNCHRONY_ASSIGN(set.axis, axis_of(sequences, options, where));
    const auto most = static_cast<std::size_t>(options.max_values) / std::max<std::size_t>(1, sequences.size());
    for (const auto sequence : sequences) {
        if (is_time(code_of(sequence))) continue;
        SYNCHRONY_ASSIGN(auto lead, read_lead(sequence, most, options, where, warnings));
        set.samples = std::max(set.samples, lead.samples.size());
        set.leads.push_back(std::move(lead));
    }
    return set;
}

/// Where the set begins, s from the earliest absolute head, or from where relative ones count.
double begin_of(const SequenceSet& set, const std::optional<Moment>& earliest) {
    return set.axis.begin && earliest ? set.axis.begin->seconds_since(*earliest) : set.axis.offset_s;
}

/// Where the recording begins on the axis of its sets.
struct Origin {
    std::optional<Moment> earliest;  ///< absolute axes count from here
    double zero_s = std::numeric_limits<double>::infinity();
};

Origin origin_of(const std::vector<SequenceSet>& sets) {
    Origin origin;
    auto& earliest = origin.earliest;
    for (const auto& set : sets)
        if (set.axis.begin && (!earliest || set.axis.begin->seconds_since(*earliest) < 0)) earliest = set.axis.begin;
    for (const auto& set : sets) origin.zero_s = std::min(origin.zero_s, begin_of(set, earliest));
    return origin;
}

/// The samples of a series that says how long it lasts, 0 where that is no more than its leads hold. Moves the origin
/// back to where it says that it begins.
std::int64_t samples_said(const SaidSpan& said, const std::vector<SequenceSet>& sets, Origin& origin,
                          record::Ecg& ecg) {
    const double step_s = sets.front().axis.step_s;
    double recorded_s = 0.0;
    for (const auto& set : sets)
        recorded_s = std::max(recorded_s, begin_of(set, origin.earliest) - origin.zero_s +
                                              static_cast<double>(set.samples) * set.axis.step_s);
    // Times that are cut off after the second may lie so far apart without a sample missing.
    constexpr double rounding_s = 2.0;
    const double missing_s = said.duration_s - recorded_s;
    if (missing_s < (said.exact ? 0.5 * step_s : rounding_s)) return 0;
    const auto rounded = [](double s) { return core::shortest(std::round(s * 1e3) / 1e3) + " s"; };
    const auto words =
        "the series says that it lasts " + rounded(said.duration_s) + ", its leads hold " + rounded(recorded_s);
    if (!said.exact) {
        ecg.warnings.emplace_back(words);
        return 0;
    }
    double before_s = origin.zero_s;
    if (origin.earliest) before_s = said.begin ? origin.earliest->seconds_since(*said.begin) : 0.0;
    if (before_s > 0.5 * step_s && before_s < missing_s + 0.5 * step_s) {
        if (origin.earliest)
            origin.earliest = said.begin;
        else
            origin.zero_s = 0.0;
    }
    ecg.warnings.emplace_back(words + "; the rest is missing");
    return static_cast<std::int64_t>(std::llround(said.duration_s / step_s));
}

core::Result<void> place_sets(std::vector<SequenceSet> sets, const SaidSpan& said, const ReadOptions& options,
                              const std::string& where, record::Ecg& ecg) {
    auto origin = origin_of(sets);
    std::int64_t total = samples_said(said, sets, origin, ecg);
    const auto& [earliest, zero_s] = origin;
    const double step_s = sets.front().axis.step_s;
    std::vector<PlacedLead> stretches;
    for (std::size_t s = 0; s < sets.size(); ++s) {
        auto& set = sets[s];
        constexpr double same = 1e-6;
        if (std::abs(set.axis.step_s - step_s) > same * step_s) {
            ecg.warnings.emplace_back("a sequence set at " + core::shortest(frequency_of_step(set.axis.step_s)) +
                                      " Hz was left out: it has another rate than the rest");
            continue;
        }
        constexpr double most_samples = 1e12;
        const double begin = std::round((begin_of(set, earliest) - zero_s) / step_s);
        if (!(begin < most_samples))
            return core::fail_input("sequence set lies outside the recording", where,
                                    core::shortest(begin) + " samples on", "within a recording");
        total = std::max(total, static_cast<std::int64_t>(begin) + static_cast<std::int64_t>(set.samples));
        for (auto& lead : set.leads) {
            if (lead.samples.size() < set.samples)
                ecg.warnings.emplace_back(lead.name + " has " + std::to_string(lead.samples.size()) + " samples of " +
                                          std::to_string(set.samples) + "; the rest is missing");
            const bool is_ecg = lead.unit == "mV";
            if (!lead.samples.empty())
                stretches.push_back({std::move(lead), static_cast<std::int64_t>(begin), s, is_ecg});
        }
    }
    SYNCHRONY_TRY(check_size(stretches.size(), static_cast<std::uint64_t>(total), options, where));
    place_leads(std::move(stretches), total, ecg);
    ecg.sampling_frequency_hz = frequency_of_step(step_s);
    if (earliest && earliest->has_day) set_start_time(ecg, *earliest);
    return {};
}

}  // namespace

bool is_beat_series(pugi::xml_node series) {
    const auto code = core::lower(code_of(series));
    return code.find("beat") != std::string::npos || code.find("median") != std::string::npos;
}

core::Result<record::Ecg> read_series(pugi::xml_node series, const ReadOptions& options, const std::string& where) {
    constexpr std::size_t most_sets = 4096;
    record::Ecg ecg;
    ecg.format = "aecg";
    std::vector<SequenceSet> sets;
    for (const auto component : children_of(series, "component"))
        for (const auto node : children_of(component, "sequenceSet")) {
            if (sets.size() == most_sets)
                return core::fail_input("series has too many sequence sets", where,
                                        "more than " + std::to_string(most_sets), "at most that");
            SYNCHRONY_ASSIGN(
                auto set,
                read_set(node, options, where + ", sequence set " + std::to_string(sets.size() + 1), ecg.warnings));
            if (!set.leads.empty()) sets.push_back(std::move(set));
        }
    if (sets.empty())
        return core::fail_input("series holds no lead", where, "no sequence of samples", "at least one lead");
    // A beat's times are often those of the rhythm that it was made of.
    const auto said = is_beat_series(series) ? SaidSpan{} : said_span_of(series);
    SYNCHRONY_TRY(place_sets(std::move(sets), said, options, where, ecg));
    if (ecg.leads.empty())
        return core::fail_input("series holds no ECG lead", where,
                                std::to_string(ecg.other_signals.size()) + " signals in other units",
                                "at least one lead in uV or mV");
    if (!ecg.start_time)
        if (const auto low = parse_moment(attribute_of(down(series, {"effectiveTime", "low"}), "value")))
            if (low->has_day) set_start_time(ecg, *low);
    return ecg;
}

}  // namespace synchrony::io::aecg
