#include "dicom/file_facts.hpp"

#include <algorithm>

#include "birth_and_age.hpp"
#include "dicom/codes.hpp"
#include "dicom/removed_date.hpp"
#include "moment.hpp"
#include "other_names.hpp"
#include "sex.hpp"
#include "start_time.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::io::dicom {
namespace {

/// No device prints more lines; a file of many would only cost memory.
constexpr std::size_t most_statements = 1000;
constexpr std::size_t most_spikes = 1'000'000;

/// What one field, or one of days and one of hours, says of the start.
struct SaidMoment {
    std::optional<Moment> moment;  ///< a day; with its hour where that can be read
    bool unreadable = false;       ///< what stands there is no date, or beside a day no time of day
    bool no_day = false;           ///< a year or month alone
};

SaidMoment said_by(const std::string& date_time) {
    const auto moment = parse_moment(date_time);
    if (!moment) return {day_without_its_time(date_time), !says_nothing(date_time)};
    // DT may end with the year or the month, which are no day.
    return {moment->has_day ? moment : std::nullopt, false, !moment->has_day};
}

/// Old files divide days and times by marks: 2002.11.22, 09:10:00.
SaidMoment said_by(const std::string& date, const std::string& time) {
    constexpr std::size_t figures_of_a_day = 8;
    const auto figures = compact_moment(date).substr(0, figures_of_a_day);
    const auto day = parse_moment(figures);
    if (!day || !day->has_day) return {std::nullopt, !day && !says_nothing(date), day.has_value()};
    const auto whole = parse_moment(compact_moment(figures + time.substr(0, time.find_first_not_of("0123456789:."))));
    if (whole && whole->has_time) return {whole, false};
    return {day, !says_nothing(time)};
}

struct Start {
    std::optional<Moment> moment;
    bool no_date = false, no_time = false;  ///< a field holds what is none
    bool no_day = false;                    ///< one holds a year or month alone
};

/// Of the acquisition; a day alone, or with an hour that is none, takes the hour of the content of that day. The study
/// may have begun long before.
Start start_of(const Item& root) {
    const auto pair = [&](Tag date, Tag time) { return said_by(root.text(date), root.text(time)); };
    Start start;
    for (const auto& said :
         {said_by(root.text(tag::acquisition_date_time)), pair(tag::acquisition_date, tag::acquisition_time),
          pair(tag::content_date, tag::content_time)}) {
        (said.moment ? start.no_time : start.no_date) |= said.unreadable;
        start.no_day |= said.no_day;
        if (!said.moment) continue;
        if (!start.moment) start.moment = said.moment;
        if (said.moment->has_time && said.moment->days == start.moment->days) return {said.moment};
    }
    if (start.moment) return start;
    const auto study = pair(tag::study_date, tag::study_time);
    return {study.moment, start.no_date || (study.unreadable && !study.moment), study.unreadable,
            start.no_day || study.no_day};
}

/// "Doe^Jane" as "Doe, Jane" would not be the file's; the caret is kept apart by a blank, as printers do.
std::string person_name(std::string name) {
    std::replace(name.begin(), name.end(), '^', ' ');
    return std::string(core::trimmed(name));
}

/// PS3.5 6.2.1.2: the name in letters, in ideographs and by its sound, "=" between.
void take_names(const std::string& text, record::PatientFields& patient) {
    const auto groups = core::split(text, '=');
    patient.name = person_name(std::string(groups.front()));
    auto& others = patient.other_spellings;
    for (std::size_t g = 1; g < groups.size(); ++g) others.push_back(person_name(std::string(groups[g])));
    while (!others.empty() && others.back().empty()) others.pop_back();
}

std::vector<std::string> values_of(const Item& root, Tag tag) {
    std::vector<std::string> values;
    const auto text = root.text(tag);
    for (const auto value : core::split(text, '\\')) values.emplace_back(core::trimmed(value));
    return values;
}

/// What else tells whose the file is, as PS3.15 E.1 removes it.
void take_other_names(const Item& root, record::PatientFields& patient) {
    for (const auto tag : {tag::other_patient_names, tag::patient_birth_name, tag::mothers_birth_name})
        for (auto& name : values_of(root, tag)) add_other_name(patient, person_name(std::move(name)));
    for (const auto tag : {tag::other_patient_ids, tag::accession_number, tag::study_id, tag::admission_id,
                           tag::service_episode_id, tag::requested_procedure_id, tag::placer_order_number,
                           tag::filler_order_number, tag::sop_instance, tag::study_instance, tag::series_instance})
        for (auto& id : values_of(root, tag)) add_other_id(patient, std::move(id));
    for (const auto& item : root.items(tag::other_patient_id_items)) add_other_id(patient, item.text(tag::patient_id));
}

/// AS: "046Y", "018M", "003W", "010D"; "46Y" of writers that count no figures. Without a unit it is no age.
void take_age(std::string_view text, record::Ecg& ecg) {
    constexpr std::size_t most_figures = 3;
    const auto figures = text.substr(0, text.find_first_not_of("0123456789"));
    const auto unit = text.substr(figures.size());
    const bool is_age = !figures.empty() && figures.size() <= most_figures && unit.size() == 1 &&
                        std::string_view("YMWDymwd").find(unit[0]) != std::string_view::npos;
    if (is_age)
        set_age(ecg, figures, unit);
    else if (!says_nothing(text))
        say_no_age(ecg);
}

void take_patient(const Item& root, record::Ecg& ecg) {
    auto& patient = ecg.facts.patient;
    patient.id = root.text(tag::patient_id);
    take_names(root.text(tag::patient_name), patient);
    take_other_names(root, patient);
    set_standard_birth_date(ecg, root.text(tag::patient_birth_date));
    set_sex(ecg, root.text(tag::patient_sex));
    take_age(root.text(tag::patient_age), ecg);
}

/// A measured number in the unit that PrintedMeasurements holds it in.
void take_measurement(const Item& annotation, const MeasurementCode& measurement,
                      record::PrintedMeasurements& printed) {
    auto value = annotation.number(tag::numeric_value);
    if (!value) return;
    const auto unit = code_in(annotation, tag::measurement_units).value;
    if (measurement.unit == "ms" && (unit == "s" || unit == "us")) *value *= unit == "s" ? 1e3 : 1e-3;
    if (measurement.unit == "deg" && unit == "rad") return;
    auto& field = printed.*measurement.field;
    if (!field) field = *value;  // the first is the global one; others are of single beats and leads
}

void take_spikes(const Item& annotation, double sampling_frequency_hz, std::vector<double>& spikes) {
    // Positions count from 1 (PS3.3 C.10.10).
    const auto text = annotation.text(tag::referenced_positions);
    for (const auto word : core::split(text, '\\')) {
        const auto position = std::strtod(std::string(word).c_str(), nullptr);
        if (position >= 1 && position < 1e12 && spikes.size() < most_spikes)
            spikes.push_back((position - 1) / sampling_frequency_hz);
    }
}

void take_statement(const std::string& text, std::vector<std::string>& statements) {
    for (const auto line : core::split(text, '\n')) {
        const auto words = std::string(core::trimmed(line));
        if (!words.empty() && statements.size() < most_statements) statements.push_back(words);
    }
}

}  // namespace

