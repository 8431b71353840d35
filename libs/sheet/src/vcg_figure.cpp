#include "synchrony/sheet/vcg_figure.hpp"
#include "sheet_style.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>

#include "caution_lines.hpp"
#include "ecg_paper.hpp"
#include "synchrony/draw/painter.hpp"
#include "synchrony/draw/ticks.hpp"
#include "synchrony/sheet/measure_words.hpp"
#include "synchrony/sheet/twelve_leads.hpp"
#include "vcg_plane.hpp"
#include "wave_colours.hpp"

namespace synchrony::sheet {
namespace {

using measure::Vector3;

// A4 landscape (ISO 216). The frontal plane shares X with the horizontal one below and Y with the sagittal one beside.
constexpr draw::Size figure_page_mm{297.0, 210.0};
constexpr double side_mm = 80.0;
constexpr draw::Rect frontal{20.0, 23.0, side_mm, side_mm};
constexpr draw::Rect sagittal{115.0, 23.0, side_mm, side_mm};
constexpr draw::Rect horizontal{20.0, 115.0, side_mm, side_mm};
constexpr draw::Rect scalars{115.0, 115.0, side_mm, side_mm};
constexpr double words_mm = 203.0;  // left edge of the text
constexpr double footer_mm = 206.5;

constexpr std::array scales_mm_per_mv = {200.0, 100.0, 80.0, 50.0, 40.0, 25.0, 20.0, 10.0, 5.0, 2.0, 1.0};
constexpr std::array loop_gains_mm_per_mv = {20.0, 10.0, 5.0, 2.5, 1.0};
constexpr double margin = 1.12;    // free room around the loops
constexpr double least_mv = 0.25;  // shown at least
constexpr double loop_before_qrs_s = 0.1;

constexpr draw::Colour figure_faint{0.35, 0.35, 0.35};

constexpr std::array<double Vector3::*, 3> components = {&Vector3::x, &Vector3::y, &Vector3::z};

struct Extent {
    double low = 0.0;
    double high = 0.0;
    [[nodiscard]] double width() const { return high - low; }
    [[nodiscard]] double middle() const { return (low + high) / 2.0; }
    void take(double value) {
        if (std::isfinite(value)) low = std::min(low, value), high = std::max(high, value);
    }
};

class VcgPainter {
  public:
    VcgPainter(draw::Painter& painter, const measure::Measurements& measured, const measure::Vectorcardiogram& vcg,
               const VcgFigure& figure)
        : painter_(painter), m_(measured), v_(*measured.vectors), vcg_(vcg), figure_(figure) {
        const auto& qrs = *m_.global.qrs;
        const auto& t = *m_.global.t;
        rest_ = measure::rest_vector(vcg_, qrs.onset_s);
        if (m_.global.p) loops_.push_back(loop("P", p_colour, 0.3, 0.7, m_.global.p->onset_s, m_.global.p->end_s, {}));
        loops_.push_back(loop("ST and T", t_colour, 0.35, 1.6, qrs.end_s, t.end_s, {0.45}));
        loops_.push_back(loop("QRS", qrs_colour, 0.55, 0.0, qrs.onset_s, qrs.end_s, {0.25, 0.65}));
        loops_.back().timed = true;
        arrows_ = {{v_.t_area, t_colour, 0.4}, {v_.qrs_area, draw::black, 0.8}};
        for (const auto& l : loops_)
            for (const auto& point : l.points) take(point, 1.0);
        for (const auto& arrow : arrows_) take(arrow.area_uvs, uvs_per_mv);
        double widest = least_mv;
        for (const auto& range : ranges_) widest = std::max(widest, range.width() * margin);
        mm_per_mv_ = scales_mm_per_mv.back();
        for (const double scale : scales_mm_per_mv)
            if (widest * scale <= side_mm) {
                mm_per_mv_ = scale;
                break;
            }
    }

