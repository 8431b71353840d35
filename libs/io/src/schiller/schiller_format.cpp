// Written after what public readers of the format know (BRAVEHEART's load_schillerxml.m, the converters of the
// CardioVascular Research Grid) and checked with the one sample file of the latter (AT-110, SEMA 2.64).
#include "schiller/schiller_format.hpp"

#include "birth_and_age.hpp"
#include "other_names.hpp"
#include "sex.hpp"
#include "start_time.hpp"
#include "stored_leads.hpp"
#include "synchrony/core/text.hpp"
#include "xml.hpp"
#include "xml_values.hpp"

namespace synchrony::io::schiller {
namespace {

/// "com.xiriuz.sema.xml.schillerEDI.SchillerEDI"
constexpr std::string_view root_ending = "schilleredi";

bool is_root(std::string_view name) {
    return core::lower(name).ends_with(root_ending);
}

bool sniff_schiller(std::string_view head, const std::filesystem::path&) {
    return is_root(root_element(head));
}

pugi::xml_node root_of(const XmlDocument& document) {
    for (const auto node : document.children())
        if (is_root(node.name())) return node;
    return {};
}

/// samplerate and yres hold their number as text or in a child.
std::optional<double> number_within(pugi::xml_node node, const char* child) {
    const auto inner = number_in(node, child);
    return inner ? inner : number_of(node.text().get());
}

core::Result<double> millivolts_in(pugi::xml_node resolution, const std::string& where) {
    constexpr double per_microvolt = 1e-3;
    const auto yres = child_of(resolution, "yres");
    const auto value = number_within(yres, "unitperbit");
    const auto unit = core::lower(words_in(yres, "units"));
    if (value && *value > 0 && unit == "uv") return *value * per_microvolt;
    if (value && *value > 0 && unit == "mv") return *value;
    return core::fail_input("samples have no known gain", where,
                            core::in_quotes(words_in(yres, "unitperbit") + " " + unit),
                            "a unitperbit above 0 in uV or mV");
}

core::Result<double> rate_in(pugi::xml_node resolution, const ReadOptions& options, const std::string& where) {
    const auto rate = child_of(resolution, "samplerate");
    const auto exponent = number_in(rate, "exponent");
    if (exponent && *exponent != 1)  // 1 in all files that the known readers saw: what another means, nobody says
        return core::fail_input("exponent of the sampling frequency is not known", where, core::shortest(*exponent),
                                "1");
    return sampling_frequency(number_within(rate, "value"), options, where);
}

core::Result<record::Ecg> read_waves(pugi::xml_node waves, const ReadOptions& options, const std::string& where) {
    const auto resolution = child_of(waves, "resolution");
    SYNCHRONY_ASSIGN(const auto rate, rate_in(resolution, options, where));
    SYNCHRONY_ASSIGN(const auto millivolts, millivolts_in(resolution, where));
    std::vector<pugi::xml_node> nodes;
    for (const auto node : waves.children("channel"))
        if (nodes.size() <= most_leads) nodes.push_back(node);
    std::vector<StoredLead> leads;
    for (const auto node : nodes) {
        StoredLead lead;
        lead.name = words_in(node, "name");
        lead.millivolts_per_unit = millivolts;
        const auto here = where + ", lead " + lead.name;
        const auto kind = words_in(node, "datastype");
        if (!kind.empty() && core::lower(kind) != "commaseparate")
            return core::fail_input("encoding of the samples is not known", here, core::in_quotes(kind),
                                    "COMMASEPARATE");
        SYNCHRONY_ASSIGN(lead.values,
                         whole_numbers(child_of(node, "data").text().get(), most_samples(nodes.size(), options), here));
        leads.push_back(std::move(lead));
    }
    return assemble(leads, rate, "schiller", where);
}

pugi::xml_node waves_of(pugi::xml_node root, std::string_view type) {
    for (const auto waves : child_of(child_of(root, "eventdata"), "event").children("wavedata"))
        if (core::lower(words_in(waves, "type")).starts_with(type)) return waves;
    return {};
}

/// The number of <ITEM><name>NAME</name><value>...</value></ITEM> below an event.
std::optional<double> named_value(pugi::xml_node parent, const char* item, std::string_view name) {
    for (const auto node : parent.children(item))
        if (core::lower(words_in(node, "name")) == name) return number_in(node, "value");
    return std::nullopt;
}

/// A duration or rate; 0 stands where nothing was measured.
std::optional<double> positive_value(pugi::xml_node parent, const char* item, std::string_view name) {
    const auto value = named_value(parent, item, name);
    return value && *value > 0 ? value : std::nullopt;
}

/// annotation_global holds what the device measured: 1/min, ms and degrees.
record::PrintedMeasurements printed_in(pugi::xml_node event) {
    constexpr auto item = "annotation_global";
    record::PrintedMeasurements printed;
    printed.heart_rate_per_min = positive_value(event, item, "hr");
    printed.p_ms = positive_value(event, item, "p");
    printed.pr_ms = positive_value(event, item, "pq");
    printed.qrs_ms = positive_value(event, item, "qrs");
    printed.qt_ms = positive_value(event, item, "qt");
    printed.qtc_ms = positive_value(event, item, "qtc");
    printed.p_axis_deg = named_value(event, item, "axis_p");
    printed.qrs_axis_deg = named_value(event, item, "axis_qrs");
    printed.t_axis_deg = named_value(event, item, "axis_t");
    return printed;
}

record::Filters filters_in(pugi::xml_node event) {
    const auto filters = child_of(event, "filters_data");
    return {positive_value(filters, "filter", "highpass_cutoff_freq"),
            positive_value(filters, "filter", "lowpass_cutoff_freq"), positive_value(filters, "filter", "mains")};
}

void take_facts(pugi::xml_node root, record::Ecg& ecg) {
    const auto person = child_of(root, "patdata");
    const auto device = child_of(child_of(root, "examdescript"), "aquiringdevice");
    const auto hardware = child_of(device, "hardware");
    auto& facts = ecg.facts;
    const auto event = child_of(child_of(root, "eventdata"), "event");
    facts.gain_source = "yres";
    facts.printed = printed_in(event);
    facts.filters = filters_in(event);
    facts.device = {"Schiller", words_in(hardware, "model"), words_in(child_of(device, "software"), "version")};
    facts.patient.id = words_in(person, "id");
    facts.patient.name = full_name(words_in(person, "lastname"), words_in(person, "firstname"));
    take_other_names(person, facts.patient);
    set_birth_date(ecg, words_in(person, "birthdate").substr(0, 8));
    set_sex(ecg, words_in(person, "gender"));
}

core::Result<record::Ecg> read_schiller(const RecordingFile& file, const ReadOptions& options) {
    const auto where = file.where();
    XmlDocument document;
    SYNCHRONY_ASSIGN(const auto remark, parse_xml(file.bytes, where, document));
    const auto root = root_of(document);
    const auto rhythm = waves_of(root, "ecg_rhythm");
    if (!rhythm)
        return core::fail_input("file holds no rhythm", where, "no such wavedata", "wavedata of type ECG_RHYTHMS");
    SYNCHRONY_ASSIGN(auto ecg, read_waves(rhythm, options, where));
    if (const auto averages = waves_of(root, "ecg_averages")) {
        auto beat = read_waves(averages, options, where + ", average beat");
        if (beat) beat->record_name = "average";
        add_stored_beat(std::move(beat), "average beat is not read", ecg);
    }
    take_facts(root, ecg);
    const auto start = child_of(child_of(root, "examdescript"), "startdatetime");
    set_start_time(ecg, words_in(start, "date").substr(0, 8), words_in(start, "time").substr(0, 6));
    say_encoding(remark, ecg);
    return cut(std::move(ecg), options, where);
}

}  // namespace

Format format() {
    return {.name = "schiller",
            .description = "Schiller XML: rhythm and averages",
            .versions = "SchillerEDI; a file of SEMA 2.64",
            .extensions = {".xml"},
            .sniff = sniff_schiller,
            .read = read_schiller,
            .checked = "against Python's decoding, by hand",
            .checked_files = 1,
            .figure = "0 of 59,976 samples differ"};
}

}  // namespace synchrony::io::schiller
