// Files built by hand after the descriptions of their formats: PDF 32000-1 (14.3.3, document information), PNG
// (11.3.4), SVG 1.1 and HTML.
#include "synchrony/core/output_mark.hpp"

#include <gtest/gtest.h>

#include "support/temporary_folder.hpp"
#include "synchrony/core/files.hpp"

namespace synchrony::core {
namespace {

using namespace std::string_literals;

bool is_own(const std::string& bytes) {
    const test::TemporaryFolder folder;
    EXPECT_TRUE(write_file(folder / "file", bytes));
    return is_own_page_or_picture(folder / "file");
}

/// A document with that information, which its trailer names.
std::string pdf_of(const std::string& information, const std::string& more = {}) {
    return "%PDF-1.5\n" + more + "\n3 0 obj\n<< " + information +
           " >>\nendobj\ntrailer\n<< /Size 4\n   /Info 3 0 R\n>>";
}

const std::string png_head = "\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\1\0\0\0\1\x08\2\0\0\0\0\0\0\0"s;

TEST(OutputMark, IsKnown) {
    EXPECT_TRUE(is_own(pdf_of("/Producer (x) /Creator (Synchrony)")));
    EXPECT_TRUE(is_own(png_head + "\0\0\0\x12tEXtSoftware\0Synchrony...."s));
    EXPECT_TRUE(is_own("<?xml version=\"1.0\"?>\n<svg width=\"9\">\n<!-- Made by Synchrony --></svg>"));
    EXPECT_TRUE(is_own("<!DOCTYPE html>\n<meta name=\"generator\" content=\"Synchrony\">"));
}

TEST(OutputMark, OfEarlierVersionsIsTheirForm) {
    EXPECT_TRUE(is_own(pdf_of("/Producer (cairo 1.16.0)\n/CreationDate (20261130000000Z)")));
    EXPECT_TRUE(is_own(pdf_of("/Producer (cairo 1.18.0)\n/CreationDate (D:20261130000000Z)")));
    EXPECT_TRUE(is_own(png_head + "\0\0\0\x09pHYs\0\0\0\1\0\0\0\1\1....\0\0\0\6bKGD......"s));
    EXPECT_TRUE(is_own("<svg xmlns=\"x\" width=\"9mm\" height=\"9mm\">\n<title>A</title>\n<desc>b</desc></svg>"));
    EXPECT_TRUE(
        is_own("<!DOCTYPE html>\n<html>\n<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
               "img-src data:; "
               "style-src 'unsafe-inline'\">\n<meta name=\"robots\" content=\"noindex\">"));
}

TEST(OutputMark, OthersHaveNone) {
    for (const auto& bytes :
         {""s, pdf_of("/Creator (Writer)"), pdf_of("/Producer (cairo 1.16.0)"),
          pdf_of("/Producer (cairo 1.16.0)\n/CreationDate (D:20261130101512Z)"), png_head,
          png_head + "\0\0\0\x13tEXtSoftware\0Matplotlib...."s, "<svg xmlns=\"x\" width=\"9mm\" height=\"9mm\"></svg>"s,
          "<html>Synchrony</html>"s, "<meta name=\"generator\" content=\"Hugo\">"s, "Made by Synchrony"s})
        EXPECT_FALSE(is_own(bytes)) << bytes;
    EXPECT_FALSE(is_own_page_or_picture("/not/there"));
}

// A paper that shows one of our figures is no output of ours.
TEST(OutputMark, OfAFigureWithinIsNotTheDocuments) {
    const std::string figure = "<svg width=\"9\">\n<!-- Made by Synchrony -->\n<g/></svg>";
    EXPECT_FALSE(is_own("<svg width=\"90\">\n<g>" + figure + "</g></svg>"));
    EXPECT_FALSE(is_own("<!doctype html><html><head><title>Thesis</title></head><body>" + figure + "</body></html>"));
    EXPECT_FALSE(is_own("<html><body><p>text</p><meta name=\"generator\" content=\"Synchrony\"></body></html>"));
    EXPECT_FALSE(is_own(pdf_of("/Producer (pdfTeX) /Creator (TeX)",
                               "1 0 obj\n<< /PTEX.InfoDict << /Producer (cairo) /Creator (Synchrony) >> >>\nendobj")));
}

}  // namespace
}  // namespace synchrony::core
