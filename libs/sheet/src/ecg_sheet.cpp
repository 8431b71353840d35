#include "synchrony/sheet/ecg_sheet.hpp"
#include "sheet_style.hpp"
#include "synchrony/sheet/ecg_sheet_picture.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <span>

#include "caution_lines.hpp"
#include "ecg_paper.hpp"
#include "sheet_layout.hpp"
#include "synchrony/core/median.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/draw/painter.hpp"
#include "synchrony/draw/ticks.hpp"
#include "synchrony/sheet/twelve_leads.hpp"

namespace synchrony::sheet {
namespace {

// A4 landscape (ISO 216); the rest is laid out so that 10 s at 25 mm/s and whole 5 mm squares fit.
constexpr draw::Size sheet_page_mm{297.0, 210.0};
constexpr draw::Rect whole_paper{11.0, 36.0, 275.0, 160.0};
// Without head and foot: four rows of 25 mm, so that page and words share a sheet; tall complexes reach into the next
// row as they do on paper.
constexpr draw::Rect strips_paper{0.0, 0.0, 275.0, 100.0};
constexpr double pulse_begin_mm = 5.0;  // from the paper's left edge
constexpr double traces_begin_mm = 15.0;
constexpr double traces_width_mm = 250.0;
constexpr double base_line_part = 22.5 / 40.0;  // of a row's height, from its upper edge
constexpr double sheet_pulse_s = 0.2;
constexpr double edge_mm = 1.0;         // between a complex and the paper's edge
constexpr double most_room_part = 0.2;  // of the paper's height, for what is taller than a row

const draw::Stroke sheet_trace{{0.0, 0.0, 0.0}, 0.28, 0.0};
const draw::Stroke mark{{0.0, 0.0, 0.0}, 0.2, 0.0};
constexpr draw::Colour sheet_faint{0.45, 0.45, 0.45};

class SheetPainter {
  public:
    SheetPainter(draw::Painter& painter, const record::Ecg& ecg, const EcgSheet& sheet, const draw::Rect& paper)
        : painter_(painter),
          ecg_(ecg),
          sheet_(sheet),
          paper_(paper),
          shown_s_(traces_width_mm / sheet.speed_mm_per_s),
          layout_(lay_out(ecg, sheet.format, sheet.rhythm_lead, sheet.start_s, shown_s_)) {
        make_room();
    }

    void draw() {
        draw_header();
        draw_footer();
        draw_strips();
    }

    void draw_strips() {
        draw_ecg_grid(painter_, paper_);
        for (int row = 0; row < layout_.rows; row += rows_of_pulse()) draw_pulse(base_line(row));
        for (int row = 0; row < layout_.divided_rows; ++row)
            for (const double at : layout_.dividers_s) draw_separator(at, base_line(row));
        std::vector<Trace> traces;
        for (const auto& strip : layout_.strips)
            if (const auto* lead = ecg_.find_lead(strip.lead)) traces.push_back(trace_of(*lead, strip));
        std::vector<Label> labels;
        for (const auto& strip : layout_.strips) labels.push_back(label_of(strip, traces));
        // The name on a patch of paper; a trace that finds no way round it runs over the patch, no part of it is
        // hidden.
        for (const auto& label : labels) painter_.fill(label.box, {1.0, 0.985, 0.98, 0.8});
        for (const auto& trace : traces) draw_trace(trace);
        for (const auto& label : labels) painter_.text(label.at, label.text, label.style);
    }

  private:
    struct Trace {
        draw::Rect place;  // where it is shown
        std::vector<draw::Point> points;
    };
    struct Label {
        draw::Point at;
        draw::Rect box;
        std::string text;
        draw::TextStyle style;
    };

    [[nodiscard]] double row_height() const { return (paper_.height - head_mm_ - foot_mm_) / layout_.rows; }
    /// Where rows are lower than a pulse, as twelve are at 20 mm/mV, some have none, so that those drawn stay apart.
    [[nodiscard]] int rows_of_pulse() const {
        return std::max(1, static_cast<int>(std::ceil(pulse_mv * sheet_.gain_mm_per_mv / row_height())));
    }
    [[nodiscard]] double base_line(int row) const {
        return paper_.y + head_mm_ + (row + base_line_part) * row_height();
    }

