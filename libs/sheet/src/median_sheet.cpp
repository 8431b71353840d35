#include "synchrony/sheet/median_sheet.hpp"
#include "sheet_style.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "caution_lines.hpp"
#include "ecg_paper.hpp"
#include "median_lead.hpp"
#include "reasons_table.hpp"
#include "synchrony/draw/painter.hpp"
#include "synchrony/draw/ticks.hpp"
#include "synchrony/measure/intervals.hpp"
#include "synchrony/sheet/measure_words.hpp"
#include "synchrony/sheet/twelve_leads.hpp"

namespace synchrony::sheet {
namespace {

// A3 landscape (ISO 216): a second at 100 mm/s and 3 mV at 20 mm/mV find room for each lead, on whole 5 mm squares.

constexpr draw::Rect median_paper{10.0, 30.0, 400.0, 185.0};
constexpr double pulse_strip_mm = 20.0;
constexpr draw::Size cell_mm{95.0, 60.0};
constexpr double first_row_mm = 2.5;  // below the median_paper's upper edge
constexpr draw::Rect reasons{10.0, 220.0, 400.0, 68.0};
constexpr double reasons_gap_mm = 5.0;
constexpr double median_pulse_s = 0.1;

constexpr std::array median_gains_mm_per_mv = {20.0, 10.0, 5.0, 2.5};
constexpr double room_mm = 54.0;            // of a cell's height, for a median_trace
constexpr double shown_before_qrs_s = 0.3;  // shown even where no P wave was found: the lead's name stands there
constexpr double after_qrs_s = 0.45;        // shown where no T wave was found

const draw::Stroke median_trace{{0.0, 0.0, 0.0}, 0.35, 0.0};

// The stretch of the median beat that is drawn, s from its start.
struct Window {
    double begin_s;
    double end_s;
};

Window window_of(const measure::Measurements& m) {
    const auto& beat = m.median_beat;
    const auto& qrs = *m.global.qrs;
    const double first =
        std::min(qrs.onset_s - shown_before_qrs_s, m.global.p ? m.global.p->onset_s - margin_s : qrs.onset_s);
    const double last = m.global.t ? m.global.t->end_s + margin_s : qrs.end_s + after_qrs_s;
    return {std::max(0.0, first), std::min(last, beat.duration_s())};
}

std::vector<MedianLead> leads_of(const measure::Measurements& m) {
    std::vector<MedianLead> leads;
    const auto names = record::standard_leads();
    for (std::size_t l = 0; l < names.size(); ++l) {
        MedianLead lead;
        lead.name = names[l];
        if (const auto* found = m.median_beat.find_lead(names[l])) {
            lead.samples = found->samples;
            const auto index = static_cast<std::size_t>(found - m.median_beat.leads.data());
            if (index < m.leads.size()) lead.waves = m.leads[index];
            if (!m.global.p) lead.waves.p.reset();  // what single leads take for one is none: the sheet says so
        } else if (auto computed = measure::limb_lead(m.median_beat, names[l])) {
            lead.samples = std::move(*computed);
            lead.computed = true;
        }
        lead.morphology = m.morphology.leads[l];
        leads.push_back(std::move(lead));
    }
    return leads;
}

double speed_for(const Window& window) {
    for (const double speed : speeds_mm_per_s)
        if ((window.end_s - window.begin_s) * speed <= cell_mm.width) return speed;
    return speeds_mm_per_s.back();
}

double gain_for(const std::vector<MedianLead>& leads, const MedianScale& scale) {
    double tallest_mv = 0.0;
    for (const auto& lead : leads) {
        const auto [low, high] = extent_mv(lead, scale);
        tallest_mv = std::max(tallest_mv, high - low);
    }
    for (const double gain : median_gains_mm_per_mv)
        if (tallest_mv * gain <= room_mm) return gain;
    return median_gains_mm_per_mv.back();
}

class MedianPainter {
  public:
    MedianPainter(draw::Painter& painter, const measure::Measurements& measured, const MedianSheet& sheet)
        : painter_(painter), m_(measured), sheet_(sheet), leads_(leads_of(measured)) {
        const Window window = window_of(m_);
        scale_ = {m_.median_beat.sampling_frequency_hz,
                  window.begin_s,
                  window.end_s,
                  m_.global.qrs->onset_s,
                  speed_for(window),
                  1.0};
        scale_.mm_per_mv = gain_for(leads_, scale_);
    }

