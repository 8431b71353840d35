#include "synchrony/io/wfdb_header.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <limits>

#include "other_signals.hpp"
#include "synchrony/io/source.hpp"
#include "synchrony/record/lead_names.hpp"
#include "wfdb/fields.hpp"
#include "wfdb/sample_format.hpp"

namespace synchrony::io::wfdb {
namespace {

using core::fail_input;
using core::Result;

constexpr std::int64_t int32_low = std::numeric_limits<std::int32_t>::min();
constexpr std::int64_t int32_high = std::numeric_limits<std::int32_t>::max();
/// 2^53: more frames than any recording has, and exact in a double.
constexpr std::int64_t most_frames = std::int64_t{1} << 53;
/// Frequencies beyond these are faults of the file: one frame a day, and 1 GHz.
constexpr double lowest_frequency_hz = 1e-5;
constexpr double highest_frequency_hz = 1e9;
/// Gains beyond this (per unit) are faults of the file; float could not hold the samples either.
constexpr double highest_gain = 1e15;
constexpr double lowest_gain = 1e-15;

/// Splits `token` at the first character of `marks`: the head, and from the mark on.
std::string_view take_until(std::string_view& token, std::string_view marks) {
    const auto head = token.substr(0, token.find_first_of(marks));
    token.remove_prefix(head.size());
    return head;
}

/// "360", "360/1000", "360/1000(7)".
Result<void> parse_frequency(std::string_view token, Header& header, const std::string& where) {
    const auto frequency = take_until(token, "/");
    SYNCHRONY_ASSIGN(header.frame_frequency_hz,
                     parse_number(frequency, lowest_frequency_hz, highest_frequency_hz, "sampling frequency", where));
    header.frequency_given = true;
    if (token.empty()) return {};
    token.remove_prefix(1);
    const auto counter = take_until(token, "(");
    SYNCHRONY_ASSIGN(header.counter_frequency_hz,
                     parse_number(counter, -highest_frequency_hz, highest_frequency_hz, "counter frequency", where));
    if (token.empty()) return {};
    if (!token.ends_with(')')) return fail_input("base counter has no ')'", where, std::string(token), "(number)");
    SYNCHRONY_ASSIGN(header.base_counter,
                     parse_number(token.substr(1, token.size() - 2), -1e18, 1e18, "base counter", where));
    return {};
}

/// "8:26:04" or "26:04.5": up to three numbers between colons.
Result<void> check_time(std::string_view token, const std::string& where) {
    std::string_view rest = token;
    for (int part = 0; part < 3; ++part) {
        const auto number = take_until(rest, ":");
        SYNCHRONY_TRY(parse_number(number, 0, 1e9, "base time", where));
        if (rest.empty()) return {};
        rest.remove_prefix(1);
    }
    return fail_input("wrong base time", where, quote(token), "hours:minutes:seconds");
}

Result<void> check_date(std::string_view token, const std::string& where) {
    std::string_view rest = token;
    for (const std::int64_t high : {31, 12, 9999}) {
        SYNCHRONY_TRY(parse_integer(take_until(rest, "/"), 0, high, "base date (day/month/year)", where));
        if (!rest.empty()) rest.remove_prefix(1);
    }
    if (rest.empty()) return {};
    return fail_input("wrong base date", where, quote(token), "day/month/year");
}

/// Nobody measures with the time of day: what is not as header(5) has it is said, but not repeated, and left out.
void take_start(std::string_view time, std::string_view date, Header& header, const std::string& where) {
    header.base_time = std::string(time);
    header.base_date = std::string(date);
    const bool is_time = time.empty() || (check_time(time, where) && (date.empty() || header.clock_time()));
    const bool is_date = date.empty() || check_date(date, where).has_value();
    if (!is_time) header.base_time.clear();
    if (!is_date) header.base_date.clear();
    header.date_unreadable = !date.empty() && !header.start_time();
    if (header.date_unreadable)
        header.warnings.emplace_back(
            "base date is no day/month/year with a year of four digits; the start time is left out");
    else if (!is_time)
        header.warnings.emplace_back(std::string("base time is no time of day (hours:minutes:seconds); the ") +
                                     (date.empty() ? "start time is left out" : "day is kept"));
}

/// "100", "m/5" (five segments), "ge/00001" (a path: its last part is the name), "ge/m/5". Gives the number of
/// segments.
Result<std::int64_t> parse_record_name(std::string_view token, Header& header, const std::string& file,
                                       const std::string& where) {
    std::int64_t segments = 0;
    std::string_view name = token;
    // A number behind the last '/' counts segments, unless it is written as none is ("00001") or is the header file's
    // own name; anything else there is the end of a path.
    const auto counts = [&](std::string_view tail) {
        const bool number = !tail.empty() && tail.find_first_not_of("0123456789+-") == std::string_view::npos;
        return number && !(tail.size() > 1 && tail.front() == '0') && std::filesystem::path(file).stem() != tail;
    };
    if (const auto slash = name.rfind('/'); slash != std::string_view::npos && counts(name.substr(slash + 1))) {
        header.multi_segment = true;
        SYNCHRONY_ASSIGN(segments, parse_integer(name.substr(slash + 1), 1, max_segments, "number of segments", where));
        name = name.substr(0, slash);
    }
    if (const auto slash = name.rfind('/'); slash != std::string_view::npos) {
        if (slash + 1 == name.size())
            return fail_input("record name ends with '/'", where, quote(token), "a record name, or name/segments");
        header.warnings.emplace_back("the record name in the header holds a path; its last part was taken");
        name = name.substr(slash + 1);
    }
    // A name that begins so would be a comment where the header is written again.
    if (name.starts_with('#'))
        return fail_input("record name begins with '#'", where, quote(token), "a record name, as 100 or ge/00001");
    header.record_name = std::string(name);
    return segments;
}

/// Fills `header` and gives how many signal or segment lines it promises.
Result<std::size_t> parse_record_line(const TextLine& line, Header& header, const std::string& file) {
    const std::string where = line_place(file, line);
    std::string_view rest = line.text;
    const std::string_view name = next_token(rest);
    SYNCHRONY_ASSIGN(const auto segments, parse_record_name(name, header, file, where));
    const auto signals = next_token(rest);
    if (signals.empty())
        return fail_input("record line has no number of signals", where, quote(header.record_name),
                          "record name, number of signals, sampling frequency, ...");
    SYNCHRONY_ASSIGN(const auto count, parse_integer(signals, 0, max_signals, "number of signals", where));
    header.signal_count = static_cast<int>(count);
    if (const auto token = next_token(rest); !token.empty()) SYNCHRONY_TRY(parse_frequency(token, header, where));
    if (const auto token = next_token(rest); !token.empty()) {
        SYNCHRONY_ASSIGN(header.frames, parse_integer(token, 0, most_frames, "number of samples", where));
    }
    const auto time = next_token(rest);
    take_start(time, next_token(rest), header, where);
    return static_cast<std::size_t>(header.multi_segment ? segments : count);
}

/// "16x4:3+24": format, samples a frame, skew, byte offset.
Result<void> parse_format(std::string_view token, SignalSpec& signal, const std::string& where) {
    const auto format = take_until(token, "x:+");
    SYNCHRONY_ASSIGN(const auto code, parse_integer(format, 0, 10000, "signal format", where));
    if (code != 0 && !find_format(static_cast<int>(code)))
        return fail_input("unknown signal format", where, std::to_string(code), "one of " + format_list());
    signal.format = static_cast<int>(code);
    while (!token.empty()) {
        const char mark = token.front();
        token.remove_prefix(1);
        const auto number = take_until(token, "x:+");
        if (mark == 'x') {
            SYNCHRONY_ASSIGN(const auto n, parse_integer(number, 1, max_samples_per_frame, "samples per frame", where));
            signal.samples_per_frame = static_cast<int>(n);
        } else if (mark == ':') {
            SYNCHRONY_ASSIGN(signal.skew, parse_integer(number, 0, int32_high, "skew", where));
        } else {
            SYNCHRONY_ASSIGN(signal.byte_offset, parse_integer(number, 0, most_frames, "byte offset", where));
        }
    }
    return {};
}

/// "200", "200/mV", "200(1024)/mV".
Result<void> parse_gain(std::string_view token, SignalSpec& signal, const std::string& where) {
    const auto number = take_until(token, "(/");
    SYNCHRONY_ASSIGN(signal.gain, parse_number(number, -highest_gain, highest_gain, "gain", where));
    if (*signal.gain != 0 && std::abs(*signal.gain) < lowest_gain)
        return fail_input("wrong gain", where, std::string(number), "0 or at least 1e-15 ADC units per physical unit");
    if (token.starts_with('(')) {
        token.remove_prefix(1);
        const auto baseline = take_until(token, ")");
        if (token.empty()) return fail_input("baseline has no ')'", where, std::string(baseline), "(number)");
        token.remove_prefix(1);
        // Some writers print "(0.0)".
        SYNCHRONY_ASSIGN(const double value, parse_number(baseline, static_cast<double>(int32_low),
                                                          static_cast<double>(int32_high), "baseline", where));
        signal.baseline = static_cast<std::int32_t>(std::lround(value));
    }
    if (token.starts_with('/')) signal.units = std::string(token.substr(1));
    return {};
}

Result<SignalSpec> parse_signal_line(const TextLine& line, const std::string& file) {
    const std::string where = line_place(file, line);
    std::string_view rest = line.text;
    SignalSpec signal;
    signal.file_name = std::string(next_token(rest));
    const auto format = next_token(rest);
    if (format.empty()) return fail_input("signal line has no format", where, signal.file_name, "file name and format");
    SYNCHRONY_TRY(parse_format(format, signal, where));
    if (signal.format != 0) SYNCHRONY_TRY(check_file_name(signal.file_name, where));
    if (const auto token = next_token(rest); !token.empty()) SYNCHRONY_TRY(parse_gain(token, signal, where));
    if (const auto token = next_token(rest); !token.empty()) {
        SYNCHRONY_ASSIGN(const auto bits, parse_integer(token, 0, 64, "ADC resolution", where));
        signal.adc_resolution = static_cast<int>(bits);
    }
    if (const auto token = next_token(rest); !token.empty()) {
        SYNCHRONY_ASSIGN(const auto zero, parse_integer(token, int32_low, int32_high, "ADC zero", where));
        signal.adc_zero = static_cast<std::int32_t>(zero);
    }
    if (const auto token = next_token(rest); !token.empty()) {
        SYNCHRONY_ASSIGN(const auto value, parse_integer(token, int32_low, int32_high, "initial value", where));
        signal.initial_value = static_cast<std::int32_t>(value);
    }
    if (const auto token = next_token(rest); !token.empty()) {
        // Written signed or unsigned by different programs; the low 16 bits are what counts.
        SYNCHRONY_ASSIGN(const auto sum, parse_integer(token, int32_low, int32_high, "checksum", where));
        signal.checksum = static_cast<std::uint16_t>(static_cast<std::uint64_t>(sum) & 0xffff);
    }
    if (const auto token = next_token(rest); !token.empty()) {
        SYNCHRONY_ASSIGN(signal.block_size, parse_integer(token, int32_low, int32_high, "block size", where));
    }
    signal.description = std::string(trim(rest));
    return signal;
}

Result<SegmentSpec> parse_segment_line(const TextLine& line, const std::string& file) {
    const std::string where = line_place(file, line);
    std::string_view rest = line.text;
    SegmentSpec segment;
    segment.name = std::string(next_token(rest));
    if (!segment.is_gap()) SYNCHRONY_TRY(check_file_name(segment.name, where));
    const auto length = next_token(rest);
    if (length.empty()) return fail_input("segment has no length", where, segment.name, "segment name and length");
    SYNCHRONY_ASSIGN(segment.frames, parse_integer(length, 0, most_frames, "segment length", where));
    return segment;
}

Result<void> check_counts(const Header& header, std::size_t promised, const std::string& where) {
    const std::size_t found = header.multi_segment ? header.segments.size() : header.signals.size();
    if (found < promised)
        return fail_input(
            header.multi_segment ? "header ends before its last segment" : "header ends before its last signal", where,
            std::to_string(found) + " lines", std::to_string(promised) + " lines");
    std::int64_t samples = 0;
    for (const auto& signal : header.signals) samples += signal.samples_per_frame;
    if (samples > max_samples_per_frame)
        return fail_input("frame is too large", where, std::to_string(samples) + " samples",
                          "at most " + std::to_string(max_samples_per_frame));
    return {};
}

void mark_other_signals(Header& header) {
    auto comments = header.comments;
    const auto names = take_other_signals(comments);
    const auto together = record::NamesTogether::of(header.signals, &SignalSpec::description);
    for (auto& signal : header.signals)
        signal.other = std::find(names.begin(), names.end(), signal.description) != names.end() ||
                       (together.eeg() && !together.is_lead_name(signal.description));
}

}  // namespace

Result<Header> parse_header(std::string_view text, const std::string& where) {
    constexpr std::size_t most_header_bytes = std::size_t{1} << 26;  // a million segments, and comments
    if (text.size() > most_header_bytes)
        return fail_input("header is too large", where, std::to_string(text.size()) + " bytes",
                          "at most " + std::to_string(most_header_bytes));
    Header header;
    std::size_t promised = 0;
    bool seen_record_line = false;
    for (TextLine line{{}, 1}; !text.empty(); ++line.number) {
        const auto end = text.find('\n');
        line.text = trim(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        if (line.text.empty()) continue;
        if (line.text.front() == '#') {
            header.comments.emplace_back(trim(line.text.substr(1)));
        } else if (!seen_record_line) {
            SYNCHRONY_ASSIGN(promised, parse_record_line(line, header, where));
            seen_record_line = true;
        } else if (header.multi_segment && header.segments.size() < promised) {
            SYNCHRONY_ASSIGN(auto segment, parse_segment_line(line, where));
            header.segments.push_back(std::move(segment));
        } else if (!header.multi_segment && header.signals.size() < promised) {
            SYNCHRONY_ASSIGN(auto signal, parse_signal_line(line, where));
            header.signals.push_back(std::move(signal));
        }  // Lines behind the last promised one are left alone, as the WFDB library does.
    }
    if (!seen_record_line)
        return fail_input("header has no record line", where, "only blanks and comments",
                          "record name and number of signals");
    SYNCHRONY_TRY(check_counts(header, promised, where));
    mark_other_signals(header);
    return header;
}

std::optional<std::string> Header::start_time() const {
    if (base_date.empty()) return std::nullopt;
    constexpr int first_year = 1000;  // four digits: "89" is of no century
    int day = 0, month = 0, year = 0, end = 0;
    if (std::sscanf(base_date.c_str(), "%2d/%2d/%4d%n", &day, &month, &year, &end) != 3) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                           std::chrono::day(static_cast<unsigned>(day))};
    if (static_cast<std::size_t>(end) != base_date.size() || year < first_year || !date.ok()) return std::nullopt;
    const auto time = clock_time();
    char text[40];
    std::snprintf(text, sizeof text, "%04d-%02d-%02d", year, month, day);
    return time ? text + ("T" + *time) : text;
}

std::optional<std::string> Header::clock_time() const {
    int hour = 0, minute = 0, used = 0;
    if (std::sscanf(base_time.c_str(), "%2d:%2d:%n", &hour, &minute, &used) != 2 || used == 0) return std::nullopt;
    std::string seconds = base_time.substr(static_cast<std::size_t>(used));
    double value = 0;
    const auto [stop, code] = std::from_chars(seconds.data(), seconds.data() + seconds.size(), value);
    if (code != std::errc() || stop != seconds.data() + seconds.size()) return std::nullopt;
    if (hour > 23 || minute > 59 || value < 0 || value >= 61) return std::nullopt;  // a leap second has 60
    if (seconds.find('.') == 1 || seconds.size() == 1) seconds.insert(0, "0");
    char text[16];
    std::snprintf(text, sizeof text, "%02d:%02d:", hour, minute);
    return text + seconds;
}

}  // namespace synchrony::io::wfdb
