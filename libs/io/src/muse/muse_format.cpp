#include "muse/muse_format.hpp"

#include <zlib.h>

#include <algorithm>
#include <cmath>

#include "base64.hpp"
#include "muse/facts.hpp"
#include "stored_leads.hpp"
#include "synchrony/core/text.hpp"
#include "xml.hpp"
#include "xml_values.hpp"

namespace synchrony::io::muse {
namespace {

constexpr std::string_view root_name = "RestingECG";
constexpr std::size_t bytes_a_sample = 2;  ///< the only LeadSampleSize that any file shows

/// One waveform: all leads of the rhythm, or of the median beat.
struct Wave {
    record::Ecg ecg;
    std::vector<record::Warning> warnings;
};

bool sniff_muse(std::string_view head, const std::filesystem::path&) {
    return root_element(head) == root_name;
}

/// SampleBase times ten to the power of SampleExponent. (ECGSampleBase of the measurements is another figure: in files
/// of 240 Hz it says 250.)
std::optional<double> rate_of(pugi::xml_node waveform) {
    const auto base = number_in(waveform, "SampleBase");
    if (!base) return std::nullopt;
    return *base * std::pow(10.0, number_in(waveform, "SampleExponent").value_or(0.0));
}

core::Result<double> millivolts_per_bit(pugi::xml_node lead, const std::string& where) {
    const auto per_bit = positive_in(lead, "LeadAmplitudeUnitsPerBit");
    if (!per_bit)
        return core::fail_input("lead has no gain", where, core::in_quotes(words_in(lead, "LeadAmplitudeUnitsPerBit")),
                                "LeadAmplitudeUnitsPerBit above 0");
    const auto unit = core::lower(words_in(lead, "LeadAmplitudeUnits"));
    constexpr double per_microvolt = 1e-3, per_nanovolt = 1e-6;
    if (unit == "microvolts") return *per_bit * per_microvolt;
    if (unit == "millivolts") return *per_bit;
    if (unit == "nanovolts") return *per_bit * per_nanovolt;
    return core::fail_input("unit of a lead is not known", where, core::in_quotes(unit), "MICROVOLTS");
}

/// Fails unless the file's own counts say what was found.
core::Result<void> check_counts(pugi::xml_node lead, std::size_t bytes, const std::string& where) {
    const auto size = number_in(lead, "LeadSampleSize");
    if (size && *size != static_cast<double>(bytes_a_sample))
        return core::fail_input("size of a sample is not known", where, core::shortest(*size) + " bytes", "2 bytes");
    const auto samples = number_in(lead, "LeadSampleCountTotal");
    if (bytes % bytes_a_sample == 0 && (!samples || *samples == static_cast<double>(bytes / bytes_a_sample))) return {};
    return core::fail_input("lead holds another number of samples than it says", where,
                            std::to_string(bytes) + " bytes",
                            samples ? core::shortest(*samples) + " samples of 2 bytes" : "samples of 2 bytes");
}

/// The checksum is the CRC-32 of zip files over the bytes as stored: so in all 48 leads of three files.
void check_sum(pugi::xml_node lead, std::span<const std::byte> bytes, const std::string& name, Wave& wave) {
    const auto said = number_in(lead, "LeadDataCRC32");
    if (!said) return;
    const auto sum = ::crc32_z(0, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size());
    if (static_cast<double>(sum) == *said) return;
    wave.warnings.emplace_back("checksum of lead " + name + " differs (got " + std::to_string(sum) +
                                   ", the file says " + core::shortest(*said) + ")",
                               "checksum_differs");
}

core::Result<StoredLead> read_lead(pugi::xml_node node, std::size_t most, const std::string& where, Wave& wave) {
    StoredLead lead;
    lead.name = words_in(node, "LeadID");
    const auto here = where + ", lead " + lead.name;
    SYNCHRONY_ASSIGN(lead.millivolts_per_unit, millivolts_per_bit(node, here));
    SYNCHRONY_ASSIGN(const auto bytes,
                     decode_base64(child_of(node, "WaveFormData").text().get(), most * bytes_a_sample, here));
    SYNCHRONY_TRY(check_counts(node, bytes.size(), here));
    check_sum(node, bytes, lead.name, wave);
    if (core::lower(words_in(node, "LeadOff")) == "true")
        wave.warnings.emplace_back("the device says that lead " + lead.name + " was off", "lead_off");
    lead.values = int16_values(bytes);
    return lead;
}

/// Fails where the leads do not begin together: nothing tells the unit of their offsets.
core::Result<void> check_starts(std::span<const pugi::xml_node> leads, const std::string& where) {
    for (const char* name : {"LeadTimeOffset", "LeadOffsetFirstSample"})
        for (const auto lead : leads)
            if (words_in(lead, name) != words_in(leads.front(), name))
                return core::fail_input("leads begin at different times", where, core::in_quotes(words_in(lead, name)),
                                        std::string(name) + " the same in all leads");
    return {};
}

core::Result<Wave> read_wave(pugi::xml_node waveform, const ReadOptions& options, const std::string& where) {
    std::vector<pugi::xml_node> nodes;
    for (const auto node : waveform.children("LeadData"))
        if (nodes.size() <= most_leads) nodes.push_back(node);
    Wave wave;
    SYNCHRONY_TRY(check_starts(nodes, where));
    SYNCHRONY_ASSIGN(const auto rate, sampling_frequency(rate_of(waveform), options, where));
    std::vector<StoredLead> leads;
    for (const auto node : nodes) {
        SYNCHRONY_ASSIGN(auto lead, read_lead(node, most_samples(nodes.size(), options), where, wave));
        leads.push_back(std::move(lead));
    }
    SYNCHRONY_ASSIGN(wave.ecg, assemble(leads, rate, "muse", where));
    return wave;
}

std::vector<pugi::xml_node> waves_of(pugi::xml_node root, std::string_view type) {
    std::vector<pugi::xml_node> waves;
    for (const auto wave : root.children("Waveform"))
        if (core::lower(words_in(wave, "WaveformType")) == type) waves.push_back(wave);
    return waves;
}

core::Result<void> add_median(pugi::xml_node root, const ReadOptions& options, const std::string& where,
                              record::Ecg& ecg) {
    for (const auto node : waves_of(root, "median")) {
        SYNCHRONY_ASSIGN(auto median, read_wave(node, options, where + ", median beat"));
        for (auto& warning : median.warnings) ecg.warnings.emplace_back("median beat: " + warning.text);
        median.ecg.record_name = "median";
        ecg.stored_beats.push_back(std::move(median.ecg));
    }
    return {};
}

core::Result<record::Ecg> read_muse(const RecordingFile& file, const ReadOptions& options) {
    const auto where = file.where();
    XmlDocument document;
    SYNCHRONY_ASSIGN(const auto remark, parse_xml(file.bytes, where, document));
    const auto root = child_of(document, root_name);
    const auto rhythms = waves_of(root, "rhythm");
    if (rhythms.empty()) {
        const bool median = !waves_of(root, "median").empty();
        return core::fail_input("file holds no rhythm", where, median ? "only a median beat" : "no waveform",
                                "a Waveform of type Rhythm", "Export the recording with its rhythm waveform");
    }
    SYNCHRONY_ASSIGN(auto rhythm, read_wave(rhythms.front(), options, where));
    auto ecg = std::move(rhythm.ecg);
    ecg.warnings = std::move(rhythm.warnings);
    if (rhythms.size() > 1)
        ecg.warnings.emplace_back("file holds " + std::to_string(rhythms.size()) + " rhythms; the first is read");
    SYNCHRONY_TRY(add_median(root, options, where, ecg));
    take_facts(root, rhythms.front(), ecg);
    say_encoding(remark, ecg);
    return cut(std::move(ecg), options, where);
}

}  // namespace

Format format() {
    return {.name = "muse",
            .description = "GE MUSE XML (RestingECG): rhythm and median",
            .versions = "any MuseVersion; files of 8 and 9",
            .extensions = {".xml"},
            .sniff = sniff_muse,
            .read = read_muse,
            .checked = "every lead against Python's decoding",
            .checked_files = 7,
            .figure = "48 leads: sums and sums of squares equal"};
}

}  // namespace synchrony::io::muse
