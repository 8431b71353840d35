#include "pdf/curves.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <map>
#include <numeric>

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
constexpr double most_away_mm = 50.0;      ///< of a name from its curve
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

/// Where the column of a name begins, of columns whose curves have names.
using ColumnBegins = std::map<const Label*, double>;

/// Some programs draw a row of four leads as one line: it is cut where the other names of the row stand, as far behind
/// the beginning of their leads as the first is behind its own. A name of a column that was drawn by itself is none of
/// them: its own lead may be flat, and the first name may have made way.
std::vector<Curve> cut_at_names(const Curve& curve, const Label& name, const std::vector<Label>& labels,
                                const ColumnBegins& columns) {
    constexpr double same_row_mm = 1.5, shortest_part_mm = 5.0;
    std::vector<std::pair<double, const Label*>> begins{{curve.left(), &name}};
    for (const auto& label : labels) {
        const double begin = curve.left() + label.at.x - name.at.x;
        if (const auto own = columns.find(&label);
            own != columns.end() && own->second > curve.left() + shortest_part_mm)
            continue;
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

/// Curves that begin together, and the names that stand there.
struct Column {
    double left = 0.0;
    std::vector<std::size_t> curves;
    std::vector<const Label*> labels;
};

std::vector<Column> columns_of(const std::vector<Curve>& curves, const std::vector<Label>& labels) {
    constexpr double together_mm = 3.0, farthest_right_mm = 35.0, left_costs = 3.0;
    std::vector<std::size_t> order(curves.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, {}, [&](std::size_t i) { return curves[i].left(); });
    std::vector<Column> columns;
    for (const auto i : order) {
        if (columns.empty() || curves[i].left() > columns.back().left + together_mm)
            columns.push_back({curves[i].left(), {}, {}});
        columns.back().curves.push_back(i);
    }
    // Names stand at the beginning, where there was room for them; seldom left of it.
    for (const auto& label : labels) {
        Column* nearest = nullptr;
        double least = farthest_right_mm;
        for (auto& column : columns) {
            const double right = label.at.x - column.left, cost = right >= 0.0 ? right : -left_costs * right;
            if (cost >= least) continue;
            least = cost;
            nearest = &column;
        }
        if (nearest != nullptr) nearest->labels.push_back(&label);
    }
    return columns;
}

/// Which of two lists of heights, from top to bottom, belong together.
struct Order {
    std::vector<std::size_t> partner;  ///< of each of the first list in the second, whose size where there is none
    double shift = 0.0;                ///< by which names stand above their curves
    double cost = 0.0;
};

/// Pairs of both lists, as many as the shorter one has, in the order of both and nearest to each other in all where the
/// first stand `shift` above the second.
Order in_one_order(const std::vector<double>& a, const std::vector<double>& b, double shift) {
    constexpr double made_way_mm = 10.0;  // by which a name made way; further off is no worse
    if (a.size() > b.size()) {
        const auto turned = in_one_order(b, a, -shift);
        Order order{std::vector<std::size_t>(a.size(), b.size()), shift, turned.cost};
        for (std::size_t i = 0; i < turned.partner.size(); ++i) order.partner[turned.partner[i]] = i;
        return order;
    }
    constexpr double none = 1e12;
    // [i][j]: least cost of the first i of a among the first j of b.
    std::vector<std::vector<double>> cost(a.size() + 1, std::vector<double>(b.size() + 1, none));
    for (auto& begin : cost[0]) begin = 0.0;
    for (std::size_t i = 1; i <= a.size(); ++i)
        for (std::size_t j = i; j <= b.size(); ++j)
            cost[i][j] = std::min(cost[i][j - 1],
                                  cost[i - 1][j - 1] + std::min(made_way_mm, std::abs(a[i - 1] - b[j - 1] - shift)));
    Order order{std::vector<std::size_t>(a.size(), b.size()), shift, cost[a.size()][b.size()]};
    for (std::size_t i = a.size(), j = b.size(); i > 0; --j)
        if (j == i || cost[i][j] < cost[i][j - 1]) order.partner[--i] = j - 1;
    return order;
}

/// A sheet's names all stand as far above their curves but for those that made way: of the shifts that any pair shows,
/// the one that leaves least, and of alike ones the smallest.
Order in_one_order(const std::vector<double>& labels, const std::vector<double>& curves) {
    constexpr std::size_t most_pairs = 1600;
    constexpr double farthest_mm = 25.0, a_mm_of_shift = 0.1;
    auto best = in_one_order(labels, curves, 0.0);
    if (labels.size() == curves.size() || labels.size() * curves.size() > most_pairs) return best;
    const auto pairs = static_cast<double>(std::min(labels.size(), curves.size()));
    for (const double label : labels)
        for (const double curve : curves) {
            if (std::abs(label - curve) > farthest_mm) continue;
            auto tried = in_one_order(labels, curves, label - curve);
            tried.cost += a_mm_of_shift * pairs * std::abs(tried.shift);
            if (tried.cost < best.cost) best = std::move(tried);
        }
    return best;
}

/// Between neighbours, mm; nothing of fewer than two.
std::optional<double> spacing_of(const std::vector<double>& falling) {
    std::vector<double> steps;
    for (std::size_t i = 1; i < falling.size(); ++i) steps.push_back(falling[i - 1] - falling[i]);
    if (steps.empty()) return std::nullopt;
    return core::nth_value(steps, steps.size() / 2);
}

/// A column's names and curves from top to bottom.
struct Sorted {
    std::vector<const Label*> labels;
    std::vector<std::size_t> curves;
    std::vector<double> of_labels, of_curves;
};

Sorted sorted(const Column& column, const std::vector<Curve>& curves) {
    Sorted all{column.labels, column.curves, {}, {}};
    std::vector<double> heights(curves.size());
    for (const auto i : column.curves) heights[i] = middle_height(curves[i]);
    std::ranges::stable_sort(all.curves, std::greater{}, [&](std::size_t i) { return heights[i]; });
    std::ranges::stable_sort(all.labels, std::greater{}, [](const Label* label) { return label->at.y; });
    for (const auto i : all.curves) all.of_curves.push_back(heights[i]);
    for (const auto* label : all.labels) all.of_labels.push_back(label->at.y);
    return all;
}

/// Of a column's names those for which no curve is left when curves and names follow each other in one order.
std::vector<const Label*> without_curve(const Sorted& column) {
    const auto order = in_one_order(column.of_labels, column.of_curves);
    std::vector<const Label*> left;
    for (std::size_t i = 0; i < column.labels.size(); ++i)
        if (order.partner[i] == column.of_curves.size()) left.push_back(column.labels[i]);
    return left;
}

/// A lead that ends where the next in its row begins, at the same height, was joined with it: it is cut where others of
/// that column begin, if it is there in the row of a name that has no curve.
void cut_where_columns_begin(std::vector<Curve>& curves, const std::vector<Label>& labels) {
    constexpr double shortest_part_mm = 5.0, usual_spacing_mm = 25.0, most_above = 0.8, most_below = 0.3;  // of a row
    std::vector<double> heights;  // made once: they take every point of a curve
    for (const auto& curve : curves) heights.push_back(middle_height(curve));
    for (const auto& column : columns_of(curves, labels)) {
        const auto in_order = sorted(column, curves);
        const double row_mm = spacing_of(in_order.of_labels).value_or(usual_spacing_mm);
        for (const auto* label : without_curve(in_order)) {
            std::size_t nearest = curves.size();
            std::vector<PagePoint>::iterator place;
            double least = most_away_mm;
            for (std::size_t i = 0; i < curves.size(); ++i) {
                auto& curve = curves[i];
                if (curve.left() > column.left - shortest_part_mm || curve.right() < column.left + shortest_part_mm)
                    continue;
                const auto at = std::ranges::lower_bound(curve.points, column.left - touching_mm, {}, &PagePoint::x);
                const double above = label->at.y - heights[i];
                if (at->x > column.left + touching_mm || above > most_above * row_mm || above < -most_below * row_mm ||
                    std::abs(above) >= least)
                    continue;
                least = std::abs(above);
                nearest = i;
                place = at;
            }
            if (nearest == curves.size()) continue;
            auto& before = curves[nearest].points;
            Curve behind{{place, before.end()}, {}, false, {}};
            before.erase(place, before.end());
            heights[nearest] = middle_height(curves[nearest]);
            heights.push_back(middle_height(behind));
            curves.push_back(std::move(behind));
        }
    }
}

/// A lead's name at the height of its curve.
struct Row {
    double height = 0.0, left = 0.0;
    const Label* name = nullptr;
};

/// `doubtful` is set where a column has not as many names as curves; then a name that made way is none.
std::vector<Row> name_columns(const std::vector<Curve>& curves, const std::vector<Label>& labels,
                              std::vector<const Label*>& names, ColumnBegins& begins, bool& doubtful) {
    constexpr double most_off = 0.45;  // of a row
    std::vector<Row> rows;
    for (const auto& column : columns_of(curves, labels)) {
        if (column.labels.empty()) continue;
        const auto in_order = sorted(column, curves);
        const auto order = in_one_order(in_order.of_labels, in_order.of_curves);
        const bool equal = in_order.labels.size() == in_order.curves.size();
        const auto row_mm = spacing_of(equal || in_order.labels.size() > 1 ? in_order.of_labels : in_order.of_curves);
        doubtful |= !equal;
        const auto rows_before = rows.size();
        for (std::size_t k = 0; k < order.partner.size(); ++k) {
            if (order.partner[k] == in_order.curves.size()) continue;
            const double height = in_order.of_curves[order.partner[k]];
            const double off = std::abs(in_order.of_labels[k] - height - (equal ? 0.0 : order.shift));
            if (off > (equal || !row_mm ? most_away_mm : most_off * *row_mm)) continue;
            names[in_order.curves[order.partner[k]]] = in_order.labels[k];
            rows.push_back({height, column.left, in_order.labels[k]});
        }
        if (rows.size() > rows_before)
            for (const auto* label : column.labels) begins[label] = column.left;
    }
    return rows;
}

/// Of a piece that begins where no name stands: the row that it goes on; null: none is near.
const Label* row_of_piece(const Curve& piece, const std::vector<Row>& rows) {
    constexpr double a_mm_along = 0.15, together_mm = 3.0;
    const double height = middle_height(piece);
    double least = most_away_mm;
    const Label* name = nullptr;
    for (const auto& row : rows) {
        if (row.left > piece.left() - together_mm) continue;
        const double cost = std::abs(row.height - height) + a_mm_along * (piece.left() - row.left);
        if (cost >= least) continue;
        least = cost;
        name = row.name;
    }
    return name;
}

/// A calibration pulse: a few lines, each along the paper or across it.
bool is_pulse(const DrawnLine& line) {
    constexpr std::size_t most_points = 10;
    constexpr double straight_mm = 0.02, least_high_mm = 2.0;
    if (line.points.size() > most_points) return false;
    double low = line.points.front().y, high = low;
    for (std::size_t i = 1; i < line.points.size(); ++i) {
        const auto &a = line.points[i - 1], &b = line.points[i];
        if (std::abs(a.x - b.x) > straight_mm && std::abs(a.y - b.y) > straight_mm) return false;
        low = std::min(low, b.y);
        high = std::max(high, b.y);
    }
    return high - low > least_high_mm;
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
        if (piece && !level && !is_pulse(line) && curves.size() < most_curves)
            curves.push_back({std::move(line.points), {}, false, {}});
    }
    return curves;
}

bool name_curves(std::span<const ShownText> texts, std::vector<Curve>& curves) {
    std::vector<Label> labels;
    for (const auto& text : texts)
        if (auto label = label_of(text); label && labels.size() < most_labels) labels.push_back(std::move(*label));
    cut_where_columns_begin(curves, labels);
    std::vector<const Label*> names(curves.size(), nullptr);
    bool doubtful = false;
    ColumnBegins begins;
    const auto rows = name_columns(curves, labels, names, begins, doubtful);
    std::vector<Curve> named;
    for (std::size_t i = 0; i < curves.size(); ++i) {
        const auto* name = names[i] != nullptr ? names[i] : row_of_piece(curves[i], rows);
        if (name == nullptr)
            named.push_back(std::move(curves[i]));
        else
            for (auto& part : cut_at_names(curves[i], *name, labels, begins)) named.push_back(std::move(part));
    }
    curves = std::move(named);
    return !doubtful;
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
