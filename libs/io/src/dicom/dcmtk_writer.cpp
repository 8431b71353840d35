// Writing with DCMTK.
#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcdatset.h>
#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmdata/dcfilefo.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <exception>

#include "birth_and_age.hpp"
#include "dicom/codes.hpp"
#include "dicom/dcmtk_quiet.hpp"
#include "dicom/removed_date.hpp"
#include "dicom/tags.hpp"
#include "moment.hpp"
#include "sixteen_bit.hpp"
#include "synchrony/core/files.hpp"
#include "synchrony/core/sha256.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/core/utf8.hpp"
#include "synchrony/core/version.hpp"
#include "synchrony/io/dicom.hpp"
#include "synchrony/io/rounded_leads.hpp"
#include "synchrony/record/start_times.hpp"

namespace synchrony::io::dicom {
namespace {

struct WrittenCode {
    std::string value;
    std::string scheme;
    std::string meaning;
};

/// Puts elements into items and keeps the first fault.
class ItemWriter {
  public:
    explicit ItemWriter(DcmItem& item) : item_(&item) {}

    void text(const DcmTagKey& tag, const std::string& value) { keep(item_->putAndInsertString(tag, value.c_str())); }
    /// DS and SH: at most 16 characters.
    void number(const DcmTagKey& tag, double value) {
        std::array<char, 32> text{};
        std::snprintf(text.data(), text.size(), "%.9g", value);
        keep(item_->putAndInsertString(tag, text.data()));
    }
    void whole(const DcmTagKey& tag, std::uint16_t value) { keep(item_->putAndInsertUint16(tag, value)); }
    void count(const DcmTagKey& tag, std::uint32_t value) { keep(item_->putAndInsertUint32(tag, value)); }
    void pair(const DcmTagKey& tag, std::uint16_t one, std::uint16_t two) {
        const std::array<Uint16, 2> both = {one, two};
        keep(item_->putAndInsertUint16Array(tag, both.data(), both.size()));
    }
    void words(const DcmTagKey& tag, const std::vector<std::uint16_t>& values) {
        keep(item_->putAndInsertUint16Array(DcmTag(tag, EVR_OW), values.data(), values.size()));
    }
    /// A new item at the end of the sequence.
    ItemWriter add(const DcmTagKey& sequence) {
        DcmItem* item = nullptr;
        keep(item_->findOrCreateSequenceItem(sequence, item, -2));
        return ItemWriter(item != nullptr ? *item : *item_);
    }
    void empty_sequence(const DcmTagKey& sequence) { keep(item_->insertEmptyElement(sequence)); }
    void code(const DcmTagKey& sequence, const WrittenCode& code) {
        auto item = add(sequence);
        item.text(DCM_CodeValue, code.value);
        item.text(DCM_CodingSchemeDesignator, code.scheme);
        item.text(DCM_CodeMeaning, code.meaning);
    }

  private:
    static void keep(const OFCondition& condition) {
        if (condition.bad()) throw std::runtime_error(condition.text());  // caught in write()
    }
    DcmItem* item_;
};

/// A unique identifier under 2.25 (PS3.5 B.2): 128 bits as a decimal number.
std::string unique_identifier(const std::string& hexadecimal) {
    std::string decimal = "0";
    for (const char digit : hexadecimal) {
        int carry = digit <= '9' ? digit - '0' : digit - 'a' + 10;
        for (auto place = decimal.rbegin(); place != decimal.rend(); ++place) {
            carry += 16 * (*place - '0');
            *place = static_cast<char>('0' + carry % 10);
            carry /= 10;
        }
        for (; carry > 0; carry /= 10) decimal.insert(decimal.begin(), static_cast<char>('0' + carry % 10));
    }
    return "2.25." + decimal;
}

/// LO holds 64 characters, SH 16, the rest is cut off; a backslash would divide values.
std::string short_text(std::string text, std::size_t most) {
    std::replace(text.begin(), text.end(), '\\', '/');
    text = core::valid_utf8(text);
    if (text.size() <= most) return text;
    // Programs count bytes where the standard counts characters; a character is not cut in two.
    while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xc0U) == 0x80U) --most;
    return text.substr(0, most);
}

