#include "synchrony/stats/spread.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "synchrony/core/random.hpp"

namespace synchrony::stats {
namespace {

using Cells = std::vector<std::optional<double>>;

// By hand: 1, 2, 3 have mean 2 and deviation 1; their squares sum to 2, so that the second moment is 2/3.
TEST(Spread, OfOneColumnIsWhatAHandFinds) {
    const auto spread = fit_spread(Cells{1.0, 2.0, 3.0}, 1);
    EXPECT_DOUBLE_EQ(spread.mean[0], 2.0);
    EXPECT_DOUBLE_EQ(spread.sd[0], 1.0);
    EXPECT_NEAR(spread.correlation[0], 2.0 / 3.0, 1e-12);
    EXPECT_NEAR(*distance_from(spread, Cells{4.0}), std::sqrt(6.0), 1e-12);
    EXPECT_NEAR(*distance_from(spread, Cells{2.0}), 0.0, 1e-12);
    EXPECT_FALSE(distance_from(spread, Cells{std::nullopt}));
    // 6 seen from 1, 2, 3: (6 - 2)^2 / (2/3) = 24.
    const auto left_out = left_out_distances(Cells{1.0, 2.0, 3.0, 6.0}, 1);
    ASSERT_EQ(left_out.size(), 4U);
    EXPECT_NEAR(*left_out[3], std::sqrt(24.0), 1e-12);
}

// By hand: columns z = (-1, 0, 1) twice have S = 2/3 [[1, 1], [1, 1]], middle 2/3, |S - 2/3 I|^2 = 8/9. Each row's
// square is [[1, 1], [1, 1]] or 0: |x x' - S|^2 = 4/9, 16/9, 4/9, sum 24/9, over n^2 = 9: 8/27. So a third is shrunk
// away.
TEST(Spread, IsShrunkByItsOwnScatter) {
    const auto spread = fit_spread(Cells{1.0, 10.0, 2.0, 20.0, 3.0, 30.0}, 2);
    EXPECT_NEAR(spread.correlation[0], 2.0 / 3.0, 1e-12);
    EXPECT_NEAR(spread.correlation[1], 2.0 / 3.0 * 2.0 / 3.0, 1e-12);
    // What breaks the relation lies further away than what follows it: z = (1, -1) against (1, 1). Eigenvalues are
    // 2/3 (1 - 2/3) = 2/9 and 2/3 (1 + 2/3) = 10/9; squared distances 2 / (2/9) = 9 and 2 / (10/9) = 9/5, over 2.
    EXPECT_NEAR(*distance_from(spread, Cells{3.0, 10.0}), std::sqrt(4.5), 1e-12);
    EXPECT_NEAR(*distance_from(spread, Cells{3.0, 30.0}), std::sqrt(0.9), 1e-12);
    EXPECT_NEAR(*distance_from(spread, Cells{3.0, std::nullopt}), std::sqrt(1.5), 1e-12) << "of what is known alone";
}

TEST(Spread, CountsNoColumnWithoutSpread) {
    const auto spread = fit_spread(Cells{1.0, 5.0, 2.0, 5.0, 3.0, 5.0, std::nullopt, 5.0}, 2);
    EXPECT_EQ(spread.sd[1], 0.0);
    EXPECT_NEAR(*distance_from(spread, Cells{2.0, 1e9}), 0.0, 1e-12);
    EXPECT_TRUE(fit_spread(Cells{}, 3).mean == std::vector<double>(3, 0.0));
}

// Of 201 alike, one lies beyond the second furthest of 200 with a chance of 2 in 201.
TEST(OuterLimit, CountsFromTheFurthest) {
    std::vector<double> distances(200);
    std::iota(distances.begin(), distances.end(), 1.0);
    EXPECT_EQ(outer_limit(distances, 0.01, 0.02), 199.0);
    distances.resize(71);
    EXPECT_EQ(outer_limit(distances, 0.01, 0.02), 71.0) << "1 in 72 is 1.4 %";
    distances.resize(40);
    EXPECT_FALSE(outer_limit(distances, 0.01, 0.02)) << "1 in 41 is 2.4 %";
    EXPECT_FALSE(outer_limit({}, 0.01, 0.02));
}

/// Six columns that go together: each is a common normal value and one of its own.
Cells draw_rows(std::size_t count, core::RandomStream& random) {
    Cells cells;
    for (std::size_t row = 0; row < count; ++row) {
        const double common = random.normal();
        for (std::size_t column = 0; column < 6; ++column)
            cells.emplace_back(common + 0.5 * random.normal() * static_cast<double>(column + 1));
    }
    return cells;
}

// The limit's promise, on draws of the same kind: 1 in 72 beyond the furthest of 71.
TEST(OuterLimit, IsPassedAsOftenAsItPromises) {
    core::RandomStream random(11);
    double beyond = 0.0, all = 0.0;
    for (int trial = 0; trial < 60; ++trial) {
        const auto training = draw_rows(71, random);
        std::vector<double> known;
        for (const auto& distance : left_out_distances(training, 6)) known.push_back(*distance);
        const auto limit = outer_limit(known, 0.01, 0.02);
        const auto spread = fit_spread(training, 6);
        const auto others = draw_rows(300, random);
        for (std::size_t row = 0; row < 300; ++row) {
            beyond += *distance_from(spread, std::span(others).subspan(row * 6, 6)) > *limit ? 1.0 : 0.0;
            all += 1.0;
        }
    }
    EXPECT_NEAR(beyond / all, 1.0 / 72.0, 0.006);
}

}  // namespace
}  // namespace synchrony::stats