    void draw() {
        const PlaneAxis x{&Vector3::x, false, "X, mV", "right", "left", ranges_[0].middle()};
        const PlaneAxis y{&Vector3::y, true, "Y, mV", "feet", "head", ranges_[1].middle()};
        const PlaneAxis z_up{&Vector3::z, false, "Z, mV", "front", "back", ranges_[2].middle()};
        const std::array planes = {Plane{"Frontal plane, from the front", frontal, x, y, mm_per_mv_},
                                   Plane{"Sagittal plane, from the left", sagittal, z_up, y, mm_per_mv_},
                                   Plane{"Horizontal plane, from above", horizontal, x, z_up, mm_per_mv_}};
        draw_fitting(painter_, {frontal.x - 9.0, 12.0}, figure_.title, figure_page_mm.width - 2.0 * frontal.x,
                     {5.0, ink, true, draw::Horizontal::left, draw::Vertical::baseline, false});
        for (const auto& plane : planes) draw_plane(painter_, plane, loops_, arrows_);
        draw_scalars();
        draw_words();
        line(frontal.x - 9.0, footer_mm,
             "Planes " + trimmed_text(mm_per_mv_) + " mm/mV; 100 \u00b5V s as long as 1 mV    X, Y, Z " +
                 scale_text(scalar_speed_, scalar_gain_),
             3.0, false);
        painter_.text({figure_page_mm.width - 11.0, footer_mm}, not_a_medical_device,
                      {3.0, ink, false, draw::Horizontal::right, draw::Vertical::baseline, false});
    }

  private:
    void take(const Vector3& point, double divisor) {
        for (std::size_t a = 0; a < 3; ++a) ranges_[a].take(point.*components[a] / divisor);
    }

    [[nodiscard]] Vector3 at(std::size_t i) const {
        return {vcg_.x[i] - rest_.x, vcg_.y[i] - rest_.y, vcg_.z[i] - rest_.z};
    }

    [[nodiscard]] Loop loop(const char* name, const draw::Colour& colour, double width, double dash, double begin_s,
                            double end_s, std::vector<double> arrows) const {
        Loop made{name, colour, width, dash, {}, {}, std::move(arrows), false};
        const double rate = vcg_.sampling_frequency_hz;
        for (std::size_t i = 0; i < vcg_.size(); ++i) {
            const double seconds = static_cast<double>(i) / rate;
            if (seconds < begin_s - 0.5 / rate || seconds > end_s + 0.5 / rate) continue;
            made.points.push_back(at(i));
            made.times_ms.push_back((seconds - m_.global.qrs->onset_s) * 1000.0);
        }
        return made;
    }

    void line(double x, double y, const std::string& text, double size, bool bold, const draw::Colour& colour = ink) {
        painter_.text({x, y}, text, {size, colour, bold, draw::Horizontal::left, draw::Vertical::baseline, false});
    }

    // X, Y and Z against time, each on its own base line, in the colours of the loops.
    void draw_scalars() {
        const double last_s = static_cast<double>(vcg_.size() - 1) / vcg_.sampling_frequency_hz;
        const double first =
            std::max(0.0, (m_.global.p ? m_.global.p->onset_s : m_.global.qrs->onset_s - loop_before_qrs_s) - margin_s);
        const double last = std::min(last_s, m_.global.t->end_s + margin_s);
        for (const double speed : speeds_mm_per_s)
            if (scalar_speed_ = speed; (last - first) * speed <= side_mm) break;
        std::array<Extent, 3> extents{};
        double sum = 0.0;
        for (std::size_t a = 0; a < 3; ++a) {
            for (std::size_t i = 0; i < vcg_.size(); ++i) {
                const double seconds = static_cast<double>(i) / vcg_.sampling_frequency_hz;
                if (seconds >= first && seconds <= last) extents[a].take(at(i).*components[a]);
            }
            sum += extents[a].width();
        }
        constexpr double gaps_mm = 16.0;
        for (const double gain : loop_gains_mm_per_mv)
            if (scalar_gain_ = gain; sum * gain + gaps_mm <= side_mm) break;
        line(scalars.x, scalars.y - 2.0, "X, Y and Z", 3.4, true);
        draw_ecg_grid(painter_, scalars);
        const double free = (side_mm - sum * scalar_gain_) / 4.0;
        double top = scalars.y + free;
        constexpr std::array names = {"X", "Y", "Z"};
        for (std::size_t a = 0; a < 3; ++a) {
            draw_scalar(a, top + extents[a].high * scalar_gain_, first, last, names[a]);
            top += extents[a].width() * scalar_gain_ + free;
        }
    }

