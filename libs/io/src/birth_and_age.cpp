#include "birth_and_age.hpp"

#include "moment.hpp"
#include "parts.hpp"
#include "start_time.hpp"
#include "synchrony/core/text.hpp"
#include "xml_values.hpp"

namespace synchrony::io {
namespace {

void take_birth_date(record::Ecg& ecg, const std::optional<WrittenDay>& written, std::string_view text) {
    if (written)
        ecg.facts.patient.birth_date = day_text(written->day);
    else if (!says_nothing(text))
        say_no_birth_date(ecg);
}

}  // namespace

void say_no_birth_date(record::Ecg& ecg) {
    ecg.warnings.emplace_back("date of birth is no date that can be read");
}

void say_no_age(record::Ecg& ecg) {
    ecg.warnings.emplace_back("age is no age that can be read");
}

void set_birth_date(record::Ecg& ecg, std::string_view text) {
    take_birth_date(ecg, written_day(text), text);
}

void set_standard_birth_date(record::Ecg& ecg, std::string_view text) {
    if (const auto moment = parse_moment(text)) {
        if (moment->has_day) ecg.facts.patient.birth_date = moment->date();
        return;
    }
    const auto written = written_day(text);
    const bool doubtful = written && written->order == record::DateOrder::either;
    take_birth_date(ecg, doubtful ? std::nullopt : written, text);
}

void set_birth_date(record::Ecg& ecg, const Day& day) {
    if (day.year <= 0 && day.month <= 0 && day.day <= 0) return;
    ecg.facts.patient.birth_date = day_text(day);
    if (ecg.facts.patient.birth_date.empty()) say_no_birth_date(ecg);
}

void set_age(record::Ecg& ecg, std::string_view number, std::string_view unit) {
    constexpr double not_known = -1.0;
    const auto value = number_of(number);
    if ((!value && says_nothing(number)) || value == not_known) return;
    auto& age = ecg.facts.patient.age_years;
    age = age_in_years(number, unit);
    if (!age) say_no_age(ecg);
}

}  // namespace synchrony::io
