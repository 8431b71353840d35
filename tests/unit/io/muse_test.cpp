#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "support/vendor_xml.hpp"
#include "synchrony/io/read.hpp"

namespace synchrony::io {
namespace {

core::Result<record::Ecg> read_muse_text(const std::string& xml, const ReadOptions& options = {}) {
    const auto source = memory_source({{"m.xml", xml}});
    return read_ecg(RecordingFile{*source->open("m.xml"), "m.xml", source}, options);
}

test::NamedLeads two_leads() {
    return {{"I", {1, -2, 300, -400}}, {"II", {5, 6, 7, 8}}};
}

TEST(Muse, RhythmAndMedianAreTwoRecordings) {
    const auto ecg = read_muse_text(test::muse_xml(test::muse_wave("Median", {{"I", {100, 200}}, {"II", {0, -50}}}) +
                                                   test::muse_wave("Rhythm", two_leads())));
    ASSERT_TRUE(ecg) << ecg.error().message();
    EXPECT_EQ(ecg->format, "muse");
    EXPECT_EQ(ecg->sampling_frequency_hz, 500);
    ASSERT_EQ(ecg->leads.size(), 2u);
    EXPECT_NEAR(ecg->leads[0].samples[2], 300 * 0.00488, 1e-6);
    EXPECT_NEAR(ecg->leads[0].samples[3], -400 * 0.00488, 1e-6);
    ASSERT_EQ(ecg->stored_beats.size(), 1u);
    EXPECT_EQ(ecg->stored_beats[0].sample_count(), 2);
    EXPECT_NEAR(ecg->stored_beats[0].find_lead("II")->samples[1], -50 * 0.00488, 1e-6);
    EXPECT_TRUE(ecg->warnings.empty());
}

TEST(Muse, AnyGainUnitAndRate) {
    auto xml = test::muse_xml(test::muse_wave("Rhythm", {{"I", {1000}}}));
    const auto with = [&](const std::string& from, const std::string& to) {
        auto changed = xml;
        changed.replace(changed.find(from), from.size(), to);
        const auto ecg = read_muse_text(changed);
        EXPECT_TRUE(ecg) << ecg.error().message();
        return ecg ? *ecg : record::Ecg{};
    };
    EXPECT_NEAR(with(">4.88<", ">2.5<").leads[0].samples[0], 2.5, 1e-6);
    EXPECT_NEAR(with("MICROVOLTS", "MILLIVOLTS").leads[0].samples[0], 4880, 1e-2);
    EXPECT_EQ(with("<SampleBase>500", "<SampleBase>240").sampling_frequency_hz, 240);
    EXPECT_EQ(with("<SampleExponent>0", "<SampleExponent>1").sampling_frequency_hz, 5000);
}

// Found by the fuzzer: a gain that no float can hold gave infinite samples, which were converted and reported as read.
TEST(Muse, ARateOfNoneOrZeroIsTheUsersToGive) {
    const auto wave = test::muse_wave("Rhythm", two_leads());
    const std::string base = "<SampleBase>500</SampleBase>";
    for (const char* instead : {"", "<SampleBase>0</SampleBase>", "<SampleBase></SampleBase>"}) {
        SCOPED_TRACE(instead);
        auto xml = test::muse_xml(wave);
        xml.replace(xml.find(base), base.size(), instead);
        const auto refused = read_muse_text(xml);
        ASSERT_FALSE(refused);
        EXPECT_NE(refused.error().message().find("no sampling frequency"), std::string::npos);
        EXPECT_NE(refused.error().message().find("--fs"), std::string::npos) << refused.error().message();
        const auto given = read_muse_text(xml, {.sampling_frequency_hz = 250.0});
        ASSERT_TRUE(given) << given.error().message();
        EXPECT_EQ(given->sampling_frequency_hz, 250.0);
    }
    // A rate that the file does say is the file's.
    EXPECT_EQ(read_muse_text(test::muse_xml(wave), {.sampling_frequency_hz = 250.0})->sampling_frequency_hz, 500.0);
}

TEST(Muse, AGainThatMeasuresNothingLeavesNoSample) {
    auto xml = test::muse_xml(test::muse_wave("Median", two_leads()) + test::muse_wave("Rhythm", two_leads()));
    for (auto at = xml.find(">4.88<"); at != std::string::npos; at = xml.find(">4.88<", at))
        xml.replace(at, 6, ">4e88<");
    const auto ecg = read_muse_text(xml);
    ASSERT_TRUE(ecg) << ecg.error().message();
    ASSERT_EQ(ecg->stored_beats.size(), 1u);
    for (const auto* recording : {&*ecg, &ecg->stored_beats[0]})
        for (const auto& lead : recording->leads) {
            EXPECT_EQ(lead.valid_samples(), 0);
            for (const float sample : lead.samples) EXPECT_TRUE(std::isfinite(sample));
        }
}

// Truth: python3 -c "import zlib,struct; print(zlib.crc32(struct.pack('<4h',1,-2,300,-400)))" gives 3530079310.
TEST(Muse, ChecksumIsTheCrc32OfTheBytes) {
    const test::NamedLeads lead{{"I", {1, -2, 300, -400}}};
    const auto said = [&](const std::string& sum) {
        const auto ecg = read_muse_text(
            test::muse_xml(test::muse_wave("Rhythm", lead, "<LeadDataCRC32>" + sum + "</LeadDataCRC32>")));
        EXPECT_TRUE(ecg) << ecg.error().message();
        return ecg->warnings;
    };
    EXPECT_TRUE(said("3530079310").empty());
    const auto warnings = said("3530079311");
    ASSERT_EQ(warnings.size(), 1u);
    EXPECT_EQ(warnings[0].doubt, "checksum_differs");
    EXPECT_NE(warnings[0].text.find("lead I"), std::string::npos);
}

TEST(Muse, FactsAreKept) {
    const auto ecg = read_muse_text(test::muse_xml(
        "<MuseInfo><MuseVersion>9.0.7</MuseVersion></MuseInfo>"
        "<PatientDemographics><PatientID>12</PatientID><PatientAge>18</PatientAge><AgeUnits>MONTHS</AgeUnits>"
        "<DateofBirth>03-21-1941</DateofBirth><Gender>FEMALE</Gender><PatientLastName>M\xfcller</PatientLastName>"
        "<PatientFirstName>Ann</PatientFirstName></PatientDemographics>"
        "<TestDemographics><AcquisitionDevice>MAC55</AcquisitionDevice><AcquisitionTime>11:34:00</AcquisitionTime>"
        "<AcquisitionDate>04-22-2000</AcquisitionDate></TestDemographics>"
        "<RestingECGMeasurements><QRSDuration>152</QRSDuration><RAxis>-31</RAxis></RestingECGMeasurements>"
        "<OriginalRestingECGMeasurements><QRSDuration>148</QRSDuration><PRInterval>167</PRInterval>"
        "</OriginalRestingECGMeasurements>"
        "<Diagnosis><DiagnosisStatement><StmtText>SINUS RHYTHM</StmtText></DiagnosisStatement><DiagnosisStatement>"
        "<StmtFlag>ENDSLINE</StmtFlag><StmtText>WITH PVC</StmtText></DiagnosisStatement>"
        "<DiagnosisStatement><StmtFlag>ENDSLINE</StmtFlag><StmtText>LBBB</StmtText></DiagnosisStatement>"
        "<DiagnosisStatement><StmtText>Confirmed by Doe, John (123456) on 05/10/2021</StmtText></DiagnosisStatement>"
        "</Diagnosis>"
        "<OriginalDiagnosis><DiagnosisStatement><StmtText>IVCD</StmtText></DiagnosisStatement></OriginalDiagnosis>" +
        test::muse_wave("Rhythm", two_leads())));
    ASSERT_TRUE(ecg) << ecg.error().message();
    const auto& facts = ecg->facts;
    EXPECT_EQ(facts.format_version, "9.0.7");
    EXPECT_EQ(facts.device.model, "MAC55");
    EXPECT_NEAR(*facts.filters.high_pass_hz, 0.16, 1e-12);
    EXPECT_EQ(facts.filters.low_pass_hz, 150.0);
    EXPECT_EQ(facts.filters.notch_hz, 50.0);
    EXPECT_EQ(facts.printed.qrs_ms, 152.0) << "the confirmed one";
    EXPECT_EQ(facts.printed.pr_ms, 167.0) << "the device's where none is confirmed";
    EXPECT_EQ(facts.printed.qrs_axis_deg, -31.0);
    EXPECT_EQ(facts.printed.statements, (std::vector<std::string>{"SINUS RHYTHM WITH PVC", "LBBB"}));
    EXPECT_EQ(facts.printed.original_statements, (std::vector<std::string>{"IVCD"}));
    EXPECT_EQ(facts.patient.name, "M\xc3\xbcller, Ann") << "Latin-1 becomes UTF-8";
    EXPECT_EQ(facts.patient.birth_date, "1941-03-21");
    EXPECT_EQ(facts.patient.sex, "female");
    EXPECT_EQ(facts.patient.age_years, 1.5);
    EXPECT_EQ(ecg->start_time, "2000-04-22T11:34:00");
}

record::Ecg of_demographics(const std::string& elements) {
    const auto ecg = read_muse_text(test::muse_xml("<PatientDemographics>" + elements + "</PatientDemographics>" +
                                                   test::muse_wave("Rhythm", two_leads())));
    EXPECT_TRUE(ecg) << ecg.error().message();
    return ecg ? *ecg : record::Ecg{};
}

TEST(Muse, AgesInEveryUnit) {
    const auto of_age = [](const std::string& number, const std::string& unit) {
        return of_demographics("<PatientAge>" + number + "</PatientAge><AgeUnits>" + unit + "</AgeUnits>");
    };
    struct Case {
        std::string number, unit;
        double years;
    };
    for (const auto& [number, unit, years] : {Case{"61", "YEARS", 61},
                                              {"61", "", 61},
                                              {"61", "YR", 61},
                                              {"61", "yrs", 61},
                                              {"61", "Y", 61},
                                              {"18", "MONTHS", 1.5},
                                              {"18", "MO", 1.5},
                                              {"18", "MON", 1.5},
                                              {"18", "M", 1.5},
                                              {"70", "WEEKS", 490 / 365.25},
                                              {"70", "WK", 490 / 365.25},
                                              {"70", "W", 490 / 365.25},
                                              {"73.05", "DAYS", 0.2},
                                              {"73.05", "DY", 0.2},
                                              {"73.05", "D", 0.2},
                                              {"8766", "HOURS", 1},
                                              {"4383", "H", 0.5},
                                              {"4383", "Hr.", 0.5},
                                              {"0", "DAYS", 0}}) {
        const auto ecg = of_age(number, unit);
        EXPECT_NEAR(ecg.facts.patient.age_years.value_or(-1), years, 1e-12) << number << " " << unit;
        EXPECT_TRUE(ecg.warnings.empty()) << number << " " << unit;
    }
    for (const auto& [number, unit] :
         {std::pair{"61", "FURLONGS"}, {"300", "YEARS"}, {"-7", "DAYS"}, {"siebzig", ""}}) {
        const auto ecg = of_age(number, unit);
        EXPECT_FALSE(ecg.facts.patient.age_years) << number << " " << unit;
        ASSERT_EQ(ecg.warnings.size(), 1U) << number << " " << unit;
        EXPECT_EQ(ecg.warnings[0].text, "age is no age that can be read");
    }
    for (const char* nothing : {"", "--", "-1"}) {
        const auto ecg = of_age(nothing, "YEARS");
        EXPECT_FALSE(ecg.facts.patient.age_years) << nothing;
        EXPECT_TRUE(ecg.warnings.empty()) << nothing;
    }
}

TEST(Muse, ABirthDateThatIsNoneIsSaidWithoutRepeatingIt) {
    const auto born = [](const std::string& date) {
        return of_demographics("<DateofBirth>" + date + "</DateofBirth>");
    };
    const auto none = born("31-31-1956");
    EXPECT_EQ(none.facts.patient.birth_date, "");
    EXPECT_EQ(none.warnings, (std::vector<record::Warning>{"date of birth is no date that can be read"}));
    for (const char* nothing : {"", "--", "00-00-0000"}) EXPECT_TRUE(born(nothing).warnings.empty()) << nothing;
}

TEST(Muse, DaysThatDoNotExistAreNoDates) {
    const auto dated = [](const std::string& birth, const std::string& acquired) {
        const auto ecg = read_muse_text(test::muse_xml(
            "<PatientDemographics><DateofBirth>" + birth +
            "</DateofBirth></PatientDemographics><TestDemographics><AcquisitionTime>11:34:60</AcquisitionTime>"
            "<AcquisitionDate>" +
            acquired + "</AcquisitionDate></TestDemographics>" + test::muse_wave("Rhythm", two_leads())));
        EXPECT_TRUE(ecg) << ecg.error().message();
        return std::pair(ecg->facts.patient.birth_date, ecg->start_time.value_or("none"));
    };
    EXPECT_EQ(dated("02-29-1952", "02-29-2020"),
              (std::pair<std::string, std::string>("1952-02-29", "2020-02-29T11:34:59")));
    EXPECT_EQ(dated("02-29-1951", "04-31-2020"), (std::pair<std::string, std::string>("", "none")));
}

TEST(Muse, Latin1DeclaredAsUtf8IsReadAsWindows1252) {
    auto xml =
        test::muse_xml("<PatientDemographics><PatientLastName>M\xfcller</PatientLastName></PatientDemographics>" +
                       test::muse_wave("Rhythm", two_leads()));
    xml.replace(xml.find("ISO-8859-1"), 10, "UTF-8");
    const auto ecg = read_muse_text(xml);
    ASSERT_TRUE(ecg) << ecg.error().message();
    EXPECT_EQ(ecg->facts.patient.name, "M\xc3\xbcller");
}

TEST(Muse, FifteenLeadsAndARange) {
    test::NamedLeads leads;
    for (const char* name :
         {"I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6", "V3R", "V4R", "V7"})
        leads.emplace_back(name, test::Samples{0, 10, 20, 30, 40});
    const auto ecg =
        read_muse_text(test::muse_xml(test::muse_wave("Rhythm", leads)), {.first_sample = 1, .samples = 3});
    ASSERT_TRUE(ecg) << ecg.error().message();
    EXPECT_EQ(ecg->leads.size(), 15u);
    EXPECT_EQ(ecg->sample_count(), 3);
    EXPECT_NEAR(ecg->leads[14].samples[0], 0.0488, 1e-6);
    EXPECT_TRUE(ecg->warnings.empty());
}

TEST(Muse, ALeadThatWasOffIsDoubtful) {
    const auto ecg =
        read_muse_text(test::muse_xml(test::muse_wave("Rhythm", {{"V1", {0, 0}}}, "<LeadOff>TRUE</LeadOff>")));
    ASSERT_TRUE(ecg) << ecg.error().message();
    ASSERT_EQ(ecg->warnings.size(), 1u);
    EXPECT_EQ(ecg->warnings[0].doubt, "lead_off");
}

}  // namespace
}  // namespace synchrony::io
