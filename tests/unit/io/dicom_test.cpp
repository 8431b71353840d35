// DICOM waveforms. Truths: files written element by element after the standard (tests/support/dicom_builder.hpp), the
// aECG of the same recording, and what other programs print (scripts/decode_clinical.py).
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>

#include "support/dicom_builder.hpp"
#include "support/paths.hpp"
#include "support/temporary_folder.hpp"
#include "synchrony/io/dicom.hpp"
#include "synchrony/io/read.hpp"
#include "synchrony/record/identity.hpp"

namespace synchrony::io {
namespace {

using test::DicomItem;
using test::DicomSyntax;
using test::DicomWaveform;

constexpr const char* explicit_little = "1.2.840.10008.1.2.1";

core::Result<record::Ecg> read_dicom_bytes(const std::string& bytes, ReadOptions options = {}) {
    RecordingFile file;
    file.name = "x.dcm";
    file.folder = memory_source({{"x.dcm", bytes}});
    file.bytes = *file.folder->open("x.dcm");
    return read_ecg(file, options);
}

core::Result<record::Ecg> read_dicom_waveform(const DicomWaveform& waveform, ReadOptions options = {}) {
    return read_dicom_bytes(test::dicom_file(explicit_little, waveform.data_set().bytes()), options);
}

void expect_two_leads(const core::Result<record::Ecg>& ecg) {
    ASSERT_TRUE(ecg) << ecg.error().message();
    ASSERT_EQ(ecg->leads.size(), 2U);
    EXPECT_EQ(ecg->leads[0].name, "I");
    EXPECT_EQ(ecg->leads[1].name, "II");
    EXPECT_EQ(ecg->leads[0].samples, (std::vector<float>{0.0025F, 0.005F, 0.0075F}));
    EXPECT_EQ(ecg->leads[1].samples, (std::vector<float>{-0.01F, 0.0125F, -0.015F}));
    EXPECT_EQ(ecg->sampling_frequency_hz, 500);
    EXPECT_EQ(ecg->start_time, "2024-02-29T23:59:58.5");
    EXPECT_EQ(ecg->facts.patient.name, "Doe Jane");
    EXPECT_EQ(ecg->facts.patient.id, "4711");
    EXPECT_EQ(ecg->facts.patient.sex, "female");
    EXPECT_EQ(ecg->facts.patient.age_years, 61.0);
    EXPECT_TRUE(ecg->warnings.empty());
}

TEST(Dicom, EveryTransferSyntax) {
    for (const bool undefined : {false, true}) {
        DicomWaveform waveform;
        waveform.syntax.undefined_lengths = undefined;
        const auto little = waveform.data_set().bytes();
        expect_two_leads(read_dicom_bytes(test::dicom_file(explicit_little, little)));
        expect_two_leads(read_dicom_bytes(test::dicom_file("1.2.840.10008.1.2.1.99", test::deflated(little))));
        expect_two_leads(read_dicom_bytes(little));  // no preamble
        waveform.syntax.explicit_vr = false;
        const auto implicit = waveform.data_set().bytes();
        expect_two_leads(read_dicom_bytes(test::dicom_file("1.2.840.10008.1.2", implicit)));
        expect_two_leads(read_dicom_bytes(implicit));
        expect_two_leads(read_dicom_bytes(test::dicom_file(explicit_little, implicit)));  // promises the other
        waveform.syntax = {true, std::endian::big, undefined};
        const auto big = waveform.data_set().bytes();
        expect_two_leads(read_dicom_bytes(test::dicom_file("1.2.840.10008.1.2.2", big)));
        expect_two_leads(read_dicom_bytes(big));
    }
}

TEST(Dicom, EveryKindOfSample) {
    struct Kind {
        const char* name;
        int bits;
        std::vector<std::int64_t> values;
    };
    const std::vector<Kind> kinds = {{"SB", 8, {-128, 0, 127}},          {"UB", 8, {0, 128, 255}},
                                     {"SS", 16, {-2000, 0, 2000}},       {"US", 16, {0, 1, 65535}},
                                     {"SL", 32, {-8000000, 0, 8000000}}, {"UL", 32, {0, 1, 4294967295}}};
    for (const auto& kind : kinds)
        for (const auto order : {std::endian::little, std::endian::big})
            for (const char* vr : {"OW", "OB"}) {
                if (kind.bits == 8 && order == std::endian::big && std::string(vr) == "OW") continue;  // bytes in words
                SCOPED_TRACE(std::string(kind.name) + " " + vr + (order == std::endian::big ? " big" : " little"));
                DicomWaveform waveform;
                waveform.syntax.order = order;
                waveform.interpretation = kind.name;
                waveform.bits = waveform.bits_stored = kind.bits;
                waveform.data_vr = vr;
                waveform.sensitivity = "0.001";
                waveform.unit = "nV";
                waveform.samples = {kind.values, kind.values};
                const auto uid = order == std::endian::big ? "1.2.840.10008.1.2.2" : explicit_little;
                const auto ecg = read_dicom_bytes(test::dicom_file(uid, waveform.data_set().bytes()));
                ASSERT_TRUE(ecg) << ecg.error().message();
                for (const auto& lead : ecg->leads)
                    for (std::size_t i = 0; i < 3; ++i)
                        EXPECT_FLOAT_EQ(lead.samples[i],
                                        static_cast<float>(1e-9 * static_cast<double>(kind.values[i])));
            }
}

TEST(Dicom, BitsStoredAreFewerThanAllocated) {
    DicomWaveform waveform;
    waveform.bits_stored = 12;
    // Sign extended, and with zeros above the sign: the standard's two ways of filling.
    waveform.samples = {{-2048, -1, 2047}, {0x0800, 0x0fff, 0x07ff}};
    const auto ecg = read_dicom_waveform(waveform);
    ASSERT_TRUE(ecg) << ecg.error().message();
    EXPECT_EQ(ecg->leads[0].samples, (std::vector<float>{-5.12F, -0.0025F, 5.1175F}));
    EXPECT_EQ(ecg->leads[1].samples, ecg->leads[0].samples);
    EXPECT_TRUE(ecg->warnings.empty());
    waveform.samples = {{5000, 1, 2}, {1, 2, 3}};  // 12 bits promised, 13 used
    const auto wrong = read_dicom_waveform(waveform);
    ASSERT_TRUE(wrong);
    EXPECT_FLOAT_EQ(wrong->leads[0].samples[0], 12.5F);
    EXPECT_EQ(wrong->warnings.size(), 1U);
}

TEST(Dicom, SensitivityCorrectionAndBaselineInTheirUnit) {
    DicomWaveform waveform;
    waveform.sensitivity = "0.5";
    waveform.unit = "mV";
    waveform.correction = "1.5";
    waveform.baseline = "-2";
    const auto ecg = read_dicom_waveform(waveform);
    ASSERT_TRUE(ecg) << ecg.error().message();
    EXPECT_EQ(ecg->leads[0].samples, (std::vector<float>{-1.25F, -0.5F, 0.25F}));  // 0.75 n - 2
    EXPECT_EQ(ecg->facts.gain_source, "channel sensitivity");
}

TEST(Dicom, PaddingIsInvalid) {
    DicomWaveform waveform;
    waveform.padding = {-32768};
    waveform.samples = {{7, -32768, 9}, {-32768, -32768, 1}};
    const auto ecg = read_dicom_waveform(waveform);
    ASSERT_TRUE(ecg) << ecg.error().message();
    EXPECT_EQ(ecg->leads[0].invalid, (std::vector<record::SampleRange>{{1, 2}}));
    EXPECT_EQ(ecg->leads[1].invalid, (std::vector<record::SampleRange>{{0, 2}}));
    EXPECT_TRUE(ecg->warnings.empty());
    // A promised 0 is what a signal passes through: samples stay.
    waveform.padding = {0};
    waveform.samples = {{7, 0, 9}, {0, 2, 1}};
    const auto zero = read_dicom_waveform(waveform);
    ASSERT_TRUE(zero);
    EXPECT_TRUE(zero->leads[0].invalid.empty());
    EXPECT_EQ(zero->warnings.size(), 1U);
}

// PS3.3 C.10.9.1.4.4: the offset of a channel's first sample from the multiplex group's.
TEST(Dicom, ASkewedChannelIsPutWhereItBelongs) {
    DicomWaveform waveform;
    waveform.sensitivity = "1000";
    waveform.samples = {{1, 2, 3, 4, 5}, {1, 2, 3, 4, 5}};
    const auto second = [&](const ReadOptions& options = {}) {
        const auto ecg = read_dicom_waveform(waveform, options);
        EXPECT_TRUE(ecg) << ecg.error().message();
        return ecg ? ecg->leads.at(1) : record::Lead{};
    };
    waveform.skew = {"0", "2"};
    EXPECT_EQ(second().samples, (std::vector<float>{1, 1, 1, 2, 3}));
    EXPECT_EQ(second().invalid, (std::vector<record::SampleRange>{{0, 2}}));
    EXPECT_EQ(second({.first_sample = 3, .samples = 2}).samples, (std::vector<float>{2, 3}));
    waveform.skew = {"0", "-2"};
    EXPECT_EQ(second().samples, (std::vector<float>{3, 4, 5, 5, 5}));
    EXPECT_EQ(second().invalid, (std::vector<record::SampleRange>{{3, 5}}));
    waveform.skew.clear();
    waveform.time_skew = {"0", "0.0021"};  // one sample and a tenth
    EXPECT_EQ(second().samples, (std::vector<float>{1, 1, 2, 3, 4}));
    const auto said = read_dicom_waveform(waveform);
    ASSERT_TRUE(said);
    ASSERT_EQ(said->warnings.size(), 1U);
    EXPECT_NE(said->warnings[0].text.find("II was sampled 1 sample after the others"), std::string::npos);
    waveform.time_skew = {"0", "0.0004"};  // within a sample, as devices with one converter write it
    EXPECT_TRUE(read_dicom_waveform(waveform)->warnings.empty());
    waveform.time_skew = {"0", "1e300"};
    EXPECT_FALSE(read_dicom_waveform(waveform));
}

TEST(Dicom, LeadNamesByCodeTextAndLabel) {
    DicomWaveform waveform;
    waveform.leads = {
        {"2:64", "aVF, augmented voltage, foot"}, {"x", std::string("Lead V3\0\0", 9)}, {"2:66", "Lead V8"}};
    waveform.samples = {{1, 1}, {2, 2}, {3, 3}};
    const auto ecg = read_dicom_waveform(waveform);
    ASSERT_TRUE(ecg) << ecg.error().message();
    EXPECT_EQ(ecg->leads[0].name, "aVF");
    EXPECT_EQ(ecg->leads[1].name, "V3");
    EXPECT_EQ(ecg->leads[2].name, "V8");
    waveform.leads = {{"2:1", "Lead II"}, {"2:2", "Lead I"}, {"2:3", "Lead V1"}};
    const auto contrary = read_dicom_waveform(waveform);
    ASSERT_TRUE(contrary);
    EXPECT_EQ(contrary->leads[0].name, "I");
    ASSERT_FALSE(contrary->warnings.empty());
    EXPECT_EQ(contrary->warnings[0].doubt, "lead_name_doubtful");
}

TEST(Dicom, RhythmAndMedianAreApart) {
    DicomWaveform rhythm, median;
    median.label = "MEDIAN BEAT";
    median.originality = "DERIVED";
    median.samples = {{10, 11}, {12, 13}};
    const auto bytes = test::dicom_file(explicit_little, rhythm.data_set({median.group(), rhythm.group()}).bytes());
    const auto ecg = read_dicom_bytes(bytes);
    expect_two_leads(ecg);
    ASSERT_EQ(ecg->stored_beats.size(), 1U);
    EXPECT_EQ(ecg->stored_beats[0].leads[1].samples, (std::vector<float>{0.03F, 0.0325F}));
}

TEST(Dicom, GroupsOneAfterTheOtherAreOneRecording) {
    DicomWaveform first, second;  // as a print: I for 6 ms, then V1
    first.leads = {{"2:1", "Lead I"}};
    first.samples = {{4, 4, 4}};
    second.leads = {{"2:3", "Lead V1"}};
    second.samples = {{8, 8, 8}};
    second.offset_ms = "6";
    const auto ecg =
        read_dicom_bytes(test::dicom_file(explicit_little, first.data_set({first.group(), second.group()}).bytes()));
    ASSERT_TRUE(ecg) << ecg.error().message();
    ASSERT_EQ(ecg->sample_count(), 6);
    EXPECT_EQ(ecg->leads[0].invalid, (std::vector<record::SampleRange>{{3, 6}}));
    EXPECT_EQ(ecg->leads[1].invalid, (std::vector<record::SampleRange>{{0, 3}}));
    EXPECT_FLOAT_EQ(ecg->leads[1].samples[5], 0.02F);
}

TEST(Dicom, HemodynamicKeepsPressureApart) {
    DicomWaveform waveform;
    waveform.storage_class = "1.2.840.10008.5.1.4.1.1.9.2.1";
    waveform.leads = {{"2:2", "Lead II"}, {"109030", "Aortic pressure"}};
    const auto ecg = read_dicom_waveform(waveform);  // both in uV: only the lead's name tells
    ASSERT_TRUE(ecg) << ecg.error().message();
    ASSERT_EQ(ecg->leads.size(), 1U);
    ASSERT_EQ(ecg->other_signals.size(), 1U);
    EXPECT_EQ(ecg->other_signals[0].name, "Aortic pressure");
}

// DICOM PS3.5, value representations DT and TM; with marks as ACR-NEMA had them.
TEST(Dicom, FractionsOfTheStart) {
    const auto started = [](const std::string& date, const std::string& time, const std::string& both) {
        DicomWaveform waveform;
        waveform.acquisition_date = date;
        waveform.acquisition_time = time;
        waveform.acquisition_date_time = both;
        const auto ecg = read_dicom_waveform(waveform);
        return ecg ? ecg->start_time.value_or("none") : ecg.error().message();
    };
    EXPECT_EQ(started("", "", "20240229235958.125000"), "2024-02-29T23:59:58.125");
    EXPECT_EQ(started("", "", "20240229235958.5+0100"), "2024-02-29T23:59:58.5");
    EXPECT_EQ(started("20240229", "235958.750", ""), "2024-02-29T23:59:58.75");
    EXPECT_EQ(started("2024.02.29", "23:59:58.75", ""), "2024-02-29T23:59:58.75");
    EXPECT_EQ(started("20240229", "2359", ""), "2024-02-29T23:59:00");
    EXPECT_EQ(started("20240229", "", ""), "2024-02-29");
}

// PS3.5 6.2 (DT) and PS3.3 C.12.1.1.8: &ZZXX behind a date and time counts before (0008,0201) of the whole file.
TEST(Dicom, TheZoneOfTheStart) {
    const auto zone = [](const std::string& both, const std::string& of_file) {
        DicomWaveform waveform;
        waveform.acquisition_date_time = both;
        waveform.zone_from_utc = of_file;
        const auto ecg = read_dicom_waveform(waveform);
        EXPECT_TRUE(ecg) << ecg.error().message();
        EXPECT_EQ(ecg->start_time.value_or("").substr(0, 10), "2024-02-29");
        return ecg->facts.zone_minutes;
    };
    EXPECT_EQ(zone("20240229235958.5+0100", ""), 60);
    EXPECT_EQ(zone("20240229235958-0330", "+0100"), -210);
    EXPECT_EQ(zone("20240229235958", "+0100"), 60);
    EXPECT_EQ(zone("20240229235958", ""), std::nullopt);
    EXPECT_EQ(zone("20240229", "+0100"), std::nullopt) << "a day alone is in no zone";
    EXPECT_EQ(zone("20240229235958+9900", ""), std::nullopt);
}

TEST(Dicom, BirthDatesAndAgesThatCannotBeReadAreSaid) {
    const auto of_person = [](const std::string& born, const std::string& age) {
        DicomWaveform waveform;
        waveform.birth_date = born;
        waveform.age = age;
        const auto ecg = read_dicom_waveform(waveform);
        EXPECT_TRUE(ecg) << ecg.error().message();
        return ecg ? *ecg : record::Ecg{};
    };
    for (const char* good : {"19410321", "1941.03.21", "21.03.1941", "03/21/1941"}) {
        const auto ecg = of_person(good, "082Y");
        EXPECT_EQ(ecg.facts.patient.birth_date, "1941-03-21") << good;
        EXPECT_TRUE(ecg.warnings.empty()) << good;
    }
    for (const char* none : {"19561340", "04/05/1941", "unbekannt"}) {
        const auto ecg = of_person(none, "082Y");
        EXPECT_EQ(ecg.facts.patient.birth_date, "") << none;
        EXPECT_EQ(ecg.warnings, (std::vector<record::Warning>{"date of birth is no date that can be read"})) << none;
    }
    for (const auto& [age, years] : {std::pair{"045Y", 45.0}, {"45Y", 45.0}, {"018M", 1.5}, {"002Y", 2.0}})
        EXPECT_EQ(of_person("", age).facts.patient.age_years, years) << age;
    for (const char* none : {"045", "XYZ", "999Y", "0045Y", "45 Y"}) {
        const auto ecg = of_person("", none);
        EXPECT_FALSE(ecg.facts.patient.age_years) << none;
        EXPECT_EQ(ecg.warnings, (std::vector<record::Warning>{"age is no age that can be read"})) << none;
    }
    for (const char* nothing : {"", "----", "XXXX"}) EXPECT_TRUE(of_person(nothing, nothing).warnings.empty());
}

// Letters by the tables of ISO 8859.
TEST(Dicom, CharacterSetsAreReadAsWhatTheyAre) {
    const auto of_name = [](const std::string& set, const std::string& name) {
        DicomWaveform waveform;
        waveform.character_set = set;
        waveform.patient_name = name;
        const auto ecg = read_dicom_waveform(waveform);
        EXPECT_TRUE(ecg) << ecg.error().message();
        return ecg ? *ecg : record::Ecg{};
    };
    struct Case {
        std::string number, stored, name;
    };
    for (const auto& [number, stored, name] : {Case{"100", "M\xfcller", "Müller"},
                                               {"101", "\xa9imi\xe6", "Šimić"},
                                               {"109",
                                                "\xa6"
                                                "apel",
                                                "Ĥapel"},
                                               {"110",
                                                "\xa9"
                                                "ulcs",
                                                "Šulcs"},
                                               {"144", "\xb6\xe3\xda\xde\xd2", "Жуков"},
                                               {"126", "\xc4\xe9\xef\xed", "Διον"},
                                               {"138", "\xeb\xe4\xef", "כהן"},
                                               {"148", "\xdd\xfe\xf0", "İşğ"},
                                               {"203",
                                                "\xbc"
                                                "uvre^\xb4 \xa4",
                                                "Œuvre Ž €"}})
        for (const std::string begin : {"ISO_IR ", "ISO 2022 IR "}) {
            const auto ecg = of_name(begin + number, stored);
            EXPECT_EQ(ecg.facts.patient.name, name) << begin << number;
            EXPECT_TRUE(ecg.warnings.empty()) << begin << number;
        }
    EXPECT_EQ(of_name("ISO_IR 192", "Müller").facts.patient.name, "Müller");
    const auto wang = of_name("ISO_IR 192", "Wang^XiaoDong=王^小东=ワン").facts.patient;
    EXPECT_EQ(wang.name, "Wang XiaoDong") << "the other scripts are not shown";
    EXPECT_EQ(wang.other_spellings, (std::vector<std::string>{"王 小东", "ワン"}));
    EXPECT_TRUE(record::names_patient("王小东.dcm", wang));
    EXPECT_TRUE(record::names_patient("wang.dcm", wang));
    EXPECT_FALSE(record::names_patient("recording.dcm", wang));
    const auto unknown = of_name("ISO_IR 999", "M\xfcller");
    EXPECT_EQ(unknown.facts.patient.name, "Müller") << "by its bytes";
    ASSERT_EQ(unknown.warnings.size(), 1U);
    EXPECT_NE(unknown.warnings[0].text.find("character set"), std::string::npos);
}

TEST(Dicom, StartsThatCannotBeAreSaidOrReadElsewhere) {
    const std::string no_date = "date of acquisition is no date that can be read";
    const std::string no_time = "time of acquisition is no time of day; the day is kept";
    struct Case {
        std::string date_time, date, time, content_date, content_time, start, warning;
    };
    for (const auto& [date_time, date, time, content_date, content_time, start, warning] :
         {Case{"", "20241340", "030405", "", "", "", no_date},
          {"", "20240102", "256100", "", "", "2024-01-02", no_time},
          {"", "20240102", "noon", "", "", "2024-01-02", no_time},
          {"", "", "", "20241340", "030405", "", no_date},
          {"", "", "", "20240102", "256100", "2024-01-02", no_time},
          {"20241340030405", "", "", "20240102", "030405", "2024-01-02T03:04:05", ""},
          {"20240102256100", "", "", "20240102", "030405", "2024-01-02T03:04:05", ""},
          {"20240102256100", "", "", "20240103", "030405", "2024-01-02", no_time},
          {"20240102", "", "", "20240102", "030405", "2024-01-02T03:04:05", ""},
          {"20240102", "", "", "20240103", "030405", "2024-01-02", ""},
          {"2024", "", "", "20240103", "030405", "2024-01-03T03:04:05", ""},
          {"2024", "", "", "", "", "",
           "date of acquisition is a year or month alone: no day of the recording is known"},
          {"", "00000000", "", "", "", "", ""},
          {"19000101000000", "", "", "", "", "", ""}}) {
        DicomWaveform waveform;
        waveform.acquisition_date_time = date_time;
        waveform.acquisition_date = date;
        waveform.acquisition_time = time;
        waveform.content_date = content_date;
        waveform.content_time = content_time;
        const auto ecg = read_dicom_waveform(waveform);
        ASSERT_TRUE(ecg) << ecg.error().message();
        SCOPED_TRACE(date_time + "|" + date + "|" + time + "|" + content_date + "|" + content_time);
        EXPECT_EQ(ecg->start_time.value_or(""), start);
        EXPECT_EQ(ecg->warnings, warning.empty() ? std::vector<record::Warning>{}
                                                 : std::vector<record::Warning>{record::Warning(warning)});
    }
}

TEST(Dicom, RangesAreCutInTheFile) {
    const auto ecg = read_dicom_waveform({}, {.first_sample = 1, .samples = 2});
    ASSERT_TRUE(ecg) << ecg.error().message();
    EXPECT_EQ(ecg->leads[1].samples, (std::vector<float>{0.0125F, -0.015F}));
    EXPECT_EQ(ecg->start_time, "2024-02-29T23:59:58.502") << "one sample later";
}

TEST(Dicom, AnnotationsBecomeFacts) {
    const DicomWaveform waveform;
    DicomItem qrs(waveform.syntax), pr(waveform.syntax), words(waveform.syntax), spike(waveform.syntax);
    qrs.code(0x0040, 0xa043, "2:16156", "MDC", "QRS duration global").text(0x0040, 0xa30a, "DS", "152");
    pr.code(0x0040, 0xa043, "9", "99VENDOR", "PR Interval").text(0x0040, 0xa30a, "DS", "180");
    spike.code(0x0040, 0xa043, "10:5120", "MDC", "ventricular Antibradycardia pace spike")
        .number(0x0040, 0xa132, "UL", 2);
    words.text(0x0070, 0x0006, "ST", "Left bundle branch block");
    DicomItem root(waveform.syntax);
    root.text(0x0008, 0x0016, "UI", test::twelve_lead_storage);
    root.sequence(0x0040, 0xb020, {qrs, pr, words, spike});
    root.sequence(0x5400, 0x0100, {waveform.group()});
    const auto ecg = read_dicom_bytes(test::dicom_file(explicit_little, root.bytes()));
    ASSERT_TRUE(ecg) << ecg.error().message();
    EXPECT_EQ(ecg->facts.printed.qrs_ms, 152.0);
    EXPECT_EQ(ecg->facts.printed.pr_ms, 180.0);
    EXPECT_EQ(ecg->facts.printed.statements, (std::vector<std::string>{"Left bundle branch block"}));
    EXPECT_EQ(ecg->facts.pacing_spikes_s, (std::vector<double>{0.002}));
}

/// The sample file and its aECG hold the same recording: ../shared/formats/README.md.
TEST(Dicom, SampleFileIsItsAnnotatedEcg) {
    const auto formats = test::formats_folder();
    if (!formats) GTEST_SKIP() << "no sample files at hand (SYNCHRONY_FORMATS)";
    const auto dicom = read_ecg(*formats / "dicom" / "ecgtoolkit_Example.dcm");
    const auto aecg = read_ecg(*formats / "hl7aecg" / "fda_Example_aECG.xml");
    ASSERT_TRUE(dicom) << dicom.error().message();
    ASSERT_TRUE(aecg) << aecg.error().message();
    ASSERT_EQ(dicom->leads.size(), 12U);
    std::size_t same = 0;
    for (const auto& lead : dicom->leads) {
        const auto* twin = aecg->find_lead(lead.name);
        ASSERT_NE(twin, nullptr) << lead.name;
        ASSERT_EQ(lead.samples.size(), twin->samples.size());
        for (std::size_t i = 0; i < lead.samples.size(); ++i) same += lead.samples[i] == twin->samples[i];
        EXPECT_TRUE(lead.invalid.empty());
    }
    EXPECT_EQ(same, 60000U);
    ASSERT_EQ(dicom->stored_beats.size(), 1U);
    ASSERT_EQ(aecg->stored_beats.size(), 1U);
    for (const auto& lead : dicom->stored_beats[0].leads) {
        const auto* twin = aecg->stored_beats[0].find_lead(lead.name);
        ASSERT_NE(twin, nullptr);
        EXPECT_TRUE(std::equal(twin->samples.begin(), twin->samples.end(), lead.samples.begin())) << lead.name;
    }
    EXPECT_EQ(dicom->facts.printed.qrs_ms, 120.0);  // dcmdump prints 148, 120, 420, 443, 44, -61, 86
    EXPECT_EQ(dicom->facts.printed.qrs_axis_deg, -61.0);
    EXPECT_EQ(dicom->facts.printed.qtc_ms, aecg->facts.printed.qtc_ms);
}

}  // namespace
}  // namespace synchrony::io
