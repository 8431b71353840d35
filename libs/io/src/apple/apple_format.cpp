// ECGs of an Apple Watch as Apple Health exports them: some lines of a name and a value each, in the language of the
// phone, then one number a line. Written after two files of a Chinese phone and heads that public readers quote
// (English, German, Portuguese). Names are in any language and not read, but values are: "512 hertz", "µV", a date.
#include "apple/apple_format.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "birth_and_age.hpp"
#include "csv/table.hpp"
#include "date_order.hpp"
#include "parts.hpp"
#include "start_time.hpp"
#include "stored_leads.hpp"
#include "synchrony/core/foreign_text.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/record/lead_names.hpp"
#include "xml_values.hpp"

namespace synchrony::io::apple {
namespace {

constexpr std::size_t most_head_lines = 24;

/// What stands before the samples, a value a line, and where these begin.
struct Head {
    std::vector<std::string> values;  ///< behind the first comma, without quotes; empty where a line has none
    std::optional<double> rate_hz;
    std::string unit;
    std::size_t date_line = 0;  ///< of `values`; the number of lines where none is a date
    std::string_view samples;
};

std::string value_of(std::string_view line) {
    const auto comma = line.find(',');
    if (comma == line.npos) return {};
    return std::string(core::trimmed(core::trimmed(line.substr(comma + 1)), "\""));
}

/// 512 of "512 hertz", "512,844 Hz" and "512赫兹": a number and then a word of any language.
std::optional<double> rate_of(const std::string& value) {
    const auto end = value.find_first_not_of("0123456789.,");
    if (end == 0 || end == value.npos) return std::nullopt;
    const auto word = core::trimmed(std::string_view(value).substr(end));
    const auto no_letter = [](unsigned char c) { return c < 128 && std::isalpha(c) == 0; };
    if (word.empty() || std::any_of(word.begin(), word.end(), no_letter)) return std::nullopt;
    std::string number = value.substr(0, end);
    std::replace(number.begin(), number.end(), ',', '.');
    return number_of(number);
}

/// "2019-03-28 21:47:12 +0100"
bool is_date(const std::string& value) {
    constexpr std::string_view pattern = "dddd-dd-dd dd:dd:dd";
    if (value.size() < pattern.size()) return false;
    for (std::size_t i = 0; i < pattern.size(); ++i)
        if (pattern[i] == 'd' ? std::isdigit(static_cast<unsigned char>(value[i])) == 0 : value[i] != pattern[i])
            return false;
    return true;
}

bool is_number(std::string_view line) {
    return !line.empty() && line.find_first_not_of("+-0123456789.,") == line.npos;
}

/// The lines of a head up to the first number; nothing where it is none of Apple's.
std::optional<Head> head_of(std::string_view text) {
    text = core::without_byte_order_mark(text);
    Head head;
    bool dated = false;
    for (std::size_t lines = 0; lines < most_head_lines; ++lines) {
        const auto end = text.find('\n');
        const auto line = core::trimmed(text.substr(0, end));
        if (is_number(line)) break;
        if (end == text.npos) return std::nullopt;
        text.remove_prefix(end + 1);
        if (line.empty()) continue;
        auto value = value_of(line);
        if (!head.rate_hz) head.rate_hz = rate_of(value);
        if (head.unit.empty() && record::millivolts_per(value)) head.unit = value;
        if (!dated && is_date(value)) {
            dated = true;
            head.date_line = head.values.size();
        }
        head.values.push_back(std::move(value));
    }
    head.samples = text;
    if (!dated || head.unit.empty() || !head.rate_hz) return std::nullopt;
    return head;
}

bool sniff_apple(std::string_view head, const std::filesystem::path&) {
    return head.find('\0') == head.npos && head_of(head).has_value();
}

/// One number a line, in `unit`. Some languages write a decimal comma; a file with both signs is refused.
core::Result<std::vector<float>> numbers_in(std::string_view text, double unit, const ReadOptions& options,
                                            const std::string& where) {
    const char point = text.find('.') == text.npos ? ',' : '.';
    std::vector<float> out;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        const auto line = core::trimmed(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.empty()) continue;
        double value = 0;
        if (line.find(point == '.' ? ',' : '.') != line.npos || !csv::parse_cell(line, point, value))
            return core::fail_input("sample is no number", where + ", sample " + std::to_string(out.size() + 1),
                                    core::in_quotes(line), std::string("a number with the decimal sign ") + point);
        if (out.size() % 4096 == 0) SYNCHRONY_TRY(check_size(1, out.size() + 1, options, where));
        out.push_back(static_cast<float>(value * unit));
    }
    return out;
}

/// Name and birth date stand before the date of the recording, what the watch said of the rhythm behind it.
void add_facts(const Head& head, record::Ecg& ecg) {
    const auto value = [&](std::size_t line) { return line < head.values.size() ? head.values[line] : std::string(); };
    constexpr std::size_t software_lines = 3, device_lines = 4, iso_day = 10;
    const std::array<std::string, 2> said{value(1), value(head.date_line).substr(0, iso_day)};
    const auto dates = date_order_of(said, ecg);
    set_start_time(ecg, value(head.date_line), dates);
    ecg.facts.gain_source = "unit that the file states";
    if (head.date_line >= 1) ecg.facts.patient.name = words_of(value(0));
    if (head.date_line >= 2) set_birth_date(ecg, value(1), dates);
    const auto rhythm = words_of(value(head.date_line + 1));
    if (!rhythm.empty()) ecg.facts.printed.statements = {rhythm};
    const auto model = words_of(value(head.date_line + device_lines));
    const bool watch = core::lower(model).find("watch") != std::string::npos;
    ecg.facts.device = {"Apple", watch ? model : std::string(),
                        watch ? words_of(value(head.date_line + software_lines)) : std::string()};
}

core::Result<record::Ecg> read_apple(const RecordingFile& file, const ReadOptions& options) {
    const auto where = file.where();
    const auto head = head_of(file.bytes.text());
    if (!head)
        return core::fail_input("file is no ECG of Apple Health's export", where, "another head",
                                "lines with a date, a sampling frequency and a unit before the samples");
    SYNCHRONY_ASSIGN(const auto hz, sampling_frequency(head->rate_hz, options, where));
    SYNCHRONY_ASSIGN(auto samples, numbers_in(head->samples, *record::millivolts_per(head->unit), options, where));
    if (samples.empty())
        return core::fail_input("recording has no samples", where, "0 samples", "one number a line behind the head");
    record::Ecg ecg;
    ecg.format = "apple";
    ecg.sampling_frequency_hz = hz;
    ecg.leads.push_back(to_lead("I", std::move(samples)));  // the watch records between both arms
    add_facts(*head, ecg);
    return cut(std::move(ecg), options, where);
}

}  // namespace

Format format() {
    return {.name = "apple",
            .description = "Apple Watch ECG (Apple Health's export)",
            .versions = "any language",
            .extensions = {".csv"},
            .sniff = sniff_apple,
            .read = read_apple,
            .checked = "against Python's decoding, by hand",
            .checked_files = 2,
            .figure = "0 of 30,720 samples differ"};
}

}  // namespace synchrony::io::apple
