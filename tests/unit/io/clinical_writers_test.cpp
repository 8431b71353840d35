// Writing DICOM and aECG: what was written reads back, sample for sample, and names nobody unless asked.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "support/file_bytes.hpp"
#include "support/temporary_folder.hpp"
#include "synchrony/io/aecg.hpp"
#include "synchrony/io/dicom.hpp"
#include "synchrony/io/read.hpp"

namespace synchrony::io {
namespace {

/// Twelve leads on a step of 2.5 uV, a gap in V1, V6 not recorded, a median beat, all facts.
record::Ecg full_recording() {
    record::Ecg ecg;
    ecg.sampling_frequency_hz = 500;
    ecg.format = "test";
    ecg.start_time = "2024-02-29T23:59:58";
    for (std::size_t l = 0; l < 12; ++l) {
        record::Lead lead;
        lead.name = std::string(record::standard_leads()[l]);
        for (int n = 0; n < 700; ++n)
            lead.samples.push_back(
                static_cast<float>(std::round(400 * std::sin(0.05 * n + static_cast<double>(l))) * 0.0025));
        if (lead.name == "V1") lead.invalid = {{100, 150}, {690, 700}};
        if (lead.name == "V6") lead.invalid = {{0, 700}};
        record::hold_over_invalid(lead);
        ecg.leads.push_back(std::move(lead));
    }
    record::Ecg beat = record::excerpt(ecg, {0, 90});
    ecg.stored_beats.push_back(std::move(beat));
    ecg.facts.device = {"Maker & Co <1>", "M\u00fcller 12", "1.0"};
    ecg.facts.filters = {0.05, 150.0, 50.0};
    ecg.facts.printed.heart_rate_per_min = 71;
    ecg.facts.printed.pr_ms = 180;
    ecg.facts.printed.qrs_ms = 152;
    ecg.facts.printed.qrs_axis_deg = -61;
    ecg.facts.printed.statements = {"Left bundle branch block", "seen by Dr Smith"};
    ecg.facts.patient = {"4711", "Doe Jane", "1963-01-31", "female", 61.0};
    ecg.comments = {"felt dizzy"};
    return ecg;
}

struct Writer {
    const char* name;
    core::Result<Written> (*write)(const std::filesystem::path&, const record::Ecg&, const WriteOptions&);
};

class ClinicalWriter : public testing::TestWithParam<Writer> {
  protected:
    core::Result<record::Ecg> again(const record::Ecg& ecg, const WriteOptions& options) {
        path_ = folder_ / (std::string("x.") + GetParam().name);
        const auto written = GetParam().write(path_, ecg, options);
        if (!written) return core::fail(written.error());
        left_out_ = written->left_out;
        return read_ecg(path_);
    }
    [[nodiscard]] std::string bytes() const { return test::bytes_of(path_); }
    test::TemporaryFolder folder_;
    std::filesystem::path path_;
    std::vector<std::string> left_out_;
};

void expect_same_leads(const record::Ecg& read, const record::Ecg& written) {
    for (const auto& lead : written.leads) {
        if (lead.valid_samples() == 0) continue;
        const auto* twin = read.find_lead(lead.name);
        ASSERT_NE(twin, nullptr) << lead.name;
        EXPECT_EQ(twin->samples, lead.samples) << lead.name;
        EXPECT_EQ(twin->invalid, lead.invalid) << lead.name;
    }
}

TEST_P(ClinicalWriter, LosesNoSample) {
    const auto ecg = full_recording();
    const auto read = again(ecg, {});
    ASSERT_TRUE(read) << read.error().message();
    EXPECT_EQ(read->format, GetParam().name);
    EXPECT_EQ(read->sampling_frequency_hz, 500);
    expect_same_leads(*read, ecg);
    ASSERT_EQ(read->stored_beats.size(), 1U);
    expect_same_leads(read->stored_beats[0], ecg.stored_beats[0]);
    EXPECT_TRUE(read->warnings.empty()) << read->warnings.front().text;
}

TEST_P(ClinicalWriter, KeepsWhatAStudyNeeds) {
    const auto ecg = full_recording();
    const auto read = again(ecg, {});
    ASSERT_TRUE(read) << read.error().message();
    EXPECT_EQ(read->facts.device, ecg.facts.device);
    EXPECT_EQ(read->facts.filters, ecg.facts.filters);
    EXPECT_EQ(read->facts.patient.sex, "female");
    EXPECT_EQ(read->facts.patient.age_years, 61.0);
    auto printed = ecg.facts.printed;
    printed.statements.clear();
    EXPECT_EQ(read->facts.printed, printed);
}

// Truths by hand: a year has 365.25 days.
TEST_P(ClinicalWriter, AgesOfChildrenComeBack) {
    auto ecg = full_recording();
    ecg.facts.patient.birth_date.clear();
    const auto said = [&] {
        return std::ranges::any_of(left_out_, [](const auto& line) { return line.find("age is cut") != line.npos; });
    };
    for (const double years : {0.0, 1.5, 30 * 7 / 365.25, 10 / 365.25, 7.0, 17.0, 18.0, 61.0}) {
        ecg.facts.patient.age_years = years;
        const auto read = again(ecg, {});
        ASSERT_TRUE(read) << read.error().message();
        EXPECT_NEAR(read->facts.patient.age_years.value_or(-1), years, 1e-9) << years;
        EXPECT_FALSE(said()) << years;
    }
    for (const auto& [years, held] : {std::pair{61.5, 61.0}, {1.7, 620 / 365.25}, {10.3, 537 * 7 / 365.25}}) {
        ecg.facts.patient.age_years = years;
        const auto read = again(ecg, {});
        ASSERT_TRUE(read) << read.error().message();
        EXPECT_NEAR(read->facts.patient.age_years.value_or(-1), held, 1e-9) << years;
        EXPECT_TRUE(said()) << years;
    }
}

// What is cut off or cannot be read back is a loss, and a loss is said.
TEST_P(ClinicalWriter, WhatADeviceLosesIsSaid) {
    auto ecg = full_recording();
    const auto said = [&](const std::string& words) {
        return std::ranges::any_of(left_out_, [&](const auto& line) { return line.find(words) != line.npos; });
    };
    for (const std::size_t letters : {64U, 65U}) {
        ecg.facts.device.software = std::string(letters, 'v');
        const auto read = again(ecg, {});
        ASSERT_TRUE(read) << read.error().message();
        EXPECT_EQ(said("software version"), read->facts.device.software != ecg.facts.device.software) << letters;
    }
    ecg.facts.device = {"Maker", "", ""};
    const auto read = again(ecg, {});
    ASSERT_TRUE(read) << read.error().message();
    EXPECT_EQ(said("Maker"), read->facts.device.manufacturer != "Maker");
}

TEST_P(ClinicalWriter, NamesNobodyUnlessAsked) {
    const auto ecg = full_recording();
    const auto read = again(ecg, {.pseudonym = "S-017"});
    ASSERT_TRUE(read) << read.error().message();
    EXPECT_EQ(read->facts.patient.id, "S-017");
    EXPECT_TRUE(read->facts.patient.birth_date.empty());
    EXPECT_FALSE(read->start_time.has_value());
    EXPECT_TRUE(read->facts.printed.statements.empty());
    const auto text = bytes();
    for (const char* secret : {"Doe", "Jane", "4711", "1963", "Smith", "dizzy", "2024"})
        EXPECT_EQ(text.find(secret), std::string::npos) << secret;
    EXPECT_FALSE(left_out_.empty()) << "statements are said to be left out";
}

TEST_P(ClinicalWriter, KeepsIdentityWhenAsked) {
    const auto ecg = full_recording();
    const auto read = again(ecg, {.keep_identity = true});
    ASSERT_TRUE(read) << read.error().message();
    EXPECT_EQ(read->facts.patient, ecg.facts.patient);
    EXPECT_EQ(read->start_time, ecg.start_time);
    EXPECT_EQ(read->facts.printed, ecg.facts.printed);
}

TEST_P(ClinicalWriter, TheZoneOfTheStartIsKept) {
    auto ecg = full_recording();
    for (const int minutes : {60, 0, -210}) {
        ecg.facts.zone_minutes = minutes;
        const auto read = again(ecg, {.keep_identity = true});
        ASSERT_TRUE(read) << read.error().message();
        EXPECT_EQ(read->start_time, ecg.start_time);
        EXPECT_EQ(read->facts.zone_minutes, minutes);
        for (const auto& line : left_out_) EXPECT_EQ(line.find("time zone"), std::string::npos) << line;
    }
}

// PS3.5 6.2.1.2: letters=ideographs=sound. aECG has one name, and a birth time that may be a year.
TEST_P(ClinicalWriter, NamesInOtherScriptsAndYearsOfBirthAreKeptOrSaid) {
    auto ecg = full_recording();
    ecg.facts.patient.birth_date.clear();
    ecg.facts.patient.born_in = "1963-01";
    const auto said = [&](const std::string& words) {
        return std::ranges::any_of(left_out_, [&](const auto& line) { return line.find(words) != line.npos; });
    };
    for (const auto& names :
         {std::vector<std::string>{"山田 太郎", "やまだ たろう"}, {"", "やまだ たろう"}, {"王 小东"}}) {
        ecg.facts.patient.other_spellings = names;
        const auto read = again(ecg, {.keep_identity = true});
        ASSERT_TRUE(read) << read.error().message();
        EXPECT_EQ(read->facts.patient.name, "Doe Jane");
        EXPECT_NE(said("name in other scripts"), read->facts.patient.other_spellings == names);
        EXPECT_NE(said("year of birth"), read->facts.patient.born_in == "1963-01");
    }
}

TEST_P(ClinicalWriter, FractionOfTheStartIsKept) {
    auto ecg = full_recording();
    for (const auto* const start :
         {"2024-02-29T23:59:58.25", "2024-02-29T23:59:59.999999", "2024-03-01T00:00:00.000001"}) {
        ecg.start_time = start;
        const auto read = again(ecg, {.keep_dates = true});
        ASSERT_TRUE(read) << read.error().message();
        EXPECT_EQ(read->start_time, start);
    }
}

// What nobody recorded in any lead, at both ends, is a part of the recording.
TEST_P(ClinicalWriter, MissingEndsKeepTheLength) {
    auto ecg = full_recording();
    for (auto& lead : ecg.leads) {
        lead.invalid = {{0, 40}, {600, 700}};
        record::hold_over_invalid(lead);
    }
    for (const bool dated : {false, true}) {
        const auto read = again(ecg, {.keep_dates = dated});
        ASSERT_TRUE(read) << read.error().message();
        EXPECT_EQ(read->sample_count(), 700);
        EXPECT_EQ(read->start_time.has_value(), dated);
        if (dated) {
            EXPECT_EQ(read->start_time, ecg.start_time);
        }
        expect_same_leads(*read, ecg);
    }
}

// PS3.5: a label (SH) holds 16 characters, the meaning of a code (LO) 64.
TEST_P(ClinicalWriter, LongNamesOfLeads) {
    auto ecg = full_recording();
    const std::string begin = "Catheter electrode 1-2 ", longest(70, 'x');
    ecg.leads.resize(4);
    for (const std::size_t l : {0U, 1U}) ecg.leads[l].name = begin + std::to_string(l);
    for (const std::size_t l : {2U, 3U}) ecg.leads[l].name = longest + std::to_string(l);
    ecg.stored_beats.clear();
    const auto read = again(ecg, {});
    ASSERT_TRUE(read) << read.error().message();
    ASSERT_EQ(read->leads.size(), 4U);
    EXPECT_EQ(read->leads[0].name, begin + "0");
    EXPECT_EQ(read->leads[1].name, begin + "1");
    const auto said = [&](const std::string& name) {
        return std::any_of(left_out_.begin(), left_out_.end(),
                           [&](const auto& words) { return words.find(name) != std::string::npos; });
    };
    for (const auto& lead : ecg.leads) EXPECT_EQ(said(lead.name), read->find_lead(lead.name) == nullptr) << lead.name;
}

// Born on 1963-01-31 and recorded on 2024-02-29: 61 years.
TEST_P(ClinicalWriter, AnAgeThatDatesContradictIsNamed) {
    auto ecg = full_recording();
    ecg.facts.patient.age_years = 70.0;
    const auto read = again(ecg, {.keep_identity = true});
    ASSERT_TRUE(read) << read.error().message();
    ASSERT_EQ(read->facts.patient.age_years, 70.0);
    ASSERT_EQ(read->warnings.size(), 1U);
    EXPECT_NE(read->warnings[0].text.find("9 years from"), std::string::npos) << read->warnings[0].text;
    ecg.facts.patient.birth_date = "2030-01-31";
    EXPECT_EQ(again(ecg, {.keep_identity = true})->warnings.size(), 1U);
}

TEST_P(ClinicalWriter, MovedDatesCanStay) {
    const auto read = again(full_recording(), {.keep_dates = true});
    ASSERT_TRUE(read);
    EXPECT_EQ(read->start_time, "2024-02-29T23:59:58");
    EXPECT_TRUE(read->facts.patient.birth_date.empty());
}

TEST_P(ClinicalWriter, AgesBeyond89AreNotTold) {
    auto ecg = full_recording();
    ecg.facts.patient.age_years = 97;
    const auto read = again(ecg, {});
    ASSERT_TRUE(read);
    EXPECT_EQ(read->facts.patient.age_years, 90.0);
}

TEST_P(ClinicalWriter, ResolutionAskedForIsKept) {
    auto ecg = full_recording();
    for (auto& lead : ecg.leads)
        for (std::size_t i = 0; i < lead.samples.size(); ++i)
            lead.samples[i] = static_cast<float>(1.2 * std::sin(0.03 * static_cast<double>(i)));
    const auto read = again(ecg, {.microvolts_per_unit = 5});
    ASSERT_TRUE(read) << read.error().message();
    for (std::size_t i = 0; i < 700; ++i)
        EXPECT_NEAR(read->find_lead("II")->samples[i], ecg.leads[1].samples[i], 0.0025001) << i;  // half a step
    const auto refused = again(ecg, {.microvolts_per_unit = 0.01});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, core::ErrorKind::usage);
}

TEST_P(ClinicalWriter, SameRecordingGivesTheSameBytes) {
    const auto ecg = full_recording();
    ASSERT_TRUE(again(ecg, {}));
    const auto first = bytes();
    ASSERT_TRUE(again(ecg, {}));
    EXPECT_EQ(bytes(), first);
}

TEST_P(ClinicalWriter, RefusesWhatItCannotHold) {
    EXPECT_FALSE(again({}, {}));
    auto ecg = full_recording();
    ecg.leads.resize(2);
    ecg.stored_beats.clear();
    record::Lead pressure = ecg.leads[0];
    pressure.name = "ABP";
    pressure.unit = "mmHg";
    ecg.other_signals = {pressure};
    const auto read = again(ecg, {});
    ASSERT_TRUE(read);
    EXPECT_TRUE(read->other_signals.empty());
    EXPECT_EQ(left_out_.front(), "signal ABP in mmHg");
}

INSTANTIATE_TEST_SUITE_P(Formats, ClinicalWriter,
                         testing::Values(Writer{"dicom", dicom::write}, Writer{"aecg", aecg::write}),
                         [](const auto& param) { return param.param.name; });

}  // namespace
}  // namespace synchrony::io
