#include "age_against_dates.hpp"

#include <cmath>

#include "moment.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/record/file_facts.hpp"
#include "synchrony/record/identity.hpp"
#include "written_age.hpp"

namespace synchrony::io {
namespace {

std::optional<Moment> day_of_recording(const record::Ecg& ecg) {
    constexpr std::size_t day_figures = 10;  // of "2026-11-22T14:50:00"
    return ecg.start_time ? parse_moment(ecg.start_time->substr(0, day_figures)) : std::nullopt;
}

/// Whole years from "1956" or "1956-04" to a day; the birthday of a year, or of the month itself, counts as passed.
int years_since(const std::string& born_in, const Day& then) {
    const auto born = year_or_month(born_in).value_or(YearOrMonth{});
    return then.year - born.year - (born.month > then.month ? 1 : 0);
}

/// Without the day of birth: never a date in its place.
void settle_age_by_year(record::Ecg& ecg) {
    auto& patient = ecg.facts.patient;
    const auto then = day_of_recording(ecg);
    if (!then) {
        if (!patient.age_years)
            ecg.warnings.emplace_back(
                "date of birth is a year or month alone, and no date of the recording is known: no age is counted");
        return;
    }
    const int years = years_since(patient.born_in, then->day);
    if (years < 0 || years > most_age_years) {
        ecg.warnings.emplace_back("the year of birth does not fit the recording's date: one of the two is wrong");
        return;
    }
    if (!patient.age_years) {
        patient.age_years = years;
        ecg.warnings.emplace_back(
            "date of birth is a year or month alone: the age is counted by it, and may be a year too high");
    } else if (std::abs(*patient.age_years - years) > record::far_age_years) {
        ecg.warnings.emplace_back("the age in the file is more than " + core::shortest(record::far_age_years) +
                                  " years from that by its year of birth: one of them is wrong");
    }
}

/// So old hardly anybody is: such an age was counted by the placeholder.
constexpr double no_persons_age_years = 110.0;

/// Whether the age that the file states is that by its dates.
bool age_bears_out_birth_date(const record::Ecg& ecg) {
    const auto& patient = ecg.facts.patient;
    const auto birth = parse_moment(patient.birth_date);
    const auto then = day_of_recording(ecg);
    const auto years = birth && then ? years_between(*birth, *then) : std::nullopt;
    return years && patient.age_years && *patient.age_years < no_persons_age_years &&
           std::abs(*patient.age_years - *years) < record::far_age_years;
}

void leave_out_birth_date(record::Ecg& ecg) {
    auto& patient = ecg.facts.patient;
    patient.birth_date.clear();
    if (patient.age_years >= no_persons_age_years) patient.age_years.reset();
    ecg.warnings.emplace_back(
        "the birth date is the first day of 1900, which programs write where none is known: it is left out, and no age "
        "is counted by it");
}

}  // namespace

void settle_age(record::Ecg& ecg) {
    auto& patient = ecg.facts.patient;
    if (record::is_nobodys_birth_date(patient.birth_date) && !age_bears_out_birth_date(ecg))
        return leave_out_birth_date(ecg);
    if (patient.birth_date.empty() && !patient.born_in.empty()) return settle_age_by_year(ecg);
    if (patient.birth_date.empty()) return;
    const auto birth = parse_moment(patient.birth_date), then = day_of_recording(ecg);
    if (!birth || !then || !birth->has_day) return;
    const auto years = years_between(*birth, *then);
    if (!years) {
        ecg.warnings.emplace_back("the birth date lies after the recording: one of the two is wrong");
        return;
    }
    if (*years > most_age_years) {
        ecg.warnings.emplace_back(
            "the birth date lies more than 150 years before the recording: one of the two is wrong");
        patient.birth_date.clear();
        return;
    }
    if (!patient.age_years) patient.age_years = *years;
    if (std::abs(*patient.age_years - *years) < record::far_age_years) return;
    ecg.warnings.emplace_back("the age in the file is " +
                              core::shortest(std::round(std::abs(*patient.age_years - *years))) +
                              " years from that of its birth date and recording date: one of them is wrong");
}

}  // namespace synchrony::io
