#include "median_lead.hpp"
#include "sheet_style.hpp"

#include <algorithm>
#include <cmath>

#include "ecg_paper.hpp"
#include "synchrony/draw/ticks.hpp"
#include "wave_colours.hpp"

namespace synchrony::sheet {
namespace {

constexpr double ms_per_s = 1000.0;
constexpr double own_tick_mm = 3.5;  // half of a short line on the lead_trace
constexpr double mark_radius_mm = 0.75;
constexpr double label_mm = 2.4;
constexpr double label_row_mm = 3.0;
constexpr double number_row_mm = 3.0;
constexpr double crowded_mm = 6.5;  // numbers of marks nearer than that are set one above the other

constexpr draw::Colour lead_faint{0.45, 0.45, 0.45};
constexpr draw::Colour notch_colour{0.80, 0.05, 0.05};
constexpr draw::Colour patch_colour{paper_colour.red, paper_colour.green, paper_colour.blue, 0.8};
const draw::Stroke lead_trace{{0.0, 0.0, 0.0}, 0.4, 0.0};
const draw::Stroke base_line{{0.55, 0.45, 0.45}, 0.12, 0.8};

// A global boundary and its name.
struct Boundary {
    double at_s;
    const char* name;
    draw::Colour colour;
};

std::vector<Boundary> boundaries_of(const measure::BeatWaves& waves) {
    std::vector<Boundary> all;
    if (waves.p) all.insert(all.end(), {{waves.p->onset_s, "P", p_colour}, {waves.p->end_s, "P end", p_colour}});
    if (waves.qrs)
        all.insert(all.end(), {{waves.qrs->onset_s, "QRS", qrs_colour}, {waves.qrs->end_s, "J", qrs_colour}});
    if (waves.t) all.push_back({waves.t->end_s, "T end", t_colour});
    return all;
}

std::string whole_ms(double seconds) {
    return draw::fixed_text(seconds * ms_per_s, 0);
}

class LeadPainter {
  public:
    LeadPainter(draw::Painter& painter, const MedianLead& lead, const MedianScale& scale, const draw::Rect& cell)
        : painter_(painter), lead_(lead), scale_(scale), cell_(cell) {
        const auto [low, high] = extent_mv(lead, scale);
        // In the middle of the cell, with the base line on a line of the grid.
        const double middle = cell.y + cell.height / 2.0 + (low + high) / 2.0 * scale.mm_per_mv;
        base_mm_ = cell.y + std::round((middle - cell.y) / square_mm) * square_mm;
    }

    void draw(const measure::BeatWaves& global) {
        draw_boundaries(global);
        draw_name_patch();
        painter_.clip(cell_);
        painter_.segments(std::vector<draw::Point>{{x_of(scale_.begin_s), base_mm_}, {x_of(scale_.end_s), base_mm_}},
                          base_line);
        draw_trace();
        painter_.unclip();
        draw_own_boundaries();
        draw_notches();
        draw_name();
    }

  private:
    [[nodiscard]] double x_of(double seconds) const { return cell_.x + (seconds - scale_.begin_s) * scale_.mm_per_s; }
    [[nodiscard]] double y_of(double mv) const { return base_mm_ - mv * scale_.mm_per_mv; }
    [[nodiscard]] double mv_at(double seconds) const {
        const double place =
            std::clamp(seconds * scale_.sampling_frequency_hz, 0.0, static_cast<double>(lead_.samples.size() - 1));
        const auto i = std::min(static_cast<std::size_t>(place), lead_.samples.size() - 1);
        const auto next = std::min(i + 1, lead_.samples.size() - 1);
        const double share = place - static_cast<double>(i);
        return (1.0 - share) * static_cast<double>(lead_.samples[i]) + share * static_cast<double>(lead_.samples[next]);
    }

    /// Names stand right of their lines, left where the cell ends; in the lowest row where they touch no other.
    void draw_boundaries(const measure::BeatWaves& global) {
        constexpr double gap_mm = 0.6;
        std::vector<std::pair<int, draw::Rect>> taken;
        for (const auto& boundary : boundaries_of(global)) {
            const double x = x_of(boundary.at_s);
            if (x > cell_.right()) continue;
            painter_.segments(std::vector<draw::Point>{{x, cell_.y + 1.0}, {x, cell_.bottom() - 1.0}},
                              {boundary.colour, 0.18, 0.0});
            draw::TextStyle style{label_mm, boundary.colour, false, draw::Horizontal::left, draw::Vertical::baseline,
                                  false};
            style.colour.alpha = 0.85;
            const std::string text = std::string(boundary.name) + " " + whole_ms(boundary.at_s - scale_.qrs_onset_s);
            const double width = painter_.text_width(text, style);
            const bool right = x + gap_mm + width <= cell_.right();
            draw::Rect place{right ? x + gap_mm : x - gap_mm - width, 0.0, width, 0.0};
            int row = 0;
            const auto touches = [&](const auto& other) {
                return other.first == row && place.x < other.second.right() + gap_mm &&
                       other.second.x < place.right() + gap_mm;
            };
            while (std::ranges::any_of(taken, touches)) ++row;
            taken.emplace_back(row, place);
            labels_.push_back({{place.x, cell_.bottom() - 1.6 - row * label_row_mm}, text, style});
        }
        // After all lines, each on paper of its own: neighbours' lines do not strike it through.
        for (const auto& label : labels_) {
            painter_.fill({label.at.x - 0.2, label.at.y - label_mm + 0.3,
                           painter_.text_width(label.text, label.style) + 0.4, label_mm + 0.2},
                          patch_colour);
            painter_.text(label.at, label.text, label.style);
        }
    }