    /// The rows stand closer where the first one's complexes or its calibration pulse would else reach over the paper's
    /// edge, or the last one's below it. Between rows they may cross, as on paper.
    void make_room() {
        double up = pulse_mv * sheet_.gain_mm_per_mv, down = 0.0;
        for (const auto& strip : layout_.strips) {
            const auto* lead = ecg_.find_lead(strip.lead);
            if (lead == nullptr) continue;
            const auto [low, high] = extent_mm(*lead, strip);
            if (strip.row == 0) up = std::max(up, high);
            if (strip.row == layout_.rows - 1) down = std::max(down, -low);
        }
        // Head and foot make the rows lower, which brings the outer base lines nearer to the edges: a few turns settle
        // it.
        constexpr int turns = 8;
        const double most = most_room_part * paper_.height;
        for (int turn = 0; turn < turns; ++turn) {
            const double row = row_height();
            head_mm_ = std::clamp(up + edge_mm - base_line_part * row, 0.0, most);
            foot_mm_ = std::clamp(down + edge_mm - (1.0 - base_line_part) * row, 0.0, most);
        }
    }

    /// "    cut off at the paper's edge: V3, V4"; empty where all is seen.
    [[nodiscard]] std::string cut_off_words() const {
        std::vector<std::string> cut;
        for (const auto& strip : layout_.strips) {
            const auto* lead = ecg_.find_lead(strip.lead);
            if (lead == nullptr) continue;
            const auto [low, high] = extent_mm(*lead, strip);
            const double base = base_line(strip.row);
            const bool whole = base - high >= paper_.y && base - low <= paper_.bottom();
            if (!whole && std::ranges::find(cut, strip.lead) == cut.end()) cut.push_back(strip.lead);
        }
        return cut.empty() ? "" : "    cut off at the paper's edge (a smaller gain shows it): " + core::joined(cut);
    }

    /// Lowest and highest of what a strip shows, mm above its base line.
    [[nodiscard]] std::pair<double, double> extent_mm(const record::Lead& lead, const Strip& strip) const {
        const double rate = ecg_.sampling_frequency_hz;
        const auto count = static_cast<double>(lead.samples.size());
        const auto first = static_cast<std::size_t>(std::clamp(std::floor(strip.from_s * rate), 0.0, count));
        const auto last =
            static_cast<std::size_t>(std::clamp(std::ceil((strip.from_s + strip.length_s) * rate), 0.0, count));
        const double level = level_of(lead, strip);
        double low = 0.0, high = 0.0;
        std::size_t gap = 0;
        for (auto i = first; i < last; ++i) {
            while (gap < lead.invalid.size() && lead.invalid[gap].end <= static_cast<std::int64_t>(i)) ++gap;
            const bool missing = gap < lead.invalid.size() && lead.invalid[gap].begin <= static_cast<std::int64_t>(i);
            const double value = static_cast<double>(lead.samples[i]) - level;
            if (missing || !std::isfinite(value)) continue;
            low = std::min(low, value);
            high = std::max(high, value);
        }
        return {low * sheet_.gain_mm_per_mv, high * sheet_.gain_mm_per_mv};
    }
    [[nodiscard]] double x_of(double seconds) const {
        return paper_.x + traces_begin_mm + seconds * sheet_.speed_mm_per_s;
    }

    void draw_header() {
        constexpr double first_line = 11.5;
        constexpr double line_height = 5.0;
        constexpr double right_column = 165.0;
        const double left_mm = right_column - 5.0 - paper_.x, right_mm = paper_.right() - right_column;
        draw_fitting(painter_, {paper_.x, first_line}, sheet_.title, left_mm,
                     {4.6, ink, true, draw::Horizontal::left, draw::Vertical::baseline, false});
        const draw::TextStyle plain{3.3, ink, false, draw::Horizontal::left, draw::Vertical::baseline, false};
        for (std::size_t i = 0; i < std::min<std::size_t>(sheet_.left.size(), 3); ++i)
            draw_fitting(painter_, {paper_.x, first_line + 1.0 + line_height * static_cast<double>(i + 1)},
                         sheet_.left[i], left_mm, plain);
        painter_.clip({0.0, 0.0, right_column - 5.0, paper_.y});
        draw_cautions_above(
            first_line + 1.0 + line_height * static_cast<double>(std::min<std::size_t>(sheet_.left.size(), 3) + 1),
            right_column - 7.0);
        painter_.unclip();
        double y = first_line;
        if (sheet_.heart_rate_per_min) {
            const draw::TextStyle bold{4.0, ink, true, draw::Horizontal::left, draw::Vertical::baseline, false};
            const auto rate = "Rate " + draw::fixed_text(*sheet_.heart_rate_per_min, 0) + "/min";
            painter_.text({right_column, y}, rate, bold);
            const double behind = painter_.text_width(rate, bold) + 4.0;
            if (!sheet_.rhythm.empty())
                draw_fitting(painter_, {right_column + behind, y}, sheet_.rhythm, right_mm - behind, plain);
            y += line_height + 1.0;
        }
        for (std::size_t i = 0; i < std::min<std::size_t>(sheet_.right.size(), 5) && y < paper_.y;
             ++i, y += line_height)
            draw_fitting(painter_, {right_column, y}, sheet_.right[i], right_mm, plain);
    }

