// ECGs of Apple Health's export, in the words of several languages.
#include <gtest/gtest.h>

#include <algorithm>

#include "synchrony/io/read.hpp"

namespace synchrony::io {
namespace {

core::Result<record::Ecg> read_watch(std::string text) {
    RecordingFile file;
    file.folder = memory_source({{"ecg_2019-03-28.csv", std::move(text)}});
    file.name = "ecg_2019-03-28.csv";
    file.bytes = *file.folder->open(file.name);
    return read_ecg(file, {});
}

const std::string english =
    "Name,Jo Doe\nDate of Birth,1990-01-31\nRecorded Date,2020-02-05 09:14:40 -0400\nClassification,Sinus Rhythm\n"
    "Symptoms,Rapid, pounding, or fluttering heartbeat,Fatigue\nSoftware Version,1.51\nDevice,\"Watch5,4\"\n"
    "Sample Rate,512.844 hertz\n\n\nLead,Lead I\nUnit,\xc2\xb5V\n\n";

TEST(Apple, OneLeadInMicrovolts) {
    const auto ecg = read_watch(english + "-48.673\n1059.5\n0\n");
    ASSERT_TRUE(ecg) << ecg.error().message();
    EXPECT_EQ(ecg->format, "apple");
    EXPECT_EQ(ecg->sampling_frequency_hz, 512.844);
    ASSERT_EQ(ecg->leads.size(), 1U);
    EXPECT_EQ(ecg->leads[0].name, "I");
    EXPECT_EQ(ecg->leads[0].samples, (std::vector<float>{-0.048673F, 1.0595F, 0}));
    EXPECT_EQ(ecg->start_time, "2020-02-05T09:14:40");
    EXPECT_EQ(ecg->facts.device, (record::Device{"Apple", "Watch5,4", "1.51"}));
    EXPECT_EQ(ecg->facts.patient, (record::PatientFields{"", "Jo Doe", "1990-01-31", "", 30.0}));
    EXPECT_EQ(ecg->facts.printed.statements, std::vector<std::string>{"Sinus Rhythm"});
}

TEST(Apple, OtherLanguagesAndADecimalComma) {
    const auto german = read_watch(
        "Name,Max\nGeburtstag,\"01.01.1990\"\nAufzeichnungsdatum,2025-03-01 10:15:00 +0100\nKlassifizierung,Sinus\n"
        "Symptome,Ohne\nSoftwareversion,2.0\nGer\xc3\xa4t,\"Watch6,7\"\nMessrate,512 Hertz\n\n\nAbleitung,Ableitung I\n"
        "Einheit,\xc2\xb5V\n\n57,992\n-66,502\n1\n");
    ASSERT_TRUE(german) << german.error().message();
    EXPECT_EQ(german->leads[0].samples, (std::vector<float>{0.057992F, -0.066502F, 0.001F}));
    const auto chinese = read_watch(
        "\xe5\xa7\x93\xe5\x90\x8d\n\xe6\x97\xa5,2026-03-21 22:05:13 +0000\n\xe9\x87\x87,512\xe8\xb5\xab\xe5\x85\xb9\n\n"
        "\xe5\x8d\x95,\xc2\xb5V\n\n-433.8\n2\n");
    ASSERT_TRUE(chinese) << chinese.error().message();
    EXPECT_EQ(chinese->sampling_frequency_hz, 512);
    EXPECT_EQ(chinese->facts.patient, record::PatientFields{});
}

TEST(Apple, BirthDatesInWords) {
    const auto born = [](const std::string& date) {
        auto text = english;
        text.replace(text.find("1990-01-31"), 10, "\"" + date + "\"");
        const auto ecg = read_watch(text + "1\n2\n");
        EXPECT_TRUE(ecg) << ecg.error().message();
        const bool warned = ecg && std::ranges::any_of(ecg->warnings, [](const auto& warning) {
                                return warning.text == "date of birth is no date that can be read";
                            });
        return (ecg ? ecg->facts.patient.birth_date : "") + (warned ? "warned" : "");
    };
    for (const char* same : {"Mar 5, 1950", "March 5, 1950", "5 Mar 1950", "5 March 1950"})
        EXPECT_EQ(born(same), "1950-03-05") << same;
    EXPECT_EQ(born("Mar 31, 1950"), "1950-03-31");
    EXPECT_EQ(born(""), "");
    for (const char* none : {"Feb 30, 1950", "3 5, 1950", "Mar 5, 50", "Spring 5, 1950", "1950\xe5\xb9\xb4"})
        EXPECT_EQ(born(none), "warned") << none;
}

TEST(Apple, WhatIsRefused) {
    const auto says = [](const std::string& text, const char* words) {
        const auto ecg = read_watch(text);
        ASSERT_FALSE(ecg);
        EXPECT_NE(ecg.error().message().find(words), std::string::npos) << ecg.error().message();
    };
    says(english + "1.5\n1,5\n", "sample 2");
    says(english + "1.5\nx\n", "no number");
    says(english + "\n", "csv");  // without samples it is a table that cannot be read
}

}  // namespace
}  // namespace synchrony::io
