// Time zones, the order of day and month, and years without a day, over the formats. Truths: documents written by hand,
// dates counted by hand.
#include <gtest/gtest.h>

#include <algorithm>

#include "support/vendor_xml.hpp"
#include "synchrony/io/read.hpp"

namespace synchrony::io {
namespace {

record::Ecg ecg_of_text(const std::string& name, const std::string& text) {
    const auto source = memory_source({{name, text}});
    const auto ecg = read_ecg(RecordingFile{*source->open(name), name, source});
    EXPECT_TRUE(ecg) << ecg.error().message();
    return ecg ? *ecg : record::Ecg{};
}

std::string warning_texts(const std::vector<record::Warning>& warnings) {
    std::string all;
    for (const auto& warning : warnings) all += warning.text + "\n";
    return all;
}

bool says_in_warnings(const record::Ecg& ecg, const std::string& words) {
    return warning_texts(ecg.warnings).find(words) != std::string::npos;
}

record::Ecg muse_of(const std::string& birth, const std::string& acquired, const std::string& edited = {},
                    const std::string& age = {}) {
    return ecg_of_text(
        "m.xml", test::muse_xml("<PatientDemographics><DateofBirth>" + birth + "</DateofBirth><PatientAge>" + age +
                                "</PatientAge></PatientDemographics><TestDemographics><AcquisitionTime>11:34:00"
                                "</AcquisitionTime><AcquisitionDate>" +
                                acquired + "</AcquisitionDate><EditDate>" + edited + "</EditDate></TestDemographics>" +
                                test::muse_wave("Rhythm", {{"I", {1, -2, 300, -400}}, {"II", {5, 6, 7, 8}}})));
}

record::Ecg philips_of(const std::string& birth, const std::string& acquired) {
    const test::Samples lead(8, 2);
    auto xml =
        test::philips_xml(test::base64_of(test::xli_of(test::philips_stored(std::vector<test::Samples>(12, lead)))),
                          test::philips_attributes(lead.size()));
    const std::string date = "date=\"2020-03-01\"";
    xml.replace(xml.find(date), date.size(), "date=\"" + acquired + "\"");
    xml.insert(xml.find("<waveforms>"), "<patient><generalpatientdata><age><dateofbirth>" + birth +
                                            "</dateofbirth></age></generalpatientdata></patient>");
    return ecg_of_text("p.xml", xml);
}

record::Ecg fhir_of(const std::string& begin) {
    return ecg_of_text(
        "x.json", R"({"resourceType":"Observation","status":"final","effectiveDateTime":")" + begin +
                      R"(","code":{"coding":[{"system":"urn:iso:std:iso:11073:10101","code":"131328"}]},)"
                      R"("component":[{"code":{"coding":[{"system":"urn:iso:std:iso:11073:10101","code":"131329"}]},)"
                      R"("valueSampledData":{"origin":{"value":0,"code":"mV"},"period":2,"factor":0.001,)"
                      R"("dimensions":1,"data":"5 6 7"}}]})");
}

TEST(DatesOfFiles, OneDateThatSettlesTheOrderSettlesItForAll) {
    const auto by_start = muse_of("04-05-1950", "22-04-2020");
    EXPECT_EQ(by_start.facts.patient.birth_date, "1950-05-04");
    EXPECT_TRUE(says_in_warnings(by_start, "date of birth is read day first, as another date of the file is"));
    const auto by_birth = muse_of("22-04-1950", "04-05-2020");
    EXPECT_EQ(by_birth.start_time, "2020-05-04T11:34:00");
    EXPECT_EQ(by_birth.facts.start_order, record::DateOrder::said) << "this date by itself shows nothing to others";
    EXPECT_TRUE(says_in_warnings(by_birth, "date of acquisition is read day first, as another date of the file is"));
    const auto by_another = muse_of("04-05-1950", "06-07-2020", "31-12-2020");
    EXPECT_EQ(by_another.facts.patient.birth_date, "1950-05-04");
    EXPECT_EQ(by_another.start_time, "2020-07-06T11:34:00");
    const auto month_first = muse_of("04-22-1950", "04-05-2020");
    EXPECT_EQ(month_first.start_time, "2020-04-05T11:34:00");
    EXPECT_EQ(month_first.facts.start_order, record::DateOrder::said) << "no longer open";
    EXPECT_TRUE(month_first.warnings.empty()) << warning_texts(month_first.warnings);
    const auto philips = philips_of("04/05/1950", "22/04/2020");
    EXPECT_EQ(philips.facts.patient.birth_date, "1950-05-04");
    EXPECT_EQ(philips.start_time, "2020-04-22T10:15:30");
}