    /// Those that find no room above the ECG stand below it.
    void draw_cautions_above(double y, double right_mm) {
        constexpr double size_mm = 3.1;
        const draw::Rect room{paper_.x, y - size_mm, right_mm - paper_.x, paper_.y - 1.4 - (y - size_mm)};
        cautions_above_ = draw_whole_cautions(painter_, room, sheet_.cautions, size_mm);
    }

    /// What the recorder did; nothing is filtered here.
    [[nodiscard]] std::string filter_words() const {
        const auto& [high_pass, low_pass, notch] = ecg_.facts.filters;
        if (!high_pass && !low_pass && !notch) return "no filter";
        std::string words = "filtered by the recorder:";
        if (high_pass) words += " from " + core::shortest(*high_pass) + " Hz";
        if (low_pass) words += " to " + core::shortest(*low_pass) + " Hz";
        if (notch)
            words += std::string(high_pass || low_pass ? "," : "") + " without " + core::shortest(*notch) + " Hz";
        return words;
    }

    void draw_footer() {
        const bool more = cautions_above_ < sheet_.cautions.size();
        const double y = paper_.bottom() + (more ? 4.2 : 6.0);
        constexpr double size_mm = 2.4;
        if (more)
            draw_cautions_in_a_row(painter_, {paper_.x, y + 1.2, paper_.width, 2.7 * size_mm},
                                   std::span(sheet_.cautions).subspan(cautions_above_), size_mm);
        const std::string scale =
            scale_text(sheet_.speed_mm_per_s, sheet_.gain_mm_per_mv) + "    " +
            trimmed_text(ecg_.sampling_frequency_hz) + " Hz    " + filter_words() +
            (sheet_.start_s > 0.0 ? "    from " + draw::fixed_text(sheet_.start_s, 2) + " s" : "") + cut_off_words();
        const draw::TextStyle right{3.3, ink, false, draw::Horizontal::right, draw::Vertical::baseline, false};
        painter_.text({paper_.right(), y}, not_a_medical_device, right);
        draw_fitting(painter_, {paper_.x, y}, scale,
                     paper_.width - painter_.text_width(not_a_medical_device, right) - 6.0,
                     {3.3, ink, false, draw::Horizontal::left, draw::Vertical::baseline, false});
    }

    void draw_pulse(double base_line_mm) {
        const double left = paper_.x + pulse_begin_mm;
        const double width = sheet_pulse_s * sheet_.speed_mm_per_s;
        const double foot = std::max(0.0, (traces_begin_mm - pulse_begin_mm - width) / 4.0);
        draw_calibration(painter_, {left, base_line_mm}, {width, pulse_mv * sheet_.gain_mm_per_mv}, foot, sheet_trace);
    }

    void draw_separator(double seconds, double base_line_mm) {
        const double x = x_of(seconds);
        painter_.segments(
            std::vector<draw::Point>{
                {x, base_line_mm - 4.0}, {x, base_line_mm - 1.5}, {x, base_line_mm + 1.5}, {x, base_line_mm + 4.0}},
            mark);
    }

    /// Null too where all of it is missing.
    [[nodiscard]] const record::Lead* shown_lead(const Strip& strip) const {
        const auto* lead = ecg_.find_lead(strip.lead);
        return lead != nullptr && lead->valid_samples() > 0 ? lead : nullptr;
    }

