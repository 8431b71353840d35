#include "cardiosoft/cardiosoft_format.hpp"

#include "base64.hpp"
#include "cardiosoft/facts.hpp"
#include "stored_leads.hpp"
#include "synchrony/core/text.hpp"
#include "xml.hpp"
#include "xml_values.hpp"

namespace synchrony::io::cardiosoft {
namespace {

constexpr std::string_view root_name = "CardiologyXML";

bool sniff_cardiosoft(std::string_view head, const std::filesystem::path&) {
    return root_element(head) == root_name;
}

/// A block of leads at one rate and gain: StripData, or MedianSamples.
struct Block {
    pugi::xml_node node;
    std::string where;
};

/// Samples are numbers divided by commas; where letters stand among them they are base64 of 16-bit integers.
core::Result<std::vector<std::int32_t>> values_in(std::string_view text, std::size_t most, const std::string& where) {
    constexpr std::string_view of_numbers = "+-0123456789, \t\r\n\v\f";
    if (text.find_first_not_of(of_numbers) == std::string_view::npos) return whole_numbers(text, most, where);
    if (text.find(',') != std::string_view::npos) return whole_numbers(text, most, where);
    SYNCHRONY_ASSIGN(const auto bytes, decode_base64(text, 2 * most, where));
    if (bytes.size() % 2 == 0) return int16_values(bytes);
    return core::fail_input("samples end inside one", where, std::to_string(bytes.size()) + " bytes",
                            "2 bytes a sample");
}

core::Result<double> millivolts_in(const Block& block) {
    constexpr double per_microvolt = 1e-3;
    const auto resolution = child_of(block.node, "Resolution");
    const auto value = positive_in(block.node, "Resolution");
    const auto unit = core::lower(words_of(std::string_view(resolution.attribute("units").value())));
    if (value && unit == "uvperlsb") return *value * per_microvolt;
    return core::fail_input("samples have no known gain", block.where,
                            core::in_quotes(words_of(resolution) + " " + unit), "a Resolution above 0 in uVperLsb");
}

core::Result<record::Ecg> read_block(const Block& block, const ReadOptions& options) {
    SYNCHRONY_ASSIGN(const auto rate, sampling_frequency(number_in(block.node, "SampleRate"), options, block.where));
    SYNCHRONY_ASSIGN(const auto millivolts, millivolts_in(block));
    std::vector<pugi::xml_node> nodes;
    for (const auto node : block.node.children("WaveformData"))
        if (nodes.size() <= most_leads) nodes.push_back(node);
    std::vector<StoredLead> leads;
    for (const auto node : nodes) {
        StoredLead lead;
        lead.name = words_of(std::string_view(node.attribute("lead").value()));
        lead.millivolts_per_unit = millivolts;
        const auto here = block.where + ", lead " + lead.name;
        SYNCHRONY_ASSIGN(lead.values, values_in(node.text().get(), most_samples(nodes.size(), options), here));
        const auto said = number_in(block.node, "ChannelSampleCountTotal");
        if (said && *said != static_cast<double>(lead.values.size()))
            return core::fail_input("lead holds another number of samples than it says", here,
                                    std::to_string(lead.values.size()) + " samples",
                                    core::shortest(*said) + " samples");
        leads.push_back(std::move(lead));
    }
    return assemble(leads, rate, "cardiosoft", block.where);
}

/// The strip of a resting ECG, or the first of the strips of a longer test.
std::vector<pugi::xml_node> strips_of(pugi::xml_node root) {
    std::vector<pugi::xml_node> strips;
    for (const auto strip : root.children("StripData")) strips.push_back(strip);
    for (const auto outer : root.children("Strip"))
        if (const auto strip = child_of(outer, "StripData")) strips.push_back(strip);
    return strips;
}

core::Result<record::Ecg> read_cardiosoft(const RecordingFile& file, const ReadOptions& options) {
    const auto where = file.where();
    XmlDocument document;
    SYNCHRONY_TRY(parse_xml(file.bytes, where, document));
    const auto root = child_of(document, root_name);
    const auto strips = strips_of(root);
    if (strips.empty()) {
        const bool disclosure = static_cast<bool>(child_of(root, "FullDisclosure"));
        return core::fail_input("file holds no rhythm that can be read", where,
                                disclosure
                                    ? "only a FullDisclosure, whose order of samples is not the same in all programs"
                                    : "no StripData",
                                "StripData", "Export the recording with its strips");
    }
    SYNCHRONY_ASSIGN(auto ecg, read_block({strips.front(), where}, options));
    if (strips.size() > 1)
        ecg.warnings.emplace_back("file holds " + std::to_string(strips.size()) + " strips; the first is read");
    if (const auto median = child_of(child_of(root, "RestingECGMeasurements"), "MedianSamples")) {
        SYNCHRONY_ASSIGN(auto beat, read_block({median, where + ", median beat"}, options));
        beat.record_name = "median";
        ecg.stored_beats.push_back(std::move(beat));
    }
    ecg.facts = facts_of(root);
    ecg.start_time = start_of(root);
    return cut(std::move(ecg), options, where);
}

}  // namespace

Format format() {
    return {"cardiosoft", "GE CardioSoft XML", {".xml"}, sniff_cardiosoft, read_cardiosoft};
}

}  // namespace synchrony::io::cardiosoft
