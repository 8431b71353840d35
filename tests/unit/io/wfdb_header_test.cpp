// Headers, field by field. The expected values are read off the texts by header(5) of the WFDB Applications Guide.
#include <gtest/gtest.h>

#include "synchrony/io/source.hpp"
#include "synchrony/io/wfdb.hpp"

namespace synchrony::io::wfdb {
namespace {

TEST(WfdbHeader, EveryOptionalField) {
    const auto header = parse_header(
        "# before\r\n\r\n"
        "rec 2 360.5/1000(12.5) 650000 8:26:04.5 26/10/1994\r\n"
        "a.dat 212x4:3+24 200.5(1024)/uV 11 1023 995 -22131 512 lead of  two words \r\n"
        "# between\r\n"
        "b.mat 16 1.052e+04/NU\r\n"
        "#after\r\n",
        "rec.hea");
    ASSERT_TRUE(header) << header.error().message();
    EXPECT_EQ(header->record_name, "rec");
    EXPECT_FALSE(header->multi_segment);
    EXPECT_EQ(header->signal_count, 2);
    EXPECT_EQ(header->frame_frequency_hz, 360.5);
    EXPECT_EQ(header->counter_frequency_hz, 1000.0);
    EXPECT_EQ(header->base_counter, 12.5);
    EXPECT_EQ(header->frames, 650000);
    EXPECT_EQ(header->base_time, "8:26:04.5");
    EXPECT_EQ(header->start_time(), "1994-10-26T08:26:04.5");
    EXPECT_EQ(header->clock_time(), "08:26:04.5");
    EXPECT_EQ(header->comments, (std::vector<std::string>{"before", "between", "after"}));

    const auto& a = header->signals[0];
    EXPECT_EQ(a.file_name, "a.dat");
    EXPECT_EQ(a.format, 212);
    EXPECT_EQ(a.samples_per_frame, 4);
    EXPECT_EQ(a.skew, 3);
    EXPECT_EQ(a.skew_frames(), 1);  // 3 samples of 4 a frame, rounded
    EXPECT_EQ(a.byte_offset, 24);
    EXPECT_EQ(a.gain, 200.5);
    EXPECT_EQ(a.baseline, 1024);
    EXPECT_EQ(a.units, "uV");
    EXPECT_EQ(a.adc_resolution, 11);
    EXPECT_EQ(a.adc_zero, 1023);
    EXPECT_EQ(a.initial_value, 995);
    EXPECT_EQ(a.checksum, static_cast<std::uint16_t>(-22131));
    EXPECT_EQ(a.block_size, 512);
    EXPECT_EQ(a.description, "lead of  two words");

    const auto& b = header->signals[1];
    EXPECT_EQ(b.gain, 10520.0);
    EXPECT_EQ(b.effective_baseline(), 0);
    EXPECT_FALSE(b.checksum);
    EXPECT_EQ(b.description, "");
}

TEST(WfdbHeader, DefaultsOfAbsentFields) {
    const auto header = parse_header("r 1\nr.dat 16\n", "r.hea");
    ASSERT_TRUE(header) << header.error().message();
    EXPECT_EQ(header->frame_frequency_hz, 250.0);
    EXPECT_FALSE(header->frames);
    EXPECT_FALSE(header->signals[0].calibrated());
    EXPECT_EQ(header->signals[0].effective_gain(), 200.0);
    EXPECT_EQ(header->signals[0].effective_units(), "mV");
}

// "If the baseline field is absent, the baseline is the ADC zero": header(5). MIT-BIH headers rely on it.
TEST(WfdbHeader, BaselineIsTheAdcZeroWhenAbsent) {
    const auto header = parse_header("100 1 360 650000\n100.dat 212 200 11 1024 995 -22131 0 MLII\n", "100.hea");
    ASSERT_TRUE(header);
    EXPECT_EQ(header->signals[0].effective_baseline(), 1024);
}

TEST(WfdbHeader, SegmentsAndGaps) {
    const auto header = parse_header("m/3 4 125 5750 16:57:09.000 26/10/2137\nlayout 0\n~ 3750\nm_1 2000\n", "m.hea");
    ASSERT_TRUE(header) << header.error().message();
    EXPECT_TRUE(header->multi_segment);
    EXPECT_TRUE(header->variable_layout());
    ASSERT_EQ(header->segments.size(), 3u);
    EXPECT_TRUE(header->segments[1].is_gap());
    EXPECT_EQ(header->segments[2].frames, 2000);
}

// WFDB's rdsamp 10.7 reads such records; PTB-XL+ names its median beats with their folder.
TEST(WfdbHeader, ARecordNameMayHoldAPath) {
    const auto name = [](const std::string& token, const std::string& file = "x.hea") {
        const auto header = parse_header(token + " 0 500\n", file);
        return header ? header->record_name + (header->multi_segment ? " segments" : "") +
                            (header->warnings.empty() ? "" : " warned")
                      : std::string("error");
    };
    EXPECT_EQ(name("100"), "100");
    EXPECT_EQ(name("ge/00001_medians"), "00001_medians warned");
    EXPECT_EQ(name("a/b/rec"), "rec warned");
    EXPECT_EQ(name("records500/00001"), "00001 warned") << "no count of segments is written so";
    EXPECT_EQ(name("mitdb/100", "/data/mitdb/100.hea"), "100 warned") << "the file's own name";
    EXPECT_EQ(name("a/"), "error");
    EXPECT_EQ(name("r/#x"), "error") << "written again it would be a comment (found by a fuzzer)";
    const auto segments = parse_header("ge/m/1 1 500\ns1 10\n", "m.hea");
    ASSERT_TRUE(segments);
    EXPECT_EQ(segments->record_name, "m");
    EXPECT_EQ(segments->segments.size(), 1U);
}

TEST(WfdbHeader, TimesAndDatesThatAreNoneOnlyWarn) {
    struct Case {
        const char* start;
        std::size_t warnings;
        const char* day;  // that is kept
    };
    for (const auto& [start, warnings, day] : {Case{"25h", 1, ""},
                                               {"2014-05-08 05:05:15", 1, ""},
                                               {"05-May-2020 09:49:17", 1, ""},
                                               {"10:20:30 2006", 1, ""},
                                               {"1:2:3 May", 1, ""},
                                               {"10:20:30 31/02/2020", 1, ""},
                                               {"10:20:30 05/05/89", 1, ""},
                                               {"25:00:00 05/05/1989", 1, "1989-05-05"},
                                               {"10:61:00 05/05/1989", 1, "1989-05-05"}}) {
        const auto header = parse_header(std::string("r 1 500 10 ") + start + "\nr.dat 16\n", "r.hea");
        ASSERT_TRUE(header) << start << header.error().message();
        EXPECT_EQ(header->start_time().value_or(""), day) << start;
        EXPECT_EQ(header->warnings.size(), warnings) << start;
        EXPECT_EQ(header->frames, 10) << start;
    }
    const auto leap = parse_header("r 0 500 10 23:59:60 29/02/2020\n", "r.hea");
    EXPECT_EQ(leap->start_time(), "2020-02-29T23:59:60");
    const auto time_alone = parse_header("r 1 128 11730944 8:04:00\nr.dat 212\n", "r.hea");
    ASSERT_TRUE(time_alone);
    EXPECT_FALSE(time_alone->start_time());
    EXPECT_EQ(time_alone->clock_time(), "08:04:00");
    EXPECT_TRUE(leap->warnings.empty());
}

TEST(WfdbHeader, TextReadsBackTheSame) {
    const std::string text =
        "rec 2 360.5/1000(12.5) 650000 8:26:04 26/10/1994\n"
        "a.dat 212x4:3+24 200.5(1024)/uV 11 1023 995 -22131 0 II\n"
        "a.dat 212x4:3+24 0(0)/mV 12 0 0 17 0\n"
        "# comment\n";
    const auto header = parse_header(text, "rec.hea");
    ASSERT_TRUE(header) << header.error().message();
    EXPECT_EQ(format_header(*header), text);
}

TEST(FileNames, StayInsideTheFolder) {
    for (const char* good : {"a.dat", "sub/a.dat", "a..b", "...dat"})
        EXPECT_TRUE(check_file_name(good, "here")) << good;
    for (const char* bad : {"", "/a", "..", "../a", "a/../../b", "a\\b", "c:a"})
        EXPECT_FALSE(check_file_name(bad, "here")) << bad;
}

}  // namespace
}  // namespace synchrony::io::wfdb
