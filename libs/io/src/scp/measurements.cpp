#include "scp/measurements.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "byte_cursor.hpp"
#include "printed_leads.hpp"
#include "scp/leads.hpp"
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

/// EN 1064, 5.13: the places of a lead's list, 16 bits each.
enum LeadPlace : std::size_t {
    q_ms = 4,
    r_ms,
    s_ms,
    r2_ms,
    s2_ms,
    q_uv,
    r_uv,
    s_uv,
    r2_uv,
    s2_uv,
    st_j_uv,
    p_positive_uv,
    p_negative_uv,
    t_positive_uv,
    t_negative_uv,
    st_j20_uv = 26,
    st_j60_uv,
    st_j80_uv,
    lead_places
};

record::LeadMeasurements lead_of(int code, ByteCursor cursor) {
    std::array<int, lead_places> list{};
    list.fill(first_mark);
    for (int& value : list)
        if (cursor.left() >= 2) value = cursor.take<std::int16_t>();
    const auto known = [&](LeadPlace place) { return list[place] < first_mark ? list[place] : 0; };
    const auto wave = [&](LeadPlace place) { return wave_mv(known(place)); };
    const auto lasts = [&](LeadPlace place) { return wave_ms(known(place)); };
    const auto level = [&](LeadPlace place) -> std::optional<double> {
        return list[place] < first_mark ? std::optional(level_mv(list[place])) : std::nullopt;
    };
    record::LeadMeasurements lead;
    lead.lead = lead_name(code);
    lead.p_positive_mv = wave(p_positive_uv), lead.p_negative_mv = wave(p_negative_uv);
    lead.q_mv = wave(q_uv), lead.q_ms = lasts(q_ms);
    lead.r_mv = wave(r_uv), lead.r_ms = lasts(r_ms);
    lead.s_mv = wave(s_uv), lead.s_ms = lasts(s_ms);
    lead.r2_mv = wave(r2_uv), lead.r2_ms = lasts(r2_ms);
    lead.s2_mv = wave(s2_uv), lead.s2_ms = lasts(s2_ms);
    lead.st_j_mv = level(st_j_uv), lead.st_j20_mv = level(st_j20_uv);
    lead.st_j60_mv = level(st_j60_uv), lead.st_j80_mv = level(st_j80_uv);
    lead.t_positive_mv = wave(t_positive_uv), lead.t_negative_mv = wave(t_negative_uv);
    return lead;
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

std::vector<record::LeadMeasurements> read_lead_measurements(std::span<const std::byte> data) {
    ByteCursor cursor(data);
    const std::size_t count = cursor.take<std::uint16_t>();
    cursor.skip(2);  // the maker's code
    std::vector<record::LeadMeasurements> leads;
    for (std::size_t i = 0; i < std::min(count, most_printed_leads); ++i) {
        const int code = cursor.take<std::uint16_t>();
        const auto list = cursor.take_bytes(cursor.take<std::uint16_t>());
        if (!cursor.good()) break;
        leads.push_back(lead_of(code, ByteCursor(list)));
    }
    return leads;
}

std::vector<std::string> read_statements(std::span<const std::byte> data, Letters& letters) {
    return read_lines(data,
                      [&](std::span<const std::byte> bytes) { return letters.text(ByteCursor::before_nul(bytes)); });
}

std::vector<std::string> read_coded_statements(std::span<const std::byte> data, Letters& letters) {
    return read_lines(data, [&](std::span<const std::byte> bytes) {
        ByteCursor cursor(bytes);
        cursor.skip(1);  // code, text or logic
        std::string line;
        while (cursor.left() > 0)
            if (const auto part = letters.text(cursor.take_string()); !part.empty()) core::append_word(line, part, " ");
        return line;
    });
}

}  // namespace synchrony::io::scp
