#include "age_against_dates.hpp"

#include <cmath>

#include "moment.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/record/file_facts.hpp"
#include "xml_values.hpp"

namespace synchrony::io {

void settle_age(record::Ecg& ecg) {
    auto& patient = ecg.facts.patient;
    if (patient.birth_date.empty() || !ecg.start_time) return;
    const auto birth = parse_moment(patient.birth_date);
    const auto then = parse_moment(ecg.start_time->substr(0, std::string_view("2026-11-22").size()));
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
