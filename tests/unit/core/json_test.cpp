#include "synchrony/core/json.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "support/temporary_folder.hpp"
#include "synchrony/core/tensor_file.hpp"

namespace synchrony::core {
namespace {

std::string nested(std::size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
}

TEST(Json, ReadsWhatIsJson) {
    const auto read = parse_json(R"({"a": [1, -2.5, "x\"[[[{{{", null, true]})", "here");
    ASSERT_TRUE(read) << read.error().message();
    EXPECT_EQ((*read)["a"].size(), 5U);
    EXPECT_EQ((*read)["a"][1], -2.5);
    EXPECT_EQ((*read)["a"][2], "x\"[[[{{{") << "brackets in a string are no nesting";
}

TEST(Json, NestingHasALimit) {
    EXPECT_TRUE(parse_json(nested(64), "here"));
    for (const std::size_t depth : {std::size_t{65}, std::size_t{100'000}, std::size_t{5'000'000}}) {
        const auto read = parse_json(nested(depth), "here");
        ASSERT_FALSE(read);
        EXPECT_EQ(read.error().got, std::to_string(depth) + " levels");
    }
    std::string objects;
    for (int i = 0; i < 100'000; ++i) objects += R"({"a":)";
    EXPECT_FALSE(parse_json(objects, "here"));
    EXPECT_FALSE(parse_json(R"(["\\", )" + nested(64) + "]", "here")) << "a string that ends in a backslash";
}

TEST(Json, LengthAndValuesHaveLimits) {
    EXPECT_TRUE(parse_json("[1,2,3]", "here", {.max_bytes = 7, .max_values = 4}));
    EXPECT_EQ(parse_json("[1,2,3]", "here", {.max_bytes = 6}).error().what, "JSON is too long");
    EXPECT_EQ(parse_json("[1,2,3]", "here", {.max_values = 3}).error().what, "JSON has too many values");
    std::string flood = "[";
    for (int i = 0; i < 2'000'000; ++i) flood += "{},";
    EXPECT_EQ(parse_json(flood + "{}]", "here").error().what, "JSON has too many values");
}

TEST(Json, OtherTextIsRefusedWithItsPlace) {
    for (const char* text : {"", "{", "[1,]", "nan", "{\"a\" 1}", "\"\xff\"", "1e999", "[1] 2"}) {
        const auto read = parse_json(text, "model.safetensors, key x");
        ASSERT_FALSE(read) << text;
        EXPECT_EQ(read.error().where, "model.safetensors, key x");
        EXPECT_FALSE(read.error().got.empty());
    }
}

// RFC 8259, 4: of names that are not unique some readers keep the first value, some the last.
TEST(Json, AKeyThatStandsTwiceInOneObjectIsRefused) {
    for (const char* text : {R"({"a": 1, "a": 2})", R"({"a": {}, "b": 1, "a": 1})", R"([1, {"x": {"a": 1, "a": 1}}])",
                             R"({"a": 1, "\u0061": 2})"}) {
        const auto read = parse_json(text, "request");
        ASSERT_FALSE(read) << text;
        EXPECT_EQ(read.error().message(), "request: a JSON key stands twice in one object (got a, expected each once)");
    }
    for (const char* text :
         {R"({"a": {"a": {"a": 1}}, "b": {"a": 2}})", R"([{"a": 1}, {"a": 2}])", R"({"a": 1, "A": 2})"})
        EXPECT_TRUE(parse_json(text, "request")) << text;
    const std::string name(100'000, 'k');
    EXPECT_LT(parse_json("{\"" + name + "\":1,\"" + name + "\":2}", "request").error().got.size(), 100U);
}

// What the parser would build by itself, of text that holds all that JSON has.
TEST(Json, IsBuiltAsByTheParserItself) {
    const std::string text =
        R"( {"o": {"": [[], {}, [1]], "z": null}, "n": [0, -1, 18446744073709551615, 1.5e-300, -0.0], "t": [true, false],
            "s": "\u00e9\ud83d\ude00\"\n"} )";
    const auto read = parse_json(text, "here");
    ASSERT_TRUE(read) << read.error().message();
    EXPECT_EQ(*read, nlohmann::json::parse(text));
    EXPECT_EQ(read->dump(), nlohmann::json::parse(text).dump());
    for (const char* scalar : {"7", "\"x\"", "null", "true", "[]", "{}"})
        EXPECT_EQ(*parse_json(scalar, "here"), nlohmann::json::parse(scalar));
}

TEST(Json, ATensorFileWithNestedEntriesIsRefused) {
    const test::TemporaryFolder folder;
    for (const char* place : {"dtype", "shape", "data_offsets", "more"}) {
        std::string header = std::string(R"({"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0],")") + place +
                             "\":" + nested(100'000) + "}}";
        header.resize((header.size() + 7) / 8 * 8, ' ');
        const std::uint64_t length = header.size();
        const std::string bytes(reinterpret_cast<const char*>(&length), sizeof length);
        ASSERT_TRUE(write_file(folder / "deep", bytes + header));
        const auto file = TensorFile::open(folder / "deep");
        ASSERT_FALSE(file) << place;
        EXPECT_NE(file.error().message().find("nested too deep"), std::string::npos) << file.error().message();
    }
}

TEST(Json, AHeaderOf100MegabytesIsRefusedBeforeItIsRead) {
    const test::TemporaryFolder folder;
    std::string bytes(8 + 100'000'000, '[');
    const std::uint64_t length = bytes.size() - 8;
    std::copy_n(reinterpret_cast<const char*>(&length), sizeof length, bytes.data());
    ASSERT_TRUE(write_file(folder / "long", bytes));
    const auto file = TensorFile::open(folder / "long");
    ASSERT_FALSE(file);
    EXPECT_NE(file.error().message().find("at most 16777216"), std::string::npos) << file.error().message();
}

TEST(Json, ATensorFileThatCouldNotBeReadBackIsNotWritten) {
    const test::TemporaryFolder folder;
    const auto written = write_tensor_file(folder / "long", {}, {{"patients", std::string(17'000'000, 'x')}});
    ASSERT_FALSE(written);
    EXPECT_FALSE(std::filesystem::exists(folder / "long"));
}

// Names that the system allows need not be UTF-8; JSON is. What is not becomes U+FFFD, and nothing is lost for it.
TEST(Json, ATensorFileHoldsNamesInAnyEncoding) {
    const test::TemporaryFolder folder;
    ASSERT_TRUE(write_tensor_file(folder / "latin", {}, {{"name", "M\xfcller"}}));
    const auto file = TensorFile::open(folder / "latin");
    ASSERT_TRUE(file) << file.error().message();
    EXPECT_EQ(file->metadata().at("name"), "M\xef\xbf\xbdller");
}

}  // namespace
}  // namespace synchrony::core
