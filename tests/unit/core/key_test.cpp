#include "synchrony/core/key.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "synchrony/core/version.hpp"

namespace synchrony::core {
namespace {

TEST(Key, HoldsTheVersionAndTellsNeighbouringDoublesApart) {
    EXPECT_NE(Key("k").text().find(version()), std::string::npos);
    const double rate = 5e-7;
    EXPECT_NE(Key("k").add("rate", rate), Key("k").add("rate", std::nextafter(rate, 1.0)));
    EXPECT_EQ(Key("k").add("rate", rate), Key("k").add("rate", 0.0000005));
    EXPECT_NE(Key("k").add("x", 0.0).digest(), Key("k").add("x", std::numeric_limits<double>::quiet_NaN()).digest());
    EXPECT_EQ(Key("k").digest().size(), 64U);
}

// Joined by hand, each of these pairs is one string.
TEST(Key, NothingRunsIntoWhatStandsBesideIt) {
    const std::vector<int> three{1, 2, 3}, two{1, 2}, last{3};
    const std::pair<Key, Key> pairs[] = {
        {Key("k").add("a", "1").add("a", "23"), Key("k").add("a", "12").add("a", "3")},
        {Key("k").add("a", "b c"), Key("k").add("a b", "c")},
        {Key("k").add("a", "1\n1:b 1:2"), Key("k").add("a", "1").add("b", "2")},
        {Key("k").add_all("n", three), Key("k").add_all("n", two).add_all("n", last)},
        {Key("k").add("in", Key("i").add("a", 1)), Key("k").add("in", Key("i").add("a", 2))},
        {Key("a"), Key("b")}};
    for (const auto& [one, other] : pairs) EXPECT_NE(one.digest(), other.digest()) << one.text();
}

TEST(Key, TextComesBackAndTellsWhatDiffers) {
    const auto key = Key("k").add("words", "two\nlines").add("in", Key("i").add("rate", 0.002)).add("none", "");
    const auto back = Key::from_text(key.text());
    ASSERT_TRUE(back);
    EXPECT_EQ(*back, key);
    const auto other = Key("k").add("words", "two\nlines").add("in", Key("i").add("rate", 0.001)).add("none", "");
    EXPECT_EQ(key.first_unlike(other), "in/rate 0.002");
    EXPECT_EQ(other.first_unlike(key), "in/rate 0.001");
    EXPECT_EQ(key.first_unlike(*back), "");
    for (const char* text : {"{}", "3:a b", "99:a 1:b\n", "1:a 9:b\n", "1:a 1:b", "1", "18446744073709551615:a 1:b\n"})
        EXPECT_FALSE(Key::from_text(text)) << text;
}

}  // namespace
}  // namespace synchrony::core