    void draw() {
        draw_ecg_grid(painter_, median_paper);
        draw_title();
        draw_numbers();
        draw_findings();
        for (std::size_t row = 0; row < printed_order.size(); ++row) {
            draw_pulse(row);
            for (std::size_t column = 0; column < printed_order[row].size(); ++column) {
                const auto lead = std::find_if(leads_.begin(), leads_.end(),
                                               [&](const auto& l) { return l.name == printed_order[row][column]; });
                if (lead != leads_.end()) draw_median_lead(painter_, *lead, m_.global, scale_, cell(row, column));
            }
        }
        draw_reasons_or_answers();
        draw_footer();
    }

  private:
    void draw_reasons_or_answers() {
        const double width = (reasons.width - 2.0 * reasons_gap_mm) / 3.0;
        const std::array findings = {&m_.conduction.lbbb_strauss, &m_.conduction.lbbb_aha_2009,
                                     &m_.conduction.lbbb_esc_2013};
        for (std::size_t i = 0; i < findings.size(); ++i) {
            const double x = reasons.x + static_cast<double>(i) * (width + reasons_gap_mm);
            if (sheet_.criteria)
                draw_reasons(painter_, *findings[i], {x, reasons.y, width, reasons.height});
            else
                draw_answer(*findings[i], {x, reasons.y + 6.0}, i + 1 == findings.size());
        }
    }

    void draw_answer(const measure::Finding& finding, const draw::Point& at, bool last) {
        const auto answer =
            finding.answer == measure::Answer::unknown ? std::string_view("cannot be said") : name_of(finding.answer);
        line(at.x, at.y, finding_title(finding) + ": " + std::string(answer), 4.8, true);
        if (last) line(reasons.x, at.y + 8.0, "The criteria follow on a page of their own.", 3.6, false);
    }

    static draw::Rect cell(std::size_t row, std::size_t column) {
        return {median_paper.x + pulse_strip_mm + static_cast<double>(column) * cell_mm.width,
                median_paper.y + first_row_mm + static_cast<double>(row) * cell_mm.height, cell_mm.width,
                cell_mm.height};
    }

    void line(double x, double y, const std::string& text, double size, bool bold, const draw::Colour& colour = ink) {
        painter_.text({x, y}, text, {size, colour, bold, draw::Horizontal::left, draw::Vertical::baseline, false});
    }

    void draw_title() {
        draw_fitting(painter_, {median_paper.x, 12.0}, sheet_.title, 105.0 - median_paper.x,
                     {5.2, ink, true, draw::Horizontal::left, draw::Vertical::baseline, false});
        line(median_paper.x, 19.0,
             "Median of " + std::to_string(m_.beats_in_median) + " of " + std::to_string(m_.beats) + " beats", 3.6,
             false);
        line(median_paper.x, 25.0, "Heart rate " + quantity(m_.heart_rate_bpm, 0, "/min"), 3.6, false);
    }