    void draw_scalar(std::size_t a, double base_mm, double first, double last, const char* name) {
        const auto point = [&](std::size_t i) {
            return draw::Point{
                scalars.x + (static_cast<double>(i) / vcg_.sampling_frequency_hz - first) * scalar_speed_,
                base_mm - at(i).*components[a] * scalar_gain_};
        };
        const auto stretch = [&](double from, double to) {
            std::vector<draw::Point> points;
            const double rate = vcg_.sampling_frequency_hz;
            for (std::size_t i = 0; i < vcg_.size(); ++i)
                if (const double s = static_cast<double>(i) / rate; s >= from - 0.5 / rate && s <= to + 0.5 / rate)
                    points.push_back(point(i));
            return points;
        };
        painter_.clip(scalars);
        painter_.polyline(stretch(first, last), {{0.25, 0.25, 0.25}, 0.25, 0.0});
        const auto coloured = [&](const std::optional<measure::Wave>& wave, double from, const draw::Colour& colour) {
            if (wave) painter_.polyline(stretch(from, wave->end_s), {colour, 0.45, 0.0});
        };
        coloured(m_.global.p, m_.global.p ? m_.global.p->onset_s : 0.0, p_colour);
        coloured(m_.global.t, m_.global.qrs->end_s, t_colour);
        coloured(m_.global.qrs, m_.global.qrs->onset_s, qrs_colour);
        painter_.unclip();
        line(scalars.x + 1.0, base_mm - 1.5, name, 3.4, true);
    }

    void draw_words() {
        double y = frontal.y + 3.0;
        const auto say = [&](const std::string& text, double size = 3.1, bool bold = false,
                             const draw::Colour& colour = ink) {
            line(words_mm, y, text, size, bold, colour);
            y += size * 1.55;
        };
        const auto vector = [&](const std::string& name, const Vector3& v) {
            say(name + " X " + draw::fixed_text(v.x, 1) + ", Y " + draw::fixed_text(v.y, 1) + ", Z " +
                draw::fixed_text(v.z, 1) + " \u00b5V s");
            say("    " + direction_text(v));
        };
        say("QRS area " + quantity(v_.qrs_area_uvs, 1, "\u00b5V s"), 4.6, true);
        say("QRS duration " + quantity(m_.intervals.qrs_ms, 0, "ms"), 3.6, true);
        y += 1.0;
        vector("QRS area:", v_.qrs_area);
        vector("T area:", v_.t_area);
        y += 1.0;
        say("Spatial QRS-T angle, mean " + quantity(v_.qrs_t_angle_mean_deg, 0, "°") + ", peak " +
            quantity(v_.qrs_t_angle_peak_deg, 0, "°"));
        say("Ventricular gradient (SVG) " + quantity(v_.gradient_uvs, 1, "\u00b5V s"));
        say("    " + direction_text(v_.gradient));
        say("SAI QRST " + quantity(v_.sai_qrst_uvs, 1, "\u00b5V s"));
        say("Longest QRS vector " + quantity(v_.qrs_peak_mv.norm(), 2, "mV"));
        say("Longest T vector " + quantity(v_.t_peak_mv.norm(), 2, "mV"));
        y += 2.0;
        for (const auto& l : loops_)
            draw_key(y, l.colour, l.width_mm, l.dash_mm,
                     l.name + (l.timed ? " loop: a dot every 10 ms, ms from onset" : " loop")),
                y += 5.0;
        draw_key(y, draw::black, 0.8, 0.0, "QRS area (vector)"), y += 5.0;
        draw_key(y, t_colour, 0.4, 0.0, "T area (vector)"), y += 7.0;
        for (const char* text :
             {"X grows to the left, Y to the feet, Z to the back.", "Azimuth: in the horizontal plane, 0° to the left.",
              "Elevation: from the horizontal plane."})
            say(text, 2.8, false, figure_faint);
        say(figure_.transform == measure::VcgTransform::kors ? "Frank leads by Kors' regression (Eur Heart J 1990)."
                                                             : "Frank leads by the inverse Dower matrix (1988).",
            2.8, false, figure_faint);
        say("Median of " + std::to_string(m_.beats_in_median) + " of " + std::to_string(m_.beats) + " beats", 2.8,
            false, figure_faint);
        y += 2.0;
        constexpr double size_mm = 2.8;
        const double top = y - size_mm;
        draw_cautions(painter_, {words_mm, top, figure_page_mm.width - 8.0 - words_mm, footer_mm - 4.0 - top},
                      cautions(m_), size_mm);
    }

