// ECGs in HL7 FHIR. Truths: documents written by hand after FHIR R4 and R5 (SampledData, Observation, Bundle) and after
// the examples of HL7's implementation guides; codes of ISO/IEEE 11073-10101 and LOINC.
#include <gtest/gtest.h>

#include <algorithm>

#include "synchrony/io/collection.hpp"
#include "synchrony/io/read.hpp"

namespace synchrony::io {
namespace {

RecordingFile fhir_file(const std::string& text, const std::string& part = {}) {
    RecordingFile file;
    file.name = "x.json";
    file.folder = memory_source({{file.name, text}});
    file.bytes = *file.folder->open(file.name);
    file.part = part;
    return file;
}

core::Result<record::Ecg> read_fhir_text(const std::string& text, const std::string& part = {},
                                         const ReadOptions& options = {}) {
    return read_ecg(fhir_file(text, part), options);
}

std::string mdc(int code, const std::string& display) {
    return R"({"coding":[{"system":"urn:iso:std:iso:11073:10101","code":")" + std::to_string(code) +
           R"(","display":")" + display + R"("}]})";
}

std::string sampled(const std::string& data, const std::string& more = R"("period":8,"factor":0.001)",
                    const std::string& origin = R"({"value":-0.5,"unit":"mV","code":"mV"})") {
    return R"({"origin":)" + origin + "," + more + R"(,"dimensions":1,"data":")" + data + R"("})";
}

std::string component(const std::string& code, const std::string& data) {
    return R"({"code":)" + code + R"(,"valueSampledData":)" + data + "}";
}

std::string observation(const std::string& components, const std::string& more = {},
                        const std::string& code = mdc(131328, "MDC_ECG_ELEC_POTL")) {
    return R"({"resourceType":"Observation","status":"final","code":)" + code + "," + more + R"("component":[)" +
           components + "]}";
}

bool warns(const record::Ecg& ecg, const std::string& words) {
    return std::any_of(ecg.warnings.begin(), ecg.warnings.end(),
                       [&](const auto& w) { return w.text.find(words) != std::string::npos; });
}

// HL7's example of the point-of-care guide: 125 Hz, value = 0.001 x data - 0.5 mV.
TEST(Fhir, LeadsOfAnObservation) {
    const auto ecg = read_fhir_text(observation(
        component(mdc(131329, "MDC_ECG_ELEC_POTL_I"), sampled("500 507 1100 E")) + "," +
            component(mdc(131389, "MDC_ECG_ELEC_POTL_III"), sampled("500 400 U 6.5e2")) + "," +
            component(mdc(131390, "MDC_ECG_ELEC_POTL_AVR"), sampled("0 0 0 0")) + "," +
            component(mdc(131331, "MDC_ECG_ELEC_POTL_V1"), sampled("-1 2 3")),
        R"("effectivePeriod":{"start":"2021-07-09T11:33:23.250+02:00"},"device":{"display":"EKG Device"},)"));
    ASSERT_TRUE(ecg) << ecg.error().message();
    EXPECT_EQ(ecg->format, "fhir");
    EXPECT_EQ(ecg->sampling_frequency_hz, 125);
    EXPECT_EQ(ecg->start_time, "2021-07-09T11:33:23.25");
    EXPECT_EQ(ecg->facts.device.model, "EKG Device");
    ASSERT_EQ(ecg->leads.size(), 4U);
    const auto* one = ecg->find_lead("I");
    const auto* three = ecg->find_lead("III");
    ASSERT_TRUE(one != nullptr && three != nullptr && ecg->find_lead("aVR") != nullptr);
    EXPECT_FLOAT_EQ(one->samples[1], 0.007F);
    EXPECT_FLOAT_EQ(one->samples[2], 0.6F);
    EXPECT_EQ(one->invalid, (std::vector<record::SampleRange>{{3, 4}}));
    EXPECT_EQ(three->invalid, (std::vector<record::SampleRange>{{2, 3}}));
    EXPECT_FLOAT_EQ(three->samples[3], 0.15F);
    EXPECT_EQ(ecg->find_lead("V1")->invalid, (std::vector<record::SampleRange>{{3, 4}}));
    EXPECT_TRUE(warns(*ecg, "V1 has 3 samples of 4"));
}

