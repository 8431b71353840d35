// Names and numbers as strangers have them: the program ends with an exit code of its own, and what it wrote is whole.
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

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

TEST(OddNames, AnyNameThatTheSystemAllows) {
    const test::TemporaryFolder folder;
    for (const std::string name : {"M\xfcller", "a b'c\"d", "\xc3\xa4\xe2\x82\xac", "x\ty"}) {
        const auto cohort = folder / (name + ".csv"), out = folder / (name + " out"),
                   model = folder / (name + ".model");
        write_cohort(cohort, "marker", "3");
        const auto in_shell = [](const fs::path& path) {
            std::string text = "'";
            for (const char c : path.string()) text += c == '\'' ? std::string("'\\''") : std::string(1, c);
            return text + "'";
        };
        const auto run = run_program("evaluate " + in_shell(cohort) + " --out " + in_shell(out) +
                                     " --models clinical --folds 3 --repeats 1 --resamples 200 2>&1");
        EXPECT_EQ(run.code, 0) << name << ": " << run.output;
        EXPECT_TRUE(json_of(out / "results.json").is_object()) << name;
        const auto train = run_program("train " + in_shell(cohort) +
                                       " --model clinical --members 50 --repeats 1 --out " + in_shell(model) + " 2>&1");
        EXPECT_EQ(train.code, 0) << name << ": " << train.output;
        EXPECT_TRUE(run_program("info --json " + in_shell(model)).json().is_array()) << name;
    }
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

TEST(OddNames, LinksAreFollowedAndPipesWrittenInto) {
    const test::TemporaryFolder folder;
    write_cohort(folder / "c.csv", "marker", "3");
    fs::create_symlink(folder / "real.model", folder / "link");
    const auto train = "train " + quoted(folder / "c.csv") + " --model clinical --members 50 --repeats 1 --out ";
    EXPECT_EQ(run_program(train + quoted(folder / "link")).code, 0);
    EXPECT_TRUE(fs::is_symlink(folder / "link"));
    EXPECT_GT(fs::file_size(folder / "real.model"), 100U);
    EXPECT_EQ(run_program(train + "/dev/null").code, 0);
    EXPECT_TRUE(fs::is_character_file("/dev/null"));
    EXPECT_EQ(run_program(train + "/dev/full").code, 1);
}

}  // namespace
}  // namespace synchrony