    /// The lead's name, at its usual place or the nearest to the right or a little higher that no trace crosses.
    [[nodiscard]] Label label_of(const Strip& strip, const std::vector<Trace>& traces) const {
        constexpr double step_mm = 1.0, farthest_mm = 30.0, higher_mm = 3.5;
        const auto* lead = shown_lead(strip);
        Label label{{x_of(strip.at_s) + 1.5, base_line(strip.row) - 14.0 * row_height() / 40.0},
                    {},
                    lead ? strip.lead : strip.lead + " not recorded",
                    {3.6, lead ? ink : sheet_faint, true, draw::Horizontal::left, draw::Vertical::baseline, false}};
        if (lead && lead->derived) label.text += " computed";
        if (lead && !strip.in_place) label.text += "  from " + draw::fixed_text(strip.from_s, 2) + " s";
        const double width = painter_.text_width(label.text, label.style) + 1.0;
        const auto box = [&](double right, double up) {
            return draw::Rect{label.at.x - 0.5 + right, label.at.y - 3.3 - up, width, 4.1};
        };
        const double last_mm =
            std::min(farthest_mm, strip.length_s * sheet_.speed_mm_per_s - width - (label.at.x - x_of(strip.at_s)));
        label.box = box(0.0, 0.0);
        for (double right = 0.0; right <= last_mm; right += step_mm)
            for (const double up : {0.0, higher_mm}) {
                const auto tried = box(right, up);
                if (tried.y < paper_.y ||
                    std::ranges::any_of(traces, [&](const Trace& trace) { return crosses(trace, tried); }))
                    continue;
                label.box = tried;
                label.at = {label.at.x + right, label.at.y - up};
                return label;
            }
        return label;
    }

    static bool crosses(const Trace& trace, const draw::Rect& box) {
        if (box.x > trace.place.right() || box.right() < trace.place.x) return false;
        for (std::size_t i = 1; i < trace.points.size(); ++i) {
            const auto &a = trace.points[i - 1], &b = trace.points[i];
            if (b.x < box.x || a.x > box.right() || !std::isfinite(a.y) || !std::isfinite(b.y)) continue;
            if (std::max(a.y, b.y) >= box.y && std::min(a.y, b.y) <= box.bottom()) return true;
        }
        return false;
    }

    [[nodiscard]] Trace trace_of(const record::Lead& lead, const Strip& strip) const {
        const double rate = ecg_.sampling_frequency_hz;
        const auto count = static_cast<double>(lead.samples.size());
        const double begin = strip.from_s * rate;
        const double end = begin + strip.length_s * rate;
        // One sample beyond either end: the line then runs up to the strip's edge, where it is clipped.
        const auto first = static_cast<std::size_t>(std::clamp(std::floor(begin), 0.0, count));
        const auto last = static_cast<std::size_t>(std::clamp(std::ceil(end) + 1.0, 0.0, count));
        const double level = level_of(lead, strip);
        Trace trace{{x_of(strip.at_s), paper_.y, strip.length_s * sheet_.speed_mm_per_s, paper_.height}, {}};
        for (std::size_t i = first; i < last; ++i)
            trace.points.push_back(
                {x_of(static_cast<double>(i) / rate - strip.from_s + strip.at_s),
                 base_line(strip.row) - (static_cast<double>(lead.samples[i]) - level) * sheet_.gain_mm_per_mv});
        for (const auto& gap : lead.invalid)
            for (auto i = std::max(gap.begin, static_cast<std::int64_t>(first)); i < gap.end; ++i) {
                if (i >= static_cast<std::int64_t>(last)) break;
                trace.points[static_cast<std::size_t>(i) - first].y = std::numeric_limits<double>::quiet_NaN();
            }
        return trace;
    }

    void draw_trace(const Trace& trace) {
        painter_.clip(trace.place);
        painter_.polyline(trace.points, sheet_trace);
        painter_.unclip();
    }

