// Finished work on disk: taken up where it fits, made again where the file is of other work, damaged or hostile.
#include "piece_store.hpp"

#include <gtest/gtest.h>

#include "finished_parts.hpp"
#include "support/temporary_folder.hpp"
#include "synchrony/core/files.hpp"

namespace synchrony::app {
namespace {

TEST(PieceStore, GivesBackWhatWasKeptUnderTheSameFingerprint) {
    const test::TemporaryFolder folder;
    const PieceStore store(folder / "new/out");
    EXPECT_FALSE(store.find("finished/a", "f"));
    const nlohmann::json piece{1, 0.1, "text", nullptr};
    ASSERT_TRUE(store.keep("finished/a", "f", piece));
    EXPECT_EQ(store.find("finished/a", "f"), piece);
    EXPECT_FALSE(store.find("finished/a", "g")) << "of other data or settings";
    EXPECT_FALSE(store.find("finished/b", "f"));
    ASSERT_TRUE(store.keep("finished/a", "g", 2));
    EXPECT_EQ(store.find("finished/a", "g"), nlohmann::json(2));
    EXPECT_FALSE(store.find("finished/a", "f"));
}

TEST(PieceStore, AFileThatIsNoPieceCountsAsAbsent) {
    const test::TemporaryFolder folder;
    const PieceStore store(folder.path());
    ASSERT_TRUE(store.keep("a", "f", 1));
    const std::string good = *core::read_file(folder / "a.json");
    const std::string deep = std::string(100'000, '[') + std::string(100'000, ']');
    for (const std::string& text :
         {std::string(), good.substr(0, good.size() / 2), std::string("[1, 2]"), std::string("{}"),
          std::string(R"({"fingerprint": 7, "piece": 1})"), R"({"fingerprint": )" + deep + "}", deep,
          good.substr(0, good.find("\"piece\"")) + "\"piece\":" + deep + "}"}) {
        ASSERT_TRUE(core::write_file(folder / "a.json", text));
        EXPECT_FALSE(store.find("a", "f")) << text.substr(0, 60);
    }
    ASSERT_TRUE(core::write_file(folder / "a.json", good));
    EXPECT_TRUE(store.find("a", "f"));
}

class FinishedPartsTest : public testing::Test {
  protected:
    void SetUp() override {
        request_.out_folder = folder_ / "out";
        request_.cohort_csv = folder_ / "cohort.csv";
        ASSERT_TRUE(core::write_file(request_.cohort_csv, "patient_id\n1\n"));
        folds_ = {2, 1, 1, {{0, 1, 0, 1}}};
    }
    [[nodiscard]] FinishedParts parts(std::uint64_t seed = 1) const { return {request_, folds_, seed}; }
    [[nodiscard]] std::filesystem::path only_file() const {
        for (const auto& entry : std::filesystem::directory_iterator(request_.out_folder / "finished"))
            return entry.path();
        return {};
    }
    test::TemporaryFolder folder_;
    EvaluateRequest request_;
    cohort::Folds folds_;
    eval::RowName row_{"Logistic regression", "clinical columns"};
    std::vector<eval::PatientPrediction> made_{{0, 0, 0, 0.25, false, 1}, {2, 0, 0, 0.75, true, 0}};
};

TEST_F(FinishedPartsTest, AreTakenUpByTheSameRunOnly) {
    ASSERT_TRUE(parts().keep(row_, 0, 0, made_));
    const auto found = parts().find(row_, 0, 0);
    ASSERT_TRUE(found);
    ASSERT_EQ(found->size(), 2U);
    EXPECT_EQ((*found)[1].patient, 2U);
    EXPECT_EQ((*found)[1].score, 0.75);
    EXPECT_TRUE((*found)[1].responds);
    EXPECT_EQ((*found)[0].outcome, 1);
    EXPECT_FALSE(parts().find(row_, 0, 1));
    EXPECT_FALSE(parts().find({"Support vector machine"}, 0, 0));
    EXPECT_FALSE(parts(2).find(row_, 0, 0)) << "another seed";
    EXPECT_FALSE(FinishedParts(request_, {2, 1, 1, {{0, 1, 1, 0}}}, 1).find(row_, 0, 0)) << "another deal";
    auto longer = request_;
    longer.transfer.epochs += 1;
    EXPECT_FALSE(FinishedParts(longer, folds_, 1).find(row_, 0, 0)) << "another training";
    ASSERT_TRUE(core::write_file(request_.cohort_csv, "patient_id\n2\n"));
    EXPECT_FALSE(parts().find(row_, 0, 0)) << "another cohort file";
}

TEST_F(FinishedPartsTest, AbsurdOnesAreMadeAgain) {
    ASSERT_TRUE(parts().keep(row_, 0, 0, made_));
    const std::string good = *core::read_file(only_file());
    const auto at = good.find("0.25");
    ASSERT_NE(at, std::string::npos);
    for (const char* score : {"-5.0", "1e308", "\"x\"", "null", "[[[[0]]]]", "1.5"}) {
        auto bad = good;
        ASSERT_TRUE(core::write_file(only_file(), bad.replace(at, 4, score)));
        EXPECT_FALSE(parts().find(row_, 0, 0)) << score;
    }
    ASSERT_TRUE(core::write_file(only_file(), good));
    EXPECT_TRUE(parts().find(row_, 0, 0));
}

}  // namespace
}  // namespace synchrony::app
