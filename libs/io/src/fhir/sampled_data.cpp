#include "fhir/sampled_data.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "digit_list.hpp"
#include "fhir/codes.hpp"
#include "stored_leads.hpp"
#include "synchrony/core/foreign_text.hpp"
#include "synchrony/core/json.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/io/read.hpp"
#include "synchrony/record/lead_names.hpp"

namespace synchrony::io::fhir {
namespace {

std::optional<double> number_in(const Json& object, const char* name) {
    const auto& value = member(object, name);
    if (!value.is_number() || !std::isfinite(value.get<double>())) return std::nullopt;
    return value.get<double>();
}

/// E: an error, U and L: beyond what the device measures.
bool is_mark(std::string_view word) {
    return word == "E" || word == "U" || word == "L" || core::is_missing_word(word);
}

/// Seconds in a UCUM unit of time.
std::optional<double> seconds_in(std::string_view unit) {
    if (unit == "ms") return 1e-3;
    if (unit == "s") return 1.0;
    if (unit == "us") return 1e-6;
    if (unit == "ns") return 1e-9;
    return std::nullopt;
}

/// R4: a period in ms; R5: an interval and its unit.
core::Result<double> rate_of(const Json& sampled, const ReadOptions& options, const std::string& where) {
    std::optional<double> step_s;
    if (const auto period = number_in(sampled, "period")) step_s = *period * 1e-3;
    const auto interval = number_in(sampled, "interval");
    const auto unit = core::word_of(sampled, "intervalUnit");
    if (!step_s && interval && seconds_in(unit)) step_s = *interval * *seconds_in(unit);
    // Faster than any recorder and slower than any ECG: seconds written where milliseconds belong, mostly.
    constexpr double shortest_s = 2e-5, longest_s = 0.1;
    if (!step_s || *step_s < shortest_s || *step_s > longest_s) {
        if (options.sampling_frequency_hz) return *options.sampling_frequency_hz;
        return core::fail_input("sampling interval is not known or not of an ECG", where,
                                step_s ? core::shortest(*step_s * 1e3) + " ms" : "no period in ms",
                                core::shortest(shortest_s * 1e3) + " to " + core::shortest(longest_s * 1e3) + " ms",
                                "Give the sampling frequency with --fs HZ");
    }
    return frequency_of_step(*step_s);
}

struct Scale {
    double factor = 1.0;
    double origin = 0.0;
    std::string unit;
};

/// UCUM, or MDC's units where a monitor wrote them.
std::string voltage_unit(const std::string& unit) {
    if (unit == "266418" || unit == "MDC_DIM_MILLI_VOLT") return "mV";
    if (unit == "266419" || unit == "MDC_DIM_MICRO_VOLT") return "uV";
    return unit;
}

core::Result<Scale> scale_of(const Json& sampled, bool lead, const ReadOptions& options, const std::string& where) {
    const auto& origin = member(sampled, "origin");
    Scale scale{number_in(sampled, "factor").value_or(1.0), number_in(origin, "value").value_or(0.0), {}};
    std::optional<double> millivolts;
    for (const char* field : {"code", "unit"}) {
        const auto unit = voltage_unit(core::word_of(origin, field));
        if (!millivolts) millivolts = record::millivolts_per(unit);
        if (scale.unit.empty()) scale.unit = unit;
    }
    if (!millivolts && lead) {
        if (!options.csv.unit)
            return core::fail_input("unit of a lead is not known", where,
                                    scale.unit.empty() ? "an origin without a unit" : core::in_quotes(scale.unit),
                                    "mV, uV, V or nV", "Give it with --unit");
        millivolts = record::millivolts_per(*options.csv.unit);
    }
    if (millivolts) scale = {scale.factor * *millivolts, scale.origin * *millivolts, "mV"};
    constexpr double most = 1e9;
    if (!(std::abs(scale.factor) < most && std::abs(scale.origin) < most) || scale.factor == 0.0)
        return core::fail_input("scale is out of range", where, core::shortest(scale.factor), "of an ECG");
    return scale;
}

/// Samples in the scale's unit. Values beyond limits that the file states are counted: another scale may be meant.
core::Result<std::vector<float>> values_of(const Json& sampled, const Scale& scale, const std::string& name,
                                           std::size_t most, const std::string& where,
                                           std::vector<record::Warning>& warnings) {
    const auto& data = member(sampled, "data");
    SYNCHRONY_ASSIGN(const auto numbers,
                     numbers_between_blanks(data.get_ref<const std::string&>(), most, is_mark, where));
    const auto low = number_in(sampled, "lowerLimit"), high = number_in(sampled, "upperLimit");
    const double unit = number_in(sampled, "factor").value_or(1.0) / scale.factor;  // of the limits, in the scale's
    const double rounding = 1e-9 * (std::abs(low.value_or(0.0)) + std::abs(high.value_or(0.0)));
    std::vector<float> values;
    values.reserve(numbers.size());
    std::size_t beyond = 0;
    for (const double number : numbers) {
        constexpr double most_physical = 1e30;  // beyond it nothing is a voltage, and a float ends
        const double physical = number * scale.factor + scale.origin;
        const double stated = physical * unit;
        if ((low && stated < *low - rounding) || (high && stated > *high + rounding)) ++beyond;
        values.push_back(std::abs(physical) < most_physical ? static_cast<float>(physical)
                                                            : std::numeric_limits<float>::quiet_NaN());
    }
    if (beyond > 0)
        warnings.emplace_back(std::to_string(beyond) + " of " + std::to_string(numbers.size()) + " samples of " + name +
                              " lie beyond the limits that the file states");
    return values;
}

/// Several signals in one series, in turn.
core::Result<std::vector<Signal>> dealt_out(const Signal& all, std::size_t count, const ReadOptions& options,
                                            const std::string& where) {
    const auto names = given_leads(options);
    if (names.size() != count || all.values.size() % count != 0)
        return core::fail_input("leads in one series have no names", where,
                                std::to_string(count) + " signals of " + std::to_string(all.values.size()) + " numbers",
                                "a component a lead", "Name them in their order with --leads");
    std::vector<Signal> signals;
    for (std::size_t s = 0; s < count; ++s) {
        signals.push_back({record::standard_lead_name(names[s]), all.unit, all.unit == "mV", all.rate_hz, {}});
        for (std::size_t i = s; i < all.values.size(); i += count) signals.back().values.push_back(all.values[i]);
    }
    return signals;
}

core::Result<std::vector<Signal>> signals_in(const Json& sampled, const NameOfSignal& named, bool ecg,
                                             const ReadOptions& options, const std::string& where,
                                             std::vector<record::Warning>& warnings) {
    Signal signal;
    signal.name = named.name.empty() ? "ECG" : named.name;
    const auto place = where + ", " + signal.name;
    const bool lead = named.is_lead || (ecg && !record::names_other_signal(named.name));
    SYNCHRONY_ASSIGN(const auto scale, scale_of(sampled, named.is_lead, options, place));
    SYNCHRONY_ASSIGN(signal.rate_hz, rate_of(sampled, options, place));
    SYNCHRONY_ASSIGN(signal.values, values_of(sampled, scale, signal.name, static_cast<std::size_t>(options.max_values),
                                              place, warnings));
    signal.unit = scale.unit;
    signal.is_lead = lead && scale.unit == "mV";
    if (!named.other_name.empty())
        warnings.emplace_back(
            "a component's code says " + signal.name + ", its words " + named.other_name + "; the code was followed",
            "lead_name_doubtful");
    const auto count = number_in(sampled, "dimensions").value_or(1.0);
    if (count == 1.0) return std::vector<Signal>{std::move(signal)};
    constexpr double most_signals = 256;
    if (!(count > 1.0 && count <= most_signals) || count != std::floor(count))
        return core::fail_input("number of signals in a series is out of range", place, core::shortest(count),
                                "1 to " + core::shortest(most_signals));
    return dealt_out(signal, static_cast<std::size_t>(count), options, place);
}

/// A part of an Observation that holds samples: itself or a component.
struct Part {
    const Json* sampled = nullptr;
    NameOfSignal named;
    bool ecg = false;
};

std::vector<Part> parts_with_samples(const Json& observation) {
    std::vector<Part> parts;
    const bool ecg = says_ecg(member(observation, "code"));
    const auto add = [&](const Json& of) {
        const auto& sampled = member(of, "valueSampledData");
        if (!is_series(sampled)) return;
        const auto& code = member(of, "code");
        parts.push_back({&sampled, signal_named(code), ecg || says_ecg(code)});
    };
    add(observation);
    for (const auto& component : member(observation, "component")) add(component);
    return parts;
}

/// Words tell leads apart where a code was copied from one to the next.
void heed_words(std::vector<Part>& parts) {
    const auto copied = [&](const Part& part) {
        return std::any_of(parts.begin(), parts.end(), [&](const Part& other) {
            return other.named.name == part.named.name && other.named.other_name != part.named.other_name;
        });
    };
    std::vector<bool> change;
    for (const auto& part : parts) change.push_back(!part.named.other_name.empty() && copied(part));
    for (std::size_t p = 0; p < parts.size(); ++p)
        if (change[p]) parts[p].named = {parts[p].named.other_name, true};
}

/// The signal that `next` goes on with: a watch's half minute comes in stretches of ten seconds.
Signal* begun(std::vector<Signal>& signals, const Signal& next, bool named) {
    if (!named) return nullptr;
    for (auto& signal : signals)
        if (signal.name == next.name && signal.rate_hz == next.rate_hz && signal.unit == next.unit) return &signal;
    return nullptr;
}

}  // namespace

bool is_series(const Json& sampled) {
    return member(sampled, "data").is_string() &&
           (number_in(sampled, "period") || number_in(sampled, "interval") || member(sampled, "origin").is_object());
}

bool has_leads(const Json& observation) {
    const auto parts = parts_with_samples(observation);
    return std::any_of(parts.begin(), parts.end(), [](const auto& part) { return part.ecg || part.named.is_lead; });
}

core::Result<std::vector<Signal>> signals_of(const Json& observation, const ReadOptions& options,
                                             const std::string& where, std::vector<record::Warning>& warnings) {
    auto parts = parts_with_samples(observation);
    heed_words(parts);
    std::vector<Signal> signals;
    std::vector<std::string> joined;
    for (const auto& part : parts) {
        SYNCHRONY_ASSIGN(auto found, signals_in(*part.sampled, part.named, part.ecg, options, where, warnings));
        for (auto& signal : found) {
            auto* there = begun(signals, signal, part.named.is_lead);
            if (there == nullptr) {
                signals.push_back(std::move(signal));
                continue;
            }
            there->values.insert(there->values.end(), signal.values.begin(), signal.values.end());
            if (std::find(joined.begin(), joined.end(), signal.name) == joined.end()) joined.push_back(signal.name);
        }
    }
    if (!joined.empty())
        warnings.emplace_back("stored in stretches, which were joined one after the other: " +
                              core::joined(joined, ", ", std::identity()));
    return signals;
}

}  // namespace synchrony::io::fhir