// A date that was typed has marks of its own: it shows nothing of the device's.
TEST(DatesOfFiles, DatesOfAnotherFormShowNothing) {
    const auto ecg = muse_of("03-04-1950", "04-05-2020", "25/12/2019");
    EXPECT_EQ(ecg.facts.patient.birth_date, "1950-03-04");
    EXPECT_EQ(ecg.start_time, "2020-04-05T11:34:00");
    EXPECT_EQ(ecg.facts.start_order, record::DateOrder::either);
    EXPECT_TRUE(ecg.warnings.empty()) << warning_texts(ecg.warnings);
}

TEST(DatesOfFiles, DatesThatContradictEachOtherAreSaid) {
    const auto ecg = muse_of("04-22-1950", "22-04-2020", "04-05-2020");
    EXPECT_TRUE(says_in_warnings(ecg, "dates of the file contradict each other"));
    EXPECT_EQ(ecg.facts.patient.birth_date, "1950-04-22");
    EXPECT_EQ(ecg.start_time, "2020-04-22T11:34:00");
    EXPECT_EQ(muse_of("04-05-1950", "05-05-2020").facts.patient.birth_date, "1950-04-05") << "nothing settles it";
}

TEST(DatesOfFiles, AYearOfBirthGivesAnAgeAndNoDate) {
    for (const auto& [born, acquired, age] : {std::tuple{"1956", "04-22-2020", 64.0},
                                              {"1956-04", "04-22-2020", 64.0},
                                              {"1956-05", "04-22-2020", 63.0},
                                              {"05/1956", "04-22-2020", 63.0},
                                              {"00-00-1956", "04-22-2020", 64.0},
                                              {"1956-00-00", "04-22-2020", 64.0},
                                              {"19560000", "04-22-2020", 64.0},
                                              {"00.05.1956", "04-22-2020", 63.0}}) {
        const auto ecg = muse_of(born, acquired);
        EXPECT_EQ(ecg.facts.patient.birth_date, "") << born;
        EXPECT_EQ(ecg.facts.patient.age_years.value_or(-1), age) << born;
        EXPECT_EQ(ecg.warnings.size(), 1U) << born << ": " << warning_texts(ecg.warnings);
        EXPECT_TRUE(says_in_warnings(ecg, "the age is counted by it, and may be a year too high")) << born;
    }
    EXPECT_EQ(muse_of("1956-04", "04-22-2020").facts.patient.born_in, "1956-04");
    const auto stated = muse_of("1956", "04-22-2020", {}, "63");
    EXPECT_EQ(stated.facts.patient.age_years, 63.0) << "as stated: before the birthday";
    EXPECT_TRUE(stated.warnings.empty()) << warning_texts(stated.warnings);
    EXPECT_TRUE(says_in_warnings(muse_of("1956", "04-22-2020", {}, "40"), "years from that by its year of birth"));
    EXPECT_TRUE(says_in_warnings(muse_of("1956", ""), "no date of the recording is known: no age is counted"));
    EXPECT_TRUE(says_in_warnings(muse_of("2021", "04-22-2020"), "does not fit the recording's date"));
    for (const char* none : {"1700", "1956-13", "195", "19561301"})
        EXPECT_TRUE(says_in_warnings(muse_of(none, "04-22-2020"), "date of birth is no date that can be read")) << none;
}

TEST(DatesOfFiles, AYearOfTheRecordingIsNoStartAndSaid) {
    const std::string words = "date of acquisition is a year or month alone";
    for (const char* begin : {"2015", "2015-02"}) {
        const auto ecg = fhir_of(begin);
        EXPECT_FALSE(ecg.start_time) << begin;
        EXPECT_TRUE(says_in_warnings(ecg, words)) << begin << ": " << warning_texts(ecg.warnings);
    }
    EXPECT_TRUE(says_in_warnings(muse_of("", "2020"), words));
}

// ISO 8601 and RFC 3339.
TEST(DatesOfFiles, TheZoneIsKeptBesideTheClocksOwnTime) {
    for (const auto& [zone, minutes] : {std::pair{"Z", 0}, {"+01:00", 60}, {"-03:30", -210}, {"+14:00", 840}}) {
        const auto ecg = fhir_of(std::string("2015-02-19T09:30:35.5") + zone);
        EXPECT_EQ(ecg.start_time, "2015-02-19T09:30:35.5") << zone;
        EXPECT_EQ(ecg.facts.zone_minutes.value_or(9999), minutes) << zone;
        EXPECT_TRUE(ecg.warnings.empty()) << warning_texts(ecg.warnings);
    }
    EXPECT_FALSE(fhir_of("2015-02-19T09:30:35").facts.zone_minutes);
    for (const char* none : {"+25:00", "+01:60", "-00:00", "+1"}) {
        const auto ecg = fhir_of(std::string("2015-02-19T09:30:35") + none);
        EXPECT_EQ(ecg.start_time, "2015-02-19T09:30:35") << none;
        EXPECT_FALSE(ecg.facts.zone_minutes) << none;
        EXPECT_TRUE(says_in_warnings(ecg, "time zone of the acquisition is none that can be read")) << none;
    }
}

}  // namespace
}  // namespace synchrony::io
