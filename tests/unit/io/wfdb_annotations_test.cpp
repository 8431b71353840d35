// Annotation files byte by byte, by annot(5) of the WFDB Applications Guide.
#include <gtest/gtest.h>

#include "support/paths.hpp"
#include "support/temporary_folder.hpp"
#include "synchrony/core/files.hpp"
#include "synchrony/io/wfdb_annotations.hpp"

namespace synchrony::io::wfdb {
namespace {

using namespace std::string_literals;
using record::Annotation;

core::Result<AnnotationFile> parse(const std::string& bytes) {
    return parse_annotations(std::as_bytes(std::span(bytes)), "x.atr");
}

// Words are (code << 10 | interval), low byte first: N (1) after 18 samples is 0x0412; SUB is 61, CHN 62, NUM 60,
// AUX 63, SKIP 59 with the high half of its interval first.
TEST(WfdbAnnotations, ItemsOfAFile) {
    const auto file = parse(
        "\x12\x04"
        "\x02\xf4"            // SUB 2
        "\x01\xf8"            // CHN 1, kept from here on
        "\x03\xf0"            // NUM 3, kept from here on
        "\x03\xfc(VT\0"       // AUX of 3 bytes and a filling byte
        "\0\xec\x01\0\x02\0"  // SKIP 0x10002
        "\x05\x14"            // V (5) after 5 more
        "\0\0"s);
    ASSERT_TRUE(file) << file.error().message();
    EXPECT_TRUE(file->warnings.empty());
    ASSERT_EQ(file->annotations.size(), 2u);
    EXPECT_EQ(file->annotations[0], (Annotation{18, 1, 2, 1, 3, "(VT"}));
    EXPECT_EQ(file->annotations[1], (Annotation{18 + 0x10002 + 5, 5, 0, 1, 3, ""}));
}

// huge.qrs: echo "xxxxxxxxx 10000000000 N 0 0 0" | wrann -r huge -a qrs (wfdb-python tests/test_annotation.py)
TEST(WfdbAnnotations, SkipsPastTwoToThe31) {
    const auto formats = test::formats_folder();
    if (!formats) GTEST_SKIP() << "no sample files: set SYNCHRONY_FORMATS";
    const auto file = read_annotations(*formats / "wfdb" / "huge", "qrs");
    ASSERT_TRUE(file) << file.error().message();
    ASSERT_EQ(file->annotations.size(), 1u);
    EXPECT_EQ(file->annotations[0].sample, 10000000000);
    const auto bytes = encode_annotations(*file);
    const auto original = core::read_file(*formats / "wfdb" / "huge.qrs");
    ASSERT_TRUE(bytes && original);
    EXPECT_EQ(*bytes, *original);  // wrann's own bytes
}

// Four annotations whose bytes are the first word of ISHNE's annotation files (found by the fuzzer): "AN" is code 19
// after 0x241 samples, and so on.
TEST(WfdbAnnotations, BytesThatSpellAnotherFormatReadBack) {
    AnnotationFile file;
    file.annotations = {{577, 19, 0, 0, 0, ""}, {655, 8, 0, 0, 0, ""}, {943, 12, 0, 0, 0, ""}, {989, 12, 0, 0, 0, ""}};
    const auto bytes = encode_annotations(file);
    ASSERT_TRUE(bytes);
    EXPECT_EQ(bytes->substr(6), "ANN  1.0\0\0"s);
    const auto again = parse(*bytes);
    ASSERT_TRUE(again) << again.error().message();
    EXPECT_EQ(again->annotations, file.annotations);
}

// The database's own files count a closing NUL into their texts, which is not kept; the rest is.
TEST(WfdbAnnotations, DatabaseReadsBackTheSame) {
    const auto data = test::data_folder();
    if (!data) GTEST_SKIP() << "no recordings: set SYNCHRONY_DATA";
    int files = 0;
    for (const auto& entry : std::filesystem::directory_iterator(*data / "mitdb")) {
        if (entry.path().extension() != ".atr") continue;
        const auto file = read_annotation_file(entry.path());
        ASSERT_TRUE(file) << file.error().message();
        const auto bytes = encode_annotations(*file);
        ASSERT_TRUE(bytes);
        const auto again = parse(*bytes);
        ASSERT_TRUE(again);
        EXPECT_EQ(again->annotations, file->annotations);
        ++files;
    }
    EXPECT_EQ(files, 48);
}

TEST(WfdbAnnotations, AllCodesAndFieldsReadBack) {
    AnnotationFile file;
    for (int code = 0; code < 50; ++code) {
        Annotation a;
        a.sample = code < 25 ? code * 7 : std::int64_t{code} * 100000000000;
        a.code = static_cast<std::int8_t>(code);
        a.subtype = static_cast<std::int8_t>(code % 3 == 0 ? -1 : code);
        a.channel = static_cast<std::int8_t>(code % 4 == 0 ? -1 : 0);  // 255 as unsigned
        a.number = static_cast<std::int8_t>(code % 5);
        if (code % 2 == 1) a.auxiliary = std::string(static_cast<std::size_t>(code * 5), 'x');
        file.annotations.push_back(a);
    }
    file.sampling_frequency_hz = 128.5;
    file.definitions = {{42, "*x", "my own beat"}, {43, "w", ""}};
    const test::TemporaryFolder folder;
    ASSERT_TRUE(write_annotations(folder / "r", "tst", file));
    const auto again = read_annotations(folder / "r.hea", "tst");
    ASSERT_TRUE(again) << again.error().message();
    // The empty annotation at sample 0 is the one that closes the file's own description; the second is ours.
    EXPECT_EQ(again->annotations, file.annotations);
    EXPECT_EQ(again->sampling_frequency_hz, 128.5);
    EXPECT_EQ(again->definitions, file.definitions);
}

TEST(WfdbAnnotations, WhatCannotBeWrittenIsRefused) {
    for (const Annotation& bad : {Annotation{-1, 1, 0, 0, 0, ""}, Annotation{0, 50, 0, 0, 0, ""},
                                  Annotation{0, -1, 0, 0, 0, ""}, Annotation{0, 1, 0, 0, 0, std::string(256, 'x')}})
        EXPECT_FALSE(encode_annotations({{bad}, {}, {}, {}}));
}

TEST(WfdbAnnotations, NoEndMarkIsSaid) {
    const auto file = parse("\x12\x04"s);
    ASSERT_TRUE(file);
    EXPECT_EQ(file->annotations.size(), 1u);
    EXPECT_EQ(file->warnings.size(), 1u);
}

TEST(WfdbAnnotations, Rescale) {
    AnnotationFile file;
    file.annotations = {{250, 1, 0, 0, 0, ""}, {251, 1, 0, 0, 0, ""}};
    rescale(file, 500);  // no frequency of its own: left alone
    EXPECT_EQ(file.annotations[0].sample, 250);
    file.sampling_frequency_hz = 250;
    rescale(file, 360);
    EXPECT_EQ(file.annotations[0].sample, 360);
    EXPECT_EQ(file.annotations[1].sample, 361);  // 361.44
}

}  // namespace
}  // namespace synchrony::io::wfdb
