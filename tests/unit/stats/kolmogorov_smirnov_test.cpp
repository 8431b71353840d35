// Against SciPy 1.10.1: python3 -c "from scipy import stats; print(stats.ks_2samp(a, b, method='exact'))" with the
// samples below, and scipy.special.kolmogorov(x) for the limiting distribution.
#include "synchrony/stats/kolmogorov_smirnov.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

namespace synchrony::stats {
namespace {

struct Golden {
    std::vector<double> a, b;
    double distance, p;
};

std::vector<Golden> goldens() {
    Golden sized{{}, {}, 0.16161616161616163, 0.2492111999850968};
    for (int i = 1; i < 100; ++i) sized.a.push_back((i * 37 % 101) / 10.0);
    for (int j = 1; j < 61; ++j) sized.b.push_back((j * 29 % 71) / 8.0 + 1.5);
    return {{{4.1, 5.2, 3.3, 6.7, 5.9, 4.8, 7.1, 2.2, 5.0, 6.1},
             {6.2, 7.7, 5.8, 8.1, 9.0, 6.9, 7.3},
             0.6571428571428571,
             0.03609625668449197},
            {{1, 2, 2, 3, 3, 3, 4}, {2, 3, 4, 4, 5, 5}, 0.5238095238095238, 0.2773892773892773},
            sized};
}

TEST(KolmogorovSmirnov, IsSciPys) {
    for (const auto& golden : goldens()) {
        const auto distance = kolmogorov_smirnov_distance(golden.a, golden.b);
        ASSERT_TRUE(distance);
        EXPECT_NEAR(*distance, golden.distance, 1e-15);
        EXPECT_NEAR(kolmogorov_smirnov_p(*distance, golden.a.size(), golden.b.size()), golden.p, 1e-12);
        EXPECT_NEAR(kolmogorov_smirnov_p(*distance, golden.b.size(), golden.a.size()), golden.p, 1e-12);
    }
}

TEST(KolmogorovSmirnov, OfLargeSamplesHasTheLimitingDistribution) {
    std::vector<double> a, b;
    for (int i = 0; i < 5000; ++i) a.push_back(i / 5000.0);
    for (int j = 0; j < 4000; ++j) b.push_back(j / 4000.0 * 0.97);
    const auto distance = kolmogorov_smirnov_distance(a, b);
    ASSERT_TRUE(distance);
    EXPECT_NEAR(*distance, 0.0302, 1e-12);
    EXPECT_NEAR(kolmogorov_smirnov_p(*distance, 5000, 4000), 0.03472243832068325, 1e-12);
    for (const auto& [x, p] : std::vector<std::pair<double, double>>{{0.3, 0.9999906941986655},
                                                                     {0.5, 0.9639452436648751},
                                                                     {0.828, 0.4993296211937983},
                                                                     {0.999, 0.27107316411506394},
                                                                     {1.0, 0.26999967167735456},
                                                                     {1.3581, 0.0499996304316674},
                                                                     {3.0, 3.045995948942526e-08}})
        EXPECT_NEAR(kolmogorov_upper_p(x), p, 1e-12 + 1e-9 * p) << x;
}

TEST(KolmogorovSmirnov, OfNothingIsNothing) {
    const std::vector<double> none, some{1.0, 2.0}, odd{1.0, std::numeric_limits<double>::quiet_NaN()};
    EXPECT_FALSE(kolmogorov_smirnov_distance(none, some));
    EXPECT_FALSE(kolmogorov_smirnov_distance(some, odd));
    EXPECT_EQ(kolmogorov_smirnov_p(0.5, 0, 3), 1.0);
    EXPECT_TRUE(std::isnan(kolmogorov_smirnov_p(std::numeric_limits<double>::quiet_NaN(), 3, 3)));
    EXPECT_NEAR(*kolmogorov_smirnov_distance(some, some), 0.0, 0.0);
    EXPECT_EQ(kolmogorov_smirnov_p(0.0, 2, 2), 1.0);
    // Two wholly apart samples of two: 2 of the 6 orders are as far apart.
    EXPECT_NEAR(kolmogorov_smirnov_p(1.0, 2, 2), 1.0 / 3.0, 1e-15);
}

}  // namespace
}  // namespace synchrony::stats
