// HL7 aECG. Truths: documents written by hand after the implementation guide, FDA's samples, and a decoder of its own
// in scripts/decode_clinical.py.
#include <gtest/gtest.h>

#include "support/paths.hpp"
#include "synchrony/io/read.hpp"

namespace synchrony::io {
namespace {

core::Result<record::Ecg> read_aecg_text(const std::string& text, ReadOptions options = {}) {
    RecordingFile file;
    file.name = "x.xml";
    file.folder = memory_source({{"x.xml", text}});
    file.bytes = *file.folder->open("x.xml");
    return read_ecg(file, options);
}

std::string sequence(const std::string& code, const std::string& value) {
    return "<component><sequence><code code='" + code + "'/>" + value + "</sequence></component>";
}

std::string scaled(const std::string& code, const std::string& digits, const std::string& scale = "2.5",
                   const std::string& unit = "uV", const std::string& origin = "0") {
    return sequence(code, "<value xsi:type='SLIST_PQ'><origin value='" + origin + "' unit='" + unit +
                              "'/><scale value='" + scale + "' unit='" + unit + "'/><digits>" + digits +
                              "</digits></value>");
}

std::string absolute(const std::string& head, const std::string& step = "0.002", const std::string& unit = "s") {
    return sequence("TIME_ABSOLUTE", "<value xsi:type='GLIST_TS'><head value='" + head + "'/><increment value='" +
                                         step + "' unit='" + unit + "'/></value>");
}

std::string relative(const std::string& step, const std::string& unit) {
    return sequence("TIME_RELATIVE", "<value xsi:type='GLIST_PQ'><head value='0' unit='" + unit +
                                         "'/><increment value='" + step + "' unit='" + unit + "'/></value>");
}

std::string set_of(const std::string& sequences) {
    return "<component><sequenceSet>" + sequences + "</sequenceSet></component>";
}

std::string document(const std::string& series, const std::string& code = "RHYTHM") {
    return "<?xml version='1.0'?><AnnotatedECG xmlns='urn:hl7-org:v3' "
           "xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'><component><series><code code='" +
           code + "'/>" + series + "</series></component></AnnotatedECG>";
}

TEST(Aecg, AnyUnitOfTimeIsARate) {
    const std::pair<const char*, const char*> steps[] = {
        {"0.002", "s"}, {"2", "ms"}, {"2000", "us"}, {"2e6", "ns"}, {"5.555555555555556e-7", "h"}};
    for (const auto& [step, unit] : steps) {
        const auto ecg = read_aecg_text(document(set_of(relative(step, unit) + scaled("MDC_ECG_LEAD_II", "1 2 -3"))));
        ASSERT_TRUE(ecg) << ecg.error().message();
        EXPECT_EQ(ecg->sampling_frequency_hz, 500) << unit;
    }
}

TEST(Aecg, TimesListedOneByOne) {
    const auto listed = [](const std::string& digits) {
        return read_aecg_text(
            document(set_of(scaled("TIME_RELATIVE", digits, "1", "ms") + scaled("MDC_ECG_LEAD_I", "1 2 3"))));
    };
    const auto even = listed("0 4 8");
    ASSERT_TRUE(even) << even.error().message();
    EXPECT_EQ(even->sampling_frequency_hz, 250);
    EXPECT_FALSE(listed("0 4 9"));
}

TEST(Aecg, OriginAndScaleInAnyUnitOfVoltage) {
    const auto lead = [](const std::string& scale, const std::string& unit, const std::string& origin) {
        const auto ecg = read_aecg_text(
            document(set_of(relative("2", "ms") + scaled("MDC_ECG_LEAD_V1", "-4 0 10", scale, unit, origin))));
        return ecg ? ecg->leads.at(0).samples : std::vector<float>{};
    };
    EXPECT_EQ(lead("2.5", "uV", "0"), (std::vector<float>{-0.01F, 0.0F, 0.025F}));
    EXPECT_EQ(lead("0.5", "mV", "1"), (std::vector<float>{-1.0F, 1.0F, 6.0F}));
    EXPECT_EQ(lead("2500", "nV", "0"), (std::vector<float>{-0.01F, 0.0F, 0.025F}));
    EXPECT_EQ(lead("0.000005", "V", "0"), (std::vector<float>{-0.02F, 0.0F, 0.05F}));
}

TEST(Aecg, IntegersNeedAUnitFromTheUser) {
    const auto text =
        document(set_of(relative("2", "ms") + sequence("MDC_ECG_LEAD_I",
                                                       "<value xsi:type='SLIST_INT'><origin value='1'/>"
                                                       "<scale value='5'/><digits>1 2</digits></value>")));
    const auto refused = read_aecg_text(text);
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().message().find("--unit"), std::string::npos);
    ReadOptions options;
    options.csv.unit = "uV";
    const auto ecg = read_aecg_text(text, options);
    ASSERT_TRUE(ecg) << ecg.error().message();
    EXPECT_EQ(ecg->leads[0].samples, (std::vector<float>{0.006F, 0.011F}));
}

TEST(Aecg, NamesOfLeads) {
    const auto ecg = read_aecg_text(document(set_of(absolute("20240229") + scaled("MDC_ECG_LEAD_AVR", "1") +
                                                    scaled("MDC_ECG_LEAD_dV1", "1") + scaled("MDC_ECG_LEAD_V2", "1"))));
    ASSERT_TRUE(ecg) << ecg.error().message();
    EXPECT_EQ(ecg->leads[0].name, "aVR");
    EXPECT_EQ(ecg->leads[1].name, "derived V1");
    EXPECT_TRUE(ecg->leads[1].derived);
    EXPECT_FALSE(ecg->leads[2].derived);
}

TEST(Aecg, SequenceSetsOneAfterTheOther) {
    const auto ecg = read_aecg_text(document(
        set_of(absolute("20231231235959.998") + scaled("MDC_ECG_LEAD_I", "1 1") + scaled("MDC_ECG_LEAD_II", "2 2")) +
        set_of(absolute("20240101000000.004") + scaled("MDC_ECG_LEAD_I", "3") + scaled("MDC_ECG_LEAD_V1", "4"))));
    ASSERT_TRUE(ecg) << ecg.error().message();
    ASSERT_EQ(ecg->sample_count(), 4);
    EXPECT_EQ(ecg->start_time, "2023-12-31T23:59:59.998");
    EXPECT_EQ(ecg->find_lead("I")->invalid, (std::vector<record::SampleRange>{{2, 3}}));
    EXPECT_EQ(ecg->find_lead("II")->invalid, (std::vector<record::SampleRange>{{2, 4}}));
    EXPECT_EQ(ecg->find_lead("V1")->invalid, (std::vector<record::SampleRange>{{0, 3}}));
    EXPECT_FLOAT_EQ(ecg->find_lead("I")->samples[3], 0.0075F);
}

TEST(Aecg, ShortAndMissingDigitsAreInvalid) {
    const auto ecg =
        read_aecg_text(document(set_of(absolute("2024") + scaled("MDC_ECG_LEAD_I", "1 NaN 3 4") +
                                       scaled("MDC_ECG_LEAD_II", "1 2") + scaled("MDC_ECG_LEAD_V1", "1 2 3 32767"))));
    ASSERT_TRUE(ecg) << ecg.error().message();
    EXPECT_EQ(ecg->leads[0].invalid, (std::vector<record::SampleRange>{{1, 2}}));
    EXPECT_EQ(ecg->leads[1].invalid, (std::vector<record::SampleRange>{{2, 4}}));
    EXPECT_EQ(ecg->leads[2].invalid, (std::vector<record::SampleRange>{{3, 4}}));  // 81.9 mV: the end of the scale
    EXPECT_FALSE(ecg->start_time.has_value()) << "a year is no start";
}

// IVL_TS: low and high, or low and width. Two leads of 3 samples at 500 Hz in a series of 10 (20 ms).
TEST(Aecg, ASeriesLongerThanItsLeads) {
    const auto of_span = [](const std::string& interval, const std::string& axis) {
        return read_aecg_text(
            document("<effectiveTime>" + interval + "</effectiveTime>" +
                     set_of(axis + scaled("MDC_ECG_LEAD_I", "1 2 3") + scaled("MDC_ECG_LEAD_V1", "1 2 3"))));
    };
    const std::string low = "<low value='20240229235959.990'/>", width = "<width value='0.02' unit='s'/>";
    const std::string high = "<high value='20240301000000.010'/>", masked = "<low nullFlavor='MSK'/>";
    const auto later = absolute("20240229235959.994"), zero = relative("2", "ms");
    for (const auto& [interval, axis, begin] :
         {std::tuple{low + high, later, 2}, {low + width, later, 2}, {masked + width, zero, 0}}) {
        SCOPED_TRACE(interval);
        const auto ecg = of_span(interval, axis);
        ASSERT_TRUE(ecg) << ecg.error().message();
        EXPECT_EQ(ecg->sample_count(), 10);
        std::vector<record::SampleRange> missing{{begin + 3, 10}};
        if (begin > 0) missing.insert(missing.begin(), {0, begin});
        EXPECT_EQ(ecg->leads[1].invalid, missing);
        ASSERT_FALSE(ecg->warnings.empty());
        EXPECT_NE(ecg->warnings[0].text.find("lasts 0.02 s"), std::string::npos) << ecg->warnings[0].text;
    }
    // Whole seconds tell no samples; what is not longer than the leads is left.
    for (const auto& [interval, warnings] :
         {std::pair{"<low value='20240229235959'/><high value='20240301000009'/>", 1},
          {"<low value='20240229235959'/><high value='20240301000000'/>", 0},
          {"<low value='20240229235959.000'/><high value='20240229235959.004'/>", 0},
          {"<low value='20240301000000.500'/><high value='20240229235959.000'/>", 0},
          {"<low/><width value='1e300' unit='s'/>", 0}}) {
        const auto ecg = of_span(interval, absolute("20240229235959.000"));
        ASSERT_TRUE(ecg) << ecg.error().message();
        EXPECT_EQ(ecg->sample_count(), 3) << interval;
        EXPECT_EQ(std::count_if(ecg->warnings.begin(), ecg->warnings.end(),
                                [](const auto& w) { return w.text.find("lasts") != std::string::npos; }),
                  warnings)
            << interval;
    }
}

// In the times, in the interval of the series and in that of the document.
TEST(Aecg, StartsThatCannotBeAreSaid) {
    const auto of_times = [](const std::string& head, const std::string& series, const std::string& whole) {
        const auto interval = [](const std::string& low) {
            return low.empty() ? "" : "<effectiveTime><low value='" + low + "'/></effectiveTime>";
        };
        auto text = document(interval(series) + set_of(absolute(head) + scaled("MDC_ECG_LEAD_I", "1 2")));
        text.insert(text.find("<component>"), interval(whole));
        const auto ecg = read_aecg_text(text);
        EXPECT_TRUE(ecg) << ecg.error().message();
        return ecg ? ecg->start_time.value_or("") + (ecg->warnings.empty() ? "" : "; " + ecg->warnings[0].text)
                   : std::string();
    };
    const std::string no_date = "; date of acquisition is no date that can be read";
    const std::string no_time = "; time of acquisition is no time of day; the day is kept";
    EXPECT_EQ(of_times("20241340030405", "", ""), no_date);
    EXPECT_EQ(of_times("20240102256100", "", ""), "2024-01-02" + no_time);
    EXPECT_EQ(of_times("2024-01-02T25:61:00", "", ""), "2024-01-02" + no_time);
    EXPECT_EQ(of_times("", "20241340030405", ""), no_date);
    EXPECT_EQ(of_times("", "20240102256100", ""), "2024-01-02" + no_time);
    EXPECT_EQ(of_times("", "", "20241340030405"), no_date);
    EXPECT_EQ(of_times("20241340030405", "20240102030405", ""), "2024-01-02T03:04:05") << "the good one";
    EXPECT_EQ(of_times("20241340030405", "", "20240102030405"), "2024-01-02T03:04:05");
    EXPECT_EQ(of_times("2024", "", ""),
              "; date of acquisition is a year or month alone: no day of the recording is known");
    EXPECT_EQ(of_times("00000000000000", "--", ""), "");
}

// HL7 TS: +ZZzz behind the time. Two sets an hour apart by their clocks begin at once in two zones.
TEST(Aecg, ZonesOfTimes) {
    const auto of_head = [](const std::string& head) {
        const auto ecg = read_aecg_text(document(set_of(absolute(head) + scaled("MDC_ECG_LEAD_I", "1 2"))));
        EXPECT_TRUE(ecg) << ecg.error().message();
        return ecg ? *ecg : record::Ecg{};
    };
    EXPECT_EQ(of_head("20240102030405.5+0100").start_time, "2024-01-02T03:04:05.5");
    EXPECT_EQ(of_head("20240102030405.5+0100").facts.zone_minutes, 60);
    EXPECT_EQ(of_head("20240102030405-0330").facts.zone_minutes, -210);
    EXPECT_EQ(of_head("20240102030405").facts.zone_minutes, std::nullopt);
    EXPECT_EQ(of_head("20240102030405+9900").warnings.size(), 1U);
    const auto both =
        read_aecg_text(document(set_of(absolute("20240102030405+0100") + scaled("MDC_ECG_LEAD_I", "1 2")) +
                                set_of(absolute("20240102040405+0200") + scaled("MDC_ECG_LEAD_V1", "3 4"))));
    ASSERT_TRUE(both) << both.error().message();
    EXPECT_EQ(both->sample_count(), 2);
}

TEST(Aecg, SexByCodeElseByItsName) {
    const auto of_sex = [](const std::string& attributes) {
        auto text = document(set_of(relative("2", "ms") + scaled("MDC_ECG_LEAD_I", "1 2")));
        text.insert(text.find("<component>"),
                    "<componentOf><timepointEvent><componentOf><subjectAssignment><subject><trialSubject>"
                    "<subjectDemographicPerson><administrativeGenderCode " +
                        attributes +
                        "/></subjectDemographicPerson></trialSubject></subject></subjectAssignment></componentOf>"
                        "</timepointEvent></componentOf>");
        const auto ecg = read_aecg_text(text);
        EXPECT_TRUE(ecg) << ecg.error().message();
        return ecg ? *ecg : record::Ecg{};
    };
    for (const char* male :
         {"code='M'", "code='Male'", "code='m'", "displayName='Homme'", "code='' displayName='Male'"})
        EXPECT_EQ(of_sex(male).facts.patient.sex, "male") << male;
    EXPECT_EQ(of_sex("code='UN' displayName='Undifferentiated'").facts.patient, record::PatientFields{});
    const auto none = of_sex("code='Smith'");
    EXPECT_EQ(none.facts.patient, record::PatientFields{});
    EXPECT_EQ(std::count(none.warnings.begin(), none.warnings.end(),
                         record::Warning("sex is written in a way that cannot be read")),
              1);
}

TEST(Aecg, BirthDatesAndAgesThatCannotBeReadAreSaid) {
    const auto of_person = [](const std::string& born, const std::string& age) {
        auto text = document(set_of(absolute("20240102") + scaled("MDC_ECG_LEAD_I", "1 2")));
        text.insert(text.find("<component>"),
                    "<componentOf><timepointEvent><componentOf><subjectAssignment><subject><trialSubject>"
                    "<subjectDemographicPerson><birthTime value='" +
                        born +
                        "'/></subjectDemographicPerson></trialSubject></subject></subjectAssignment></componentOf>"
                        "</timepointEvent></componentOf><controlVariable><relatedObservation><code code='21612-7'/>"
                        "<value " +
                        age + "/></relatedObservation></controlVariable>");
        const auto ecg = read_aecg_text(text);
        EXPECT_TRUE(ecg) << ecg.error().message();
        return ecg ? *ecg : record::Ecg{};
    };
    EXPECT_EQ(of_person("21.03.2021", "value='2' unit='a'").facts.patient.birth_date, "2021-03-21");
    EXPECT_EQ(of_person("", "value='18' unit='mo'").facts.patient.age_years, 1.5);
    const auto by_year = of_person("1956", "value='' unit='a'");
    EXPECT_EQ(by_year.facts.patient.age_years, 68.0) << "of 2024";
    EXPECT_EQ(by_year.facts.patient.born_in, "1956");
    EXPECT_EQ(by_year.warnings.size(), 1U) << "that it is counted by the year";
    const auto none = of_person("19561340", "value='siebzig' unit='a'");
    EXPECT_EQ(none.facts.patient, record::PatientFields{});
    EXPECT_EQ(none.warnings, (std::vector<record::Warning>{"date of birth is no date that can be read",
                                                           "age is no age that can be read"}));
}

// As a Mindray BeneHeart R12 writes it: what is the same for all is nobody's number.
TEST(Aecg, AnElementsNameIsNoPatient) {
    const auto of_subject = [](const std::string& subject) {
        auto text = document(set_of(absolute("2024") + scaled("MDC_ECG_LEAD_I", "1 2")));
        text.insert(text.find("<component>"),
                    "<componentOf><timepointEvent><componentOf><subjectAssignment><subject><trialSubject>" + subject +
                        "</trialSubject></subject></subjectAssignment></componentOf></timepointEvent></componentOf>");
        const auto ecg = read_aecg_text(text);
        return ecg ? ecg->facts.patient.id : ecg.error().message();
    };
    const std::string person = "<subjectDemographicPerson><PatientID>4711</PatientID></subjectDemographicPerson>";
    EXPECT_EQ(of_subject("<id root='1.2' extension='trialSubject'/>" + person), "4711");
    EXPECT_EQ(of_subject("<id root='1.2' extension='trialSubject'/>"), "");
    EXPECT_EQ(of_subject("<id root='1.2' extension='17'/>" + person), "17");
    // HL7's II: an OID numbers the register, which all of a hospital share; a UUID one thing alone.
    EXPECT_EQ(of_subject("<id root='1.2'/>"), "");
    EXPECT_EQ(of_subject("<id root='2.16.840.1.113883.3.1' extension=''/>"), "");
    EXPECT_EQ(of_subject("<id root='61D1A24F-b47e-41aa-ae95-f8ac302f4eeb'/>"), "61D1A24F-b47e-41aa-ae95-f8ac302f4eeb");
    EXPECT_EQ(of_subject("<id root='61d1a24f-b47e-41aa-ae95'/>"), "");
}

TEST(Aecg, MeasurementsOfOneBeatAreNotTheDevices) {
    const std::string measured =
        "<subjectOf><annotationSet><component><annotation><code code='MDC_ECG_BEAT'/><component><annotation>"
        "<code code='MDC_ECG_TIME_PD_QRS'/><value xsi:type='PQ' value='98' unit='ms'/></annotation></component>"
        "</annotation></component><component><annotation><code code='MDC_ECG_TIME_PD_QT'/>"
        "<value xsi:type='PQ' value='0.41' unit='s'/></annotation></component></annotationSet></subjectOf>";
    const auto ecg = read_aecg_text(document(set_of(absolute("2024") + scaled("MDC_ECG_LEAD_I", "1")) + measured));
    ASSERT_TRUE(ecg) << ecg.error().message();
    EXPECT_FALSE(ecg->facts.printed.qrs_ms.has_value());
    EXPECT_DOUBLE_EQ(ecg->facts.printed.qt_ms.value_or(0), 410.0);
}

// The maker of the device stays when the identity leaves; where a patient was does not.
TEST(Aecg, AHospitalIsNoMaker) {
    const auto maker = [](const std::string& device, const std::string& site) {
        auto text =
            document(set_of(absolute("2024") + scaled("MDC_ECG_LEAD_I", "1")) + "<author><seriesAuthor>" + device +
                     "<manufacturerOrganization><name>River City Clinic</name></manufacturerOrganization>"
                     "</seriesAuthor></author>");
        const std::string end = "</AnnotatedECG>";
        text.replace(
            text.size() - end.size(), end.size(),
            "<componentOf><trialSite><location><name>" + site + "</name></location></trialSite></componentOf>" + end);
        const auto ecg = read_aecg_text(text);
        EXPECT_TRUE(ecg) << ecg.error().message();
        return ecg ? ecg->facts.device.manufacturer : "error";
    };
    const std::string device =
        "<manufacturedSeriesDevice><manufacturerModelName>ELI</manufacturerModelName></manufacturedSeriesDevice>";
    EXPECT_EQ(maker(device, "St Elsewhere"), "River City Clinic");
    EXPECT_EQ(maker(device, "River City Clinic"), "");
    EXPECT_EQ(maker("", "St Elsewhere"), "");
}

TEST(Aecg, Utf16) {
    const auto text = document(set_of(absolute("20240229") + scaled("MDC_ECG_LEAD_I", "1 2")));
    std::string wide = "\xff\xfe";
    for (const char c : text) {
        wide += c;
        wide += '\0';
    }
    const auto ecg = read_aecg_text(wide);
    ASSERT_TRUE(ecg) << ecg.error().message();
    EXPECT_EQ(ecg->leads[0].samples, (std::vector<float>{0.0025F, 0.005F}));
}

TEST(Aecg, FilesOfTheFda) {
    const auto formats = test::formats_folder();
    if (!formats) GTEST_SKIP() << "no sample files at hand (SYNCHRONY_FORMATS)";
    const auto folder = *formats / "hl7aecg";
    const auto example = read_ecg(folder / "fda_Example_aECG.xml");
    const auto subject = read_ecg(folder / "fda_subject1_0.xml");
    const auto minimum = read_ecg(folder / "fda_minimum_aecg.xml");
    ASSERT_TRUE(example && subject && minimum);
    EXPECT_EQ(example->facts.device, (record::Device{"Mortara Instrument, Inc.", "ELI250", "5.3"}));
    EXPECT_EQ(example->facts.filters, (record::Filters{std::nullopt, 150.0, 60.0}));
    EXPECT_EQ(example->facts.patient.id, "SBJ-123");
    EXPECT_EQ(example->facts.patient.birth_date, "1953-05-08");
    EXPECT_EQ(example->facts.patient.sex, "male");
    EXPECT_EQ(example->facts.patient.age_years, 46.0);
    EXPECT_EQ(example->facts.printed.qrs_ms, 120.0);
    EXPECT_EQ(example->start_time, "2002-11-22T09:10:00");
    EXPECT_EQ(subject->facts.patient.id, "subject1");
    for (std::size_t l = 0; l < 12; ++l) EXPECT_EQ(subject->leads[l].samples, example->leads[l].samples);
    EXPECT_EQ(minimum->leads.at(0).name, "II");
    EXPECT_FLOAT_EQ(minimum->leads[0].samples[12], -0.0225F);  // -9 x 2.5 uV
}

TEST(Aecg, FileOfPhilips) {
    const auto formats = test::formats_folder();
    if (!formats) GTEST_SKIP() << "no sample files at hand (SYNCHRONY_FORMATS)";
    const auto ecg = read_ecg(*formats / "philips" / "1_04_ad4d3d80-d165_1-04_converted.xml");
    ASSERT_TRUE(ecg) << ecg.error().message();
    EXPECT_EQ(ecg->leads.size(), 12U);
    EXPECT_EQ(ecg->sample_count(), 5500);
    EXPECT_FLOAT_EQ(ecg->find_lead("V3")->samples[0], -17.225F);  // -3445 x 5 uV
    EXPECT_EQ(ecg->facts.printed.heart_rate_per_min, 41.0);
    EXPECT_EQ(ecg->facts.printed.qrs_ms, 102.0);
    EXPECT_EQ(ecg->facts.printed.qtc_ms, 466.0);
    EXPECT_EQ(ecg->facts.filters, (record::Filters{0.05, 150.0, 60.0}));
    EXPECT_EQ(ecg->facts.printed.statements.size(), 2U);
    ASSERT_EQ(ecg->stored_beats.size(), 1U);
    EXPECT_FALSE(ecg->stored_beats[0].leads[0].invalid.empty()) << "its end is filled with 32767";
}

}  // namespace
}  // namespace synchrony::io