/// A label (SH) holds 16 characters, words (LO) 64, a name (PN) 64 with its caret, text (ST) 1024. Names of leads
/// between the first two are codes of our own.
constexpr std::size_t most_of_label = 16, most_of_words = 64, most_of_name = 63, most_of_text = 1024;

std::string class_for(const record::Ecg& ecg) {
    const auto rate = ecg.sampling_frequency_hz;
    const auto leads = ecg.leads.size();
    const bool standard = std::all_of(ecg.leads.begin(), ecg.leads.end(),
                                      [](const auto& lead) { return record::is_standard_lead(lead.name); });
    // PS3.3 A.34.3 to A.34.5.
    constexpr std::int64_t most_of_twelve_lead = 16384;
    if (standard && leads <= 13 && ecg.sample_count() <= most_of_twelve_lead && rate >= 200 && rate <= 1000)
        return storage::twelve_lead;
    if (rate < 200 && leads <= 12) return storage::ambulatory;
    return storage::general;
}

/// PN of PS3.5: family name and given names, a caret between. "Doe, Jane Ann" says which is which; of words without a
/// comma the first is the family's, as readers of DICOM put it.
std::string person_name(std::string name) {
    if (const auto comma = name.find(','); comma != std::string::npos)
        return std::string(core::trimmed(name.substr(0, comma))) + "^" +
               std::string(core::trimmed(name.substr(comma + 1)));
    std::replace(name.begin(), name.end(), ' ', '^');
    if (!name.empty() && name.find('^') == std::string::npos) name += '^';  // a family name alone
    return name;
}

/// PS3.5 6.2.1.2: the name in letters, in ideographs and by its sound.
std::string names_of(const record::PatientFields& patient) {
    constexpr std::size_t most_others = 2;
    auto names = person_name(short_text(patient.name, most_of_name));
    for (std::size_t g = 0; g < std::min(most_others, patient.other_spellings.size()); ++g)
        names += "=" + person_name(short_text(patient.other_spellings[g], most_of_name));
    return names;
}

/// AS of PS3.5: three figures and one of these.
constexpr std::string_view age_units = "YMWD";

void write_patient(ItemWriter& root, const record::Ecg& ecg, const WriteOptions& options) {
    const auto& patient = ecg.facts.patient;
    const bool named = options.keep_identity;
    root.text(DCM_PatientName, named ? names_of(patient) : person_name(short_text(options.pseudonym, most_of_name)));
    root.text(DCM_PatientID, short_text(named ? patient.id : options.pseudonym, most_of_words));
    root.text(DCM_PatientBirthDate, named ? compact_moment(patient.birth_date) : "");
    root.text(DCM_PatientSex, patient.sex == "female" ? "F" : patient.sex == "male" ? "M" : "");
    if (patient.age_years) {
        // Beyond 89 years an age names a person (45 CFR 164.514).
        const double most = named ? 999.0 : 90.0;
        std::array<char, 16> age{};
        const auto whole = whole_age(std::clamp(*patient.age_years, 0.0, most), age_units);
        std::snprintf(age.data(), age.size(), "%03d%c", whole.number, whole.unit);
        root.text(DCM_PatientAge, age.data());
    }
    if (named) return;
    root.text(DCM_PatientIdentityRemoved, "YES");
    root.text(DCM_DeidentificationMethod, "only what a study needs was written (Synchrony)");
    root.code(DCM_DeidentificationMethodCodeSequence, {"113100", "DCM", "Basic Application Confidentiality Profile"});
    root.code(DCM_DeidentificationMethodCodeSequence, {"113108", "DCM", "Retain Patient Characteristics Option"});
    if (options.keep_dates && ecg.start_time)
        root.code(DCM_DeidentificationMethodCodeSequence,
                  {"113107", "DCM", "Retain Longitudinal Temporal Information Modified Dates Option"});
}

