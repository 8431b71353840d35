// Comparisons on tables without ECGs, the baseline table in the report, and going on after a kill.
#include "synchrony/app/evaluate.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "support/temporary_folder.hpp"
#include "synchrony/core/files.hpp"
#include "synchrony/core/random.hpp"

namespace synchrony::app {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class EvaluateTable : public testing::Test {
  protected:
    void SetUp() override {
        core::RandomStream random(3);
        std::string text = "patient_id,response,lvef_pct,nyha,sex,lbbb,qrs_duration_ms,age_y\n";
        for (int i = 0; i < 40; ++i) {
            const bool responds = i % 5 < 3;
            const int qrs = static_cast<int>(150 + (responds ? 12 : -12) + 8 * random.normal());
            text += "p" + std::to_string(i) + "," + (responds ? "1" : "0") + "," +
                    std::to_string(28 + static_cast<int>(3 * random.normal())) + ",3," + (i % 3 ? "M" : "F") + "," +
                    (i % 4 ? "1" : "0") + "," + std::to_string(qrs) + "," + (i == 7 ? "" : std::to_string(50 + i)) +
                    "\n";
        }
        ASSERT_TRUE(core::write_file(folder_ / "table.csv", text));
        request_.cohort_csv = folder_ / "table.csv";
        request_.out_folder = folder_ / "out";
        request_.bootstrap_resamples = 200;
    }
    test::TemporaryFolder folder_;
    EvaluateRequest request_;
};

const eval::ResultRow* find(const EvaluateOutcome& outcome, const std::string& label) {
    for (const auto& row : outcome.results.rows)
        if (row.row.label() == label) return &row;
    return nullptr;
}

TEST_F(EvaluateTable, needs_no_ecg_for_what_asks_for_none) {
    request_.models = {"majority", "rules", "guidelines", "clinical", "ecg", "pixels"};
    const auto outcome = evaluate(request_, {});
    ASSERT_TRUE(outcome) << outcome.error().message();
    const auto* wide = find(*outcome, "QRS >= 150 ms (rule)");
    ASSERT_NE(wide, nullptr);
    EXPECT_GT(wide->metrics.auc.pooled.value(), 0.9) << "24 ms apart with 8 ms of spread";
    EXPECT_NE(find(*outcome, "ESC 2021 class I or IIa, LBBB as given (rule)"), nullptr);
    EXPECT_NE(find(*outcome, "Logistic regression (clinical columns)"), nullptr);
    EXPECT_EQ(find(*outcome, "Logistic regression (ECG measurements)"), nullptr);
    std::string reasons;
    for (const auto& row : outcome->results.left_out) reasons += row.row.label() + ": " + row.reason + "\n";
    EXPECT_THAT(reasons, HasSubstr("pixels: the cohort names no ECGs"));
    EXPECT_THAT(reasons, HasSubstr("QRS area"));
}

TEST_F(EvaluateTable, writes_page_paper_and_figures_with_the_baseline_table) {
    request_.models = {"rules", "clinical"};
    request_.learning_curve = true;
    ASSERT_TRUE(evaluate(request_, {}));
    for (const char* name : {"report.html", "report.pdf", "results.json", "results.csv"})
        EXPECT_TRUE(fs::exists(request_.out_folder / name)) << name;
    const auto page = core::read_file(request_.out_folder / "report.html");
    ASSERT_TRUE(page);
    for (const char* words : {"Patients by outcome", "24 responders (60.0 %)", "Decision curves", "Learning curves",
                              "in subgroups", "TRIPOD+AI checklist", "Calibration of"})
        EXPECT_NE(page->find(words), std::string::npos) << words;  // not HasSubstr, which would print the whole page
    EXPECT_THAT(core::read_file(request_.out_folder / "report.pdf").value().substr(0, 5), "%PDF-");
}

// LVEF of ten of forty is not known: nobody knows their class, and nobody's figures are made of it.
TEST_F(EvaluateTable, counts_guideline_classes_of_those_alone_who_have_one) {
    auto text = core::read_file(request_.cohort_csv).value();
    for (int i = 0; i < 10; ++i) {
        const auto row = text.find("\np" + std::to_string(4 * i) + ",");
        const auto lvef = text.find(',', text.find(',', row) + 1) + 1;
        text.erase(lvef, text.find(',', lvef) - lvef);
    }
    ASSERT_TRUE(core::write_file(request_.cohort_csv, text));
    request_.models = {"rules", "guidelines", "clinical"};
    const auto outcome = evaluate(request_, {});
    ASSERT_TRUE(outcome) << outcome.error().message();
    EXPECT_TRUE(outcome->asked_in_vain.empty());
    const auto* guideline = find(*outcome, "ESC 2021 class I or IIa, LBBB as given (rule)");
    ASSERT_NE(guideline, nullptr);
    EXPECT_EQ(guideline->unanswered, 10U);
    EXPECT_EQ(guideline->metrics.pooled.total(), 30U);
    EXPECT_EQ(find(*outcome, "QRS duration (rule)")->unanswered, 0U);
    std::string notes;
    for (const auto& note : outcome->results.notes) notes += note + "\n";
    EXPECT_THAT(notes, HasSubstr("of 30 of the 40 patients"));
    for (const auto& c : outcome->results.comparisons)
        EXPECT_EQ(c.patients, c.second == guideline->row ? 30U : 40U) << c.question;
}

// Whether any prediction of the results file has this score.
bool has_score(const fs::path& results, double score) {
    const auto read = nlohmann::json::parse(core::read_file(results).value());
    for (const auto& model : read["models"])
        for (const auto& p : model["predictions"])
            if (p["score"] == score) return true;
    return false;
}

TEST_F(EvaluateTable, takes_up_finished_parts_of_the_same_run_only) {
    constexpr double planted = 0.123456;
    request_.models = {"clinical"};
    request_.worth_keeping_s = 0.0;
    ASSERT_TRUE(evaluate(request_, {}));
    std::vector<fs::path> parts;
    for (const auto& entry : fs::directory_iterator(request_.out_folder / "finished")) parts.push_back(entry.path());
    ASSERT_EQ(parts.size(), 5U);
    auto kept = nlohmann::json::parse(core::read_file(parts[0]).value());
    kept["result"][0][1] = planted;
    ASSERT_TRUE(core::write_file(parts[0], kept.dump()));
    ASSERT_TRUE(core::write_file(parts[1], "{\"key\": 3, \"result\": ["));  // half a file
    ASSERT_TRUE(core::write_file(parts[2], "{\"key\": 3, \"result\": []}"));
    ASSERT_TRUE(evaluate(request_, {}));
    EXPECT_TRUE(has_score(request_.out_folder / "results.json", planted));
    core::RunContext other;
    other.seed = 2;
    ASSERT_TRUE(evaluate(request_, other));
    EXPECT_FALSE(has_score(request_.out_folder / "results.json", planted));
}

TEST_F(EvaluateTable, refuses_a_model_that_it_does_not_know) {
    request_.models = {"usual", "magic"};
    const auto outcome = evaluate(request_, {});
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().kind, core::ErrorKind::usage);
    EXPECT_THAT(outcome.error().message(), HasSubstr("magic"));
}

}  // namespace
}  // namespace synchrony::app
