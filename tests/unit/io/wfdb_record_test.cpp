// Records written here by hand, byte by byte, and real ones read in pieces.
#include <gtest/gtest.h>

#include "support/paths.hpp"
#include "support/temporary_folder.hpp"
#include "synchrony/core/files.hpp"
#include "synchrony/io/read.hpp"
#include "synchrony/io/wfdb.hpp"

namespace synchrony::io::wfdb {
namespace {

using namespace std::string_literals;
using Values = std::vector<std::int32_t>;
using Ranges = std::vector<record::SampleRange>;

core::Result<Record> read(std::map<std::string, std::string, std::less<>> files, const RangeOptions& options = {}) {
    return read_record(memory_source(std::move(files)), "r", options);
}

struct FormatCase {
    int format;
    std::string bytes;
    Values values;
    Ranges invalid;
};

// Bytes by signal(5): two's complement little end first, 61 big end first, 80 and 160 offset binary, 212 packs two
// samples in three bytes, 310 and 311 three in four. The last value of each is the format's mark of a missing sample.
TEST(WfdbFormats, BytesMeanWhatTheGuideSays) {
    const std::vector<FormatCase> cases{
        {8, "\x01\xff\x7f\x80"s, {101, 100, 227, 99}, {}},
        {16, "\x01\x02\xff\xff\x00\x80"s, {513, -1, -32768}, {{2, 3}}},
        {24, "\x01\x02\x03\xff\xff\xff\x00\x00\x80"s, {197121, -1, -8388608}, {{2, 3}}},
        {32, "\x01\x02\x03\x04\xff\xff\xff\xff\x00\x00\x00\x80"s, {67305985, -1, INT32_MIN}, {{2, 3}}},
        {61, "\x02\x01\xff\xff\x80\x00"s, {513, -1, -32768}, {{2, 3}}},
        {80, "\x81\x7f\x00"s, {1, -1, -128}, {{2, 3}}},
        {160, "\x01\x80\xff\x7f\x00\x00"s, {1, -1, -32768}, {{2, 3}}},
        // 0x123 and 0x456: low byte, high nibbles (second above first), low byte. Then 0x800 alone.
        {212, "\x23\x41\x56\x00\x08"s, {0x123, 0x456, -2048}, {{2, 3}}},
        // 310: bits 1 to 10 of two words hold a sample each, their five high bits the third.
        {310, "\x02\x00\xfc\x07\x00\x00\x00\x84"s, {1, -2, 0, 0, -512, -512}, {{4, 6}}},
        {311, "\x01\xf8\x0f\x00\x00\x02"s, {1, -2, 0, -512}, {{3, 4}}},
    };
    for (const auto& c : cases) {
        SCOPED_TRACE(c.format);
        const auto record =
            read({{"r.hea", "r 1 250\nr.dat " + std::to_string(c.format) + " 200/mV 12 0 100\n"}, {"r.dat", c.bytes}});
        ASSERT_TRUE(record) << record.error().message();
        // Behind the values of interest some packings hold whole samples more.
        Values values = record->signals[0].values;
        ASSERT_GE(values.size(), c.values.size());
        values.resize(c.values.size());
        EXPECT_EQ(values, c.values);
        EXPECT_EQ(record->signals[0].invalid, c.invalid);
    }
}

core::Result<record::Ecg> read_named(std::map<std::string, std::string, std::less<>> files, const std::string& name) {
    SYNCHRONY_ASSIGN(const auto file, open_recording(memory_source(std::move(files)), name, {}));
    return read_ecg(file);
}

// Content decides, not its name: of one signal, of segments, of a name that is a number.
TEST(WfdbRecord, AHeaderOfAnotherNameIsRead) {
    const std::string samples = "\x64\x00\x9c\xff"s;
    for (const auto& [name, header] : {std::pair{"copy.txt", "r 1 250 2\nr.dat 16 200\n"},
                                       {"00100.hea.bak", "# first\n100 1 250 2\nr.dat 16 200\n"},
                                       {"master", "m/1 1 250 2\ns 2\n"}}) {
        const auto ecg = read_named({{name, header}, {"r.dat", samples}, {"s.hea", "s 1 250 2\nr.dat 16 200\n"}}, name);
        ASSERT_TRUE(ecg) << name << ecg.error().message();
        EXPECT_EQ(ecg->leads.at(0).samples, (std::vector<float>{0.5F, -0.5F})) << name;
    }
}

// As rdann and people write it: the message names the file that was given, and no other.
TEST(WfdbRecord, TextThatIsNoHeaderIsNotTakenForOne) {
    for (const char* text :
         {"    0:00.050       18     +    0    0    0\t(N\n    0:00.214       77     N    0    0    0\n",
          "note 12 500\nseen on Monday\n", "note 12 500\n", "see 2 of 3\na.dat 16 200\n"}) {
        const auto ecg = read_named({{"anno.txt", text}}, "anno.txt");
        ASSERT_FALSE(ecg) << text;
        EXPECT_EQ(ecg.error().what, "unknown file format") << ecg.error().message();
        EXPECT_EQ(ecg.error().where, "anno.txt");
    }
}

// Several headers may name one file.
TEST(WfdbRecord, AMissingPartIsSaidWithItsHeader) {
    const auto where = [](std::map<std::string, std::string, std::less<>> files) {
        const auto ecg = read_named(std::move(files), "r.hea");
        return ecg ? "read" : ecg.error().where;
    };
    EXPECT_EQ(where({{"r.hea", "r 1 250 2\nq.dat 16 200\n"}}), "r.hea, q.dat");
    EXPECT_EQ(where({{"r.hea", "r/1 1 250 2\ns 2\n"}}), "r.hea, s.hea");
    EXPECT_EQ(where({{"r.hea", "r 1 250 2\nq.dat 17 200\n"}}), "r.hea, line 2");
}

TEST(WfdbRecord, FramesOfDifferentRatesAndFiles) {
    const auto record = read({{"r.hea", "r 3 100 2\na.dat 16x2 100\na.dat 16 100\nb.dat 80 100\n"},
                              {"a.dat", "\x01\0\x02\0\x09\0\x03\0\x04\0\x08\0"s},
                              {"b.dat", "\x85\x86"s}});
    ASSERT_TRUE(record) << record.error().message();
    EXPECT_EQ(record->signals[0].values, (Values{1, 2, 3, 4}));
    EXPECT_EQ(record->signals[1].values, (Values{9, 8}));
    EXPECT_EQ(record->signals[2].values, (Values{5, 6}));
    EXPECT_EQ(at_rate(*record, 0, 1).values, (Values{1, 3}));  // 1.5 and 3.5 without their fractions
    EXPECT_EQ(at_rate(*record, 1, 2).values, (Values{9, 9, 8, 8}));
}

TEST(WfdbRecord, SkewShiftsAndMasksTheEnd) {
    const auto record = read({{"r.hea", "r 2 100 4\nr.dat 80 100 8 0 0 10 0 a\nr.dat 80:1 100 8 0 0 26 0 b\n"},
                              {"r.dat", "\x81\x85\x82\x86\x83\x87\x84\x88"s}});
    ASSERT_TRUE(record) << record.error().message();
    EXPECT_EQ(record->signals[0].values, (Values{1, 2, 3, 4}));
    EXPECT_EQ(record->signals[1].values, (Values{6, 7, 8, 0}));
    EXPECT_EQ(record->signals[1].invalid, (Ranges{{3, 4}}));
    // The checksums 1+2+3+4 and 5+6+7+8 count all samples in the file, skewed or not.
    EXPECT_TRUE(record->warnings.empty());
}

TEST(WfdbRecord, WrongChecksumIsSaidAndPartsAreNotChecked) {
    const std::map<std::string, std::string, std::less<>> files{{"r.hea", "r 1 100 4\nr.dat 80 100 8 0 0 11 0 a\n"},
                                                                {"r.dat", "\x81\x82\x83\x84"s}};
    const auto whole = read(files);
    ASSERT_TRUE(whole);
    ASSERT_EQ(whole->warnings.size(), 1u);
    EXPECT_NE(whole->warnings[0].text.find("got 10, the header says 11"), std::string::npos) << whole->warnings[0].text;
    EXPECT_EQ(whole->warnings[0].doubt, "checksum_differs");
    const auto part = read(files, {.first_frame = 1});
    ASSERT_TRUE(part);
    EXPECT_TRUE(part->warnings.empty());
}

TEST(WfdbRecord, SegmentsAreMappedByNameAndRescaled) {
    const auto record = read({{"r.hea", "r/4 2 100 0\nlay 0\ns1 2\n~ 1\ns2 2\n"},
                              {"lay.hea", "lay 2 100 0\n~ 0 200/mV 12 0 0 0 0 I\n~ 0 100/mV 12 0 0 0 0 II\n"},
                              {"s1.hea", "s1 1 100 2\nr.dat 80 100/mV 8 0 0 0 0 II\n"},
                              {"s2.hea", "s2 2 100 2\nq.dat 80 50/mV 8 0 0 0 0 II\nq.dat 80 100(10)/mV 8 0 0 0 0 I\n"},
                              {"r.dat", "\x81\x82"s},
                              {"q.dat", "\x83\x94\x84\x95"s}});
    ASSERT_TRUE(record) << record.error().message();
    EXPECT_EQ(record->signals[0].values, (Values{0, 0, 0, 20, 22}));  // (20 - 10) x 200/100 and (21 - 10) x 200/100
    EXPECT_EQ(record->signals[0].invalid, (Ranges{{0, 3}}));
    EXPECT_EQ(record->signals[1].values, (Values{1, 2, 0, 6, 8}));  // 3 and 4 at gain 50, twice that at 100
    EXPECT_EQ(record->signals[1].invalid, (Ranges{{2, 3}}));
}

// At the layout's 10 units per mV both segments would be rounded to 0.1 mV; wfdb-python keeps each segment's own gain.
TEST(WfdbRecord, ACoarseLayoutDoesNotRoundItsSegments) {
    const auto record = read({{"r.hea", "r/3 1 100 0\nlay 0\ns1 2\ns2 2\n"},
                              {"lay.hea", "lay 1 100 0\n~ 0 10/mV 12 0 0 0 0 I\n"},
                              {"s1.hea", "s1 1 100 2\nr.dat 80 1000/mV 8 0 0 3 0 I\n"},
                              {"s2.hea", "s2 1 100 2\nq.dat 80 4000(8)/mV 8 0 0 19 0 I\n"},
                              {"r.dat", "\x81\x82"s},
                              {"q.dat", "\x89\x8a"s}});
    ASSERT_TRUE(record) << record.error().message();
    EXPECT_EQ(record->header.signals[0].gain, 4000.0);
    EXPECT_EQ(record->signals[0].values, (Values{4, 8, 1, 2}));  // 1 and 2 uV, then a quarter and half of one
    ASSERT_EQ(record->warnings.size(), 1U);
    EXPECT_NE(record->warnings[0].text.find("coarser"), std::string::npos);
}

TEST(WfdbRecord, ASegmentWithoutAGainIsDoubted) {
    const auto record = read({{"r.hea", "r/2 1 100 0\nlay 0\ns1 2\n"},
                              {"lay.hea", "lay 1 100 0\n~ 0 200/mV 12 0 0 0 0 I\n"},
                              {"s1.hea", "s1 1 100 2\nr.dat 80 0/mV 8 0 0 3 0 I\n"},
                              {"r.dat", "\x81\x82"s}});
    ASSERT_TRUE(record);
    ASSERT_EQ(record->warnings.size(), 1U);
    EXPECT_EQ(record->warnings[0].doubt, "gain_not_given");
}

// A MATLAB 5 file made by hand: header of 128 bytes, matrix (14) of array flags, dimensions 1 x 3, name "val" as a
// small element, then int16 (3). Its samples begin at byte 128 + 8 + 16 + 16 + 8 + 8 = 184; the header says 24.
TEST(WfdbRecord, SamplesOfAMatlab5FileAreFound) {
    std::string mat = "MATLAB 5.0 MAT-file" + std::string(105, ' ') + "\x00\x01IM"s;
    mat += "\x0e\0\0\0\x38\0\0\0"s + "\x06\0\0\0\x08\0\0\0\x0a\0\0\0\0\0\0\0"s +
           "\x05\0\0\0\x08\0\0\0\x01\0\0\0\x03\0\0\0"s + "\x01\0\x03\0val\0"s + "\x03\0\0\0\x06\0\0\0"s +
           "\x01\0\x02\0\xff\xff\0\0"s;
    const auto record = read({{"r.hea", "r 1 100 3\nr.mat 16+24 1000/mV 16 0 1 2 0 I\n"}, {"r.mat", mat}});
    ASSERT_TRUE(record) << record.error().message();
    EXPECT_EQ(record->signals[0].values, (Values{1, 2, -1}));
    ASSERT_EQ(record->warnings.size(), 1U);
    EXPECT_NE(record->warnings[0].text.find("byte 184"), std::string::npos) << record->warnings[0].text;
}

TEST(WfdbRecord, BlocksAreTheWhole) {
    const auto formats = test::formats_folder();
    if (!formats) GTEST_SKIP() << "no sample files: set SYNCHRONY_FORMATS";
    for (const char* name :
         {"binformats", "flacformats", "mixedsignals", "test01_00s_skewframe", "multi-segment/041s/041s"}) {
        SCOPED_TRACE(name);
        const auto whole = read_record(*formats / "wfdb" / name);
        ASSERT_TRUE(whole) << whole.error().message();
        auto reader = SignalReader::open(*formats / "wfdb" / name);
        ASSERT_TRUE(reader);
        std::vector<Samples> blocks;
        for (std::int64_t n = 1; n > 0;) {
            const auto got = reader->append_frames(97, blocks);
            ASSERT_TRUE(got) << got.error().message();
            n = *got;
        }
        for (std::size_t s = 0; s < blocks.size(); ++s) {
            EXPECT_EQ(blocks[s].values, whole->signals[s].values) << s;
            EXPECT_EQ(blocks[s].invalid, whole->signals[s].invalid) << s;
        }
        // From the middle, and back to the start: formats that depend on what came before find their way.
        for (const std::int64_t first : {std::int64_t{251}, std::int64_t{3}}) {
            ASSERT_TRUE(reader->seek(first));
            std::vector<Samples> part;
            ASSERT_TRUE(reader->read_frames(50, part));
            for (std::size_t s = 0; s < part.size(); ++s) {
                const auto k = whole->header.signals[s].samples_per_frame;
                const auto begin = whole->signals[s].values.begin() + first * k;
                EXPECT_EQ(part[s].values, Values(begin, begin + 50 * k)) << s;
            }
        }
    }
}

// Checksums of all samples of every format, FLAC among them, are those that their headers give.
TEST(WfdbRecord, ChecksumsOfTheSamples) {
    const auto formats = test::formats_folder();
    if (!formats) GTEST_SKIP() << "no sample files: set SYNCHRONY_FORMATS";
    for (const char* name : {"binformats",
                             "flacformats",
                             "mixedsignals",
                             "flac_3_constant",
                             "a103l",
                             "a103l-no-len",
                             "3000003_0003",
                             "310derive",
                             "310derive_2",
                             "310derive_3",
                             "311derive",
                             "311derive_2",
                             "311derive_3",
                             "311derive_4",
                             "test01_00s",
                             "test01_00s_skew",
                             "test01_00s_frame",
                             "test01_00s_skewframe",
                             "multi-segment/041s/041s",
                             "multi-segment/fixed1/v102s",
                             "multi-segment/p000878/3269321_0001",
                             "multi-segment/p000878/3269321_0002"}) {
        SCOPED_TRACE(name);
        const auto record = read_record(*formats / "wfdb" / name);
        ASSERT_TRUE(record) << record.error().message();
        for (const auto& warning : record->warnings) ADD_FAILURE() << warning.text;
    }
}

// MIMIC's record in variable layout: one range lies in the first gap and the two segments at hand.
TEST(WfdbRecord, VariableLayoutIsReadInRanges) {
    const auto formats = test::formats_folder();
    if (!formats) GTEST_SKIP() << "no sample files: set SYNCHRONY_FORMATS";
    const auto path = *formats / "wfdb" / "multi-segment" / "p000878" / "p000878-2137-10-26-16-57";
    const auto record = read_record(path, {.first_frame = 3000, .frames = 4500});
    ASSERT_TRUE(record) << record.error().message();
    ASSERT_EQ(record->signals.size(), 4u);  // PLETH II V ABP
    // The gap ends at sample 3750; PLETH is in the segment behind it, II in the one from 5750 on. Both begin with
    // missing samples of their own (initial value -128).
    EXPECT_EQ(record->signals[0].invalid.front().begin, 0);
    EXPECT_GT(record->signals[0].invalid.front().end, 750);
    EXPECT_LT(record->signals[0].invalid.front().end, 2750);
    EXPECT_EQ(record->signals[1].invalid.front().begin, 0);
    EXPECT_GT(record->signals[1].invalid.front().end, 2750);
    EXPECT_LT(record->signals[1].invalid.front().end, 4500);
    EXPECT_EQ(record->signals[2].invalid, (Ranges{{0, 4500}}));
    const auto whole = read_record(path);
    ASSERT_FALSE(whole);
    EXPECT_NE(whole.error().message().find("3269321_0003"), std::string::npos) << whole.error().message();
}

TEST(WfdbWriting, WhatIsWrittenReadsBack) {
    const test::TemporaryFolder folder;
    for (const int format : {16, 212}) {
        Record record;
        record.header.frame_frequency_hz = 500;
        record.header.comments = {"age: 61"};
        record.header.base_time = "10:00:00";
        record.header.base_date = "22/11/2026";
        record.frames = 5;
        for (const int k : {1, 2}) {
            SignalSpec spec;
            spec.samples_per_frame = k;
            spec.gain = 250.5;
            spec.baseline = 12;
            spec.units = "uV";
            spec.description = "lead " + std::to_string(k);
            record.header.signals.push_back(spec);
            Samples samples;
            for (int i = 0; i < 5 * k; ++i) samples.values.push_back(i * 300 - 700);
            samples.invalid = {{1, 2}, {4, 5}};
            record.signals.push_back(samples);
        }
        const auto path = folder / ("w" + std::to_string(format));
        const auto written = write_record(path, record, format);
        ASSERT_TRUE(written) << written.error().message();
        const auto again = read_record(path);
        ASSERT_TRUE(again) << again.error().message();
        EXPECT_TRUE(again->warnings.empty());
        EXPECT_EQ(again->header.comments, record.header.comments);
        EXPECT_EQ(again->header.start_time(), "2026-11-22T10:00:00");
        for (std::size_t s = 0; s < 2; ++s) {
            EXPECT_EQ(again->signals[s].invalid, record.signals[s].invalid);
            EXPECT_EQ(again->header.signals[s].gain, 250.5);
            EXPECT_EQ(again->header.signals[s].baseline, 12);
            for (std::size_t i = 0; i < record.signals[s].values.size(); ++i)
                if (i != 1 && i != 4) {
                    EXPECT_EQ(again->signals[s].values[i], record.signals[s].values[i]);
                }
        }
    }
}

// Record 100 written anew is byte for byte PhysioNet's signal file.
TEST(WfdbWriting, Record100ComesOutAsItWas) {
    const auto data = test::data_folder();
    if (!data) GTEST_SKIP() << "no recordings: set SYNCHRONY_DATA";
    const auto record = read_record(*data / "mitdb" / "100");
    ASSERT_TRUE(record);
    const test::TemporaryFolder folder;
    ASSERT_TRUE(write_record(folder / "100", *record, 212));
    const auto original = core::read_file(*data / "mitdb" / "100.dat");
    const auto written = core::read_file(folder / "100.dat");
    ASSERT_TRUE(original && written);
    EXPECT_TRUE(*original == *written);
}

TEST(WfdbWriting, ValuesBeyondTheFormatAreRefused) {
    const test::TemporaryFolder folder;
    Record record;
    record.frames = 1;
    record.header.signals.resize(1);
    record.signals.resize(1);
    for (const int value : {2048, -2048}) {
        record.signals[0].values = {value};
        EXPECT_TRUE(write_record(folder / "x", record, 16));
        EXPECT_FALSE(write_record(folder / "x", record, 212));
    }
    EXPECT_FALSE(write_record(folder / "x", record, 61));
}

TEST(WfdbToEcg, MillivoltsNamesAndOthers) {
    const auto record =
        read({{"r.hea",
               "r 4 100 2 1:02:03 04/05/2006\nr.dat 16 200(100)/mV 16 0 0 0 0 avr\n"
               "r.dat 16 0.5/uV 16 0 0 0 0 v6\nr.dat 16 10/mmHg 16 0 0 0 0 ABP\nr.dat 16 100/uV 16 0 0 0 0 EEG\n"},
              {"r.dat", "\x2c\x01\x64\x00\x0a\x00\x01\x00\x00\x80\x9c\xff\x14\x00\x02\x00"s}});
    ASSERT_TRUE(record) << record.error().message();
    const auto ecg = to_ecg(*record);
    ASSERT_TRUE(ecg) << ecg.error().message();
    ASSERT_EQ(ecg->leads.size(), 2u);
    EXPECT_EQ(ecg->leads[0].name, "aVR");
    EXPECT_EQ(ecg->leads[0].samples, (std::vector<float>{1.0F, 1.0F}));  // (300 - 100) / 200; then missing: held
    EXPECT_EQ(ecg->leads[0].invalid, (Ranges{{1, 2}}));
    EXPECT_EQ(ecg->leads[1].name, "V6");
    EXPECT_FLOAT_EQ(ecg->leads[1].samples[0], 0.2F);  // 100 / 0.5 = 200 uV
    EXPECT_FLOAT_EQ(ecg->leads[1].samples[1], -0.2F);
    ASSERT_EQ(ecg->other_signals.size(), 2u);
    EXPECT_EQ(ecg->other_signals[0].unit, "mmHg");
    EXPECT_FLOAT_EQ(ecg->other_signals[0].samples[1], 2.0F);
    EXPECT_EQ(ecg->other_signals[1].name, "EEG");
    EXPECT_EQ(ecg->start_time, "2006-05-04T01:02:03");
}

TEST(WfdbToEcg, AgeAndSexOfComments) {
    const auto of_comments = [](const std::string& lines) {
        const auto record =
            read({{"r.hea", "r 1 100 2\nr.dat 16 200/mV 16 0 0 0 0 I\n" + lines}, {"r.dat", "\x2c\x01\x64\x00"s}});
        EXPECT_TRUE(record) << record.error().message();
        const auto ecg = to_ecg(*record);
        EXPECT_TRUE(ecg) << ecg.error().message();
        return std::pair(ecg ? ecg->facts.patient.age_years.value_or(-1) : -2, ecg ? ecg->facts.patient.sex : "");
    };
    for (const char* both : {"# Age: 62  Sex: M\n", "# Age: 62, Sex: M\n", "# Sex: Male, Age: 62\n",
                             "# Sex: M Age: 62 years\n", "# Age: 62\n# Gender: M\n", "# <age>: 62  <sex>: M\n",
                             "# Age: 62 years; Gender=male\n", "# 62 M 1085 1629 x1\n", "#Age 62\n#Sex M\n"})
        EXPECT_EQ(of_comments(both), std::pair(62.0, "male"s)) << both;
    EXPECT_EQ(of_comments("# Gender: F\n"), std::pair(-1.0, "female"s));
    EXPECT_EQ(of_comments("# Age: 18 months, Sex: F\n"), std::pair(1.5, "female"s));
    EXPECT_EQ(of_comments("# Age: 62 Diagnosis: MI\n"), std::pair(62.0, ""s));
    EXPECT_EQ(of_comments("# Age: 12 h\n"), std::pair(12.0 / 8766.0, ""s));
    for (const char* either : {"# Age: 62M\n", "# Age: 62h\n", "# Age: 62w\n"})
        EXPECT_EQ(of_comments(either).first, -1.0) << either << " a unit, or a sex";
    for (const char* years : {"# Age: 62 Jahre\n", "# Age: 62 ans\n", "# Age: 62 a\u00f1os\n", "# Age: 62 y/o\n"})
        EXPECT_EQ(of_comments(years), std::pair(62.0, ""s)) << years;
    EXPECT_EQ(of_comments("# Age: 5 Tage\n"), std::pair(5.0 / 365.25, ""s));
    EXPECT_EQ(of_comments("# Age: 18 mois\n"), std::pair(1.5, ""s));
    for (const char* unknown : {"# Age: 30 min\n", "# Age: 6 fortnights\n", "# Age: 3 \u6708\n"})
        EXPECT_EQ(of_comments(unknown), std::pair(-1.0, ""s)) << unknown;
    EXPECT_EQ(of_comments("# -1 F 805 1204 x1\n"), std::pair(-1.0, "female"s));
    for (const char* other :
         {"# Stage: 62\n", "# Maternal age: 30, sex: F\n", "# Age of onset: 12\n", "# 62 M 1085 x1\n",
          "# 62 M 1085 1629 tape 1\n", "# Aldomet\n# 62 M 1085 1629 x1\n", "# Age: 300\n"})
        EXPECT_EQ(of_comments(other), std::pair(-1.0, ""s)) << other;
}

TEST(WfdbToEcg, BirthDateAndNumbersOfComments) {
    const auto ecg_of = [](const std::string& line) {
        const auto record = read(
            {{"r.hea", "r 1 100 2\nr.dat 16 200/mV 16 0 0 0 0 I\n# " + line + "\n"}, {"r.dat", "\x2c\x01\x64\x00"s}});
        EXPECT_TRUE(record) << record.error().message();
        return *to_ecg(*record);
    };
    const auto said_of_birth = [](const record::Ecg& ecg) {
        return std::ranges::count_if(
            ecg.warnings, [](const auto& warning) { return warning.text.find("birth") != std::string::npos; });
    };
    for (const char* line : {"DOB: 1950-03-04", "dob=19500304", "DOB 1950-03-04", "Date of birth: 04.03.1950",
                             "Birth date: 1950-03-04, Sex: F", "Born: 4-MAR-1950", "Born on 1950-03-04",
                             "Sex: F, DOB: 1950-03-04", "DOB: Mar 4, 1950", "Geburtsdatum: 04.03.1950"}) {
        const auto ecg = ecg_of(line);
        EXPECT_EQ(ecg.facts.patient.birth_date, "1950-03-04") << line;
        EXPECT_EQ(said_of_birth(ecg), 0) << line;
    }
    const auto either = ecg_of("Date of birth: 04/03/1950");
    EXPECT_EQ(either.facts.patient.birth_date, "1950-04-03");
    EXPECT_EQ(said_of_birth(either), 1);
    EXPECT_EQ(ecg_of("DOB: 1950").facts.patient.born_in, "1950");
    EXPECT_EQ(said_of_birth(ecg_of("DOB: soon")), 1);
    for (const char* none : {"Born in the evening", "dobutamine: 1950-03-04", "DOB:", "DOB: X", "borne 1950-03-04"}) {
        const auto ecg = ecg_of(none);
        EXPECT_EQ(ecg.facts.patient.birth_date + ecg.facts.patient.born_in, "") << none;
        EXPECT_EQ(said_of_birth(ecg), 0) << none;
    }
    for (const char* number : {"Accession: 77341", "patient id 77341", "MRN 77341", "Patient No. 77341"})
        EXPECT_EQ(ecg_of(number).facts.patient.other_ids, std::vector{"77341"s}) << number;
    for (const char* none : {"patient walked 400", "lead id", "study 77341"})
        EXPECT_TRUE(ecg_of(none).facts.patient.other_ids.empty()) << none;
}

// mixedsignals: three ECG leads at 4 samples a frame, two others at 2 and one at 1 (62.4725 frames a second).
TEST(WfdbToEcg, LeadsKeepTheirCommonHigherRate) {
    const auto formats = test::formats_folder();
    if (!formats) GTEST_SKIP() << "no sample files: set SYNCHRONY_FORMATS";
    const auto ecg = read_ecg(*formats / "wfdb" / "mixedsignals");
    ASSERT_TRUE(ecg) << ecg.error().message();
    EXPECT_DOUBLE_EQ(ecg->sampling_frequency_hz, 4 * 62.4725);
    ASSERT_EQ(ecg->leads.size(), 3u);
    EXPECT_EQ(ecg->sample_count(), 4 * 14400);
    ASSERT_EQ(ecg->other_signals.size(), 3u);
    for (const auto& other : ecg->other_signals) EXPECT_EQ(other.samples.size(), 4u * 14400u);
    EXPECT_EQ(ecg->other_signals[2].samples[4], ecg->other_signals[2].samples[7]);
}

TEST(WfdbToEcg, FromEcgAndBackWithinHalfAStep) {
    record::Ecg ecg;
    ecg.sampling_frequency_hz = 500;
    ecg.leads.push_back({"I", "mV", {0.1F, -0.25F, 1.5F, 1.5F}, {{3, 4}}});
    ecg.leads.push_back({"V1", "mV", {100.0F, -100.0F, 0, 0}, {}});  // beyond 16 bits at 1000 per mV
    const auto record = from_ecg(ecg, "x");
    ASSERT_TRUE(record) << record.error().message();
    const test::TemporaryFolder folder;
    ASSERT_TRUE(write_record(folder / "x", *record));
    const auto again = read_ecg(folder / "x");
    ASSERT_TRUE(again) << again.error().message();
    EXPECT_EQ(again->leads[0].invalid, ecg.leads[0].invalid);
    for (std::size_t i = 0; i < 3; ++i) EXPECT_NEAR(again->leads[0].samples[i], ecg.leads[0].samples[i], 0.0005);
    EXPECT_NEAR(again->leads[1].samples[0], 100, 0.002);
}

// 80 steps per mmHg up to 105 mmHg, beyond 16 bits at 1000 steps; beats a minute, which have no unit; whole numbers.
TEST(WfdbToEcg, SideSignalsComeBackExactly) {
    record::Ecg ecg;
    ecg.sampling_frequency_hz = 125;
    record::Lead lead{"II", "mV", {}, {}}, pressure{"ABP", "mmHg", {}, {}}, rate{"HR", "", {}, {}},
        level{"SpO2", "%", {}, {}};
    for (int i = 0; i < 400; ++i) {
        lead.samples.push_back(static_cast<float>(0.005 * (i % 37)));
        pressure.samples.push_back(static_cast<float>((8000 + i * 29 % 397) / 80.0));
        rate.samples.push_back(static_cast<float>(57 + i % 3));
        level.samples.push_back(static_cast<float>(i % 7 == 0 ? 100 : 97));
    }
    ecg.leads = {lead};
    ecg.other_signals = {pressure, rate, level};
    const auto record = from_ecg(ecg, "x");
    ASSERT_TRUE(record) << record.error().message();
    const test::TemporaryFolder folder;
    ASSERT_TRUE(write_record(folder / "x", *record));
    const auto again = read_ecg(folder / "x");
    ASSERT_TRUE(again) << again.error().message();
    ASSERT_EQ(again->other_signals.size(), 3U);
    for (std::size_t s = 0; s < 3; ++s) {
        EXPECT_EQ(again->other_signals[s].unit, ecg.other_signals[s].unit);
        EXPECT_EQ(again->other_signals[s].samples, ecg.other_signals[s].samples) << ecg.other_signals[s].name;
    }
}

}  // namespace
}  // namespace synchrony::io::wfdb
