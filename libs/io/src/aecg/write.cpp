// Writing aECG.
#include <algorithm>
#include <cmath>
#include <map>

#include "aecg/facts.hpp"
#include "birth_and_age.hpp"
#include "moment.hpp"
#include "sixteen_bit.hpp"
#include "start_time.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/core/utf8.hpp"
#include "synchrony/io/aecg.hpp"
#include "synchrony/io/rounded_leads.hpp"
#include "xml_writing.hpp"

namespace synchrony::io::aecg {
namespace {

using Node = pugi::xml_node;
using Range = std::pair<std::int64_t, std::int64_t>;

// HL7's registered code systems.
constexpr const char* mdc_system = "2.16.840.1.113883.6.24";
constexpr const char* act_system = "2.16.840.1.113883.5.4";
constexpr const char* gender_system = "2.16.840.1.113883.5.1";
constexpr const char* loinc_system = "2.16.840.1.113883.6.1";
constexpr const char* cpt_system = "2.16.840.1.113883.6.12";

Node add(Node parent, std::initializer_list<const char*> path) {
    for (const char* name : path) parent = parent.append_child(name);
    return parent;
}

void set(Node node, const char* attribute, const std::string& value) {
    node.append_attribute(attribute).set_value(core::valid_utf8(value).c_str());
}

void add_code(Node parent, const std::string& code, const char* system) {
    auto node = parent.append_child("code");
    set(node, "code", code);
    set(node, "codeSystem", system);
}

void add_text(Node parent, const char* name, const std::string& text) {
    if (!text.empty()) parent.append_child(name).text().set(core::valid_utf8(text).c_str());
}

Node add_value(Node parent, const char* type) {
    auto node = parent.append_child("value");
    set(node, "xsi:type", type);
    return node;
}

void add_quantity(Node parent, const char* name, double value, const char* unit) {
    auto node = parent.append_child(name);
    set(node, "value", core::shortest(value));
    set(node, "unit", unit);
}

/// "8-4-4-4-12", as identifiers of HL7 are written.
std::string uuid_of(const std::string& hexadecimal) {
    std::string uuid = hexadecimal.substr(0, 8);
    for (const std::size_t at : {8U, 12U, 16U}) uuid += "-" + hexadecimal.substr(at, 4);
    return uuid + "-" + hexadecimal.substr(20, 12);
}

/// Leads that are valid over the same samples.
struct Stretch {
    Range range;
    std::vector<std::size_t> leads;
};

/// In the order of their first lead, so that the leads keep theirs as far as they can.
std::vector<Stretch> stretches_of(const record::Ecg& ecg, Written& written) {
    std::map<Range, std::vector<std::size_t>> stretches;
    for (std::size_t l = 0; l < ecg.leads.size(); ++l) {
        const auto& lead = ecg.leads[l];
        std::int64_t at = 0;
        bool any = false;
        const auto take = [&](std::int64_t end) {
            if (end > at) stretches[{at, end}].push_back(l);
            any = any || end > at;
        };
        for (const auto& range : lead.invalid) {
            take(range.begin);
            at = range.end;
        }
        take(static_cast<std::int64_t>(lead.samples.size()));
        if (!any) written.left_out.push_back("lead " + lead.name + ": no sample of it was recorded");
    }
    std::vector<Stretch> ordered;
    for (auto& [range, leads] : stretches) ordered.push_back({range, std::move(leads)});
    std::stable_sort(ordered.begin(), ordered.end(),
                     [](const auto& a, const auto& b) { return a.leads.front() < b.leads.front(); });
    return ordered;
}

struct TimeOfWriting {
    double rate_hz = 0.0;
    std::optional<Moment> begin;  ///< where dates are kept
};

void add_time(Node set_node, const TimeOfWriting& time, std::int64_t first) {
    auto sequence = add(set_node, {"component", "sequence"});
    const double offset_s = static_cast<double>(first) / time.rate_hz;
    add_code(sequence, time.begin ? "TIME_ABSOLUTE" : "TIME_RELATIVE", act_system);
    auto value = add_value(sequence, time.begin ? "GLIST_TS" : "GLIST_PQ");
    if (time.begin)
        set(value.append_child("head"), "value", later_moment(*time.begin, offset_s));
    else
        add_quantity(value, "head", offset_s, "s");
    add_quantity(value, "increment", 1.0 / time.rate_hz, "s");
}

std::string mdc_lead(const std::string& name) {
    return "MDC_ECG_LEAD_" + (name.starts_with("aV") ? "AV" + name.substr(2) : name);
}

void add_lead(Node set_node, const record::Lead& lead, const SixteenBitLead& stored, Range range) {
    auto sequence = add(set_node, {"component", "sequence"});
    add_code(sequence, mdc_lead(lead.name), mdc_system);
    auto value = add_value(sequence, "SLIST_PQ");
    add_quantity(value, "origin", 0, "uV");
    add_quantity(value, "scale", stored.microvolts_per_unit, "uV");
    std::string digits;
    for (auto i = range.first; i < range.second; ++i) {
        if (i > range.first) digits += ' ';
        digits += std::to_string(stored.values[static_cast<std::size_t>(i)]);
    }
    value.append_child("digits").text().set(digits.c_str());
}

core::Result<void> add_sets(Node series, const record::Ecg& ecg, const TimeOfWriting& time, const WriteOptions& options,
                            Written& written) {
    std::vector<SixteenBitLead> stored;
    RoundedLeads rounded;
    for (const auto& lead : ecg.leads) {
        SYNCHRONY_ASSIGN(auto values, in_16_bits(lead, options.microvolts_per_unit));
        if (values.rounded) rounded.add(lead.name, values.microvolts_per_unit, "uV");
        stored.push_back(std::move(values));
    }
    rounded.say("aECG", written.left_out);
    const auto stretches = stretches_of(ecg, written);
    constexpr std::size_t most_sets = 4096;  // as many as the reader takes
    if (stretches.empty() || stretches.size() > most_sets)
        return core::fail({core::ErrorKind::usage,
                           "recording cannot be written as aECG",
                           ecg.record_name,
                           std::to_string(stretches.size()) + " stretches of recorded samples",
                           "1 to " + std::to_string(most_sets),
                           {}});
    for (const auto& [range, leads] : stretches) {
        auto set_node = add(series, {"component", "sequenceSet"});
        add_time(set_node, time, range.first);
        for (const auto l : leads) add_lead(set_node, ecg.leads[l], stored[l], range);
    }
    return {};
}

void add_moment(Node parent, const char* name, const std::optional<Moment>& moment, double seconds_later) {
    auto node = parent.append_child(name);
    if (moment)
        set(node, "value", later_moment(*moment, seconds_later));
    else
        set(node, "nullFlavor", "MSK");  // there, but not told
}

/// The duration is told though the moments are not: samples missing at the end are known by it alone.
void add_interval(Node parent, const std::optional<Moment>& begin, double duration_s) {
    auto interval = parent.append_child("effectiveTime");
    add_moment(interval, "low", begin, 0.0);
    if (begin)
        add_moment(interval, "high", begin, duration_s);
    else
        add_quantity(interval, "width", duration_s, "s");
}

constexpr std::string_view age_units = "YMWDH";

/// UCUM's code of a unit of age.
const char* ucum_of(char unit) {
    return unit == 'Y' ? "a" : unit == 'M' ? "mo" : unit == 'W' ? "wk" : unit == 'D' ? "d" : "h";
}

void add_subject(Node root, const record::Ecg& ecg, const WriteOptions& options) {
    const auto& patient = ecg.facts.patient;
    auto assignment = add(root, {"componentOf", "timepointEvent", "componentOf", "subjectAssignment"});
    auto subject = add(assignment, {"subject", "trialSubject"});
    const auto id = options.keep_identity ? patient.id : options.pseudonym;
    auto id_node = subject.append_child("id");
    if (id.empty())
        set(id_node, "nullFlavor", "MSK");
    else
        set(id_node, "extension", id);
    auto person = subject.append_child("subjectDemographicPerson");
    if (options.keep_identity) add_text(person, "name", patient.name);
    if (!patient.sex.empty()) {
        auto sex = person.append_child("administrativeGenderCode");
        set(sex, "code", patient.sex == "female" ? "F" : "M");
        set(sex, "codeSystem", gender_system);
    }
    const auto& born = patient.birth_date.empty() ? patient.born_in : patient.birth_date;
    if (options.keep_identity && !born.empty()) set(person.append_child("birthTime"), "value", compact_moment(born));
    set(add(assignment, {"componentOf", "clinicalTrial"}).append_child("id"), "nullFlavor", "NI");
    if (!patient.age_years) return;
    auto observation = add(root, {"controlVariable", "relatedObservation"});
    add_code(observation, "21612-7", loinc_system);  // reported age
    constexpr double most_unnamed = 90.0;            // beyond 89 years an age names a person (45 CFR 164.514)
    auto value = add_value(observation, "PQ");
    const auto age =
        whole_age(options.keep_identity ? *patient.age_years : std::min(*patient.age_years, most_unnamed), age_units);
    set(value, "value", std::to_string(age.number));
    set(value, "unit", ucum_of(age.unit));
}

void add_device(Node series, const record::Device& device) {
    if (device == record::Device{}) return;
    auto author = add(series, {"author", "seriesAuthor"});
    auto node = author.append_child("manufacturedSeriesDevice");
    add_text(node, "manufacturerModelName", device.model);
    add_text(node, "softwareName", device.software);
    if (!device.manufacturer.empty())
        add_text(author.append_child("manufacturerOrganization"), "name", device.manufacturer);
}

void add_filter(Node series, const char* filter, const char* frequency, const std::optional<double>& hz) {
    if (!hz) return;
    const std::string prefix = "MDC_ECG_CTL_VBL_ATTR_FILTER_";
    auto outer = add(series, {"controlVariable", "controlVariable"});
    add_code(outer, prefix + filter, mdc_system);
    auto inner = add(outer, {"component", "controlVariable"});
    add_code(inner, prefix + frequency, mdc_system);
    auto value = add_value(inner, "PQ");
    set(value, "value", core::shortest(*hz));
    set(value, "unit", "Hz");
}

Node add_annotation(Node set_node, const std::string& code) {
    auto annotation = add(set_node, {"component", "annotation"});
    add_code(annotation, code, mdc_system);
    return annotation;
}

void add_annotations(Node series, const record::PrintedMeasurements& printed, bool statements) {
    const bool words = statements && !printed.statements.empty();
    std::vector<const AnnotationCode*> measured;
    for (const auto& code : annotation_codes()) {
        const bool first = std::none_of(measured.begin(), measured.end(),
                                        [&](const auto* other) { return other->field == code.field; });
        if (printed.*code.field && first) measured.push_back(&code);
    }
    if (measured.empty() && !words) return;
    auto set_node = add(series, {"subjectOf", "annotationSet"});
    for (const auto* code : measured) {
        auto value = add_value(add_annotation(set_node, std::string(code->code)), "PQ");
        set(value, "value", core::shortest(*(printed.*code->field)));
        set(value, "unit", std::string(code->unit));
    }
    if (!words) return;
    auto interpretation = add_annotation(set_node, "MDC_ECG_INTERPRETATION");
    for (const auto& statement : printed.statements)
        add_value(add_annotation(interpretation, "MDC_ECG_INTERPRETATION_STATEMENT"), "ST")
            .text()
            .set(core::valid_utf8(statement).c_str());
}

core::Result<void> add_series(Node series, const record::Ecg& ecg, const TimeOfWriting& time,
                              const WriteOptions& options, Written& written) {
    add_interval(series, time.begin, ecg.duration_s());
    add_device(series, ecg.facts.device);
    const auto& filters = ecg.facts.filters;
    add_filter(series, "LOW_PASS", "CUTOFF_FREQ", filters.low_pass_hz);
    add_filter(series, "HIGH_PASS", "CUTOFF_FREQ", filters.high_pass_hz);
    add_filter(series, "NOTCH", "NOTCH_FREQ", filters.notch_hz);
    return add_sets(series, ecg, time, options, written);
}

core::Result<void> fill(Node root, const record::Ecg& ecg, const WriteOptions& options, Written& written) {
    TimeOfWriting time{ecg.sampling_frequency_hz, std::nullopt};
    if (ecg.start_time && (options.keep_identity || options.keep_dates))
        time.begin = parse_moment(compact_moment(*ecg.start_time));
    if (time.begin && time.begin->has_time && options.keep_identity) time.begin->zone_minutes = ecg.facts.zone_minutes;
    set(root.append_child("id"), "root", uuid_of(identity_of_samples(ecg)));
    add_code(root, "93000", cpt_system);
    add_interval(root, time.begin, ecg.duration_s());
    add_subject(root, ecg, options);
    auto series = add(root, {"component", "series"});
    add_code(series, "RHYTHM", act_system);
    SYNCHRONY_TRY(add_series(series, ecg, time, options, written));
    add_annotations(series, ecg.facts.printed, options.keep_identity);
    for (const auto& beat : ecg.stored_beats) {
        if (beat.sample_count() == 0 || !(beat.sampling_frequency_hz > 0)) continue;
        auto derived = add(series, {"derivation", "derivedSeries"});
        add_code(derived, "REPRESENTATIVE_BEAT", act_system);
        SYNCHRONY_TRY(add_series(derived, beat, {beat.sampling_frequency_hz, std::nullopt}, options, written));
    }
    say_age_is_cut("aECG", ecg.facts.patient, age_units, written.left_out);
    say_not_held("aECG", ecg, options, written,
                 Fact::birth_year | (options.keep_identity ? Fact::time_zone : holds_nothing));
    if (const auto& device = ecg.facts.device;
        device.model.empty() && device.software.empty() && !device.manufacturer.empty())
        written.left_out.push_back("aECG's readers know no manufacturer without a model: " + device.manufacturer);
    if (time.begin) say_midnight_is_written("aECG", ecg, written.left_out);
    return {};
}

}  // namespace

core::Result<Written> write(const std::filesystem::path& path, const record::Ecg& ecg, const WriteOptions& options) {
    SYNCHRONY_TRY(check_has_leads(ecg, "aECG", path));
    XmlDocument document;
    declare_utf8(document);
    auto root = document.append_child("AnnotatedECG");
    set(root, "xmlns", "urn:hl7-org:v3");
    set(root, "xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance");
    set(root, "xsi:schemaLocation", "urn:hl7-org:v3 ../schema/PORT_MT020001.xsd");
    set(root, "type", "Observation");
    Written written;
    SYNCHRONY_TRY(fill(root, ecg, options, written));
    SYNCHRONY_TRY(write_document(path, document, "  "));
    return written;
}

}  // namespace synchrony::io::aecg
