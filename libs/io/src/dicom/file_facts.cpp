#include "dicom/file_facts.hpp"

#include <algorithm>
#include <array>

#include "dicom/codes.hpp"
#include "dicom/removed_date.hpp"
#include "moment.hpp"
#include "start_time.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::io::dicom {
namespace {

/// No device prints more lines; a file of many would only cost memory.
constexpr std::size_t most_statements = 1000;
constexpr std::size_t most_spikes = 1'000'000;

std::optional<Moment> acquired_at(const Item& root) {
    auto moment = parse_moment(root.text(tag::acquisition_date_time));
    constexpr std::array<std::pair<Tag, Tag>, 3> others = {{{tag::acquisition_date, tag::acquisition_time},
                                                            {tag::content_date, tag::content_time},
                                                            {tag::study_date, tag::study_time}}};
    for (const auto& [date, time] : others) {
        if (moment && moment->has_time) break;
        const auto day = root.text(date);
        if (day.size() < 8) continue;
        // Old files divide days and times by marks: 2002.11.22, 09:10:00.
        const auto clock = root.text(time);
        const auto digits =
            compact_moment(compact_moment(day).substr(0, 8) + clock.substr(0, clock.find_first_not_of("0123456789:.")));
        if (const auto other = parse_moment(digits); other && !moment) moment = other;
    }
    return moment;
}

/// "Doe^Jane" as "Doe, Jane" would not be the file's; the caret is kept apart by a blank, as printers do.
std::string person_name(std::string name) {
    name = name.substr(0, name.find('='));  // behind it the name in another script
    std::replace(name.begin(), name.end(), '^', ' ');
    return std::string(core::trimmed(name));
}

/// "046Y", "018M", "003W", "010D" in years.
std::optional<double> age_of(std::string_view text) {
    if (text.size() != 4) return std::nullopt;
    double number = 0;
    for (const char c : text.substr(0, 3)) {
        if (c < '0' || c > '9') return std::nullopt;
        number = 10 * number + (c - '0');
    }
    constexpr double days_a_year = 365.25;
    switch (text[3]) {
        case 'Y':
            return number;
        case 'M':
            return number / 12;
        case 'W':
            return number * 7 / days_a_year;
        case 'D':
            return number / days_a_year;
        default:
            return std::nullopt;
    }
}

record::PatientFields patient_of(const Item& root) {
    record::PatientFields patient;
    patient.id = root.text(tag::patient_id);
    patient.name = person_name(root.text(tag::patient_name));
    const auto birth = parse_moment(root.text(tag::patient_birth_date));
    if (birth && birth->has_day) patient.birth_date = birth->date();
    const auto sex = root.text(tag::patient_sex);
    patient.sex = sex == "F" ? "female" : sex == "M" ? "male" : "";
    patient.age_years = age_of(root.text(tag::patient_age));
    const auto then = acquired_at(root);
    if (!patient.age_years && birth && then) patient.age_years = years_between(*birth, *then);
    return patient;
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
    const auto moment = acquired_at(root);
    if (moment && moment->has_day) {
        if (moment->date() != removed_date) ecg.start_time = moment->start_time();
        return;
    }
    // DT may end with the year or the month, which are no day.
    const auto whole = root.text(tag::acquisition_date_time);
    if (const auto day = day_without_its_time(whole)) {
        ecg.start_time = day->date();
        say_no_time_of_day(ecg);
    } else if (!moment && (!says_nothing(whole) || !says_nothing(root.text(tag::acquisition_date)))) {
        say_no_date(ecg);
    }
}

record::FileFacts facts_of(const Item& root, double sampling_frequency_hz) {
    record::FileFacts facts;
    facts.gain_source = "channel sensitivity";
    facts.device = {root.text(tag::manufacturer), root.text(tag::model_name), root.text(tag::software_versions)};
    facts.patient = patient_of(root);
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
    return facts;
}

}  // namespace synchrony::io::dicom
