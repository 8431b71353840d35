// Names and numbers as strangers have them: the program ends with an exit code of its own, and what it wrote is whole.
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>

#include "end_to_end/run_program.hpp"
#include "support/temporary_folder.hpp"

namespace synchrony {
namespace {

namespace fs = std::filesystem;
using test::run_program;

/// 60 patients with a column that tells a little and one more column of our choice.
void write_cohort(const fs::path& path, const std::string& more, const std::string& odd_value) {
    std::ofstream table(path);
    table << "patient_id,response,lvef_pct," << more << "\n";
    for (int i = 0; i < 60; ++i)
        table << "p" << i << "," << i % 2 << "," << 20 + (i * 7) % 11 + 3 * (i % 2) << ","
              << (i % 10 == 3 ? odd_value : std::to_string(i * 5 % 17)) << "\n";
}

nlohmann::json json_of(const fs::path& path) {
    std::ifstream in(path);
    return nlohmann::json::parse(in, nullptr, false);
}

std::string quoted(const fs::path& path) {
    return "'" + path.string() + "'";
}

// Student's t of such a column has degrees of freedom that are no number; Boost threw and the program aborted.
TEST(OddValues, HugeAndTinyNumbersInACohort) {
    const test::TemporaryFolder folder;
    for (const std::string value : {"1e160", "9e307", "-1e300", "1e-300"}) {
        write_cohort(folder / "c.csv", "marker", value);
        const auto run = run_program("evaluate " + quoted(folder / "c.csv") + " --out " + quoted(folder / "out") +
                                     " --models clinical --folds 3 --repeats 1 --resamples 200 2>&1");
        EXPECT_EQ(run.code, 0) << value << ": " << run.output;
        EXPECT_TRUE(json_of(folder / "out" / "results.json").is_object()) << value;
        EXPECT_EQ(run_program("cohort table " + quoted(folder / "c.csv")).code, 0) << value;
    }
}

// A model that was asked for by name and is not compared must not pass for done.
TEST(OddValues, AModelAskedForInVainIsAFailure) {
    const test::TemporaryFolder folder;
    write_cohort(folder / "c.csv", "marker", "3");
    for (const std::string name : {"ecg", "rules", "guidelines"}) {
        const auto run = run_program("evaluate " + quoted(folder / "c.csv") + " --out " + quoted(folder / "out") +
                                     " --models clinical," + name + " --folds 3 --resamples 200 2>&1");
        EXPECT_EQ(run.code, 1) << name << run.output;
        EXPECT_NE(run.output.find("not in the table (got " + name + ")"), std::string::npos) << run.output;
        EXPECT_TRUE(json_of(folder / "out" / "results.json").is_object()) << "the others are written";
    }
    EXPECT_EQ(run_program("evaluate " + quoted(folder / "c.csv") + " --out " + quoted(folder / "out") +
                          " --models usual --folds 3 --resamples 200")
                  .code,
              0);
}

/// A small table: `value` of row and column, `response` of row.
struct OddTable {
    const char* name;
    int rows, columns;
    std::string (*value)(int, int);
    int (*response)(int);
};

// Whatever stands in a table, the program answers or says why not, and shows no "nan" and no "inf".
TEST(OddValues, ShapesThatNobodyExpects) {
    const auto in_turn = [](int i) { return i % 2; };
    const std::vector<OddTable> odd_tables{
        {"constant", 20, 3, [](int, int) { return std::string("4"); }, in_turn},
        {"not a number", 20, 2, [](int i, int j) { return j == 0 ? "NaN" : std::to_string(i); }, in_turn},
        {"infinite", 20, 2, [](int i, int) { return i == 2 ? "inf" : std::to_string(i); }, in_turn},
        {"huge", 20, 2, [](int i, int j) { return std::to_string(i % 3 + j) + "e300"; }, in_turn},
        {"tiny", 20, 2, [](int i, int) { return std::to_string(i) + "e-300"; }, in_turn},
        {"one row", 1, 2, [](int, int) { return std::string("1"); }, in_turn},
        {"two rows", 2, 2, [](int i, int) { return std::to_string(i); }, in_turn},
        {"one class", 20, 2, [](int i, int) { return std::to_string(i); }, [](int) { return 1; }},
        {"wide", 12, 150, [](int i, int j) { return std::to_string((i * 131 + j * 17) % 23); }, in_turn},
        {"duplicated", 20, 3, [](int i, int j) { return std::to_string(i / 10 + j); }, in_turn},
        {"no row", 0, 3, [](int, int) { return std::string(); }, in_turn}};
    for (const auto& odd : odd_tables) {
        const test::TemporaryFolder folder;
        std::ofstream table(folder / "c.csv");
        table << "patient_id,response";
        std::string inputs;
        for (int j = 0; j < odd.columns; ++j) table << ",x" << j, inputs += " --inputs x" + std::to_string(j);
        table << "\n";
        for (int i = 0; i < odd.rows; ++i) {
            table << "p" << i << "," << odd.response(i);
            for (int j = 0; j < odd.columns; ++j) table << "," << odd.value(i, j);
            table << "\n";
        }
        table.close();
        const auto cohort = quoted(folder / "c.csv");
        for (const std::string& line :
             {"cohort check " + cohort, "cohort table " + cohort,
              "evaluate " + cohort + inputs +
                  " --models majority,clinical,boosting-clinical --folds 2 --resamples 100" +
                  " --learning-curve --out " + quoted(folder / "out"),
              "train " + cohort + inputs + " --model clinical --repeats 1 --folds 2 --members 100 --out " +
                  quoted(folder / "m.safetensors")}) {
            SCOPED_TRACE(std::string(odd.name) + ": " + line.substr(0, 14));
            auto run = run_program(line + " 2>&1");
            EXPECT_TRUE(run.code >= 0 && run.code <= 2) << run.code << run.output;
            for (const char* file : {"results.csv", "report.html"})
                if (std::ifstream in(folder / "out" / file); in)
                    run.output.append(std::istreambuf_iterator<char>(in), {});
            std::smatch shown;
            static const std::regex no_number("[^a-z0-9'][-+]?(nan|inf)[^a-z]");
            if (std::regex_search(run.output, shown, no_number))
                ADD_FAILURE() << run.output.substr(static_cast<std::size_t>(std::max<long>(0, shown.position() - 80)),
                                                   160);
        }
    }
}

/// For a name that holds a quote.
std::string in_shell(const fs::path& path) {
    std::string text = "'";
    for (const char c : path.string()) text += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return text + "'";
}

TEST(OddValues, AVirtualCohortOfOneClassHasNoArea) {
    const test::TemporaryFolder folder;
    const auto run = run_program("simulate --patients 1 --no-ecg --out " + quoted(folder / "c") + " 2>&1");
    EXPECT_EQ(run.code, 0) << run.output;
    EXPECT_NE(run.output.find("none against what happened"), std::string::npos) << run.output;
}

TEST(OddValues, WhatIsNoNumberIsRefusedWhereANumberIsAsked) {
    const test::TemporaryFolder folder;
    std::ofstream(folder / "nan.csv") << "I\n1\n2\n";
    for (const char* word : {"nan", "-nan", "NaN", "inf", "-Infinity"}) {
        const auto run = run_program("info " + (folder / "nan.csv").string() + " --fs=" + word + " 2>&1");
        EXPECT_EQ(run.code, 2) << word << run.output;
        EXPECT_EQ(run_program("measure " + (folder / "nan.csv").string() + " --fs 500 --lvef=" + word + " 2>&1").code,
                  2);
    }
    EXPECT_EQ(run_program("info " + (folder / "nan.csv").string() + " --fs 500 2>&1").code, 0)
        << "a file may be named so";
    for (const auto& [line, point] : {std::pair{"measure nan.csv --lvef 28,5", "28.5"}, {"power --auc=0,8", "0.8"}}) {
        const auto run = run_program(std::string(line) + " 2>&1");
        EXPECT_EQ(run.code, 2) << line;
        EXPECT_NE(run.output.find(std::string("A number is written with a point: ") + point), std::string::npos)
            << run.output;
    }
}

TEST(OddValues, ASeedIsTheOneThatWasGiven) {
    for (const char* seed : {"-1", "99999999999999999999", "1.5", "1e3"})
        EXPECT_EQ(run_program(std::string("info x --seed=") + seed).code, 2) << seed;
    const test::TemporaryFolder folder;
    const auto run =
        run_program("simulate --patients 1 --no-ecg --seed 18446744073709551615 --json --out " + quoted(folder / "c"));
    EXPECT_EQ(run.json()["seed"], 18446744073709551615ULL) << run.output;
}

// As C reads them, 010 is eight and 08 is nothing.
TEST(OddValues, NumbersAreDecimal) {
    const test::TemporaryFolder folder;
    for (const char* seed : {"010", "08", "00"}) {
        const auto run = run_program(std::string("simulate --patients 01 --no-ecg --json --seed ") + seed + " --out " +
                                     quoted(folder / seed));
        ASSERT_EQ(run.code, 0) << seed << run.output;
        EXPECT_EQ(run.json()["seed"], std::stoi(seed, nullptr, 10)) << seed;
    }
    for (const char* word : {"0x10", "0b1", "-0x1"})
        EXPECT_EQ(run_program(std::string("info x --threads=") + word + " --fs=" + word).code, 2) << word;
}

TEST(OddNames, AnyNameOfACohort) {
    const test::TemporaryFolder folder;
    for (const std::string name : {"M\xfcller", "a b'c\"d", "\xc3\xa4\xe2\x82\xac", "x\ty"}) {
        const auto cohort = folder / (name + ".csv"), out = folder / (name + " out");
        write_cohort(cohort, "marker", "3");
        const auto run = run_program("evaluate " + in_shell(cohort) + " --out " + in_shell(out) +
                                     " --models clinical --folds 3 --repeats 1 --resamples 200 2>&1");
        EXPECT_EQ(run.code, 0) << name << ": " << run.output;
        EXPECT_TRUE(json_of(out / "results.json").is_object()) << name;
    }
}

// In Latin-1, as a disk of the nineties has them: the folder, the recordings in it, the model, its provenance.
TEST(OddNames, AModelOfAFolderThatIsNotUtf8) {
    const test::TemporaryFolder folder;
    const auto cohort = folder / "M\xfcller", model = folder /
                                                      "Gr\xf6\xdf"
                                                      "e.safetensors";
    ASSERT_EQ(run_program("simulate --patients 40 --seed 5 --out " + in_shell(cohort)).code, 0);
    const auto train = run_program("train " + in_shell(cohort / "cohort.csv") +
                                   " --model clinical --members 100 --repeats 1 --out " + in_shell(model) + " 2>&1");
    EXPECT_EQ(train.code, 0) << train.output;
    const auto info = run_program("info --json " + in_shell(model)).json();
    ASSERT_TRUE(info.is_array());
    EXPECT_EQ(info.size(), 1U);
}

// Such a table could not be read again, and without the name nothing is found.
TEST(OddNames, ARecordingThatNoTableCanNameIsLeftOutAndSaid) {
    const test::TemporaryFolder folder;
    ASSERT_EQ(run_program("simulate --patients 3 --seed 5 --out " + quoted(folder / "c")).code, 0);
    const auto ecg = folder / "c" / "ecg";
    fs::rename(ecg / "VP00001.hea", ecg / "M\xfcller.hea");
    fs::rename(ecg / "VP00002.hea", ecg / "two\nlines.hea");
    const auto run = run_program("cohort make " + quoted(ecg) + " --out " + quoted(folder / "made.csv") + " 2>&1");
    EXPECT_EQ(run.code, 1) << run.output;
    EXPECT_NE(run.output.find("name is not UTF-8"), std::string::npos) << run.output;
    const auto check = run_program("cohort check " + quoted(folder / "made.csv") + " 2>&1");
    EXPECT_NE(check.output.find("2 patients,"), std::string::npos) << "also that of two lines: " << check.output;
}

// What an unset variable of a shell leaves: as a path it is the folder that one stands in, which was written into.
TEST(OddNames, AnEmptyNameIsNone) {
    for (const char* line :
         {"simulate --patients 1 --out ''", "convert x --to csv --out ''", "info ''", "data get mitdb --from ''",
          "train c.csv --out m --pretrained ''", "cohort import c.csv --out d.csv --map ''"}) {
        const auto run = run_program(std::string(line) + " 2>&1");
        EXPECT_EQ(run.code, 2) << line << run.output;
        EXPECT_NE(run.output.find("the name is empty"), std::string::npos) << run.output;
    }
}

// `--annotator dat` beside a recording was the end of its signals, `--annotator atr` that of a cardiologist's work.
TEST(OddNames, FoundBeatsAreWrittenOverNothingElse) {
    const test::TemporaryFolder folder;
    ASSERT_EQ(run_program("simulate --patients 1 --seed 5 --out " + quoted(folder / "c")).code, 0);
    const auto ecg = folder / "c" / "ecg";
    const auto detect = "detect " + quoted(ecg / "VP00001.hea") + " --out " + quoted(ecg) + " --annotator ";
    for (const char* annotator : {"../../evil", "''", "'a b'", ".", "a/b", "dat", "hea", "atr"}) {
        const auto before = fs::file_size(ecg / "VP00001.dat") + fs::file_size(ecg / "VP00001.atr");
        const auto run = run_program(detect + annotator + " 2>&1");
        EXPECT_EQ(run.code, 2) << annotator << run.output;
        EXPECT_EQ(fs::file_size(ecg / "VP00001.dat") + fs::file_size(ecg / "VP00001.atr"), before) << annotator;
    }
    EXPECT_FALSE(fs::exists(folder / "evil"));
    EXPECT_EQ(run_program(detect + "qrs").code, 0);
    EXPECT_EQ(run_program(detect + "qrs").code, 0) << "again";
    EXPECT_EQ(run_program("info " + quoted(ecg / "VP00001.hea")).code, 0);
}

TEST(OddNames, AUnitIsGivenOnce) {
    const test::TemporaryFolder folder;
    write_cohort(folder / "c.csv", "marker", "3");
    const auto run = run_program("cohort import " + quoted(folder / "c.csv") + " --out " + quoted(folder / "d.csv") +
                                 " --unit lvef_pct=% --unit lvef_pct=ms 2>&1");
    EXPECT_EQ(run.code, 2) << run.output;
    EXPECT_NE(run.output.find("--unit names a column twice (got lvef_pct"), std::string::npos) << run.output;
}

// Messages go to logs.
TEST(OddNames, APasswordInAnAddressIsNotPrinted) {
    const test::TemporaryFolder folder;
    const auto run =
        run_program("data get mitdb --from ftp://user:hush@127.0.0.1:1/x --to " + quoted(folder / "d") + " 2>&1");
    EXPECT_EQ(run.code, 1);
    EXPECT_EQ(run.output.find("hush"), std::string::npos) << run.output;
    EXPECT_NE(run.output.find("ftp://127.0.0.1:1/x/SHA256SUMS.txt"), std::string::npos) << run.output;
}

// The work of hours must not end with "that is a folder".
TEST(OddNames, PlacesThatCannotBeWrittenAreSaidBeforeTheWork) {
    const test::TemporaryFolder folder;
    write_cohort(folder / "c.csv", "marker", "3");
    std::ofstream(folder / "file") << "x";
    for (const std::string& command :
         {"train " + quoted(folder / "none.csv") + " --out " + quoted(folder.path()),
          "train " + quoted(folder / "none.csv") + " --out " + quoted(folder / "file" / "m"),
          "evaluate " + quoted(folder / "none.csv") + " --models clinical --out " + quoted(folder / "file")}) {
        const auto run = run_program(command + " 2>&1");
        EXPECT_EQ(run.code, 1) << command;
        EXPECT_NE(run.output.find("cannot write"), std::string::npos) << "before the cohort is read: " << run.output;
    }
}

TEST(OddNames, LinksAreFollowedAndDevicesWrittenInto) {
    const test::TemporaryFolder folder;
    ASSERT_EQ(run_program("simulate --patients 2 --seed 5 --out " + quoted(folder / "c")).code, 0);
    fs::path ecg;
    for (const auto& file : fs::directory_iterator(folder / "c" / "ecg"))
        if (file.path().extension() == ".hea") ecg = file.path();
    const auto plot = "plot " + quoted(ecg) + " --out ";
    fs::create_symlink(folder / "real.svg", folder / "link.svg");
    EXPECT_EQ(run_program(plot + quoted(folder / "link.svg")).code, 0);
    EXPECT_TRUE(fs::is_symlink(folder / "link.svg"));
    EXPECT_GT(fs::file_size(folder / "real.svg"), 1000U);
    fs::create_symlink("/dev/full", folder / "full.svg");
    const auto full = run_program(plot + quoted(folder / "full.svg") + " 2>&1");
    EXPECT_EQ(full.code, 1);
    EXPECT_NE(full.output.find("No space left"), std::string::npos) << full.output;
    EXPECT_TRUE(fs::is_character_file("/dev/full"));
}

}  // namespace
}  // namespace synchrony
