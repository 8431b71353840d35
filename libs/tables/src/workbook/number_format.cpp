#include "number_format.hpp"

#include <chrono>
#include <cmath>
#include <cstdio>

namespace synchrony::tables {
namespace {

constexpr double last_serial = 2958465.0;  // 31 December 9999
constexpr int days_1900_to_1904 = 1462;
constexpr int serial_of_false_day = 60;  // "29 February 1900"
constexpr long seconds_a_day = 86400;

}  // namespace

bool is_date_format(unsigned id) {
    // 14 to 17 and 22: dates; 27 to 36 and 50 to 58: dates of East Asian locales (32 to 35 and 55, 56: times there).
    return (id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 31) || id == 36 || (id >= 50 && id <= 54) ||
           id == 57 || id == 58;
}

bool is_date_code(std::string_view code) {
    bool month = false, time = false;
    for (std::size_t i = 0; i < code.size(); ++i) {
        const char c = code[i] >= 'A' && code[i] <= 'Z' ? static_cast<char>(code[i] - 'A' + 'a') : code[i];
        if (c == ';') break;  // the formats of negative numbers and zero
        if (c == '\\' || c == '_' || c == '*') {
            ++i;
        } else if (c == '"' || c == '[') {
            const auto end = code.find(c == '"' ? '"' : ']', i + 1);
            if (end == std::string_view::npos) break;
            i = end;
        } else if (code.substr(i).starts_with("General")) {
            return false;
        } else if (c == 'y' || c == 'd') {
            return true;
        } else {
            month = month || c == 'm';
            time = time || c == 'h' || c == 's';
        }
    }
    return month && !time;
}

std::optional<std::string> date_of_serial(double serial, bool from_1904) {
    if (!(serial >= 0.0) || serial > last_serial) return std::nullopt;
    double day = std::floor(serial);
    auto second = std::lround((serial - day) * static_cast<double>(seconds_a_day));
    if (second == seconds_a_day) second = 0, day += 1.0;
    if (from_1904)
        day += days_1900_to_1904;
    else if (day < serial_of_false_day)
        day += 1.0;
    using namespace std::chrono;
    const auto start = sys_days(year(1899) / December / 30);
    const year_month_day date(start + days(static_cast<int>(day)));
    char text[48];
    int length = std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(date.year()),
                               static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
    if (second != 0)
        length += std::snprintf(text + length, sizeof text - static_cast<std::size_t>(length), "T%02ld:%02ld:%02ld",
                                second / 3600, second / 60 % 60, second % 60);
    return std::string(text, static_cast<std::size_t>(length));
}

}  // namespace synchrony::tables
