#include "synchrony/core/result_files.hpp"

#include <gtest/gtest.h>

#include "support/temporary_folder.hpp"
#include "synchrony/core/files.hpp"

namespace synchrony::core {
namespace {

const ResultFiles evaluation{
    "results.json", {"cohort", "models"}, {"finished"}, {{"results.csv", "a,b"}, {"report.html", "<html"}}};

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
    put("report.html", "<html>");
    put("results.json", R"({"cohort": {}, "models": [], "seed": 1})");
    EXPECT_EQ(refused(), "") << "an earlier evaluation";
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

}  // namespace
}  // namespace synchrony::core
