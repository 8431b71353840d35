// GE CardioSoft, Mortara ELI and Schiller: formats of which no file was at hand, by descriptions.
#include <gtest/gtest.h>

#include "support/vendor_xml.hpp"
#include "synchrony/io/read.hpp"

namespace synchrony::io {
namespace {

record::Ecg read_text(const std::string& xml, const std::string& format) {
    const auto source = memory_source({{"v.xml", xml}});
    const auto ecg = read_ecg(RecordingFile{*source->open("v.xml"), "v.xml", source});
    EXPECT_TRUE(ecg) << ecg.error().message();
    if (!ecg) return {};
    EXPECT_EQ(ecg->format, format);
    EXPECT_EQ(ecg->sampling_frequency_hz, 500);
    return *ecg;
}

const test::NamedLeads vendor_rhythm{{"I", {100, -200, 300}}, {"aVR", {4, 5, 6}}};
const test::NamedLeads vendor_beat{{"I", {10, 20}}, {"aVR", {1, 2}}};

void expect_both(const record::Ecg& ecg, double millivolts) {
    ASSERT_EQ(ecg.leads.size(), 2u);
    EXPECT_EQ(ecg.leads[1].name, "aVR");
    EXPECT_NEAR(ecg.leads[0].samples[1], -200 * millivolts, 1e-6);
    ASSERT_EQ(ecg.stored_beats.size(), 1u);
    EXPECT_EQ(ecg.stored_beats[0].sample_count(), 2);
}

TEST(CardioSoft, StripMedianAndFacts) {
    const auto ecg = read_text(
        test::cardiosoft_xml(
            "<ObservationDateTime><Hour>9</Hour><Minute>5</Minute><Second>7</Second><Day>3</Day><Month>11</Month>"
            "<Year>2019</Year></ObservationDateTime>"
            "<PatientInfo><PID>77</PID><Name><FamilyName>Roe</FamilyName><GivenName>J</GivenName></Name>"
            "<Age units=\"Years\">61</Age><Gender>MALE</Gender></PatientInfo>"
            "<FilterSetting><Filter50Hz>yes</Filter50Hz><LowPass units=\"Hz\">100</LowPass>"
            "<HighPass units=\"Hz\">0.01</HighPass></FilterSetting>"
            "<RestingECGMeasurements><QRSDuration units=\"ms\">98</QRSDuration><PQInterval "
            "units=\"ms\">160</PQInterval>" +
            test::cardiosoft_block("MedianSamples", vendor_beat) +
            "</RestingECGMeasurements><Interpretation><Diagnosis><DiagnosisText>Normal sinus "
            "rhythm</DiagnosisText>"
            "</Diagnosis></Interpretation>" +
            test::cardiosoft_block("StripData", vendor_rhythm)),
        "cardiosoft");
    expect_both(ecg, 0.005);
    EXPECT_EQ(ecg.start_time, "2019-11-03T09:05:07");
    EXPECT_EQ(ecg.facts.printed.qrs_ms, 98.0);
    EXPECT_EQ(ecg.facts.printed.pr_ms, 160.0);
    EXPECT_EQ(ecg.facts.printed.statements, (std::vector<std::string>{"Normal sinus rhythm"}));
    EXPECT_EQ(ecg.facts.filters, (record::Filters{0.01, 100.0, 50.0}));
    EXPECT_EQ(ecg.facts.patient.id, "77");
    EXPECT_EQ(ecg.facts.patient.age_years, 61.0);
    EXPECT_EQ(ecg.facts.patient.sex, "male");
}

TEST(CardioSoft, Base64AndALeadCommaAtTheEnd) {
    auto xml = test::cardiosoft_xml(test::cardiosoft_block("StripData", vendor_rhythm));
    const std::string numbers = "100,-200,300", other = "4,5,6";
    xml.replace(xml.find(numbers), numbers.size(), test::base64_of(test::int16_bytes(vendor_rhythm[0].second)));
    xml.replace(xml.find(other), other.size(), "4,\n\t5,6,\n");
    const auto ecg = read_text(xml, "cardiosoft");
    ASSERT_EQ(ecg.leads.size(), 2u);
    EXPECT_NEAR(ecg.leads[0].samples[1], -1.0, 1e-6);
    EXPECT_NEAR(ecg.leads[1].samples[2], 0.03, 1e-6);
}

/// Six samples of I, II and III at 2 Hz, II = I + III, in the order in which `index` takes lead and sample.
template <typename Index>
record::Ecg disclosure(Index index) {
    const std::vector<test::Samples> leads{{1, 20, 3, -40, 5, 6}, {0, 50, -60, 0, 100, 7}, {-1, 30, -63, 40, 95, 1}};
    test::Samples list;
    for (std::size_t n = 0; n < 18; ++n) {
        const auto [k, i] = index(n);
        list.push_back(leads[k][i]);
    }
    const auto source = memory_source(
        {{"v.xml", test::cardiosoft_xml("<FullDisclosure><SampleRate units=\"Hz\">2</SampleRate>"
                                        "<Resolution units=\"uVperLsb\">5</Resolution><LeadOrder>I,II, III</LeadOrder>"
                                        "<FullDisclosureData>\n" +
                                        test::with_commas(list) + ",\n</FullDisclosureData></FullDisclosure>")}});
    const auto ecg = read_ecg(RecordingFile{*source->open("v.xml"), "v.xml", source});
    EXPECT_TRUE(ecg) << ecg.error().message();
    return ecg ? *ecg : record::Ecg{};
}

TEST(CardioSoft, OrderOfAFullDisclosureIsToldByEinthovensLaw) {
    const auto seconds = disclosure([](std::size_t n) { return std::pair(n % 6 / 2, n / 6 * 2 + n % 2); });
    const auto samples = disclosure([](std::size_t n) { return std::pair(n % 3, n / 3); });
    for (const auto& ecg : {seconds, samples}) {
        ASSERT_EQ(ecg.leads.size(), 3u);
        ASSERT_EQ(ecg.sample_count(), 6);
        EXPECT_NEAR(ecg.leads[1].samples[4], 0.5, 1e-6);
        EXPECT_NEAR(ecg.leads[2].samples[2], -0.315, 1e-6);
    }
}

TEST(CardioSoft, WhatWasNotAveragedIsMasked) {
    auto xml = test::cardiosoft_block("MedianSamples", {{"I", {9, 10, 20, 9}}});
    xml.insert(xml.find("<WaveformData"), "<FirstValid>1</FirstValid><LastValid>2</LastValid>");
    const auto ecg = read_text(test::cardiosoft_xml("<RestingECGMeasurements>" + xml + "</RestingECGMeasurements>" +
                                                    test::cardiosoft_block("StripData", vendor_rhythm)),
                               "cardiosoft");
    ASSERT_EQ(ecg.stored_beats.size(), 1u);
    EXPECT_EQ(ecg.stored_beats[0].leads[0].invalid, (std::vector<record::SampleRange>{{0, 1}, {3, 4}}));
    EXPECT_NEAR(ecg.stored_beats[0].leads[0].samples[3], 0.1, 1e-6);
}

TEST(Eli, ChannelsCycleAndFacts) {
    const auto ecg = read_text(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- Generated by ELI Link -->\n"
        "<ECG ACQUISITION_TIME=\"20231201120000\" AGE=\"66\" AGE_UNITS=\"Y\" VENT_RATE=\"75\">\n"
        "<SUBJECT LAST_NAME=\"Doe\" GENDER=\"Female\" ID=\"P1\" DOB=\"19570515\" />"
        "<SOURCE MANUFACTURER=\"Mortara\" MODEL=\"ELI250c\" LOW_PASS_FILTER=\"150\" ACQUIRING_DEVICE_SW_VERSION=\"V2\" "
        "/>"
        "<AUTOMATIC_INTERPRETATION><STATEMENT TEXT=\"LEFT AXIS\" REASON=\"QRS AXIS &lt; -30\" /><STATEMENT TEXT=\"\" />"
        "</AUTOMATIC_INTERPRETATION>"
        "<TYPICAL_CYCLE PR_DURATION=\"163\" QRS_DURATION=\"93\" BITS=\"16\" FORMAT=\"SIGNED\" UNITS_PER_MV=\"200\" "
        "DURATION=\"2\" SAMPLE_FREQ=\"250\" ENCODING=\"BASE64\"><TYPICAL_CYCLE_CHANNEL NAME=\"I\" DATA=\"" +
            test::base64_of(test::int16_bytes({10, 20})) + "\" /></TYPICAL_CYCLE>\n" +
            test::eli_channel("I", vendor_rhythm[0].second) + test::eli_channel("aVR", vendor_rhythm[1].second) +
            "</ECG>\n",
        "eli");
    expect_both(ecg, 1.0 / 400);
    EXPECT_EQ(ecg.stored_beats[0].sampling_frequency_hz, 250);
    EXPECT_NEAR(ecg.stored_beats[0].leads[0].samples[1], 0.1, 1e-6);
    EXPECT_EQ(ecg.start_time, "2023-12-01T12:00:00");
    EXPECT_EQ(ecg.facts.printed.qrs_ms, 93.0);
    EXPECT_EQ(ecg.facts.printed.statements, (std::vector<std::string>{"LEFT AXIS, QRS AXIS < -30"}));
    EXPECT_EQ(ecg.facts.patient.birth_date, "1957-05-15");
    EXPECT_EQ(ecg.facts.patient.age_years, 66.0);
    EXPECT_EQ(ecg.facts.device, (record::Device{"Mortara", "ELI250c", "V2"}));
}

TEST(Schiller, RhythmAndAverages) {
    const auto ecg = read_text(test::schiller_xml(test::schiller_waves("ECG_AVERAGES", vendor_beat) +
                                                  test::schiller_waves("ECG_RHYTHMS", vendor_rhythm)),
                               "schiller");
    expect_both(ecg, 0.005);
}

TEST(Schiller, WhatTheDevicePrinted) {
    const auto value = [](const std::string& item, const std::string& name, const std::string& text) {
        return "<" + item + "><name>" + name + "</name><value>" + text + "</value></" + item + ">";
    };
    const auto ecg = read_text(
        test::schiller_xml(test::schiller_waves("ECG_RHYTHMS", vendor_rhythm) + value("annotation_global", "HR", "59") +
                           value("annotation_global", "PQ", "0") + value("annotation_global", "QRS", "146") +
                           value("annotation_global", "QTC", "454") + value("annotation_global", "AXIS_QRS", "-67") +
                           value("annotation_global", "QT", " -") + "<filters_data>" + value("filter", "MAINS", "-") +
                           value("filter", "HIGHPASS_CUTOFF_FREQ", "0.05") +
                           value("filter", "LOWPASS_CUTOFF_FREQ", "150") + "</filters_data>"),
        "schiller");
    const auto& printed = ecg.facts.printed;
    EXPECT_EQ(printed.heart_rate_per_min, 59);
    EXPECT_EQ(printed.qrs_ms, 146);
    EXPECT_EQ(printed.qtc_ms, 454);
    EXPECT_EQ(printed.qrs_axis_deg, -67);
    EXPECT_FALSE(printed.pr_ms);
    EXPECT_FALSE(printed.qt_ms);
    EXPECT_EQ(ecg.facts.filters, (record::Filters{0.05, 150, std::nullopt}));
}

}  // namespace
}  // namespace synchrony::io
