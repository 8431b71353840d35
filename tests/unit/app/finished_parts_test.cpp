// The parts of a comparison that are done: taken up by the same run only, made again where the file is damaged or
// absurd.
#include "finished_parts.hpp"

#include <gtest/gtest.h>

#include "support/temporary_folder.hpp"
#include "synchrony/core/files.hpp"

namespace synchrony::app {
namespace {

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
    longer = request_;
    longer.transfer.pooling = model::LeadPooling::concat;
    EXPECT_FALSE(FinishedParts(longer, folds_, 1).find(row_, 0, 0)) << "leads joined otherwise";
    longer = request_;
    longer.transfer.augmentation.gain = 0;
    EXPECT_FALSE(FinishedParts(longer, folds_, 1).find(row_, 0, 0)) << "other augmentation";
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
