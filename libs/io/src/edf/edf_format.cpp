#include "edf/edf_format.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "edf/annotations.hpp"
#include "edf/timeline.hpp"
#include "parts.hpp"
#include "start_time.hpp"
#include "synchrony/core/counted.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::io::edf {
namespace {

using core::fail_input;

std::optional<double> unit_of(const SignalHeader& signal, const ReadOptions& options) {
    if (!signal.unit.empty() || !options.csv.unit) return record::millivolts_per(signal.unit);
    return record::millivolts_per(*options.csv.unit);
}

/// What follows "ECG" in EDF+'s labels: "MLII" of "ECG MLII".
std::string behind_ecg(const std::string& label) {
    const auto lower = core::lower(label);
    if (!lower.starts_with("ecg ") && !lower.starts_with("ekg ")) return {};
    return std::string(core::trimmed(std::string_view(label).substr(4)));
}

std::string lead_name_of(const std::string& label, const record::NamesTogether& names) {
    const auto rest = behind_ecg(label);
    // "ECG V7" is V7, which is no standard lead; "ECG 1" is a channel's number.
    if (record::is_lead_name(rest) && !record::is_standard_lead(label)) return record::standard_lead_name(rest);
    if (names.is_lead_name(label)) return record::standard_lead_name(label);
    return rest.empty() ? label : record::standard_lead_name(rest);
}

/// A monitor's chest lead is called V alone; in litres or volts a second it is none.
bool is_chest_lead(const SignalHeader& signal, const ReadOptions& options) {
    return core::lower(core::trimmed(signal.label)) == "v" && unit_of(signal, options).has_value();
}

/// Indices of the signals that are ECG leads: those that are by their names; where none is, every voltage that is not
/// said to be something else, as of WFDB records, unless the file is an EEG.
std::vector<std::size_t> find_leads(const FileHeader& header, const record::NamesTogether& names,
                                    const ReadOptions& options) {
    std::vector<std::size_t> named, voltages;
    bool any_named = false;
    for (std::size_t i = 0; i < header.signals.size(); ++i) {
        const auto& signal = header.signals[i];
        if (signal.is_annotations() || signal.other || record::names_other_signal(signal.label)) continue;
        const bool by_name = names.is_lead_name(signal.label) || !behind_ecg(signal.label).empty();
        any_named = any_named || by_name;
        if (by_name || (is_chest_lead(signal, options) && !names.eeg())) named.push_back(i);
        if (unit_of(signal, options) && !names.eeg()) voltages.push_back(i);
    }
    return any_named ? named : voltages;
}

/// Samples a data record that the Ecg gets: the leads' own number; where they differ, the smallest when it divides all
/// others (those are averaged, as WFDB's at_rate does), else that of most leads. Leads of other rates are taken out of
/// `leads`, and said.
std::int64_t common_samples(const FileHeader& header, std::vector<std::size_t>& leads,
                            std::vector<record::Warning>& warnings) {
    std::map<std::int64_t, int> counts;
    for (const auto i : leads) ++counts[header.signals[i].samples];
    const auto smallest = counts.begin()->first;
    if (counts.size() == 1) return smallest;
    if (std::all_of(counts.begin(), counts.end(), [&](const auto& c) { return c.first % smallest == 0; })) {
        warnings.emplace_back("leads have different rates: all are brought to the slowest, the faster ones averaged");
        return smallest;
    }
    const auto most = std::max_element(counts.begin(), counts.end(), [](const auto& a, const auto& b) {
                          return std::pair(a.second, a.first) < std::pair(b.second, b.first);
                      })->first;
    std::string others;
    std::erase_if(leads, [&](std::size_t i) {
        if (header.signals[i].samples == most) return false;
        core::append_word(others, header.signals[i].label);
        return true;
    });
    warnings.emplace_back("rates of leads are no multiples of each other: " + others + " not taken for leads");
    return most;
}

core::Result<double> frequency_of(const FileHeader& header, std::int64_t samples, const ReadOptions& options,
                                  const std::string& where) {
    if (header.record_s > 0) {
        const double hz = static_cast<double>(samples) / header.record_s;
        if (hz >= 1e-3 && hz <= 1e7) return hz;
        return fail_input("sampling frequency is out of range", where, core::shortest(hz) + " Hz", "0.001 to 1e7 Hz");
    }
    if (options.sampling_frequency_hz) return *options.sampling_frequency_hz;
    return fail_input("sampling frequency is not known", where, "data records of 0 s", "a duration",
                      "Give it with --fs HZ");
}

/// The scale of a lead, in mV; fails where the file gives none, since amplitudes must not be guessed. Beside other
/// leads that have one it is a channel that was not connected, and its samples are missing.
core::Result<void> require_scale(const SignalHeader& signal, bool others_scaled, const ReadOptions& options,
                                 const std::string& where) {
    const auto place = where + ", signal " + core::in_quotes(signal.label);
    if (!signal.scaled && others_scaled) return {};
    if (!signal.scaled)
        return fail_input("a lead has no scale", place,
                          "physical " + core::shortest(signal.physical_min) + " to " +
                              core::shortest(signal.physical_max) + ", digital " + std::to_string(signal.digital_min) +
                              " to " + std::to_string(signal.digital_max),
                          "two different values each");
    if (unit_of(signal, options)) return {};
    return fail_input("unit of a lead is not known", place, core::in_quotes(signal.unit), "mV, uV, V or nV",
                      signal.unit.empty() ? "Give it with --unit" : "");
}

/// A lead whose physical or digital limits are equal.
void lose_all(const SignalHeader& signal, record::Lead& lead, std::vector<record::Warning>& warnings) {
    std::ranges::fill(lead.samples, 0.0F);
    lead.invalid.clear();
    if (!lead.samples.empty()) lead.invalid.push_back({0, static_cast<std::int64_t>(lead.samples.size())});
    warnings.emplace_back("signal " + core::in_quotes(signal.label) +
                          " has no scale (its limits are equal): its samples are missing");
}

/// All signals on one timeline; a signal of another kind keeps its unit, and is left out where it has no scale.
void add_signals(const Timeline& timeline, const FileHeader& header, const std::vector<std::size_t>& leads,
                 const record::NamesTogether& names, const ReadOptions& options, record::Ecg& ecg) {
    const std::set<std::size_t> is_lead(leads.begin(), leads.end());
    std::int64_t beyond = 0;
    for (std::size_t i = 0; i < header.signals.size(); ++i) {
        const auto& signal = header.signals[i];
        if (signal.is_annotations()) continue;
        const bool lead = is_lead.contains(i);
        if (!lead && !signal.scaled) {
            ecg.warnings.emplace_back("signal " + core::in_quotes(signal.label) + " has no scale and is left out");
            continue;
        }
        std::int64_t beyond_here = 0;
        auto made = timeline.signal(signal, lead ? unit_of(signal, options).value_or(1.0) : 1.0, beyond_here);
        if (signal.scaled)
            beyond += beyond_here;
        else
            lose_all(signal, made, ecg.warnings);
        made.name = lead ? lead_name_of(signal.label, names) : signal.label;
        made.unit = lead ? "mV" : signal.unit;
        (lead ? ecg.leads : ecg.other_signals).push_back(std::move(made));
    }
    if (beyond > 0)
        ecg.warnings.emplace_back(std::to_string(beyond) +
                                  " samples lie beyond the digital range that the header gives");
}

void add_notes(const Annotations& annotations, double begin_s, const ReadOptions& options, record::Ecg& ecg) {
    const double first_s = static_cast<double>(options.first_sample) / ecg.sampling_frequency_hz;
    for (auto note : annotations.notes) {
        note.time_s -= begin_s + first_s;
        if (first_s > 0 && note.time_s < 0) continue;
        if (options.samples >= 0 && note.time_s > ecg.duration_s()) continue;
        ecg.facts.notes.push_back(std::move(note));
    }
}

bool sniff_edf(std::string_view head, const std::filesystem::path&) {
    using namespace std::string_view_literals;
    if (head.size() < 256) return false;
    if (head.starts_with("\xff"sv
                         "BIOSEMI"sv))
        return true;
    // Version "0", and figures where lengths stand.
    const auto figure = [&](std::size_t at) { return head[at] >= '0' && head[at] <= '9'; };
    return head.starts_with("0       "sv) && figure(184) && figure(252) && head.substr(0, 256).find('\n') == head.npos;
}

core::Result<record::Ecg> read_edf(const RecordingFile& file, const ReadOptions& options) {
    const auto where = file.where();
    SYNCHRONY_ASSIGN(auto header, parse_header(file.bytes.view, where));
    const auto names = record::NamesTogether::of(header.signals, &SignalHeader::label);
    auto leads = find_leads(header, names, options);
    if (leads.empty())
        return fail_input(
            "recording has no ECG lead", where, core::counted(header.signals.size(), "signal") + ", none an ECG lead",
            "at least one signal in mV, uV or V",
            names.eeg() ? "Beside an EEG, a signal is an ECG by its name alone: ECG, EKG, II, V1, ..." : "");
    record::Ecg ecg;
    ecg.format = "edf";
    const bool any_scaled = std::ranges::any_of(leads, [&](std::size_t i) { return header.signals[i].scaled; });
    for (const auto i : leads) SYNCHRONY_TRY(require_scale(header.signals[i], any_scaled, options, where));
    const auto samples = common_samples(header, leads, ecg.warnings);
    SYNCHRONY_ASSIGN(ecg.sampling_frequency_hz, frequency_of(header, samples, options, where));
    SYNCHRONY_ASSIGN(const auto annotations, read_annotations(file.bytes.view, header, options.notes, where));
    SYNCHRONY_ASSIGN(const auto timeline, Timeline::make(file.bytes.view, header, samples, ecg.sampling_frequency_hz,
                                                         annotations, options, where));
    add_signals(timeline, header, leads, names, options, ecg);
    const double begin_s = annotations.record_onsets_s.empty() ? 0.0 : annotations.record_onsets_s.front();
    std::vector<const SignalHeader*> lead_headers;
    for (const auto i : leads) lead_headers.push_back(&header.signals[i]);
    add_facts(header, lead_headers, begin_s, ecg);
    add_notes(annotations, begin_s, options, ecg);
    begin_later(ecg, static_cast<double>(options.first_sample) / ecg.sampling_frequency_hz);
    for (const auto& warning : header.warnings) ecg.warnings.emplace_back(warning);
    return ecg;
}

}  // namespace

Format format() {
    return {.name = "edf",
            .description = "European Data Format, and BioSemi's with 24 bits",
            .versions = "EDF, EDF+C, EDF+D, BDF, BDF+C, BDF+D",
            .extensions = {".edf", ".bdf", ".rec"},
            .sniff = sniff_edf,
            .read = read_edf,
            .checked = "every sample with EDFlib",
            .checked_files = 5,
            .figure = "1,487,344 samples within 0.0001 uV",
            .reads_ranges = true};
}

}  // namespace synchrony::io::edf
