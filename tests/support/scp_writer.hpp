// Writes SCP-ECG records (EN 1064) for tests: what no file at hand shows, our own encoder does.
#pragma once

#include <array>
#include <cstdlib>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "byte_writer.hpp"

namespace synchrony::test {

/// A record from its sections' data. Check sums and pointers are made.
struct ScpRecord {
    std::map<int, std::string> sections;  ///< without their headers; 0 is made
    int protocol = 20;

    [[nodiscard]] std::string bytes() const {
        constexpr std::size_t pointers = 12, first = 6 + 16 + 10 * pointers;
        std::string table, bodies;
        table += u16(0) + u32(static_cast<std::int64_t>(first) - 6) + u32(7);
        for (int id = 1; id < static_cast<int>(pointers); ++id) {
            const auto found = sections.find(id);
            if (found == sections.end()) {
                table += u16(id) + u32(0) + u32(0);
                continue;
            }
            const std::string whole = section(id, found->second);
            table += u16(id) + u32(static_cast<std::int64_t>(whole.size())) +
                     u32(static_cast<std::int64_t>(first + bodies.size()) + 1);
            bodies += whole;
        }
        const std::string rest = section(0, table) + bodies;
        const std::string summed = u32(static_cast<std::int64_t>(rest.size()) + 6) + rest;
        return u16(plain_crc(summed)) + summed;
    }

  private:
    [[nodiscard]] std::string section(int id, std::string data) const {
        if (data.size() % 2 != 0) data += '\0';
        const std::string summed = u16(id) + u32(static_cast<std::int64_t>(data.size()) + 16) + u8(protocol) +
                                   u8(protocol) + field(id == 0 ? "SCPECG" : "", 6) + data;
        return u16(plain_crc(summed)) + summed;
    }
};

/// A Huffman code as the standard prints it: bits from left to right.
struct ScpCode {
    std::string bits;
    int extra = 0;  ///< bits of the value behind them
    int value = 0;  ///< or the table to change to
    bool changes = false;
};
using ScpTable = std::vector<ScpCode>;

/// The standard's own table, as its annex lists it.
inline ScpTable scp_default_table() {
    return {{"0", 0, 0},           {"100", 0, 1},        {"101", 0, -1},       {"1100", 0, 2},
            {"1101", 0, -2},       {"11100", 0, 3},      {"11101", 0, -3},     {"111100", 0, 4},
            {"111101", 0, -4},     {"1111100", 0, 5},    {"1111101", 0, -5},   {"11111100", 0, 6},
            {"11111101", 0, -6},   {"111111100", 0, 7},  {"111111101", 0, -7}, {"1111111100", 0, 8},
            {"1111111101", 0, -8}, {"1111111110", 8, 0}, {"1111111111", 16, 0}};
}

/// Section 2 with tables of one's own.
inline std::string scp_tables(const std::vector<ScpTable>& tables) {
    std::string out = u16(static_cast<std::int64_t>(tables.size()));
    for (const auto& table : tables) {
        out += u16(static_cast<std::int64_t>(table.size()));
        for (const auto& code : table) {
            std::int64_t base = 0;
            for (std::size_t i = 0; i < code.bits.size(); ++i) base |= std::int64_t{code.bits[i] == '1'} << i;
            const auto prefix = static_cast<std::int64_t>(code.bits.size());
            out += u8(prefix) + u8(prefix + code.extra) + u8(code.changes ? 0 : 1) + u16(code.value) + u32(base);
        }
    }
    return out;
}
inline std::string scp_default_tables() {
    return u16(19999);
}

/// The code of `table` that can say `value`, the shortest first.
inline const ScpCode* scp_code_for(const ScpTable& table, int value) {
    const ScpCode* best = nullptr;
    for (const auto& code : table) {
        const int above = value - code.value;
        const bool fits =
            code.extra == 0 ? above == 0 : above >= -(1 << (code.extra - 1)) && above < (1 << (code.extra - 1));
        if (!code.changes && fits &&
            (best == nullptr || code.bits.size() + static_cast<std::size_t>(code.extra) <
                                    best->bits.size() + static_cast<std::size_t>(best->extra)))
            best = &code;
    }
    return best;
}

/// Values as a lead's bytes. Where the table in use has no code, the table is changed; it stays changed.
inline std::string scp_huffman(const std::vector<int>& values, const std::vector<ScpTable>& tables) {
    std::string bits;
    std::size_t in_use = 0;
    for (const int value : values) {
        const ScpCode* code = scp_code_for(tables[in_use], value);
        if (code == nullptr)
            for (const auto& change : tables[in_use]) {
                if (!change.changes) continue;
                in_use = static_cast<std::size_t>(change.value) - 1;
                bits += change.bits;
                code = scp_code_for(tables[in_use], value);
                break;
            }
        if (code == nullptr) std::abort();
        bits += code->bits;
        for (int bit = code->extra - 1; bit >= 0; --bit) bits += (((value - code->value) >> bit) & 1) != 0 ? '1' : '0';
    }
    std::string out;
    while (bits.size() % 8 != 0) bits += '0';
    for (std::size_t i = 0; i < bits.size(); i += 8) out += static_cast<char>(std::stoi(bits.substr(i, 8), nullptr, 2));
    return out;
}

/// First or second differences, within 16 bits.
inline std::vector<int> scp_differences(const std::vector<int>& samples, int order) {
    std::vector<int> out = samples;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        if (order == 1 && i >= 1) out[i] = samples[i] - samples[i - 1];
        if (order == 2 && i >= 2) out[i] = samples[i] - 2 * samples[i - 1] + samples[i - 2];
        out[i] = static_cast<std::int16_t>(out[i]);
    }
    return out;
}

