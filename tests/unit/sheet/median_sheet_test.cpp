// The sheet of median beats: its scale measured on its lines, and what it says.
#include "synchrony/sheet/median_sheet.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "support/drawn.hpp"
#include "support/temporary_folder.hpp"
#include "synchrony/core/files.hpp"
#include "synchrony/sheet/measure_words.hpp"

namespace synchrony::sheet {
namespace {

const std::vector<std::string> all_leads = {"I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6"};

test::SvgDrawing draw_median(const measure::Measurements& m) {
    const test::TemporaryFolder folder;
    const auto path = folder / "median.svg";
    const auto drawn = draw_median_sheet(m, {"Case 1"}, path);
    EXPECT_TRUE(drawn) << (drawn ? "" : drawn.error().message());
    return test::read_svg(core::read_file(path).value_or("")).value_or(test::SvgDrawing{});
}

// x of vertical lines that go over all of a lead (60 mm less 2), ascending.
std::vector<double> long_lines(const std::vector<test::SvgLine>& lines) {
    std::vector<double> x;
    for (const auto& line : lines)
        if (line.points.size() == 2 && std::abs(line.points[0].x_mm - line.points[1].x_mm) < 1e-6 &&
            std::abs(line.points[0].y_mm - line.points[1].y_mm) > 50.0)
            x.push_back(line.points[0].x_mm);
    std::sort(x.begin(), x.end());
    return x;
}

TEST(MedianSheet, IsA3AndToScale) {
    const auto drawing = draw_median(test::triangle_beat(all_leads));
    EXPECT_EQ(drawing.width_mm, 420.0);
    EXPECT_EQ(drawing.height_mm, 297.0);
    EXPECT_NE(drawing.words.find("100 mm/s    20 mm/mV"), std::string::npos) << drawing.words;
    // QRS onset and end are 120 ms apart: 12 mm; three rows of four leads share the same x
    const auto qrs = long_lines(test::lines_of(drawing, 0.0, 0.30, 0.62));
    ASSERT_EQ(qrs.size(), 24u);
    EXPECT_NEAR(qrs[3] - qrs[0], 12.0, 0.01);
    EXPECT_NEAR(qrs[6] - qrs[0], 95.0, 0.01);  // the next column
    const auto p = long_lines(test::lines_of(drawing, 0.0, 0.50, 0.36));
    ASSERT_EQ(p.size(), 24u);
    EXPECT_NEAR(p[3] - p[0], 8.0, 0.01);     // 80 ms
    EXPECT_NEAR(qrs[0] - p[0], 20.0, 0.01);  // PR 200 ms
    const auto t = long_lines(test::lines_of(drawing, 0.78, 0.33, 0.0));
    ASSERT_EQ(t.size(), 12u);
    EXPECT_NEAR(t[0] - qrs[0], 50.0, 0.01);  // QT 500 ms
    const auto black = test::lines_of(drawing, 0.0, 0.0, 0.0, 3);
    ASSERT_EQ(black.size(), 12u + 3u);
    for (const auto& trace : black) {
        if (trace.points.size() == 6) {  // the calibration pulse: 1 mV, 100 ms
            EXPECT_NEAR(trace.points[1].y_mm - trace.points[2].y_mm, 20.0, 0.01);
            EXPECT_NEAR(trace.points[3].x_mm - trace.points[2].x_mm, 10.0, 0.01);
            continue;
        }
        const auto [top, bottom] = std::minmax_element(trace.points.begin(), trace.points.end(),
                                                       [](const auto& a, const auto& b) { return a.y_mm < b.y_mm; });
        EXPECT_NEAR(bottom->y_mm - top->y_mm, 20.0, 0.01);            // 1 mV
        EXPECT_NEAR(std::fmod(top->x_mm - qrs[0], 95.0), 6.0, 0.02);  // peak 60 ms after onset
    }
}

TEST(MedianSheet, SaysTheScaleItIsDrawnAt) {
    const test::TemporaryFolder folder;
    const auto path = folder / "median.svg";
    ASSERT_TRUE(draw_median_sheet(test::triangle_beat(all_leads), {"Case 1", 0.5}, path));
    const auto words = core::read_file(path).value_or("");
    EXPECT_NE(words.find("50 mm/s    10 mm/mV"), std::string::npos);
    EXPECT_EQ(words.find("on A3"), std::string::npos);
}

// Heights of the base lines of glyphs between two x, ascending, each once.
std::vector<double> base_lines_mm(const std::string& svg, double left_mm, double right_mm, double top_mm) {
    pugi::xml_document document;
    document.load_buffer(svg.data(), svg.size());
    const double mm_per_unit = 420.0 / 1190.551;  // A3 in points
    constexpr double foot_mm = 292.0;             // the sheet's last line stands at 293
    std::set<double> lines;
    for (const auto& found : document.select_nodes("//use[@y]")) {
        const double x = found.node().attribute("x").as_double() * mm_per_unit;
        const double y = found.node().attribute("y").as_double() * mm_per_unit;
        if (x > left_mm && x < right_mm && y > top_mm && y < foot_mm) lines.insert(std::round(y * 100.0) / 100.0);
    }
    return {lines.begin(), lines.end()};
}

// Long notes are set smaller until there is room for all; before, their lines lay upon one another.
TEST(MedianSheet, ReasonsDoNotOverlap) {
    auto m = test::triangle_beat(all_leads);
    auto& finding = m.conduction.lbbb_strauss;
    finding.reasons.clear();
    for (int i = 0; i < 9; ++i) {
        measure::Reason reason;
        reason.criterion = "mid-QRS notch or slur";
        reason.note =
            "slur begins 28 ms (40 or later: before half of QRS, 90), ends 48 ms (60 or later: before two thirds, "
            "120); "
            "10 ms of tolerance at either";
        finding.reasons.push_back(reason);
    }
    const test::TemporaryFolder folder;
    ASSERT_TRUE(draw_median_sheet(m, {"Case 1"}, folder / "m.svg"));
    const auto lines = base_lines_mm(core::read_file(folder / "m.svg").value_or(""), 77.0, 138.0, 225.0);
    ASSERT_GT(lines.size(), 18U);
    for (std::size_t i = 1; i < lines.size(); ++i)
        if (lines[i] - lines[i - 1] > 0.05) {
            EXPECT_GT(lines[i] - lines[i - 1], 1.7) << i;
        }
}

TEST(MedianSheet, GivesTheAnswersAloneWhereTheCriteriaFollow) {
    const test::TemporaryFolder folder;
    ASSERT_TRUE(draw_median_sheet(test::triangle_beat(all_leads), {"Case 1", 0.7, false}, folder / "m.svg"));
    const auto words =
        test::read_svg(core::read_file(folder / "m.svg").value_or("")).value_or(test::SvgDrawing{}).words;
    EXPECT_NE(words.find("LBBB, ESC 2013: "), std::string::npos) << words;
    EXPECT_NE(words.find("The criteria follow"), std::string::npos);
    EXPECT_EQ(words.find("Criterion"), std::string::npos);
}

TEST(MedianSheet, HalvesTheGainForATallLeadAndSaysSo) {
    auto m = test::triangle_beat(all_leads);
    for (auto& sample : m.median_beat.leads[6].samples) sample *= 4.0F;  // 80 mm at 20 mm/mV, a lead has 60
    const auto drawing = draw_median(m);
    EXPECT_NE(drawing.words.find("100 mm/s    10 mm/mV"), std::string::npos) << drawing.words;
}

TEST(MedianSheet, SaysTimesFromQrsOnsetAndTheReasonsForLbbb) {
    const auto m = test::triangle_beat(all_leads);
    const auto drawing = draw_median(m);
    for (const char* text :
         {"Case 1", "Median of 8 of 9 beats", "Heart rate 60/min", "P \u2212200", "P end \u2212120", "QRS 0", "J 120",
          "T end 500", "LBBB, Strauss 2011: ", "LBBB, AHA/ACCF/HRS 2009: ", "LBBB, ESC 2013: ", "QS or rS, V2"})
        EXPECT_TRUE(drawing.says(text)) << text << " in\n" << drawing.words;
    // 120 ms against the limit of 140 ms for men, not met; and against 120 ms, met
    EXPECT_NE(drawing.words.find("met: no\nQRS duration\n120 ms\n140 ms\nmen\n"), std::string::npos) << drawing.words;
    EXPECT_NE(drawing.words.find("met: yes\nQRS duration\n120 ms\n120 ms\n"), std::string::npos);
}

TEST(MedianSheet, MarksANotchWithItsTime) {
    auto m = test::triangle_beat(all_leads);
    measure::QrsMorphology& v6 = *m.morphology.leads[11];
    v6.notches = {{false, 0.040, 0.052, 0.066, 0.1, 0}, {true, 0.080, 0.085, 0.090, 0.0, 0}};
    const auto drawing = draw_median(m);
    EXPECT_TRUE(drawing.says("notch 52 ms (40 to 66)")) << drawing.words;
    EXPECT_TRUE(drawing.says("slur 85 ms (80 to 90)"));
    EXPECT_TRUE(drawing.says("52"));
}

TEST(MedianSheet, ComputesLimbLeadsAndNamesChestLeadsThatAreMissing) {
    auto m = test::triangle_beat({"I"});
    std::erase_if(m.median_beat.leads, [](const auto& lead) { return lead.name == "aVL"; });
    m.leads.pop_back();
    EXPECT_TRUE(draw_median(m).says("computed from other leads"));
    std::erase_if(m.median_beat.leads, [](const auto& lead) { return lead.name == "V3"; });
    m.median_beat.record_name = "case-7";
    const test::TemporaryFolder folder;
    const auto drawn = draw_median_sheet(m, {}, folder / "a.svg");
    ASSERT_FALSE(drawn);
    EXPECT_EQ(drawn.error().kind, core::ErrorKind::input);
    EXPECT_EQ(drawn.error().where, "case-7");
    EXPECT_EQ(drawn.error().got, "I II III aVR aVF V1 V2 V4 V5 V6");
    EXPECT_NE(drawn.error().what.find("without a beat: V3"), std::string::npos);
    EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(MedianSheet, IsDrawnWithoutPAndTWaves) {
    auto m = test::triangle_beat(all_leads);
    m.global.p.reset();
    m.global.t.reset();
    const auto drawing = draw_median(m);
    EXPECT_TRUE(drawing.says("J 120"));
    EXPECT_FALSE(drawing.says("T end 500"));
    m.global.qrs.reset();
    const test::TemporaryFolder folder;
    EXPECT_FALSE(draw_median_sheet(m, {}, folder / "a.svg"));
}

// "No P waves" stands above: the marks that single leads bear are not drawn. What ends behind the drawn stretch is not
// marked in the next cell.
TEST(MedianSheet, MarksNothingThatItDoesNotSay) {
    auto m = test::triangle_beat(all_leads);
    m.global.p.reset();
    for (auto& lead : m.leads) {
        ASSERT_TRUE(lead.p && lead.t);
        lead.t->end_s = m.global.t->end_s + 0.3;
    }
    const auto drawing = draw_median(m);
    EXPECT_TRUE(test::lines_of(drawing, 0.0, 0.50, 0.36).empty());
    const auto t = test::lines_of(drawing, 0.78, 0.33, 0.0);
    EXPECT_EQ(long_lines(t).size(), 12U);
    EXPECT_EQ(t.size(), 12U) << "no short line behind the end";
}

TEST(MeasureWords, NameUnitsAndMissingValues) {
    EXPECT_EQ(quantity(187.76, 1, "ms"), "187.8 ms");
    EXPECT_EQ(quantity(-48.2, 0, "°"), "\u221248°");
    EXPECT_EQ(quantity(std::nullopt, 0, "ms"), "\u2013");
    measure::Measurements m;
    m.flags = {{"lead_swap", "LA/RA", true}};
    EXPECT_EQ(cautions(m), std::vector<std::string>{"Caution: suspected lead reversal (LA/RA)"});
}

}  // namespace
}  // namespace synchrony::sheet
