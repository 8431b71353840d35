// What of an earlier run a transfer experiment may take up: scores of the same patients in the same folds, made in the
// same way.
#include <gtest/gtest.h>

#include "support/temporary_folder.hpp"
#include "synchrony/core/files.hpp"
#include "transfer_network_jobs.hpp"

namespace synchrony::study {
namespace {

// Gives every patient one half and counts how often something was fitted.
class CountingClassifier final : public nn::TransferClassifier {
  public:
    explicit CountingClassifier(int& fits) : fits_(fits) {}
    core::Result<void> fit(const model::PatientSet&, std::span<const std::size_t>, const core::RunContext&) override {
        ++fits_;
        return {};
    }
    core::Result<std::vector<model::Prediction>> predict(const model::PatientSet&,
                                                         std::span<const std::size_t> rows) override {
        return std::vector<model::Prediction>(rows.size(), model::Prediction{0.5, true});
    }
    core::Result<model::Bundle> bundle() const override { return model::Bundle{}; }

  private:
    int& fits_;
};

class CountingEngine final : public nn::Engine {
  public:
    int fits = 0;
    std::string description() const override { return "none"; }
    core::Result<std::unique_ptr<nn::TransferClassifier>> transfer(const nn::TransferOptions&) override {
        return std::make_unique<CountingClassifier>(fits);
    }
    core::Result<nn::PretrainResult> pretrain(const features::ImageSet&, const nn::PretrainOptions&,
                                              const core::RunContext&) override {
        return core::fail_input("unused");
    }
    core::Result<std::vector<double>> probabilities(const model::Bundle&, const features::ImageSet&,
                                                    std::span<const std::size_t>, const core::RunContext&) override {
        return core::fail_input("unused");
    }
    core::Result<std::unique_ptr<nn::TransferClassifier>> fitted(model::Bundle, const core::RunContext&) override {
        return core::fail_input("unused");
    }
    core::Result<model::FeatureTable> deep_features(const features::ImageSet&, std::span<const record::PatientId>,
                                                    const nn::DeepFeatureOptions&, const core::RunContext&) override {
        return core::fail_input("unused");
    }
    core::Result<model::Bundle> random_bundle(const model::Architecture&, std::uint64_t) override {
        return core::fail_input("unused");
    }
};

constexpr std::size_t known_patients = 100;

class TransferCache : public ::testing::Test {
  protected:
    void SetUp() override {
        task.name = "lvh";
        for (std::size_t p = 0; p < known_patients; ++p) {
            gain.patients.emplace_back("ludb-" + std::to_string(p));
            gain.halves.push_back(p % 4 < 2 ? Half::a : Half::b);
            task.rows.push_back(p);
            task.labels.push_back(static_cast<std::uint8_t>(p % 2));
        }
    }
    Draw draw_of(std::size_t patients, int folds) const {
        const DrawOptions options{patients, patients / 2, folds, 1};
        auto draw =
            make_draw(gain.patients, task.labels, {patients / 2, patients - patients / 2, {}}, "lvh", 0, options);
        EXPECT_TRUE(draw) << draw.error().message();
        return std::move(*draw);
    }
    std::vector<double> scores(const Draw& draw) {
        auto made = run_jobs(gain, "networks", {{"scratch", &setting, &task, &draw, "draws/lvh-0", {}}});
        EXPECT_TRUE(made) << made.error().message();
        return made ? made->front() : std::vector<double>();
    }