// FHIR R5 and other makers: an interval and its unit, uV, no factor, no codes but words.
TEST(Fhir, OtherSpellings) {
    const std::string microvolts = R"({"value":0,"unit":"microvolt","code":"uV"})";
    for (const auto& [step, hz] :
         std::vector<std::pair<std::string, double>>{{R"("interval":4,"intervalUnit":"ms")", 250.0},
                                                     {R"("interval":0.002,"intervalUnit":"s")", 500.0},
                                                     {R"("interval":1953.125,"intervalUnit":"us")", 512.0},
                                                     {R"("period":2.7777777777777777)", 360.0}}) {
        const auto ecg =
            read_fhir_text(observation(component(R"({"text":"Lead II"})", sampled("100 -250.5", step, microvolts)), "",
                                       R"({"text":"12-lead ECG"})"));
        ASSERT_TRUE(ecg) << ecg.error().message();
        EXPECT_EQ(ecg->sampling_frequency_hz, hz);
        EXPECT_EQ(ecg->leads[0].name, "II");
        EXPECT_FLOAT_EQ(ecg->leads[0].samples[1], -0.2505F);
    }
    // Monitors write 11073's own units.
    const auto mdc_unit = read_fhir_text(observation(component(
        mdc(131330, ""),
        sampled("5", R"("period":2)", R"({"value":0,"code":"266418","system":"urn:iso:std:iso:11073:10101"})"))));
    ASSERT_TRUE(mdc_unit) << mdc_unit.error().message();
    EXPECT_FLOAT_EQ(mdc_unit->leads[0].samples[0], 5.0F);
}

TEST(Fhir, WhatIsNotKnownIsRefused) {
    const auto message = [](const std::string& data, const ReadOptions& options = {}) {
        const auto ecg = read_fhir_text(observation(component(mdc(131329, "MDC_ECG_ELEC_POTL_I"), data)), {}, options);
        return ecg ? std::string() : ecg.error().message();
    };
    // HL7's own example "ekg" names no unit.
    const auto no_unit = sampled("2041 2043", R"("period":10,"factor":1.612)", R"({"value":2048})");
    EXPECT_NE(message(no_unit).find("--unit"), std::string::npos);
    ReadOptions microvolts;
    microvolts.csv.unit = "uV";
    EXPECT_EQ(message(no_unit, microvolts), "");
    EXPECT_NE(message(sampled("1", R"("period":2)", R"({"value":0,"unit":"adu"})")).find("'adu'"), std::string::npos);
    // Seconds in the place of milliseconds would be 500 kHz.
    EXPECT_NE(message(sampled("1 2", R"("period":0.002)")).find("--fs"), std::string::npos);
    EXPECT_NE(message(sampled("1 2", R"("factor":1)")).find("--fs"), std::string::npos);
    EXPECT_NE(message(sampled("1 x 2")).find("'x'"), std::string::npos);
    EXPECT_NE(message(sampled("")).find("no samples"), std::string::npos);
    const auto pleth = read_fhir_text(
        observation(component(mdc(150452, "MDC_PULS_OXIM_PLETH"), sampled("1 2")), "", R"({"text":"Pleth"})"));
    ASSERT_FALSE(pleth);
    EXPECT_NE(pleth.error().message().find("no ECG"), std::string::npos);
    const auto withdrawn = read_fhir_text(R"({"resourceType":"Observation","status":"entered-in-error","code":)" +
                                          mdc(131329, "") + R"(,"valueSampledData":)" + sampled("1 2") + "}");
    ASSERT_FALSE(withdrawn);
    EXPECT_NE(withdrawn.error().message().find("withdrawn"), std::string::npos);
}

TEST(Fhir, DataBeyondStatedLimitsAreSaid) {
    const auto limited = [](const std::string& limits) {
        return read_fhir_text(observation(
            component(mdc(131329, "MDC_ECG_ELEC_POTL_I"),
                      sampled("0 10", R"("period":2,"factor":0.1,)" + limits, R"({"value":1,"code":"mV"})"))));
    };
    EXPECT_FALSE(warns(*limited(R"("lowerLimit":1,"upperLimit":2)"), "limits"));
    EXPECT_TRUE(warns(*limited(R"("lowerLimit":-1.5,"upperLimit":1.5)"), "1 of 2 samples of I"));
}

