// The vectorcardiogram's picture: which way each axis grows, one scale for all, and what it says.
#include "synchrony/sheet/vcg_figure.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "support/drawn.hpp"
#include "support/temporary_folder.hpp"
#include "synchrony/core/files.hpp"

namespace synchrony::sheet {
namespace {

measure::Measurements measured(const std::vector<std::string>& leads, measure::VcgTransform transform) {
    auto m = test::triangle_beat(leads);
    const auto vcg = measure::vectorcardiogram(m.median_beat, transform).value();
    m.vectors = measure::measure_vectors(vcg, {0.40, 0.52, 0.90}).value();
    return m;
}

test::SvgDrawing draw_loops(const measure::Measurements& m,
                            measure::VcgTransform transform = measure::VcgTransform::kors) {
    const test::TemporaryFolder folder;
    const auto path = folder / "vcg.svg";
    const auto drawn = draw_vcg_figure(m, {"Case 1", transform}, path);
    EXPECT_TRUE(drawn) << (drawn ? "" : drawn.error().message());
    return test::read_svg(core::read_file(path).value_or("")).value_or(test::SvgDrawing{});
}

// From the loop's first point, which is the origin, to its farthest.
test::SvgPoint reach(const test::SvgLine& loop) {
    test::SvgPoint best;
    for (const auto& p : loop.points) {
        const test::SvgPoint from{p.x_mm - loop.points[0].x_mm, p.y_mm - loop.points[0].y_mm};
        if (std::hypot(from.x_mm, from.y_mm) > std::hypot(best.x_mm, best.y_mm)) best = from;
    }
    return best;
}

// Three planes in the order frontal, sagittal, horizontal, then X, Y, Z against time.
std::vector<test::SvgLine> qrs_lines(const test::SvgDrawing& drawing) {
    return test::lines_of(drawing, 0.0, 0.30, 0.62, 3);
}

TEST(VcgFigure, DrawsEachPlaneAsSeenFromTheFrontTheLeftAndAbove) {
    // 1 mV in lead II alone; Kors' column of II: X -0.07, Y 0.93, Z -0.23 (Eur Heart J 1990;11:1083)
    const auto drawing = draw_loops(measured({"II"}, measure::VcgTransform::kors));
    EXPECT_EQ(drawing.width_mm, 297.0);
    // Y and its 56 uV s of area need 0.93 mV + 12 % of 80 mm: 50 mm/mV
    ASSERT_NE(drawing.words.find("Planes 50 mm/mV; 100 \u00b5V s as long as 1 mV"), std::string::npos) << drawing.words;
    const auto lines = qrs_lines(drawing);
    ASSERT_GE(lines.size(), 3u);
    const auto frontal = reach(lines[0]);
    EXPECT_NEAR(frontal.x_mm, -0.07 * 50.0, 0.05);  // right of the patient: left on paper
    EXPECT_NEAR(frontal.y_mm, 0.93 * 50.0, 0.05);   // feet: down
    const auto sagittal = reach(lines[1]);
    EXPECT_NEAR(sagittal.x_mm, -0.23 * 50.0, 0.05);  // front: left on paper
    EXPECT_NEAR(sagittal.y_mm, 0.93 * 50.0, 0.05);
    const auto horizontal = reach(lines[2]);
    EXPECT_NEAR(horizontal.x_mm, -0.07 * 50.0, 0.05);
    EXPECT_NEAR(horizontal.y_mm, 0.23 * 50.0, 0.05);  // front: down
}

TEST(VcgFigure, SaysTheMeasuresAndDrawsTheAreaToScale) {
    // A triangle of 120 ms and 1 mV is 60 uV s; times the length of Kors' column of II, 0.96057: 57.6
    const auto m = measured({"II"}, measure::VcgTransform::kors);
    const auto drawing = draw_loops(m);
    EXPECT_TRUE(drawing.says("QRS area 57.6 \u00b5V s")) << drawing.words;
    EXPECT_TRUE(drawing.says("QRS area: X \u22124.2, Y 55.8, Z \u221213.8 \u00b5V s")) << drawing.words;
    // azimuth: atan2(0.23, -0.07) = 107 to the front; elevation: asin(0.93 / 0.9606) = 75.5
    EXPECT_NE(drawing.words.find("azimuth 107° to the front, elevation 76° to the feet"), std::string::npos)
        << drawing.words;
    EXPECT_TRUE(drawing.says("QRS duration 120 ms"));
    EXPECT_TRUE(drawing.says("Longest QRS vector 0.96 mV"));
    EXPECT_TRUE(drawing.says("X grows to the left, Y to the feet, Z to the back."));
    EXPECT_TRUE(drawing.says("Frank leads by Kors' regression (Eur Heart J 1990)."));
    // the arrow's line in the frontal plane points as the area does; 0.8 of its head of 2.6 mm covers the end
    const auto arrows = test::lines_of(drawing, 0.0, 0.0, 0.0);
    ASSERT_FALSE(arrows.empty());
    const auto arrow = reach(arrows[0]);
    EXPECT_NEAR(std::hypot(arrow.x_mm, arrow.y_mm), std::hypot(0.042, 0.558) * 50.0 - 0.8 * 2.6, 0.05);
    EXPECT_NEAR(arrow.x_mm / arrow.y_mm, -0.07 / 0.93, 0.002);
}

TEST(VcgFigure, NamesTheInverseDowerMatrix) {
    const auto dower = measure::VcgTransform::inverse_dower;
    const auto drawing = draw_loops(measured({"II"}, dower), dower);
    EXPECT_TRUE(drawing.says("Frank leads by the inverse Dower matrix (1988).")) << drawing.words;
    // column of II: -0.010, 0.887, 0.102 (Edenbrandt and Pahlm, J Electrocardiol 1988;21:361), of 60 uV s
    EXPECT_TRUE(drawing.says("QRS area: X \u22120.6, Y 53.2, Z 6.1 \u00b5V s")) << drawing.words;
}

TEST(VcgFigure, SaysDirections) {
    EXPECT_EQ(direction_text({1.0, 0.0, 0.0}), "azimuth 0° to the front, elevation 0° to the feet");
    EXPECT_DOUBLE_EQ(direction_of({0.0, 0.0, 2.0}).azimuth_deg, -90.0);  // back
    EXPECT_DOUBLE_EQ(direction_of({1.0, 0.0, -1.0}).azimuth_deg, 45.0);  // left and front
    EXPECT_DOUBLE_EQ(direction_of({-1.0, 0.0, 0.0}).azimuth_deg, 180.0);
    EXPECT_DOUBLE_EQ(direction_of({0.0, -3.0, 0.0}).elevation_deg, -90.0);
    EXPECT_EQ(direction_text({1.0, -1.0, 1.0}), "azimuth 45° to the back, elevation 35° to the head");
    EXPECT_EQ(direction_text({}), "\u2013");
}

TEST(VcgFigure, RefusesWhatCannotBeDrawn) {
    const test::TemporaryFolder folder;
    auto m = measured({"II"}, measure::VcgTransform::kors);
    m.vectors.reset();
    const auto without = draw_vcg_figure(m, {}, folder / "a.svg");
    ASSERT_FALSE(without);
    EXPECT_EQ(without.error().kind, core::ErrorKind::input);
    m = measured({"II"}, measure::VcgTransform::kors);
    m.median_beat.leads.resize(2);
    EXPECT_FALSE(draw_vcg_figure(m, {}, folder / "a.svg"));
    EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

}  // namespace
}  // namespace synchrony::sheet
