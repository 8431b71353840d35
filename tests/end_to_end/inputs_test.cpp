// What cannot be known is said: kinds of input, made here, through the program itself. The signal is a heart of bumps
// at 75/min whose R wave in II is 1.1 mV; every form of it must give the same numbers, or say why not.
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <functional>

#include "end_to_end/run_program.hpp"
#include "support/file_bytes.hpp"
#include "support/paths.hpp"
#include "support/temporary_folder.hpp"

namespace synchrony {
namespace {

using test::run_program;
using Json = nlohmann::json;

const std::vector<std::string> twelve = {"I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6"};

double bump(double t, double at, double sigma) {
    return std::exp(-0.5 * (t - at) * (t - at) / (sigma * sigma));
}

/// mV of a lead at time t, s.
double heart(const std::string& lead, double t) {
    struct Shape {
        double p, r, s, w;
    };
    static const std::map<std::string, Shape> shapes = {{"I", {.08, .7, -.1, .2}},     {"II", {.12, 1.1, -.1, .3}},
                                                        {"V1", {.04, .2, -1.0, -.05}}, {"V2", {.05, .4, -1.4, .4}},
                                                        {"V3", {.06, .8, -1., .5}},    {"V4", {.06, 1.3, -.5, .5}},
                                                        {"V5", {.06, 1.2, -.2, .4}},   {"V6", {.06, .9, -.1, .3}}};
    if (lead == "III") return heart("II", t) - heart("I", t);
    if (lead == "aVR") return -0.5 * (heart("I", t) + heart("II", t));
    if (lead == "aVL") return heart("I", t) - 0.5 * heart("II", t);
    if (lead == "aVF") return heart("II", t) - 0.5 * heart("I", t);
    const auto& s = shapes.at(lead);
    const double u = std::fmod(t, 0.8);
    return s.p * bump(u, 0.16, 0.025) + s.r * bump(u, 0.32, 0.009) + s.s * bump(u, 0.345, 0.009) +
           s.w * bump(u, 0.58, 0.045) +
           0.003 * std::sin(1234.5 * t + static_cast<double>(lead.size() + static_cast<std::size_t>(lead.back())));
}

struct TableOptions {
    std::vector<std::string> leads = twelve;
    std::function<std::string(const std::string&)> name = [](const std::string& lead) { return lead; };
    double scale = 1.0;
    bool time = true;
    char separator = ',';
    char decimal = '.';
    std::string more_header = {}, more_cells = {};
};

std::string table(const TableOptions& o = {}) {
    std::string text = o.time ? "time_s" : "";
    for (const auto& lead : o.leads) text += (text.empty() ? "" : std::string(1, o.separator)) + o.name(lead);
    text += o.more_header + "\n";
    char cell[32];
    for (int i = 0; i < 5000; ++i) {
        std::string row;
        if (o.time) std::snprintf(cell, sizeof cell, "%.3f", i / 500.0), row = cell;
        for (const auto& lead : o.leads) {
            std::snprintf(cell, sizeof cell, "%.5g", o.scale * heart(lead, i / 500.0));
            row += (row.empty() ? "" : std::string(1, o.separator)) + cell;
        }
        if (o.decimal == ',')
            for (char& c : row)
                if (c == '.') c = ',';
        text += row + o.more_cells + "\n";
    }
    return text;
}

class Inputs : public testing::Test {
  protected:
    std::string write(const std::string& name, const std::string& bytes) {
        std::ofstream(folder_ / name, std::ios::binary) << bytes;
        return "'" + (folder_ / name).string() + "'";
    }
    Json measured(const std::string& arguments) {
        const auto run = run_program("measure --json " + arguments);
        const auto json = run.json();
        return json.is_array() && json.size() == 1 ? json[0] : Json{{"error", run.output}};
    }
    /// As the whole table of twelve leads gives it.
    void expect_right(const std::string& arguments) {
        SCOPED_TRACE(arguments);
        static const Json whole = [&] { return measured(write("whole.csv", table())); }();
        const auto m = measured(arguments);
        ASSERT_FALSE(m.contains("error")) << m.dump();
        EXPECT_NEAR(m["heart_rate_bpm"].get<double>(), 75.0, 0.5);
        EXPECT_NEAR(m["axes"]["qrs_deg"].get<double>(), whole["axes"]["qrs_deg"].get<double>(), 1.0);
        EXPECT_NEAR(m["intervals"]["qrs_ms"].get<double>(), whole["intervals"]["qrs_ms"].get<double>(), 4.0);
        EXPECT_NEAR(m["vectors"]["qrs_area_uvs"].get<double>(), whole["vectors"]["qrs_area_uvs"].get<double>(), 0.3);
        EXPECT_TRUE(m["flags"].empty()) << m["flags"].dump();
    }
    static bool flagged(const Json& m, const std::string& name, bool refuse) {
        for (const auto& flag : m["flags"])
            if (flag["name"] == name && flag["refuse"] == refuse) return true;
        return false;
    }
    const test::TemporaryFolder folder_;
};

TEST_F(Inputs, TablesOfEveryDialectAndSpellingReadAlike) {
    expect_right(write("semicolon.csv", table({.separator = ';', .decimal = ','})));
    expect_right(write("tab.csv", table({.separator = '\t', .decimal = ','})));
    expect_right(write("bar.csv", table({.separator = '|'})) + " --separator bar");
    expect_right(write("no_time.csv", table({.time = false})) + " --fs 500");
    expect_right(write("uv.csv", table({.scale = 1000})) + " --unit uV");
    expect_right(write("comma.csv", table({.separator = ';', .decimal = ','})) +
                 " --decimal comma --separator semicolon");
    expect_right(write("eight.csv", table({.leads = {"I", "II", "V1", "V2", "V3", "V4", "V5", "V6"}})));
    expect_right(write("hr.csv", table({.more_header = ",HR,label,note", .more_cells = ",57,1,ok"})));
    expect_right(write("trailing.csv", table({.more_header = ",", .more_cells = ","})));
    expect_right(write("trailing_cells.csv", table({.more_cells = ","})));
    for (const std::string prefix : {"LEAD_", "Lead ", "ECG_", "MDC_ECG_LEAD_", "lead-"})
        expect_right(write("p.csv", table({.name = [&](const std::string& lead) { return prefix + lead; }})));
    expect_right(
        write("suffix.csv", table({.name = [](const std::string& lead) { return lead + "_uV"; }, .scale = 1000})));
    expect_right(write("bracket.csv", table({.name = [](const std::string& lead) { return lead + " (mV)"; }})));
}

TEST_F(Inputs, WhatATableDoesNotSayIsAnErrorThatNamesTheWay) {
    const auto says = [&](const std::string& arguments, const std::string& word) {
        const auto run = run_program("measure " + arguments + " 2>&1");
        EXPECT_EQ(run.code, 1) << run.output;
        EXPECT_NE(run.output.find(word), std::string::npos) << run.output;
    };
    says(write("a.csv", table({.time = false})), "--fs");
    says(write("b.csv", table({.name = [](const std::string& lead) { return lead + " (adu)"; }})), "'adu'");
    says(write("c.csv", table({.leads = {"V1", "II", "V1"}})), "a lead stands twice");
    says(write("d.csv", "time_s,HR,label\n0,60,1\n0.002,60,1\n"), "HR, label");
    for (const char* wrong : {"--fs 0", "--unit furlong", "--decimal x", "--separator ''", "--fs"})
        EXPECT_EQ(run_program("measure x.csv " + std::string(wrong)).code, 2) << wrong;
}

TEST_F(Inputs, EveryCommandThatReadsEcgsTakesTheOptions) {
    for (const char* command : {"info", "measure", "detect", "plot", "predict", "spectrogram", "evaluate", "train"}) {
        const auto help = run_program(std::string(command) + " --help").output;
        for (const char* option : {"--fs", "--unit", "--decimal", "--separator"})
            EXPECT_NE(help.find(option), std::string::npos) << command << " " << option;
    }
}

TEST_F(Inputs, UnknownLeadNamesAreSaid) {
    const auto m =
        measured(write("odd.csv", table({.name = [](const std::string& lead) { return "x" + lead + " [mV]"; }})));
    ASSERT_EQ(m["warnings"].size(), 1U) << m.dump();
    EXPECT_NE(m["warnings"][0].get<std::string>().find("xV6"), std::string::npos);
    EXPECT_TRUE(m["axes"]["qrs_deg"].is_null());
}

TEST_F(Inputs, WrongUnitsAreDoubted) {
    for (const double scale : {10.0, 1000.0}) {
        const auto m = measured(write("u.csv", table({.scale = scale})));
        EXPECT_TRUE(flagged(m, "unit_doubtful", true)) << m["flags"].dump();
        EXPECT_TRUE(m["vectors"].is_null());
    }
    const auto volts = run_program("measure " + write("v.csv", table({.scale = 0.001})) + " 2>&1");
    EXPECT_NE(volts.output.find("unit?"), std::string::npos) << volts.output;
}

// A WFDB record in format 16 of the same heart.
class Records : public Inputs {
  protected:
    struct Parts {
        std::string first_line = "r 12 500 5000", format = "16", gain = "1000(0)/mV", file = "r.dat", before = {};
        bool checksums = true;
    };
    static std::string samples() {
        std::string bytes;
        for (int i = 0; i < 5000; ++i)
            for (const auto& lead : twelve) {
                const auto v = static_cast<std::int16_t>(std::lround(1000 * heart(lead, i / 500.0)));
                bytes += static_cast<char>(v & 0xff);
                bytes += static_cast<char>((v >> 8) & 0xff);
            }
        return bytes;
    }
    std::string record(const Parts& p, int checksum_off = 0) {
        std::string header = p.first_line + "\n";
        for (const auto& lead : twelve) {
            int sum = checksum_off;
            for (int i = 0; i < 5000; ++i) sum += static_cast<int>(std::lround(1000 * heart(lead, i / 500.0)));
            header += p.file + " " + p.format + " " + p.gain + " 16 0 0 " +
                      std::to_string(static_cast<std::int16_t>(sum & 0xffff)) + " 0 " + lead + "\n";
        }
        std::filesystem::create_directories((folder_ / p.file).parent_path());
        write(p.file, p.before + samples());
        return write("r.hea", header);
    }
};

TEST_F(Records, DatesThatNobodyNeedsOnlyWarn) {
    for (const char* start :
         {"2014-05-08 05:05:15", "05-May-2020 09:49:17", "10:20:30 2006", "25h", "10:20:30 31/02/2020", "1:2:3 May"}) {
        const auto path = record({.first_line = "r 12 500 5000 " + std::string(start)});
        SCOPED_TRACE(start);
        expect_right(path);
        EXPECT_EQ(measured(path)["warnings"].size(), 1U);
        EXPECT_TRUE(run_program("info --json --comments " + path).json()[0]["start_time"].is_null());
    }
    const auto day = record({.first_line = "r 12 500 5000 99:00:00 01/01/2020"});
    EXPECT_EQ(measured(day)["warnings"].size(), 1U);
    EXPECT_EQ(run_program("info --json --comments " + day).json()[0]["start_time"], "2020-01-01");
    const auto good = record({.first_line = "r 12 500 5000 10:20:30 05/05/1989"});
    EXPECT_EQ(run_program("info --json --comments " + good).json()[0]["start_time"], "1989-05-05T10:20:30");
    EXPECT_NE(run_program("info --comments " + good).output.find("1989-05-05T10:20:30"), std::string::npos);
    const auto two_digits = record({.first_line = "r 12 500 5000 10:20:30 05/05/89"});
    EXPECT_TRUE(run_program("info --json --comments " + two_digits).json()[0]["start_time"].is_null());
}

TEST_F(Records, GainAndFrequencyThatAreNotGiven) {
    const auto m = measured(record({.gain = "0(0)/mV"}));
    EXPECT_TRUE(flagged(m, "gain_not_given", true)) << m["flags"].dump();
    const auto no_fs = record({.first_line = "r 12"});
    const auto run = run_program("measure " + no_fs + " 2>&1");
    EXPECT_EQ(run.code, 1);
    EXPECT_NE(run.output.find("--fs"), std::string::npos) << run.output;
    expect_right(no_fs + " --fs 500");
    EXPECT_EQ(run_program("detect " + no_fs + " --out '" + folder_.path().string() + "/o'").code, 1);
    EXPECT_EQ(run_program("detect " + no_fs + " --fs 500 --out '" + folder_.path().string() + "/o'").code, 0);
}

TEST_F(Records, AFailedChecksumStandsBesideEveryNumber) {
    const auto path = record({}, 7);
    EXPECT_TRUE(flagged(measured(path), "checksum_differs", true));
    EXPECT_NE(run_program("measure " + path).output.find("checksum"), std::string::npos);
    EXPECT_NE(run_program("measure --csv " + path).output.find("checksum of signal"), std::string::npos);
    const std::string out = " --out '" + folder_.path().string();
    EXPECT_NE(run_program("detect " + path + out + "/o'").output.find("checksum"), std::string::npos);
    EXPECT_NE(run_program("detect --json " + path + out + "/o'").output.find("checksum"), std::string::npos);
    ASSERT_EQ(run_program("plot " + path + out + "/s.svg'").code, 0);
    const auto picture = test::bytes_of(folder_ / "s.svg");
    EXPECT_NE(picture.find("Caution"), std::string::npos);
}

TEST_F(Records, TheSignalFileOrThePathMayBeNamed) {
    record({.format = "16+24",
            .file = "r.mat",
            .before = std::string("\x1e\0\0\0\x0c\0\0\0\x88\x13\0\0\0\0\0\0\4\0\0\0val\0", 24)});
    expect_right("'" + (folder_ / "r.mat").string() + "'");
    record({.first_line = "ge/r 12 500 5000", .file = "ge/r.dat"});
    expect_right("'" + (folder_ / "r.hea").string() + "'");
    std::filesystem::remove_all(folder_ / "ge");
    write("r.dat", samples());  // beside the header, though the header says otherwise
    expect_right("'" + (folder_ / "r.hea").string() + "'");
    std::filesystem::remove(folder_ / "r.hea");
    const auto run = run_program("info '" + (folder_ / "r.mat").string() + "' 2>&1");
    EXPECT_EQ(run.code, 1);
    EXPECT_NE(run.output.find("r.hea"), std::string::npos) << run.output;
}

TEST_F(Inputs, SheetsDrawWhatWasRecorded) {
    const auto words = [&](const std::string& name) {
        const auto out = (folder_ / (name + ".svg")).string();
        EXPECT_EQ(run_program("plot '" + (folder_ / name).string() + "' --out '" + out + "'").code, 0) << name;
        return test::bytes_of(out);
    };
    std::string brief = table();
    brief.resize(brief.find("\n2.500,") + 1);
    write("short.csv", brief);
    write("mlii.csv",
          table({.leads = {"II", "V1"}, .name = [](const std::string& l) { return l == "II" ? "MLII" : l; }}));
    write("eight.csv", table({.leads = {"I", "II", "V1", "V2", "V3", "V4", "V5", "V6"}}));
    for (const char* name : {"short.csv", "mlii.csv", "eight.csv"})
        EXPECT_EQ(words(name).find("not recorded"), std::string::npos) << name;
}

/// Every case that went wrong once, as its README says it is right: exit code, and words that must stand in the output.
TEST(Cases, GoRight) {
    const auto cases = test::cases_folder();
    if (!cases) GTEST_SKIP() << "no cases: set SYNCHRONY_CASES";
    struct Case {
        const char* arguments;
        int code;
        std::vector<std::string> says, never;
    };
    for (const auto& c : std::vector<Case>{
             {"measure 01-wrong-unit/x10.csv 01-wrong-unit/microvolts_as_mv.csv", 0, {"unit?"}, {}},
             {"measure 01-wrong-unit/volts_as_mv.csv", 1, {"unit?"}, {}},
             {"measure 01-wrong-unit/adu_in_brackets.csv", 1, {"adu"}, {}},
             {"measure 01-wrong-unit/right.csv", 0, {"QRS area 61", "LBBB, ESC 2013"}, {"Caution: unit"}},
             {"measure 02-unknown-gain/gain0.hea", 0, {"gain not given"}, {}},
             {"measure 03-missing-as-zero/every_other.csv", 1, {"no heart beat found"}, {}},
             {"measure 03-missing-as-zero/no_I.csv", 0, {"QRS axis –\n", "leads not recorded"}, {"nan"}},
             {"measure 03-missing-as-zero/printed3x4.csv --lvef 30 --nyha 3",
              0,
              {"LBBB, ESC 2013", "leads not simultaneous"},
              {"nan"}},
             {"measure 05-hum/HR06000_hum40uV.hea 05-hum/E07507_hum40uV.hea", 0, {"mains noise"}, {}},
             {"measure 05-hum/JS20006.hea", 0, {"mains noise", "PR 1"}, {"fibrillation"}},
             {"measure 06-warnings-hidden/M5.hea", 0, {"MATLAB 5", "QRS axis 2"}, {}},
             {"measure 07-date-in-header/cinc2021.hea 07-date-in-header/cinc2017.hea 07-date-in-header/year.hea",
              0,
              {"start time is left out"},
              {}},
             {"measure 09-duplicate-lead-name/two_V1.csv", 1, {"a lead stands twice", "V1"}, {}},
             {"measure 10-augmented-leads-not-checked/aVR_aVF_exchanged.csv",
              0,
              {"aVR and aVF exchanged", "QRS axis 2"},
              {"fascicular block"}},
             {"measure 10-augmented-leads-not-checked/aVL_aVF_exchanged.csv",
              0,
              {"aVL and aVF exchanged", "QRS axis 2"},
              {}},
             {"measure 11-frequency-not-given/nofs.hea", 1, {"--fs"}, {}},
             {"measure 12-other-columns-become-leads/with_HR.csv 12-other-columns-become-leads/with_label.csv "
              "12-other-columns-become-leads/trailing_comma.csv",
              0,
              {},
              {"Caution", "flag", "warning"}},
             {"measure 14-no-frequency-option/no_time.csv", 1, {"--fs"}, {}},
             {"info 14-no-frequency-option/decimal_comma.csv", 0, {"12 leads"}, {}},
             {"measure 15-lead-names/LEAD_I.csv", 0, {"QRS axis 2"}, {"warning"}},
             {"measure 17-all-leads-inverted/inverted.csv", 0, {"suspected inverted leads"}, {}},
             {"info 20-record-name-with-path/00001_medians.hea", 0, {"holds a path"}, {}},
             {"measure 21-coarse-layout-gain/m2.hea", 0, {"gain"}, {}},
             {"cohort table 22-cohort-messages/na.csv", 0, {"column empty is empty"}, {"bnp holds"}},
             {"cohort table 22-cohort-messages/semicolon.csv", 0, {"divided by ';'"}, {}},
             {"cohort table 22-cohort-messages/utf16.csv", 0, {"UTF-16"}, {}},
             {"cohort check 22-cohort-messages/check.csv", 1, {"2 missing (2 'NA')"}, {}},
             {"info --comments 23-start-time/s89.hea", 0, {}, {"0089"}},
             {"measure 24-mat-file-named/E07500.mat", 0, {"QRS axis"}, {}}}) {
        SCOPED_TRACE(c.arguments);
        std::string arguments = c.arguments;
        for (std::size_t at = arguments.find_first_of("0123456789"); at != std::string::npos;) {
            const bool path = arguments[at - 1] == ' ' && std::isdigit(static_cast<unsigned char>(arguments[at + 1])) &&
                              arguments[at + 2] == '-';
            if (path) arguments.insert(at, cases->string() + "/"), at += cases->string().size() + 1;
            at = arguments.find_first_of("0123456789", at + 1);
        }
        const auto run = run_program(arguments + " 2>&1");
        EXPECT_EQ(run.code, c.code) << run.output;
        for (const auto& word : c.says)
            EXPECT_NE(run.output.find(word), std::string::npos) << word << "\n" << run.output;
        for (const auto& word : c.never)
            EXPECT_EQ(run.output.find(word), std::string::npos) << word << "\n" << run.output;
    }
}

}  // namespace
}  // namespace synchrony