    test::TemporaryFolder folder;
    core::RunContext context;
    TransferGainRequest request;
    CountingEngine engine;
    NetworkSetting setting{"15 epochs", {}};
    GainTask task;
    GainContext gain{
        request, context, &engine, {}, {}, {}, {}, nullptr, core::Key("test"), core::ResultCache(folder.path())};
};

TEST_F(TransferCache, AnotherNumberOfFoldsIsAnotherResult) {
    const auto five = draw_of(40, 5), ten = draw_of(40, 10);
    EXPECT_EQ(scores(five).size(), 40U);
    EXPECT_EQ(engine.fits, 5);
    EXPECT_EQ(scores(five).size(), 40U);
    EXPECT_EQ(engine.fits, 5) << "taken from the cache";
    EXPECT_EQ(scores(ten).size(), 40U);
    EXPECT_EQ(engine.fits, 5 + 10) << "scores of five folds are none of ten";
}

TEST_F(TransferCache, OtherPatientsAreAnotherResult) {
    EXPECT_EQ(scores(draw_of(70, 5)).size(), 70U);
    EXPECT_EQ(scores(draw_of(40, 5)).size(), 40U);
    EXPECT_EQ(engine.fits, 10);
}

TEST_F(TransferCache, EveryOptionOfTheNetworksCounts) {
    const auto draw = draw_of(40, 5);
    scores(draw);
    setting.options.head_penalty = 0.2;
    scores(draw);
    setting.options.optimizer.learning_rate = 5.0000001e-4;
    scores(draw);
    EXPECT_EQ(engine.fits, 15);
    gain.key.add("model", "other");
    scores(draw);
    EXPECT_EQ(engine.fits, 20);
}

// A file under the right key that holds something else is made anew, not read past its end.
TEST_F(TransferCache, ScoresThatDoNotFitTheDrawAreNotTaken) {
    const auto draw = draw_of(40, 5);
    const NetworkJob job{"scratch", &setting, &task, &draw, "draws/lvh-0", {}};
    for (const auto& wrong : {nlohmann::json(MemberScores{std::vector<double>(71, 9.0)}), nlohmann::json("text"),
                              nlohmann::json::array(), nlohmann::json{{nullptr, 1.0}}}) {
        ASSERT_TRUE(gain.cache.keep("draws/lvh-0-scratch-15-epochs", job_key(gain, job), wrong));
        const auto made = scores(draw);
        ASSERT_EQ(made.size(), 40U);
        EXPECT_EQ(made.front(), 0.0) << "the log-odds of one half";
    }
    EXPECT_EQ(engine.fits, 4 * 5);
}

TEST_F(TransferCache, ScoresOfRegressionKnowDrawFoldsAndSettings) {
    ChosenSettings settings;
    for (auto& half : settings.of_half) half.push_back({"pixels", {"a"}, ml::ColumnScaling::each});
    const auto usual = scores_key(gain, "pixels", task, draw_of(40, 5), settings);
    EXPECT_EQ(usual, scores_key(gain, "pixels", task, draw_of(40, 5), settings));
    EXPECT_NE(usual, scores_key(gain, "pixels", task, draw_of(40, 10), settings));
    EXPECT_NE(usual, scores_key(gain, "pixels", task, draw_of(42, 5), settings));
    EXPECT_NE(usual, scores_key(gain, "frozen", task, draw_of(40, 5), settings));
    auto others = settings;
    others.of_half[1].front().blocks = {"b"};
    EXPECT_NE(usual, scores_key(gain, "pixels", task, draw_of(40, 5), others));
    const auto random = scores_key(gain, "random", task, draw_of(40, 5), settings);
    request.random_nets = 1;
    EXPECT_NE(random, scores_key(gain, "random", task, draw_of(40, 5), settings));
    auto relabelled = task;
    relabelled.labels.front() ^= 1;
    EXPECT_NE(usual, scores_key(gain, "pixels", relabelled, draw_of(40, 5), settings));
}

TEST_F(TransferCache, TrialsKnowTheirFolds) {
    const auto key = [&] { return trial_key(gain, "pixels", task, {}, Half::a); };
    const auto usual = key();
    request.trials.folds = 10;
    EXPECT_NE(usual, key());
    request.trials = {};
    request.trials.repeats = 7;
    EXPECT_NE(usual, key());
    EXPECT_NE(usual, trial_key(gain, "pixels", task, {}, Half::b));
}

}  // namespace
}  // namespace synchrony::study
