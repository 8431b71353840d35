// The page of an evaluation: whole, safe against hostile names, free of scripts and outside links.
#include "synchrony/report/evaluation_report.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "page_reader.hpp"
#include "support/temporary_folder.hpp"
#include "synchrony/core/files.hpp"

namespace synchrony::report {
namespace {

using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

const std::string hostile = "<script>alert(1)</script>\"'&{{seed}}";

EvaluationReport example() {
    EvaluationReport report;
    report.title = "Comparison " + hostile;
    report.summary = hostile;
    report.patients_listed = 100;
    report.excluded = {{"paced " + hostile, "3"}};
    report.patients_analysed = 97;
    report.positives = 60;
    report.negatives = 37;
    report.positive_name = hostile;
    report.design = "5-fold " + hostile;
    ModelRow row;
    row.model = "rule " + hostile;
    row.inputs = hostile;
    row.pretraining = hostile;
    row.accuracy = {0.721, 0.015};
    row.sensitivity = {0.783, {}};
    row.auc = {0.66666, 0.1};
    row.tp = 36;
    row.fp = 5;
    row.tn = 20;
    row.fn = 10;
    row.auc_interval = stats::Interval{0.612, 0.795};
    row.roc = {{0.0, 0.0, 1.0}, {1.0, 1.0, 0.0}};
    report.models = {row, ModelRow{}};
    report.left_out = {{hostile, hostile}};
    report.comparisons = {hostile};
    report.conclusions = {hostile};
    draw::Figure figure;
    figure.axes.resize(1);
    figure.axes[0].place = {20.0, 10.0, 100.0, 60.0};
    report.examples = {{hostile, figure, ""}};
    report.command = "synchrony evaluate " + hostile;
    report.seed = 4711;
    report.date = "2026-11-22";
    report.versions = {{"synchrony", "0.1.0"}};
    report.data = {{hostile, hostile}};
    return report;
}

std::string page() {
    const auto html = evaluation_html(example());
    EXPECT_TRUE(html) << html.error().message();
    return html.value_or("");
}

TEST(EvaluationReport, EscapesHostileNames) {
    const auto html = page();
    EXPECT_THAT(html, Not(HasSubstr("<script")));
    EXPECT_THAT(html, Not(HasSubstr("alert(1)</script>")));
    EXPECT_THAT(html, HasSubstr("&lt;script&gt;"));
    EXPECT_THAT(html, HasSubstr("{{seed}}")) << "text of a name is not a template";
}

TEST(EvaluationReport, StandsAlone) {
    const auto html = page();
    for (const std::string outside :
         {"src=\"http", "href=\"http", "@import", "url(http", "<link", "<iframe", "javascript:"})
        EXPECT_THAT(html, Not(HasSubstr(outside)));
    EXPECT_THAT(html, HasSubstr("default-src 'none'"));
}

TEST(EvaluationReport, ShowsTheFigures) {
    const auto html = page();
    EXPECT_THAT(html, HasSubstr("100 patients listed, 97 analysed: 60 "));
    EXPECT_THAT(html, HasSubstr("61.9 %"));  // 60 of 97
    EXPECT_THAT(html, HasSubstr("0.721 <small>\u00b1 0.015</small>"));
    EXPECT_THAT(html, HasSubstr("<span>0.783</span>"));
    EXPECT_THAT(html, HasSubstr("0.667 <small>\u00b1 0.100</small>"));
    EXPECT_THAT(html, HasSubstr("0.612 to 0.795"));
    EXPECT_THAT(html,
                ContainsRegex("data-label=\"TP\"><span>36<.*data-label=\"FP\"><span>5<.*data-label=\"TN\"><span>20<"
                              ".*data-label=\"FN\"><span>10<"));
    EXPECT_THAT(html, HasSubstr("Research software, not a medical device."));
    EXPECT_THAT(html, HasSubstr("4711"));
    EXPECT_THAT(html, HasSubstr("data:image/png;base64,iVBORw0KGgo"));
}

TEST(EvaluationReport, IsWellFormed) {
    const auto body = test::read_body(page());
    ASSERT_TRUE(body.parsed) << body.parsed.description() << " at " << body.where();
    EXPECT_EQ(body.document.select_nodes("//svg").size(), 3u) << "flow, ROC, intervals";
    EXPECT_EQ(body.document.select_nodes("//figure[contains(@class,'table')]").size(), 3u)
        << "paper's form, decisions, checklist";
}

TEST(EvaluationReport, LeavesOutWhatIsNotThere) {
    EvaluationReport bare;
    bare.title = "bare";
    const auto html = evaluation_html(bare).value();
    for (const std::string heading : {"Examples", "Not in the table", "What may be concluded, and", "ROC curves",
                                      "<pre>", "Calibration of", "Decision curves:", "Learning curves:", "Subgroups",
                                      "Patients by outcome", "Differences between models", "Ranking and"})
        EXPECT_THAT(html, Not(HasSubstr(heading)));
}

TEST(EvaluationReport, IsWrittenWhole) {
    test::TemporaryFolder folder;
    const auto path = folder.path() / "deep" / "report.html";
    ASSERT_TRUE(write_evaluation_html(example(), path));
    EXPECT_THAT(core::read_file(path).value(), HasSubstr("</html>"));
}

}  // namespace
}  // namespace synchrony::report
