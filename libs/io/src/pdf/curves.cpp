#include "pdf/curves.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "pdf/print_scale.hpp"
#include "synchrony/core/nth_value.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/record/lead_names.hpp"

namespace synchrony::io::pdf {
namespace {

constexpr double touching_mm = 0.02;       ///< ends of lines that go on
constexpr double rounding_mm = 0.01;       ///< by which x may fall, where coordinates are rounded
constexpr double widest_step_mm = 50.0;    ///< between points of a curve; flat stretches are drawn as one line
constexpr double shortest_mm = 10.0;       ///< of a curve by itself
constexpr double shortest_piece_mm = 2.0;  ///< of one beside others of the same pen
constexpr std::size_t fewest_points = 20;
constexpr std::size_t most_curves = 1000, most_labels = 1000;

/// Lines of which one begins where the one before ends, drawn with one pen, as one; cut where x turns back.
std::vector<DrawnLine> joined_lines(const std::vector<DrawnLine>& lines) {
    std::vector<DrawnLine> joined;
    const auto goes_on = [&](const DrawnLine& line, const PagePoint& point) {
        if (joined.empty() || joined.back().pen != line.pen) return false;
        const auto& end = joined.back().points.back();
        return std::abs(end.x - point.x) < touching_mm && std::abs(end.y - point.y) < touching_mm;
    };
    for (const auto& line : lines) {
        bool first = true;
        for (const auto& point : line.points) {
            const bool next_of_line = !first && point.x >= joined.back().points.back().x - rounding_mm &&
                                      point.x - joined.back().points.back().x < widest_step_mm;
            if (!next_of_line && !(first && goes_on(line, point))) {
                joined.push_back({{}, line.pen});  // a step back begins a new line
            }
            auto& points = joined.back().points;
            if (points.empty() || point.x > points.back().x || point.y != points.back().y)
                points.push_back({points.empty() ? point.x : std::max(point.x, points.back().x), point.y});
            first = false;
        }
    }
    return joined;
}

double length_of(const DrawnLine& line) {
    return line.points.back().x - line.points.front().x;
}

/// A name of a lead on the page.
struct Label {
    PagePoint at;
    std::string lead;
    bool derived = false;
    std::optional<double> from_s;
};

/// "V1", "III computed", "V4  from 2.50 s"; sentences that begin with a lead's name are none, nor is a lead that is
/// said to be missing.
std::optional<Label> label_of(const ShownText& shown) {
    constexpr std::size_t longest_label = 32;
    const auto text = core::trimmed(std::string_view(shown.text), " \t:()");
    const auto word = text.substr(0, text.find(' '));
    const auto rest = core::trimmed(text.substr(word.size()));
    if (text.size() > longest_label || !record::is_standard_lead(word)) return std::nullopt;
    Label label{shown.at, record::standard_lead_name(word), rest.find("computed") != std::string_view::npos, {}};
    if (const auto from = rest.find("from "); from != std::string_view::npos)
        label.from_s = number_before_unit(rest.substr(from), " s");
    if (!rest.empty() && !label.derived && !label.from_s) return std::nullopt;
    return label;
}

/// Whether points that far apart stand on the dots of a printer, which the samples were moved to.
bool is_of_a_printer(double distance_mm) {
    constexpr double mm_an_inch = 25.4, exactly = 5e-4;
    for (const double dots_an_inch : {72.0, 96.0, 100.0, 144.0, 150.0, 200.0, 300.0, 400.0, 600.0, 1200.0})
        if (std::abs(distance_mm * dots_an_inch / mm_an_inch - 1.0) < exactly) return true;
    return false;
}

double middle_height(const Curve& curve) {
    std::vector<double> heights;
    for (const auto& point : curve.points) heights.push_back(point.y);
    return core::nth_value(heights, heights.size() / 2);
}

/// Some programs draw a row of four leads as one line: it is cut where the other names of the row stand, as far behind
/// the beginning of their leads as the first is behind its own.
std::vector<Curve> cut_at_names(const Curve& curve, const Label& name, const std::vector<Label>& labels) {
    constexpr double same_row_mm = 1.5, shortest_part_mm = 5.0;
    std::vector<std::pair<double, const Label*>> begins{{curve.left(), &name}};
    for (const auto& label : labels) {
        const double begin = curve.left() + label.at.x - name.at.x;
        if (&label != &name && std::abs(label.at.y - name.at.y) < same_row_mm &&
            begin > curve.left() + shortest_part_mm && begin < curve.right() - shortest_part_mm)
            begins.emplace_back(begin, &label);
    }
    std::sort(begins.begin(), begins.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<Curve> parts;
    auto from = curve.points.begin();
    for (std::size_t i = 0; i < begins.size(); ++i) {
        constexpr double rounding = 1e-3;
        const auto to = i + 1 == begins.size() ? curve.points.end()
                                               : std::find_if(from, curve.points.end(), [&](const auto& point) {
                                                     return point.x >= begins[i + 1].first - rounding;
                                                 });
        const auto& label = *begins[i].second;
        if (to - from >= 2) parts.push_back({{from, to}, label.lead, label.derived, label.from_s});
        from = to;
    }
    return parts;
}

}  // namespace

std::vector<Curve> find_curves(const Drawing& drawing) {
    auto lines = joined_lines(drawing.lines);
    std::erase_if(lines, [](const auto& line) { return line.points.size() < 2; });
    const auto is_curve = [](const DrawnLine& line) {
        return line.points.size() >= fewest_points && length_of(line) >= shortest_mm;
    };
    // The pen of the curves: what most of their length is drawn with.
    std::map<std::array<double, 4>, double> lengths;
    for (const auto& line : lines)
        if (is_curve(line)) lengths[line.pen] += length_of(line);
    const auto pen = std::max_element(lengths.begin(), lengths.end(),
                                      [](const auto& a, const auto& b) { return a.second < b.second; });
    std::vector<Curve> curves;
    for (auto& line : lines) {
        const bool of_curves = pen != lengths.end() && line.pen == pen->first;
        const bool piece = of_curves && line.points.size() >= 3 && length_of(line) >= shortest_piece_mm;
        const bool level = std::all_of(line.points.begin(), line.points.end(),
                                       [&](const auto& p) { return p.y == line.points.front().y; });
        if (piece && !level && curves.size() < most_curves) curves.push_back({std::move(line.points), {}, false, {}});
    }
    return curves;
}

void name_curves(std::span<const ShownText> texts, std::vector<Curve>& curves) {
    // Names stand near the height of their curves; pieces of a curve may begin far behind its name.
    constexpr double most_cost_mm = 50.0, a_mm_along = 0.15, right_of_beginning_mm = 3.0;
    std::vector<Label> labels;
    for (const auto& text : texts)
        if (auto label = label_of(text); label && labels.size() < most_labels) labels.push_back(std::move(*label));
    std::vector<Curve> named;
    for (auto& curve : curves) {
        const double height = middle_height(curve);
        double least = most_cost_mm;
        const Label* name = nullptr;
        for (const auto& label : labels) {
            if (label.at.x > curve.left() + right_of_beginning_mm) continue;
            const double cost = std::abs(label.at.y - height) + a_mm_along * std::abs(label.at.x - curve.left());
            if (cost >= least) continue;
            least = cost;
            name = &label;
        }
        if (name)
            for (auto& part : cut_at_names(curve, *name, labels)) named.push_back(std::move(part));
        else
            named.push_back(std::move(curve));
    }
    curves = std::move(named);
}

std::optional<double> sample_distance(const Curve& curve) {
    std::vector<double> steps;
    for (std::size_t i = 1; i < curve.points.size(); ++i)
        if (const double step = curve.points[i].x - curve.points[i - 1].x; step > 1e-4) steps.push_back(step);
    if (steps.size() < fewest_points) return std::nullopt;
    auto sorted = steps;
    const double middle = core::nth_value(sorted, sorted.size() / 2);
    // Straight stretches are drawn as one line: steps are whole multiples of the distance.
    constexpr double off = 0.25, mostly = 0.95;
    std::size_t even = 0;
    double count = 0.0;
    for (const double step : steps) {
        const double times = std::max(1.0, std::round(step / middle));
        if (std::abs(step / middle - times) <= off) ++even;
        count += times;
    }
    if (static_cast<double>(even) < mostly * static_cast<double>(steps.size())) return std::nullopt;
    const double distance = (curve.right() - curve.left()) / count;
    return is_of_a_printer(distance) ? std::nullopt : std::optional(distance);
}

std::vector<double> heights_at(const Curve& curve, double step_mm, std::size_t count) {
    std::vector<double> heights;
    heights.reserve(count);
    const auto own_step = sample_distance(curve);
    constexpr double alike = 0.01, near = 0.2;  // of a step
    const double near_mm = own_step && std::abs(*own_step - step_mm) < alike * step_mm ? near * step_mm : 0.0;
    std::size_t next = 1;
    for (std::size_t n = 0; n < count; ++n) {
        const double x = curve.left() + static_cast<double>(n) * step_mm;
        while (next + 1 < curve.points.size() && curve.points[next].x < x) ++next;
        const auto &before = curve.points[next - 1], &behind = curve.points[next];
        const double width = behind.x - before.x;
        double part = width > 0.0 ? std::clamp((x - before.x) / width, 0.0, 1.0) : 1.0;
        // What was a sample is one: rounded places would tilt steep slopes.
        if (part * width < near_mm) part = 0.0;
        if ((1.0 - part) * width < near_mm) part = 1.0;
        heights.push_back(before.y + part * (behind.y - before.y));
    }
    return heights;
}

}  // namespace synchrony::io::pdf
