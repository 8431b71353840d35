// XGBoost's TreeSHAP against Shapley values by their definition: a sum over all subsets of columns, on the trees as
// XGBoost writes them down.
#include <gtest/gtest.h>

#include <Eigen/Core>
#include <cmath>
#include <nlohmann/json.hpp>
#include <numeric>

#include "learner.hpp"
#include "support/numbered_set.hpp"
#include "synchrony/core/random.hpp"
#include "synchrony/ml/trees.hpp"

namespace synchrony::ml {
namespace {

using Dumped = nlohmann::json;

const Dumped& child_of(const Dumped& node, int id) {
    for (const auto& child : node.at("children"))
        if (child.at("nodeid").get<int>() == id) return child;
    throw std::runtime_error("no such child");
}

/// What the tree is expected to say of `row` when the columns in `known` (a bit each) are known: at any other split
/// both ways, by their cover. Trees are of depth 3.
double tree_expectation(const Dumped& node, const Eigen::VectorXd& row, unsigned known) {
    if (node.contains("leaf")) return node["leaf"].get<double>();
    const auto column = std::stoi(node.at("split").get<std::string>().substr(1));
    const auto& yes = child_of(node, node.at("yes").get<int>());
    const auto& no = child_of(node, node.at("no").get<int>());
    if ((known >> static_cast<unsigned>(column) & 1U) != 0U)
        return tree_expectation(static_cast<float>(row(column)) < node.at("split_condition").get<float>() ? yes : no,
                                row, known);
    const double cover = node.at("cover").get<double>();
    return (yes.at("cover").get<double>() * tree_expectation(yes, row, known) +
            no.at("cover").get<double>() * tree_expectation(no, row, known)) /
           cover;
}

double factorial(unsigned n) {
    return n < 2 ? 1.0 : n * factorial(n - 1);
}

/// Shapley's sum over the subsets of the other columns.
double shapley(const std::vector<Dumped>& trees, const Eigen::VectorXd& row, unsigned column, unsigned columns) {
    double sum = 0.0;
    for (unsigned subset = 0; subset < 1U << columns; ++subset) {
        if ((subset >> column & 1U) != 0U) continue;
        const auto size = static_cast<unsigned>(__builtin_popcount(subset));
        const double weight = factorial(size) * factorial(columns - size - 1) / factorial(columns);
        for (const auto& tree : trees)
            sum += weight * (tree_expectation(tree, row, subset | 1U << column) - tree_expectation(tree, row, subset));
    }
    return sum;
}

struct Drawn {
    Eigen::MatrixXd rows;
    std::vector<std::uint8_t> labels;
};

Drawn draw_patients(Eigen::Index count, Eigen::Index columns, std::uint64_t seed) {
    core::RandomStream random(seed);
    Drawn drawn{Eigen::MatrixXd(count, columns), {}};
    for (Eigen::Index i = 0; i < count; ++i) {
        for (Eigen::Index j = 0; j < columns; ++j) drawn.rows(i, j) = random.normal();
        const double score = drawn.rows(i, 0) + drawn.rows(i, 1) * drawn.rows(i, 2) + 0.5 * random.normal();
        drawn.labels.push_back(score > 0.0 ? 1 : 0);
    }
    return drawn;
}

TEST(TreeContributions, AreShapleyValuesByTheirDefinition) {
    constexpr unsigned columns = 5;
    for (const std::uint64_t seed : {1U, 2U, 3U}) {
        const auto drawn = draw_patients(80, columns, seed);
        const auto learner = boosting_learner({0.3, 3, 1.0, 1.0});
        learner->seed(seed);
        learner->prepare(drawn.rows);
        learner->train(drawn.labels, 12.0);
        std::vector<Dumped> trees;
        for (const auto& text : learner->trees()) trees.push_back(Dumped::parse(text));
        ASSERT_EQ(trees.size(), 12U);
        const auto parts = learner->contributions(drawn.rows);
        const auto decisions = learner->decide(drawn.rows);
        ASSERT_EQ(parts.cols(), columns + 1);
        double largest = 0.0;
        for (Eigen::Index i = 0; i < 5; ++i) {
            EXPECT_NEAR(parts.row(i).sum(), decisions(i), 1e-4);
            for (unsigned c = 0; c < columns; ++c) {
                const double truth = shapley(trees, drawn.rows.row(i).transpose(), c, columns);
                EXPECT_NEAR(parts(i, c), truth, 2e-4) << "row " << i << " column " << c;  // single precision
                largest = std::max(largest, std::abs(truth));
            }
        }
        EXPECT_GT(largest, 0.3) << "there was something to explain";
    }
}

TEST(TreeContributions, SumToTheScoresLogOdds) {
    auto set = test::numbered_set(90, 4);
    core::RandomStream random(4);
    auto& table = set.tables["clinical"];
    for (std::size_t i = 0; i < set.size(); ++i) {
        for (std::size_t j = 0; j < 4; ++j)
            table.values.push_back(j == 3 && i % 5 == 0 ? std::nullopt : std::optional(random.normal()));
        set.response[i] = *table.at(i, 0) + 0.5 * random.normal() > 0.0 ? 1 : 0;
    }
    std::vector<std::size_t> rows(set.size());
    std::iota(rows.begin(), rows.end(), std::size_t{0});
    Boosting boosting;
    EXPECT_FALSE(boosting.contributions(set, rows)) << "not fitted";
    ASSERT_TRUE(boosting.fit(set, rows, {.threads = 1, .seed = 1}));
    const auto scores = boosting.predict(set, rows);
    const auto explained = boosting.contributions(set, rows);
    ASSERT_TRUE(scores && explained) << explained.error().message();
    ASSERT_EQ(explained->columns.size(), 4U);
    EXPECT_EQ(explained->columns[0].table, "clinical");
    for (std::size_t i = 0; i < rows.size(); ++i) {
        double sum = explained->base[i];
        for (std::size_t c = 0; c < 4; ++c) sum += explained->parts[i * 4 + c];
        const double p = (*scores)[i].score;
        EXPECT_NEAR(sum, std::log(p / (1.0 - p)), 1e-4);
    }
}

}  // namespace
}  // namespace synchrony::ml
