// Truths: the burden asked for, counted.
#include "synchrony/sim/scar.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace synchrony::sim {
namespace {

TEST(Scar, has_the_burden_asked_for_and_stays_in_the_left_ventricle) {
    const Heart heart = *build_heart({});
    const auto left = static_cast<double>(std::ranges::count(heart.chamber, Chamber::left));
    for (const bool ischemic : {false, true})
        for (const double burden : {0.0, 0.1, 0.45}) {
            const Scar scar = place_scar(heart, {burden, ischemic, 340.0, 0.55, 9});
            double sick = 0.0;
            for (std::size_t n = 0; n < heart.nodes(); ++n) {
                if (scar.tissue[n] == Tissue::healthy) continue;
                ++sick;
                EXPECT_EQ(heart.chamber[n], Chamber::left);
            }
            EXPECT_NEAR(sick / left, burden, 1.0 / left);
            EXPECT_NEAR(scar.burden, burden, 1.0 / left);
        }
}

TEST(Scar, of_the_circumflex_territory_lies_on_the_lateral_wall) {
    const Heart heart = *build_heart({});
    const Scar lateral = place_scar(heart, {0.25, true, 340.0, 0.55, 9}),
               septal = place_scar(heart, {0.25, true, 180.0, 0.55, 9});
    EXPECT_GT(lateral.lateral, 0.5);
    EXPECT_LT(lateral.septal, 0.1);
    EXPECT_GT(septal.septal, 0.5);
    EXPECT_LT(septal.lateral, 0.1);
}

}  // namespace
}  // namespace synchrony::sim
