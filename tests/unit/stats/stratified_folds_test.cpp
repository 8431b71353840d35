// Properties that every deal must have, over many random cohorts.
#include "synchrony/stats/stratified_folds.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

namespace synchrony::stats {
namespace {

struct FoldCounts {
    std::vector<int> size;
    std::map<int, std::vector<int>> of_label;
};

FoldCounts count(const std::vector<std::uint8_t>& labels, const std::vector<int>& fold_of, int folds) {
    FoldCounts c{std::vector<int>(static_cast<std::size_t>(folds), 0), {}};
    for (std::size_t i = 0; i < labels.size(); ++i) {
        auto& label = c.of_label[labels[i]];
        label.resize(static_cast<std::size_t>(folds), 0);
        ++c.size.at(static_cast<std::size_t>(fold_of[i]));
        ++label.at(static_cast<std::size_t>(fold_of[i]));
    }
    return c;
}

int spread(const std::vector<int>& counts) {
    const auto [low, high] = std::ranges::minmax(counts);
    return high - low;
}

TEST(StratifiedFolds, are_even_to_within_one_patient_in_size_and_in_each_class) {
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
        core::RandomStream random(seed);
        const std::size_t n = 20 + random.index(200);
        const int folds = 2 + static_cast<int>(random.index(9));
        std::vector<std::uint8_t> labels(n);
        for (auto& l : labels) l = random.uniform() < 0.35 ? 1 : 0;
        std::vector<std::size_t> groups(n);
        std::iota(groups.begin(), groups.end(), std::size_t{0});
        const auto counts = count(labels, stratified_folds(labels, groups, folds, random), folds);
        EXPECT_LE(spread(counts.size), 1) << "seed " << seed;
        for (const auto& [label, of_label] : counts.of_label) EXPECT_LE(spread(of_label), 1) << "seed " << seed;
    }
}

TEST(StratifiedFolds, never_part_a_group_and_stay_roughly_even) {
    for (std::uint64_t seed = 0; seed < 100; ++seed) {
        core::RandomStream random(1000 + seed);
        const std::size_t n = 120;
        std::vector<std::uint8_t> labels(n);
        std::vector<std::size_t> groups(n);
        for (std::size_t i = 0; i < n; ++i) {
            labels[i] = random.uniform() < 0.4 ? 1 : 0;
            groups[i] = random.index(70);
        }
        const auto fold_of = stratified_folds(labels, groups, 5, random);
        std::map<std::size_t, std::set<int>> folds_of_group;
        for (std::size_t i = 0; i < n; ++i) folds_of_group[groups[i]].insert(fold_of[i]);
        for (const auto& [group, folds] : folds_of_group) EXPECT_EQ(folds.size(), 1U);
        EXPECT_LE(spread(count(labels, fold_of, 5).size), 8) << "seed " << seed;
    }
}

TEST(StratifiedFolds, repeat_with_the_seed_and_differ_without) {
    const std::vector<std::uint8_t> labels(40, 1);
    std::vector<std::size_t> groups(40);
    std::iota(groups.begin(), groups.end(), std::size_t{0});
    core::RandomStream a(1);
    core::RandomStream b(1);
    core::RandomStream c(2);
    const auto first = stratified_folds(labels, groups, 5, a);
    EXPECT_EQ(first, stratified_folds(labels, groups, 5, b));
    EXPECT_NE(first, stratified_folds(labels, groups, 5, c));
}

}  // namespace
}  // namespace synchrony::stats
