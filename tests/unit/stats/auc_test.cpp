// Truths: scripts/make_stats_goldens.py (scipy.stats.mannwhitneyu; DeLong's variance by its definition).
#include "synchrony/stats/auc.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <vector>

namespace synchrony::stats {
namespace {

const std::vector<std::uint8_t> auc_labels{1, 1, 0, 1, 0, 0, 1, 0, 1, 0, 1, 0};
const std::vector<double> auc_first{0.9, 0.8, 0.7, 0.7, 0.6, 0.55, 0.54, 0.53, 0.52, 0.51, 0.505, 0.4};
const std::vector<double> auc_second{0.4, 0.9, 0.3, 0.6, 0.6, 0.2, 0.8, 0.7, 0.1, 0.35, 0.75, 0.35};

TEST(Auc, equals_mann_whitney_with_ties) {
    EXPECT_NEAR(*auc(auc_first, auc_labels), 0.652777777777778, 1e-14);
    EXPECT_NEAR(*auc(auc_second, auc_labels), 0.736111111111111, 1e-14);
}

TEST(Auc, of_constant_scores_is_a_half_and_of_one_class_is_nothing) {
    EXPECT_EQ(*auc(std::vector<double>(12, 0.3), auc_labels), 0.5);
    EXPECT_FALSE(auc(auc_first, std::vector<std::uint8_t>(12, 1)));
    EXPECT_FALSE(auc({}, {}));
}

TEST(Auc, weights_stand_for_repeated_items) {
    // Items 0, 0, 2, 6 of the sample: scores .9 .9 (positive), .7 (negative), .54 (positive): 2 of 3 pairs concordant.
    std::vector<double> weights(12, 0.0);
    weights[0] = 2.0;
    weights[2] = 1.0;
    weights[6] = 1.0;
    const auto pairs = weighted_pairs(auc_first, auc_labels, weights, ascending_order(auc_first));
    EXPECT_DOUBLE_EQ(pairs.all, 3.0);
    EXPECT_DOUBLE_EQ(pairs.concordant, 2.0);
}

TEST(DeLong, variance_and_interval_equal_the_definition) {
    const auto a = delong(auc_first, auc_labels);
    EXPECT_NEAR(a->auc, 0.652777777777778, 1e-14);
    EXPECT_NEAR(a->variance, 0.0309413580246914, 1e-14);
    EXPECT_NEAR(a->interval.low, 0.291154575593208, 1e-12);
    EXPECT_NEAR(a->interval.high, 0.89588600032079, 1e-12);
    EXPECT_NEAR(delong(auc_second, auc_labels)->variance, 0.0290895061728395, 1e-14);
}

TEST(DeLong, paired_test_equals_the_definition) {
    const auto test = delong_paired(auc_first, auc_second, auc_labels);
    EXPECT_NEAR(test->variance, 0.0486111111111111, 1e-14);
    EXPECT_NEAR(test->z, -0.377964473009227, 1e-12);
    EXPECT_NEAR(test->p, 0.705456986111273, 1e-12);
}

TEST(DeLong, a_model_does_not_differ_from_itself) {
    const auto test = delong_paired(auc_first, auc_first, auc_labels);
    EXPECT_EQ(test->difference, 0.0);
    EXPECT_EQ(test->p, 1.0);
    EXPECT_FALSE(delong(std::vector<double>{1.0, 2.0}, std::vector<std::uint8_t>{0, 1}));
}

TEST(Roc, trapezoids_under_the_curve_give_the_auc) {
    const auto curve = roc_curve(auc_second, auc_labels);
    EXPECT_EQ(curve.front().true_positive_rate, 0.0);
    EXPECT_TRUE(std::isinf(curve.front().threshold));
    EXPECT_EQ(curve.back().true_positive_rate, 1.0);
    EXPECT_EQ(curve.back().false_positive_rate, 1.0);
    double area = 0.0;
    for (std::size_t i = 1; i < curve.size(); ++i)
        area += (curve[i].false_positive_rate - curve[i - 1].false_positive_rate) * 0.5 *
                (curve[i].true_positive_rate + curve[i - 1].true_positive_rate);
    EXPECT_NEAR(area, 0.736111111111111, 1e-14);
}

// Every row twice says nothing new: with the person as unit variance and p are those of the rows once (Obuchowski's
// estimator reduces to DeLong's), and taken as independent p falls.
TEST(DeLong, RowsOfOnePersonAreNotIndependent) {
    const auto twice = [](auto values) {
        values.insert(values.end(), values.begin(), values.end());
        return values;
    };
    std::vector<std::size_t> person(auc_labels.size());
    std::iota(person.begin(), person.end(), std::size_t{0});
    const auto once = delong_paired(auc_first, auc_second, auc_labels);
    const auto by_person = delong_paired(twice(auc_first), twice(auc_second), twice(auc_labels), twice(person));
    const auto by_row = delong_paired(twice(auc_first), twice(auc_second), twice(auc_labels));
    ASSERT_TRUE(once && by_person && by_row);
    EXPECT_NEAR(by_person->variance, once->variance, 1e-15);
    EXPECT_NEAR(by_person->p, once->p, 1e-12);
    EXPECT_LT(by_row->p, once->p);
    EXPECT_FALSE(delong_paired(auc_first, auc_second, auc_labels, std::vector<std::size_t>(auc_labels.size(), 0)));
}

// Truth: the roots of the quartic that R's auRoc 0.2-1 solves for Newcombe's method 5 (auc.nonpara.mw), 95 %.
TEST(Auc, score_limits_have_a_width_where_all_pairs_are_right) {
    const auto ten = auc_score_interval(1.0, 10, 10);
    EXPECT_NEAR(ten->low, 0.8002136128811054, 1e-12);
    EXPECT_EQ(ten->high, 1.0);
    EXPECT_EQ(ten->method, IntervalMethod::auc_score);
    EXPECT_NEAR(auc_score_interval(1.0, 4, 86)->low, 0.7583165854108403, 1e-12);
    EXPECT_NEAR(auc_score_interval(0.8, 54, 28)->low, 0.6778177825129773, 1e-12);
    EXPECT_NEAR(auc_score_interval(0.8, 54, 28)->high, 0.8801955075789585, 1e-12);
    EXPECT_NEAR(auc_score_interval(0.0, 10, 10)->high, 1.0 - ten->low, 1e-12);
    EXPECT_FALSE(auc_score_interval(1.0, 0, 10));
    EXPECT_FALSE(auc_score_interval(std::nan(""), 10, 10));
    const std::vector<double> apart{4, 5, 6, 1, 2, 3};
    const std::vector<std::uint8_t> labels{1, 1, 1, 0, 0, 0};
    EXPECT_EQ(delong(apart, labels)->interval, *auc_score_interval(1.0, 3, 3));
}

// One ranks without an error and the other not at all: DeLong's variance is nothing, certainty is not.
TEST(DeLong, no_variance_is_no_certainty) {
    const std::vector<double> apart{4, 5, 6, 1, 2, 3}, alike(6, 1.0);
    const std::vector<std::uint8_t> labels{1, 1, 1, 0, 0, 0};
    const auto test = delong_paired(apart, alike, labels);
    EXPECT_EQ(test->variance, 0.0);
    EXPECT_GT(test->p, 0.01);
    const double p = *auc_difference_p(1.0, 0.5, 30, 30);
    EXPECT_LT(p, 1e-6);
    EXPECT_NEAR(auc_difference_interval(1.0, 0.5, 30, 30, 1.0 - p)->low, 0.0, 1e-6) << "limits that just reach 0";
    EXPECT_EQ(auc_difference_p(1.0, 1.0, 30, 30), 1.0);
}

}  // namespace
}  // namespace synchrony::stats