// A watch's app writes stretches of ten seconds under one code; lists of other numbers are no signals.
TEST(Fhir, StretchesAndLists) {
    const auto ecg = read_fhir_text(observation(
        component(mdc(131329, "MDC_ECG_ELEC_POTL_I"),
                  sampled("1 2", R"("period":2,"factor":1)", R"({"value":0,"code":"uV"})")) +
        "," + R"({"code":{"text":"beats"},"valueSampledData":{"data":"18 77 370"}},)" +
        R"({"code":{"coding":[{"system":"http://loinc.org","code":"8633-0"}]},"valueQuantity":{"value":98,"code":"ms"}},)" +
        R"({"code":{"text":"Classification"},"valueCodeableConcept":{"coding":[{"display":"Sinus Rhythm"}]}},)" +
        component(mdc(131329, "MDC_ECG_ELEC_POTL_I"),
                  sampled("3", R"("period":2,"factor":1)", R"({"value":0,"code":"uV"})"))));
    ASSERT_TRUE(ecg) << ecg.error().message();
    ASSERT_EQ(ecg->leads.size(), 1U);
    ASSERT_EQ(ecg->sample_count(), 3);
    EXPECT_FLOAT_EQ(ecg->leads[0].samples[2], 0.003F);
    EXPECT_TRUE(warns(*ecg, "stretches"));
    EXPECT_EQ(ecg->facts.printed.qrs_ms, 98.0);
    EXPECT_EQ(ecg->facts.printed.statements, (std::vector<std::string>{"Classification: Sinus Rhythm"}));
}

// A code copied from one component to the next: the words tell. Where nothing tells, the code is followed and doubted.
TEST(Fhir, CodesAgainstWords) {
    const auto copied = read_fhir_text(observation(component(mdc(131329, "MDC_ECG_ELEC_POTL_I"), sampled("1 2")) + "," +
                                                   component(mdc(131329, "MDC_ECG_ELEC_POTL_II"), sampled("3 4"))));
    ASSERT_TRUE(copied) << copied.error().message();
    ASSERT_EQ(copied->leads.size(), 2U);
    EXPECT_EQ(copied->leads[1].name, "II");
    const auto wrong = read_fhir_text(observation(component(mdc(131331, "MDC_ECG_ELEC_POTL_III"), sampled("1 2"))));
    ASSERT_TRUE(wrong) << wrong.error().message();
    EXPECT_EQ(wrong->leads[0].name, "V1");
    ASSERT_FALSE(wrong->warnings.empty());
    EXPECT_EQ(wrong->warnings[0].doubt, "lead_name_doubtful");
}

TEST(Fhir, SeveralSignalsInOneSeriesNeedNames) {
    const auto text = observation(
        component(mdc(131328, "MDC_ECG_ELEC_POTL"),
                  R"({"origin":{"value":0,"code":"mV"},"period":2,"dimensions":2,"data":"1 10 2 20 3 30"})"));
    const auto refused = read_fhir_text(text);
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().message().find("--leads"), std::string::npos);
    ReadOptions options;
    options.lead_names = {"I", "V1"};
    const auto ecg = read_fhir_text(text, {}, options);
    ASSERT_TRUE(ecg) << ecg.error().message();
    EXPECT_EQ(ecg->find_lead("V1")->samples, (std::vector<float>{10, 20, 30}));
}

std::string one_lead(const std::string& id, int code, const std::string& begin, const std::string& data) {
    return R"({"resourceType":"Observation","id":")" + id + R"(","status":"final","effectiveDateTime":")" + begin +
           R"(","subject":{"reference":"Patient/p1"},"code":)" + mdc(code, "") + R"(,"valueSampledData":)" +
           sampled(data) + "}";
}

const std::string patient = R"({"resourceType":"Patient","id":"p1","identifier":[{"value":"4711"}],"gender":"female",)"
                            R"("birthDate":"1963-01-31","name":[{"family":"Doe","given":["Jane","B."]}]})";

// Leads of one moment are one recording; another moment is another. In a Bundle, a list and line by line.
TEST(Fhir, BundlesListsAndLines) {
    const std::vector<std::string> resources{patient, one_lead("a", 131329, "2024-02-29T10:00:00Z", "500 501"),
                                             one_lead("b", 131330, "2024-02-29T10:00:00Z", "500 502"),
                                             one_lead("c", 131329, "2024-03-01T10:00:00Z", "500 503")};
    std::string entries, list, lines;
    for (const auto& resource : resources) {
        entries += (entries.empty() ? "" : ",") + (R"({"resource":)" + resource + "}");
        list += (list.empty() ? "[" : ",") + resource;
        lines += resource + "\n";
    }
    for (const auto& text :
         {R"({"resourceType":"Bundle","type":"collection","entry":[)" + entries + "]}", list + "]", lines}) {
        SCOPED_TRACE(text.substr(0, 20));
        const auto file = fhir_file(text);
        const auto parts = parts_of(file.bytes, file.name);
        ASSERT_TRUE(parts) << parts.error().message();
        EXPECT_EQ(*parts, (std::vector<std::string>{"a", "c"}));
        EXPECT_FALSE(read_fhir_text(text)) << "two recordings";
        const auto first = read_fhir_text(text, "a");
        ASSERT_TRUE(first) << first.error().message();
        EXPECT_EQ(first->leads.size(), 2U);
        EXPECT_EQ(first->record_name, "a");
        EXPECT_EQ(first->facts.patient, (record::PatientFields{"4711", "Doe, Jane B.", "1963-01-31", "female", 61.0}));
        const auto second = read_fhir_text(text, "c");
        ASSERT_TRUE(second) << second.error().message();
        EXPECT_FLOAT_EQ(second->leads.at(0).samples[1], 0.003F);
        EXPECT_FALSE(read_fhir_text(text, "b"));
    }
}