    void draw_numbers() {
        constexpr double left = 118.0;
        const auto& i = m_.intervals;
        const auto area = m_.vectors ? std::optional(m_.vectors->qrs_area_uvs) : std::nullopt;
        line(left, 12.0, "QRS " + quantity(i.qrs_ms, 0, "ms") + "     QRS area " + quantity(area, 1, "\u00b5V s"), 4.8,
             true);
        const auto fridericia = i.qtc ? std::optional(i.qtc->fridericia_ms) : std::nullopt;
        line(left, 19.0,
             "P " + quantity(i.p_ms, 0, "ms") + "    PR " + quantity(i.pr_ms, 0, "ms") + "    QT " +
                 quantity(i.qt_ms, 0, "ms") + "    QTc (Fridericia) " + quantity(fridericia, 0, "ms") + jt_if_wide(i),
             3.6, false);
        line(left, 25.0,
             "Axes: P " + quantity(m_.axes.p_deg, 0, "°") + "    QRS " + quantity(m_.axes.qrs_deg, 0, "°") + "    T " +
                 quantity(m_.axes.t_deg, 0, "°"),
             3.6, false);
    }

    void draw_findings() {
        constexpr double left = 255.0;
        constexpr double line_height = 4.7;
        constexpr double last = median_paper.y - 2.0;
        double y = 9.0;
        painter_.clip({left, 0.0, median_paper.right() - left, median_paper.y});
        auto findings = other_findings(m_);
        if (const auto lbbb = lbbb_if_any(m_.conduction); !lbbb.empty()) findings.insert(findings.begin(), lbbb);
        for (const auto& text : findings) {
            line(left, y, text, 3.6, true);
            y += line_height;
        }
        painter_.unclip();
        constexpr double size_mm = 3.3;
        const double top = y - size_mm;
        draw_cautions(painter_, {left, top, median_paper.right() - left, last + 1.0 - top}, cautions(m_), size_mm);
    }

    void draw_pulse(std::size_t row) {
        const double base = cell(row, 0).y + 40.0;
        const double foot = (pulse_strip_mm - 4.0 - median_pulse_s * scale_.mm_per_s) / 2.0;
        draw_calibration(painter_, {median_paper.x + 2.0, base},
                         {median_pulse_s * scale_.mm_per_s, pulse_mv * scale_.mm_per_mv}, foot, median_trace);
        painter_.text({median_paper.x + pulse_strip_mm / 2.0, base + 1.5}, "1 mV, 100 ms",
                      {2.4, ink, false, draw::Horizontal::centre, draw::Vertical::top, false});
    }

    void draw_footer() {
        constexpr double y = 293.0;
        line(median_paper.x, y,
             scale_text(scale_.mm_per_s * sheet_.drawn_at, scale_.mm_per_mv * sheet_.drawn_at) +
                 (sheet_.drawn_at == 1.0 ? "  on A3" : "") +
                 "    High-pass 0.5 Hz, zero phase    Long lines: global boundaries, "
                 "ms from QRS onset; short lines: the lead's own    Disc: notch, ring: slur",
             3.0, false);
        painter_.text({median_paper.right(), y}, not_a_medical_device,
                      {3.3, ink, false, draw::Horizontal::right, draw::Vertical::baseline, false});
    }

    draw::Painter& painter_;
    const measure::Measurements& m_;
    const MedianSheet& sheet_;
    std::vector<MedianLead> leads_;
    MedianScale scale_;
};

}  // namespace

core::Result<draw::Picture> median_sheet_picture(const measure::Measurements& measured, const MedianSheet& sheet) {
    SYNCHRONY_TRY(
        require_twelve_leads(measured.median_beat, "the sheet of median beats", measured.median_beat.record_name));
    if (!measured.global.qrs)
        return core::fail_input("no QRS complex was found in the median beat", measured.median_beat.record_name);
    return draw::Picture{median_page_mm, "Median beats of a 12-lead ECG",
                         [&](draw::Painter& painter) { MedianPainter(painter, measured, sheet).draw(); }};
}

core::Result<void> draw_median_sheet(const measure::Measurements& measured, const MedianSheet& sheet,
                                     const std::filesystem::path& path, double dpi) {
    SYNCHRONY_ASSIGN(const auto picture, median_sheet_picture(measured, sheet));
    return draw::save(picture, path, dpi);
}

}  // namespace synchrony::sheet
