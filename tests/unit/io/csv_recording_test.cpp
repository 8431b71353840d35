#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "support/temporary_folder.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/io/read.hpp"

namespace synchrony::io {
namespace {

using Floats = std::vector<float>;
using Ranges = std::vector<record::SampleRange>;

record::Ecg parse(const std::string& text, const CsvOptions& options = {}) {
    auto ecg = parse_csv(text, "t.csv", options);
    EXPECT_TRUE(ecg) << ecg.error().message();
    return ecg ? *ecg : record::Ecg{};
}

TEST(Csv, HeaderTimeAndLeads) {
    const auto ecg = parse("time,i,V1\n0,1,-1\n0.002,2,-2\n0.004,3,-3\n");
    EXPECT_EQ(ecg.sampling_frequency_hz, 500);
    ASSERT_EQ(ecg.leads.size(), 2u);
    EXPECT_EQ(ecg.leads[0].name, "I");
    EXPECT_EQ(ecg.leads[0].samples, (Floats{1, 2, 3}));
    EXPECT_EQ(ecg.leads[1].samples, (Floats{-1, -2, -3}));
}

// Milliseconds or numbers of samples in a column that says no unit.
TEST(Csv, ATimeColumnOfNoEcgIsRefused) {
    for (const char* text : {"time,I\n0,1\n2,2\n4,3\n", "time,I\n0,1\n1,2\n2,3\n", "t,I\n0,1\n0.06,2\n0.12,3\n"}) {
        const auto ecg = parse_csv(text, "t.csv");
        ASSERT_FALSE(ecg) << text;
        EXPECT_EQ(ecg.error().what, "sampling frequency is none of an ECG");
        EXPECT_NE(ecg.error().hint.find("time_ms"), std::string::npos);
        EXPECT_NE(ecg.error().hint.find("--fs"), std::string::npos);
    }
    EXPECT_EQ(parse("time,I\n0,1\n2,2\n4,3\n", {.sampling_frequency_hz = 500.0}).sampling_frequency_hz, 500);
    EXPECT_EQ(parse("time_ms,I\n0,1\n2,2\n4,3\n").sampling_frequency_hz, 500);
    EXPECT_EQ(parse("time,I\n0,1\n0.05,2\n0.1,3\n").sampling_frequency_hz, 20);
}

TEST(Csv, ATableOfPatientsIsNotAskedForItsRate) {
    const auto ecg = parse_csv("id;age;sex\n1;63;M\n2;70;F\n", "patients.csv");
    ASSERT_FALSE(ecg);
    EXPECT_EQ(ecg.error().what, "table has no lead");
    EXPECT_EQ(ecg.error().got, "id, age");
}

TEST(Csv, NoHeaderAndAGivenRate) {
    const auto ecg = parse("1;2\n3;4\n", {.sampling_frequency_hz = 250.0, .unit = "mV"});
    EXPECT_EQ(ecg.sampling_frequency_hz, 250);
    ASSERT_EQ(ecg.leads.size(), 2u);
    EXPECT_EQ(ecg.leads[1].name, "signal 2");
    EXPECT_EQ(ecg.leads[1].samples, (Floats{2, 4}));
}

TEST(Csv, DialectsSayTheSame) {
    const auto comma = parse("t,I\n0,0.5\n0.01,-1.5\n");
    for (const auto& [text, options] :
         std::vector<std::pair<std::string, CsvOptions>>{{"t;I\r\n0;0.5\r\n0.01;-1.5\r\n", {}},
                                                         {"t\tI\n0\t0.5\n0.01\t-1.5", {}},
                                                         {"\xef\xbb\xbft,I\n0,0.5\n0.01,-1.5\n", {}},
                                                         {"t;I\n0;0,5\n0,01;-1,5\n", {.decimal_point = ','}},
                                                         {"t|I\n0|0.5\n0.01|-1.5\n", {.separator = '|'}},
                                                         {"\"t\",\"I\"\n\"0\",\"0.5\"\n\"0.01\",\"-1.5\"\n", {}},
                                                         {"t , I\n 0 , +0.5 \n0.01, -1.5e0\n\n", {}},
                                                         {"# made by hand\nt,I\n0,0.5\n0.01,-1.5\n", {}},
                                                         {"zeit,I\n0,0.5\n0.01,-1.5\n", {.time_column = "zeit"}},
                                                         {"time_ms,I\n0,0.5\n10,-1.5\n", {}},
                                                         {"t,I\n0,500\n0.01,-1500\n", {.unit = "uV"}},
                                                         {"t,I (uV)\n0,500\n0.01,-1500\n", {}}}) {
        SCOPED_TRACE(text);
        const auto ecg = parse(text, options);
        EXPECT_EQ(ecg.sampling_frequency_hz, comma.sampling_frequency_hz);
        ASSERT_EQ(ecg.leads.size(), 1u);
        EXPECT_EQ(ecg.leads[0].name, "I");
        ASSERT_EQ(ecg.leads[0].samples.size(), 2u);
        EXPECT_FLOAT_EQ(ecg.leads[0].samples[0], 0.5F);
        EXPECT_FLOAT_EQ(ecg.leads[0].samples[1], -1.5F);
    }
}

// RFC 4180: quotes hold separators, line breaks and doubled quotes; line numbers go on counting.
TEST(Csv, Quoting) {
    const auto ecg = parse("t,\"a \"\"b\"\", c\nd [mV]\"\n0,1\n0.01,2\n");
    ASSERT_EQ(ecg.leads.size(), 1u);
    EXPECT_EQ(ecg.leads[0].name, "a \"b\", c\nd");
    const auto fault = parse_csv("t,\"a\nb [mV]\"\n0,1\n0.01,x\n", "t.csv");
    ASSERT_FALSE(fault);
    EXPECT_EQ(fault.error().where.substr(0, 13), "t.csv, line 4");
}

TEST(Csv, MissingSamples) {
    const auto ecg = parse("t,I,II\n0,,1\n0.01,2,nan\n0.02,,\n0.03,,4\n");
    EXPECT_EQ(ecg.leads[0].samples, (Floats{2, 2, 2, 2})) << "before the first valid sample it is held: no step";
    EXPECT_EQ(ecg.leads[0].invalid, (Ranges{{0, 1}, {2, 4}}));
    EXPECT_EQ(ecg.leads[1].samples, (Floats{1, 1, 1, 4}));
    EXPECT_EQ(ecg.leads[1].invalid, (Ranges{{1, 3}}));
    ASSERT_EQ(ecg.warnings.size(), 1u);
    EXPECT_NE(ecg.warnings[0].text.find("II"), std::string::npos);
}

// Times printed to the millisecond at 360 Hz: the frequency is still found.
TEST(Csv, RoundedTimes) {
    std::string text = "time,I\n";
    for (int i = 0; i < 720; ++i) text += std::to_string(std::round(i / 0.36) / 1000) + ",0\n";
    EXPECT_EQ(parse(text).sampling_frequency_hz, 360);
}

TEST(Csv, WrittenTablesReadBack) {
    record::Ecg ecg;
    ecg.sampling_frequency_hz = 360;
    for (int i = 0; i < 1000; ++i) {
        if (i == 0) {
            ecg.leads = {{"II", "mV", {}, {{10, 20}}}, {"odd, \"name\"", "mV", {}, {}}};
            ecg.other_signals = {{"ABP", "mmHg", {}, {}}};
        }
        ecg.leads[0].samples.push_back(i < 10 || i >= 20 ? 0.001F * static_cast<float>(i) : 0.001F * 9.0F);
        ecg.leads[1].samples.push_back(-0.1F);
        ecg.other_signals[0].samples.push_back(80.0F);
    }
    const test::TemporaryFolder folder;
    ASSERT_TRUE(write_csv(folder / "x.csv", ecg));
    const auto again = read_ecg(folder / "x.csv");
    ASSERT_TRUE(again) << again.error().message();
    EXPECT_EQ(again->sampling_frequency_hz, 360);
    ASSERT_EQ(again->leads.size(), 2u);
    EXPECT_EQ(again->leads[0].samples, ecg.leads[0].samples);
    EXPECT_EQ(again->leads[0].invalid, ecg.leads[0].invalid);
    EXPECT_EQ(again->leads[1].name, ecg.leads[1].name);
    ASSERT_EQ(again->other_signals.size(), 1u);
    EXPECT_EQ(again->other_signals[0].unit, "mmHg");
    EXPECT_EQ(again->other_signals[0].samples, ecg.other_signals[0].samples);
    EXPECT_EQ(again->record_name, "x");
}

// As LUDB ("<sex>: F") and the PTB databases ("sex: female") write it; MIT-BIH's "69 M 1085 1629 x1" is
// not guessed at in a table.
TEST(Csv, CommentsThatTellSexAndAge) {
    const auto patient = [](const std::string& comments) {
        const auto ecg = parse_csv(comments + "time,I\n0,1\n0.01,2\n", "x.csv");
        EXPECT_TRUE(ecg) << ecg.error().message();
        return ecg ? ecg->facts.patient : record::PatientFields{};
    };
    EXPECT_EQ(patient("#<age>: 51\n#<sex>: F\n#<diagnoses>:\n").sex, "female");
    EXPECT_EQ(patient("#<age>: 64  \n#<sex>: M  \n").sex, "male");
    EXPECT_EQ(patient("#<age>: 64  \n#<sex>: M  \n").age_years, 64);
    EXPECT_EQ(patient("# age: 81\n# sex: female\n").sex, "female");
    EXPECT_EQ(patient("## Sex: Male\n").sex, "male");
    EXPECT_EQ(patient("# sex: n/a\n").sex, "");
    EXPECT_EQ(patient("# sex:\n").sex, "");
    EXPECT_EQ(patient("# 69 M 1085 1629 x1\n").sex, "");
}

// Samples that nobody recorded are no flat line of 0 mV.
TEST(Csv, AllMissingIsSaid) {
    const auto ecg = read_ecg(RecordingFile{
        *memory_source({{"x.csv", "time,I,II\n0,NaN,\n0.01,NaN,\n"}})->open("x.csv"), "x.csv", memory_source({})});
    ASSERT_TRUE(ecg) << ecg.error().message();
    EXPECT_TRUE(std::ranges::any_of(ecg->warnings,
                                    [](const auto& w) { return w.text == "all samples of all leads are missing"; }));
}

// One or more blanks, fixed widths, decimal commas, names with blanks and units: as programs write columns.
TEST(Csv, ColumnsBetweenBlanks) {
    const auto comma = parse("t,I,V1\n0,0.5,-1\n0.01,-1.5,12.25\n0.02,2,3\n");
    for (const auto& [text, options] : std::vector<std::pair<std::string, CsvOptions>>{
             {"t I V1\n0 0.5 -1\n0.01 -1.5 12.25\n0.02 2 3\n", {}},
             {"# by hand\n   t      I      V1  \r\n 0.0    0.5   -1.00 \r\n 0.01  -1.5   12.25\r\n \r\n 0.02 \t 2.0    "
              "3.00\r\n",
              {}},
             {"t I V1\n0,0 0,5 -1,0\n0,01 -1,5 12,25\n0,02 2,0 3,0\n", {}},
             {"time (s)  Lead I (mV)  Lead V1 (mV)\n0 0.5 -1\n0.01 -1.5 12.25\n0.02 2 3\n", {}},
             {"time (s) I [mV] V1 [mV]\n0 0.5 -1\n0.01 -1.5 12.25\n0.02 2 3\n", {}},
             {"0 0.5 -1\n0.01 -1.5 12.25\n0.02 2 3", {.sampling_frequency_hz = 100.0, .lead_names = {"I", "V1"}}},
             {"t I V1\n0 0.5 -1\n0.01 -1.5 12.25\n0.02 2 3\n", {.separator = ' '}}}) {
        SCOPED_TRACE(text);
        const auto ecg = parse(text, options);
        EXPECT_EQ(ecg.sampling_frequency_hz, 100);
        ASSERT_EQ(ecg.leads.size(), 2u);
        for (std::size_t l = 0; l < 2; ++l) {
            EXPECT_EQ(ecg.leads[l].name, comma.leads[l].name);
            EXPECT_EQ(ecg.leads[l].samples, comma.leads[l].samples);
        }
    }
    const auto missing = parse("t I II\n0 NaN 1\n0.01 2 3\n");
    EXPECT_EQ(missing.leads[0].invalid, (Ranges{{0, 1}}));
}

// Heads of programs: BioSPPy's text format, LabChart, AcqKnowledge, PhysioNet's CSV, GE's text of numbers alone.
TEST(Csv, TextBeforeTheNumbers) {
    const auto volts = parse(
        "# Simple Text Format\n# Sampling Rate (Hz):= 2000.0\n# Resolution:= 12\n# Units:= Volts\n"
        "# Labels:= PCG\tECG\n1.25\t0.001\n1.5\t-0.002\n");
    EXPECT_EQ(volts.sampling_frequency_hz, 2000);
    ASSERT_EQ(volts.leads.size(), 1u);
    EXPECT_EQ(volts.leads[0].name, "ECG");
    EXPECT_EQ(volts.leads[0].samples, (Floats{1, -2}));
    const auto chart = parse(
        "Interval=\t0.001 s\nExcelDateTime=\t4.37e4\t10/11/19 11:08:37.4\nTimeFormat=\tStartOfBlock\n"
        "DateFormat=\t\nChannelTitle=\tECG\tFlow\nRange=\t500.0 uV\t64.18 L/min\nUnitName=\t*\t*\n"
        "0.5\t250\t3\n0.501\t-500\t4\t#* begin\nInterval=\t0.001 s\nChannelTitle=\tECG\tFlow\n0\t1\t2\n");
    EXPECT_EQ(chart.sampling_frequency_hz, 1000);
    ASSERT_EQ(chart.leads.size(), 1u);
    EXPECT_EQ(chart.leads[0].samples, (Floats{0.25F, -0.5F}));
    ASSERT_EQ(chart.other_signals.size(), 1u);
    EXPECT_EQ(chart.other_signals[0].unit, "L/min");
    EXPECT_NE(chart.warnings.at(0).text.find("several blocks"), std::string::npos);
    const auto biopac =
        parse("x.acq\n0.5 msec/sample\n2 channels\nECG - ECG100C\nmV\nResp\nV\nI\tCH2\n2\t2\n0.5\t1.5\n-0.5\t2.5\n");
    EXPECT_EQ(biopac.sampling_frequency_hz, 2000);
    EXPECT_EQ(biopac.leads.at(0).samples, (Floats{0.5, -0.5}));
    for (const char* times : {"'0:00.000','0:00.004','0:00.008'", "0.000,0.004,0.008"}) {
        const auto t = core::split(std::string_view(times), ',');
        const auto physionet = parse("'Elapsed time','MLII','V5'\n'hh:mm:ss.mmm','mV','uV'\n" + std::string(t[0]) +
                                     ",-0.5,1\n" + std::string(t[1]) + ",0.25,2\n" + std::string(t[2]) + ",1,3\n");
        EXPECT_EQ(physionet.sampling_frequency_hz, 250);
        ASSERT_EQ(physionet.leads.size(), 2u);
        EXPECT_EQ(physionet.leads[1].name, "V5");
        EXPECT_EQ(physionet.leads[1].samples, (Floats{0.001F, 0.002F, 0.003F}));
    }
    const auto steps = parse_csv("time,MLII\nms,adu\n0,995\n4,996\n", "t.csv");
    ASSERT_FALSE(steps);
    EXPECT_NE(steps.error().message().find("'adu'"), std::string::npos);
    const auto numbers = parse("\r\n\r\nRhythm signal: 2 X 2\r\n\r\n-68 -117\r\n-88 -142\r\n",
                               {.sampling_frequency_hz = 500.0, .unit = "uV", .lead_names = {"I", "II"}});
    EXPECT_EQ(numbers.leads.at(1).samples, (Floats{-0.117F, -0.142F}));
    EXPECT_NE(numbers.warnings.at(0).text.find("passed over: 1"), std::string::npos);
}

// Polar Sensor Logger's head; a chest strap's 130 Hz.
TEST(Csv, Timestamps) {
    std::string text = "Phone timestamp;sensor timestamp [ns];timestamp [ms];ecg [uV]\n";
    for (int i = 0; i < 130; ++i)
        text += "2021-05-16T08:08:46." + std::to_string(100 + i) + ";599616000" +
                std::to_string(1000000000 + i * 7692308) + ";" + std::to_string(i / 0.13) + ";" + std::to_string(i) +
                "\n";
    const auto polar = parse(text);
    EXPECT_EQ(polar.sampling_frequency_hz, 130);
    ASSERT_EQ(polar.leads.size(), 1u);
    EXPECT_FLOAT_EQ(polar.leads[0].samples[129], 0.129F);
    EXPECT_EQ(parse("timestamp_us,I\n0,1\n4000,2\n8000,3\n").sampling_frequency_hz, 250);
    EXPECT_EQ(parse("time [ns],I\n0,1\n4000000,2\n8000000,3\n").sampling_frequency_hz, 250);
}

TEST(Csv, NamesAndRemarksInComments) {
    const auto numpy = parse("# time,I,II\n0.0,1,2\n0.01,3,4\n# end\n");
    EXPECT_EQ(numpy.sampling_frequency_hz, 100);
    EXPECT_EQ(numpy.leads.at(1).samples, (Floats{2, 4}));
    const std::string steps =
        "# Simple Text Format\n# Sampling Rate (Hz):= 1000.00\n# Resolution:= 12\n# Labels:= ECG\n2044.0\n2045.0\n";
    const auto raw = parse_csv(steps, "t.txt");
    ASSERT_FALSE(raw);
    EXPECT_NE(raw.error().message().find("--unit"), std::string::npos);
    EXPECT_EQ(parse(steps, {.unit = "uV"}).leads.at(0).samples, (Floats{2.044F, 2.045F}));
}

// What is a table's own stays: a row with a word is no head, a header that does not fit is refused.
TEST(Csv, RowsWithWordsAreNoHead) {
    const auto labels = parse("time,I,label\n0,1,N\n0.01,2,\n0.02,3,\n");
    EXPECT_EQ(labels.leads.at(0).samples, (Floats{1, 2, 3}));
    EXPECT_FALSE(parse_csv("time,I,II\n0,1\n0.01,2\n", "t.csv"));
    EXPECT_EQ(parse("t;I;\n0;1;\n0.01;2;\n", {.unit = "mV"}).leads.size(), 1u) << "nothing behind the last separator";
}

// A blank cell between blanks cannot be seen; a comma between blanks divides, whatever stands around it.
TEST(Csv, BlanksThatDoNotTell) {
    const auto refused = [](const std::string& text) {
        const auto ecg = parse_csv(text, "t.txt");
        EXPECT_FALSE(ecg) << text;
        return ecg ? std::string() : ecg.error().message();
    };
    EXPECT_NE(refused("t   I   II\n0   1   2\n1       3\n").find("--separator"), std::string::npos);
    EXPECT_NE(refused("time of day lead I lead II\n0 1 2\n1 2 3\n").find("between blanks"), std::string::npos);
    EXPECT_EQ(parse("t, I, II\n0, 1, 2\n0.01, 3, 4\n").leads[1].samples, (Floats{2, 4}));
    EXPECT_EQ(parse("t , I\n0 ,1\n0.01 ,3\n").leads[0].samples, (Floats{1, 3}));
    EXPECT_EQ(parse("t\tlead II\n0\t1\n0.01\t3\n").leads[0].samples, (Floats{1, 3}));
}

TEST(CsvRecording, AColumnThatCountsIsNoLead) {
    std::string numbers = "point,value\n", times;
    for (int i = 0; i < 60; ++i) {
        numbers += std::to_string(i + 1) + "," + std::to_string(i % 7) + "\n";
        // 256 Hz with six digits: 0.00390625, 0.0117188
        char row[40];
        std::snprintf(row, sizeof row, "%.6g,%d\n", i / 256.0, i * i);
        times += row;
    }
    CsvOptions options;
    options.unit = "uV";
    options.sampling_frequency_hz = 512;
    const auto ecg = parse_csv(numbers, "t.csv", options);
    ASSERT_TRUE(ecg) << ecg.error().message();
    ASSERT_EQ(ecg->leads.size(), 1U);
    EXPECT_EQ(ecg->leads[0].name, "value");
    ASSERT_FALSE(ecg->warnings.empty());
    EXPECT_NE(ecg->warnings[0].text.find("point rises"), std::string::npos);
    options.sampling_frequency_hz = 256;
    const auto timed = parse_csv(times, "t.csv", options);
    ASSERT_TRUE(timed) << timed.error().message();
    ASSERT_EQ(timed->leads.size(), 1U);
    EXPECT_FLOAT_EQ(timed->leads[0].samples[2], 0.004F);
}

TEST(CsvRecording, SitesOfTheScalpAreNoLeads) {
    CsvOptions options;
    options.sampling_frequency_hz = 250;
    options.unit = "uV";
    const auto ecg = parse_csv("Fp1,C3,ECG\n1,2,3\n4,5,6\n", "t.csv", options);
    ASSERT_TRUE(ecg) << ecg.error().message();
    ASSERT_EQ(ecg->leads.size(), 1U);
    EXPECT_EQ(ecg->leads[0].name, "ECG");
    EXPECT_FALSE(parse_csv("Fp1,C3,Cz\n1,2,3\n", "t.csv", options));
}

TEST(CsvRecording, NamesOfLeadsAreGiven) {
    CsvOptions options;
    options.sampling_frequency_hz = 500;
    options.lead_names = {"I", "V6"};
    const auto bare = parse_csv("1,2\n3,4\n", "t.csv", options);
    ASSERT_TRUE(bare) << bare.error().message();
    EXPECT_EQ(bare->leads.at(1).name, "V6");
    EXPECT_TRUE(bare->warnings.empty());
    const auto renamed = parse_csv("time,ch1,ch2\n0,1,2\n0.002,3,4\n", "t.csv", options);
    ASSERT_TRUE(renamed) << renamed.error().message();
    EXPECT_EQ(renamed->leads.at(0).name, "I");
    const auto counted = parse_csv("0,1,2\n1,3,4\n2,5,6\n", "t.csv", options);
    ASSERT_TRUE(counted) << counted.error().message();
    ASSERT_EQ(counted->leads.size(), 2U);
    EXPECT_FLOAT_EQ(counted->leads[1].samples[2], 6);
    const auto own = parse_csv("II,V1\n1,2\n", "t.csv", options);
    ASSERT_TRUE(own);
    EXPECT_EQ(own->leads[0].name, "II");
    ASSERT_FALSE(own->warnings.empty());
    const auto four = parse_csv("1,2,3,4\n", "t.csv", options);
    ASSERT_FALSE(four);
    EXPECT_NE(four.error().message().find("2 names for 4 columns"), std::string::npos) << four.error().message();
}

}  // namespace
}  // namespace synchrony::io
