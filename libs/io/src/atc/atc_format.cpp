// Recordings of AliveCor's KardiaMobile (.atc).
// Source: AliveCor's own readers, ATCpy ("Alive File Format Specification 1.6") and atc2json, and their test files.
#include "atc/atc_format.hpp"

#include <array>

#include "byte_cursor.hpp"
#include "plain_text.hpp"
#include "start_time.hpp"
#include "stored_leads.hpp"
#include "synchrony/core/text.hpp"
#include "xml_values.hpp"

namespace synchrony::io::atc {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view signature = "ALIVE\0\0\0"sv;
constexpr std::size_t head_bytes = 12;   // signature and version
constexpr std::size_t frame_bytes = 12;  // of a block: name, length and check sum
constexpr double millivolts_per_nanovolt = 1e-6;

struct Kind {
    std::string_view block, lead;
};
constexpr std::array<Kind, 6> rhythm = {
    {{"ecg ", "I"}, {"ecg2", "II"}, {"ecg3", "III"}, {"ecg4", "aVR"}, {"ecg5", "aVL"}, {"ecg6", "aVF"}}};
constexpr std::array<Kind, 2> average_beat = {{{"avg ", "I"}, {"avg2", "II"}}};

// Bits of the format block's flags.
constexpr unsigned mains_60 = 2, mains_filter = 4, notch_filter = 32, enhanced_filter = 64;

struct Block {
    std::string_view name;
    std::span<const std::byte> data;
};

/// Check sums are sums of all bytes before them; some writers summed them as signed numbers.
bool sum_fits(std::span<const std::byte> bytes, std::uint32_t said) {
    std::uint32_t sum = 0, signed_sum = 0;
    for (const auto byte : bytes) {
        const auto value = std::to_integer<std::uint32_t>(byte);
        sum += value;
        signed_sum += value < 128 ? value : value - 256;
    }
    return said == sum || said == signed_sum;
}

bool sniff_atc(std::string_view head, const std::filesystem::path&) {
    return head.starts_with(signature);
}

core::Result<std::vector<Block>> blocks_of(std::span<const std::byte> bytes, const std::string& where,
                                           std::string& differing) {
    constexpr std::size_t most_blocks = 1000;
    std::vector<Block> blocks;
    std::size_t at = head_bytes;
    while (at < bytes.size()) {
        const auto place = where + ", byte " + std::to_string(at);
        const auto left = bytes.size() - at;
        const auto length = number_at<std::uint32_t>(bytes, at + 4);
        if (!length || left < frame_bytes || *length > left - frame_bytes)
            return core::fail_input("file is cut short", place, std::to_string(left) + " bytes",
                                    length ? "a block of " + std::to_string(*length) + " bytes and 12 around it"
                                           : "a block's name and length");
        if (blocks.size() == most_blocks)
            return core::fail_input("file holds too many blocks", place, "more than 1000", "about ten");
        const auto whole = bytes.subspan(at, frame_bytes - 4 + *length);
        const auto name = std::string_view(reinterpret_cast<const char*>(whole.data()), 4);
        if (!sum_fits(whole, *number_at<std::uint32_t>(bytes, at + whole.size())))
            core::append_word(differing, plain_text(name));
        blocks.push_back({name, whole.subspan(8)});
        at += whole.size() + 4;
    }
    return blocks;
}

std::span<const std::byte> find(const std::vector<Block>& blocks, std::string_view name) {
    for (const auto& block : blocks)
        if (block.name == name) return block.data;
    return {};
}

void add_info(std::span<const std::byte> bytes, record::Ecg& ecg) {
    ByteCursor cursor(bytes);
    set_start_time(ecg, cursor.take_text(32));  // "2016-06-01T18:15:25.777-04:00": the clock where it was recorded
    cursor.skip(40 + 44);                       // numbers of the recording and of the phone
    const auto phone = plain_text(cursor.take_text(32));
    const auto software = plain_text(cursor.take_text(32));
    ecg.facts.device = {"AliveCor", phone, software};
}

core::Result<record::Ecg> read_leads(const std::vector<Block>& blocks, std::span<const Kind> kinds, double rate_hz,
                                     double millivolts, const std::string& where) {
    std::vector<StoredLead> leads;
    for (const auto& kind : kinds) {
        const auto data = find(blocks, kind.block);
        if (data.empty()) continue;
        StoredLead lead;
        lead.name = kind.lead;
        lead.values = int16_values(data);
        lead.millivolts_per_unit = millivolts;
        leads.push_back(std::move(lead));
    }
    return assemble(leads, rate_hz, "atc", where);
}

void add_format_facts(unsigned flags, record::Ecg& ecg) {
    ecg.facts.gain_source = "resolution of the format block";
    if ((flags & (mains_filter | notch_filter)) != 0) ecg.facts.filters.notch_hz = (flags & mains_60) != 0 ? 60 : 50;
    if ((flags & enhanced_filter) != 0)
        ecg.warnings.emplace_back("samples went through AliveCor's enhanced filter, which changes the shape of waves");
}

core::Result<record::Ecg> read_atc(const RecordingFile& file, const ReadOptions& options) {
    const auto where = file.where();
    const auto bytes = file.bytes.view;
    if (!sniff_atc(file.bytes.text(), {}) || bytes.size() < head_bytes)
        return core::fail_input("file is no recording of AliveCor's", where, std::to_string(bytes.size()) + " bytes",
                                "ALIVE and a version at its beginning");
    std::string differing;
    SYNCHRONY_ASSIGN(const auto blocks, blocks_of(bytes, where, differing));
    ByteCursor format(find(blocks, "fmt "));
    const int kind = format.take<std::uint8_t>();
    const double rate = format.take<std::uint16_t>();
    const double nanovolts = format.take<std::uint16_t>();
    const unsigned flags = format.take<std::uint8_t>();
    if (!format.good() || kind != 1 || !(nanovolts > 0))
        return core::fail_input("form of the samples is not known", where,
                                format.good()
                                    ? "format " + std::to_string(kind) + ", " + core::shortest(nanovolts) + " nV a step"
                                    : "no format block",
                                "a block \"fmt \": format 1 and a step above 0 nV");
    SYNCHRONY_ASSIGN(const auto hz, sampling_frequency(rate, options, where));
    SYNCHRONY_TRY(check_size(rhythm.size(), find(blocks, "ecg ").size() / 2, options, where));
    const double millivolts = nanovolts * millivolts_per_nanovolt;
    SYNCHRONY_ASSIGN(auto ecg, read_leads(blocks, rhythm, hz, millivolts, where));
    if (!find(blocks, "avg ").empty()) {
        auto beat = read_leads(blocks, average_beat, hz, millivolts, where + ", average beat");
        if (beat) beat->record_name = "average";
        add_stored_beat(std::move(beat), "average beat is not read", ecg);
    }
    add_format_facts(flags, ecg);
    add_info(find(blocks, "info"), ecg);
    if (!differing.empty())
        ecg.warnings.emplace_back("check sum differs of block " + differing + ": the file was changed or damaged",
                                  "checksum_differs");
    return cut(std::move(ecg), options, where);
}

}  // namespace

Format format() {
    return {.name = "atc",
            .description = "AliveCor KardiaMobile, one or six leads",
            .versions = "any; files of 2, 3, 4",
            .extensions = {".atc"},
            .sniff = sniff_atc,
            .read = read_atc,
            .checked = "against Python's decoding, by hand",
            .checked_files = 8,
            .figure = "207,000 samples within 0.01 uV"};
}

}  // namespace synchrony::io::atc
