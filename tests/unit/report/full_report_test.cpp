// A report with every part: what each part says, on the page and in the PDF file.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <regex>
#include <set>

#include "page_reader.hpp"
#include "sample_report.hpp"
#include "support/temporary_folder.hpp"
#include "synchrony/core/files.hpp"
#include "synchrony/report/checklist.hpp"
#include "synchrony/report/from_results.hpp"

namespace synchrony::report {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string full_page_of(const EvaluationReport& report) {
    const auto html = evaluation_html(report);
    EXPECT_TRUE(html) << html.error().message();
    return html.value_or("<body></body></html>");
}

// Rows of a table by its caption, cells joined by " | ".
std::vector<std::string> rows_of(const pugi::xml_document& document, const std::string& caption) {
    std::vector<std::string> rows;
    for (const auto& figure : document.select_nodes("//figure")) {
        const std::string words = figure.node().child("figcaption").child("b").next_sibling().value();
        if (words.find(caption) == std::string::npos) continue;
        for (const auto& row : figure.node().select_nodes(".//tbody/tr")) {
            std::string text;
            for (const auto& cell : row.node().select_nodes("./th|./td")) {
                std::string words_of_cell;
                for (const auto& word : cell.node().select_nodes(".//text()")) words_of_cell += word.node().value();
                text += (text.empty() ? "" : " | ") + words_of_cell;
            }
            rows.push_back(text);
        }
    }
    return rows;
}

TEST(FullReport, HasEveryPart) {
    const auto html = full_page_of(full_report());
    const auto body = test::read_body(html);
    ASSERT_TRUE(body.parsed) << body.parsed.description() << " at " << body.where();
    for (const std::string part :
         {"Flow of patients", "Patients by outcome", "Comparison in the form of published tables",
          "Decisions at each model", "Ranking and probabilities", "ROC curves", "AUC with 95 % interval",
          "Paired differences", "Calibration of ResNet-50", "Calibration of logistic regression", "Decision curves",
          "Learning curves", "in subgroups", "TRIPOD+AI checklist"})
        EXPECT_THAT(html, HasSubstr(part)) << part;
    // flow, ROC, AUC, differences, 2 calibrations, decision, learning, survival, subgroups; the example is a PNG
    EXPECT_EQ(body.document.select_nodes("//svg").size(), 10u);
    EXPECT_EQ(body.document.select_nodes("//img").size(), 1u);
    EXPECT_EQ(body.document.select_nodes("//script").size(), 0u);
}

// A third digit within an interval of a tenth says nothing; within one of a thousandth it does.
TEST(FullReport, DecisionsHaveTheDecimalsThatTheirIntervalsLeave) {
    auto report = full_report();
    const auto three_digits = [&] {
        const auto body = test::read_body(full_page_of(report));
        const auto rows = rows_of(body.document, "Decisions at each model");
        EXPECT_FALSE(rows.empty());
        return std::ranges::count_if(
            rows, [](const std::string& row) { return std::regex_search(row, std::regex("[0-9]\\.[0-9]{3}")); });
    };
    EXPECT_EQ(three_digits(), 0);
    for (auto& row : report.models)
        if (row.full)
            for (auto* figure : {&row.full->accuracy, &row.full->sensitivity, &row.full->specificity, &row.full->ppv,
                                 &row.full->npv, &row.full->f1})
                if (figure->ci95) figure->ci95 = stats::Interval{*figure->value - 0.002, *figure->value + 0.002};
    EXPECT_GT(three_digits(), 0);
}

TEST(FullReport, ExplainsTheStandardisedDifferenceOnce) {
    auto report = full_report();
    report.baseline = shown_baseline(cohort::BaselineTable{});
    const auto html = full_page_of(report);
    const auto first = html.find("SMD:");
    ASSERT_NE(first, std::string::npos);
    EXPECT_EQ(html.find("SMD:", first + 1), std::string::npos);
}

TEST(FullReport, EveryPictureSaysWhatItShows) {
    const auto body = test::read_body(full_page_of(full_report()));
    ASSERT_TRUE(body.parsed);
    std::set<std::string> ids;
    for (const auto& svg : body.document.select_nodes("//svg")) {
        EXPECT_STRNE(svg.node().child("title").text().as_string(), "");
        EXPECT_GT(std::string(svg.node().child("desc").text().as_string()).size(), 20u);
        EXPECT_STREQ(svg.node().attribute("role").as_string(), "img");
        for (const auto& node : svg.node().select_nodes(".//@id"))
            EXPECT_TRUE(ids.insert(node.attribute().value()).second) << node.attribute().value() << " twice";
    }
    for (const auto& link : body.document.select_nodes("//nav//a/@href")) {
        const std::string target = link.attribute().value();
        EXPECT_FALSE(body.document.select_nodes(("//section[@id='" + target.substr(1) + "']").c_str()).empty())
            << target;
    }
}

TEST(FullReport, PutsScratchAndPretrainedSideBySide) {
    const auto body = test::read_body(full_page_of(full_report()));
    const auto rows = rows_of(body.document, "Comparison in the form");
    ASSERT_EQ(rows.size(), 6u) << "8 rows, two of them pre-trained twins";
    // accuracy = AUC - 0.021, sensitivity = AUC + 0.032, specificity = AUC - 0.114 by construction
    EXPECT_EQ(rows[5],
              "ResNet-50 spectrograms fine; pre-trained: mitbih | 0.620 \u00b1 0.045 | 0.673 \u00b1 0.071 | 0.527 "
              "\u00b1 0.093 | "
              "0.731 \u00b1 0.045 | 0.784 \u00b1 0.071 | 0.638 \u00b1 0.093");
    EXPECT_EQ(rows[0],
              "QRS area ECG measurements | 0.677 \u00b1 0.045 | 0.730 \u00b1 0.071 | 0.584 \u00b1 0.093 | \u2013 | "
              "\u2013 | \u2013");
}

TEST(FullReport, PrintsNumbersTheSameEverywhere) {
    const auto html = full_page_of(full_report());
    const auto body = test::read_body(html);
    EXPECT_EQ(rows_of(body.document, "Ranking and").at(7),
              "ResNet-50 spectrograms fine; pre-trained: mitbih | 0.752 0.642 to 0.852 | 0.811 0.702 to 0.894 | 0.203 "
              "0.171 to "
              "0.238 | 0.87 0.41 to 1.36 | \u22120.06 \u22120.55 to 0.42");
    EXPECT_EQ(rows_of(body.document, "Ranking and").at(0),
              "QRS area ECG measurements | 0.698 0.588 to 0.798 | 0.811 0.702 to 0.894 | \u2013 | \u2013 | \u2013");
    EXPECT_EQ(
        rows_of(body.document, "Patients by outcome").at(6),
        "QRS duration, ms | 172.0 \u00b1 23.4 | 179.4 \u00b1 19.8 | 158.4 \u00b1 23.7 | < 0.001 Welch | 0.96 | 0");
    EXPECT_EQ(rows_of(body.document, "in subgroups").at(2),
              "women | 15 | 12 | 0.780 0.450 to 1.000 | 0.830 0.580 to 1.000 | \u2013");
    // A minus sign, not a hyphen, before numbers, and never minus zero.
    for (const auto& text : body.document.select_nodes("//tbody//td//text()"))
        EXPECT_FALSE(std::regex_search(text.node().value(), std::regex("^ *-[0-9]|^\u22120[.]?0*$")))
            << text.node().value();
}

TEST(FullReport, LeavesOutEachPartThatIsNotThere) {
    const auto without = [](const auto& change) {
        auto report = full_report();
        change(report);
        return full_page_of(report);
    };
    EXPECT_THAT(without([](auto& r) { r.baseline.reset(); }), Not(HasSubstr("Patients by outcome")));
    EXPECT_THAT(without([](auto& r) { r.calibration.clear(); }), Not(HasSubstr("</b> Calibration of")));
    EXPECT_THAT(without([](auto& r) { r.decision.reset(); }), Not(HasSubstr("</b> Decision curves")));
    EXPECT_THAT(without([](auto& r) { r.learning.reset(); }), Not(HasSubstr("</b> Learning curves")));
    EXPECT_THAT(without([](auto& r) { r.subgroups.clear(); }), Not(HasSubstr("Table 5.</b> ResNet-50")));
    EXPECT_THAT(without([](auto& r) { r.checklist = false; }), Not(HasSubstr("</b> TRIPOD+AI")));
    EXPECT_THAT(without([](auto& r) { r.differences.clear(); }), Not(HasSubstr("</b> Paired differences")));
    EXPECT_THAT(without([](auto& r) {
                    for (auto& row : r.models) row.full.reset();
                }),
                Not(HasSubstr("Ranking and")));
}

TEST(FullReport, RefusesAFigureThatDoesNotFitItself) {
    auto report = full_report();
    report.learning->models[0].low.pop_back();
    EXPECT_FALSE(evaluation_html(report));
    EXPECT_FALSE(evaluation_pdf(report));
    report = full_report();
    report.decision->models[0].net_benefit.pop_back();
    EXPECT_FALSE(evaluation_html(report));
    report = full_report();
    report.examples = {{"not a PNG", {}, "GIF89a"}};
    EXPECT_FALSE(evaluation_pdf(report));
}

// TRIPOD+AI: 27 items, 52 with their parts (Collins et al. 2024).
TEST(Checklist, HasEveryItemOnce) {
    const auto list = tripod_ai_checklist(full_report());
    std::set<std::string> numbers;
    std::set<int> items;
    for (const auto& item : list) {
        EXPECT_TRUE(numbers.insert(item.number).second) << item.number;
        items.insert(std::stoi(item.number));
        EXPECT_FALSE(item.topic.empty()) << item.number;
        EXPECT_FALSE(item.answer.empty()) << item.number;
    }
    EXPECT_EQ(list.size(), 52u);
    EXPECT_EQ(items.size(), 27u);
    EXPECT_EQ(*items.rbegin(), 27);
    for (const std::string part : {"3c", "6c", "8c", "9c", "12g", "18f", "20c", "23b", "27c"})
        EXPECT_TRUE(numbers.contains(part)) << part;
}

Filled filled(const EvaluationReport& report, const std::string& number) {
    for (const auto& item : tripod_ai_checklist(report))
        if (item.number == number) return item.filled;
    return Filled::not_applicable;
}

TEST(Checklist, ClaimsOnlyWhatTheReportHolds) {
    auto report = full_report();
    EXPECT_EQ(filled(report, "17"), Filled::author) << "no program knows of an ethics committee";
    EXPECT_EQ(filled(report, "20b"), Filled::yes);
    EXPECT_EQ(filled(report, "23a"), Filled::yes);
    EXPECT_EQ(filled(report, "14"), Filled::partly);
    report.baseline.reset();
    report.subgroups.clear();
    EXPECT_EQ(filled(report, "20b"), Filled::author);
    EXPECT_EQ(filled(report, "23a"), Filled::partly);
    EXPECT_EQ(filled(report, "14"), Filled::author);
    report.design.clear();
    EXPECT_EQ(filled(report, "12a"), Filled::author);
}

TEST(EvaluationPdf, HasNumberedPages) {
    const auto pdf = evaluation_pdf(full_report());
    ASSERT_TRUE(pdf) << pdf.error().message();
    EXPECT_TRUE(pdf->starts_with("%PDF-1.4"));
    const auto pages = test::count_pdf_pages(*pdf);
    EXPECT_GE(pages, 7u);
    EXPECT_LE(pages, 13u);
    EXPECT_THAT(*pdf, HasSubstr("/Count " + std::to_string(pages)));
    EXPECT_EQ(*pdf, evaluation_pdf(full_report()).value()) << "the same report gives the same bytes";
}

TEST(EvaluationPdf, SurvivesNothingAndTooMuch) {
    EXPECT_GE(test::count_pdf_pages(evaluation_pdf({}).value()), 2u);
    auto report = full_report();
    report.models[0].model = std::string(20'000, 'x') + "\xff\x01";
    report.title = "\xfe not UTF-8 \x02";
    report.command = std::string(30'000, 'y');
    report.cohort_notes.assign(300, "a note that takes a line");
    const auto pdf = evaluation_pdf(report);
    ASSERT_TRUE(pdf) << pdf.error().message();
    EXPECT_GT(test::count_pdf_pages(*pdf), 12u);
}

TEST(EvaluationPdf, IsWrittenWhole) {
    test::TemporaryFolder folder;
    const auto path = folder.path() / "deep" / "report.pdf";
    ASSERT_TRUE(write_evaluation_pdf(full_report(), path));
    const auto bytes = core::read_file(path).value();
    EXPECT_THAT(bytes.substr(bytes.size() - 8), HasSubstr("%%EOF"));
}

// A guideline under another definition of LBBB stands in the appendix, in the survival table as in the others.
TEST(FullReport, FoldsVariantsOfGuidelinesInTheSurvivalTableToo) {
    auto report = full_report();
    ModelRow variant = report.models.front();
    variant.model = variant.label = "ESC 2021 class I or IIa, LBBB by Strauss (rule)";
    variant.appendix = true;
    report.models.push_back(variant);
    auto figures = report.survival->rows.front();
    figures.row = {"ESC 2021 class I or IIa, LBBB by Strauss", "rule", "none"};
    ASSERT_EQ(figures.row.label(), variant.label);
    report.survival->rows.push_back(figures);
    const auto html = full_page_of(report);
    const auto body = test::read_body(html);
    ASSERT_TRUE(body.parsed);
    const auto appendix = html.rfind("Appendix: guidelines");  // the first is in the contents
    ASSERT_NE(appendix, std::string::npos);
    const auto table = html.find("Time to \u201cdeath\u201d by prediction");
    ASSERT_NE(table, std::string::npos);
    EXPECT_LT(table, appendix);
    EXPECT_EQ(html.substr(table, html.find("</table>", table) - table).find("by Strauss"), std::string::npos);
    const auto later = html.find("Time to \u201cdeath\u201d by prediction", appendix);
    ASSERT_NE(later, std::string::npos);
    EXPECT_THAT(html.substr(later, html.find("</table>", later) - later), HasSubstr("by Strauss"));
}

}  // namespace
}  // namespace synchrony::report