void write_identifiers(ItemWriter& root, const record::Ecg& ecg, const WriteOptions& options) {
    const auto samples = identity_of_samples(ecg);
    const auto instance = unique_identifier(samples);
    root.text(DCM_SpecificCharacterSet, "ISO_IR 192");
    root.text(DCM_SOPClassUID, class_for(ecg));
    root.text(DCM_SOPInstanceUID, instance);
    root.text(DCM_StudyInstanceUID, instance + ".1");
    root.text(DCM_SeriesInstanceUID, instance + ".2");
    root.text(DCM_StudyID, "1");
    root.text(DCM_SeriesNumber, "1");
    root.text(DCM_InstanceNumber, "1");
    root.text(DCM_Modality, "ECG");
    for (const auto& tag : {DCM_AccessionNumber, DCM_ReferringPhysicianName}) root.text(tag, "");
    const bool dated = ecg.start_time && (options.keep_identity || options.keep_dates);
    const auto moment = dated ? compact_moment(*ecg.start_time) : compact_moment(removed_date) + "000000";
    root.text(DCM_StudyDate, dated ? moment.substr(0, 8) : "");
    root.text(DCM_StudyTime, dated ? moment.substr(8) : "");
    root.text(DCM_ContentDate, moment.substr(0, 8));
    root.text(DCM_ContentTime, moment.substr(8));
    root.text(DCM_AcquisitionDateTime, moment);
    if (options.keep_identity && ecg.facts.zone_minutes && dated && record::has_time_of_day(*ecg.start_time))
        root.text(DCM_TimezoneOffsetFromUTC, compact_zone(*ecg.facts.zone_minutes));
}

void write_device(ItemWriter& root, const record::Device& device) {
    root.text(DCM_Manufacturer, short_text(device.manufacturer, most_of_words));
    if (!device.model.empty()) root.text(DCM_ManufacturerModelName, short_text(device.model, most_of_words));
    if (!device.software.empty()) root.text(DCM_SoftwareVersions, short_text(device.software, most_of_words));
}

bool fits_label(const std::string& name) {
    return short_text(name, most_of_label) == name;
}

WrittenCode source_code(const std::string& name) {
    if (const auto code = code_of_lead(name); !code.empty()) return {code, "MDC", "Lead " + name};
    if (fits_label(name)) return {"2:0", "MDC", "Unspecified lead"};
    const auto words = short_text(name, most_of_words);
    return {core::sha256(words).substr(0, most_of_label), "99SYNCHRONY", words};
}

/// What the file holds of a lead's name.
std::string name_held(const std::string& name) {
    return short_text(name, fits_label(name) ? most_of_label : most_of_words);
}

void write_channel(ItemWriter channel, const record::Lead& lead, double microvolts, const record::Filters& filters) {
    // Half a name may be another lead's.
    if (fits_label(lead.name)) channel.text(DCM_ChannelLabel, lead.name);
    channel.code(DCM_ChannelSourceSequence, source_code(lead.name));
    channel.number(DCM_ChannelSensitivity, microvolts);
    channel.code(DCM_ChannelSensitivityUnitsSequence, {"uV", "UCUM", "microvolt"});
    channel.number(DCM_ChannelSensitivityCorrectionFactor, 1);
    channel.number(DCM_ChannelBaseline, 0);
    channel.number(DCM_ChannelSampleSkew, 0);
    channel.whole(DCM_WaveformBitsStored, 16);
    if (filters.high_pass_hz) channel.number(DCM_FilterLowFrequency, *filters.high_pass_hz);
    if (filters.low_pass_hz) channel.number(DCM_FilterHighFrequency, *filters.low_pass_hz);
    if (filters.notch_hz) channel.number(DCM_NotchFilterFrequency, *filters.notch_hz);
}

