// Encodings by their definitions (RFC 3629, RFC 2781, the Windows-1252 table of IANA), letter by letter.
#include "synchrony/core/foreign_text.hpp"

#include <gtest/gtest.h>

namespace synchrony::core {
namespace {

using namespace std::string_literals;

std::string text_of(const std::string& bytes) {
    const auto decoded = decode_text(bytes);
    return decoded ? decoded->text : "none";
}

TEST(Text, Encodings) {
    EXPECT_EQ(text_of("a\xc3\xa4"), "a\xc3\xa4");
    EXPECT_EQ(text_of("\xef\xbb\xbfq"), "q");
    EXPECT_EQ(text_of("\xef\xbb\xbf\xef\xbb\xbfq"), "q");
    EXPECT_EQ(text_of("\xff\xfe"s + "a\0\xe4\0\xac\x20"s), "a\xc3\xa4\xe2\x82\xac");  // a, a umlaut, euro
    EXPECT_EQ(text_of("\xfe\xff"s + "\0a\xd8\x3d\xde\x00"s), "a\xf0\x9f\x98\x80");    // U+1F600 as a pair
    EXPECT_EQ(text_of("M\xfcller \x80"), "M\xc3\xbcller \xe2\x82\xac");
    EXPECT_EQ(decode_text("M\xfcller")->encoding, "Windows-1252");
    EXPECT_EQ(text_of("\xd0\xd4\xb1\xf0,cm"), "\u6027\u522b,cm") << "GB2312, rows and cells of the standard's table";
    EXPECT_EQ(decode_text("Gr\xf6\xdf"
                          "e;\xc4nderung;M\xfcller")
                  ->encoding,
              "Windows-1252");
    EXPECT_EQ(decode_text_as("\xa9\xca\xa7O", "Big5").value_or(""), "\u6027\u5225");
    EXPECT_FALSE(decode_text_as("a", "no such encoding"));
    EXPECT_FALSE(decode_text_as("a\xff\xff", "GB18030"));
    EXPECT_EQ(decode_text("abc")->encoding, "UTF-8");
    EXPECT_EQ(text_of("a\0b\0c\0,\0\n\0"s), "abc,\n") << "UTF-16 without its mark";
    for (const auto& bad : {"a\0b"s, "\xff\xfe\x61"s, "\xff\xfe\x00\xdc"s, "\xff\xfe\x00\xd8"s, "a\x01\xff"s, "\x81"s})
        EXPECT_FALSE(decode_text(bad)) << bad;
}

TEST(Text, LettersThatNobodySees) {
    EXPECT_EQ(without_unseen("\ufefflvef\u200b_pct\u202e"), "lvef_pct");
    EXPECT_EQ(without_unseen("Gr\u00f6\u00dfe \u4e00"), "Gr\u00f6\u00dfe \u4e00");
    EXPECT_EQ(trimmed_widely(" \u00a0 2\u00a00\ufeff\t\u3000"), "2\u00a00");
    EXPECT_EQ(trimmed_widely("\u00a0"), "");
}

TEST(Text, WordsForMissing) {
    for (const auto* word : {"NA",
                             "n/a",
                             "N.A.",
                             "#N/A",
                             "nan",
                             "NULL",
                             ".",
                             "-",
                             "?",
                             " NA ",
                             "None",
                             "missing",
                             "#DIV/0!",
                             "#VALUE!",
                             "#REF!",
                             "#NUM!",
                             "#NAME?",
                             "#NULL!",
                             "#SPILL!",
                             "#NV",
                             "#WERT!",
                             "#\u00a1VALOR!",
                             "Err:502",
                             ".a",
                             ".z",
                             ".B",
                             "._",
                             "\u2014",
                             "\u2212",
                             "\u2012",
                             "\u2015",
                             " \u2013 ",
                             "\u2014\u2014\u2014",
                             "- -"})
        EXPECT_TRUE(is_missing_word(word)) << word;
    for (const auto* value : {"", " ", "0", "-1", "N", "Nancy", "no", "..", "-.5", "naa", "-\u20145", "#", "#1",
                              "#12 left!", "Err:", "err: no", ".5", ".ab", "a."})
        EXPECT_FALSE(is_missing_word(value)) << value;
}

}  // namespace
}  // namespace synchrony::core
