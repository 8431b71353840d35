// Written after what public readers of the format know (BRAVEHEART's load_elixml.m, EDFbrowser's mortara2edf.cpp, the
// tests of ECGDataKit): no file was at hand. Everything stands in attributes.
#include "eli/eli_format.hpp"

#include "base64.hpp"
#include "birth_and_age.hpp"
#include "date_order.hpp"
#include "other_names.hpp"
#include "sex.hpp"
#include "start_time.hpp"
#include "stored_leads.hpp"
#include "synchrony/core/text.hpp"
#include "xml.hpp"
#include "xml_values.hpp"

namespace synchrony::io::eli {
namespace {

constexpr std::string_view root_name = "ECG";

bool sniff_eli(std::string_view head, const std::filesystem::path&) {
    return root_element(head) == root_name;
}

std::string words_at(pugi::xml_node node, const char* name) {
    return words_of(std::string_view(node.attribute(name).value()));
}

std::optional<double> number_at_name(pugi::xml_node node, const char* name) {
    return number_of(node.attribute(name).value());
}

core::Result<void> check_layout(pugi::xml_node node, const std::string& where) {
    const auto is = [&](const char* name, std::string_view wanted) {
        return core::lower(words_at(node, name)) == wanted;
    };
    if (is("BITS", "16") && is("FORMAT", "signed") && is("ENCODING", "base64")) {
        const auto offset = number_at_name(node, "OFFSET").value_or(0.0);
        if (offset == 0.0) return {};
        // One reader adds it to the samples, another does not.
        return core::fail_input("offset of the samples is not known", where, core::shortest(offset), "OFFSET 0");
    }
    return core::fail_input("layout of the samples is not known", where,
                            words_at(node, "BITS") + " " + words_at(node, "FORMAT") + " " + words_at(node, "ENCODING"),
                            "16 SIGNED BASE64");
}

/// `layout` holds the gain and the length: the channel itself, or the typical cycle around it.
core::Result<StoredLead> read_lead(pugi::xml_node channel, pugi::xml_node layout, std::size_t most,
                                   const std::string& where) {
    StoredLead lead;
    lead.name = words_at(channel, "NAME");
    const auto here = where + ", lead " + lead.name;
    SYNCHRONY_TRY(check_layout(layout, here));
    const auto per_millivolt = number_at_name(layout, "UNITS_PER_MV");
    if (!per_millivolt || *per_millivolt <= 0)
        return core::fail_input("lead has no gain", here, core::in_quotes(words_at(layout, "UNITS_PER_MV")),
                                "UNITS_PER_MV above 0");
    lead.millivolts_per_unit = 1.0 / *per_millivolt;
    SYNCHRONY_ASSIGN(const auto bytes, decode_base64(channel.attribute("DATA").value(), 2 * most, here));
    lead.values = int16_values(bytes);
    const auto said = number_at_name(layout, "DURATION");
    if (bytes.size() % 2 == 0 && (!said || *said == static_cast<double>(lead.values.size()))) return lead;
    return core::fail_input("lead holds another number of samples than it says", here,
                            std::to_string(bytes.size()) + " bytes",
                            said ? core::shortest(*said) + " samples of 2 bytes" : "samples of 2 bytes");
}

core::Result<record::Ecg> read_channels(pugi::xml_node root, const ReadOptions& options, const std::string& where) {
    std::vector<pugi::xml_node> channels;
    for (const auto channel : root.children("CHANNEL"))
        if (channels.size() <= most_leads) channels.push_back(channel);
    std::vector<StoredLead> leads;
    std::optional<double> rate;
    for (const auto channel : channels) {
        SYNCHRONY_ASSIGN(auto lead, read_lead(channel, channel, most_samples(channels.size(), options), where));
        const auto own = number_at_name(channel, "SAMPLE_FREQ");
        if (!leads.empty() && own != rate)
            return core::fail_input("leads differ in rate", where + ", lead " + lead.name,
                                    words_at(channel, "SAMPLE_FREQ"), "one SAMPLE_FREQ");
        rate = own;
        leads.push_back(std::move(lead));
    }
    if (leads.empty())
        return core::fail_input("file holds no rhythm", where, "no CHANNEL", "CHANNEL elements, as in ELI XML");
    SYNCHRONY_ASSIGN(const auto frequency, sampling_frequency(rate, options, where));
    return assemble(leads, frequency, "eli", where);
}

core::Result<record::Ecg> read_cycle(pugi::xml_node cycle, const ReadOptions& options, const std::string& where) {
    std::vector<StoredLead> leads;
    for (const auto channel : cycle.children("TYPICAL_CYCLE_CHANNEL")) {
        if (leads.size() == most_leads) break;
        SYNCHRONY_ASSIGN(auto lead, read_lead(channel, cycle, most_samples(most_leads, options), where));
        leads.push_back(std::move(lead));
    }
    const auto rate = number_at_name(cycle, "SAMPLE_FREQ");
    if (!rate) return core::fail_input("no sampling frequency", where, "none", "SAMPLE_FREQ");
    SYNCHRONY_ASSIGN(const auto frequency, sampling_frequency(rate, options, where));
    SYNCHRONY_ASSIGN(auto ecg, assemble(leads, frequency, "eli", where));
    ecg.record_name = "typical cycle";
    return ecg;
}

record::PrintedMeasurements printed_of(pugi::xml_node root, pugi::xml_node cycle) {
    record::PrintedMeasurements printed;
    printed.heart_rate_per_min = number_at_name(root, "VENT_RATE");
    printed.p_ms = number_at_name(cycle, "P_DURATION");
    printed.pr_ms = number_at_name(cycle, "PR_DURATION");
    printed.qrs_ms = number_at_name(cycle, "QRS_DURATION");
    printed.qt_ms = number_at_name(cycle, "QT");
    printed.qtc_ms = number_at_name(cycle, "QTC");
    printed.p_axis_deg = number_at_name(cycle, "P_AXIS");
    printed.qrs_axis_deg = number_at_name(cycle, "QRS_AXIS");
    printed.t_axis_deg = number_at_name(cycle, "T_AXIS");
    for (const auto statement : child_of(root, "AUTOMATIC_INTERPRETATION").children("STATEMENT")) {
        auto line = words_at(statement, "TEXT");
        if (const auto reason = words_at(statement, "REASON"); !reason.empty()) core::append_word(line, reason);
        if (!line.empty()) printed.statements.push_back(line);
    }
    return printed;
}

void take_patient(pugi::xml_node root, const DateOrderOfFile& dates, record::Ecg& ecg) {
    const auto subject = child_of(root, "SUBJECT");
    auto& patient = ecg.facts.patient;
    patient.id = words_at(subject, "ID");
    patient.name = full_name(words_at(subject, "LAST_NAME"), words_at(subject, "FIRST_NAME"));
    take_other_names(subject, patient);
    set_birth_date(ecg, words_at(subject, "DOB"), dates);
    set_sex(ecg, words_at(subject, "GENDER"));
    // Without a unit it is not known to be in years.
    if (const auto unit = words_at(root, "AGE_UNITS"); !says_nothing(unit)) set_age(ecg, words_at(root, "AGE"), unit);
}

void take_start_time(pugi::xml_node root, const DateOrderOfFile& dates, record::Ecg& ecg) {
    // "20231201120000", "2023-12-01T12:00:00".
    const auto moment = words_at(root, "ACQUISITION_TIME");
    if (moment.find_first_of("-/") != moment.npos) return set_start_time(ecg, moment, dates);
    constexpr std::size_t day = 8;
    set_start_time(ecg, moment.substr(0, day), moment.size() > day ? moment.substr(day) : "");
}

void take_facts(pugi::xml_node root, record::Ecg& ecg) {
    const auto source = child_of(root, "SOURCE");
    auto& facts = ecg.facts;
    facts.gain_source = "UNITS_PER_MV";
    facts.device = {words_at(source, "MANUFACTURER"), words_at(source, "MODEL"),
                    words_at(source, "ACQUIRING_DEVICE_SW_VERSION")};
    // BASELINE_ROLL_FILTER is left alone: nobody says in which unit it is.
    facts.filters.low_pass_hz = number_at_name(source, "LOW_PASS_FILTER");
    facts.printed = printed_of(root, child_of(root, "TYPICAL_CYCLE"));
    const auto dates = date_order_of(root, ecg);
    take_patient(root, dates, ecg);
    take_start_time(root, dates, ecg);
}

core::Result<record::Ecg> read_eli(const RecordingFile& file, const ReadOptions& options) {
    const auto where = file.where();
    XmlDocument document;
    SYNCHRONY_ASSIGN(const auto remark, parse_xml(file.bytes, where, document));
    const auto root = child_of(document, root_name);
    SYNCHRONY_ASSIGN(auto ecg, read_channels(root, options, where));
    if (const auto cycle = child_of(root, "TYPICAL_CYCLE"); child_of(cycle, "TYPICAL_CYCLE_CHANNEL"))
        add_stored_beat(read_cycle(cycle, options, where + ", typical cycle"), "typical cycle is not read", ecg);
    take_facts(root, ecg);
    say_encoding(remark, ecg);
    return cut(std::move(ecg), options, where);
}

}  // namespace

Format format() {
    return {.name = "eli",
            .description = "Mortara ELI XML: rhythm and typical cycle",
            .versions = "files say none",
            .extensions = {".xml"},
            .sniff = sniff_eli,
            .read = read_eli};
}

}  // namespace synchrony::io::eli
