// From ADC units to mV.
#include <algorithm>
#include <cctype>
#include <cmath>

#include "other_signals.hpp"
#include "parts.hpp"
#include "patient_comments.hpp"
#include "start_time.hpp"
#include "synchrony/core/counted.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/io/wfdb_record.hpp"
#include "synchrony/record/lead_names.hpp"
#include "wfdb/fields.hpp"

namespace synchrony::io::wfdb {
namespace {

/// Samples a frame of the Ecg: the leads' own number when they agree, else 1.
int common_rate(const Header& header) {
    int rate = 0;
    for (const auto& signal : header.signals) {
        if (!is_ecg(signal)) continue;
        if (rate != 0 && rate != signal.samples_per_frame) return 1;
        rate = signal.samples_per_frame;
    }
    return std::max(1, rate);
}

/// Physical value of an ADC value: (v - baseline) / gain, times `unit`.
void to_physical(const SignalSpec& spec, double unit, std::span<const std::int32_t> values, std::span<float> out) {
    const double scale = unit / spec.effective_gain();
    const double baseline = spec.effective_baseline();
    std::transform(values.begin(), values.end(), out.begin(),
                   [&](std::int32_t v) { return static_cast<float>((v - baseline) * scale); });
}

record::Lead make_lead(const SignalSpec& spec, std::string name, Samples samples, bool ecg) {
    record::Lead lead;
    lead.name = std::move(name);
    lead.unit = ecg ? "mV" : spec.effective_units();
    if (lead.unit == no_unit) lead.unit.clear();
    lead.invalid = std::move(samples.invalid);
    lead.samples.resize(samples.values.size());
    if (ecg)
        to_millivolts(spec, samples.values, lead.samples);
    else
        to_physical(spec, 1.0, samples.values, lead.samples);
    record::hold_over_invalid(lead);
    return lead;
}

/// Bringing slow signals to the leads' rate may multiply their samples; a file cannot make us take all memory by that.
constexpr std::int64_t most_samples = std::int64_t{1} << 29;

}  // namespace

bool is_ecg(const SignalSpec& signal) {
    return !signal.other && record::millivolts_per(signal.effective_units()) &&
           !record::names_other_signal(signal.description);
}

void to_millivolts(const SignalSpec& signal, std::span<const std::int32_t> values, std::span<float> out) {
    to_physical(signal, record::millivolts_per(signal.effective_units()).value_or(1.0), values, out);
}

std::vector<record::Warning> gain_warnings(const Header& header) {
    std::string names;
    for (const auto& signal : header.signals)
        if (!signal.calibrated() && is_ecg(signal))
            core::append_word(names, signal.description.empty() ? "a signal" : signal.description);
    if (names.empty()) return {};
    return {{"the gain of " + names +
                 " is not given: WFDB's 200 ADC units per mV were assumed, so amplitudes and areas "
                 "may be wrong by any factor",
             "gain_not_given"}};
}

core::Result<void> require_frequency(const Header& header, const std::string& where) {
    if (header.frequency_given) return {};
    return core::fail_input("sampling frequency is not known", where, "none in the record line",
                            "record name, number of signals, sampling frequency", "Give it with --fs HZ");
}

core::Result<record::Ecg> to_ecg(const Record& record) {
    const auto& header = record.header;
    SYNCHRONY_TRY(require_frequency(header, header.record_name + ".hea"));
    const int rate = common_rate(header);
    const auto signals = static_cast<std::int64_t>(record.signals.size());
    if (signals > 0 && record.frames > most_samples / signals / rate)
        return core::fail_input("record is too long at the leads' rate", header.record_name,
                                std::to_string(record.frames) + " frames x " + std::to_string(rate) + " samples x " +
                                    std::to_string(signals) + " signals",
                                "at most " + std::to_string(most_samples) + " samples", too_long_hint);
    record::Ecg ecg;
    ecg.sampling_frequency_hz = header.frame_frequency_hz * rate;
    ecg.format = "wfdb";
    ecg.record_name = header.record_name;
    ecg.comments = header.comments;
    (void)take_other_signals(ecg.comments);
    ecg.warnings = record.warnings;
    ecg.facts.gain_source = "gain of the header";
    add_patient_of_mit_bih(ecg);
    add_patient_of_comments(ecg);
    for (auto& warning : gain_warnings(header)) ecg.warnings.push_back(std::move(warning));
    ecg.start_time = header.start_time();
    if (!ecg.start_time) ecg.facts.clock_time = header.clock_time().value_or("");
    if (header.date_unreadable) ecg.facts.start_order = record::DateOrder::unreadable;
    begin_later(ecg, static_cast<double>(record.first_frame) / header.frame_frequency_hz);
    const auto together = record::NamesTogether::of(header.signals, &SignalSpec::description);
    for (std::size_t s = 0; s < record.signals.size(); ++s) {
        const auto& spec = header.signals[s];
        const bool lead = is_ecg(spec);
        auto name = lead ? together.standard_lead_name(spec.description) : spec.description;
        (lead ? ecg.leads : ecg.other_signals)
            .push_back(make_lead(spec, std::move(name), at_rate(record, s, rate), lead));
    }
    if (ecg.leads.empty())
        return core::fail_input(record.signals.empty() ? "record has no signals" : "record has no ECG lead",
                                header.record_name,
                                core::counted(record.signals.size(), "signal") + ", none an ECG lead",
                                "at least one signal in mV, uV or V");
    if (record.frames == 0)
        return core::fail_input("record has no samples", header.record_name, "0 samples", "at least 1");
    return ecg;
}

std::string patient_id_of(const std::vector<std::string>& comments) {
    return patient_id_of_comments(comments);
}

}  // namespace synchrony::io::wfdb
