#include "cardiosoft/cardiosoft_format.hpp"

#include "cardiosoft/facts.hpp"
#include "cardiosoft/full_disclosure.hpp"
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

/// FirstValid and LastValid of a median beat: what lies outside was not averaged.
void mask_invalid_ends(pugi::xml_node block, record::Ecg& ecg) {
    const auto samples = static_cast<double>(ecg.sample_count());
    const double first = number_in(block, "FirstValid").value_or(0.0);
    const double last = number_in(block, "LastValid").value_or(samples - 1);
    if (!(first >= 0 && first <= last && last < samples)) return;
    const auto begin = static_cast<std::int64_t>(first), end = static_cast<std::int64_t>(last) + 1;
    for (auto& lead : ecg.leads) {
        if (begin > 0) lead.invalid.push_back({0, begin});
        if (end < ecg.sample_count()) lead.invalid.push_back({end, ecg.sample_count()});
        record::hold_over_invalid(lead);
    }
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
    SYNCHRONY_ASSIGN(auto ecg, assemble(leads, rate, "cardiosoft", block.where));
    mask_invalid_ends(block.node, ecg);
    return ecg;
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
    SYNCHRONY_ASSIGN(const auto remark, parse_xml(file.bytes, where, document));
    const auto root = child_of(document, root_name);
    const auto strips = strips_of(root);
    const auto disclosure = child_of(root, "FullDisclosure");
    if (strips.empty() && !disclosure)
        return core::fail_input("file holds no rhythm", where, "no StripData", "StripData or FullDisclosure",
                                "Export the recording with its strips");
    SYNCHRONY_ASSIGN(auto ecg, strips.empty() ? read_full_disclosure({disclosure, where}, options)
                                              : read_block({strips.front(), where}, options));
    if (strips.size() > 1)
        ecg.warnings.emplace_back("file holds " + std::to_string(strips.size()) + " strips; the first is read");
    if (const auto median = child_of(child_of(root, "RestingECGMeasurements"), "MedianSamples")) {
        SYNCHRONY_ASSIGN(auto beat, read_block({median, where + ", median beat"}, options));
        beat.record_name = "median";
        ecg.stored_beats.push_back(std::move(beat));
    }
    take_facts(root, ecg);
    take_start_time(root, ecg);
    say_encoding(remark, ecg);
    return cut(std::move(ecg), options, where);
}

}  // namespace

Format format() {
    return {.name = "cardiosoft",
            .description = "GE CardioSoft XML (CardiologyXML): strip, median, full disclosure",
            .versions = "any version; a file of V6.73",
            .extensions = {".xml"},
            .sniff = sniff_cardiosoft,
            .read = read_cardiosoft,
            .checked = "every lead against Python's decoding",
            .checked_files = 1,
            .figure = "24 leads: sums and sums of squares equal"};
}

}  // namespace synchrony::io::cardiosoft
