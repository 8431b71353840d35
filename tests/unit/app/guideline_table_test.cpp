#include "guideline_table.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "support/temporary_folder.hpp"
#include "synchrony/cohort/cohort.hpp"

namespace synchrony::app {
namespace {

cohort::Cohort read(const test::TemporaryFolder& folder, const std::string& csv) {
    const auto path = folder / "cohort.csv";
    std::ofstream(path) << csv;
    cohort::CohortOptions options;
    options.check_files = options.require_ecg = options.require_outcome = false;
    auto cohort = cohort::read_cohort(path, options);
    EXPECT_TRUE(cohort) << cohort.error().message();
    return std::move(*cohort);
}

// Sinus rhythm, LVEF 28 %, NYHA III, QRS 160 ms, LBBB: class I of every table, but none of them is for children.
TEST(GuidelineTable, KnowsNoClassOfAChild) {
    const test::TemporaryFolder folder;
    const auto cohort = read(folder,
                             "patient_id,lvef_pct,nyha,sex,qrs_duration_ms,lbbb,age_y\n"
                             "adult,28,3,F,160,1,64\n"
                             "child,28,3,F,160,1,12\n"
                             "by recording,28,3,F,160,1,\n"
                             "no class,60,3,F,160,1,64\n");
    std::vector<inputs::PatientRecording> recordings(cohort.size());
    for (std::size_t row = 0; row < cohort.size(); ++row) recordings[row].row = row;
    recordings[2].age_years = 17.0;
    const auto table = guideline_table(cohort, recordings);
    const auto columns = table.columns.size();
    ASSERT_GE(columns, 3U);  // a guideline each
    for (std::size_t c = 0; c < columns; ++c) {
        EXPECT_EQ(table.values[c], 3.0) << table.columns[c];
        EXPECT_EQ(table.values[columns + c], std::nullopt) << table.columns[c];
        EXPECT_EQ(table.values[2 * columns + c], std::nullopt) << table.columns[c];
        EXPECT_EQ(table.values[3 * columns + c], 0.0) << table.columns[c];
    }
}

}  // namespace
}  // namespace synchrony::app
