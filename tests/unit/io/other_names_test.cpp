// Names and numbers that a file holds beside those that are shown: a file called by one is not named after it. Truths:
// fields of each format by its description, and file names made of what was written there.
#include <gtest/gtest.h>

#include "support/dicom_builder.hpp"
#include "support/named_recordings.hpp"
#include "synchrony/io/read.hpp"
#include "synchrony/record/identity.hpp"
#include "synchrony/record/lead_names.hpp"

namespace synchrony::io {
namespace {

test::TwelveLeads leads() {
    test::TwelveLeads twelve;
    for (const auto name : record::standard_leads()) {
        twelve.emplace_back(name, test::Samples());
        for (int i = 0; i < 2000; ++i)
            twelve.back().second.push_back((i % 400 < 20 ? 200 : 0) + i % 7 + static_cast<int>(twelve.size()));
    }
    return twelve;
}

record::PatientFields patient_in(const std::string& name, const std::string& bytes) {
    RecordingFile file;
    file.name = name;
    file.folder = memory_source({{name, bytes}});
    file.bytes = *file.folder->open(name);
    const auto ecg = read_ecg(file, {});
    EXPECT_TRUE(ecg) << name << ecg.error().message();
    return ecg ? ecg->facts.patient : record::PatientFields{};
}

std::string with(std::string text, const std::string& before, const std::string& more) {
    const auto at = text.find(before);
    EXPECT_NE(at, std::string::npos) << before;
    return at == std::string::npos ? text : text.insert(at, more);
}

TEST(OtherNames, FilesAreKnownByThem) {
    const auto twelve = leads();
    struct Case {
        std::string name, bytes;
        std::vector<std::string> stems;
    };
    const std::vector<Case> cases = {
        {"m.xml",
         with(with(test::named::muse(twelve), "</PatientDemographics>",
                   "<PatientMiddleName>Wowbagger</PatientMiddleName>"),
              "</Order>", "<HISOrderNumber>55001234</HISOrderNumber>"),
         {"wowbagger_1", "55001234"}},
        {"p.xml",
         with(test::named::philips(twelve), "<name>", "<uniquepatientid>U-90210</uniquepatientid><MRN>77341</MRN>"),
         {"u90210", "77341_b"}},
        {"e.xml",
         with(test::named::eli(twelve), " GENDER=", " SECOND_ID=\"90210\" MIDDLE_NAME=\"Wowbagger\""),
         {"90210", "wowbagger"}},
        {"s.xml", with(test::named::schiller(twelve), "<birthdate>", "<caseid>90210</caseid>"), {"90210"}},
        {"c.xml", with(test::named::cardiosoft(twelve), "<Gender>", "<BirthName>Wowbagger</BirthName>"), {"Wowbagger"}},
        {"f.json",
         with(with(test::named::fhir(twelve), R"(],"birthDate")", R"(,{"value":"MRN-90210"})"), R"(]}},)",
              R"(,{"use":"maiden","family":"Wowbagger"})"),
         {"mrn90210", "wowbagger_rest"}},
        {"t.csv", test::named::csv(twelve), {"zzyzx", "4711N"}},
        {"x.pdf", test::named::pdf(twelve), {"quentin_1", "zzyzx", "4711"}},
        {"c.ecg", test::named::contec(twelve), {"0047110", "47110"}},
    };
    for (const auto& [name, bytes, stems] : cases) {
        const auto person = patient_in(name, bytes);
        for (const auto& stem : stems) EXPECT_TRUE(record::names_patient(stem, person)) << name << ' ' << stem;
        for (const char* other : {"ecg_1", "recording_2", "visit3"})
            EXPECT_FALSE(record::names_patient(other, person)) << name << ' ' << other;
    }
}

// PS3.15 table E.1-1: what the basic profile removes or replaces.
TEST(OtherNames, OfDicom) {
    test::DicomWaveform waveform;
    waveform.other_ids = "PID-90210\\H77";
    waveform.other_names = "Wowbagger^Anna";
    waveform.accession = "A5500123";
    waveform.instance = "1.2.840.113619.2.5.17.4";
    const auto person = patient_in("x.dcm", test::dicom_file("1.2.840.10008.1.2.1", waveform.data_set().bytes()));
    for (const char* stem : {"pid90210", "H77", "anna", "wowbagger", "a5500123", "1.2.840.113619.2.5.17.4"})
        EXPECT_TRUE(record::names_patient(stem, person)) << stem;
    for (const char* other : {"113619", "840", "ecg_1", "17"})
        EXPECT_FALSE(record::names_patient(other, person)) << other;
}

TEST(OtherNames, AreBounded) {
    std::string ids;
    for (int i = 0; i < 20000; ++i) ids += "{\"value\":\"N" + std::to_string(i) + "\"},";
    const auto person = patient_in("f.json", with(test::named::fhir(leads()), R"({"value":"4711N"})", ids));
    EXPECT_LE(person.other_ids.size(), 500U);
}

// Keys that only look like a person's, a maker whose name shares a word with the site's, words for codes.
TEST(OtherNames, WhatIsNobodysStays) {
    auto csv = test::named::csv(leads());
    csv.insert(0, "# Channel names: RESP ABP\n# Covid: negative\n# Thyroid: normal\n");
    const auto person = patient_in("t.csv", csv);
    for (const char* stem : {"resp_1", "negative", "normal", "abp"})
        EXPECT_FALSE(record::names_patient(stem, person)) << stem;
}

}  // namespace
}  // namespace synchrony::io
