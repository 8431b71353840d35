#include "synchrony/draw/colour.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace synchrony::draw {
namespace {

// CIE lightness would do; relative luminance (IEC 61966-2-1) orders colours the same way.
double luminance(const Colour& colour) {
    const auto linear = [](double c) { return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); };
    return 0.2126 * linear(colour.red) + 0.7152 * linear(colour.green) + 0.0722 * linear(colour.blue);
}

// Entries 0, 64, 128, 192 and 255 of the published table (Smith & van der Walt 2015, CC0; `_viridis_data` in
// Matplotlib's lib/matplotlib/_cm_listed.py).
TEST(Viridis, IsThePublishedMap) {
    const double truth[][4] = {{0.0, 0.267004, 0.004874, 0.329415},
                               {64.0 / 255.0, 0.229739, 0.322361, 0.545706},
                               {128.0 / 255.0, 0.127568, 0.566949, 0.550556},
                               {192.0 / 255.0, 0.369214, 0.788888, 0.382914},
                               {1.0, 0.993248, 0.906157, 0.143936}};
    for (const auto& row : truth) {
        const Colour colour = viridis(row[0]);
        EXPECT_NEAR(colour.red, row[1], 0.02) << row[0];  // between anchors the published map is slightly curved
        EXPECT_NEAR(colour.green, row[2], 0.02) << row[0];
        EXPECT_NEAR(colour.blue, row[3], 0.02) << row[0];
    }
}

TEST(Viridis, GrowsBrighterAllTheWay) {
    for (int i = 1; i <= 100; ++i) EXPECT_GT(luminance(viridis(i / 100.0)), luminance(viridis((i - 1) / 100.0))) << i;
}

TEST(Viridis, ClampsAndHidesNaN) {
    EXPECT_EQ(viridis(-3.0).red, viridis(0.0).red);
    EXPECT_EQ(viridis(7.0).red, viridis(1.0).red);
    EXPECT_EQ(viridis(std::nan("")).alpha, 0.0);
}

}  // namespace
}  // namespace synchrony::draw
