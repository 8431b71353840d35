#include "synchrony/inputs/same_samples.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "synchrony/core/sha256.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::inputs {
namespace {

constexpr std::size_t stretches = 12;  // of a lead, evenly spread
constexpr double stretch_s = 0.02;     // rounding averages out, a QRS complex does not
constexpr int most_apart_uv = 6;       // what steps of 5 µV do to a mean, and both keys' own rounding
constexpr int least_loud_uv = 100;     // where all is quieter, only equal samples are one recording
constexpr char head_end = '\n';        // the stretches follow, two bytes each

std::vector<const record::Lead*> compared_leads(const record::Ecg& ecg) {
    const auto recorded = record::independent_leads();
    std::vector<const record::Lead*> leads;
    for (const auto name : recorded)
        if (const auto* lead = ecg.find_lead(name)) leads.push_back(lead);
    if (leads.size() < recorded.size()) {
        leads.clear();
        for (const auto& lead : ecg.leads) leads.push_back(&lead);
    }
    return leads;
}

void append(std::string& bytes, std::int32_t value, int count) {
    for (int shift = 0; shift < 8 * count; shift += 8) bytes += static_cast<char>((value >> shift) & 0xff);
}

/// Means of the stretches, µV.
void append_stretches(std::string& key, const record::Lead& lead, double rate_hz) {
    const auto size = lead.samples.size();
    const auto length =
        std::clamp<std::size_t>(static_cast<std::size_t>(stretch_s * rate_hz), 1, std::max(size, std::size_t{1}));
    for (std::size_t k = 0; k < stretches; ++k) {
        const auto begin = (size - std::min(size, length)) * (2 * k + 1) / (2 * stretches);
        double sum = 0.0;
        for (auto i = begin; i < std::min(size, begin + length); ++i)
            if (std::isfinite(lead.samples[i])) sum += static_cast<double>(lead.samples[i]);
        const double uv = std::clamp(1000.0 * sum / static_cast<double>(length), -32000.0, 32000.0);
        append(key, static_cast<std::int32_t>(std::lround(uv)), 2);
    }
}

/// A key taken apart.
struct Mark {
    std::string_view alike;  ///< what must be equal: rate, leads, length
    std::vector<int> uv;
};

Mark mark_of(const std::string& key) {
    const auto end = key.find(head_end), sum = key.find('|');
    Mark mark{std::string_view(key).substr(sum, end - sum), {}};
    for (std::size_t i = end + 1; i + 1 < key.size(); i += 2) {
        const auto low = static_cast<unsigned char>(key[i]), high = static_cast<unsigned char>(key[i + 1]);
        mark.uv.push_back(static_cast<std::int16_t>(low | (high << 8)));
    }
    return mark;
}

bool alike(const Mark& a, const Mark& b) {
    if (a.alike != b.alike || a.uv.size() != b.uv.size()) return false;
    int loudest = 0;
    for (std::size_t i = 0; i < a.uv.size(); ++i) {
        if (std::abs(a.uv[i] - b.uv[i]) > most_apart_uv) return false;
        loudest = std::max(loudest, std::abs(a.uv[i]));
    }
    return loudest >= least_loud_uv;
}

/// Cells of a grid over a few stretches; a mark near a border stands in both cells, so that two marks that are alike
/// share one. Few others do: all pairs of a hundred thousand are not compared.
std::vector<std::string> cells_of(const Mark& mark) {
    constexpr std::size_t coordinates = 6;
    constexpr int cell_uv = 64, offset_uv = 32000;
    std::vector<std::string> cells{std::string(mark.alike)};
    for (std::size_t c = 0; c < coordinates && !mark.uv.empty(); ++c) {
        const int at = mark.uv[c * mark.uv.size() / coordinates] + offset_uv;
        const int low = std::max(0, at - most_apart_uv) / cell_uv, high = (at + most_apart_uv) / cell_uv;
        const auto before = cells.size();
        for (std::size_t i = 0; i < before; ++i) {
            if (high != low) cells.push_back(cells[i] + "," + std::to_string(high));
            cells[i] += "," + std::to_string(low);
        }
    }
    return cells;
}

}  // namespace

std::string samples_key(const record::Ecg& ecg) {
    const auto leads = compared_leads(ecg);
    std::string bytes = core::shortest(ecg.sampling_frequency_hz), head = "|" + bytes, means;
    for (const auto* lead : leads) {
        bytes += "|" + lead->name + "|";
        head += "|" + lead->name + " " + std::to_string(lead->samples.size());
        for (const float mv : lead->samples) {
            // Whole µV; the offset is no multiple of any recorder's step, so that a float's last bit decides nothing.
            constexpr double offset = 0.3183;
            append(bytes, static_cast<std::int32_t>(std::clamp(std::floor(1000.0 * mv + offset), -2e9, 2e9)), 4);
        }
        append_stretches(means, *lead, ecg.sampling_frequency_hz);
    }
    return core::sha256(bytes) + head + head_end + means;
}

void join_alike(std::span<std::string> keys) {
    std::vector<std::string> first;  // of each recording
    std::unordered_map<std::string, std::size_t> known;
    std::unordered_map<std::string, std::vector<std::size_t>> in_cell;
    for (auto& key : keys) {
        if (key.empty()) continue;
        const auto [place, is_new] = known.emplace(key, first.size());
        if (is_new) {
            const auto mark = mark_of(key);
            const auto cells = cells_of(mark);
            std::size_t same = first.size();
            for (const auto& cell : cells)
                for (const auto other : in_cell[cell])
                    if (other < same && alike(mark_of(first[other]), mark)) same = other;
            place->second = same;
            if (same == first.size()) {
                for (const auto& cell : cells) in_cell[cell].push_back(same);
                first.push_back(key);
            }
        }
        key = first[place->second];
    }
}

}  // namespace synchrony::inputs
