#include "birth_and_age.hpp"

#include "parts.hpp"
#include "start_time.hpp"
#include "synchrony/core/text.hpp"
#include "xml_values.hpp"

namespace synchrony::io {

void set_age(record::Ecg& ecg, std::string_view number, std::string_view unit) {
    constexpr double not_known = -1.0;
    const auto value = number_of(number);
    if ((!value && says_nothing(number)) || value == not_known) return;
    auto& age = ecg.facts.patient.age_years;
    age = age_in_years(number, unit);
    if (!age) ecg.warnings.emplace_back("age is no age that can be read");
}

}  // namespace synchrony::io
