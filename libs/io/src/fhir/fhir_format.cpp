// ECGs as HL7 FHIR keeps them in JSON: Observations whose value or components are SampledData. Source: FHIR R4 and R5
// (hl7.org/fhir: Observation, SampledData, Bundle).
#include "fhir/fhir_format.hpp"

#include <algorithm>

#include "fhir/facts.hpp"
#include "fhir/sampled_data.hpp"
#include "placed_leads.hpp"
#include "synchrony/core/foreign_text.hpp"
#include "synchrony/core/json.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::io::fhir {
namespace {

bool sniff_fhir(std::string_view head, const std::filesystem::path&) {
    head = core::trimmed(core::without_byte_order_mark(head));
    if (!head.starts_with('{') && !head.starts_with('[')) return false;
    // Programs that sort names write resourceType behind the samples.
    if (head.find("\"valueSampledData\"") != head.npos) return true;
    const auto at = head.find("\"resourceType\"");
    if (at == head.npos) return false;
    const auto type = head.substr(at, head.find(',', at) - at);
    return type.find("\"Observation\"") != type.npos || type.find("\"Bundle\"") != type.npos;
}

/// Observations that make one recording: one alone, or one a lead, of one begin.
struct Recording {
    std::string name;
    std::vector<const Json*> observations;
};

bool goes_on(const Recording& recording, const Json& next) {
    const auto& first = *recording.observations.front();
    // What has components is whole by itself.
    const auto whole = [](const Json& observation) { return !member(observation, "component").empty(); };
    const auto begin = begin_of(next);
    if (begin.empty() || begin != begin_of(first) || whole(first) || whole(next)) return false;
    if (member(first, "subject") != member(next, "subject")) return false;
    return std::none_of(recording.observations.begin(), recording.observations.end(),
                        [&](const Json* other) { return member(*other, "code") == member(next, "code"); });
}

core::Result<std::vector<Recording>> recordings_in(const std::vector<Resource>& all, const std::string& where) {
    std::vector<Recording> recordings;
    std::size_t observations = 0, withdrawn = 0;
    for (const auto& resource : all) {
        if (type_of(resource.body) != "Observation") continue;
        ++observations;
        if (!has_leads(resource.body)) continue;
        const auto status = core::word_of(resource.body, "status");
        if (status == "entered-in-error" || status == "cancelled") {
            ++withdrawn;
            continue;
        }
        const auto there = std::find_if(recordings.begin(), recordings.end(),
                                        [&](const auto& recording) { return goes_on(recording, resource.body); });
        if (there != recordings.end())
            there->observations.push_back(&resource.body);
        else
            recordings.push_back({core::word_of(resource.body, "id"), {&resource.body}});
    }
    if (recordings.empty())
        return core::fail_input("file holds no ECG", where,
                                std::to_string(all.size()) + " FHIR resources, " + std::to_string(observations) +
                                    " Observations, " + std::to_string(withdrawn) + " ECGs withdrawn",
                                "an Observation with SampledData of an ECG");
    // Names that tell: ids, or where one has none or two have the same, numbers.
    const auto named = [&](const Recording& recording) {
        const auto& id = recording.name;
        constexpr std::string_view letters =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-.";  // FHIR's id
        return !id.empty() && !id.starts_with('.') && id.find_first_not_of(letters) == id.npos &&
               std::count_if(recordings.begin(), recordings.end(), [&](const auto& r) { return r.name == id; }) == 1;
    };
    if (!std::all_of(recordings.begin(), recordings.end(), named))
        for (std::size_t r = 0; r < recordings.size(); ++r) recordings[r].name = std::to_string(r + 1);
    return recordings;
}

core::Result<Recording> choose(const std::vector<Recording>& recordings, const RecordingFile& file) {
    if (file.part.empty() && recordings.size() == 1) return recordings.front();
    for (const auto& recording : recordings)
        if (recording.name == file.part) return recording;
    const auto names = core::joined(recordings, ", ", &Recording::name);
    return core::fail({core::ErrorKind::usage,
                       file.part.empty() ? "file holds several recordings" : "file holds no such recording",
                       file.where(), file.part.empty() ? std::to_string(recordings.size()) : file.part,
                       "one of " + names.substr(0, 200), "Name it behind the file: FILE/" + recordings.front().name});
}

/// Signals on one axis, from the recording's begin on.
core::Result<void> place(std::vector<Signal> signals, const ReadOptions& options, const std::string& where,
                         record::Ecg& ecg) {
    const auto lead = std::find_if(signals.begin(), signals.end(), [](const auto& s) { return s.is_lead; });
    if (lead == signals.end() || lead->values.empty())
        return core::fail_input("ECG holds no samples of a lead", where, std::to_string(signals.size()) + " signals",
                                "a lead in mV or uV");
    ecg.sampling_frequency_hz = lead->rate_hz;
    std::size_t total = 0;
    for (const auto& signal : signals)
        if (signal.rate_hz == ecg.sampling_frequency_hz) total = std::max(total, signal.values.size());
    SYNCHRONY_TRY(check_size(signals.size(), total, options, where));
    std::vector<PlacedLead> placed;
    for (auto& signal : signals) {
        const auto samples = signal.values.size();
        if (signal.rate_hz != ecg.sampling_frequency_hz) {
            ecg.warnings.emplace_back(signal.name + " at " + core::shortest(signal.rate_hz) +
                                      " Hz was left out: it has another rate than the rest");
            continue;
        }
        if (samples < total)
            ecg.warnings.emplace_back(signal.name + " has " + std::to_string(samples) + " samples of " +
                                      std::to_string(total) + "; the rest is missing");
        if (samples == 0) continue;
        auto made = to_lead(signal.name, std::move(signal.values));
        made.name = signal.name;
        made.unit = signal.unit;
        made.derived = signal.name.starts_with("derived ");
        placed.push_back({std::move(made), 0, 0, signal.is_lead});
    }
    place_leads(std::move(placed), static_cast<std::int64_t>(total), ecg);
    return {};
}

core::Result<record::Ecg> read_fhir(const RecordingFile& file, const ReadOptions& options) {
    const auto where = file.where();
    SYNCHRONY_ASSIGN(const auto all, resources_of(file.bytes.text(), where));
    SYNCHRONY_ASSIGN(const auto recordings, recordings_in(all, where));
    SYNCHRONY_ASSIGN(const auto recording, choose(recordings, file));
    record::Ecg ecg;
    ecg.format = "fhir";
    std::vector<Signal> signals;
    for (const auto* observation : recording.observations) {
        SYNCHRONY_ASSIGN(auto found, signals_of(*observation, options, where, ecg.warnings));
        for (auto& signal : found) signals.push_back(std::move(signal));
    }
    SYNCHRONY_TRY(place(std::move(signals), options, where, ecg));
    if (!file.part.empty()) ecg.record_name = recording.name;
    add_facts(*recording.observations.front(), all, ecg);
    return cut(std::move(ecg), options, where);
}

core::Result<std::vector<std::string>> fhir_parts(const RecordingFile& file) {
    SYNCHRONY_ASSIGN(const auto all, resources_of(file.bytes.text(), file.where()));
    SYNCHRONY_ASSIGN(const auto recordings, recordings_in(all, file.where()));
    std::vector<std::string> parts;
    if (recordings.size() > 1)
        for (const auto& recording : recordings) parts.push_back(recording.name);
    return parts;
}

}  // namespace

Format format() {
    return {.name = "fhir",
            .description = "HL7 FHIR Observation, Bundle or NDJSON (SampledData)",
            .versions = "JSON of R4 and R5",
            .extensions = {".json", ".ndjson"},
            .sniff = sniff_fhir,
            .read = read_fhir,
            .checked = "HL7's examples; MIT-BIH by Python",
            .checked_files = 2,
            .figure = "7,200 samples of MIT-BIH within 0.001 uV",
            .parts = fhir_parts};
}

}  // namespace synchrony::io::fhir
