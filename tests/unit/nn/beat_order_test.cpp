#include "beat_order.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace synchrony::nn {
namespace {

TEST(ClassWeights, FollowThePowerOfTheShare) {
    // Shares 0.9 and 0.1; inverse shares 10/9 and 10, whose mean over images is 2.
    const auto full = class_weights({900, 100, 0, 0, 0}, 1.0);
    EXPECT_NEAR(full[0], 1000.0 / 900 / 2, 1e-12);
    EXPECT_NEAR(full[1], 10.0 / 2, 1e-12);
    EXPECT_EQ(full[2], 0.0);
    const auto none = class_weights({900, 100, 0, 0, 0}, 0.0);
    EXPECT_NEAR(none[0], 1.0, 1e-12);
    EXPECT_NEAR(none[1], 1.0, 1e-12);
    // Square root: weights in the ratio 3 to 1.
    const auto root = class_weights({900, 100, 0, 0, 0}, 0.5);
    EXPECT_NEAR(root[1] / root[0], 3.0, 1e-12);
}

TEST(EpochOrder, ShowsEachImageOnceAndDiffersBetweenEpochs) {
    const core::RandomStream random(3);
    const auto first = epoch_order(100, {}, random, 0), second = epoch_order(100, {}, random, 1);
    auto sorted = first;
    std::ranges::sort(sorted);
    for (std::size_t i = 0; i < sorted.size(); ++i) EXPECT_EQ(sorted[i], i);
    EXPECT_NE(first, second);
    EXPECT_EQ(first, epoch_order(100, {}, random, 0));
}

TEST(EpochOrder, DrawsByWeight) {
    std::vector<double> weights(1000, 1.0);
    std::fill(weights.begin(), weights.begin() + 100, 9.0);  // a tenth of the images, half of the weight
    const auto order = epoch_order(1000, weights, core::RandomStream(5), 0);
    const auto heavy = std::ranges::count_if(order, [](std::size_t i) { return i < 100; });
    EXPECT_NEAR(static_cast<double>(heavy), 500.0, 5 * 15.8);  // binomial: SD sqrt(1000 / 4)
}

// Three patients with 1, 2 and 100 images, two a step: in every three draws, each is seen once.
TEST(UnlabelledOfStep, LetsPatientsTakeTurns) {
    std::vector<std::vector<std::size_t>> patients{{0}, {1, 2}, {}};
    for (std::size_t i = 3; i < 103; ++i) patients[2].push_back(i);
    const core::RandomStream random(11);
    std::vector<int> of_round;
    std::array<int, 103> seen{};
    for (std::uint64_t step = 0; step < 300; ++step) {
        const auto images = taking_turns(patients, 2, random, step);
        ASSERT_EQ(images.size(), 2U);
        EXPECT_EQ(images, taking_turns(patients, 2, random, step)) << "whatever came before";
        for (const auto image : images) {
            ++seen[image];
            of_round.push_back(image == 0 ? 0 : image < 3 ? 1 : 2);
            if (of_round.size() < 3) continue;
            std::ranges::sort(of_round);
            EXPECT_EQ(of_round, (std::vector<int>{0, 1, 2}));
            of_round.clear();
        }
    }
    EXPECT_EQ(seen[0], 200);
    EXPECT_EQ(seen[1] + seen[2], 200);
    EXPECT_NEAR(seen[1], 100, 4 * 7.1) << "binomial: SD sqrt(200 / 4)";
}

TEST(Spread, PutsItsShareIntoEachPartOfABatch) {
    EXPECT_EQ(spread({1, 2, 3, 4, 5, 6}, {91, 92}), (std::vector<std::size_t>{1, 2, 3, 91, 4, 5, 6, 92}));
    EXPECT_EQ(spread({1, 2}, {91, 92, 93}), (std::vector<std::size_t>{1, 91, 2, 92, 93}));
    EXPECT_EQ(spread({1, 2}, {}), (std::vector<std::size_t>{1, 2}));
}

// Class S: four images of patient 0 and one of patient 1. With power 0.5 they weigh 4^-0.5 = 1/2 and 1; the class is to
// keep its weight of 5 times 2, so all are multiplied by 5 / (4 / 2 + 1) times 2.
TEST(SamplingWeights, SpreadAClassOverItsPatients) {
    std::vector<features::ImageIndex> index;
    for (int i = 0; i < 4; ++i) index.push_back({0, 0, i, 1, 0, 0, 0});
    index.push_back({1, 0, 0, 1, 0, 0, 0});
    index.push_back({1, 0, 1, 0, 0, 0, 0});
    const std::vector<record::PatientId> patients{record::PatientId("a"), record::PatientId("b")};
    const std::vector<std::string> leads{"II"};
    const auto weights = sampling_weights({index, patients, leads}, {0, 1, 2, 3, 4, 5}, {0.5, 2.0, 0, 0, 0}, 0.5);
    ASSERT_EQ(weights.size(), 6U);
    for (std::size_t i = 0; i < 4; ++i) EXPECT_NEAR(weights[i], 10.0 / 3 / 2, 1e-12);
    EXPECT_NEAR(weights[4], 10.0 / 3, 1e-12);
    EXPECT_NEAR(weights[5], 0.5, 1e-12);
    const auto plain = sampling_weights({index, patients, leads}, {0, 4, 5}, {0.5, 2.0, 0, 0, 0}, 0.0);
    EXPECT_EQ(plain, (std::vector<double>{2.0, 2.0, 0.5}));
}

// Drawn by class weights of power 1, each class makes up the same share of an epoch.
TEST(SamplingWeights, BalanceTheClassesOfAnEpoch) {
    std::vector<features::ImageIndex> index;
    std::vector<std::size_t> images;
    for (int i = 0; i < 3000; ++i) {
        index.push_back({i % 3, 0, i, static_cast<std::int8_t>(i % 30 == 0 ? 2 : i % 10 == 0 ? 1 : 0), 0, 0, 0});
        images.push_back(static_cast<std::size_t>(i));
    }
    const std::vector<record::PatientId> patients{record::PatientId("a"), record::PatientId("b"),
                                                  record::PatientId("c")};
    const std::vector<std::string> leads{"II"};
    const BeatIndex set{index, patients, leads};
    const auto counts = class_counts(set, images);
    const auto order = epoch_order(images.size(), sampling_weights(set, images, class_weights(counts, 1.0), 0.5),
                                   core::RandomStream(1), 0);
    std::array<int, 5> drawn{};
    for (const auto i : order) ++drawn[static_cast<std::size_t>(index[i].label)];
    for (const int c : {0, 1, 2}) EXPECT_NEAR(drawn[static_cast<std::size_t>(c)], 1000, 4 * std::sqrt(3000 * 2.0 / 9));
}

}  // namespace
}  // namespace synchrony::nn
