#include "synchrony/record/annotation.hpp"

#include <gtest/gtest.h>

#include <string>

namespace synchrony::record {
namespace {

TEST(Mnemonics, EveryCodeRoundTrips) {
    for (int code = 1; code < 50; ++code) EXPECT_EQ(code_of(mnemonic(code)), code);
    EXPECT_EQ(mnemonic(28), "+");
    EXPECT_EQ(mnemonic(38), "f");
    EXPECT_TRUE(mnemonic(-1).empty());
    EXPECT_TRUE(mnemonic(50).empty());
}

// ANSI/AAMI EC57's grouping, as de Chazal 2004 (table I) prints it for MIT-BIH's codes.
TEST(AamiClasses, DeChazalTableI) {
    const auto class_of = [](std::string_view m) { return aami_class(*code_of(m)); };
    for (const auto* m : {"N", "L", "R", "e", "j"}) EXPECT_EQ(class_of(m), AamiClass::N) << m;
    for (const auto* m : {"A", "a", "J", "S"}) EXPECT_EQ(class_of(m), AamiClass::S) << m;
    for (const auto* m : {"V", "E"}) EXPECT_EQ(class_of(m), AamiClass::V) << m;
    EXPECT_EQ(class_of("F"), AamiClass::F);
    for (const auto* m : {"/", "f", "Q"}) EXPECT_EQ(class_of(m), AamiClass::Q) << m;
    for (const auto* m : {"+", "~", "|", "x", "[", "]", "!", "\""}) EXPECT_FALSE(class_of(m)) << m;
}

TEST(AamiClasses, EveryBeatCodeHasOneAndNoOther) {
    for (int code = 0; code < 50; ++code) EXPECT_EQ(aami_class(code).has_value(), is_beat(code)) << code;
}

}  // namespace
}  // namespace synchrony::record
