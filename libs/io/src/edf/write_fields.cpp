#include "edf/write_fields.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>
#include <cstdio>

#include "synchrony/core/folded_text.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::io::edf {
namespace {

/// Letters of the patient field and of the recording field, and of a word within them.
constexpr std::size_t field_width = 80, most_of_word = 40;

std::string with_decimals(double value, int decimals) {
    char text[64];
    std::snprintf(text, sizeof text, "%.*f", decimals, value);
    std::string number = text;
    if (decimals > 0) {
        while (number.ends_with('0')) number.pop_back();
        if (number.ends_with('.')) number.pop_back();
    }
    return number;
}

/// "02-MAR-2002" from "2002-03-02...", or "X".
std::string plus_date_text(std::string_view iso) {
    constexpr std::array<const char*, 12> months{"JAN", "FEB", "MAR", "APR", "MAY", "JUN",
                                                 "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"};
    int month = 0;
    if (iso.size() >= 10) std::from_chars(iso.data() + 5, iso.data() + 7, month);
    if (month < 1 || month > 12) return "X";
    return std::string(iso.substr(8, 2)) + "-" + months[static_cast<std::size_t>(month - 1)] + "-" +
           std::string(iso.substr(0, 4));
}

bool has_letter_or_figure(std::string_view text) {
    return std::ranges::any_of(text, [](unsigned char c) { return c < 0x80 && std::isalnum(c) != 0; });
}

/// In ASCII, without the words of which no letter is left: "Li" of "Li, \u4f1f", nothing of "\u738b\u82b3".
std::string words_left(std::string_view text) {
    std::string left;
    bool whole = true;
    for (const auto word : core::split(text, ' ')) {
        const auto plain = ascii(word, std::string::npos);
        if (!all_ascii(word) && !has_letter_or_figure(plain)) {
            whole = false;
            continue;
        }
        left += (left.empty() ? "" : " ") + plain;
    }
    return whole ? left : std::string(core::trimmed(left, " ,"));
}

/// A word of the patient or recording field: no blanks, X where nothing is known.
std::string plus_field(std::string_view text) {
    auto word = words_left(text).substr(0, most_of_word);
    std::replace(word.begin(), word.end(), ' ', '_');
    return word.empty() ? "X" : word;
}

/// "code sex birth-date ", what stands before the name.
std::string before_name(const record::PatientFields& patient) {
    const std::string sex = patient.sex == "female" ? "F" : patient.sex == "male" ? "M" : "X";
    return plus_field(patient.id) + " " + sex + " " + plus_date_text(patient.birth_date) + " ";
}

std::string recorder_of(const record::Ecg& ecg) {
    return std::string(core::trimmed(ecg.facts.device.manufacturer + " " + ecg.facts.device.model));
}

/// "dd.mm.yy" and "hh.mm.ss"; the day that stands for "not known" where there is no start time or two figures cannot
/// say its year.
std::string start_fields(const std::optional<std::string>& start_time) {
    if (!start_time || start_time->size() < 19) return "01.01.8500.00.00";
    const auto& t = *start_time;
    const bool in_century = t.substr(0, 4) >= "1985" && t.substr(0, 4) <= "2084";
    const auto date = in_century ? t.substr(8, 2) + "." + t.substr(5, 2) + "." + t.substr(2, 2) : "01.01.85";
    return date + t.substr(11, 2) + "." + t.substr(14, 2) + "." + t.substr(17, 2);
}

}  // namespace

std::string field_text(double value, std::size_t width) {
    constexpr int most_decimals = 7;
    for (int decimals = most_decimals; decimals > 0; --decimals) {
        auto text = with_decimals(value, decimals);
        if (text.size() <= width) return text;
    }
    return with_decimals(value, 0);
}

double field_value(double value, std::size_t width) {
    const auto text = field_text(value, width);
    double read = 0;
    std::from_chars(text.data(), text.data() + text.size(), read);
    return read;
}

