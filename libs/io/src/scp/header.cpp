#include "scp/header.hpp"

#include <array>
#include <cctype>

#include "birth_and_age.hpp"
#include "byte_cursor.hpp"
#include "calendar.hpp"
#include "other_names.hpp"
#include "scp/tags.hpp"
#include "sex.hpp"
#include "start_time.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::io::scp {
namespace {

// Tags of section 1 that are read (EN 1064, 5.4.5).
enum class Tag : unsigned {
    last_name = 0,
    first_name = 1,
    patient_id = 2,
    second_last_name = 3,
    age = 4,
    birth_date = 5,
    sex = 8,
    acquiring_device = 14,
    acquisition_date = 25,
    acquisition_time = 26,
    high_pass = 27,
    low_pass = 28,
    filter_bits = 29,
    free_text = 30,
    time_zone = 34
};

// Codes of the makers before they were written out (byte 8 of tag 14).
constexpr std::array<std::string_view, 21> makers = {"",
                                                     "Burdick",
                                                     "Cambridge",
                                                     "Compumed",
                                                     "Datamed",
                                                     "Fukuda",
                                                     "Hewlett-Packard",
                                                     "Marquette Electronics",
                                                     "Mortara",
                                                     "Nihon Kohden",
                                                     "Okin",
                                                     "Quinton",
                                                     "Siemens",
                                                     "Spacelabs",
                                                     "Telemed",
                                                     "Hellige",
                                                     "Esaote",
                                                     "Schiller",
                                                     "Picker-Schwarzer",
                                                     "et medical devices",
                                                     "Zwoenitz"};

/// What is put together only when all tags were seen.
struct Seen {
    std::string last_name, first_name;
    Day birth, day;
    int hour = -1, minute = -1, second = -1;
    std::uint8_t protocol = 0;
};

Day take_day(ByteCursor& value) {
    Day day;
    day.year = value.take<std::uint16_t>();
    day.month = value.take<std::uint8_t>();
    day.day = value.take<std::uint8_t>();
    return day;
}

void read_age(ByteCursor& value, record::Ecg& ecg) {
    constexpr double months_a_year = 12, days_a_year = 365.25, weeks_a_year = days_a_year / 7, hours_a_day = 24;
    constexpr std::array<double, 6> units_a_year = {
        0, 1, months_a_year, weeks_a_year, days_a_year, days_a_year * hours_a_day};
    const unsigned number = value.take<std::uint16_t>();
    const std::size_t unit = value.take<std::uint8_t>();
    if (!value.good() || number == 0) return;
    const bool known = unit >= 1 && unit < units_a_year.size();
    known ? set_age(ecg, number / units_a_year[unit]) : say_no_age(ecg);
}

void read_device(ByteCursor& value, record::Device& device, Letters& letters, Seen& seen) {
    value.skip(7);  // institution, department, device and its type
    const std::size_t maker = value.take<std::uint8_t>();
    device.model = letters.text(value.take_text(6));
    seen.protocol = value.take<std::uint8_t>();
    value.skip(20);             // compatibility, language, capabilities, mains frequency, reserved
    value.skip(1);              // length of the next text, which ends with NUL as well
    (void)value.take_string();  // the analysing program's revision
    (void)value.take_string();  // serial number
    device.software = letters.text(value.take_string());
    (void)value.take_string();  // software that made the record
    device.manufacturer = letters.text(value.take_string());
    if (device.manufacturer.empty() && maker < makers.size()) device.manufacturer = makers[maker];
}

void read_filter_bits(ByteCursor& value, record::Filters& filters) {
    const unsigned bits = value.take<std::uint8_t>();
    if ((bits & 1U) != 0) filters.notch_hz = 60.0;
    if ((bits & 2U) != 0) filters.notch_hz = 50.0;
}

/// Minutes ahead of UTC, an index and words; by EN 1064 7FFF: not defined.
void read_time_zone(ByteCursor& value, record::Ecg& ecg) {
    constexpr int undefined = 0x7fff;
    const int minutes = value.take<std::int16_t>();
    if (!value.good() || minutes == undefined) return;
    if (is_zone(minutes))
        ecg.facts.zone_minutes = minutes;
    else
        say_no_zone(ecg);
}

void read_tag(unsigned tag, std::span<const std::byte> bytes, Letters& letters, record::Ecg& ecg, Seen& seen) {
    ByteCursor value(bytes);
    auto& facts = ecg.facts;
    constexpr double hundredths = 100.0;  // tag 27 counts hundredths of a Hz
    switch (static_cast<Tag>(tag)) {
        case Tag::last_name:
            seen.last_name = letters.text(value.take_string());
            break;
        case Tag::first_name:
            seen.first_name = letters.text(value.take_string());
            break;
        case Tag::second_last_name:
            add_other_name(facts.patient, letters.text(value.take_string()));
            break;
        case Tag::patient_id:
            facts.patient.id = letters.text(value.take_string());
            break;
        case Tag::age:
            read_age(value, ecg);
            break;
        case Tag::birth_date:
            seen.birth = take_day(value);
            break;
        case Tag::sex: {
            const int code = value.take<std::uint8_t>();
            if (value.good()) set_sex_code(ecg, code);
            break;
        }
        case Tag::acquiring_device:
            read_device(value, facts.device, letters, seen);
            break;
        case Tag::acquisition_date:
            seen.day = take_day(value);
            break;
        case Tag::acquisition_time:
            seen.hour = value.take<std::uint8_t>();
            seen.minute = value.take<std::uint8_t>();
            seen.second = value.take<std::uint8_t>();
            if (!value.good()) seen.hour = -1;
            break;
        case Tag::high_pass:
            if (const unsigned hz = value.take<std::uint16_t>(); hz > 0) facts.filters.high_pass_hz = hz / hundredths;
            break;
        case Tag::low_pass:
            if (const unsigned hz = value.take<std::uint16_t>(); hz > 0) facts.filters.low_pass_hz = hz;
            break;
        case Tag::filter_bits:
            read_filter_bits(value, facts.filters);
            break;
        case Tag::free_text:
            if (auto text = letters.text(value.take_string()); !text.empty()) ecg.comments.push_back(std::move(text));
            break;
        case Tag::time_zone:
            read_time_zone(value, ecg);
            break;
        default:
            break;
    }
}

}  // namespace

std::uint8_t read_header(std::span<const std::byte> data, Letters& letters, record::Ecg& ecg) {
    Seen seen;
    for_each_tag(data,
                 [&](unsigned tag, std::span<const std::byte> value) { read_tag(tag, value, letters, ecg, seen); });
    auto& patient = ecg.facts.patient;
    patient.name = seen.last_name;
    if (!seen.first_name.empty()) core::append_word(patient.name, seen.first_name);
    set_birth_date(ecg, seen.birth);
    set_start_time(ecg, seen.day, seen.hour, seen.minute, seen.second);
    return seen.protocol;
}

}  // namespace synchrony::io::scp
