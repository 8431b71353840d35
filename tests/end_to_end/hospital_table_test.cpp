// A researcher's way with a table and no ECGs: import, mend, check, evaluate, train.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "end_to_end/run_program.hpp"
#include "support/file_bytes.hpp"
#include "support/temporary_folder.hpp"

namespace synchrony {
namespace {

using test::run_program;

const std::string tables = SYNCHRONY_SOURCE_DIR "/tests/golden/hospital_tables/";

/// 40 patients, of whom the responders have the narrower ventricle; without ECGs.
std::string clinical_table() {
    std::string csv = "patient_id,response,age_y,lvef_pct,site,bnp,death,months\n";
    for (int i = 0; i < 40; ++i) {
        const bool responds = i % 8 < 4;
        csv += "p" + std::to_string(i) + "," + (responds ? "1," : "0,") + std::to_string(55 + i * 7 % 23) + "," +
               std::to_string((responds ? 30 : 24) + i * 5 % 7) + "," + (i % 3 == 0 ? "north" : "south") + "," +
               std::to_string(100 + i * 13 % 90) + "," + (!responds && i % 2 == 0 ? "1," : "0,") +
               std::to_string(5 + i * 11 % 31) + "\n";
    }
    return csv;
}

TEST(HospitalTable, IsAskedForMendedAndImported) {
    const test::TemporaryFolder folder;
    const auto out = (folder / "cohort.csv").string(), map = (folder / "cohort.map.toml").string();
    const auto asked = run_program("cohort import " + tables + "11_needs_a_map.csv --out " + out + " 2>&1");
    EXPECT_EQ(asked.code, 1);
    EXPECT_NE(asked.output.find("3 cells are not understood (got '1' (2), '2' (1), expected words for men and women)"),
              std::string::npos)
        << asked.output;
    EXPECT_FALSE(std::filesystem::exists(out));
    ASSERT_TRUE(std::filesystem::exists(map));
    // The same line asks the same; a user's work is never overwritten.
    const auto written_map = test::bytes_of(map);
    EXPECT_EQ(run_program("cohort import " + tables + "11_needs_a_map.csv --out " + out).code, 1);
    EXPECT_EQ(test::bytes_of(map), written_map);
    std::ofstream(map, std::ios::app) << "# mended\n";
    EXPECT_EQ(run_program("cohort import " + tables + "11_needs_a_map.csv --out " + out).code, 2);
    EXPECT_EQ(test::bytes_of(map), written_map + "# mended\n");
    const auto mended = run_program("cohort import " + tables + "11_needs_a_map.csv --out " + out + " --map " + tables +
                                    "11_needs_a_map.map.toml --json");
    EXPECT_EQ(mended.code, 0) << mended.output;
    EXPECT_EQ(mended.json()["patients"], 3);
    EXPECT_EQ(mended.json()["columns"][2]["unit_told_by"], "map");
    std::string right = test::bytes_of(tables + "11_needs_a_map.expected.csv"), written = test::bytes_of(out);
    std::erase(written, '\r');
    EXPECT_EQ(written, right);
    std::ofstream(out, std::ios::app) << "filled,in\n";
    const auto again =
        "cohort import " + tables + "11_needs_a_map.csv --out " + out + " --map " + tables + "11_needs_a_map.map.toml";
    EXPECT_EQ(run_program(again).code, 2);
    EXPECT_NE(test::bytes_of(out).find("filled,in"), std::string::npos);
    EXPECT_EQ(run_program(again + " --force").code, 0);
    EXPECT_EQ(run_program("cohort import --out " + out).code, 2);
}

TEST(HospitalTable, PathsOfEcgsFollowTheCohort) {
    const test::TemporaryFolder folder;
    const auto out = (folder / "sub" / "cohort.csv").string();
    std::filesystem::create_directories(folder / "sub");
    std::filesystem::copy(tables + "12_codes_and_extras.csv", folder / "t.csv");
    ASSERT_EQ(run_program("cohort import " + (folder / "t.csv").string() + " --out " + out).code, 0);
    EXPECT_NE(test::bytes_of(out).find("c1,../ecgs/c1.csv,M"), std::string::npos) << test::bytes_of(out);
}

TEST(HospitalTable, TemplateIsReadAndExplained) {
    const test::TemporaryFolder folder;
    const auto csv = (folder / "new.csv").string();
    ASSERT_EQ(run_program("cohort template --out " + csv).code, 0);
    EXPECT_EQ(run_program("cohort template --out " + csv).code, 0) << "as it was written";
    const auto filled = (folder / "filled.csv").string();
    std::ofstream(filled) << test::bytes_of(csv) << "p1\n";
    EXPECT_EQ(run_program("cohort template --out " + filled).code, 2);
    const auto check = run_program("cohort check " + csv + " 2>&1");
    EXPECT_EQ(check.code, 1);
    EXPECT_NE(check.output.find("the cohort has no patients"), std::string::npos) << check.output;
    const auto page = test::bytes_of(folder / "new.txt");
    EXPECT_NE(page.find("\nlvesv_6m_ml: left-ventricular end-systolic volume at 6 months; 5 to 1000 ml; known after"),
              std::string::npos)
        << page;
}

TEST(HospitalTable, CheckEndsWithOneWhereNothingCanBeEvaluated) {
    const test::TemporaryFolder folder;
    const auto csv = (folder / "c.csv").string();
    std::ofstream(csv) << clinical_table();
    const auto fine = run_program("cohort check " + csv + " --json");
    EXPECT_EQ(fine.code, 0);
    EXPECT_TRUE(fine.json()["not_evaluable"].is_null());
    std::ofstream(csv) << "patient_id,response,lvef_pct\na,0,25\nb,0,26\nc,0,27\n";
    EXPECT_EQ(run_program("cohort check " + csv).code, 1);
    // ECGs that are there and hold nothing.
    std::ofstream(folder / "x.hea") << "x";
    std::ofstream(csv) << "patient_id,ecg,response\na,x.hea,0\nb,x.hea,1\nc,x.hea,0\nd,x.hea,1\n";
    const auto broken = run_program("cohort check " + csv + " --json");
    EXPECT_EQ(broken.code, 1);
    EXPECT_EQ(broken.json()["ecgs"]["used"], 0);
    EXPECT_EQ(run_program("cohort check " + csv + " --no-ecgs").code, 0);
}

TEST(HospitalTable, WithoutEcgsIsEvaluatedAndTrainedOn) {
    const test::TemporaryFolder folder;
    const auto csv = (folder / "c.csv").string(), out = (folder / "out").string();
    std::ofstream(csv) << clinical_table();
    const auto plain = run_program("evaluate " + csv + " --models clinical --resamples 200 --json --out " + out).json();
    EXPECT_EQ(plain["cohort"]["patients"], 40);
    EXPECT_NE(plain["cohort"]["notes"].dump().find("are no inputs: bnp; --inputs adds"), std::string::npos)
        << plain["cohort"]["notes"].dump();
    EXPECT_EQ(plain.contains("survival"), false);
    const auto more = run_program("evaluate " + csv +
                                  " --models clinical --inputs bnp,site --time months --event death "
                                  "--resamples 200 --json --out " +
                                  out)
                          .json();
    ASSERT_EQ(more["survival"].size(), 1U);
    EXPECT_EQ(more["survival"][0]["events"], 10);
    EXPECT_EQ(more["survival"][0]["early_scores"], "low");
    // Deaths are among non-responders alone, and responders have the larger LVEF: low scores die.
    EXPECT_GT(more["survival"][0]["c_index"].get<double>(), 0.5);
    EXPECT_LT(more["survival"][0]["hazard_ratio_per_sd"].get<double>(), 1.0);
    const auto page = test::bytes_of(folder / "out" / "report.html");
    EXPECT_NE(page.find("Time to the event"), std::string::npos);
    EXPECT_NE(page.find("Kaplan-Meier"), std::string::npos);
    EXPECT_EQ(test::bytes_of(folder / "out" / "survival.csv").substr(0, 47),
              "name,features,pretraining,predicted,time,at_ris");
    EXPECT_EQ(run_program("evaluate " + csv + " --models clinical --time months --out " + out).code, 2);
    EXPECT_EQ(
        run_program("evaluate " + csv + " --models clinical --inputs months --time months --event death --out " + out)
            .code,
        2);
    const auto model = (folder / "m.safetensors").string();
    const auto trained = run_program(
        "train " + csv + " --model clinical --inputs site,-age_y --members 100 --repeats 1 --json --out " + model);
    EXPECT_EQ(trained.code, 0) << trained.output;
    const auto kept = test::bytes_of(model);
    EXPECT_NE(kept.find("site=north\\\""), std::string::npos);
    EXPECT_EQ(kept.find("age_y\\\""), std::string::npos);
    // The model reads the table alone, so it predicts on one. A centre that it does not know is no category of its.
    const auto predicted = run_program("predict " + model + " " + csv + " --json").json();
    EXPECT_EQ(predicted["patients"], 40);
    EXPECT_EQ(predicted["judged"], 40);
    EXPECT_EQ(predicted["excluded"], 0);
    EXPECT_EQ(predicted["notes"].dump().find("lacks the column"), std::string::npos) << predicted["notes"];
    std::ofstream(folder / "new.csv") << "patient_id,lvef_pct,site\na,30,west\nb,30,\nc,30,north\n";
    const auto rows = (folder / "rows.csv").string();
    ASSERT_EQ(run_program("predict " + model + " " + (folder / "new.csv").string() + " --out " + rows).code, 0);
    std::ifstream written(rows);
    std::string header, unknown, missing, north;
    std::getline(written, header), std::getline(written, unknown), std::getline(written, missing);
    std::getline(written, north);
    EXPECT_EQ(unknown.substr(1), missing.substr(1));  // but for the row's number
    EXPECT_NE(unknown.substr(1), north.substr(1));
    EXPECT_EQ(run_program("train " + csv + " --model ecg --out " + model).code, 1);  // refused, not crashed
}

TEST(HospitalTable, AnOutcomeOfSeveralColumns) {
    const test::TemporaryFolder folder;
    const auto csv = (folder / "c.csv").string(), out = (folder / "out").string();
    std::ofstream(csv) << clinical_table();
    const auto rule = run_program(
        "evaluate " + csv +
        " --models clinical --outcome 'death = 1 or months < 10' --folds 3 --resamples 200 --json --out " + out);
    EXPECT_EQ(rule.code, 0) << rule.output;
    int events = 0;
    for (int i = 0; i < 40; ++i) events += (i % 8 >= 4 && i % 2 == 0) || 5 + i * 11 % 31 < 10 ? 1 : 0;
    EXPECT_EQ(rule.json()["cohort"]["positives"], events);
    EXPECT_EQ(run_program("evaluate " + csv + " --models clinical --outcome 'death = ' --out " + out).code, 1);
}

// Of a death nobody "responds", and no p is 0.
TEST(HospitalTable, PredictionsOfADeathBearItsName) {
    const test::TemporaryFolder folder;
    const auto csv = (folder / "c.csv").string(), model = (folder / "m.safetensors").string(),
               rows = (folder / "rows.csv").string();
    std::ofstream(csv) << clinical_table();
    ASSERT_EQ(run_program("train " + csv +
                          " --model clinical --outcome death --members 100 --repeats 1 --folds 3 --out " + model)
                  .code,
              0);
    ASSERT_EQ(run_program("predict " + model + " " + csv + " --out " + rows).code, 0);
    const auto text = test::bytes_of(rows);
    EXPECT_EQ(text.substr(0, text.find('\r')),
              "row,probability,low,high,predicted death,abstain,death,cautions,excluded");
    EXPECT_EQ(text.substr(text.find('\n') + 1, 2), "2,") << "the row of the table as a spreadsheet shows it";
    // Forty who die within the year at an LVEF of 20, forty who live at 35: no p is 0.
    std::string apart = "patient_id,lvef_pct,age_y,months,death\n";
    for (int i = 0; i < 80; ++i)
        apart += "p" + std::to_string(i) + "," + std::to_string((i % 2 == 0 ? 20 : 35) + i % 5) + "," +
                 std::to_string(50 + i * 7 % 23) + "," + std::to_string(i % 2 == 0 ? 1 + i % 11 : 30) + "," +
                 (i % 2 == 0 ? "1" : "0") + "\n";
    std::ofstream(csv) << apart;
    const auto survival = run_program("evaluate " + csv +
                                      " --models clinical --outcome death --time months --event death "
                                      "--resamples 200 --out " +
                                      (folder / "out").string());
    EXPECT_EQ(survival.code, 0) << survival.output;
    EXPECT_NE(survival.output.find("< 0.001"), std::string::npos) << survival.output;
    const auto figures = survival.output.substr(0, survival.output.find("note:"));
    EXPECT_EQ(figures.find(" 0.000"), std::string::npos) << figures;
}

TEST(HospitalTable, AMissingCohortIsNotCalledEmpty) {
    const test::TemporaryFolder folder;
    const auto check = run_program("cohort check " + (folder / "none.csv").string() + " 2>&1");
    EXPECT_EQ(check.code, 1);
    EXPECT_EQ(check.output.find("0 patients"), std::string::npos) << check.output;
    EXPECT_NE(check.output.find("none.csv"), std::string::npos) << check.output;
}

// Who brings a hospital's table to another command is told of the import.
TEST(HospitalTable, AnotherCommandPointsToTheImport) {
    for (const char* name : {"01_german.csv", "10_two_sheets.xlsx"}) {
        const auto run = run_program("cohort check " + tables + name + " 2>&1");
        EXPECT_EQ(run.code, 1);
        EXPECT_NE(run.output.find("synchrony cohort import "), std::string::npos) << run.output;
    }
}

// A wrong cell is named by the row that a spreadsheet shows, before and after the import, and it is said so.
TEST(HospitalTable, RowsAreThoseOfTheFileThatWasOpened) {
    const test::TemporaryFolder folder;
    const auto table = (folder / "t.csv").string(), csv = (folder / "c.csv").string();
    std::ofstream(table) << "sep=;\r\nPat;\"LVEF\n(%)\";Alter\r\na;25;60\r\nb;27;61\r\nc;250;62\r\n";
    const auto import = run_program("cohort import " + table + " --out " + csv + " 2>&1");
    EXPECT_EQ(import.code, 1);
    EXPECT_NE(import.output.find("first in row 4: 1 cell"), std::string::npos) << import.output;
    EXPECT_NE(import.output.find("the header is row 1"), std::string::npos) << import.output;
    std::ofstream(csv) << "patient_id,lvef_pct,age_y,response\na,25,60,0\nb,27,61,1\nc,250,62,0\n";
    const auto fault = run_program("cohort check " + csv + " 2>&1");
    EXPECT_EQ(fault.code, 1);
    EXPECT_NE(fault.output.find("c.csv, row 4, column lvef_pct"), std::string::npos) << fault.output;
    EXPECT_NE(fault.output.find("the header is row 1"), std::string::npos) << fault.output;
    std::ofstream(csv) << "patient_id,height_cm,weight_kg,response\na,170,60,0\nb,170,61,1\nc,190,20,0\nd,180,80,1\n";
    const auto found = run_program("cohort check " + csv);
    EXPECT_EQ(found.code, 0);
    EXPECT_NE(found.output.find("no adult has (row 4)"), std::string::npos) << found.output;
}

// From dates to a survival table, with no date left behind.
TEST(HospitalTable, DatesBecomeATimeToTheEvent) {
    const test::TemporaryFolder folder;
    const auto table = (folder / "t.csv").string(), csv = (folder / "c.csv").string();
    std::string text = "Pat-Nr.;Implantation;Todesdatum;Letzter Kontakt;LVEF (%);Alter;Ansprechen\n";
    for (int i = 0; i < 40; ++i) {
        const bool dies = i % 4 == 0;
        const auto two = [](int n) { return (n < 10 ? "0" : "") + std::to_string(n); };
        text += "p" + std::to_string(i) + ";" + two(1 + i % 28) + "." + two(1 + i % 12) + ".2015;" +
                (dies ? two(1 + i * 3 % 28) + ".06.2017" : "") + ";" + two(1 + i * 5 % 28) + ".09.2019;" +
                std::to_string(dies ? 18 + i % 7 : 25 + i % 9) + ";" + std::to_string(55 + i * 7 % 23) + ";" +
                (i % 2 == 0 ? "ja" : "nein") + "\n";
    }
    std::ofstream(table) << text;
    const auto import = run_program("cohort import " + table + " --out " + csv + " 2>&1");
    ASSERT_EQ(import.code, 0) << import.output;
    EXPECT_NE(import.output.find("death is 1 in 10 patients, 0 in 30"), std::string::npos) << import.output;
    const auto cohort = test::bytes_of(csv);
    EXPECT_EQ(cohort.substr(0, cohort.find('\r')), "patient_id,lvef_pct,age_y,response,follow_up_y,death");
    for (const char* year : {"2015", "2017", "2019"}) EXPECT_EQ(cohort.find(year), std::string::npos) << year;
    const auto evaluated = run_program("evaluate " + csv +
                                       " --models clinical --time follow_up_y --event death --resamples 200 --json "
                                       "--out " +
                                       (folder / "out").string());
    ASSERT_EQ(evaluated.code, 0) << evaluated.output;
    EXPECT_EQ(evaluated.json()["survival"][0]["events"], 10);
}

}  // namespace
}  // namespace synchrony
