#include "birth_and_age.hpp"

#include <algorithm>
#include <cmath>

#include "moment.hpp"
#include "parts.hpp"
#include "start_time.hpp"
#include "synchrony/core/text.hpp"
#include "written_age.hpp"
#include "xml_values.hpp"

namespace synchrony::io {
namespace {

void take_birth_date(record::Ecg& ecg, const std::optional<WrittenDay>& written, std::string_view text) {
    if (written)
        ecg.facts.patient.birth_date = day_text(written->day);
    else if (const auto said = year_or_month(text))
        ecg.facts.patient.born_in = year_text(*said);
    else if (!says_nothing(text))
        say_no_birth_date(ecg);
}

bool shows_order(const std::optional<WrittenDay>& written) {
    return !written || written->order != record::DateOrder::either;
}

}  // namespace

void say_no_birth_date(record::Ecg& ecg) {
    ecg.warnings.emplace_back("date of birth is no date that can be read");
}

void say_no_age(record::Ecg& ecg) {
    ecg.warnings.emplace_back("age is no age that can be read");
}

void set_age(record::Ecg& ecg, double years) {
    if (std::isnan(years)) return;
    if (years >= 0.0 && years <= most_age_years)
        ecg.facts.patient.age_years = years;
    else
        say_no_age(ecg);
}

void set_birth_date(record::Ecg& ecg, std::string_view text, const DateOrderOfFile& of_file) {
    const auto written = written_day(text, of_file);
    take_birth_date(ecg, written, text);
    if (written && read_by_other_dates(*written, text))
        ecg.warnings.emplace_back("date of birth is read day first, as another date of the file is");
}

void set_standard_birth_date(record::Ecg& ecg, std::string_view text) {
    if (const auto moment = parse_moment(text)) {
        auto& patient = ecg.facts.patient;
        if (moment->has_day)
            patient.birth_date = moment->date();
        else
            patient.born_in = year_text({moment->day.year, moment->has_month ? moment->day.month : 0});
        return;
    }
    const auto written = written_day(text);
    take_birth_date(ecg, shows_order(written) ? written : std::nullopt, text);
}

void set_birth_date(record::Ecg& ecg, const Day& day) {
    if (day.year <= 0 && day.month <= 0 && day.day <= 0) return;
    auto& patient = ecg.facts.patient;
    patient.birth_date = day_text(day);
    if (day.day == 0) patient.born_in = year_text({day.year, day.month});
    if (patient.birth_date.empty() && patient.born_in.empty()) say_no_birth_date(ecg);
}

void set_age(record::Ecg& ecg, std::string_view number, std::string_view unit) {
    constexpr double not_known = -1.0;
    const auto value = number_of(number);
    if ((!value && says_nothing(number)) || value == not_known) return;
    auto& age = ecg.facts.patient.age_years;
    age = written_age(number, says_nothing(unit) ? std::string_view() : unit);
    if (!age) say_no_age(ecg);
}

WholeAge whole_age(double years, std::string_view units) {
    constexpr double adult_years = 18.0, most_figures = 999.0;
    // Ages are made by dividing: 18 months are 1.5 years, 30 weeks 0.57494.
    constexpr double of_rounding = 1e-6;
    const auto in_unit = [&](char unit) { return years / age_in_years("1", {&unit, 1}).value_or(1.0); };
    const auto as = [&](char unit) {
        const double count = in_unit(unit), whole = std::round(count);
        const bool holds = std::abs(count - whole) <= of_rounding * std::max(count, 1.0);
        return WholeAge{static_cast<int>(std::min(holds ? whole : std::floor(count), most_figures)), unit,
                        !holds || whole > most_figures};
    };
    if (years >= adult_years) return as('Y');
    WholeAge finest = as('Y');
    for (const char unit : units) {
        if (in_unit(unit) > most_figures) break;
        finest = as(unit);
        if (!finest.cut) break;
    }
    return finest;
}

std::string_view words_for_age_unit(char unit) {
    return unit == 'Y' ? "years" : unit == 'M' ? "months" : unit == 'W' ? "weeks" : unit == 'D' ? "days" : "hours";
}

void say_age_is_cut(std::string_view format, const record::PatientFields& patient, std::string_view units,
                    std::vector<std::string>& lost) {
    if (!patient.age_years) return;
    const auto age = whole_age(*patient.age_years, units);
    if (!age.cut) return;
    lost.push_back(std::string(format) + " holds whole numbers: the age is cut to whole " +
                   std::string(words_for_age_unit(age.unit)));
}

}  // namespace synchrony::io
