// Figures as files and as parts of pages.
#include "synchrony/draw/figure.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <memory>
#include <set>

#include "support/svg_reader.hpp"
#include "support/temporary_folder.hpp"
#include "synchrony/core/files.hpp"
#include "synchrony/core/output_mark.hpp"
#include "synchrony/draw/axes_painter.hpp"
#include "synchrony/report/plots.hpp"
#include "synchrony/sheet/spectrogram_plot.hpp"

namespace synchrony::draw {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

Figure one_line() {
    Figure figure;
    figure.size_mm = {100.0, 80.0};
    figure.title = "<hostile> & \"title\"";
    Axes axes;
    axes.place = {20.0, 10.0, 70.0, 50.0};
    axes.x_range = axes.y_range = Range{0.0, 10.0};
    axes.series.push_back({{0.0, 5.0, 10.0}, {0.0, 10.0, 5.0}, "line", {1.0, 0.0, 0.0}, 0.5, 0.0, 0.0});
    figure.axes.push_back(axes);
    return figure;
}

test::SvgLine red_line(const std::string& svg) {
    const auto drawing = test::read_svg(svg);
    if (!drawing) return {};
    for (const auto& line : drawing->lines)
        if (line.style.find("rgb(100%,0%,0%)") != std::string::npos) return line;
    return {};
}

TEST(Figure, DrawsDataToScaleInMillimetres) {
    test::TemporaryFolder folder;
    ASSERT_TRUE(save(one_line(), folder.path() / "line.svg"));
    const auto svg = core::read_file(folder.path() / "line.svg").value();
    const auto drawing = test::read_svg(svg);
    ASSERT_TRUE(drawing);
    EXPECT_EQ(drawing->width_mm, 100.0);
    EXPECT_EQ(drawing->height_mm, 80.0);
    const auto line = red_line(svg);
    ASSERT_EQ(line.points.size(), 3u);
    EXPECT_NEAR(line.points[0].x_mm, 20.0, 0.01);  // x 0 at the left edge, y 0 at the lower
    EXPECT_NEAR(line.points[0].y_mm, 60.0, 0.01);
    EXPECT_NEAR(line.points[1].x_mm, 55.0, 0.01);
    EXPECT_NEAR(line.points[1].y_mm, 10.0, 0.01);
    EXPECT_NEAR(line.points[2].x_mm, 90.0, 0.01);
    EXPECT_NEAR(line.points[2].y_mm, 35.0, 0.01);
}

TEST(Figure, GivesEachFormatItsBytes) {
    test::TemporaryFolder folder;
    ASSERT_TRUE(save(one_line(), folder.path() / "a.pdf"));
    ASSERT_TRUE(save(one_line(), folder.path() / "a.PNG", 254.0));
    EXPECT_THAT(core::read_file(folder.path() / "a.pdf").value(), StartsWith("%PDF-"));
    const auto png = core::read_file(folder.path() / "a.PNG").value();
    EXPECT_THAT(png, StartsWith("\x89PNG"));
    const auto number = [&](std::size_t at) {
        std::uint32_t value = 0;
        for (std::size_t i = 0; i < 4; ++i) value = value << 8 | static_cast<unsigned char>(png[at + i]);
        return value;
    };
    EXPECT_EQ(number(16), 1000u);  // 100 mm at 10 pixels a mm
    EXPECT_EQ(number(20), 800u);
    EXPECT_EQ(png.substr(37, 4), "pHYs");
    EXPECT_EQ(number(41), 10'000u);  // pixels a metre
    EXPECT_EQ(number(54), 18u);
    EXPECT_EQ(png.substr(58, 22), std::string("tEXtSoftware\0Synchrony", 22));
    EXPECT_EQ(number(80), 0x73547975u);  // CRC-32 by Python's zlib
    ASSERT_TRUE(save(one_line(), folder.path() / "a.svg"));
    for (const auto* name : {"a.pdf", "a.PNG", "a.svg"})
        EXPECT_TRUE(core::is_own_page_or_picture(folder.path() / name)) << name;
}

TEST(Figure, ItsPictureOutlivesIt) {
    auto figure = std::make_unique<Figure>(one_line());
    const auto there = render(picture_of(*figure), PictureFormat::png, 100.0);
    const auto picture = picture_of(*figure);
    figure->axes.clear();
    figure.reset();
    const auto gone = render(picture, PictureFormat::png, 100.0);
    ASSERT_TRUE(there && gone);
    EXPECT_EQ(*gone, *there);
}

TEST(Figure, RefusesWhatItCannotDraw) {
    test::TemporaryFolder folder;
    const auto ending = save(one_line(), folder.path() / "a.gif");
    ASSERT_FALSE(ending);
    EXPECT_EQ(ending.error().kind, core::ErrorKind::usage);
    EXPECT_EQ(ending.error().got, ".gif");
    EXPECT_FALSE(save(one_line(), folder.path() / "huge.png", 1e6));
    EXPECT_FALSE(save(one_line(), folder.path() / "nothing.png", 0.0));
    auto uneven = one_line();
    uneven.axes[0].series[0].y.pop_back();
    EXPECT_FALSE(save(uneven, folder.path() / "a.svg"));
    auto empty_map = one_line();
    empty_map.axes[0].heat_map = HeatMap{{1.0f, 2.0f}, 2, 2, {0, 1}, {0, 1}, {}, 1.0, ""};
    EXPECT_FALSE(save(empty_map, folder.path() / "a.svg"));
    EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(Figure, SurvivesOddNumbersAndText) {
    auto figure = one_line();
    auto& axes = figure.axes[0];
    axes.x_range = axes.y_range = std::nullopt;
    axes.title = "caf\xe9 \xff\x01 <b>&\xc0\xaf \xed\xa0\x80";  // Latin-1, control, overlong, surrogate
    axes.legend_below = true;
    axes.series[0].legend = std::string("null\0byte", 9);
    axes.series.push_back({{std::nan(""), 1.0, HUGE_VAL}, {1e300, std::nan(""), -1e300}, "odd", black, 0.3, 0.0, 1.0});
    axes.series.push_back({{}, {}, "none", black, 0.3, 0.0, 1.0});
    const auto svg = inline_svg(figure, "odd");
    ASSERT_TRUE(svg) << svg.error().message();
    EXPECT_TRUE(test::read_svg(*svg));
}

// U+10FFFE is no letter in any font, by Unicode.
TEST(Painter, KnowsWhatItsFontHasNot) {
    EXPECT_TRUE(can_be_written("Muster, Erika 17"));
    EXPECT_TRUE(can_be_written(""));
    EXPECT_FALSE(can_be_written("Muster \U0010FFFE"));
}

TEST(InlineSvg, StandsInAPageBesideOthers) {
    const auto first = inline_svg(one_line(), "first").value();
    const auto second = inline_svg(one_line(), "second").value();
    EXPECT_THAT(first, StartsWith("<svg"));
    EXPECT_THAT(first, HasSubstr("&lt;hostile&gt; &amp; &quot;title&quot;"));
    EXPECT_THAT(first, Not(HasSubstr("<hostile>")));
    pugi::xml_document page;
    ASSERT_TRUE(page.load_string(("<div>" + first + second + "</div>").c_str()));
    std::set<std::string> ids;
    for (const auto& node : page.select_nodes("//*[@id]"))
        EXPECT_TRUE(ids.insert(node.node().attribute("id").as_string()).second) << "an id twice";
    EXPECT_FALSE(ids.empty());
    for (const auto& node : page.select_nodes("//*[@*[name()='xlink:href']]")) {
        const std::string target = node.node().attribute("xlink:href").as_string();
        EXPECT_TRUE(!target.starts_with("#") || ids.contains(target.substr(1))) << target;
    }
}

TEST(RocPlot, RunsFromCornerToCorner) {
    report::NamedRoc whole{"whole", {{0.0, 0.0, 2.0}, {0.0, 0.5, 1.0}, {1.0, 1.0, 0.0}}, 0.75};
    report::NamedRoc torn{"torn", {{0.25, 0.5, 1.0}}, {}};
    const auto figure = report::roc_plot({whole, torn, {"empty", {}, {}}});
    const auto& series = figure.axes.at(0).series;
    ASSERT_EQ(series.size(), 4u);  // and chance
    for (const auto& line : series) {
        EXPECT_EQ(line.x.front(), 0.0);
        EXPECT_EQ(line.y.front(), 0.0);
        EXPECT_EQ(line.x.back(), 1.0);
        EXPECT_EQ(line.y.back(), 1.0);
    }
    EXPECT_EQ(series[1].x.size(), 3u);
    EXPECT_EQ(series[1].legend, "whole, AUC 0.75");
    EXPECT_TRUE(test::read_svg(inline_svg(figure, "roc").value()));
}

TEST(RocPlot, TellsEightMarksApart) {
    std::vector<report::RocMarks> marks(8);
    const auto figure = report::roc_plot({}, marks);
    std::set<std::pair<Marker, bool>> shapes;
    for (const auto& series : figure.axes.at(0).series)
        if (series.marker_mm > 0.0) shapes.emplace(series.marker, series.hollow);
    EXPECT_EQ(shapes.size(), 8u);
}

TEST(IntervalPlot, ShowsEveryInterval) {
    const auto figure = report::interval_plot({{"a", 0.62, stats::Interval{0.31, 0.88}}, {"b", 0.5, {}}}, "AUC", 0.5);
    const auto& axes = figure.axes.at(0);
    EXPECT_NEAR(axes.x_range->low, 0.3, 1e-12);
    const auto right = report::interval_plot({{"a", 0.7, stats::Interval{0.6, 0.8}}}, "AUC", 0.5);
    EXPECT_NEAR(right.axes[0].x_range->low, 0.4, 1e-12) << "the reference stands inside";
    EXPECT_NEAR(axes.x_range->high, 0.9, 1e-12);
    EXPECT_EQ(axes.notes.at(1).text, "0.62 (0.31 to 0.88)");
    EXPECT_EQ(axes.notes.at(3).text, "0.50");
    EXPECT_TRUE(test::read_svg(inline_svg(figure, "forest").value()));
    EXPECT_TRUE(test::read_svg(inline_svg(report::interval_plot({}, "AUC", {}), "none").value()));
}

sheet::SpectrogramPlot small_spectrogram() {
    sheet::SpectrogramPlot plot;
    plot.title = "lead II";
    plot.lead = "II";
    plot.sampling_frequency_hz = 100.0;
    plot.start_s = 2.0;
    plot.samples_mv.assign(200, 0.5f);
    plot.r_peaks_s = {2.5, 99.0};
    plot.frequencies_hz = {0.0, 10.0, 20.0};
    plot.times_s = {2.0, 2.5, 3.0, 3.5};
    plot.magnitude_mv.assign(12, 0.1f);
    return plot;
}

TEST(SpectrogramFigure, SharesOneTimeAxisInSeconds) {
    const auto figure = sheet::spectrogram_figure(small_spectrogram());
    ASSERT_TRUE(figure);
    ASSERT_EQ(figure->axes.size(), 2u);
    const auto& signal = figure->axes[0];
    const auto& image = figure->axes[1];
    EXPECT_EQ(signal.x_range->low, 2.0);
    EXPECT_EQ(signal.x_range->high, 4.0);
    EXPECT_EQ(image.x_range->low, signal.x_range->low);
    EXPECT_EQ(image.x_range->high, signal.x_range->high);
    EXPECT_EQ(image.place.x, signal.place.x);
    EXPECT_EQ(image.place.width, signal.place.width);
    EXPECT_EQ(image.heat_map->x.low, 1.75);  // columns are as wide as their distance
    EXPECT_EQ(image.heat_map->x.high, 3.75);
    EXPECT_EQ(image.heat_map->y.high, 25.0);
    EXPECT_EQ(image.y_range->low, 0.0);
    EXPECT_EQ(signal.series[1].y[0], 0.5);
    EXPECT_TRUE(std::isnan(signal.series[1].y[1])) << "a peak outside the signal is not drawn";
    EXPECT_TRUE(test::read_svg(inline_svg(*figure, "s").value()));
}

TEST(SpectrogramFigure, IsNotDarkenedByOneArtefactNorByRowsThatAreNotShown) {
    auto plot = small_spectrogram();
    plot.frequencies_hz.assign(250, 0.0);
    for (std::size_t i = 0; i < 250; ++i) plot.frequencies_hz[i] = static_cast<double>(i);
    plot.magnitude_mv.assign(1000, 0.25f);
    plot.magnitude_mv[3] = 80.0f;    // one of the 800 shown values
    plot.magnitude_mv[999] = 90.0f;  // above the highest frequency
    plot.highest_frequency_hz = 199.0;
    EXPECT_EQ(sheet::spectrogram_figure(plot)->axes[1].heat_map->colours->high, 0.25);
    plot.brightest_share = 1.0;
    EXPECT_EQ(sheet::spectrogram_figure(plot)->axes[1].heat_map->colours->high, 80.0);
}

TEST(SpectrogramFigure, RefusesLengthsThatDisagree) {
    auto plot = small_spectrogram();
    plot.magnitude_mv.pop_back();
    const auto figure = sheet::spectrogram_figure(plot);
    ASSERT_FALSE(figure);
    EXPECT_EQ(figure.error().expected, "3 frequencies x 4 times");
    plot = small_spectrogram();
    plot.sampling_frequency_hz = 0.0;
    EXPECT_FALSE(sheet::spectrogram_figure(plot));
    plot = small_spectrogram();
    plot.samples_mv.clear();
    EXPECT_FALSE(sheet::spectrogram_figure(plot));
}

}  // namespace
}  // namespace synchrony::draw