std::string seconds_text(double seconds) {
    constexpr int decimals = 7;  // what EDFlib keeps
    return with_decimals(seconds, decimals);
}

bool all_ascii(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c >= 0x20 && c <= 0x7e; });
}

std::string ascii(std::string_view text, std::size_t most) {
    std::string out;
    for (std::size_t at = 0; at < text.size() && out.size() < most;) {
        std::size_t end = at + 1;
        while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U) ++end;
        const auto letter = text.substr(at, end - at);
        auto plain = all_ascii(letter) ? std::string(letter) : core::folded(letter);
        if (plain.empty() || !all_ascii(plain)) plain = "_";
        // What is folded is small; a name begins with a capital.
        const bool begins = out.empty() || !std::isalnum(static_cast<unsigned char>(out.back()));
        if (begins && plain != letter)
            plain.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(plain.front())));
        out += plain;
        at = end;
    }
    return out.substr(0, most);
}

std::string padded(std::string_view text, std::size_t width) {
    std::string out(text.substr(0, width));
    out.resize(width, ' ');
    return out;
}

std::string prefilter_text(const record::Filters& filters) {
    std::string text;
    const auto add = [&](const char* mark, const std::optional<double>& hz) {
        if (hz) text += (text.empty() ? "" : " ") + std::string(mark) + core::shortest(*hz) + "Hz";
    };
    add("HP:", filters.high_pass_hz);
    add("LP:", filters.low_pass_hz);
    add("N:", filters.notch_hz);
    return text;
}

double start_fraction(const std::optional<std::string>& start_time) {
    if (!start_time || start_time->size() < 21 || (*start_time)[19] != '.') return 0.0;
    double fraction = 0;
    const auto text = "0" + start_time->substr(19);
    std::from_chars(text.data(), text.data() + text.size(), fraction);
    return fraction >= 0 && fraction < 1 ? fraction : 0.0;
}

std::vector<std::string> lost_in_fields(const record::Ecg& ecg) {
    std::vector<std::string> lost;
    bool other_letters = false;
    const auto check = [&](const char* what, std::string_view text, std::size_t room) {
        const auto plain = words_left(text);
        const std::string word(what);
        if (plain.empty() && !text.empty()) {
            lost.push_back(word + " is left out: its letters are not ASCII, and EDF holds no others");
            return;
        }
        other_letters |= !all_ascii(text);
        if (plain.size() > room)
            lost.push_back("the end of " + word + ": EDF holds " + std::to_string(room) + " letters of it here");
        if (text.find('_') != std::string::npos)
            lost.push_back("the underscores in " + word + ": EDF+ writes blanks so, and they are read as such");
        if (plain == "X") lost.push_back(word + " X: EDF+ writes so what is not known");
    };
    const auto& patient = ecg.facts.patient;
    check("the patient's id", patient.id, most_of_word);
    const auto before = before_name(patient).size();
    check("the patient's name", patient.name, std::min(most_of_word, field_width - before));
    if (other_letters)
        lost.emplace_back("EDF holds ASCII alone: the patient's name and id are written without other letters");
    check("the device", recorder_of(ecg), most_of_word);
    return lost;
}

std::string fixed_header(const record::Ecg& ecg, std::size_t signals, std::int64_t records,
                         const std::string& duration) {
    const auto& patient = ecg.facts.patient;
    const auto who = before_name(patient) + plus_field(patient.name);
    const auto how =
        "Startdate " + plus_date_text(ecg.start_time.value_or("")) + " X X " + plus_field(recorder_of(ecg));
    return padded("0", 8) + padded(who, field_width) + padded(how, field_width) + start_fields(ecg.start_time) +
           padded(std::to_string(256 * (signals + 1)), 8) + padded("EDF+C", 44) + padded(std::to_string(records), 8) +
           padded(duration, 8) + padded(std::to_string(signals), 4);
}

}  // namespace synchrony::io::edf