/// One lead's bytes; without tables two bytes a sample.
inline std::string scp_lead(const std::vector<int>& samples, int order, const std::vector<ScpTable>& tables) {
    const auto values = scp_differences(samples, order);
    if (!tables.empty()) return scp_huffman(values, tables);
    std::string out;
    for (const int value : values) out += u16(value);
    return out;
}

/// Section 5 or 6.
struct ScpSignal {
    int nanovolts = 2500;
    int interval_us = 2000;
    int order = 0;  ///< of differences
    bool bimodal = false;
    std::vector<ScpTable> tables = {};
    std::vector<std::vector<int>> leads = {};

    [[nodiscard]] std::string data() const {
        std::string head = u16(nanovolts) + u16(interval_us) + u8(order) + u8(bimodal ? 1 : 0), body;
        for (const auto& lead : leads) {
            const std::string coded = scp_lead(lead, order, tables);
            head += u16(static_cast<std::int64_t>(coded.size()));
            body += coded;
        }
        return head + body;
    }
};

struct ScpSpan {
    std::int64_t first = 1, last = 0;
    int code = 1;
};

/// Section 3.
inline std::string scp_leads(const std::vector<ScpSpan>& leads, bool subtracted = false) {
    std::string out = u8(static_cast<std::int64_t>(leads.size())) + u8((subtracted ? 1 : 0) | 4 | 8 * 8);
    for (const auto& lead : leads) out += u32(lead.first) + u32(lead.last) + u8(lead.code);
    return out;
}

struct ScpBeat {
    int type = 0;
    std::int64_t first = 0, fiducial = 0, last = 0;
    std::int64_t protected_first = 0, protected_last = 0;
};

/// Section 4; version 1.0 lists no protected zones.
inline std::string scp_beats(int length_ms, int fiducial, const std::vector<ScpBeat>& beats,
                             bool list_protected = true) {
    std::string out = u16(length_ms) + u16(fiducial) + u16(static_cast<std::int64_t>(beats.size()));
    for (const auto& beat : beats) out += u16(beat.type) + u32(beat.first) + u32(beat.fiducial) + u32(beat.last);
    if (list_protected)
        for (const auto& beat : beats) out += u32(beat.protected_first) + u32(beat.protected_last);
    return out;
}

/// A tag of section 1.
inline std::string scp_tag(int tag, const std::string& value) {
    return u8(tag) + u16(static_cast<std::int64_t>(value.size())) + value;
}

/// A small record of two leads, for tests that spoil it: I and V1, 40 samples.
inline ScpRecord small_scp_record() {
    ScpSignal rhythm;
    for (const int step : {3, -7}) {
        std::vector<int> lead;
        for (int n = 0; n < 40; ++n) lead.push_back(step * n * (n % 5));
        rhythm.leads.push_back(lead);
    }
    rhythm.order = 2;
    rhythm.tables = {scp_default_table()};
    ScpRecord record;
    record.sections[1] = scp_tag(0, std::string("Doe\0", 4)) + scp_tag(255, "");
    record.sections[2] = scp_default_tables();
    record.sections[3] = scp_leads({{1, 40, 1}, {1, 40, 3}});
    record.sections[6] = rhythm.data();
    return record;
}

}  // namespace synchrony::test
