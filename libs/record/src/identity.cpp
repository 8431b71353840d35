#include "synchrony/record/identity.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdio>

#include "synchrony/record/simulated.hpp"

namespace synchrony::record {
namespace {

int number_in(std::string_view text, std::size_t at, std::size_t length) {
    int value = -1;
    const auto part = text.substr(at, length);
    const auto [end, fault] = std::from_chars(part.data(), part.data() + part.size(), value);
    return fault == std::errc{} && end == part.data() + part.size() ? value : -1;
}

}  // namespace

double told_age(double years) {
    return std::min(years, oldest_told_age_years);
}

bool ages_lie_apart(double one_years, double other_years) {
    return std::abs(told_age(one_years) - told_age(other_years)) > far_age_years;
}

Ecg without_identity(Ecg ecg) {
    auto& patient = ecg.facts.patient;
    PatientFields kept;
    kept.sex = patient.sex;
    if (patient.age_years) kept.age_years = told_age(*patient.age_years);
    patient = std::move(kept);
    ecg.facts.notes.clear();
    ecg.facts.printed.statements.clear();
    // What it must never lose: that nobody was recorded.
    const bool simulated = is_simulated(ecg);
    ecg.comments.clear();
    if (simulated) ecg.comments.emplace_back(simulated_comment);
    ecg.record_name.clear();
    ecg.start_time.reset();
    ecg.facts.clock_time.clear();
    ecg.facts.zone_minutes.reset();  // summer time tells the season of a date that was moved
    for (auto& beat : ecg.stored_beats) beat = without_identity(std::move(beat));
    return ecg;
}

std::optional<std::string> moved_by_days(std::string_view iso, int days) {
    constexpr std::size_t date_length = 10;  // yyyy-mm-dd
    if (iso.size() < date_length || iso[4] != '-' || iso[7] != '-') return std::nullopt;
    const int year = number_in(iso, 0, 4), month = number_in(iso, 5, 2), day = number_in(iso, 8, 2);
    if (year < 1 || month < 1 || day < 1) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                           std::chrono::day(static_cast<unsigned>(day))};
    if (!date.ok()) return std::nullopt;
    const std::chrono::year_month_day moved{std::chrono::sys_days(date) + std::chrono::days(days)};
    char text[48];
    std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(moved.year()),
                  static_cast<unsigned>(moved.month()), static_cast<unsigned>(moved.day()));
    return text + std::string(iso.substr(date_length));
}

}  // namespace synchrony::record
