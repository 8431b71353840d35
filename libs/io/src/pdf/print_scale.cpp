#include "pdf/print_scale.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <vector>

#include "synchrony/core/text.hpp"

namespace synchrony::io::pdf {
namespace {

constexpr double same_place_mm = 0.02;

/// Takes a number that all texts must agree on.
void agree(std::optional<double> found, std::optional<double>& number, bool& contradicted) {
    if (!found) return;
    if (number && *number != *found) contradicted = true;
    number = found;
}

/// Distances between neighbouring places that occur most often among long straight lines, mm; 0 where there is no grid.
double grid_step(std::vector<double> places) {
    constexpr std::size_t fewest_lines = 10;
    std::sort(places.begin(), places.end());
    places.erase(std::unique(places.begin(), places.end(), [](double a, double b) { return b - a < same_place_mm; }),
                 places.end());
    std::map<long, std::vector<double>> steps;  // by hundredths of a mm
    for (std::size_t i = 1; i < places.size(); ++i) {
        const double step = places[i] - places[i - 1];
        steps[std::lround(step * 50.0)].push_back(step);
    }
    const auto most = std::max_element(steps.begin(), steps.end(),
                                       [](const auto& a, const auto& b) { return a.second.size() < b.second.size(); });
    if (most == steps.end() || most->second.size() < fewest_lines) return 0.0;
    double sum = 0.0;
    for (const double step : most->second) sum += step;
    return sum / static_cast<double>(most->second.size());
}

/// mm on the page a mm of the paper, from a step that is a line each mm or each five.
std::optional<double> scale_of_step(double step_mm) {
    if (step_mm <= 0.0) return std::nullopt;
    constexpr double far_off = 1.6;  // smaller or larger pages than that are no sheet of an ECG
    for (const double paper_mm : {1.0, 5.0})
        if (const double scale = step_mm / paper_mm; scale < far_off && scale > 1.0 / far_off) return scale;
    return std::nullopt;
}

/// "a large square is 0.2 s and 0.5 mV": speed and gain on the paper's own squares, whatever their size on the page.
struct LargeSquare {
    std::optional<double> mm_per_s, mm_per_mv;
};
LargeSquare large_square_of(std::string_view text) {
    constexpr double side_mm = 5.0;
    const auto said = text.find("large square");
    if (said == std::string_view::npos) return {};
    LargeSquare square;
    if (const auto seconds = number_before_unit(text.substr(said), "s ")) square.mm_per_s = side_mm / *seconds;
    if (const auto millivolts = number_before_unit(text.substr(said), "mV")) square.mm_per_mv = side_mm / *millivolts;
    return square;
}

/// Typesetters put blanks that break no line between a number and its unit.
std::string with_plain_blanks(std::string text) {
    for (const std::string_view wide : {"\u00a0", "\u202f", "\u2009"}) core::replace_all(text, wide, " ");
    return text;
}

}  // namespace

std::optional<double> number_before_unit(std::string_view text, std::string_view unit) {
    std::optional<double> number;
    for (auto at = text.find(unit); at != std::string_view::npos; at = text.find(unit, at + unit.size())) {
        auto end = at;
        while (end > 0 && text[end - 1] == ' ') --end;
        auto begin = end;
        while (begin > 0 && end - begin < 8 &&
               std::string_view("0123456789.,").find(text[begin - 1]) != std::string_view::npos)
            --begin;
        std::string digits(text.substr(begin, end - begin));
        std::replace(digits.begin(), digits.end(), ',', '.');
        const auto found = core::number_from<double>(digits);
        if (!found || !(*found > 0.0)) continue;
        if (begin > 0 && text[begin - 1] == '/') return std::nullopt;  // "10/5 mm/mV": two that differ
        if (number && *number != *found) return std::nullopt;
        number = found;
    }
    return number;
}

PrintScale print_scale(const Drawing& drawing) {
    PrintScale scale;
    bool speeds_differ = false, gains_differ = false;
    LargeSquare square;
    for (const auto& shown : drawing.texts) {
        const auto text = with_plain_blanks(shown.text);
        if (const auto said = large_square_of(text); said.mm_per_s && said.mm_per_mv) square = said;
        agree(number_before_unit(text, "mm/s"), scale.mm_per_s, speeds_differ);
        agree(number_before_unit(text, "mm/mV"), scale.mm_per_mv, gains_differ);
    }
    if (speeds_differ) scale.mm_per_s.reset();
    if (gains_differ) scale.mm_per_mv.reset();
    constexpr double grid_line_mm = 20.0;
    std::vector<double> upright, level;
    for (const auto& line : drawing.lines) {
        if (line.points.size() != 2) continue;
        const double dx = std::abs(line.points[1].x - line.points[0].x),
                     dy = std::abs(line.points[1].y - line.points[0].y);
        if (dx < same_place_mm && dy > grid_line_mm) upright.push_back(line.points[0].x);
        if (dy < same_place_mm && dx > grid_line_mm) level.push_back(line.points[0].y);
    }
    const double step_across = grid_step(std::move(upright)), step_up = grid_step(std::move(level));
    const auto across = scale_of_step(step_across), up = scale_of_step(step_up);
    // A square grid says it twice; lines of other distances are a table's.
    constexpr double alike = 0.01;
    const bool square_steps = step_across > 0.0 && std::abs(step_across - step_up) < alike * step_across;
    scale.odd_grid = (across && up && std::abs(*across - *up) >= alike * *across) || (square_steps && !across);
    if (scale.odd_grid && !square.mm_per_s) scale.mm_per_s.reset(), scale.mm_per_mv.reset();
    if (across && up && std::abs(*across - *up) < alike * *across) {
        scale.page_mm_per_mm = (*across + *up) / 2.0;
        // Beside such words speed and gain are of the page, smaller than its squares say.
        if (square.mm_per_s) scale.mm_per_s = square.mm_per_s, scale.mm_per_mv = square.mm_per_mv;
    }
    constexpr double printed_to_scale = 0.005;
    if (std::abs(scale.page_mm_per_mm - 1.0) < printed_to_scale) scale.page_mm_per_mm = 1.0;
    return scale;
}

}  // namespace synchrony::io::pdf