    void draw_name_patch() {
        if (lead_.samples.empty()) return;
        const double width = painter_.text_width(lead_.name, name_style()) + 2.0 +
                             (lead_.morphology ? painter_.text_width(lead_.morphology->pattern, {3.2}) : 0.0);
        painter_.fill({cell_.x + 1.0, cell_.y + 1.2, width + 1.0, 4.8}, patch_colour);
    }

    void draw_trace() {
        std::vector<draw::Point> points;
        const double rate = scale_.sampling_frequency_hz;
        for (std::size_t i = 0; i < lead_.samples.size(); ++i) {
            const double at = static_cast<double>(i) / rate;
            if (at >= scale_.begin_s - 1.0 / rate && at <= scale_.end_s + 1.0 / rate)
                points.push_back({x_of(at), y_of(static_cast<double>(lead_.samples[i]))});
        }
        painter_.polyline(points, lead_trace);
    }

    void draw_own_boundaries() {
        if (lead_.samples.empty()) return;
        for (const auto& boundary : boundaries_of(lead_.waves)) {
            if (boundary.at_s < scale_.begin_s || boundary.at_s > scale_.end_s) continue;  // its trace is not drawn
            const draw::Point at{x_of(boundary.at_s), y_of(mv_at(boundary.at_s))};
            painter_.segments(std::vector<draw::Point>{{at.x, at.y - own_tick_mm}, {at.x, at.y + own_tick_mm}},
                              {boundary.colour, 0.4, 0.0});
        }
    }

    // The number stands outside the curve: above where the deflection is positive.
    void draw_notches() {
        if (!lead_.morphology || lead_.samples.empty()) return;
        double last_x = -1e9;
        int step = 0;
        for (const auto& notch : lead_.morphology->notches) {
            const double seconds = scale_.qrs_onset_s + notch.at_s;
            const draw::Point at{x_of(seconds), y_of(mv_at(seconds))};
            const bool positive = notch.deflection < lead_.morphology->deflections.size() &&
                                  lead_.morphology->deflections[notch.deflection].positive();
            step = at.x - last_x < crowded_mm ? step + 1 : 0;
            last_x = at.x;
            painter_.disc(at, mark_radius_mm, notch_colour);
            if (notch.slur) painter_.disc(at, 0.55 * mark_radius_mm, draw::white);
            const double away = 2.0 + step * number_row_mm;
            const draw::TextStyle style{2.6, notch_colour, true, draw::Horizontal::left, draw::Vertical::middle, false};
            const draw::Point beside{at.x + 1.2, at.y + (positive ? -away : away)};
            const std::string number = whole_ms(notch.at_s);
            painter_.fill({beside.x - 0.2, beside.y - 1.2, painter_.text_width(number, style) + 0.4, 2.4},
                          {paper_colour.red, paper_colour.green, paper_colour.blue, 0.75});
            painter_.text(beside, number, style);
        }
    }

    [[nodiscard]] draw::TextStyle name_style() const {
        return {4.2,  lead_.samples.empty() ? lead_faint : ink, true, draw::Horizontal::left, draw::Vertical::baseline,
                false};
    }

    void draw_name() {
        draw::Point at{cell_.x + 1.5, cell_.y + 5.0};
        const auto style = name_style();
        painter_.text(at, lead_.name, style);
        draw::TextStyle small{3.2, ink, false, draw::Horizontal::left, draw::Vertical::baseline, false};
        if (lead_.morphology)
            painter_.text({at.x + painter_.text_width(lead_.name, style) + 2.0, at.y}, lead_.morphology->pattern,
                          small);
        small.size_mm = 2.6;
        at.y += 0.6;
        if (lead_.computed) painter_.text({at.x, at.y += 3.4}, "computed from other leads", small);
        if (!lead_.morphology) return;
        small.colour = notch_colour;
        for (const auto& notch : lead_.morphology->notches)
            painter_.text({at.x, at.y += 3.4},
                          (notch.slur ? "slur " : "notch ") + whole_ms(notch.at_s) + " ms (" + whole_ms(notch.begin_s) +
                              " to " + whole_ms(notch.end_s) + ")",
                          small);
    }

    draw::Painter& painter_;
    const MedianLead& lead_;
    const MedianScale& scale_;
    draw::Rect cell_;
    double base_mm_ = 0.0;
    struct BoundaryLabel {
        draw::Point at;
        std::string text;
        draw::TextStyle style;
    };
    std::vector<BoundaryLabel> labels_;
};

}  // namespace

std::pair<double, double> extent_mv(const MedianLead& lead, const MedianScale& scale) {
    double low = 0.0;
    double high = 0.0;
    const double rate = scale.sampling_frequency_hz;
    for (std::size_t i = 0; i < lead.samples.size(); ++i) {
        const double at = static_cast<double>(i) / rate;
        const double mv = static_cast<double>(lead.samples[i]);
        if (at < scale.begin_s || at > scale.end_s || !std::isfinite(mv)) continue;
        low = std::min(low, mv);
        high = std::max(high, mv);
    }
    return {low, high};
}

void draw_median_lead(draw::Painter& painter, const MedianLead& lead, const measure::BeatWaves& global,
                      const MedianScale& scale, const draw::Rect& cell) {
    LeadPainter(painter, lead, scale, cell).draw(global);
}

}  // namespace synchrony::sheet
