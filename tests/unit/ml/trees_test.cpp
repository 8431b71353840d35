// Truths: problems whose answer is known, and properties that hold only when everything is learnt from training rows
// and the seed fixes every choice.
#include "synchrony/ml/trees.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <numeric>
#include <thread>

#include "support/numbered_set.hpp"
#include "synchrony/core/random.hpp"
#include "synchrony/stats/auc.hpp"

namespace synchrony::ml {
namespace {

/// Exclusive or of the signs of two columns among `p`: no line and no single column knows anything of it.
model::PatientSet exclusive_or(std::size_t n, std::size_t p, std::uint64_t seed) {
    auto set = test::numbered_set(n, p);
    core::RandomStream random(seed);
    auto& table = set.tables["clinical"];
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j < p; ++j) table.values.emplace_back(random.normal());
        set.response[i] = (*table.at(i, 0) > 0.0) != (*table.at(i, 1) > 0.0) ? 1 : 0;
    }
    return set;
}

std::vector<std::size_t> tree_range(std::size_t begin, std::size_t end) {
    std::vector<std::size_t> rows(end - begin);
    std::iota(rows.begin(), rows.end(), begin);
    return rows;
}

template <typename Model, typename Options>
std::vector<double> scores(const model::PatientSet& set, std::size_t training, const Options& options,
                           std::uint64_t seed = 1) {
    Model model(options);
    const auto fitted = model.fit(set, tree_range(0, training), {.threads = 1, .seed = seed});
    EXPECT_TRUE(fitted) << fitted.error().message();
    const auto answers = model.predict(set, tree_range(training, set.size()));
    EXPECT_TRUE(answers);
    std::vector<double> values;
    for (const auto& answer : *answers) values.push_back(answer.score);
    return values;
}

double test_auc(const model::PatientSet& set, std::size_t training, const std::vector<double>& values) {
    const std::vector<std::uint8_t> labels(set.response.begin() + static_cast<std::ptrdiff_t>(training),
                                           set.response.end());
    return *stats::auc(values, labels);
}

ForestOptions small_forest() {
    ForestOptions options;
    options.trees = 100;
    return options;
}

TEST(RandomForest, learns_what_no_line_can) {
    const auto set = exclusive_or(500, 4, 1);
    EXPECT_GT(test_auc(set, 300, scores<RandomForest>(set, 300, small_forest())), 0.9);
    EXPECT_LT(test_auc(set, 300, scores<LogisticRegression>(set, 300, TabularOptions{})), 0.6);
}

/// Address space of this process, bytes.
std::size_t address_space() {
    constexpr std::size_t page = 4096;
    std::size_t pages = 0;
    std::ifstream("/proc/self/statm") >> pages;
    return pages * page;
}

// OpenCV sets aside two nodes to the power of the depth limit, for each tree: 3.5 GB at its highest, where a process
// with bounded memory (a batch system's) ends.
TEST(RandomForest, fits_in_bounded_memory) {
    if (address_space() > std::size_t{1} << 40U) GTEST_SKIP() << "a sanitizer's shadow memory is not bounded";
    const auto set = exclusive_or(120, 4, 5);
    const auto train_in_half_a_gigabyte = [&set] {
        const rlim_t most = address_space() + (std::size_t{512} << 20U);
        const rlimit limit{most, most};
        if (setrlimit(RLIMIT_AS, &limit) != 0) std::_Exit(2);
        std::_Exit(scores<RandomForest>(set, 100, small_forest()).size() == 20 ? 0 : 1);
    };
    EXPECT_EXIT(train_in_half_a_gigabyte(), testing::ExitedWithCode(0), "");
}

TEST(Boosting, learns_what_no_line_can) {
    const auto set = exclusive_or(500, 4, 2);
    EXPECT_GT(test_auc(set, 300, scores<Boosting>(set, 300, BoostingOptions{})), 0.9);
}

TEST(Trees, scores_are_probabilities_near_the_share_where_nothing_can_be_known) {
    auto set = exclusive_or(300, 5, 3);
    core::RandomStream random(4);
    random.shuffle(set.response);
    for (const auto& values :
         {scores<RandomForest>(set, 200, small_forest()), scores<Boosting>(set, 200, BoostingOptions{})})
        for (const double value : values) {
            EXPECT_GT(value, 0.2);
            EXPECT_LT(value, 0.8);
        }
}

