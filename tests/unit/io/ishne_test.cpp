// ISHNE Holter files by our own writer, which goes by the standard's table of fields.
#include <gtest/gtest.h>

#include <tuple>

#include "support/holter_writer.hpp"
#include "synchrony/io/read.hpp"
#include "synchrony/io/wfdb_annotations.hpp"

namespace synchrony::io {
namespace {

core::Result<record::Ecg> read_ishne_bytes(const std::string& bytes, const ReadOptions& options = {}) {
    const auto source = memory_source({{"h.ecg", bytes}});
    return read_ecg(RecordingFile{*source->open("h.ecg"), "h.ecg", source}, options);
}

test::IshneFile three_lead_holter() {
    test::IshneFile file;
    file.leads = {{11, 1, 2500, {}}, {15, 2, 1000, {}}, {1, 5, 4880, {}}};
    for (int n = 0; n < 700; ++n)
        for (int l = 0; l < 3; ++l)
            file.leads[static_cast<std::size_t>(l)].samples.push_back((n * 37 + l * 101) % 2000 - 1000);
    file.leads[1].samples[5] = file.leads[1].samples[6] = -32768;
    return file;
}

TEST(Ishne, SamplesComeBackInMillivolts) {
    for (const bool with_crc : {true, false})
        for (const std::string& text : {std::string(), std::string("left arm moved at noon")})
            for (const std::int64_t stated :
                 {700, 2100}) {  // of each lead, as the standard says; of all, as some write
                auto file = three_lead_holter();
                file.with_crc = with_crc;
                file.text = text;
                file.samples = stated;
                const auto ecg = read_ishne_bytes(file.bytes());
                ASSERT_TRUE(ecg) << ecg.error().message();
                EXPECT_EQ(ecg->format, "ishne");
                EXPECT_DOUBLE_EQ(ecg->sampling_frequency_hz, 200.0);
                ASSERT_EQ(ecg->leads.size(), 3U);
                EXPECT_EQ(ecg->leads[0].name, "V1");
                EXPECT_EQ(ecg->leads[1].name, "V5");
                EXPECT_EQ(ecg->leads[2].name, "ECG3");
                EXPECT_EQ(ecg->leads[1].invalid, (std::vector<record::SampleRange>{{5, 7}}));
                for (std::size_t l = 0; l < 3; ++l)
                    for (std::size_t n = 0; n < 700; ++n) {
                        if (l == 1 && (n == 5 || n == 6)) continue;
                        ASSERT_FLOAT_EQ(ecg->leads[l].samples[n],
                                        static_cast<float>(file.leads[l].samples[n] * 1e-6 * file.leads[l].nanovolts));
                    }
                EXPECT_TRUE(ecg->warnings.empty());
            }
}

TEST(Ishne, RangeIsReadWithoutTheRest) {
    const auto file = three_lead_holter();
    const auto ecg = read_ishne_bytes(file.bytes(), {.first_sample = 100, .samples = 50, .max_values = 150});
    ASSERT_TRUE(ecg) << ecg.error().message();
    EXPECT_EQ(ecg->sample_count(), 50);
    for (std::size_t n = 0; n < 50; ++n)
        EXPECT_FLOAT_EQ(ecg->leads[2].samples[n], static_cast<float>(file.leads[2].samples[100 + n] * 0.00488));
    EXPECT_EQ(ecg->start_time, "2026-11-22T14:50:07.5");
    const auto whole = read_ishne_bytes(file.bytes(), {.max_values = 150});
    ASSERT_FALSE(whole);
    EXPECT_NE(whole.error().message().find("too long"), std::string::npos);
    const auto behind = read_ishne_bytes(file.bytes(), {.first_sample = 690, .samples = 20});
    ASSERT_FALSE(behind);
    EXPECT_EQ(behind.error().kind, core::ErrorKind::usage);
}

TEST(Ishne, HeadIsKept) {
    auto file = three_lead_holter();
    file.first_name = "Jane";
    file.last_name = "Doe";
    file.id = "H-17";
    file.sex = 2;
    file.birth = {23, 11, 1950};
    file.pacemaker = 5;
    file.recorder = "digital H12";
    file.text = "free text";
    const auto ecg = read_ishne_bytes(file.bytes());
    ASSERT_TRUE(ecg) << ecg.error().message();
    EXPECT_EQ(ecg->start_time, "2026-11-22T14:50:07");
    EXPECT_EQ(ecg->facts.patient, (record::PatientFields{"H-17", "Doe, Jane", "1950-11-23", "female", 75.0}));
    EXPECT_EQ(ecg->facts.device.model, "digital H12");
    EXPECT_EQ(ecg->comments, (std::vector<std::string>{"dual chamber pacemaker, bipolar", "lead V5: intermittent noise",
                                                       "lead ECG3: frequent disconnections", "free text"}));
}

TEST(Ishne, DamagedHeadRaisesADoubt) {
    std::string bytes = three_lead_holter().bytes();
    bytes[206] = static_cast<char>(bytes[206] ^ 1);  // resolution of the first lead
    const auto ecg = read_ishne_bytes(bytes);
    ASSERT_TRUE(ecg) << ecg.error().message();
    ASSERT_EQ(ecg->warnings.size(), 1U);
    EXPECT_EQ(ecg->warnings[0].doubt, "checksum_differs");
}

TEST(Ishne, RateMayBeGivenWhereTheHeadHasNone) {
    auto file = three_lead_holter();
    file.hz = -9;
    const auto unknown = read_ishne_bytes(file.bytes());
    ASSERT_FALSE(unknown);
    EXPECT_NE(unknown.error().message().find("--fs"), std::string::npos);
    const auto given = read_ishne_bytes(file.bytes(), {.sampling_frequency_hz = 128.0});
    ASSERT_TRUE(given) << given.error().message();
    EXPECT_DOUBLE_EQ(given->sampling_frequency_hz, 128.0);
}

TEST(Ishne, AnnotationsAreNotTakenForARecording) {
    auto bytes = three_lead_holter().bytes();
    bytes.replace(0, 8, "ANN  1.0");
    const auto ecg = read_ishne_bytes(bytes);
    ASSERT_FALSE(ecg);
    EXPECT_NE(ecg.error().message().find("annotations"), std::string::npos);
}

/// The head of a recording with the magic of annotations, then where counting begins, then label, own label, distance.
std::string annotation_bytes(std::uint32_t first, const std::vector<std::tuple<char, char, int>>& beats) {
    test::IshneFile file;
    file.leads = {{11, 1, 2500, {}}};
    file.text = "block of text";
    auto bytes = file.bytes();
    bytes.replace(0, 8, "ANN  1.0");
    bytes += test::u32(first);
    for (const auto& [label, own, distance] : beats) bytes += std::string{label, own} + test::u16(distance);
    return bytes;
}

// Times by hand: 100 + 60 = 160, + 200 = 360, + 65535 (a timeout, no beat) + 165 = 66060, + 40 = 66100.
TEST(IshneAnnotations, BeatsWithTheirTimesAndCodes) {
    const auto bytes = annotation_bytes(100, {{'N', ' ', 60},
                                              {'V', 'm', 200},
                                              {'!', 0, 65535},
                                              {'P', 0, 165},
                                              {'C', 0, 40},
                                              {'S', 0, 1},
                                              {'B', 0, 1},
                                              {'X', 0, 1},
                                              {'U', 0, 1}});
    const auto file = wfdb::parse_annotations(std::as_bytes(std::span(bytes)), "h.ann");
    ASSERT_TRUE(file) << file.error().message();
    EXPECT_EQ(file->sampling_frequency_hz, 200.0);
    EXPECT_TRUE(file->warnings.empty());
    std::vector<std::pair<std::int64_t, std::string>> found;
    for (const auto& a : file->annotations) found.emplace_back(a.sample, record::mnemonic(a.code));
    const std::vector<std::pair<std::int64_t, std::string>> expected = {
        {160, "N"}, {360, "V"}, {66060, "/"}, {66100, "\""}, {66101, "S"}, {66102, "B"}, {66103, "|"}, {66104, "\""}};
    EXPECT_EQ(found, expected);
    EXPECT_EQ(file->annotations[1].subtype, 'm');
    EXPECT_EQ(file->annotations[3].auxiliary, "calibration");
    EXPECT_EQ(file->annotations[7].auxiliary, "U");
}

TEST(IshneAnnotations, WhatIsRefusedAndSaid) {
    const auto whole = annotation_bytes(0, {{'N', 0, 60}, {'N', 0, 200}});
    const auto parse = [](const std::string& bytes) {
        return wfdb::parse_annotations(std::as_bytes(std::span(bytes)), "h.ann");
    };
    EXPECT_EQ(parse(whole)->annotations.size(), 2U);
    const auto cut = parse(whole.substr(0, whole.size() - 1));
    ASSERT_TRUE(cut);
    EXPECT_EQ(cut->annotations.size(), 1U);
    EXPECT_EQ(cut->warnings, std::vector<std::string>{"the last annotation is cut off"});
    EXPECT_FALSE(parse(whole.substr(0, whole.size() - 9)));
    EXPECT_FALSE(parse(whole.substr(0, 300)));
    EXPECT_FALSE(parse(annotation_bytes(0, {{'N', 0, 60}, {'\0', 0, 0}}))) << "zeros are no beats";
    auto damaged = whole;
    damaged[100] = 'x';
    EXPECT_EQ(parse(damaged)->warnings, std::vector<std::string>{"check sum of the head differs"});
}

}  // namespace
}  // namespace synchrony::io
