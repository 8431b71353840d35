// Plots of an evaluation: lines stand where the data say, measured on the drawing itself.
#include "synchrony/report/evaluation_plots.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sample_report.hpp"
#include "support/drawn.hpp"
#include "support/temporary_folder.hpp"
#include "synchrony/core/files.hpp"
#include "synchrony/report/plots.hpp"

namespace synchrony::report {
namespace {

using testing::HasSubstr;

test::SvgDrawing drawn(const draw::Figure& figure) {
    const test::TemporaryFolder folder;
    const auto path = folder.path() / "figure.svg";
    const auto saved = draw::save(figure, path);
    EXPECT_TRUE(saved) << saved.error().message();
    const auto drawing = test::read_svg(core::read_file(path).value_or(""));
    EXPECT_TRUE(drawing) << "not well-formed XML";
    return drawing.value_or(test::SvgDrawing{});
}

// Where a point of the data lies on paper.
test::SvgPoint place(const draw::Axes& axes, double x, double y) {
    return {
        axes.place.x + (x - axes.x_range->low) / (axes.x_range->high - axes.x_range->low) * axes.place.width,
        axes.place.bottom() - (y - axes.y_range->low) / (axes.y_range->high - axes.y_range->low) * axes.place.height};
}

bool has_point(const std::vector<test::SvgLine>& lines, const test::SvgPoint& at) {
    for (const auto& line : lines)
        for (const auto& point : line.points)
            if (std::hypot(point.x_mm - at.x_mm, point.y_mm - at.y_mm) < 0.05) return true;
    return false;
}

std::vector<test::SvgLine> in_colour(const test::SvgDrawing& drawing, const draw::Colour& colour) {
    return test::lines_of(drawing, colour.red, colour.green, colour.blue);
}

TEST(CalibrationPlot, DrawsBinsWithIntervals) {
    const auto curve = sample_calibration("model");
    const auto figure = calibration_plot(curve);
    const auto drawing = drawn(figure);
    const auto lines = in_colour(drawing, draw::line_colour(0));
    for (const auto& bin : curve.bins) {
        EXPECT_TRUE(has_point(lines, place(figure.axes[0], bin.predicted, bin.ci95->low)));
        EXPECT_TRUE(has_point(lines, place(figure.axes[0], bin.predicted, bin.ci95->high)));
    }
    EXPECT_TRUE(has_point(in_colour(drawing, draw::line_colour(1)),
                          place(figure.axes[0], curve.smooth.x[10], curve.smooth.y[10])));
    EXPECT_TRUE(drawing.says("slope 0.87 (0.41 to 1.36)"));
    EXPECT_TRUE(drawing.says("intercept \u22120.06 (\u22120.55 to 0.42)"));
    EXPECT_TRUE(drawing.says("positives, 46"));
    EXPECT_TRUE(drawing.says("negatives, 25"));
    EXPECT_EQ(figure.axes[1].bars.size(), 20u);
}

TEST(CalibrationPlot, DrawsWithoutHistogram) {
    CalibrationCurve bare;
    bare.model = "bare";
    bare.bins = {{0.5, 0.5, {}, 3}};
    EXPECT_EQ(calibration_plot(bare).axes.size(), 1u);
    EXPECT_TRUE(drawn(calibration_plot(bare)).says("predicted probability"));
}

TEST(DecisionPlot, DrawsModelsAllAndNone) {
    const auto curves = sample_decision();
    const auto figure = decision_plot(curves);
    const auto drawing = drawn(figure);
    for (std::size_t i = 0; i < 2; ++i)
        EXPECT_TRUE(has_point(in_colour(drawing, draw::line_colour(i)),
                              place(figure.axes[0], curves.thresholds[20], curves.models[i].net_benefit[20])));
    EXPECT_TRUE(has_point(in_colour(drawing, {0.55, 0.55, 0.55}),
                          place(figure.axes[0], curves.thresholds[20], curves.treat_all[20])));
    EXPECT_TRUE(drawing.says("treat all"));
    EXPECT_TRUE(drawing.says("treat none"));
    // Of 71 patients 46 respond; treating all at threshold 0.5 nets 46/71 - 25/71.
    EXPECT_THAT(figure.description, HasSubstr("At threshold 0.50: treat all 0.296,"));
}

// A curve that falls out of the axes and comes back by a few patients' steps is not shown as fragments.
TEST(DecisionPlot, EndsACurveWhereItFirstLeavesTheAxes) {
    DecisionCurves curves;
    curves.thresholds = {0.1, 0.3, 0.5, 0.7, 0.9};
    curves.models = {{"model", {0.4, 0.2, -0.2, 0.1, -0.3}}};
    curves.treat_all = {0.4, 0.3, 0.1, -0.4, -3.0};
    const auto figure = decision_plot(curves);
    EXPECT_EQ(figure.axes[0].series[0].x, (std::vector<double>{0.1, 0.3, 0.5}));
    EXPECT_EQ(figure.axes[0].series[0].y, (std::vector<double>{0.4, 0.2, -0.2}));
}

TEST(LearningPlot, DrawsMarksThatDifferInGrey) {
    const auto report = full_report();
    const auto figure = learning_plot(*report.learning);
    const auto drawing = drawn(figure);
    EXPECT_TRUE(has_point(in_colour(drawing, draw::line_colour(0)), place(figure.axes[0], 57, 0.75)));
    const auto& series = figure.axes[0].series;
    EXPECT_NE(series[0].marker, series[1].marker);
    EXPECT_NE(series[0].dash_mm, series[1].dash_mm);
    EXPECT_THAT(figure.description, HasSubstr("AUC 0.61 with 20 patients, 0.75 with 57"));
}

TEST(DifferencePlot, DrawsEachDifferenceWithItsInterval) {
    const auto report = full_report();
    const auto figure = difference_plot(report.differences);
    const auto drawing = drawn(figure);
    EXPECT_TRUE(drawing.says("0.05 (\u22120.06 to 0.17)"));
    EXPECT_TRUE(drawing.says("\u2212 QRS area"));
    EXPECT_TRUE(drawing.says("Holm p 0.036"));
    EXPECT_EQ(figure.axes[0].vertical_lines, std::vector<double>{0.0});
}

// Kaplan-Meier by hand: of four 3/4 after 2 months, of the two left 3/8 after 6; of three 2/3, 1/3, 0.
TEST(SurvivalPlot, IsAStaircaseWithTheNumbersAtRisk) {
    const auto part = sample_survival();
    const auto figure = survival_plot(part.drawn[0], part, "responders", "non-responders");
    const auto drawing = drawn(figure);
    const auto& axes = figure.axes[0];
    const auto good = in_colour(drawing, draw::line_colour(0)), bad = in_colour(drawing, draw::line_colour(1));
    for (const auto& [time, share] : {std::pair{2.0, 1.0}, {2.0, 0.75}, {6.0, 0.75}, {6.0, 0.375}, {10.0, 0.375}})
        EXPECT_TRUE(has_point(good, place(axes, time, share))) << time << " " << share;
    for (const auto& [time, share] : {std::pair{1.0, 2.0 / 3.0}, {3.0, 1.0 / 3.0}, {10.0, 1.0 / 3.0}, {10.0, 0.0}})
        EXPECT_TRUE(has_point(bad, place(axes, time, share))) << time << " " << share;
    EXPECT_TRUE(drawing.says("predicted responders: 2 of 4 had the event"));
    // At 0, 2, 4, 6, 8 and 10 months; who leaves or has the event at a time was at risk until then.
    std::vector<std::string> at_risk;
    for (const auto& note : axes.notes)
        if (note.side == draw::Note::Side::centre) at_risk.push_back(note.text);
    EXPECT_THAT(at_risk, testing::ElementsAre("4", "4", "3", "2", "1", "1", "3", "2", "1", "1", "1", "1"));
    EXPECT_THAT(figure.description, HasSubstr("Predicted responders: 2 events in 4 patients, 38 % without it at 10"));
}

// A name longer than its place is set smaller; before, it ran across the frame and the numbers.
TEST(DifferencePlot, LongNamesStayInside) {
    const std::string longest(46, 'W');
    const auto figure = interval_plot({{longest, 0.7, stats::Interval{0.6, 0.8}}}, "AUC", 0.5);
    const auto& note = figure.axes[0].notes.at(0);
    EXPECT_EQ(note.text, longest);
    EXPECT_GT(note.room_mm, 0.0);
    EXPECT_LE(note.room_mm, figure.axes[0].place.width);
}

TEST(SubgroupPlot, SaysHowManyPatients) {
    const auto drawing = drawn(subgroup_plot(full_report().subgroups[0]));
    EXPECT_TRUE(drawing.says("sex: women"));
    EXPECT_TRUE(drawing.says("0.78 (0.45 to 1.00)"));
    EXPECT_TRUE(drawing.says("n 15 (12 positive)"));
}

TEST(CohortFlow, CountsAddUp) {
    const auto figure =
        cohort_flow({80, {{"outcome not known", "5"}, {"paced", "4"}}, 71, 46, 25, "responders", "others"});
    const auto drawing = drawn(figure);
    for (const std::string words : {"80", "9 left out", "71", "46 (64.8 %)", "25 (35.2 %)", "responders", "others"})
        EXPECT_TRUE(drawing.says(words)) << words;
    for (const auto& box : figure.boxes) {
        EXPECT_GE(box.place.x, 0.0);
        EXPECT_LE(box.place.right(), figure.size_mm.width);
        EXPECT_LE(box.place.bottom(), figure.size_mm.height);
    }
}

TEST(EvaluationPlots, SurviveNothing) {
    drawn(cohort_flow({}));
    drawn(calibration_plot({}));
    drawn(decision_plot({}));
    drawn(learning_plot({}));
    drawn(difference_plot({}));
    drawn(subgroup_plot({}));
}

// Page one holds at most eight rows: their figure and their table, of 9 mm a row, stand on it together.
TEST(IntervalPlot, OfEightRowsLeavesRoomForTheirTable) {
    const std::vector<NamedInterval> rows(8, {"QRS duration", 0.7, stats::Interval{0.6, 0.8}});
    EXPECT_LE(interval_plot(rows, "AUC", 0.5).size_mm.height, 85.0);
}

}  // namespace
}  // namespace synchrony::report