void take_start_time(const Item& root, record::Ecg& ecg) {
    const auto start = start_of(root);
    if (!start.moment) {
        if (start.no_date) return say_no_date(ecg);
        if (start.no_day) say_no_day(ecg);
        return;
    }
    if (start.moment->date() == removed_date) return;
    set_start_time(ecg, *start.moment);
    // PS3.5 6.2: the offset that a date and time bears itself comes before that of the whole file.
    if (start.moment->has_time && !ecg.facts.zone_minutes) set_zone(ecg, root.text(tag::zone_from_utc));
    if (!start.moment->has_time && start.no_time) say_no_time_of_day(ecg);
}

void take_facts(const Item& root, double sampling_frequency_hz, record::Ecg& ecg) {
    auto& facts = ecg.facts;
    facts.gain_source = "channel sensitivity";
    facts.device = {root.text(tag::manufacturer), root.text(tag::model_name), root.text(tag::software_versions)};
    take_patient(root, ecg);
    for (const auto& annotation : root.items(tag::annotations)) {
        const auto name = code_in(annotation, tag::concept_name);
        if (is_pacing_spike(name)) take_spikes(annotation, sampling_frequency_hz, facts.pacing_spikes_s);
        if (annotation.has(tag::numeric_value)) {
            if (const auto* measurement = measurement_of(name))
                take_measurement(annotation, *measurement, facts.printed);
        } else if (const auto text = annotation.text(tag::unformatted_text); !text.empty()) {
            take_statement(text, facts.printed.statements);
        } else if (const auto meaning = code_in(annotation, tag::concept_code).meaning; !meaning.empty()) {
            take_statement(meaning, facts.printed.statements);
        }
    }
    std::sort(facts.pacing_spikes_s.begin(), facts.pacing_spikes_s.end());
}

}  // namespace synchrony::io::dicom
