// Words, lists, UTF-8 and JSON as text.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "synchrony/core/decimal_comma.hpp"
#include "synchrony/core/json_text.hpp"
#include "synchrony/core/nearest_word.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/core/utf8.hpp"

namespace synchrony::core {
namespace {

TEST(Words, LowerTrimmedSplitJoined) {
    EXPECT_EQ(lower("aVR \xc3\x84"), "avr \xc3\x84");  // other letters than A to Z stay
    EXPECT_EQ(trimmed(" \t a b\r\n"), "a b");
    EXPECT_EQ(trimmed(" \n"), "");
    EXPECT_EQ(trimmed("'I' ", "' "), "I");
    // A text that ends with the expression is kept: a view of it would show freed memory.
    static_assert(std::is_same_v<decltype(trimmed(std::string())), std::string>);
    const std::string long_one(60, 'x');
    const auto kept = trimmed(" " + long_one + " ");
    EXPECT_EQ(kept, long_one);
    EXPECT_EQ(split("a,,b", ','), (std::vector<std::string_view>{"a", "", "b"}));
    EXPECT_EQ(split("", ','), (std::vector<std::string_view>{""}));
    EXPECT_EQ(joined(std::vector<std::string>{"a", "", "b"}), "a, , b");
    EXPECT_EQ(joined(std::vector<int>{1, 2}, "+", [](int i) { return std::to_string(i); }), "1+2");
    EXPECT_EQ(joined(std::vector<std::string>{}), "");
    std::string list;
    append_word(list, "a");
    append_word(list, "b", "; ");
    EXPECT_EQ(list, "a; b");
}

TEST(Words, ANumberIsAllOfTheText) {
    EXPECT_EQ(number_from<int>("-12"), -12);
    EXPECT_EQ(number_from<double>("1e-3"), 1e-3);
    EXPECT_EQ(number_from<std::uint64_t>("18446744073709551615"), UINT64_MAX);
    for (const char* text : {"", " 1", "1 ", "+1", "1x", "x", "1.5", "99999999999"})
        EXPECT_FALSE(number_from<int>(text)) << text;
    EXPECT_FALSE(number_from<std::uint64_t>("-1"));
    EXPECT_FALSE(number_from<double>("1e999"));
}

// Distances by hand: k-s, e-i, +g; a swap is one; "ca" to "abc" is three, as no letter is moved twice.
TEST(Words, TheNearestOfAList) {
    EXPECT_EQ(typing_errors("kitten", "sitting"), 3U);
    EXPECT_EQ(typing_errors("nhya", "nyha"), 1U);
    EXPECT_EQ(typing_errors("ca", "abc"), 3U);
    EXPECT_EQ(typing_errors("", "ab"), 2U);
    const std::vector<std::string> words{"clinical", "ecg", "lvef_pct", "response", "F", "25"};
    for (const auto& [typed, meant] : {std::pair{"clincal", "clinical"},
                                       {"ECG", "ecg"},
                                       {"lvef", "lvef_pct"},
                                       {"responses", "response"},
                                       {"f", "F"},
                                       {"xylophone", ""},
                                       {"ec", "ecg"},
                                       {"x", ""},
                                       {"26", ""},
                                       {"", ""},
                                       {"abc", ""}})
        EXPECT_EQ(nearest_word(typed, words), meant) << typed;
    EXPECT_EQ(nearest_word(std::string(100'000, 'c'), words), "");
    EXPECT_EQ(did_you_mean("egc", words), "Did you mean ecg?");
}

// RFC 3629, section 4, and the table of well-formed sequences of Unicode (3-7).
TEST(Utf8, WellFormedOrNot) {
    for (const auto* good : {"", "abc", "\xc2\x80", "\xdf\xbf", "\xe0\xa0\x80", "\xed\x9f\xbf", "\xf0\x90\x80\x80",
                             "\xf4\x8f\xbf\xbf", "\xef\xbf\xbf"})
        EXPECT_EQ(first_bad_utf8(good), std::string_view::npos) << good;
    for (const auto* bad : {"\x80", "\xc1\xbf", "\xc3", "\xe0\x9f\xbf", "\xed\xa0\x80", "\xf0\x8f\xbf\xbf",
                            "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff"})
        EXPECT_EQ(first_bad_utf8(std::string("ab") + bad), 2U) << bad;
}

TEST(Utf8, ValidLengthAndShortened) {
    EXPECT_EQ(valid_utf8("M\xfcller"), "M\xef\xbf\xbdller");
    EXPECT_EQ(valid_utf8("a\x01\x7f\xc3"), "a\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
    EXPECT_EQ(valid_utf8("\xc3\xa4\xf0\x9f\x98\x80"), "\xc3\xa4\xf0\x9f\x98\x80");
    EXPECT_EQ(utf8_length("\xc3\xa4 \xc2\xb1"), 3U);
    EXPECT_EQ(shortened("\xc3\xa4\xc3\xb6\xc3\xbc", 2), "\xc3\xa4\xc3\xb6\xe2\x80\xa6");
    EXPECT_EQ(shortened("\xc3\xa4\xc3\xb6", 2), "\xc3\xa4\xc3\xb6");
}

TEST(JsonText, AnyBytes) {
    const nlohmann::json document{{"name", "M\xfcller"}};
    EXPECT_EQ(json_text(document), "{\"name\":\"M\xef\xbf\xbdller\"}");
    const nlohmann::ordered_json ordered{{"z", 1}, {"a", "\xc3"}};
    EXPECT_EQ(json_text(ordered, 1), "{\n \"z\": 1,\n \"a\": \"\xef\xbf\xbd\"\n}");
}

TEST(Words, PrintableTextObeysNoTerminal) {
    EXPECT_EQ(printable("a\x1b[31mb\x7f"
                        "c\rd"),
              "a?[31mb?c?d");
    EXPECT_EQ(printable("row\r\nnext\tcell\n"), "row\r\nnext\tcell\n");
    EXPECT_EQ(printable("M\u00fcller \u2212 \xc2\x85\xc2\x9b"), "M\u00fcller \u2212 ??");
    EXPECT_EQ(printable(std::string_view("\0\xc2", 2)), "?\xc2");
}

TEST(Words, APValueIsNeverZero) {
    EXPECT_EQ(p_value_text(0.0), "< 0.001");
    EXPECT_EQ(p_value_text(0.000999), "< 0.001");
    EXPECT_EQ(p_value_text(0.001), "0.001");
    EXPECT_EQ(p_value_text(0.0344), "0.034");
    EXPECT_EQ(p_value_text(1.0), "1.000");
}

TEST(Words, ADecimalCommaHasAHint) {
    EXPECT_EQ(decimal_point_hint("28,5"), "A number is written with a point: 28.5");
    EXPECT_EQ(decimal_point_hint("--auc=0,8"), "A number is written with a point: 0.8");
    EXPECT_EQ(decimal_point_hint("-0,25"), "A number is written with a point: -0.25");
    for (const char* word : {"28.5", "I,II", "1,2,3", ",5", "5,", "", "a=b", "1,5e3"})
        EXPECT_EQ(decimal_point_hint(word), "") << word;
}

TEST(Words, AreReplacedWhereverTheyStand) {
    const auto replaced = [](std::string text, std::string_view word, std::string_view by) {
        replace_all(text, word, by);
        return text;
    };
    EXPECT_EQ(replaced("a\nb\n", "\n", "\n  "), "a\n  b\n  ");
    EXPECT_EQ(replaced("aaa", "aa", "a"), "aa");  // what was put in is not read again
    EXPECT_EQ(replaced("abc", "x", "y"), "abc");
    EXPECT_EQ(replaced("xx", "x", ""), "");
    EXPECT_EQ(replaced("abc", "", "y"), "abc");
}

}  // namespace
}  // namespace synchrony::core
