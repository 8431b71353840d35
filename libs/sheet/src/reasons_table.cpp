#include "reasons_table.hpp"
#include "sheet_style.hpp"

#include <algorithm>

#include "synchrony/draw/ticks.hpp"
#include "synchrony/sheet/measure_words.hpp"

namespace synchrony::sheet {
namespace {

using measure::Answer;

constexpr double text_mm = 2.7;
constexpr double line_mm = 3.5;      // between lines of one note
constexpr double row_gap_mm = 0.75;  // between rows
constexpr double heading_mm = 10.5;
constexpr double mark_mm = 5.0;
constexpr double least_criterion_mm = 30.0;
constexpr double number_mm = 14.0;  // width of each of the two columns of numbers
constexpr double gap_mm = 3.0;

constexpr draw::Colour reasons_faint{0.42, 0.42, 0.42};
constexpr draw::Colour met_colour{0.0, 0.45, 0.3};
constexpr draw::Colour not_met_colour{0.75, 0.2, 0.1};

draw::TextStyle style(draw::Horizontal side, const draw::Colour& colour = ink, bool bold = false, double size = 1.0) {
    return {text_mm * size, colour, bold, side, draw::Vertical::baseline, false};
}

// A shape, not a letter: not every font has a tick. As large as the print beside it.
void draw_mark(draw::Painter& painter, Answer met, const draw::Point& foot, double size) {
    painter.say(std::string("met: ") + std::string(name_of(met)));
    const auto at = [&](double right, double up) { return draw::Point{foot.x + right * size, foot.y - up * size}; };
    if (met == Answer::yes) {
        painter.polyline(std::vector<draw::Point>{at(0.0, 1.0), at(0.9, 0.0), at(2.4, 2.3)},
                         {met_colour, 0.45 * size, 0.0});
    } else if (met == Answer::no) {
        painter.segments(std::vector<draw::Point>{at(0.2, 2.1), at(2.1, 0.1), at(2.1, 2.1), at(0.2, 0.1)},
                         {not_met_colour, 0.4 * size, 0.0});
    } else {
        painter.text(foot, "?", style(draw::Horizontal::left, reasons_faint, true, size));
    }
}

struct Row {
    Answer met;
    CriterionWords words;
    std::vector<std::string> note;
};

// Where the columns begin: the criteria take the room that the longest of them needs, the notes what is left.
struct Columns {
    double numbers = 0.0;
    double note = 0.0;
};
Columns columns_of(draw::Painter& painter, const measure::Finding& finding, const draw::Rect& place, double size) {
    double criterion = least_criterion_mm;
    for (const auto& reason : finding.reasons)
        criterion = std::max(criterion, painter.text_width(criterion_words(reason).criterion,
                                                           style(draw::Horizontal::left, ink, false, size)));
    const double numbers = place.x + mark_mm + criterion;
    return {numbers, numbers + 2.0 * number_mm + gap_mm};
}

// A single lead stands behind the criterion; several are told with the note, where there is room for them.
std::vector<Row> rows_of(draw::Painter& painter, const measure::Finding& finding, double note_width, double size) {
    std::vector<Row> rows;
    for (const auto& reason : finding.reasons) {
        auto words = criterion_words(reason);
        auto note = painter.wrapped(words.seen, note_width, style(draw::Horizontal::left, ink, false, size));
        rows.push_back({reason.met, std::move(words), std::move(note)});
    }
    return rows;
}

double height_of(const std::vector<Row>& rows, double size) {
    double height = 0.0;
    for (const auto& row : rows)
        height += (static_cast<double>(std::max<std::size_t>(row.note.size(), 1)) * line_mm + row_gap_mm) * size;
    return height;
}

// The rows at the largest print at which they find room.
struct FittedRows {
    std::vector<Row> rows;
    Columns columns;
    double size;
};
FittedRows fitted_rows(draw::Painter& painter, const measure::Finding& finding, const draw::Rect& place) {
    constexpr double smallest = 0.5, step = 0.05;
    const auto at_size = [&](double size) {
        const auto columns = columns_of(painter, finding, place, size);
        return FittedRows{rows_of(painter, finding, place.right() - columns.note, size), columns, size};
    };
    auto fitted = at_size(1.0);
    while (height_of(fitted.rows, fitted.size) > place.height - heading_mm && fitted.size > smallest)
        fitted = at_size(fitted.size - step);
    return fitted;
}

void draw_heading(draw::Painter& painter, const measure::Finding& finding, const draw::Rect& place,
                  const Columns& columns, double size) {
    const draw::Colour colour = finding.answer == Answer::yes  ? met_colour
                                : finding.answer == Answer::no ? not_met_colour
                                                               : reasons_faint;
    draw::TextStyle title{3.6, ink, true, draw::Horizontal::left, draw::Vertical::baseline, false};
    const std::string name = finding_title(finding) + ": ";
    painter.text({place.x, place.y + 3.6}, name, title);
    const double x = place.x + painter.text_width(name, title);
    title.colour = colour;
    painter.text({x, place.y + 3.6},
                 finding.answer == Answer::unknown ? "cannot be said" : std::string(name_of(finding.answer)), title);
    const double y = place.y + 8.3;
    const double numbers = columns.numbers;
    const auto left = style(draw::Horizontal::left, reasons_faint, false, size);
    const auto right = style(draw::Horizontal::right, reasons_faint, false, size);
    painter.text({place.x + mark_mm, y}, "Criterion", left);
    painter.text({numbers + number_mm, y}, "Measured", right);
    painter.text({numbers + 2.0 * number_mm, y}, "Limit", right);
    painter.text({columns.note, y}, "Seen", left);
    painter.segments(std::vector<draw::Point>{{place.x, y + 1.2}, {place.right(), y + 1.2}},
                     {reasons_faint, 0.15, 0.0});
}

}  // namespace

void draw_reasons(draw::Painter& painter, const measure::Finding& finding, const draw::Rect& place) {
    const auto [rows, columns, size] = fitted_rows(painter, finding, place);
    const auto [numbers, note] = columns;
    draw_heading(painter, finding, place, columns, size);
    const auto written = [size = size](draw::Horizontal side, const draw::Colour& colour = ink) {
        return style(side, colour, false, size);
    };
    double y = place.y + heading_mm + 2.6;
    for (const auto& row : rows) {
        draw_mark(painter, row.met, {place.x + 0.6, y}, size);
        painter.text({place.x + mark_mm, y}, row.words.criterion, written(draw::Horizontal::left));
        if (!row.words.measured.empty())
            painter.text({numbers + number_mm, y}, row.words.measured, written(draw::Horizontal::right));
        if (!row.words.limit.empty())
            painter.text({numbers + 2.0 * number_mm, y}, row.words.limit,
                         written(draw::Horizontal::right, reasons_faint));
        for (std::size_t i = 0; i < row.note.size(); ++i)
            painter.text({note, y + static_cast<double>(i) * line_mm * size}, row.note[i],
                         written(draw::Horizontal::left));
        y += height_of({row}, size);
    }
}

}  // namespace synchrony::sheet