std::string id_of(const std::string& text) {
    const auto ecg = read_fhir_text(text);
    return ecg ? ecg->facts.patient.id : ecg.error().message();
}

std::string patient_called(const std::string& id) {
    return R"({"resourceType":"Patient","id":")" + id + R"(","name":[{"family":"Doe"}],"birthDate":"1963-01-31"})";
}

std::string ecg_of(const std::string& subject, const std::string& more = {}) {
    return R"({"resourceType":"Observation","id":"a","status":"final",)" + more + R"("subject":)" + subject +
           R"(,"code":)" + mdc(131329, "") + R"(,"valueSampledData":)" + sampled("500 501") + "}";
}

std::string refers_to(const std::string& target) {
    return R"({"reference":")" + target + R"("})";
}

std::string bundle_of(const std::string& url, const std::string& who, const std::string& ecg) {
    return R"({"resourceType":"Bundle","type":"collection","entry":[{)" +
           (url.empty() ? "" : R"("fullUrl":")" + url + R"(",)") + R"("resource":)" + who + R"(},{"resource":)" + ecg +
           "}]}";
}

// FHIR R4, 2.28: an id is unique on its server alone; 2.4: in a Bundle without one, or inside a resource, in the file.
TEST(Fhir, AnIdOfThisFileAloneIsNobodys) {
    const std::string uuid = "61d1a24f-b47e-41aa-ae95-f8ac302f4eeb", oid = "urn:oid:2.16.840.1.113883.3.1";
    EXPECT_EQ(id_of(bundle_of("", patient_called("p1"), ecg_of(refers_to("Patient/p1")))), "");
    EXPECT_EQ(id_of(bundle_of("Patient/p1", patient_called("p1"), ecg_of(refers_to("Patient/p1")))), "");
    EXPECT_EQ(id_of(bundle_of("urn:uuid:" + uuid, patient_called("p1"), ecg_of(refers_to("urn:uuid:" + uuid)))), "");
    EXPECT_EQ(id_of(bundle_of("", patient_called(uuid), ecg_of(refers_to("Patient/" + uuid)))), uuid);
    EXPECT_EQ(id_of(bundle_of("https://fhir.example.org/Patient/17", patient_called("17"),
                              ecg_of(refers_to("https://fhir.example.org/Patient/17")))),
              "17");
    EXPECT_EQ(id_of(ecg_of(refers_to("#p1"), R"("contained":[)" + patient_called("p1") + "],")), "");
    EXPECT_EQ(id_of(ecg_of(refers_to("#p1"))), "") << "a person in this file, who is not there";
    EXPECT_EQ(id_of("[" + patient_called("17") + "," + ecg_of(refers_to("Patient/17")) + "]"), "17")
        << "resources of a server";
    EXPECT_EQ(id_of(ecg_of(refers_to("Patient/17"))), "17") << "a record elsewhere";
    const std::string both = R"({"reference":"Patient/p1","identifier":{"value":"4711"}})";
    EXPECT_EQ(id_of(bundle_of("", patient_called("p1"), ecg_of(both))), "4711");
    EXPECT_EQ(id_of(ecg_of(R"({"identifier":{"value":"4711"}})")), "4711");
}

// Names in alphabetical order put resourceType behind the samples.
TEST(Fhir, ToldByContent) {
    std::string samples;
    for (int n = 0; n < 3000; ++n) samples += "500 ";
    const auto text = R"({"code":)" + mdc(131328, "") + R"(,"component":[)" +
                      component(mdc(131329, ""), sampled(samples)) + R"(],"resourceType":"Observation"})";
    EXPECT_TRUE(read_fhir_text(text));
    EXPECT_EQ(find_format(R"({"resourceType":"Condition","id":"1"})", "x.json"), nullptr);
    EXPECT_EQ(find_format(R"({"name":"package"})", "x.json"), nullptr);
}

}  // namespace
}  // namespace synchrony::io
