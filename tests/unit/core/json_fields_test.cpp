#include "synchrony/core/json_fields.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace synchrony::core {
namespace {

using nlohmann::json;

/// The error of a field read as T; empty where it was read.
template <typename T>
std::string fault(const json& document, const std::string& name) {
    const auto read = read_fields("damaged", "file", "", [&]() -> Result<T> { return field<T>(document, name); });
    return read ? std::string() : read.error().message();
}

TEST(JsonFields, WholeNumbersAreNeitherCutNorTurnedRound) {
    const json document{{"half", 1.5}, {"below", -1}, {"most", std::numeric_limits<std::uint64_t>::max()},
                        {"word", "3"}, {"three", 3},  {"true", true}};
    EXPECT_EQ(field<int>(document, "three"), 3);
    EXPECT_EQ(field<int>(document, "below"), -1);
    EXPECT_EQ(field<std::uint64_t>(document, "most"), std::numeric_limits<std::uint64_t>::max());
    for (const char* name : {"half", "most", "word", "true"})
        EXPECT_NE(fault<int>(document, name).find("expected a whole number"), std::string::npos) << name;
    EXPECT_NE(fault<std::size_t>(document, "below").find("0 or more"), std::string::npos);
    EXPECT_NE(fault<std::uint8_t>(json{{"n", 256}}, "n"), "");
}

TEST(JsonFields, SayWhichFieldWhatStandsThereAndWhatShould) {
    const json document{{"list", {1, "x"}}, {"object", {{"a", 1}}}, {"long", std::string(100, 'y')}, {"none", nullptr}};
    const auto wrong = fault<std::string>(document, "list");
    for (const char* part : {"damaged", "file, list", "a list", "text"})
        EXPECT_NE(wrong.find(part), std::string::npos) << wrong;
    EXPECT_NE(fault<double>(document, "absent").find("no such field"), std::string::npos);
    EXPECT_NE(fault<double>(json::array({1}), "a").find("an object"), std::string::npos);
    EXPECT_LT(fault<double>(document, "long").size(), 120U) << "long values are cut";
    EXPECT_THROW((void)list_of<int>(document, "list"), BadField);
    EXPECT_EQ(map_of<int>(document, "object"), (std::map<std::string, int>{{"a", 1}}));
    EXPECT_EQ(field_or(document, "absent", 7), 7);
    EXPECT_THROW((void)field_or(document, "none", 7), BadField) << "null is not absent";
    EXPECT_EQ(field_or_null<double>(document, "none"), std::nullopt);
    EXPECT_TRUE(list_or_none<int>(document, "absent").empty());
}

}  // namespace
}  // namespace synchrony::core