core::Result<void> write_group(ItemWriter group, const record::Ecg& ecg, bool beat, const record::Filters& filters,
                               const WriteOptions& options, RoundedLeads& rounded) {
    const auto samples = static_cast<std::size_t>(ecg.sample_count());
    group.text(DCM_WaveformOriginality, beat ? "DERIVED" : "ORIGINAL");
    group.whole(DCM_NumberOfWaveformChannels, static_cast<std::uint16_t>(ecg.leads.size()));
    group.count(DCM_NumberOfWaveformSamples, static_cast<std::uint32_t>(samples));
    group.number(DCM_SamplingFrequency, ecg.sampling_frequency_hz);
    group.text(DCM_MultiplexGroupLabel, beat ? "MEDIAN BEAT" : "RHYTHM");
    std::vector<std::uint16_t> words(samples * ecg.leads.size());
    for (std::size_t c = 0; c < ecg.leads.size(); ++c) {
        SYNCHRONY_ASSIGN(const auto stored, in_16_bits(ecg.leads[c], options.microvolts_per_unit));
        if (stored.rounded)
            rounded.add(ecg.leads[c].name + (beat ? " (stored beat)" : ""), stored.microvolts_per_unit, "uV");
        write_channel(group.add(DCM_ChannelDefinitionSequence), ecg.leads[c], stored.microvolts_per_unit, filters);
        for (std::size_t i = 0; i < samples; ++i)
            words[i * ecg.leads.size() + c] = static_cast<std::uint16_t>(stored.values[i]);
    }
    group.whole(DCM_WaveformBitsAllocated, 16);
    group.text(DCM_WaveformSampleInterpretation, "SS");
    group.words(DCM_WaveformPaddingValue, {static_cast<std::uint16_t>(missing_in_16_bits)});
    group.words(DCM_WaveformData, words);
    return {};
}

void write_annotations(ItemWriter& root, const record::PrintedMeasurements& printed, bool statements) {
    const auto annotation = [&] {
        auto item = root.add(DCM_WaveformAnnotationSequence);
        item.pair(DCM_ReferencedWaveformChannels, 1, 0);  // all channels of the first group
        item.whole(DCM_AnnotationGroupNumber, 1);
        return item;
    };
    for (const auto& code : measurement_codes()) {
        const auto& value = printed.*code.field;
        if (!value) continue;
        auto item = annotation();
        const std::string unit(code.unit);
        item.code(DCM_ConceptNameCodeSequence,
                  {std::string(code.value), std::string(code.scheme), std::string(code.meaning)});
        item.code(DCM_MeasurementUnitsCodeSequence, {unit, "UCUM",
                                                     unit == "ms"    ? "millisecond"
                                                     : unit == "deg" ? "degree"
                                                                     : "per minute"});
        item.number(DCM_NumericValue, *value);
    }
    if (!statements) return;
    for (const auto& statement : printed.statements)
        annotation().text(DCM_UnformattedTextValue, short_text(statement, most_of_text));
}

/// PS3.16 TID 3401: where the electrodes sat; nobody told us.
void write_lead_system(ItemWriter& root, const record::Ecg& ecg) {
    const bool standard = std::any_of(ecg.leads.begin(), ecg.leads.end(),
                                      [](const auto& lead) { return record::is_standard_lead(lead.name); });
    if (!standard) {
        root.empty_sequence(DCM_AcquisitionContextSequence);
        return;
    }
    auto context = root.add(DCM_AcquisitionContextSequence);
    context.text(DCM_ValueType, "CODE");
    context.code(DCM_ConceptNameCodeSequence, {"10:11345", "MDC", "Lead System"});
    context.code(DCM_ConceptCodeSequence, {"10:11264", "MDC", "Unspecified 12-lead system"});
}

/// What the file holds the beginning of alone.
void say_what_is_cut(const record::Ecg& ecg, const WriteOptions& options, Written& written) {
    const auto check = [&](const char* what, const std::string& text, std::size_t most) {
        if (short_text(text, std::string::npos) != short_text(text, most))
            written.left_out.push_back(std::string("the end of ") + what + ": DICOM holds " + std::to_string(most) +
                                       " letters");
    };
    const auto& device = ecg.facts.device;
    check("the manufacturer", device.manufacturer, most_of_words);
    check("the device's model", device.model, most_of_words);
    check("the software version", device.software, most_of_words);
    if (!options.keep_identity) return;
    check("the patient's name", ecg.facts.patient.name, most_of_name);
    for (const auto& name : ecg.facts.patient.other_spellings)
        check("the patient's name in other scripts", name, most_of_name);
    check("the patient's id", ecg.facts.patient.id, most_of_words);
    for (const auto& statement : ecg.facts.printed.statements) check("a printed statement", statement, most_of_text);
}

