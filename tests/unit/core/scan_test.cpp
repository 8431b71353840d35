#include "synchrony/core/scan.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "synchrony/core/nth_value.hpp"
#include "synchrony/core/random.hpp"

namespace synchrony::core {
namespace {

using Stretches = std::vector<std::pair<std::size_t, std::size_t>>;

Stretches still(const std::vector<float>& x, std::size_t least) {
    Stretches found;
    for_each_still_stretch(x, least, [&](std::size_t begin, std::size_t end) { found.emplace_back(begin, end); });
    return found;
}

/// Coarse numbers, so that equal ones abound.
std::vector<float> coarse_numbers(std::size_t count, int kinds, std::uint64_t seed) {
    RandomStream random(seed);
    std::vector<float> x;
    for (std::size_t i = 0; i < count; ++i)
        x.push_back(static_cast<float>(static_cast<int>(random.uniform() * kinds) - kinds / 2));
    return x;
}

TEST(Scan, FindsStretchesThatStandStill) {
    const std::vector<float> x = {1, 1, 2, 3, 3, 3, 3, 2, 2, 2};
    EXPECT_EQ(still(x, 3), (Stretches{{3, 7}, {7, 10}}));
    EXPECT_EQ(still(x, 2), (Stretches{{0, 2}, {3, 7}, {7, 10}}));
    EXPECT_EQ(still(x, 5), Stretches{});
    EXPECT_EQ(still({4, 4, 4}, 3), (Stretches{{0, 3}}));
    EXPECT_EQ(still({}, 3), Stretches{});
}

// Looked for one sample after the other.
TEST(Scan, StretchesAreThoseOfAPlainLook) {
    for (const std::size_t least : {1, 2, 3, 4, 7})
        for (std::uint64_t seed = 1; seed <= 20; ++seed) {
            const auto x = coarse_numbers(200, 2, seed);
            Stretches plain;
            for (std::size_t begin = 0, end = 0; begin < x.size(); begin = end) {
                for (end = begin + 1; end < x.size() && x[end] == x[begin];) ++end;
                if (end - begin >= least) plain.emplace_back(begin, end);
            }
            EXPECT_EQ(still(x, least), plain) << "least " << least << ", seed " << seed;
        }
}

TEST(Scan, ExtremesOfAnyNumberOfSamples) {
    EXPECT_EQ(extremes({}).high, 0.0F);
    for (std::size_t count = 1; count < 40; ++count) {
        const auto x = coarse_numbers(count, 1000, count);
        const auto e = extremes(x);
        EXPECT_EQ(e.low, *std::min_element(x.begin(), x.end())) << count;
        EXPECT_EQ(e.high, *std::max_element(x.begin(), x.end())) << count;
    }
}

TEST(NthValue, IsTheOneThatSortingPutsThere) {
    for (const std::size_t count : {1, 2, 159, 161, 500, 1000, 3000})
        for (const int kinds : {1, 3, 100, 1000000}) {
            const auto x = coarse_numbers(count, kinds, count);
            auto sorted = x;
            std::sort(sorted.begin(), sorted.end());
            for (const std::size_t n : {std::size_t{0}, count / 2, count * 98 / 100, count - 1}) {
                auto values = x;
                EXPECT_EQ(nth_value(values, n), sorted[n]) << count << " values of " << kinds << ", n " << n;
            }
        }
}

// A sorted or a saw-toothed signal misleads a sample taken at even distances.
TEST(NthValue, IsRightWhereASampleMisleads) {
    std::vector<double> saw;
    for (int i = 0; i < 1024; ++i) saw.push_back(i % 32 == 0 ? 100.0 : i);
    auto sorted = saw;
    std::sort(sorted.begin(), sorted.end());
    for (const std::size_t n : {0, 100, 512, 1023}) {
        auto values = saw;
        EXPECT_EQ(nth_value(values, n), sorted[n]) << n;
    }
}

}  // namespace
}  // namespace synchrony::core
