#include "synchrony/study/transfer_settings.hpp"

#include <gtest/gtest.h>

#include <set>

#include "synchrony/core/random.hpp"

namespace synchrony::study {
namespace {

constexpr std::size_t patients = 80;

// Two blocks: "signal" carries the label, "noise" nothing.
struct World {
    FeatureBank bank;
    GainTask task;
    std::vector<Half> halves;
    std::vector<GainSetting> settings{{"noise", {"noise"}, {}}, {"signal", {"signal"}, {}}};
};

World make_world(std::uint64_t seed) {
    World gain;
    core::RandomStream random(seed);
    auto& signal = gain.bank["signal"];
    auto& noise = gain.bank["noise"];
    signal.resize(patients, 6);
    noise.resize(patients, 40);
    gain.task.name = "made";
    for (Eigen::Index r = 0; r < static_cast<Eigen::Index>(patients); ++r) {
        const bool positive = r % 3 == 0;
        gain.task.rows.push_back(static_cast<std::size_t>(r));
        gain.task.labels.push_back(positive ? 1 : 0);
        gain.halves.push_back((r / 2) % 2 == 0 ? Half::a : Half::b);
        for (Eigen::Index c = 0; c < signal.cols(); ++c)
            signal(r, c) = static_cast<float>(random.normal() + (positive ? 2.5 : 0.0));
        for (Eigen::Index c = 0; c < noise.cols(); ++c) noise(r, c) = static_cast<float>(random.normal());
    }
    return gain;
}

HalfTrial trial(const World& gain, Half half) {
    const FeatureBank* bank = &gain.bank;
    return *try_settings(std::span(&bank, 1), gain.settings, gain.task, gain.halves, half, {}, {});
}

TEST(TransferSettings, the_block_that_carries_the_label_is_chosen) {
    const auto gain = make_world(3);
    const auto found = trial(gain, Half::a);
    EXPECT_GT(found.mean(1), 0.95);
    EXPECT_LT(found.mean(0), 0.75);
    EXPECT_EQ(best_settings(std::span(&found, 1), 1), std::vector<std::size_t>{1});
}

// The point of the halves: whatever the reported patients' labels and features are, the choice stays the same.
TEST(TransferSettings, choosing_does_not_read_the_reported_half) {
    auto gain = make_world(4);
    const auto before = trial(gain, Half::a);
    for (std::size_t r = 0; r < patients; ++r) {
        if (gain.halves[r] == Half::a) continue;
        gain.task.labels[r] = static_cast<std::uint8_t>(1 - gain.task.labels[r]);
        gain.bank["signal"].row(static_cast<Eigen::Index>(r)).setConstant(1e6F);
    }
    EXPECT_EQ(trial(gain, Half::a).auc, before.auc);
    EXPECT_NE(trial(gain, Half::b).auc, before.auc);
}

TEST(TransferSettings, scores_do_not_read_the_labels_of_tested_rows) {
    auto gain = make_world(5);
    std::vector<std::size_t> training, test;
    for (std::size_t r = 0; r < patients; ++r) (r % 5 == 0 ? test : training).push_back(r);
    const std::vector<GainSetting> signal{gain.settings[1]};
    const auto before = setting_scores(gain.bank, signal, gain.task.labels, training, test, 1);
    for (const auto row : test) gain.task.labels[row] = static_cast<std::uint8_t>(1 - gain.task.labels[row]);
    EXPECT_EQ(*setting_scores(gain.bank, signal, gain.task.labels, training, test, 1), *before);
    const std::vector<GainSetting> none{{"none", {"none"}, {}}};
    EXPECT_EQ(setting_scores(gain.bank, none, gain.task.labels, training, test, 1).error().kind,
              core::ErrorKind::usage);
}

TEST(TransferSettings, several_settings_give_the_mean_of_their_log_odds) {
    const auto gain = make_world(6);
    std::vector<std::size_t> training, test;
    for (std::size_t r = 0; r < patients; ++r) (r % 4 == 0 ? test : training).push_back(r);
    const auto of = [&](std::span<const GainSetting> settings) {
        return *setting_scores(gain.bank, settings, gain.task.labels, training, test, 1);
    };
    const auto noise = of(std::span(gain.settings).first(1)), signal = of(std::span(gain.settings).last(1));
    const auto both = of(gain.settings);
    for (std::size_t i = 0; i < test.size(); ++i) EXPECT_NEAR(both[i], (noise[i] + signal[i]) / 2, 1e-12);
}

TEST(TransferSettings, the_best_come_first_and_the_first_of_equals) {
    // Two tasks; sums of AUCs: 1.25, 1.5, 1.25, 1.125.
    const std::vector<HalfTrial> trials{{{{0.75}, {0.75}, {0.5}, {0.5}}}, {{{0.5}, {0.75}, {0.75}, {0.625}}}};
    EXPECT_EQ(best_settings(trials, 3), (std::vector<std::size_t>{1, 0, 2}));
    EXPECT_EQ(best_settings(trials, 99).size(), 4U);
}

TEST(TransferSettings, names_are_distinct) {
    for (const auto& settings : {layer_settings(false), layer_settings(true), pixel_settings()}) {
        std::set<std::string> names;
        for (const auto& setting : settings) names.insert(setting.name);
        EXPECT_EQ(names.size(), settings.size());
    }
}

}  // namespace
}  // namespace synchrony::study
