// Baseline tables and the check of printed ones, as a user runs them.
#include <gtest/gtest.h>

#include <fstream>

#include "end_to_end/run_program.hpp"
#include "support/temporary_folder.hpp"

namespace synchrony {
namespace {

using test::run_program;

TEST(CohortTables, DescribeACohortAsTextCsvAndJson) {
    const test::TemporaryFolder folder;
    const auto csv = (folder / "cohort.csv").string();
    std::ofstream(csv)
        << "patient_id,ecg,response,age_y,sex\n1,a,1,60,F\n2,b,1,62,M\n3,c,1,64,M\n4,d,0,70,F\n5,e,0,72,M\n6,f,0,,M\n";
    const auto text = run_program("cohort table " + csv);
    EXPECT_EQ(text.code, 0);
    EXPECT_NE(text.output.find("62.0 ± 2.0"), std::string::npos) << text.output;
    const auto cells = run_program("cohort table " + csv + " --csv");
    EXPECT_NE(cells.output.find("age_y [y],65.6 ± 5.2,62.0 ± 2.0,71.0 ± 1.4"), std::string::npos) << cells.output;
    const auto document = run_program("cohort table " + csv + " --json").json();
    EXPECT_EQ(document["rows"].size(), 2U);
    EXPECT_EQ(document["rows"][0]["all"]["missing"], 1);
    EXPECT_EQ(document["rows"][1]["test"], "Fisher exact");
}

// Two rows exchanged when the files were named: each file says whose it is.
TEST(CohortTables, AnEcgOfAnotherPatientOfTheTableIsNamed) {
    const test::TemporaryFolder folder;
    const auto at = [&](const std::string& name) { return "'" + (folder / name).string() + "'"; };
    ASSERT_EQ(run_program("simulate --patients 4 --seed 5 --out " + at("c")).code, 0);
    std::ofstream table(folder / "cohort.csv");
    table << "patient_id,ecg,response\n";
    for (int i = 1; i <= 4; ++i) {
        std::ofstream(folder / ("c/ecg/VP0000" + std::to_string(i) + ".hea"), std::ios::app)
            << "# Patient: 004" << i << "\n";
        const int named = i == 2 ? 3 : i == 3 ? 2 : i;
        table << "4" << i << ",c/ecg/VP0000" << named << ".hea," << i % 2 << "\n";
    }
    table.close();
    const auto check = run_program("cohort check " + at("cohort.csv") + " 2>&1");
    EXPECT_NE(check.output.find("2 recordings bear the id of another patient of the table (rows 3, 4)"),
              std::string::npos)
        << check.output;
}

TEST(CohortTables, AnImpossibleTableExitsWithOne) {
    const std::string tables = SYNCHRONY_SOURCE_DIR "/examples/tables/";
    const auto results = run_program("cohort check-table " + tables + "he-2023-results.csv");
    EXPECT_EQ(results.code, 1);
    EXPECT_NE(results.output.find("ResNet-50 pre-trained: impossible"), std::string::npos) << results.output;
    EXPECT_NE(results.output.find("0 of 9 rows"), std::string::npos) << results.output;
    const auto baseline = run_program("cohort check-table --json " + tables + "he-2023-baseline.csv");
    EXPECT_EQ(baseline.code, 1);
    EXPECT_EQ(baseline.json().size(), 19U);
    const test::TemporaryFolder folder;
    std::ofstream(folder / "fine.csv")
        << "model,n_pos,n_neg,accuracy,sensitivity,specificity\nLBBB,46,25,0.789,0.957,0.48\n";
    EXPECT_EQ(run_program("cohort check-table " + (folder / "fine.csv").string()).code, 0);
    std::ofstream(folder / "odd.csv") << "name,value\nx,1\n";
    EXPECT_EQ(run_program("cohort check-table " + (folder / "odd.csv").string()).code, 1);
}

}  // namespace
}  // namespace synchrony
