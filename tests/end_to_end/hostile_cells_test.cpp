// Cells, names and remarks of strangers are text wherever they come out: no formula in a table, no element in a page or
// a picture, no escape on a terminal. Every command that shows what a cohort or a recording says, every file it writes.
#include <gtest/gtest.h>

#include <fstream>

#include "end_to_end/run_program.hpp"
#include "support/planted_identity.hpp"
#include "support/temporary_folder.hpp"
#include "synchrony/core/csv_row.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony {
namespace {

namespace fs = std::filesystem;
using test::run_program;

const std::string image = "<img src=x onerror=alert(7)>", script = "<script>alert(7)</script>", formula = "=1+cmd|'A0'";

class HostileCells : public testing::Test {
  protected:
    [[nodiscard]] std::string at(const std::string& name) const { return "'" + (folder_ / name).string() + "'"; }

    /// A simulated cohort whose ids, groups, columns, lead names and remarks are attacks.
    void SetUp() override {
        fs::create_directories(folder_ / "out");
        ASSERT_EQ(run_program("simulate --patients 40 --seed 5 --out " + at("c")).code, 0);
        std::ofstream table(folder_ / "c/hostile.csv");
        std::vector<std::string> header{"patient_id", "ecg", "group", "response", "lvef_pct", script, "=2+3", image};
        table << core::csv_row(header);
        int i = 0;
        for (const auto& file : fs::directory_iterator(folder_ / "c/ecg")) {
            if (file.path().extension() != ".hea") continue;
            ++i;
            const std::vector<std::string> ids{"=cmd|' /C calc'!A", "@SUM(A", "+1-1+A", "-1-A", image};
            const std::string id = ids[static_cast<std::size_t>(i) % ids.size()] + std::to_string(i);
            std::ofstream(file.path(), std::ios::app) << "# " << script << "\x1b[31m red, " << formula << "\n";
            const std::vector<std::string> row{id,
                                               "ecg/" + file.path().filename().string(),
                                               (i % 4 < 2 ? formula : image + "\x1b[2J") + std::to_string(i / 2),
                                               std::to_string(i % 2),
                                               std::to_string(20 + i * 7 % 15),
                                               std::to_string(i * 5 % 17),
                                               std::to_string(i * 3 % 11),
                                               i % 3 == 0 ? formula : image};
            table << core::csv_row(row);
        }
        ASSERT_EQ(i, 40);
    }

    static void expect_text(const std::string& bytes, const std::string& where) {
        for (const auto& attack : {image, script})
            EXPECT_EQ(bytes.find(attack), std::string::npos) << where << " holds " << attack;
    }

    void say(const std::string& arguments, int code = 0) const {
        const auto run = run_program(arguments + " 2>&1");
        EXPECT_EQ(run.code, code) << arguments << run.output.substr(0, 900);
        EXPECT_EQ(run.output.find('\x1b'), std::string::npos) << arguments << run.output.substr(0, 2000);
    }

    static void expect_harmless_rows(const fs::path& path) {
        const auto bytes = test::bytes_of(path);
        core::CsvRowReader rows(bytes, path.string());
        std::vector<std::string> cells;
        for (auto more = rows.next(cells); more && *more; more = rows.next(cells))
            for (const auto& cell : cells) {
                const bool begins =
                    !cell.empty() && std::string_view("=+-@").find(cell.front()) != std::string_view::npos;
                EXPECT_TRUE(!begins || core::number_from<double>(cell)) << path << ": " << cell;
            }
    }
    const test::TemporaryFolder folder_;
};

TEST_F(HostileCells, AreTextInWhateverIsWritten) {
    const auto table = at("c/hostile.csv"), model = at("out/m.safetensors"), ecg = at("c/ecg/VP00001.hea");
    const std::string inputs = " --inputs '=2+3," + image + "'";
    for (const char* how : {"", "--csv ", "--json "}) say("cohort table " + std::string(how) + table);
    say("cohort table --csv " + table + " > " + at("out/baseline.csv"));
    say("cohort check " + table);
    say("cohort import " + table + " --out " + at("out/imported.csv") + " --json");
    say("cohort make " + at("c/ecg") + " --out " + at("out/made.csv") + " --pseudonyms " + at("out/map.csv"));
    say("evaluate " + table + " --models rules,clinical,fused --patient-ids --folds 2 --resamples 100" + inputs +
        " --learning-curve --out " + at("out/evaluated"));
    say("train " + table + " --model fused --repeats 1 --members 100 --keep-neighbours" + inputs + " --out " + model);
    say("info " + model);
    say("predict " + model + " " + table + " --patient-ids --out " + at("out/predicted.csv") + " --page " +
        at("out/cohort.html"));
    say("predict " + model + " " + ecg + " --recording '" + image + "' --page " + at("out/one.html"));
    say("info --comments " + ecg);
    for (const char* how : {"measure ", "measure --reasons ", "plot --out "}) {
        const bool plots = std::string(how).starts_with("plot");
        say(how + (plots ? at("out/p.svg") + " " : "") + ecg);
    }
    say("measure --csv " + at("c/ecg") + " > " + at("out/measured.csv"));
    std::size_t written_tables = 0, pages = 0;
    for (const auto& entry : fs::recursive_directory_iterator(folder_ / "out")) {
        const auto kind = entry.path().extension();
        if (kind == ".csv") expect_harmless_rows(entry.path()), ++written_tables;
        if (kind == ".html" || kind == ".svg")
            expect_text(test::bytes_of(entry.path()), entry.path().string()), ++pages;
    }
    EXPECT_GE(written_tables, 6U);
    EXPECT_GE(pages, 4U);
    // Ids are what they were, guarded or not.
    const auto check = run_program("cohort check --json " + at("out/predicted.csv")).output;
    EXPECT_NE(test::bytes_of(folder_ / "out/predicted.csv").find("'=cmd|' /C calc'!A"), std::string::npos) << check;
}

}  // namespace
}  // namespace synchrony
