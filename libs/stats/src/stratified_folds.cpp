#include "synchrony/stats/stratified_folds.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <tuple>

namespace synchrony::stats {
namespace {

constexpr std::size_t label_count = 256;

struct Group {
    std::vector<std::size_t> items;
    std::map<std::uint8_t, std::size_t> labels;  ///< label -> items of it
};

std::vector<Group> collect(std::span<const std::uint8_t> labels, std::span<const std::size_t> groups) {
    std::map<std::size_t, Group> by_number;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        auto& group = by_number[groups[i]];
        group.items.push_back(i);
        ++group.labels[labels[i]];
    }
    std::vector<Group> all;
    all.reserve(by_number.size());
    for (auto& [number, group] : by_number) all.push_back(std::move(group));
    return all;
}

std::uint8_t main_label(const Group& group) {
    return std::ranges::max_element(group.labels, {}, [](const auto& entry) { return entry.second; })->first;
}

struct Fold {
    std::vector<std::size_t> labels = std::vector<std::size_t>(label_count, 0);
    std::size_t size = 0;
};

/// How much less even the labels become when the group joins the fold: the rise of the sum of squared counts, each
/// label weighted by its rarity.
double cost(const Fold& fold, const Group& group, std::span<const std::size_t> totals) {
    double rise = 0.0;
    for (const auto& [label, count] : group.labels) {
        const auto before = static_cast<double>(fold.labels[label]);
        const auto added = static_cast<double>(count);
        rise += (2.0 * before * added + added * added) / static_cast<double>(totals[label]);
    }
    return rise;
}

}  // namespace

std::vector<int> stratified_folds(std::span<const std::uint8_t> labels, std::span<const std::size_t> groups, int folds,
                                  core::RandomStream& random) {
    auto all = collect(labels, groups);
    random.shuffle(all);
    // Large groups first, while there is room to even them out; then label by label, so that a label's leftover
    // items go to the folds that the label before left small.
    std::ranges::stable_sort(all, [](const Group& a, const Group& b) {
        return std::tuple(b.items.size(), main_label(a)) < std::tuple(a.items.size(), main_label(b));
    });
    std::vector<std::size_t> totals(label_count, 0);
    for (const auto label : labels) ++totals[label];

    std::vector<Fold> parts(static_cast<std::size_t>(folds));
    std::vector<std::size_t> order(parts.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    random.shuffle(order);  // ties go to a random fold, else the first folds would always be the larger ones
    std::vector<int> fold_of(labels.size(), 0);
    for (const auto& group : all) {
        const auto best = *std::ranges::min_element(
            order, {}, [&](std::size_t f) { return std::pair(cost(parts[f], group, totals), parts[f].size); });
        for (const auto& [label, count] : group.labels) parts[best].labels[label] += count;
        parts[best].size += group.items.size();
        for (const auto item : group.items) fold_of[item] = static_cast<int>(best);
    }
    return fold_of;
}

}  // namespace synchrony::stats
