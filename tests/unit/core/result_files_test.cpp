#include "synchrony/core/result_files.hpp"

#include <gtest/gtest.h>

#include "support/temporary_folder.hpp"
#include "synchrony/core/files.hpp"

namespace synchrony::core {
namespace {

const ResultFiles evaluation{
    "results.json", {"cohort", "models"}, {"finished"}, {{"results.csv", "a,b"}, {"report.html", ""}}};

class ResultFolder : public testing::Test {
  protected:
    void put(const std::string& name, const std::string& bytes) const {
        ASSERT_TRUE(write_file(folder_ / name, bytes));
    }
    [[nodiscard]] std::string refused() const {
        const auto check = check_replaces_results(folder_.path(), evaluation);
        return check ? "" : check.error().where;
    }
    test::TemporaryFolder folder_;
};

TEST_F(ResultFolder, NewOrOfTheSameWork) {
    EXPECT_TRUE(check_replaces_results(folder_ / "not there yet", evaluation));
    EXPECT_EQ(refused(), "");
    put("paper.docx", "mine");
    put("report.html", "");
    EXPECT_EQ(refused(), "") << "another name; nothing in it";
    put("report.html", "<html><meta name=\"generator\" content=\"Synchrony\">");
    put("results.json", R"({"cohort": {}, "models": [], "seed": 1})");
    EXPECT_EQ(refused(), "") << "an earlier evaluation";
    put("report.html", "<html>mine");
    EXPECT_EQ(refused(), (folder_ / "report.html").string()) << "own, among results";
    put("report.html", "");
    put("results.csv", "my,table");
    EXPECT_EQ(refused(), (folder_ / "results.csv").string()) << "own, among results";
}

TEST_F(ResultFolder, OfARunThatWasStopped) {
    put("results.csv", "a,b");
    ASSERT_TRUE(make_directories(folder_ / "finished"));
    EXPECT_EQ(refused(), "");
}

TEST_F(ResultFolder, SomebodysOwn) {
    put("report.html", "<html>a thesis");
    EXPECT_EQ(refused(), (folder_ / "report.html").string());
    for (const auto* const document : {"mine", "[1, 2]", R"({"cohort": {}})", "{\"cohort\": {}, \"models\": "}) {
        put("results.json", document);
        EXPECT_EQ(refused(), (folder_ / "results.json").string()) << document;
    }
}

TEST_F(ResultFolder, NamesAllThatIsWritten) {
    EXPECT_EQ(evaluation.names(), (std::vector<std::string>{"results.json", "results.csv", "report.html"}));
}

TEST_F(ResultFolder, OneDocument) {
    const auto report = folder_ / "report.json";
    const std::vector<std::string> fields{"steps"};
    EXPECT_TRUE(check_replaces_document({}, fields));
    EXPECT_TRUE(check_replaces_document(report, fields));
    put("report.json", R"({"steps": 1, "more": 2})");
    EXPECT_TRUE(check_replaces_document(report, fields));
    put("report.json", R"({"mine": 1})");
    const auto refused = check_replaces_document(report, fields);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().where, report.string());
}

}  // namespace
}  // namespace synchrony::core
