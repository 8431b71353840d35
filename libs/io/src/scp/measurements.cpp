#include "scp/measurements.hpp"

#include <cmath>

#include "byte_cursor.hpp"
#include "plain_text.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::io::scp {
namespace {

// EN 1064, 5.10: numbers from here on say that nothing was measured (29999), that it was not looked for (29998), ...
constexpr int first_mark = 29990;
constexpr int no_axis = 999;
constexpr double ms_a_minute = 60000.0;
constexpr double ms_a_second = 1000.0;

bool measured(int value) {
    return value > 0 && value < first_mark;
}

std::optional<double> between(int from, int to) {
    if (from >= first_mark || to >= first_mark || to <= from) return std::nullopt;
    return to - from;
}

std::optional<double> axis(int degrees) {
    return std::abs(degrees) < no_axis ? std::optional<double>(degrees) : std::nullopt;
}

/// The first block is the reference beat's.
void read_reference_beat(ByteCursor& cursor, record::PrintedMeasurements& printed) {
    const int p_onset = cursor.take<std::uint16_t>(), p_end = cursor.take<std::uint16_t>();
    const int qrs_onset = cursor.take<std::uint16_t>(), qrs_end = cursor.take<std::uint16_t>();
    const int t_end = cursor.take<std::uint16_t>();
    const int p_axis = cursor.take<std::int16_t>(), qrs_axis = cursor.take<std::int16_t>();
    const int t_axis = cursor.take<std::int16_t>();
    if (!cursor.good()) return;
    printed.p_ms = between(p_onset, p_end);
    printed.pr_ms = between(p_onset, qrs_onset);
    printed.qrs_ms = between(qrs_onset, qrs_end);
    printed.qt_ms = between(qrs_onset, t_end);
    printed.p_axis_deg = axis(p_axis);
    printed.qrs_axis_deg = axis(qrs_axis);
    printed.t_axis_deg = axis(t_axis);
}

void read_spikes(ByteCursor& cursor, std::size_t count, record::FileFacts& facts) {
    for (std::size_t i = 0; i < count; ++i) {
        const int time_ms = cursor.take<std::uint16_t>();
        cursor.skip(2);  // amplitude
        if (cursor.good()) facts.pacing_spikes_s.push_back(time_ms / ms_a_second);
    }
    cursor.skip(count * 6);  // kind, source, beat and width of each
}

constexpr std::size_t statement_head = 8;  // confirmed or not, date and time

template <typename OneStatement>
std::vector<std::string> read_lines(std::span<const std::byte> data, OneStatement one_statement) {
    ByteCursor cursor(data);
    cursor.skip(statement_head);
    const std::size_t count = cursor.take<std::uint8_t>();
    std::vector<std::string> lines;
    for (std::size_t i = 0; i < count; ++i) {
        cursor.skip(1);  // number
        const auto bytes = cursor.take_bytes(cursor.take<std::uint16_t>());
        if (!cursor.good()) break;
        if (auto line = one_statement(bytes); !line.empty()) lines.push_back(std::move(line));
    }
    return lines;
}

}  // namespace

void read_measurements(std::span<const std::byte> data, record::FileFacts& facts) {
    ByteCursor cursor(data);
    const std::size_t blocks = cursor.take<std::uint8_t>(), spikes = cursor.take<std::uint8_t>();
    const int rr_ms = cursor.take<std::uint16_t>();
    cursor.skip(2);  // PP
    auto& printed = facts.printed;
    if (measured(rr_ms)) printed.heart_rate_per_min = std::round(ms_a_minute / rr_ms);
    constexpr std::size_t block_bytes = 16;
    if (blocks > 0) {
        read_reference_beat(cursor, printed);
        cursor.skip((blocks - 1) * block_bytes);
    }
    read_spikes(cursor, spikes, facts);
    cursor.skip(cursor.take<std::uint16_t>());  // the kind of each beat
    const int ventricular_rate = cursor.take<std::uint16_t>();
    cursor.skip(2);  // atrial rate
    const int qtc_ms = cursor.take<std::uint16_t>();
    if (!cursor.good()) return;
    if (measured(ventricular_rate)) printed.heart_rate_per_min = ventricular_rate;
    if (measured(qtc_ms)) printed.qtc_ms = qtc_ms;
}

std::vector<std::string> read_statements(std::span<const std::byte> data) {
    return read_lines(data, [](std::span<const std::byte> bytes) { return plain_text(ByteCursor::before_nul(bytes)); });
}

std::vector<std::string> read_coded_statements(std::span<const std::byte> data) {
    return read_lines(data, [](std::span<const std::byte> bytes) {
        ByteCursor cursor(bytes);
        cursor.skip(1);  // code, text or logic
        std::string line;
        while (cursor.left() > 0)
            if (const auto part = plain_text(cursor.take_string()); !part.empty()) core::append_word(line, part, " ");
        return line;
    });
}

}  // namespace synchrony::io::scp
