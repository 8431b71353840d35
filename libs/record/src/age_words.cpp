#include "synchrony/record/age_words.hpp"

#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "synchrony/core/counted.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::record {
namespace {

constexpr double months_a_year = 12.0, days_a_year = 365.25;
constexpr double of_rounding = 1e-6;  // eight months are 0.6666666666666666 years

std::string words_of(double count, std::string_view unit) {
    return core::counted(static_cast<std::uint64_t>(count), unit);
}

double with_digits(double value, int digits) {
    char text[64];
    std::snprintf(text, sizeof text, "%.*g", digits, value);
    return std::strtod(text, nullptr);
}

}  // namespace

std::string age_words(double years) {
    if (!(years >= 0.0) || years >= told_in_months_years) return age_figures(years) + " years";
    const double months = std::floor(years * months_a_year + of_rounding);
    return months >= 1.0 ? words_of(months, "month") : words_of(std::floor(years * days_a_year + of_rounding), "day");
}

std::string age_figures(double years) {
    constexpr int digits = 4;
    return core::shortest(with_digits(years, digits));
}

std::string age_in_a_line(double years) {
    constexpr double near_days = 0.5;
    if (years < told_in_months_years) {
        const double months = years * months_a_year, whole = std::round(months);
        if (whole >= 1.0 && std::abs(months - whole) <= of_rounding) return words_of(whole, "month");
        return words_of(std::round(years * days_a_year), "day");
    }
    for (int digits = 1;; ++digits)
        if (const double rounded = with_digits(years, digits); std::abs(rounded - years) * days_a_year <= near_days)
            return core::shortest(rounded);
}

}  // namespace synchrony::record
