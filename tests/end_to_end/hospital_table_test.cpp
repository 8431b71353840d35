// A researcher's way with a table and no ECGs: import, mend, check, evaluate, train.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "end_to_end/run_program.hpp"
#include "support/temporary_folder.hpp"

namespace synchrony {
namespace {

using test::run_program;

const std::string tables = SYNCHRONY_SOURCE_DIR "/tests/golden/hospital_tables/";

std::string text_in(const std::filesystem::path& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
}

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
    // A user's work is never overwritten.
    EXPECT_EQ(run_program("cohort import " + tables + "11_needs_a_map.csv --out " + out).code, 2);
    const auto mended = run_program("cohort import " + tables + "11_needs_a_map.csv --out " + out + " --map " + tables +
                                    "11_needs_a_map.map.toml --json");
    EXPECT_EQ(mended.code, 0) << mended.output;
    EXPECT_EQ(mended.json()["patients"], 3);
    EXPECT_EQ(mended.json()["columns"][2]["unit_told_by"], "map");
    std::string right = text_in(tables + "11_needs_a_map.expected.csv"), written = text_in(out);
    std::erase(written, '\r');
    EXPECT_EQ(written, right);
    EXPECT_EQ(run_program("cohort import --out " + out).code, 2);
}

TEST(HospitalTable, PathsOfEcgsFollowTheCohort) {
    const test::TemporaryFolder folder;
    const auto out = (folder / "sub" / "cohort.csv").string();
    std::filesystem::create_directories(folder / "sub");
    std::filesystem::copy(tables + "12_codes_and_extras.csv", folder / "t.csv");
    ASSERT_EQ(run_program("cohort import " + (folder / "t.csv").string() + " --out " + out).code, 0);
    EXPECT_NE(text_in(out).find("c1,../ecgs/c1.csv,M"), std::string::npos) << text_in(out);
}

TEST(HospitalTable, TemplateIsReadAndExplained) {
    const test::TemporaryFolder folder;
    const auto csv = (folder / "new.csv").string();
    ASSERT_EQ(run_program("cohort template --out " + csv).code, 0);
    EXPECT_EQ(run_program("cohort template --out " + csv).code, 2);  // never over a filled one
    const auto check = run_program("cohort check " + csv + " 2>&1");
    EXPECT_EQ(check.code, 1);
    EXPECT_NE(check.output.find("the cohort has no patients"), std::string::npos) << check.output;
    const auto page = text_in(folder / "new.txt");
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
    const auto page = text_in(folder / "out" / "report.html");
    EXPECT_NE(page.find("Time to the event"), std::string::npos);
    EXPECT_NE(page.find("Kaplan-Meier"), std::string::npos);
    EXPECT_EQ(text_in(folder / "out" / "survival.csv").substr(0, 47),
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
    const auto kept = text_in(model);
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

}  // namespace
}  // namespace synchrony
