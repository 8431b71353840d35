// The sheet's scale, measured on its lines: 1 mV = 10 mm, 1 s = 25 mm, squares of 1 and 5 mm.
#include "synchrony/sheet/ecg_sheet.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "support/svg_reader.hpp"
#include "support/temporary_folder.hpp"
#include "synchrony/core/files.hpp"
#include "synchrony/sheet/ecg_sheet_picture.hpp"
#include "synchrony/sheet/twelve_leads.hpp"

namespace synchrony::sheet {
namespace {

constexpr double rate_hz = 500.0;

// Every lead: 0 mV, but 1 mV from 0.5 to 1 s of each 2.5 s; every second sample 0.01 mV nearer to the middle, since a
// line without corners is stored as its two ends.
record::Ecg steps() {
    record::Ecg ecg;
    ecg.sampling_frequency_hz = rate_hz;
    for (const auto name : record::standard_leads()) {
        record::Lead lead;
        lead.name = name;
        for (int i = 0; i < 5000; ++i) {
            const double within = std::fmod(i / rate_hz, 2.5);
            const float off = i % 2 == 0 ? 0.0f : 0.01f;
            lead.samples.push_back(within >= 0.5 && within < 1.0 ? 1.0f - off : off);
        }
        ecg.leads.push_back(std::move(lead));
    }
    return ecg;
}

test::SvgDrawing draw_sheet(const record::Ecg& ecg, const EcgSheet& sheet) {
    test::TemporaryFolder folder;
    const auto path = folder.path() / "sheet.svg";
    const auto drawn = draw_ecg_sheet(ecg, sheet, path);
    EXPECT_TRUE(drawn) << (drawn ? "" : drawn.error().message());
    const auto drawing = test::read_svg(core::read_file(path).value());
    EXPECT_TRUE(drawing);
    return drawing.value_or(test::SvgDrawing{});
}

// Black lines with so many points or more: the traces.
std::vector<test::SvgLine> traces(const test::SvgDrawing& drawing, std::size_t least = 100) {
    std::vector<test::SvgLine> found;
    for (const auto& line : drawing.lines)
        if (line.points.size() >= least && line.style.find("rgb(0%,0%,0%)") != std::string::npos) found.push_back(line);
    return found;
}

struct Box {
    double left = HUGE_VAL, right = -HUGE_VAL, top = HUGE_VAL, bottom = -HUGE_VAL;
};
Box box_of(const test::SvgLine& line) {
    Box box;
    for (const auto& p : line.points)
        box = {std::min(box.left, p.x_mm), std::max(box.right, p.x_mm), std::min(box.top, p.y_mm),
               std::max(box.bottom, p.y_mm)};
    return box;
}

TEST(EcgSheet, IsA4LandscapeWithThirteenTraces) {
    const auto drawing = draw_sheet(steps(), {});
    EXPECT_EQ(drawing.width_mm, 297.0);
    EXPECT_EQ(drawing.height_mm, 210.0);
    EXPECT_EQ(traces(drawing).size(), 13u);
}

TEST(EcgSheet, DrawsOneMillivoltAsTenMillimetresAndOneSecondAsTwentyFive) {
    const auto lines = traces(draw_sheet(steps(), {}));
    ASSERT_EQ(lines.size(), 13u);
    for (const auto& line : lines) {
        const Box box = box_of(line);
        EXPECT_NEAR(box.bottom - box.top, 10.0, 0.01);
        // where the step is up: 0.498 s from the first sample to the last
        std::vector<double> up;
        for (const auto& p : line.points)
            if (p.y_mm < box.top + 0.2) up.push_back(p.x_mm);
        if (line.points.size() < 2000) {
            EXPECT_NEAR(up.back() - up.front(), 0.498 * 25.0, 0.01);
        }
    }
    const Box rhythm = box_of(lines.back());
    EXPECT_NEAR(rhythm.right - rhythm.left, 4999.0 / rate_hz * 25.0, 0.01);
}

TEST(EcgSheet, CarriesItsWordsAsText) {
    EcgSheet sheet;
    sheet.title = "Case <1>";
    const auto drawing = draw_sheet(steps(), sheet);
    EXPECT_EQ(drawing.title, "12-lead ECG");
    for (const char* text : {"Case <1>", "aVR", "V6", "25 mm/s    10 mm/mV    500 Hz    no filter"})
        EXPECT_TRUE(drawing.says(text)) << text << " in\n" << drawing.words;
}

// "No filter" of an ECG that its recorder filtered would be read as a word about the signal.
TEST(EcgSheet, SaysWhatTheRecorderFiltered) {
    auto ecg = steps();
    ecg.facts.filters = {0.05, 150.0, 60.0};
    const auto drawing = draw_sheet(ecg, {});
    EXPECT_TRUE(drawing.says(
        "25 mm/s    10 mm/mV    500 Hz    filtered by the recorder: from 0.05 Hz to 150 Hz, without 60 Hz"))
        << drawing.words;
}

TEST(EcgSheet, IsCalledWhatItShows) {
    auto ecg = steps();
    EXPECT_EQ(name_of_ecg(ecg), "12-lead ECG");
    std::erase_if(ecg.leads, [](const auto& l) { return l.name == "III" || l.name.starts_with("aV"); });
    EXPECT_EQ(name_of_ecg(ecg), "12-lead ECG");  // the others follow
    std::erase_if(ecg.leads, [](const auto& l) { return l.name != "II" && l.name != "V1"; });
    EXPECT_EQ(draw_sheet(ecg, {}).title, "ECG, 2 leads");
    ecg.leads.pop_back();
    EXPECT_EQ(name_of_ecg(ecg), "ECG, lead II");
}

TEST(EcgSheet, PutsColumnsOneAfterTheOtherInTime) {
    const auto lines = traces(draw_sheet(steps(), {}));
    ASSERT_EQ(lines.size(), 13u);
    // row by row: I aVR V1 V4; each column 2.5 s = 62.5 mm further
    for (std::size_t column = 1; column < 4; ++column)
        EXPECT_NEAR(box_of(lines[column]).left - box_of(lines[0]).left, 62.5 * static_cast<double>(column), 0.06);
    EXPECT_NEAR(box_of(lines[12]).left, box_of(lines[0]).left, 0.01);
}

TEST(EcgSheet, DrawsTheCalibrationPulse) {
    const auto drawing = draw_sheet(steps(), {});
    int pulses = 0;
    for (const auto& line : drawing.lines) {
        if (line.points.size() != 6 || line.style.find("rgb(0%,0%,0%)") == std::string::npos) continue;
        ++pulses;
        EXPECT_NEAR(line.points[1].y_mm - line.points[2].y_mm, 10.0, 0.01);  // 1 mV
        EXPECT_NEAR(line.points[3].x_mm - line.points[2].x_mm, 5.0, 0.01);   // 200 ms
    }
    EXPECT_EQ(pulses, 4);
}

TEST(EcgSheet, HasAGridOfOneAndFiveMillimetres) {
    const auto drawing = draw_sheet(steps(), {});
    std::vector<double> fine;
    std::vector<double> coarse;
    for (const auto& line : drawing.lines) {
        if (line.points.size() < 100 || line.style.find("rgb(0%,0%,0%)") != std::string::npos) continue;
        auto& places = fine.empty() ? fine : coarse;
        for (std::size_t i = 0; i + 1 < line.points.size(); i += 2)
            if (std::abs(line.points[i].x_mm - line.points[i + 1].x_mm) < 1e-6) places.push_back(line.points[i].x_mm);
    }
    ASSERT_GT(coarse.size(), 50u);
    for (std::size_t i = 1; i < coarse.size(); ++i) EXPECT_NEAR(coarse[i] - coarse[i - 1], 5.0, 0.01);
    ASSERT_GT(fine.size(), 200u);
    EXPECT_NEAR(fine[1] - fine[0], 1.0, 0.01);
    // traces begin on a line of the grid, and the base line is half way or on one
    EXPECT_NEAR(std::remainder(box_of(traces(drawing)[0]).left - coarse[0], 5.0), 0.0, 0.01);
}

TEST(EcgSheet, TakesOtherSpeedsAndGains) {
    EcgSheet sheet;
    sheet.speed_mm_per_s = 50.0;
    sheet.gain_mm_per_mv = 5.0;
    const auto lines = traces(draw_sheet(steps(), sheet));
    ASSERT_EQ(lines.size(), 13u);
    const Box rhythm = box_of(lines.back());
    EXPECT_NEAR(rhythm.bottom - rhythm.top, 5.0, 0.01);
    EXPECT_NEAR(rhythm.right - rhythm.left, 5.0 * 50.0, 0.2);  // 5 s fill the same width
}

TEST(EcgSheet, LeavesGapsAndNamesMissingLeads) {
    auto ecg = steps();
    ecg.leads.resize(2);  // I and II
    ecg.leads[0].invalid.push_back({100, 200});
    const auto lines = traces(draw_sheet(ecg, {}));
    ASSERT_EQ(lines.size(), 3u);
    EXPECT_EQ(lines[0].points.size(), 1251u - 100u);  // 2.5 s and the sample at its end, without the gap
}

TEST(EcgSheet, RefusesWhatCannotBeDrawn) {
    test::TemporaryFolder folder;
    const auto path = folder.path() / "a.svg";
    EXPECT_FALSE(draw_ecg_sheet(record::Ecg{}, {}, path));
    auto missing = steps();
    for (auto& lead : missing.leads) lead.invalid = {{0, 5000}};
    EXPECT_FALSE(draw_ecg_sheet(missing, {}, path));
    missing.leads[0].invalid = {{0, 4000}};
    EXPECT_TRUE(draw_ecg_sheet(missing, {}, path));
    std::filesystem::remove(path);
    EcgSheet late;
    late.start_s = 10.0;
    const auto outside = draw_ecg_sheet(steps(), late, path);
    ASSERT_FALSE(outside);
    EXPECT_EQ(outside.error().kind, core::ErrorKind::input);
    EcgSheet still;
    still.speed_mm_per_s = 0.0;
    EXPECT_FALSE(draw_ecg_sheet(steps(), still, path));
    EXPECT_FALSE(draw_ecg_sheet(steps(), {}, folder.path() / "a.bmp"));
    EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

// 6 x 2: twelve strips of 5 s and a rhythm strip; 12 x 1: twelve strips of 10 s.
TEST(EcgSheet, StandsInTheOtherFormatsOfCarts) {
    EcgSheet sheet;
    sheet.format = SheetFormat::six_by_two;
    auto lines = traces(draw_sheet(steps(), sheet));
    ASSERT_EQ(lines.size(), 13U);
    std::size_t half = 0;
    for (const auto& line : lines) {
        const auto box = box_of(line);
        half += std::abs(box.right - box.left - 125.0) < 1.0 ? 1 : 0;
    }
    EXPECT_EQ(half, 12U) << "5 s at 25 mm/s";
    sheet.format = SheetFormat::twelve_by_one;
    lines = traces(draw_sheet(steps(), sheet));
    ASSERT_EQ(lines.size(), 12U);
    for (const auto& line : lines) EXPECT_NEAR(box_of(line).right - box_of(line).left, 250.0, 1.0);
}

TEST(EcgSheet, IsToScaleAtOtherSpeedsAndGains) {
    for (const double gain : {5.0, 20.0}) {
        EcgSheet sheet;
        sheet.gain_mm_per_mv = gain;
        sheet.speed_mm_per_s = 50.0;
        sheet.format = SheetFormat::twelve_by_one;  // 5 s of each lead, with two steps
        const auto drawing = draw_sheet(steps(), sheet);
        for (const auto& line : traces(drawing)) EXPECT_NEAR(box_of(line).bottom - box_of(line).top, gain, 0.15);
        EXPECT_TRUE(
            drawing.says("50 mm/s    " + std::string(gain == 5.0 ? "5" : "20") + " mm/mV    500 Hz    no filter"))
            << drawing.words;
    }
}

TEST(EcgSheet, SaysTheScaleThatItIsDrawnAt) {
    EXPECT_EQ(scale_words(25.0, 10.0, 0.5), "Drawn at 12.5 mm/s and 5 mm/mV: a large square is 0.2 s and 0.5 mV.");
    EXPECT_EQ(scale_words(50.0, 20.0, 1.0), "Drawn at 50 mm/s and 20 mm/mV: a large square is 0.1 s and 0.25 mV.");
}

// Twelve rows are 13 mm high: a pulse of 1 mV and an R wave of 1.8 mV in lead I reach over the row, and stay on paper.
TEST(EcgSheet, KeepsTheFirstAndTheLastRowOnThePaper) {
    constexpr double top_mm = 36.0, bottom_mm = 196.0;
    for (const auto format : {SheetFormat::twelve_by_one, SheetFormat::six_by_two, SheetFormat::three_by_four}) {
        auto ecg = steps();
        for (auto& sample : ecg.leads.front().samples) sample *= 1.8F;
        for (auto& sample : ecg.leads.back().samples) sample *= -1.6F;
        EcgSheet sheet;
        sheet.format = format;
        const auto drawing = draw_sheet(ecg, sheet);
        std::size_t pulses = 0;
        for (const auto& line : traces(drawing, 6)) {
            const auto box = box_of(line);
            EXPECT_GE(box.top, top_mm) << static_cast<int>(format);
            EXPECT_LE(box.bottom, bottom_mm) << static_cast<int>(format);
            pulses += line.points.size() == 6 ? 1 : 0;
        }
        EXPECT_GE(pulses, 4U);
    }
}

// Twenty millimetres a millivolt in twelve rows: pulses of 20 mm that stood in every row would cover one another.
TEST(EcgSheet, DrawsPulsesApartWhereRowsAreLowerThanOne) {
    EcgSheet sheet;
    sheet.format = SheetFormat::twelve_by_one;
    sheet.gain_mm_per_mv = 20.0;
    std::vector<double> tops, bottoms;
    for (const auto& line : traces(draw_sheet(steps(), sheet), 6))
        if (line.points.size() == 6) tops.push_back(box_of(line).top), bottoms.push_back(box_of(line).bottom);
    ASSERT_GE(tops.size(), 3U);
    for (std::size_t i = 1; i < tops.size(); ++i) EXPECT_GE(tops[i], bottoms[i - 1] - 0.1);
}

// A lead whose base line drifts by 2.5 mV over the sheet, 25 mm, stands in its own row all the same.
TEST(EcgSheet, KeepsALeadThatWandersInItsRow) {
    auto ecg = steps();
    const auto still = traces(draw_sheet(ecg, {}));
    auto& v5 = *std::find_if(ecg.leads.begin(), ecg.leads.end(), [](const auto& l) { return l.name == "V5"; });
    for (std::size_t i = 0; i < v5.samples.size(); ++i) v5.samples[i] += static_cast<float>(i) / 2000.0F;
    const auto wandering = traces(draw_sheet(ecg, {}));
    ASSERT_EQ(wandering.size(), still.size());
    for (std::size_t i = 0; i < still.size(); ++i) {
        const Box before = box_of(still[i]), now = box_of(wandering[i]);
        EXPECT_NEAR((before.top + before.bottom) / 2.0, (now.top + now.bottom) / 2.0, 5.0) << i;
    }
}

// Words above the ECG that find no room get smaller and end with an ellipsis; nothing stands beyond the paper.
TEST(EcgSheet, EndsLongLinesOfItsHeadWithAnEllipsis) {
    EcgSheet sheet;
    const std::string title = "Elisabeth-Charlotte von und zu Hohenlohe-Schillingsf\u00fcrst, geborene Prinzessin";
    sheet.title = title + " " + title;
    sheet.right = {"LBBB by AHA/ACCF/HRS 2009, ESC 2013; not assessable by Strauss 2011"};
    const auto drawing = draw_sheet(steps(), sheet);
    EXPECT_NE(drawing.words.find("\u2026"), std::string::npos) << drawing.words;
    EXPECT_FALSE(drawing.says(sheet.title));
    EXPECT_TRUE(drawing.says(sheet.right.front())) << "smaller, but whole";
}

// Nothing that speaks against a recording is left out, however much there is beside it; the first stands first.
TEST(EcgSheet, SaysAllCautions) {
    EcgSheet sheet;
    sheet.left = {"82 years, female", "2026-11-27", "wfdb"};
    for (int i = 1; i <= 8; ++i)
        sheet.cautions.push_back("Caution: doubt " + std::to_string(i) +
                                 " (of a length that fills a good part of a line above the recording)");
    const auto words = draw_sheet(steps(), sheet).words;
    std::size_t last = 0;
    for (int i = 1; i <= 8; ++i) {
        const auto at = words.find("doubt " + std::to_string(i));
        EXPECT_NE(at, std::string::npos) << i;
        EXPECT_GT(at, last) << i;
        last = at;
    }
    EXPECT_EQ(words.find("cautions in all"), std::string::npos);
}

}  // namespace
}  // namespace synchrony::sheet
