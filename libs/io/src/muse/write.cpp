// Writing MUSE.
#include <openssl/evp.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <pugixml.hpp>

#include "birth_and_age.hpp"
#include "sixteen_bit.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/core/utf8.hpp"
#include "synchrony/io/muse.hpp"
#include "synchrony/io/rounded_leads.hpp"
#include "synchrony/record/limb_leads.hpp"
#include "synchrony/record/start_times.hpp"
#include "xml_writing.hpp"

namespace synchrony::io::muse {
namespace {

using Element = pugi::xml_node;

void put(Element parent, const char* name, const std::string& text) {
    parent.append_child(name).text().set(core::valid_utf8(text).c_str());
}

void put_known(Element parent, const char* name, const std::string& text) {
    if (!text.empty()) put(parent, name, text);
}

void put_known(Element parent, const char* name, const std::optional<double>& number) {
    if (number) put(parent, name, core::shortest(*number));
}

/// "04-22-2000" of "2000-04-22": the order of the United States.
std::string american_date(const std::string& iso) {
    constexpr std::size_t length = 10;
    return iso.size() < length ? std::string() : iso.substr(5, 5) + "-" + iso.substr(0, 4);
}

/// The leads that are written: those with a sample; without the four that I and II give.
std::vector<const record::Lead*> leads_to_write(const record::Ecg& ecg, Written& written) {
    constexpr std::array<std::string_view, 4> given = {"III", "aVR", "aVL", "aVF"};
    const auto is_given = [&](const record::Lead& lead) {
        return std::find(given.begin(), given.end(), lead.name) != given.end();
    };
    record::Ecg base = ecg;
    base.stored_beats.clear();
    std::erase_if(base.leads, [&](const auto& lead) { return is_given(lead); });
    const bool limbs =
        ecg.find_lead("I") && ecg.find_lead("II") && std::count_if(ecg.leads.begin(), ecg.leads.end(), is_given) == 4;
    const auto computed = limbs ? record::with_limb_leads(std::move(base)) : std::move(base);
    // Three roundings of half a step: of the lead itself, of I and of II.
    constexpr double most_steps = 1.5, slack_uv = 0.01, uv_a_mv = 1000.0;
    const auto follows = [&](const record::Lead& lead) {
        const auto* twin = computed.find_lead(lead.name);
        if (!twin || twin->invalid != lead.invalid) return false;
        const double step_uv = std::max({own_step_uv(lead), own_step_uv(*ecg.find_lead("I")), 1.0});
        for (std::size_t i = 0; i < lead.samples.size(); ++i)
            if (std::abs(static_cast<double>(lead.samples[i]) - twin->samples[i]) * uv_a_mv >
                most_steps * step_uv + slack_uv)
                return false;
        return true;
    };
    const bool eight = limbs && std::all_of(ecg.leads.begin(), ecg.leads.end(),
                                            [&](const auto& lead) { return !is_given(lead) || follows(lead); });
    std::vector<const record::Lead*> leads;
    for (const auto& lead : ecg.leads) {
        if (lead.valid_samples() == 0)
            written.left_out.push_back("lead " + lead.name + ": no sample of it was recorded");
        else if (!eight || !is_given(lead))
            leads.push_back(&lead);
    }
    if (eight) written.left_out.emplace_back("III, aVR, aVL and aVF, which MUSE leaves to I and II");
    return leads;
}

std::string bytes_of(const record::Lead& lead, SixteenBitLead& stored) {
    // Held values stand where nothing was recorded.
    const double uv_a_mv = 1000.0;
    for (const auto& range : lead.invalid)
        for (auto i = range.begin; i < range.end; ++i)
            stored.values[static_cast<std::size_t>(i)] = static_cast<std::int16_t>(
                std::round(lead.samples[static_cast<std::size_t>(i)] * uv_a_mv / stored.microvolts_per_unit));
    std::string bytes;
    bytes.reserve(2 * stored.values.size());
    for (const auto value : stored.values) {
        const auto word = static_cast<std::uint16_t>(value);
        bytes += static_cast<char>(word & 0xffU);
        bytes += static_cast<char>(word >> 8U);
    }
    return bytes;
}

/// In lines of 72 letters, as MUSE breaks them.
std::string base64_lines(const std::string& bytes) {
    constexpr std::size_t line_bytes = 54, group = 3, letters = 4;
    std::string text = "\n";
    std::array<unsigned char, line_bytes / group * letters + 1> line{};
    for (std::size_t at = 0; at < bytes.size(); at += line_bytes) {
        const auto count = std::min(line_bytes, bytes.size() - at);
        const int made = EVP_EncodeBlock(line.data(), reinterpret_cast<const unsigned char*>(bytes.data()) + at,
                                         static_cast<int>(count));
        text.append(reinterpret_cast<const char*>(line.data()), static_cast<std::size_t>(made));
        text += '\n';
    }
    return text;
}

core::Result<void> add_lead(Element waveform, const record::Lead& lead, double microvolts_per_unit, bool median,
                            RoundedLeads& rounded, Written& written) {
    SYNCHRONY_ASSIGN(auto stored, in_16_bits(lead, microvolts_per_unit));
    if (stored.rounded) rounded.add(lead.name + (median ? " (median beat)" : ""), stored.microvolts_per_unit, "uV");
    const auto bytes = bytes_of(lead, stored);
    const auto missing = static_cast<std::int64_t>(lead.samples.size()) - lead.valid_samples();
    if (missing > 0)
        written.left_out.push_back("MUSE has no mark for a missing sample: " + std::to_string(missing) + " of " +
                                   lead.name + (median ? " of the median beat" : "") +
                                   " are written as the value before them");
    auto node = waveform.append_child("LeadData");
    put(node, "LeadByteCountTotal", std::to_string(bytes.size()));
    put(node, "LeadTimeOffset", "0");
    put(node, "LeadSampleCountTotal", std::to_string(stored.values.size()));
    put(node, "LeadAmplitudeUnitsPerBit", core::shortest(stored.microvolts_per_unit));
    put(node, "LeadAmplitudeUnits", "MICROVOLTS");
    put(node, "LeadHighLimit", "32767");
    put(node, "LeadLowLimit", "-32768");
    put(node, "LeadID", lead.name);
    put(node, "LeadOffsetFirstSample", "0");
    put(node, "FirstSampleBaseline", "0");
    put(node, "LeadSampleSize", "2");
    put(node, "LeadOff", "FALSE");
    put(node, "BaselineSway", "FALSE");
    const auto sum = ::crc32_z(0, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size());
    put(node, "LeadDataCRC32", std::to_string(sum));
    node.append_child("WaveFormData").text().set(base64_lines(bytes).c_str());
    return {};
}

/// SampleBase and SampleExponent: a whole number, and the power of ten that it is multiplied by.
void add_sampling_rate(Element waveform, double hz) {
    constexpr int most_decimals = 6;
    int decimals = 0;
    double base = hz;
    while (decimals < most_decimals && std::abs(base - std::round(base)) > 1e-9 * base) {
        base *= 10.0;
        ++decimals;
    }
    put(waveform, "SampleBase", core::shortest(decimals == most_decimals ? hz : std::round(base)));
    put(waveform, "SampleExponent", std::to_string(decimals == most_decimals ? 0 : -decimals));
}

/// The baseline filter in hundredths of a Hz; with a point, which means Hz, where it is no whole number of them.
std::string high_pass_text(double hz) {
    const double hundredths = hz * 100.0;
    if (std::abs(hundredths - std::round(hundredths)) < 1e-9) return core::shortest(std::round(hundredths));
    return core::shortest(hz);
}

core::Result<void> add_waveform(Element root, const char* type, const record::Ecg& ecg, const record::Filters& filters,
                                const WriteOptions& options, Written& written) {
    const auto leads = leads_to_write(ecg, written);
    if (leads.empty())
        return core::fail({core::ErrorKind::usage,
                           "recording cannot be written as MUSE",
                           ecg.record_name,
                           "no lead with a sample",
                           "at least one",
                           {}});
    auto waveform = root.append_child("Waveform");
    put(waveform, "WaveformType", type);
    put(waveform, "WaveformStartTime", "0");
    put(waveform, "NumberofLeads", std::to_string(leads.size()));
    put(waveform, "SampleType", "CONTINUOUS_SAMPLES");
    add_sampling_rate(waveform, ecg.sampling_frequency_hz);
    if (filters.high_pass_hz) put(waveform, "HighPassFilter", high_pass_text(*filters.high_pass_hz));
    put_known(waveform, "LowPassFilter", filters.low_pass_hz);
    put(waveform, "ACFilter", filters.notch_hz ? core::shortest(*filters.notch_hz) : "NONE");
    RoundedLeads rounded;
    for (const auto* lead : leads)
        SYNCHRONY_TRY(add_lead(waveform, *lead, options.microvolts_per_unit, type == std::string_view("Median"),
                               rounded, written));
    rounded.say("MUSE", written.left_out);
    return {};
}

constexpr std::string_view age_units = "YMWDH";

/// "MONTHS", as MUSE writes it.
std::string muse_unit_of(char unit) {
    std::string words(words_for_age_unit(unit));
    for (char& c : words) c = static_cast<char>(c - 'a' + 'A');
    return words;
}

void add_patient(Element root, const record::PatientFields& patient, const WriteOptions& options) {
    auto node = root.append_child("PatientDemographics");
    put_known(node, "PatientID", options.keep_identity ? patient.id : options.pseudonym);
    if (patient.age_years) {
        constexpr double most_unnamed = 90.0;  // beyond 89 years an age names a person (45 CFR 164.514)
        const auto age = whole_age(
            options.keep_identity ? *patient.age_years : std::min(*patient.age_years, most_unnamed), age_units);
        put(node, "PatientAge", std::to_string(age.number));
        put(node, "AgeUnits", muse_unit_of(age.unit));
    }
    if (options.keep_identity) put_known(node, "DateofBirth", american_date(patient.birth_date));
    if (!patient.sex.empty()) put(node, "Gender", patient.sex == "female" ? "FEMALE" : "MALE");
    if (!options.keep_identity) return;
    const auto comma = std::min(patient.name.find(", "), patient.name.size());
    put_known(node, "PatientLastName", patient.name.substr(0, comma));
    put_known(node, "PatientFirstName", patient.name.substr(std::min(patient.name.size(), comma + 2)));
}

void add_test(Element root, const record::Ecg& ecg, const WriteOptions& options) {
    auto node = root.append_child("TestDemographics");
    put(node, "DataType", "RESTING");
    put_known(node, "AcquisitionDevice", ecg.facts.device.model);
    constexpr std::size_t clock_at = 11, clock = 8;
    if (ecg.start_time && (options.keep_identity || options.keep_dates)) {
        if (record::has_time_of_day(*ecg.start_time))
            put(node, "AcquisitionTime", ecg.start_time->substr(clock_at, clock));
        put_known(node, "AcquisitionDate", american_date(*ecg.start_time));
    }
    put_known(node, "AcquisitionSoftwareVersion", ecg.facts.device.software);
}

void add_measurements(Element root, const record::PrintedMeasurements& printed, bool statements) {
    auto node = root.append_child("RestingECGMeasurements");
    put_known(node, "VentricularRate", printed.heart_rate_per_min);
    put_known(node, "PRInterval", printed.pr_ms);
    put_known(node, "QRSDuration", printed.qrs_ms);
    put_known(node, "QTInterval", printed.qt_ms);
    put_known(node, "QTCorrected", printed.qtc_ms);
    put_known(node, "PAxis", printed.p_axis_deg);
    put_known(node, "RAxis", printed.qrs_axis_deg);
    put_known(node, "TAxis", printed.t_axis_deg);
    if (!statements) return;
    const auto add_lines = [&](const char* name, const std::vector<std::string>& lines) {
        if (lines.empty()) return;
        auto diagnosis = root.append_child(name);
        put(diagnosis, "Modality", "RESTING");
        for (const auto& line : lines) {
            auto statement = diagnosis.append_child("DiagnosisStatement");
            put(statement, "StmtFlag", "ENDSLINE");
            put(statement, "StmtText", line);
        }
    };
    add_lines("Diagnosis", printed.statements);
    add_lines("OriginalDiagnosis", printed.original_statements);
}

void say_what_is_not_held(const record::Ecg& ecg, const WriteOptions& options, Written& written) {
    say_age_is_cut("MUSE", ecg.facts.patient, age_units, written.left_out);
    say_not_held("MUSE", ecg, options, written);
    const auto& maker = ecg.facts.device.manufacturer;
    if (!maker.empty() && maker != "GE") written.left_out.push_back("MUSE holds no manufacturer but GE: " + maker);
    constexpr std::size_t to_the_second = 19;
    if (ecg.start_time && ecg.start_time->size() > to_the_second && (options.keep_identity || options.keep_dates))
        written.left_out.emplace_back("MUSE holds whole seconds: the fraction of the start time is left out");
    if (ecg.facts.printed.p_ms) written.left_out.emplace_back("MUSE holds no printed P duration");
    std::vector<std::string> once;  // the median beat says the same of its leads
    for (auto& sentence : written.left_out)
        if (std::find(once.begin(), once.end(), sentence) == once.end()) once.push_back(std::move(sentence));
    written.left_out = std::move(once);
}

core::Result<void> fill_file(Element root, const record::Ecg& ecg, const WriteOptions& options, Written& written) {
    put(root.append_child("MuseInfo"), "MuseVersion", "written by Synchrony");
    add_patient(root, ecg.facts.patient, options);
    add_test(root, ecg, options);
    add_measurements(root, ecg.facts.printed, options.keep_identity);
    for (const auto& beat : ecg.stored_beats)
        if (beat.sample_count() > 0 && beat.sampling_frequency_hz > 0)
            SYNCHRONY_TRY(add_waveform(root, "Median", beat, ecg.facts.filters, options, written));
    SYNCHRONY_TRY(add_waveform(root, "Rhythm", ecg, ecg.facts.filters, options, written));
    say_what_is_not_held(ecg, options, written);
    return {};
}

}  // namespace

core::Result<Written> write(const std::filesystem::path& path, const record::Ecg& ecg, const WriteOptions& options) {
    SYNCHRONY_TRY(check_has_leads(ecg, "MUSE", path));
    XmlDocument document;
    declare_utf8(document);
    document.append_child(pugi::node_doctype).set_value("RestingECG SYSTEM \"restecg.dtd\"");
    Written written;
    SYNCHRONY_TRY(fill_file(document.append_child("RestingECG"), ecg, options, written));
    SYNCHRONY_TRY(write_document(path, document, "   "));
    return written;
}

}  // namespace synchrony::io::muse
