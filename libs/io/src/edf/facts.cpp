// What the header's texts say: whose recording, when, by which device, through which filters.
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>

#include "birth_and_age.hpp"
#include "calendar.hpp"
#include "edf/header.hpp"
#include "moment.hpp"
#include "other_names.hpp"
#include "start_time.hpp"
#include "synchrony/core/digits.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::io::edf {
namespace {

constexpr int first_header_year = 1985, last_header_year = 2084;  // two figures hold no others

int figures(std::string_view text) {
    return core::number_from<int>(text).value_or(-1);
}

std::optional<Day> if_a_day(const Day& day) {
    return days_since_1970(day) ? std::optional(day) : std::nullopt;
}

/// "02-MAR-2002", as EDF+ writes dates.
std::optional<Day> plus_date(std::string_view text) {
    const auto parts = core::split(text, '-');
    if (parts.size() != 3) return std::nullopt;
    return if_a_day({figures(parts[2]), month_abbreviated(parts[1]), figures(parts[0])});
}

/// "dd.mm.yy": 85 to 99 are of the twentieth century, as EDF has it. The first of January 1985 stands for "not known".
std::optional<Day> header_date(std::string_view text) {
    constexpr int first_year = first_header_year % 100;
    const auto parts = core::split(text, '.');
    if (parts.size() != 3 || parts[2].size() != 2) return std::nullopt;
    const int year = figures(parts[2]);
    if (year < 0) return std::nullopt;
    const Day date{year + (year >= first_year ? 1900 : 2000), figures(parts[1]), figures(parts[0])};
    const bool unknown = date.year == 1985 && date.month == 1 && date.day == 1;
    return unknown ? std::nullopt : if_a_day(date);
}

/// What EDF's programs leave in the field where nothing is known.
bool is_unknown_date(std::string_view text) {
    return text == "01.01.85" || says_nothing(text);
}

/// Seconds of the day of "hh.mm.ss"; some writers use colons.
std::optional<int> day_seconds(std::string_view text) {
    const auto parts = core::split(text, text.find(':') != std::string_view::npos ? ':' : '.');
    if (parts.size() != 3) return std::nullopt;
    const int h = figures(parts[0]), m = figures(parts[1]), s = figures(parts[2]);
    if (h < 0 || h > 23 || m < 0 || m > 59 || s < 0 || s > 59) return std::nullopt;
    return (h * 60 + m) * 60 + s;
}

std::string clock_text(int seconds, double fraction) {
    char text[48];
    std::snprintf(text, sizeof text, "T%02d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    return text + fraction_text(fraction);
}

/// EDF+ writes X for what is not known and _ for a blank.
std::string plus_word(std::string_view word) {
    if (word == "X") return {};
    std::string text(word);
    std::replace(text.begin(), text.end(), '_', ' ');
    return text;
}

/// Figures parted by two marks: "31-FEB-1951", "21.03.1941".
bool looks_like_a_date(std::string_view word) {
    constexpr std::string_view marks = "-./";
    return !word.empty() && core::all_digits(word.substr(0, 1)) && core::all_digits(word.substr(word.size() - 1)) &&
           std::count_if(word.begin(), word.end(), [&](char c) { return marks.find(c) != marks.npos; }) == 2;
}

/// "code sex birth-date name ...", as EDF+ has it, with a birth date that may be none; false where the field is not so.
bool take_plus_patient(std::string_view field, record::Ecg& ecg) {
    const auto words = core::split(field, ' ');
    if (words.size() < 4) return false;
    const bool sex = words[1] == "F" || words[1] == "M" || words[1] == "X";
    const auto birth = plus_date(words[2]);
    const bool dated = birth || says_nothing(words[2]) || looks_like_a_date(words[2]);
    if (!sex || !dated) return false;
    auto& patient = ecg.facts.patient;
    patient.id = plus_word(words[0]);
    patient.sex = words[1] == "F" ? "female" : words[1] == "M" ? "male" : "";
    if (birth)
        patient.birth_date = day_text(*birth);
    else
        set_standard_birth_date(ecg, words[2]);
    patient.name = plus_word(words[3]);
    for (const auto word : std::span(words).subspan(4)) add_other_words(patient, plus_word(word));
    return true;
}

/// "HP:0.1Hz LP:75Hz N:50Hz"; also "HP:0.1", "LP: 75 Hz".
record::Filters filters_of(std::string_view text) {
    const auto after = [&](std::string_view mark) -> std::optional<double> {
        const auto at = text.find(mark);
        if (at == std::string_view::npos || (at > 0 && std::isalpha(static_cast<unsigned char>(text[at - 1]))))
            return std::nullopt;
        const auto rest = core::trimmed(text.substr(at + mark.size()));
        double value = 0;
        const auto [end, fault] = std::from_chars(rest.data(), rest.data() + rest.size(), value);
        const auto unit = core::lower(core::trimmed(rest.substr(static_cast<std::size_t>(end - rest.data()))));
        const bool in_hz = unit.empty() || unit.starts_with("hz") || !std::isalpha(static_cast<unsigned char>(unit[0]));
        return fault == std::errc{} && value > 0 && in_hz ? std::optional(value) : std::nullopt;
    };
    return {after("HP:"), after("LP:"), after("N:")};
}

/// EDF+: the Startdate counts, since it has the whole year; the header's is "yy" behind 2084.
void say_if_other_day(std::string_view header_field, const Day& day, record::Ecg& ecg) {
    constexpr int century = 100;
    const auto other = header_date(header_field);
    if (!other) return;
    const bool year =
        other->year == day.year || (day.year > last_header_year && other->year % century == day.year % century);
    if (year && other->month == day.month && other->day == day.day) return;
    ecg.warnings.emplace_back(
        "the start date in the recording field differs from that of the header; the former is read, as EDF+ asks");
}

void add_recording(const FileHeader& header, double first_record_s, record::Ecg& ecg) {
    auto date = header_date(header.start_date);
    bool says_date = !date && !is_unknown_date(header.start_date);
    const auto words = core::split(header.recording, ' ');
    if (header.plus && words.size() >= 2 && words[0] == "Startdate") {
        date = plus_date(words[1]);  // four figures a year; X: not known, whatever the other field holds
        says_date = !date && !says_nothing(words[1]);
        if (date) say_if_other_day(header.start_date, *date, ecg);
        if (words.size() >= 3)
            add_other_id(ecg.facts.patient, plus_word(words[2]));  // the hospital's, of the investigation
        if (words.size() >= 5) ecg.facts.device.model = plus_word(words[4]);
    }
    if (!header.recording.empty()) ecg.comments.push_back("Recording: " + header.recording);
    const auto seconds = day_seconds(header.start_time);
    const bool within_a_second = first_record_s >= 0 && first_record_s < 1;  // as EDF+ asks
    if (says_date) say_no_date(ecg);
    if (!within_a_second) return;
    if (!date) {
        if (seconds && !says_nothing(header.start_time))
            ecg.facts.clock_time = clock_text(*seconds, first_record_s).substr(1);
        return;
    }
    ecg.start_time = day_text(*date) + (seconds ? clock_text(*seconds, first_record_s) : "");
    if (!seconds && !says_nothing(header.start_time)) say_no_time_of_day(ecg);
}

}  // namespace

void add_facts(const FileHeader& header, std::span<const SignalHeader* const> leads, double first_record_s,
               record::Ecg& ecg) {
    add_recording(header, first_record_s, ecg);
    auto& patient = ecg.facts.patient;
    const bool in_fields = take_plus_patient(header.patient, ecg);
    if (!in_fields && header.patient != "X") patient.name = header.patient;  // free text: a name, a number, or both
    ecg.facts.format_version = std::string(header.bdf ? "BDF" : "EDF") + (!header.plus           ? ""
                                                                          : header.discontinuous ? "+D"
                                                                                                 : "+C");
    ecg.facts.gain_source = "physical and digital range";
    const bool alike = !leads.empty() && std::all_of(leads.begin(), leads.end(), [&](const auto* lead) {
        return lead->prefilter == leads.front()->prefilter;
    });
    if (alike) ecg.facts.filters = filters_of(leads.front()->prefilter);
}

}  // namespace synchrony::io::edf