// One seed, one answer: alone, again, and beside others on other threads.
TEST(Trees, one_seed_gives_one_answer_on_any_thread) {
    const auto set = exclusive_or(120, 6, 5);
    const auto forest = scores<RandomForest>(set, 80, small_forest());
    const auto boosting = scores<Boosting>(set, 80, BoostingOptions{});
    std::vector<std::vector<double>> again(4);
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < again.size(); ++i)
        threads.emplace_back([&, i] {
            again[i] = i % 2 == 0 ? scores<RandomForest>(set, 80, small_forest())
                                  : scores<Boosting>(set, 80, BoostingOptions{});
        });
    for (auto& thread : threads) thread.join();
    for (std::size_t i = 0; i < again.size(); ++i) EXPECT_EQ(again[i], i % 2 == 0 ? forest : boosting);
    EXPECT_NE(scores<RandomForest>(set, 80, small_forest(), 2), forest);
    EXPECT_NE(scores<Boosting>(set, 80, BoostingOptions{}, 2), boosting);
}

TEST(Trees, missing_values_and_columns_without_spread_do_no_harm) {
    auto set = exclusive_or(200, 4, 6);
    auto& table = set.tables["clinical"];
    for (std::size_t i = 0; i < 200; ++i) {
        if (i % 7 == 0) table.values[i * 4 + 2].reset();
        table.values[i * 4 + 3] = 1.0;
    }
    EXPECT_GT(test_auc(set, 150, scores<RandomForest>(set, 150, small_forest())), 0.85);
    EXPECT_GT(test_auc(set, 150, scores<Boosting>(set, 150, BoostingOptions{})), 0.85);
}

// Nothing chosen from test rows: whatever their values and labels become, the answers about others stay.
TEST(Trees, columns_are_chosen_from_training_rows_alone) {
    auto set = exclusive_or(100, 60, 7);
    for (std::size_t i = 0; i < 100; ++i)
        set.tables["clinical"].values[i * 60 + 5] = set.response[i] + 0.5 * std::sin(double(i));
    auto options = small_forest();
    options.keep = 3;
    const auto before = scores<RandomForest>(set, 70, options);
    EXPECT_GT(test_auc(set, 70, before), 0.9);  // the one column that knows is among the three of sixty
    auto other = set;
    for (std::size_t i = 71; i < 100; ++i) {
        other.response[i] = static_cast<std::uint8_t>(1 - other.response[i]);
        for (std::size_t j = 0; j < 60; ++j) other.tables["clinical"].values[i * 60 + j] = 1e6 * static_cast<double>(j);
    }
    EXPECT_EQ(scores<RandomForest>(other, 70, options)[0], before[0]);
}

// Every person twice with the same values and labels of noise. Inner folds that part the two would find a forest of
// single leaves (which finds the twin) better than it is and trust it; with groups the frame sees that it knows
// nothing.
TEST(Trees, inner_folds_respect_the_group) {
    core::RandomStream random(8);
    model::PatientSet set;
    auto& table = set.tables["clinical"];
    table.columns = {"a", "b", "c"};
    for (std::size_t i = 0; i < 240; ++i) {
        set.patients.emplace_back(std::to_string(i));
        set.groups.push_back(std::to_string(i / 2));
        if (i % 2 == 1) {
            set.response.push_back(set.response.back());
            for (std::size_t j = 0; j < 3; ++j) table.values.push_back(table.values[table.values.size() - 3]);
            continue;
        }
        set.response.push_back(random.uniform() < 0.5 ? 1 : 0);
        for (std::size_t j = 0; j < 3; ++j) table.values.emplace_back(random.normal());
    }
    const auto spread = [](const std::vector<double>& values) {
        const auto [low, high] = std::ranges::minmax(values);
        return high - low;
    };
    const auto honest = scores<RandomForest>(set, 160, small_forest());
    set.groups.clear();
    const auto fooled = scores<RandomForest>(set, 160, small_forest());
    EXPECT_GT(spread(fooled), 0.5);
    EXPECT_LT(spread(honest), 0.3);
}

}  // namespace
}  // namespace synchrony::ml
