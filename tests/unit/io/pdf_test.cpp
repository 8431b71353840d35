// Printed ECGs in PDFs, by our own writer of pages: what was drawn comes back in mV and s, what was not is masked.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <zlib.h>

#include <algorithm>
#include <cmath>
#include <ctime>

#include "support/print_writer.hpp"
#include "synchrony/io/read.hpp"

namespace synchrony::io {
namespace {

using test::PrintedSheet;

core::Result<record::Ecg> read_print(const std::string& bytes, const ReadOptions& options = {}) {
    const auto source = memory_source({{"p.pdf", bytes}});
    return read_ecg(RecordingFile{*source->open("p.pdf"), "p.pdf", source}, options);
}

std::string error_of_print(const std::string& bytes) {
    const auto begun = std::clock();  // of this process: other programs on the machine do not count
    const auto ecg = read_print(bytes);
    constexpr double slow_machine_s = 3.0;  // a second on usual ones; the slowest seen took 1.03
    EXPECT_LT(static_cast<double>(std::clock() - begun) / CLOCKS_PER_SEC, slow_machine_s) << "seconds";
    return ecg ? "none" : ecg.error().message();
}

std::string deflated(const std::string& bytes) {
    auto size = ::compressBound(bytes.size());
    std::string packed(size, '\0');
    ::compress(reinterpret_cast<Bytef*>(packed.data()), &size, reinterpret_cast<const Bytef*>(bytes.data()),
               bytes.size());
    packed.resize(size);
    return packed;
}

std::string packed_object(int number, const std::string& entries, const std::string& bytes) {
    const auto packed = deflated(bytes);
    return std::to_string(number) + " 0 obj\n<< " + entries + " /Filter /FlateDecode /Length " +
           std::to_string(packed.size()) + " >>\nstream\n" + packed + "\nendstream\nendobj\n";
}

/// Largest difference from what was drawn, mV, each above its median; the lead must hold it from sample `begin`.
double largest_error(const record::Ecg& ecg, const std::string& name, std::vector<double> drawn, std::size_t begin) {
    const auto* lead = ecg.find_lead(name);
    if (!lead || lead->samples.size() < begin + drawn.size()) return 1e9;
    if (!lead->is_valid(static_cast<std::int64_t>(begin), static_cast<std::int64_t>(begin + drawn.size()))) return 1e8;
    auto sorted = drawn;
    std::nth_element(sorted.begin(), sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2), sorted.end());
    const double level = sorted[sorted.size() / 2];
    double largest = 0.0;
    for (std::size_t n = 0; n < drawn.size(); ++n)
        largest = std::max(largest, std::abs(lead->samples[begin + n] - (drawn[n] - level)));
    return largest;
}

bool says(const record::Ecg& ecg, const char* words) {
    return std::ranges::any_of(ecg.warnings, [&](const auto& w) { return w.text.find(words) != std::string::npos; });
}

constexpr double drawn_exactly_mv = 2e-4;  // the writer's four decimals of a mm, and a median between two samples

void expect_three_by_four(const core::Result<record::Ecg>& ecg, const PrintedSheet& sheet) {
    ASSERT_TRUE(ecg) << ecg.error().message();
    EXPECT_EQ(ecg->format, "pdf");
    EXPECT_EQ(ecg->sampling_frequency_hz, sheet.hz);
    ASSERT_EQ(ecg->leads.size(), 12U);
    for (const auto& strip : sheet.strips) {
        if (strip.lead == "II" && strip.row == 1) continue;  // the strip below is longer
        SCOPED_TRACE(strip.lead);
        const auto begin = static_cast<std::size_t>(std::lround(strip.at_s * sheet.hz));
        EXPECT_LT(largest_error(*ecg, strip.lead, strip.millivolts, begin), drawn_exactly_mv);
        const auto* lead = ecg->find_lead(strip.lead);
        EXPECT_EQ(lead->valid_samples(), static_cast<std::int64_t>(strip.millivolts.size())) << "the rest is masked";
    }
    EXPECT_TRUE(
        std::ranges::any_of(ecg->warnings, [](const auto& w) { return w.text.starts_with("read from a print"); }));
}

TEST(Pdf, ThreeByFourComesBackAsItWasDrawn) {
    for (const double hz : {250.0, 500.0, 1000.0}) {
        SCOPED_TRACE(hz);
        const auto sheet = test::three_by_four(hz);
        expect_three_by_four(read_print(sheet.bytes()), sheet);
    }
}

// A name that made way for a peak stands nearer to the next one's; each lead is a line of its own, and a flat one no
// line.
TEST(Pdf, ANameThatMadeWayCutsNoLead) {
    auto sheet = test::three_by_four();
    for (auto& strip : sheet.strips)
        if (strip.lead == "aVF" || strip.lead == "V3") strip.name_right_mm = 6.0;
    expect_three_by_four(read_print(sheet.bytes()), sheet);
    for (auto& strip : sheet.strips)
        if (strip.lead == "V6") strip.millivolts.assign(strip.millivolts.size(), 0.0);
    const auto ecg = read_print(sheet.bytes());
    ASSERT_TRUE(ecg) << ecg.error().message();
    EXPECT_EQ(ecg->find_lead("V6"), nullptr);
    for (const auto& strip : sheet.strips) {
        if (strip.lead == "V6" || strip.lead == "II") continue;
        const auto begin = static_cast<std::size_t>(std::lround(strip.at_s * sheet.hz));
        EXPECT_LT(largest_error(*ecg, strip.lead, strip.millivolts, begin), drawn_exactly_mv) << strip.lead;
    }
}

PrintedSheet twelve_rows(double row_mm) {
    const auto wide = test::three_by_four();
    PrintedSheet sheet = wide;
    sheet.row_mm = row_mm;
    sheet.strips.assign(wide.strips.begin(), wide.strips.begin() + 12);  // the strip below is of a lead again
    for (std::size_t row = 0; row < 12; ++row) {
        sheet.strips[row].row = static_cast<int>(row);
        sheet.strips[row].at_s = 0.0;
    }
    return sheet;
}

// Rows so close that each name stands at the height of the row above, and some beside it: what comes first on the page
// is still first.
TEST(Pdf, NamesBelongToCurvesInOneOrder) {
    auto sheet = twelve_rows(12.5);
    for (auto& strip : sheet.strips) strip.name_right_mm = strip.row % 3 == 1 ? 21.0 : 0.0;
    const auto ecg = read_print(sheet.bytes());
    ASSERT_TRUE(ecg) << ecg.error().message();
    ASSERT_EQ(ecg->leads.size(), 12U);
    for (const auto& strip : sheet.strips)
        EXPECT_LT(largest_error(*ecg, strip.lead, strip.millivolts, 0), drawn_exactly_mv) << strip.lead;
}

// A name or a curve that is not there leaves its lead out; it does not push the others to their neighbours' names.
TEST(Pdf, WhatIsMissingMovesNoName) {
    const auto whole = twelve_rows(30.0);  // names stand two fifths of a row above their curves
    for (std::size_t missing = 0; missing < 12; ++missing)
        for (const bool name : {true, false}) {
            auto sheet = whole;
            if (name)
                sheet.strips[missing].lead.clear();
            else
                sheet.strips[missing].millivolts.clear();
            SCOPED_TRACE(whole.strips[missing].lead + (name ? " without its name" : " without its curve"));
            const auto ecg = read_print(sheet.bytes());
            ASSERT_TRUE(ecg) << ecg.error().message();
            EXPECT_EQ(ecg->leads.size(), 11U);
            for (std::size_t row = 0; row < 12; ++row) {
                const auto& strip = whole.strips[row];
                if (row == missing)
                    EXPECT_EQ(ecg->find_lead(strip.lead), nullptr);
                else
                    EXPECT_LT(largest_error(*ecg, strip.lead, strip.millivolts, 0), drawn_exactly_mv) << strip.lead;
            }
            EXPECT_TRUE(says(*ecg, "not as many leads' names as curves"));
        }
}

TEST(Pdf, AScaleThatTheGridContradictsIsNone) {
    auto sheet = test::three_by_four();
    sheet.grid = true;
    for (const double size : {0.5, 2.0}) {
        sheet.size = size;
        EXPECT_THAT(error_of_print(sheet.bytes()), testing::HasSubstr("grid contradicts its scale")) << size;
    }
    sheet.size = 1.0;
    sheet.scale = "25 mm/s   10/5 mm/mV";
    EXPECT_THAT(error_of_print(sheet.bytes()), testing::HasSubstr("scale of the printed ECG is not known"));
}

// Of a sheet of some later seconds, a lead that was not recorded in its column says from when it is, as the sheet does.
TEST(Pdf, SecondsCountFromTheSheetsBeginning) {
    auto sheet = test::three_by_four();
    sheet.scale = "25 mm/s   10 mm/mV   from 1.30 s";
    for (auto& strip : sheet.strips)
        if (strip.lead == "V4") strip.lead = "V4  from 3.30 s";
    const auto ecg = read_print(sheet.bytes());
    ASSERT_TRUE(ecg) << ecg.error().message();
    const auto& drawn = sheet.strips[3].millivolts;
    EXPECT_LT(largest_error(*ecg, "V4", drawn, static_cast<std::size_t>(std::lround(2.0 * sheet.hz))),
              drawn_exactly_mv);
    EXPECT_LT(largest_error(*ecg, "I", sheet.strips[0].millivolts, 0), drawn_exactly_mv);
}

// One lead ends where the next begins, at one height: nothing but the column says where one becomes the other.
TEST(Pdf, LeadsThatTouchAreTwo) {
    auto sheet = test::three_by_four();
    const auto find = [&](const std::string& lead) {
        return std::ranges::find(sheet.strips, lead, &test::PrintedStrip::lead);
    };
    const auto second = find("aVL"), first = find("II");
    ASSERT_EQ(first->row, second->row);
    first->millivolts.resize(static_cast<std::size_t>(std::lround((second->at_s - first->at_s) * sheet.hz)) + 1);
    first->millivolts.back() = second->millivolts.front();
    second->name_right_mm = 4.0;
    const auto ecg = read_print(sheet.bytes());
    ASSERT_TRUE(ecg) << ecg.error().message();
    ASSERT_EQ(ecg->leads.size(), 12U);
    const auto begin = static_cast<std::size_t>(std::lround(second->at_s * sheet.hz));
    EXPECT_LT(largest_error(*ecg, "aVL", second->millivolts, begin), drawn_exactly_mv);
}

TEST(Pdf, HoweverThePageIsDrawn) {
    auto sideways = test::three_by_four();
    sideways.sideways = true;
    expect_three_by_four(read_print(sideways.bytes()), sideways);
    auto segments = test::three_by_four();
    segments.by_segments = true;
    expect_three_by_four(read_print(segments.bytes()), segments);
    const auto sheet = test::three_by_four();
    // As a form on the page, packed; and with pages and fonts in a stream of objects, as PDF 1.5 allows.
    const auto form =
        packed_object(6, "/Type /XObject /Subtype /Form /Matrix [1 0 0 1 7 -9] /BBox [0 0 842 595]", sheet.operators());
    expect_three_by_four(read_print(PrintedSheet::pdf_of("q /X1 Do Q", form, "/XObject << /X1 6 0 R >>")), sheet);
    const std::string catalog = "<< /Type /Catalog /Pages 2 0 R >>",
                      pages = "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                      page = "<< /Type /Page /Contents 4 0 R /MediaBox [0 0 842 595] >>";
    const auto head =
        "1 0 2 " + std::to_string(catalog.size() + 1) + " 3 " + std::to_string(catalog.size() + pages.size() + 2) + " ";
    const auto objects = packed_object(7, "/Type /ObjStm /N 3 /First " + std::to_string(head.size()),
                                       head + catalog + " " + pages + " " + page);
    expect_three_by_four(read_print("%PDF-1.5\n" + packed_object(4, "", sheet.operators()) + objects), sheet);
}

TEST(Pdf, TheGridTellsThatAPageIsNotToScale) {
    auto sheet = test::three_by_four();
    sheet.grid = true;
    expect_three_by_four(read_print(sheet.bytes()), sheet);
    sheet.size = 0.8;
    const auto small = read_print(sheet.bytes());
    expect_three_by_four(small, sheet);
    EXPECT_TRUE(std::ranges::any_of(
        small->warnings, [](const auto& w) { return w.text.find("not printed to scale") != std::string::npos; }));
}

// A report shows the ECG small, then to scale, then its median beats; none of them makes another recording of it.
TEST(Pdf, AnEcgPrintedAgainIsReadOnce) {
    const auto sheet = test::three_by_four();
    auto small = sheet;
    small.grid = true;
    small.size = 0.8;
    small.scale = "Drawn at 20 mm/s and 8 mm/mV: a large square is 0.2 s and 0.5 mV.";
    PrintedSheet beats;
    for (int row = 0; row < 3; ++row)
        beats.strips.push_back(
            {row == 0 ? "I" : "V" + std::to_string(row), row, 0.0, test::printed_wave(250, 1, 1.2, 0.8)});
    const auto ecg = read_print(PrintedSheet::pdf_of_pages({small.operators(), sheet.operators(), beats.operators()}));
    expect_three_by_four(ecg, sheet);
    EXPECT_TRUE(says(*ecg, "page 1 left out: the same ECG again"));
    EXPECT_TRUE(says(*ecg, "page 3 left out: beats, not a recording"));
    expect_three_by_four(read_print(small.bytes()), small);  // alone it is read by its squares
    EXPECT_NE(error_of_print(beats.bytes()).find("median beats, or less than 2 s a lead"), std::string::npos);
}

TEST(Pdf, TwoEcgsAreNotJoined) {
    auto first = test::three_by_four();
    first.strips.pop_back();  // II over the whole width
    auto second = first;
    for (auto& strip : second.strips) std::reverse(strip.millivolts.begin(), strip.millivolts.end());
    EXPECT_NE(error_of_print(PrintedSheet::pdf_of_pages({first.operators(), second.operators()}))
                  .find("PDF holds several ECGs (got page 1 and page 2"),
              std::string::npos);
    PrintedSheet limbs, chest;  // six leads a page of the same ten seconds are one recording
    limbs.strips = {{"I", 0, 0.0, test::printed_wave(250, 0, 10, 0.5)}};
    chest.strips = {{"V1", 0, 0.0, test::printed_wave(250, 0, 10, 0.9)}};
    const auto both = read_print(PrintedSheet::pdf_of_pages({limbs.operators(), chest.operators()}));
    ASSERT_TRUE(both) << both.error().message();
    EXPECT_EQ(both->leads.size(), 2U);
    auto page_of_two = limbs;
    page_of_two.strips.push_back({"I", 1, 0.0, first.strips.front().millivolts});
    std::reverse(page_of_two.strips.back().millivolts.begin(), page_of_two.strips.back().millivolts.end());
    EXPECT_NE(error_of_print(page_of_two.bytes()).find("page 1 shows two"), std::string::npos);
}

TEST(Pdf, OtherScalesAndRows) {
    PrintedSheet sheet;
    sheet.mm_per_s = 50.0;
    sheet.mm_per_mv = 20.0;
    sheet.scale = "50mm/s  20,0 mm/mV  0.05-150Hz";
    sheet.hz = 500.0;
    sheet.strips = {{"V1", 0, 0.0, test::printed_wave(500, 0, 5, 0.5)},
                    {"V2", 1, 0.0, test::printed_wave(500, 0, 5, -0.7)}};
    const auto ecg = read_print(sheet.bytes());
    ASSERT_TRUE(ecg) << ecg.error().message();
    EXPECT_EQ(ecg->sampling_frequency_hz, 500.0);
    EXPECT_LT(largest_error(*ecg, "V1", sheet.strips[0].millivolts, 0), drawn_exactly_mv);
    EXPECT_LT(largest_error(*ecg, "V2", sheet.strips[1].millivolts, 0), drawn_exactly_mv);
    EXPECT_EQ(ecg->facts.gain_source, "scale printed on the page");
}

TEST(Pdf, WhereThePenWasUpNothingWasRecorded) {
    PrintedSheet sheet;
    sheet.strips = {{"V1", 0, 0.0, test::printed_wave(250, 0, 10, 0.5)},
                    {"II", 1, 0.0, test::printed_wave(250, 0, 10, 0.9)}};
    std::fill(sheet.strips[0].millivolts.begin() + 500, sheet.strips[0].millivolts.begin() + 700, std::nan(""));
    const auto ecg = read_print(sheet.bytes());
    ASSERT_TRUE(ecg) << ecg.error().message();
    ASSERT_TRUE(ecg->find_lead("V1"));
    EXPECT_EQ(ecg->find_lead("V1")->invalid, (std::vector<record::SampleRange>{{500, 700}}));
    EXPECT_TRUE(ecg->find_lead("II")->invalid.empty());
}

TEST(Pdf, WhatIsRefusedAndWhy) {
    auto no_scale = test::three_by_four();
    no_scale.scale = "25 mm/s";
    EXPECT_NE(error_of_print(no_scale.bytes()).find("scale of the printed ECG is not known"), std::string::npos);
    auto two_scales = test::three_by_four();
    two_scales.scale = "25 mm/s 10 mm/mV, chest 5 mm/mV";
    EXPECT_NE(error_of_print(two_scales.bytes()).find("scale of the printed ECG is not known"), std::string::npos);
    auto no_names = test::three_by_four();
    for (auto& strip : no_names.strips) strip.lead = "?";
    EXPECT_NE(error_of_print(no_names.bytes()).find("no names"), std::string::npos);
    const auto picture = PrintedSheet::pdf_of(
        "q 800 0 0 550 0 0 cm /X1 Do Q",
        "6 0 obj\n<< /Subtype /Image /Width 1 /Height 1 /Length 1 >>\nstream\nx\nendstream\nendobj\n",
        "/XObject << /X1 6 0 R >>");
    EXPECT_NE(error_of_print(picture).find("a picture of an ECG, no curves"), std::string::npos);
    EXPECT_NE(error_of_print(PrintedSheet::pdf_of("BT /F1 9 Tf (Dear Mr) Tj ET")).find("holds no ECG"),
              std::string::npos);
    EXPECT_NE(error_of_print(test::three_by_four().bytes() + "trailer << /Encrypt 9 0 R >>").find("encrypted"),
              std::string::npos);
    EXPECT_NE(error_of_print("%PDF-1.4\nnothing").find("no page"), std::string::npos);
    EXPECT_NE(error_of_print("%PDF-1.4\n" + std::string(3'000'000, '<')).find("no page"), std::string::npos);
}

// Files of strangers: loops, bombs and depths end in an error, or are passed over.
TEST(Pdf, HostileFilesEndSoon) {
    const auto bomb = packed_object(6, "/Type /XObject /Subtype /Form", std::string(200'000'000, ' '));
    EXPECT_NE(error_of_print(PrintedSheet::pdf_of("/X1 Do", bomb, "/XObject << /X1 6 0 R >>")).find("grows too large"),
              std::string::npos);
    EXPECT_NE(
        error_of_print("%PDF-1.5\n" + packed_object(7, "/Type /ObjStm /N 9 /First 9", std::string(200'000'000, '0')))
            .find("grows too large"),
        std::string::npos);
    const std::string itself =
        "6 0 obj\n<< /Subtype /Form /Length 20 >>\nstream\n/X1 Do /X1 Do /X1 Do\nendstream\nendobj\n";
    EXPECT_NE(error_of_print(PrintedSheet::pdf_of("/X1 Do", itself, "/XObject << /X1 6 0 R >>")), "none");
    EXPECT_NE(error_of_print("%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Kids [2 0 R 2 "
                             "0 R 2 0 R] >>\nendobj\n")
                  .find("no page"),
              std::string::npos);
    std::string operators;
    for (int i = 0; i < 1'500'000; ++i) operators += "h ";
    EXPECT_NE(error_of_print(PrintedSheet::pdf_of(operators)).find("draws too much"), std::string::npos);
    EXPECT_NE(error_of_print(PrintedSheet::pdf_of(std::string(1'000'000, '['))).find("holds no ECG"),
              std::string::npos);
    std::string many;
    for (int i = 0; i < 200'000; ++i) many += "1 0 obj <<\n";
    EXPECT_NE(error_of_print("%PDF-1.4\n" + many).find("no page"), std::string::npos);
}

}  // namespace
}  // namespace synchrony::io