    void draw_key(double y, const draw::Colour& colour, double width, double dash, const std::string& text) {
        painter_.segments(std::vector<draw::Point>{{words_mm, y - 1.0}, {words_mm + 9.0, y - 1.0}},
                          {colour, width, dash});
        line(words_mm + 11.5, y, text, 3.0, false);
    }

    draw::Painter& painter_;
    const measure::Measurements& m_;
    const measure::VectorMeasures& v_;
    const measure::Vectorcardiogram& vcg_;
    const VcgFigure& figure_;
    Vector3 rest_;
    std::vector<Loop> loops_;
    std::vector<AreaArrow> arrows_;
    std::array<Extent, 3> ranges_{};
    double mm_per_mv_ = 1.0;
    double scalar_speed_ = 100.0;
    double scalar_gain_ = 20.0;
};

}  // namespace

Direction direction_of(const Vector3& v) {
    constexpr double deg_per_rad = 180.0 / std::numbers::pi;
    if (!(v.norm() > 0.0)) {
        constexpr double nothing = std::numeric_limits<double>::quiet_NaN();
        return {nothing, nothing};
    }
    const double azimuth = v.z == 0.0 ? (v.x < 0.0 ? 180.0 : 0.0) : -std::atan2(v.z, v.x) * deg_per_rad;
    return {azimuth, std::asin(std::clamp(v.y / v.norm(), -1.0, 1.0)) * deg_per_rad};
}

std::string direction_text(const Vector3& v) {
    const auto d = direction_of(v);
    if (!std::isfinite(d.azimuth_deg)) return "\u2013";
    return "azimuth " + draw::fixed_text(std::abs(d.azimuth_deg), 0) +
           (d.azimuth_deg < 0.0 ? "° to the back" : "° to the front") + ", elevation " +
           draw::fixed_text(std::abs(d.elevation_deg), 0) + (d.elevation_deg < 0.0 ? "° to the head" : "° to the feet");
}

core::Result<draw::Picture> vcg_picture(const measure::Measurements& measured, const VcgFigure& figure) {
    SYNCHRONY_TRY(require_twelve_leads(measured.median_beat, "the vectorcardiogram", measured.median_beat.record_name));
    if (!measured.global.qrs || !measured.global.t || !measured.vectors)
        return core::fail_input("the vectorcardiogram needs a QRS complex and a T wave in the median beat",
                                measured.median_beat.record_name, measured.global.qrs ? "no T wave" : "no QRS complex");
    SYNCHRONY_ASSIGN(auto vcg, measure::vectorcardiogram(measured.median_beat, figure.transform));
    return draw::Picture{figure_page_mm, "Vectorcardiogram",
                         [&measured, &figure, vcg = std::move(vcg)](draw::Painter& painter) {
                             VcgPainter(painter, measured, vcg, figure).draw();
                         }};
}

core::Result<void> draw_vcg_figure(const measure::Measurements& measured, const VcgFigure& figure,
                                   const std::filesystem::path& path, double dpi) {
    SYNCHRONY_ASSIGN(const auto picture, vcg_picture(measured, figure));
    return draw::save(picture, path, dpi);
}

}  // namespace synchrony::sheet