    // Median of the finite samples that a strip shows: where the base line of a beating heart lies, whatever the
    // amplifier's offset, and where a drift had taken it by then. A lead that wanders stays in its own row.
    [[nodiscard]] double level_of(const record::Lead& lead, const Strip& strip) const {
        const auto count = static_cast<double>(lead.samples.size());
        const double rate = ecg_.sampling_frequency_hz;
        const auto first = static_cast<std::ptrdiff_t>(std::clamp(strip.from_s * rate, 0.0, count));
        const auto last = static_cast<std::ptrdiff_t>(std::clamp((strip.from_s + strip.length_s) * rate, 0.0, count));
        std::vector<float> values;
        std::size_t gap = 0;
        for (auto i = first; i < last; ++i) {
            while (gap < lead.invalid.size() && lead.invalid[gap].end <= i) ++gap;
            const bool missing = gap < lead.invalid.size() && lead.invalid[gap].begin <= i;
            const float value = lead.samples[static_cast<std::size_t>(i)];
            if (!missing && std::isfinite(value)) values.push_back(value);
        }
        return values.empty() ? 0.0 : static_cast<double>(core::median(std::span(values)));
    }

    draw::Painter& painter_;
    const record::Ecg& ecg_;
    const EcgSheet& sheet_;
    draw::Rect paper_;
    double shown_s_;
    SheetLayout layout_;
    double head_mm_ = 0.0;  // above the first row
    double foot_mm_ = 0.0;  // below the last
    std::size_t cautions_above_ = 0;
};

core::Result<void> check(const record::Ecg& ecg, const EcgSheet& sheet) {
    if (!(sheet.speed_mm_per_s > 0.0) || !(sheet.gain_mm_per_mv > 0.0))
        return core::fail(
            {core::ErrorKind::usage,
             "speed and gain of the sheet must be positive",
             {},
             core::shortest(sheet.speed_mm_per_s) + " mm/s, " + core::shortest(sheet.gain_mm_per_mv) + " mm/mV",
             "such as 25 mm/s, 10 mm/mV",
             {}});
    if (ecg.leads.empty() || ecg.sample_count() == 0 || !(ecg.sampling_frequency_hz > 0.0))
        return core::fail_input("recording has no ECG lead to draw", ecg.record_name);
    if (std::ranges::all_of(ecg.leads, [](const auto& lead) { return lead.valid_samples() == 0; }))
        return core::fail_input("nothing to draw", ecg.record_name, "all samples of all leads are missing");
    if (!(sheet.start_s >= 0.0) || sheet.start_s >= ecg.duration_s())
        return core::fail_input("sheet would start outside the recording", ecg.record_name,
                                core::shortest(sheet.start_s) + " s",
                                "0 to " + core::shortest(ecg.duration_s()) + " s");
    return {};
}

}  // namespace

core::Result<draw::Picture> ecg_sheet_picture(const record::Ecg& ecg, const EcgSheet& sheet) {
    SYNCHRONY_TRY(check(ecg, sheet));
    return draw::Picture{sheet_page_mm, name_of_ecg(ecg),
                         [&](draw::Painter& painter) { SheetPainter(painter, ecg, sheet, whole_paper).draw(); }};
}

core::Result<draw::Picture> ecg_strips_picture(const record::Ecg& ecg, const EcgSheet& sheet) {
    SYNCHRONY_TRY(check(ecg, sheet));
    return draw::Picture{{strips_paper.width, strips_paper.height}, name_of_ecg(ecg), [&](draw::Painter& painter) {
                             SheetPainter(painter, ecg, sheet, strips_paper).draw_strips();
                         }};
}

std::string scale_words(double speed_mm_per_s, double gain_mm_per_mv, double drawn_at) {
    const std::string square = "a large square is " + draw::fixed_text(square_mm / speed_mm_per_s, 1) + " s and " +
                               draw::fixed_text(square_mm / gain_mm_per_mv, square_mm / gain_mm_per_mv < 0.5 ? 2 : 1) +
                               " mV.";
    if (!(drawn_at > 0.0)) return "Not to scale on a screen: " + square;
    return "Drawn at " + trimmed_text(speed_mm_per_s * drawn_at) + " mm/s and " +
           trimmed_text(gain_mm_per_mv * drawn_at) + " mm/mV: " + square;
}

core::Result<void> draw_ecg_sheet(const record::Ecg& ecg, const EcgSheet& sheet, const std::filesystem::path& path,
                                  double dpi) {
    SYNCHRONY_ASSIGN(const auto picture, ecg_sheet_picture(ecg, sheet));
    return draw::save(picture, path, dpi);
}

}  // namespace synchrony::sheet
