#include "philips/waveforms.hpp"

#include <algorithm>
#include <cmath>

#include "base64.hpp"
#include "philips/limb_leads.hpp"
#include "philips/xli.hpp"
#include "stored_leads.hpp"
#include "synchrony/core/text.hpp"
#include "xml.hpp"
#include "xml_values.hpp"

namespace synchrony::io::philips {
namespace {

constexpr double millivolts_a_microvolt = 1e-3;
constexpr std::int32_t not_recorded = 0x7fff;  ///< fills the ends of representative beats

/// What must be known of the samples before they are read.
struct Layout {
    double frequency_hz = 0.0;
    double microvolts = 0.0;  ///< of 1 ADC unit
    std::vector<std::string> labels;
    std::size_t samples = 0;  ///< a lead, as durationperchannel says
    bool xli = false;
    bool base64 = true;
};

pugi::xml_node characteristics_of(pugi::xml_node root) {
    return child_of(child_of(root, "dataacquisition"), "signalcharacteristics");
}

pugi::xml_node samples_of(pugi::xml_node root) {
    return child_of(child_of(root, "waveforms"), "parsedwaveforms");
}

std::string attribute(pugi::xml_node node, const char* name) {
    return words_of(std::string_view(node.attribute(name).value()));
}

/// The attribute of the samples (1.04), else the element of the signal's characteristics (1.03, other names there).
/// Fails where both are given and differ.
core::Result<std::optional<double>> either(pugi::xml_node root, const char* of_samples,
                                           std::initializer_list<const char*> of_signal, const std::string& where) {
    const auto first = number_of(attribute(samples_of(root), of_samples));
    for (const char* name : of_signal) {
        const auto second = number_in(characteristics_of(root), name);
        if (first && second && *first != *second)
            return core::fail_input("file contradicts itself", where,
                                    core::shortest(*first) + " and " + core::shortest(*second),
                                    std::string("one ") + of_samples);
        if (!first && second) return second;
    }
    return first;
}

/// Names of the leads in the order of the samples.
core::Result<std::vector<std::string>> labels_of(pugi::xml_node root, const std::string& where) {
    std::vector<std::string> labels;
    const auto samples = samples_of(root);
    const auto words = attribute(samples, "leadlabels");
    for (const auto label : core::split(words, ' '))
        if (!label.empty()) labels.push_back(record::standard_lead_name(label));
    if (const auto count = number_of(attribute(samples, "numberofleads"));
        count && *count >= 1 && *count < static_cast<double>(labels.size()))
        labels.resize(static_cast<std::size_t>(*count));
    if (!labels.empty()) return labels;
    const auto signal = characteristics_of(root);
    const auto kind = words_in(signal, "acquisitiontype");
    const auto channels = number_in(signal, "numberchannelsvalid").value_or(12.0);
    const auto standard = record::standard_leads();
    if ((kind != "STD-12" && kind != "10-WIRE") || channels < static_cast<double>(standard.size()))
        return core::fail_input("leads have no names", where, kind.empty() ? "no acquisitiontype" : kind,
                                "leadlabels, or acquisitiontype STD-12 or 10-WIRE with 12 channels");
    labels.assign(standard.begin(), standard.end());
    return labels;
}

core::Result<void> check_encoding(pugi::xml_node root, Layout& layout, const std::string& where) {
    const auto samples = samples_of(root);
    const auto signal = characteristics_of(root);
    const auto refuse = [&](const char* what, const std::string& got, const char* expected) -> core::Result<void> {
        return core::fail_input(std::string(what) + " of the samples is not known", where, core::in_quotes(got),
                                expected);
    };
    const auto encoding = attribute(samples, "dataencoding");
    layout.base64 = encoding != "Plain";
    if (layout.base64 && encoding != "Base64") return refuse("encoding", encoding, "Base64 or Plain");
    auto compression = attribute(samples, "compression");
    if (compression.empty() && core::lower(attribute(samples, "compressflag")) != "false")
        compression = attribute(samples, "compressmethod");
    layout.xli = compression == "XLI";
    if (!layout.xli && !compression.empty() && compression != "Uncompressed" && compression != "None")
        return refuse("compression", compression, "XLI or none");
    if (layout.xli && !layout.base64) return refuse("compression", "XLI in plain text", "XLI in Base64");
    if (const auto bits = number_in(signal, "bitspersample"); bits && *bits != 16)
        return refuse("size", core::shortest(*bits) + " bits", "16 bits");
    if (const auto sign = core::lower(words_in(signal, "signalsigned")); sign == "false")
        return refuse("sign", sign, "signalsigned True");
    if (const auto offset = number_in(signal, "signaloffset"); offset && *offset != 0)
        return refuse("offset", core::shortest(*offset), "signaloffset 0");
    return {};
}

core::Result<Layout> layout_of(pugi::xml_node root, const ReadOptions& options, const std::string& where) {
    if (!samples_of(root))
        return core::fail_input("file holds no rhythm", where, "no parsedwaveforms", "waveforms with parsedwaveforms");
    Layout layout;
    SYNCHRONY_ASSIGN(const auto frequency, either(root, "samplespersecond", {"samplingrate"}, where));
    SYNCHRONY_ASSIGN(layout.frequency_hz, sampling_frequency(frequency, options, where));
    SYNCHRONY_ASSIGN(const auto resolution, either(root, "resolution", {"resolution", "signalresolution"}, where));
    if (!resolution || *resolution <= 0)
        return core::fail_input("samples have no gain", where,
                                resolution ? core::shortest(*resolution) : "no resolution",
                                "a resolution above 0, in microvolts");
    layout.microvolts = *resolution;
    SYNCHRONY_ASSIGN(layout.labels, labels_of(root, where));
    SYNCHRONY_TRY(check_encoding(root, layout, where));
    const auto words = attribute(samples_of(root), "durationperchannel");
    const auto duration_ms = number_of(words);
    // A resting ECG lasts 10 s; a million samples are half an hour. More would only serve a file that swells in memory.
    constexpr double ms_a_second = 1e3, most = 1 << 20;
    const double samples = duration_ms.value_or(0.0) / ms_a_second * layout.frequency_hz;
    if (!(samples >= 1))
        return core::fail_input("duration is not known", where, core::in_quotes(words), "durationperchannel in ms");
    if (samples > most)
        return core::fail_input("recording is too long for a resting ECG", where, words + " ms",
                                "at most " + core::shortest(most) + " samples a lead");
    layout.samples = static_cast<std::size_t>(std::llround(samples));
    SYNCHRONY_TRY(check_size(layout.labels.size(), layout.samples, options, where));
    return layout;
}

/// Uncompressed samples lie lead after lead.
core::Result<std::vector<std::vector<std::int32_t>>> split_leads(std::vector<std::int32_t> values, const Layout& layout,
                                                                 const std::string& where) {
    const auto leads = layout.labels.size();
    if (values.size() != leads * layout.samples)
        return core::fail_input("file holds another number of samples than it says", where,
                                std::to_string(values.size()) + " samples",
                                std::to_string(leads) + " leads x " + std::to_string(layout.samples));
    std::vector<std::vector<std::int32_t>> split(leads);
    for (std::size_t i = 0; i < leads; ++i) {
        const auto begin = values.begin() + static_cast<std::ptrdiff_t>(i * layout.samples);
        split[i].assign(begin, begin + static_cast<std::ptrdiff_t>(layout.samples));
    }
    return split;
}

core::Result<std::vector<std::vector<std::int32_t>>> decode(std::string_view text, const Layout& layout,
                                                            const std::string& where) {
    const auto leads = layout.labels.size();
    if (!layout.base64) {
        SYNCHRONY_ASSIGN(auto values, whole_numbers(text, leads * layout.samples, where));
        return split_leads(std::move(values), layout, where);
    }
    // Compressed leads are at most as long as what they stand for and a header, four of them unused in files of twelve.
    constexpr std::size_t more_chunks = 20, header_bytes = 8, most_bytes_a_sample = 4;
    const auto most = (leads + more_chunks) * (layout.samples * most_bytes_a_sample + header_bytes);
    SYNCHRONY_ASSIGN(const auto bytes, decode_base64(text, most, where));
    if (layout.xli) return decode_xli(bytes, leads, 2 * layout.samples, where);
    return split_leads(int16_values(bytes), layout, where);
}

core::Result<std::vector<StoredLead>> read_leads(pugi::xml_node root, const Layout& layout, const std::string& where) {
    SYNCHRONY_ASSIGN(auto values, decode(samples_of(root).text().get(), layout, where));
    std::vector<StoredLead> leads(layout.labels.size());
    for (std::size_t i = 0; i < leads.size(); ++i) {
        leads[i].name = layout.labels[i];
        leads[i].values = std::move(values[i]);
        leads[i].millivolts_per_unit = layout.microvolts * millivolts_a_microvolt;
    }
    if (layout.xli || holds_remainders(leads)) restore_limb_leads(leads);
    return leads;
}

/// Cuts the calibration pulse off; says so where its height is not 1 mV by the file's resolution.
std::optional<record::Warning> cut_calibration(std::vector<StoredLead>& leads, const Layout& layout,
                                               std::string& gain_source) {
    const auto pulse = find_calibration(leads, layout.frequency_hz);
    if (!pulse) return std::nullopt;
    for (auto& lead : leads) lead.values.resize(pulse->recorded);
    constexpr double pulse_mv = 1.0, tolerance_mv = 0.02;
    const double height_mv = pulse->height * layout.microvolts * millivolts_a_microvolt;
    if (std::abs(height_mv - pulse_mv) <= tolerance_mv) {
        gain_source += ", as the calibration pulse of 1 mV says";
        return std::nullopt;
    }
    return record::Warning(
        "calibration pulse is " + core::shortest(height_mv) + " mV high by the file's resolution, not 1 mV",
        "gain_doubtful");
}

std::string_view text_of_beat(pugi::xml_node beat) {
    const auto waveform = child_of(beat, "waveform");
    return waveform ? waveform.text().get() : beat.text().get();
}

/// Takes off the end that is recorded in no lead.
void cut_unrecorded_end(std::vector<StoredLead>& leads) {
    std::size_t recorded = 0;
    for (const auto& lead : leads)
        for (std::size_t i = lead.values.size(); i > recorded; --i)
            if (lead.values[i - 1] != not_recorded) recorded = i;
    for (auto& lead : leads) lead.values.resize(std::min(lead.values.size(), recorded));
}

core::Result<record::Ecg> read_beats(pugi::xml_node beats, const ReadOptions& options, const std::string& where) {
    const auto frequency = number_of(attribute(beats, "samplespersec"));
    const auto microvolts = number_of(attribute(beats, "resolution"));
    const auto compression = attribute(beats, "compression");
    if (attribute(beats, "dataencoding") != "Base64" || !(compression.empty() || compression == "Uncompressed"))
        return core::fail_input("encoding is not known", where, attribute(beats, "dataencoding") + " " + compression,
                                "Base64");
    if (!frequency || *frequency <= 0 || !microvolts || *microvolts <= 0)
        return core::fail_input("no rate or no resolution", where, "none", "samplespersec and resolution above 0");
    std::vector<StoredLead> leads;
    for (const auto node : beats.children("repbeat")) {
        if (leads.size() == most_leads) break;
        StoredLead lead;
        lead.name = attribute(node, "leadname");
        lead.millivolts_per_unit = *microvolts * millivolts_a_microvolt;
        lead.missing = not_recorded;
        SYNCHRONY_ASSIGN(const auto bytes, decode_base64(text_of_beat(node), 2 * most_samples(most_leads, options),
                                                         where + ", lead " + lead.name));
        lead.values = int16_values(bytes);
        leads.push_back(std::move(lead));
    }
    cut_unrecorded_end(leads);
    SYNCHRONY_ASSIGN(auto ecg, assemble(leads, *frequency, "philips", where));
    ecg.record_name = "representative";
    return ecg;
}

}  // namespace

core::Result<record::Ecg> read_rhythm(pugi::xml_node root, const ReadOptions& options, const std::string& where) {
    SYNCHRONY_ASSIGN(const auto layout, layout_of(root, options, where));
    SYNCHRONY_ASSIGN(auto leads, read_leads(root, layout, where));
    std::string gain_source = "resolution";
    const auto stored = leads.front().values.size();
    const auto doubt = cut_calibration(leads, layout, gain_source);
    SYNCHRONY_TRY(check_size(leads.size(), leads.front().values.size(), options, where));
    SYNCHRONY_ASSIGN(auto ecg, assemble(leads, layout.frequency_hz, "philips", where));
    ecg.facts.gain_source = gain_source;
    if (doubt) ecg.warnings.push_back(*doubt);
    if (stored != layout.samples)
        ecg.warnings.emplace_back("leads hold " + std::to_string(stored) + " samples where the duration says " +
                                  std::to_string(layout.samples));
    return ecg;
}

void add_stored_beats(pugi::xml_node root, const ReadOptions& options, const std::string& where, record::Ecg& ecg) {
    const auto beats = child_of(child_of(root, "waveforms"), "repbeats");
    if (!child_of(beats, "repbeat")) return;
    add_stored_beat(read_beats(beats, options, where + ", representative beats"), "representative beats are not read",
                    ecg);
}

}  // namespace synchrony::io::philips
