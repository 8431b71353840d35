#include "convert_targets.hpp"

#include <algorithm>
#include <cmath>

#include "synchrony/core/text.hpp"
#include "synchrony/io/aecg.hpp"
#include "synchrony/io/csv_recording.hpp"
#include "synchrony/io/dicom.hpp"
#include "synchrony/io/edf.hpp"
#include "synchrony/io/muse.hpp"
#include "synchrony/io/npz.hpp"
#include "synchrony/io/rounded_leads.hpp"
#include "synchrony/io/wfdb.hpp"
#include "synchrony/io/written.hpp"
#include "synchrony/record/age_words.hpp"
#include "synchrony/record/start_times.hpp"

namespace synchrony::app {
namespace {

core::Result<std::vector<std::string>> write_table(const std::filesystem::path& path, const record::Ecg& ecg, bool) {
    SYNCHRONY_TRY(io::write_csv(path, ecg));
    return io::not_held("CSV", io::holds_nothing, ecg);
}

constexpr std::size_t wfdb_time_figures = 12;  // milliseconds: WFDB has no finer time

/// "14:50:00.25" and "22/11/2026" of "2026-11-22T14:50:00.25".
void set_start(const std::string& iso, io::wfdb::Header& header) {
    constexpr std::size_t date_and_time = 19;
    if (iso.size() < date_and_time) return;
    header.base_time = iso.substr(11, wfdb_time_figures);
    header.base_date = iso.substr(8, 2) + "/" + iso.substr(5, 2) + "/" + iso.substr(0, 4);
}

/// Age and sex as PhysioNet's Challenges write them (a small child's age with its unit), where no comment of the file
/// says them already.
void add_patient_comments(const record::PatientFields& patient, std::vector<std::string>& comments) {
    const auto says = [&](std::string_view word) {
        return std::any_of(comments.begin(), comments.end(),
                           [&](const auto& comment) { return core::lower(comment).find(word) != std::string::npos; });
    };
    if (patient.age_years && !says("age")) comments.push_back("Age: " + record::age_in_a_line(*patient.age_years));
    if (!patient.sex.empty() && !says("sex")) comments.push_back(patient.sex == "female" ? "Sex: Female" : "Sex: Male");
    const auto own = "Patient: " + patient.id;
    if (!patient.id.empty() && std::ranges::find(comments, own) == comments.end()) comments.push_back(own);
}

/// Whether the time of day has figures behind the milliseconds.
bool is_finer_than_wfdb(const record::Ecg& ecg) {
    constexpr std::size_t day_and_t = 11;
    const auto clock = ecg.start_time && record::has_time_of_day(*ecg.start_time) ? ecg.start_time->substr(day_and_t)
                                                                                  : ecg.facts.clock_time;
    return clock.size() > wfdb_time_figures;
}

/// The comment "Patient: ..." is known again where it holds one word with a figure.
void say_if_id_is_not_read_back(const std::string& id, const std::vector<std::string>& comments,
                                std::vector<std::string>& lost) {
    if (id.empty()) return;
    if (io::wfdb::patient_id_of(comments) != id)
        lost.emplace_back(
            "the patient's id stands in a comment, from which it is not read back: it is not one word with a figure, "
            "or "
            "another comment names one");
}

/// The largest rounding of a signal, in its unit.
double rounding_of(const record::Lead& lead, const io::wfdb::SignalSpec& spec, const io::wfdb::Samples& stored) {
    double largest = 0;
    for (std::size_t i = 0; i < lead.samples.size(); ++i)
        largest = std::max(largest, std::abs(lead.samples[i] - stored.values[i] / spec.effective_gain()));
    return largest;
}

double largest_of(const record::Lead& signal) {
    double largest = 0;
    for (const float v : signal.samples) largest = std::max(largest, static_cast<double>(std::abs(v)));
    return largest;
}

/// Leads, and the other signals behind them in the record.
void say_rounded(const record::Ecg& ecg, const io::wfdb::Record& record, std::vector<std::string>& lost) {
    constexpr double said_from_mv = 1e-6;  // a thousandth of a microvolt is float's own rounding
    constexpr double of_a_float = 5e-7;    // of its largest sample
    io::RoundedLeads rounded;
    for (std::size_t s = 0; s < record.signals.size(); ++s) {
        const bool lead = s < ecg.leads.size();
        const auto& signal = lead ? ecg.leads[s] : ecg.other_signals[s - ecg.leads.size()];
        const auto& spec = record.header.signals[s];
        const double off = rounding_of(signal, spec, record.signals[s]);
        if (off <= (lead ? said_from_mv : of_a_float * largest_of(signal))) continue;
        rounded.add(signal.name, (lead ? 1000.0 : 1.0) / spec.effective_gain(), lead ? "uV" : signal.unit);
    }
    rounded.say("WFDB", lost);
}

core::Result<std::vector<std::string>> write_wfdb(const std::filesystem::path& path, const record::Ecg& ecg, bool) {
    auto record_path = path;
    if (record_path.extension() == ".hea") record_path.replace_extension();
    SYNCHRONY_ASSIGN(auto record, io::wfdb::from_ecg(ecg, record_path.filename().string()));
    using enum io::Fact;
    auto held = patient_id | sex | age | comments | clock_time;
    if (!ecg.start_time || record::has_time_of_day(*ecg.start_time)) held = held | start_time;  // no date without it
    auto lost = io::not_held("WFDB", held, ecg);
    say_rounded(ecg, record, lost);
    if (ecg.start_time)
        set_start(*ecg.start_time, record.header);
    else
        record.header.base_time = ecg.facts.clock_time.substr(0, wfdb_time_figures);
    if (is_finer_than_wfdb(ecg))
        lost.emplace_back("WFDB holds whole milliseconds: the rest of the start time is left out");
    add_patient_comments(ecg.facts.patient, record.header.comments);
    say_if_id_is_not_read_back(ecg.facts.patient.id, record.header.comments, lost);
    SYNCHRONY_TRY(io::wfdb::write_record(record_path, record));
    return lost;
}

template <auto writer>
core::Result<std::vector<std::string>> write_plain(const std::filesystem::path& path, const record::Ecg& ecg, bool) {
    return writer(path, ecg);
}

/// Formats of clinics have fields that say whether the identity was taken out.
template <auto writer>
core::Result<std::vector<std::string>> write_clinical(const std::filesystem::path& path, const record::Ecg& ecg,
                                                      bool keep_identity) {
    io::WriteOptions options;
    options.keep_identity = keep_identity;
    options.keep_dates = true;
    if (!keep_identity) options.pseudonym = ecg.facts.patient.id;
    SYNCHRONY_ASSIGN(auto written, writer(path, ecg, options));
    return std::move(written.left_out);
}

constexpr ConvertTarget convert_targets_list[] = {
    {"wfdb", ".hea", ".dat", write_wfdb, true},
    {"csv", ".csv", "", write_table},
    {"edf", ".edf", "", write_plain<io::edf::write>},
    {"npz", ".npz", "", write_plain<io::npz::write>},
    {"dicom", ".dcm", "", write_clinical<io::dicom::write>},
    {"aecg", ".xml", "", write_clinical<io::aecg::write>},
    {"muse", ".xml", "", write_clinical<io::muse::write>},
};

/// "a.edf" beside --to dicom.
bool names_other_format(const std::string& extension, const ConvertTarget& target) {
    return extension != target.extension && std::ranges::any_of(convert_targets_list, [&](const auto& other) {
               return other.extension == extension ||
                      (!other.signal_extension.empty() && other.signal_extension == extension);
           });
}

}  // namespace

std::span<const ConvertTarget> all_convert_targets() {
    return convert_targets_list;
}

core::Result<const ConvertTarget*> find_convert_target(const std::string& name, const std::filesystem::path& out) {
    const auto extension = core::lower(out.extension().string());
    std::error_code ignored;
    for (const auto& target : convert_targets_list)
        if (name.empty() ? target.extension == extension : target.name == name) {
            if (!names_other_format(extension, target) || std::filesystem::is_directory(out, ignored)) return &target;
            return core::fail({core::ErrorKind::usage,
                               "the name is one of another format",
                               "--out",
                               core::in_quotes(out.string()),
                               "a folder, or a name that ends with " + std::string(target.extension),
                               {}});
        }
    const auto names = core::joined(convert_targets_list, ", ", &ConvertTarget::name);
    return core::fail({core::ErrorKind::usage, "format to convert to is not known", "convert",
                       name.empty() ? core::in_quotes(out.string()) : name, "one of " + names,
                       name.empty() ? "Name it with --to" : ""});
}

}  // namespace synchrony::app
