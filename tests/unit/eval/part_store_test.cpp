// A run that was killed goes on: parts that are kept are not made again, and none is taken that does not fit.
#include <gtest/gtest.h>

#include <map>
#include <mutex>

#include "synchrony/eval/cross_validate.hpp"

namespace synchrony::eval {
namespace {

class MemoryStore final : public PartStore {
  public:
    using Key = std::pair<int, int>;
    [[nodiscard]] std::optional<std::vector<PatientPrediction>> find(const RowName&, int repeat,
                                                                     int fold) const override {
        const std::lock_guard lock(mutex_);
        const auto found = parts.find({repeat, fold});
        return found == parts.end() ? std::nullopt : std::optional(found->second);
    }
    [[nodiscard]] core::Result<void> keep(const RowName&, int repeat, int fold,
                                          const std::vector<PatientPrediction>& made) const override {
        const std::lock_guard lock(mutex_);
        parts[{repeat, fold}] = made;
        return {};
    }
    mutable std::map<Key, std::vector<PatientPrediction>> parts;

  private:
    mutable std::mutex mutex_;
};

// Says 0.25 of everybody and counts how often it was fitted; the `last` fit fails, as a process dies.
class Counting final : public model::Classifier {
  public:
    Counting(int* fits, int last) : fits_(fits), last_(last) {}
    core::Result<void> fit(const model::PatientSet&, std::span<const std::size_t>, const core::RunContext&) override {
        if (++*fits_ == last_) return core::fail_input("died", "here");
        return {};
    }
    core::Result<std::vector<model::Prediction>> predict(const model::PatientSet&,
                                                         std::span<const std::size_t> rows) override {
        return std::vector<model::Prediction>(rows.size(), {0.25, false});
    }

  private:
    int* fits_;
    int last_;
};

class Resume : public testing::Test {
  protected:
    void SetUp() override {
        for (int i = 0; i < 12; ++i) {
            set_.patients.emplace_back(std::to_string(i));
            set_.response.push_back(static_cast<std::uint8_t>(i % 2));
        }
        folds_ = *cohort::make_folds(set_.patients, set_.response, {}, {.folds = 3, .repeats = 2, .seed = 5});
    }
    CrossValidation run(int last = 0) {
        const std::vector<ModelRow> rows{
            {{"counting"}, RowKind::model, [&, last] { return std::make_unique<Counting>(&fits_, last); }}};
        auto done = cross_validate(set_, folds_, rows, {}, {.finished = &store_, .worth_keeping_s = 0.0});
        EXPECT_TRUE(done);
        return *done;
    }
    model::PatientSet set_;
    cohort::Folds folds_;
    MemoryStore store_;
    int fits_ = 0;
};

TEST_F(Resume, goes_on_after_the_part_that_died) {
    EXPECT_EQ(run(4).left_out.size(), 1U);
    EXPECT_EQ(store_.parts.size(), 3U);
    fits_ = 0;
    const auto rest = run();
    EXPECT_EQ(fits_, 3) << "six parts, of which three were kept";
    ASSERT_EQ(rest.models.size(), 1U);
    EXPECT_EQ(rest.models[0].predictions.size(), 24U);
}

TEST_F(Resume, takes_kept_predictions_as_they_are) {
    run();
    store_.parts[{1, 2}].front().score = 0.75;
    fits_ = 0;
    const auto again = run();
    EXPECT_EQ(fits_, 0);
    const auto& last_part = again.models.at(0).predictions[24 - 4];
    EXPECT_EQ(last_part.score, 0.75);
}

TEST_F(Resume, makes_parts_again_that_do_not_fit) {
    run();
    store_.parts[{0, 0}].pop_back();                                         // a patient is missing
    store_.parts[{0, 1}].front().outcome ^= 1;                               // another truth
    store_.parts[{0, 2}].front().patient = store_.parts[{0, 1}][0].patient;  // a patient of another part
    store_.parts[{1, 0}].front().score = std::numeric_limits<double>::quiet_NaN();
    fits_ = 0;
    run();
    EXPECT_EQ(fits_, 4);
}

TEST_F(Resume, keeps_nothing_that_is_done_in_a_moment) {
    const std::vector<ModelRow> rows{
        {{"counting"}, RowKind::model, [&] { return std::make_unique<Counting>(&fits_, 0); }}};
    ASSERT_TRUE(cross_validate(set_, folds_, rows, {}, {.finished = &store_, .worth_keeping_s = 3600.0}));
    EXPECT_TRUE(store_.parts.empty());
}

}  // namespace
}  // namespace synchrony::eval
