// Files that a Contec ECG90A stores on its card.
// Source: N. Rigacci, "Contec ECG90A Electrocardiograph - ECG File Format", rigacci.org/wiki (2020), by looking at
// files; order of the leads, step and zero agree with a second author's, who decoded the same device over USB.
#include "contec/contec_format.hpp"

#include <algorithm>
#include <array>

#include "byte_cursor.hpp"
#include "other_names.hpp"
#include "start_time.hpp"
#include "stored_leads.hpp"
#include "synchrony/core/text.hpp"
#include "xml_values.hpp"

namespace synchrony::io::contec {
namespace {

constexpr std::size_t case_bytes = 8, time_at = 10, time_bytes = 20, name_at = 32, name_bytes = 8;
constexpr std::size_t sex_at = 40, age_at = 41, head_bytes = 43, tail_bytes = 37;
constexpr std::size_t leads = 8, frame_bytes = 2 * leads;
constexpr double rate_hz = 800.0, millivolts_per_unit = 0.005;
constexpr std::int32_t zero = 2048, missing = 0x6800;
constexpr std::array<const char*, leads> lead_names = {"II", "III", "V1", "V2", "V3", "V4", "V5", "V6"};

/// "2020-11-12 18:09:05" and a zero byte.
bool is_time_of_contec(std::string_view text) {
    constexpr std::string_view pattern = "dddd-dd-dd dd:dd:dd";
    if (text.size() != pattern.size() + 1 || text.back() != '\0') return false;
    for (std::size_t i = 0; i < pattern.size(); ++i)
        if (pattern[i] == 'd' ? text[i] < '0' || text[i] > '9' : text[i] != pattern[i]) return false;
    return true;
}

bool sniff_contec(std::string_view head, const std::filesystem::path&) {
    if (head.size() < head_bytes || !is_time_of_contec(head.substr(time_at, time_bytes))) return false;
    const auto case_name = head.substr(0, case_bytes);
    const auto digits = case_name.find_first_not_of("0123456789");
    const auto sex = static_cast<unsigned char>(head[sex_at]);
    return digits > 0 && digits < case_bytes && case_name[digits] == '\0' && (sex <= 1 || sex == 255);
}

/// A frame of zeros ends the samples.
std::size_t frames_of(std::span<const std::byte> data) {
    const std::size_t whole = data.size() / frame_bytes;
    for (std::size_t n = 0; n < whole; ++n) {
        const auto frame = data.subspan(n * frame_bytes, frame_bytes);
        if (std::all_of(frame.begin(), frame.end(), [](std::byte b) { return b == std::byte{0}; })) return n;
    }
    return whole;
}

void add_facts_of(std::span<const std::byte> bytes, record::Ecg& ecg) {
    const auto text = [&](std::size_t at, std::size_t length) {
        return ByteCursor::before_nul(bytes.subspan(at, length));
    };
    set_start_time(ecg, text(time_at, time_bytes));
    ecg.facts.gain_source = "the device's own, 5 uV";
    ecg.facts.device = {"Contec", "ECG90A", {}};
    ecg.facts.patient.name = words_of(text(name_at, name_bytes));
    add_other_id(ecg.facts.patient, words_of(text(0, case_bytes)));
    const auto sex = std::to_integer<unsigned>(bytes[sex_at]), age = std::to_integer<unsigned>(bytes[age_at]);
    if (sex <= 1) ecg.facts.patient.sex = sex == 0 ? "female" : "male";
    constexpr unsigned most_years = 150;
    if (age > 0 && age <= most_years) ecg.facts.patient.age_years = age;
}

core::Result<record::Ecg> read_contec(const RecordingFile& file, const ReadOptions& options) {
    const auto where = file.where();
    const auto bytes = file.bytes.view;
    const auto there = bytes.size();
    if (there < head_bytes + tail_bytes || !sniff_contec(file.bytes.text(), {}))
        return core::fail_input("file is no recording of a Contec ECG90A", where, std::to_string(there) + " bytes",
                                "a head of 43 bytes with a time, samples, a tail of 37");
    const auto data = bytes.subspan(head_bytes, there - head_bytes - tail_bytes);
    if (data.size() % frame_bytes != 0)
        return core::fail_input("file is cut short", where, std::to_string(data.size()) + " bytes of samples",
                                "a multiple of 16");
    const auto frames = frames_of(data);
    SYNCHRONY_TRY(check_size(leads, frames, options, where));
    std::vector<StoredLead> stored(leads);
    for (std::size_t l = 0; l < leads; ++l) {
        stored[l].name = lead_names[l];
        stored[l].millivolts_per_unit = millivolts_per_unit;
        stored[l].millivolts_at_zero = -zero * millivolts_per_unit;
        stored[l].missing = missing;
        for (std::size_t n = 0; n < frames; ++n)
            stored[l].values.push_back(*number_at<std::uint16_t>(data, n * frame_bytes + 2 * l));
    }
    SYNCHRONY_ASSIGN(auto ecg, assemble(stored, rate_hz, "contec", where));
    add_facts_of(bytes, ecg);
    return cut(std::move(ecg), options, where);
}

}  // namespace

Format format() {
    return {.name = "contec",
            .description = "Contec ECG90A, the card's files",
            .versions = "files say none",
            .extensions = {".ecg"},
            .sniff = sniff_contec,
            .read = read_contec};
}

}  // namespace synchrony::io::contec