core::Result<Written> fill(DcmDataset& data_set, const record::Ecg& ecg, const WriteOptions& options) {
    Written written;
    ItemWriter root(data_set);
    write_identifiers(root, ecg, options);
    write_device(root, ecg.facts.device);
    write_patient(root, ecg, options);
    write_lead_system(root, ecg);
    RoundedLeads rounded;
    SYNCHRONY_TRY(write_group(root.add(DCM_WaveformSequence), ecg, false, ecg.facts.filters, options, rounded));
    constexpr std::size_t most_beats = 3;  // four groups in a general ECG
    for (std::size_t b = 0; b < ecg.stored_beats.size(); ++b) {
        if (b == most_beats || ecg.stored_beats[b].sample_count() == 0) {
            written.left_out.emplace_back("stored beat " + std::to_string(b + 1));
            continue;
        }
        SYNCHRONY_TRY(write_group(root.add(DCM_WaveformSequence), ecg.stored_beats[b], true, {}, options, rounded));
    }
    rounded.say("DICOM", written.left_out);
    write_annotations(root, ecg.facts.printed, options.keep_identity);
    for (const auto& lead : ecg.leads)
        if (const auto held = name_held(lead.name); held != lead.name)
            written.left_out.push_back("the end of a lead's name: DICOM writes " + lead.name + " as " + held);
    say_what_is_cut(ecg, options, written);
    say_age_is_cut("DICOM", ecg.facts.patient, age_units, written.left_out);
    say_not_held("DICOM", ecg, options, written,
                 Fact::other_spellings | (options.keep_identity ? Fact::time_zone : holds_nothing));
    return written;
}

core::Result<void> check_writable_as_dicom(const record::Ecg& ecg, const std::string& where) {
    // 32 bits count the bytes of a value; 24 channels are the most of a general ECG.
    constexpr std::uint64_t most_bytes = 0xfffffffe;
    constexpr std::size_t most_channels = 24;
    const auto bytes = static_cast<std::uint64_t>(ecg.sample_count()) * ecg.leads.size() * 2;
    const bool even = std::all_of(ecg.leads.begin(), ecg.leads.end(), [&](const auto& lead) {
        return static_cast<std::int64_t>(lead.samples.size()) == ecg.sample_count();
    });
    if (ecg.sample_count() > 0 && ecg.leads.size() <= most_channels && bytes <= most_bytes && even &&
        ecg.sampling_frequency_hz > 0)
        return {};
    return core::fail({core::ErrorKind::usage,
                       "recording cannot be written as DICOM",
                       where,
                       std::to_string(ecg.leads.size()) + " leads x " + std::to_string(ecg.sample_count()) + " samples",
                       "1 to " + std::to_string(most_channels) + " leads of one length, at most 4 GiB",
                       {}});
}

}  // namespace

core::Result<Written> write(const std::filesystem::path& path, const record::Ecg& ecg, const WriteOptions& options) {
    SYNCHRONY_TRY(check_writable_as_dicom(ecg, path.string()));
    quieten_dcmtk();
    try {
        DcmFileFormat file;
        SYNCHRONY_ASSIGN(auto written, fill(*file.getDataset(), ecg, options));
        SYNCHRONY_ASSIGN(auto target, core::AtomicFile::create(path, core::Durability::left_to_system));
        const auto saved =
            file.saveFile(target.temporary_path().c_str(), EXS_LittleEndianExplicit, EET_ExplicitLength, EGL_withoutGL);
        if (saved.bad())
            return core::fail({core::ErrorKind::io, "cannot write DICOM file", path.string(), saved.text(), {}, {}});
        SYNCHRONY_TRY(target.commit());
        return written;
    } catch (const std::exception& fault) {
        return core::fail({core::ErrorKind::io, "cannot write DICOM file", path.string(), fault.what(), {}, {}});
    }
}

}  // namespace synchrony::io::dicom
