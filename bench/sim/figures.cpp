#include "figures.hpp"

#include <cmath>
#include <cstdio>
#include <functional>

#include "synchrony/stats/describe.hpp"

namespace synchrony::bench {
namespace {

struct Extremes {
    double high = 0.0, low = 0.0;
};

/// Largest excursions of a median beat's lead between two times from the level at `rest_s`.
Extremes extremes(const record::Ecg& beat, const char* name, double from_s, double to_s, double rest_s) {
    const auto* lead = beat.find_lead(name);
    if (lead == nullptr) return {};
    const double fs = beat.sampling_frequency_hz;
    const auto at = [&](double t) {
        return static_cast<std::size_t>(std::clamp(t * fs, 0.0, static_cast<double>(lead->samples.size() - 1)));
    };
    const double rest = lead->samples[at(rest_s)];
    Extremes e;
    for (std::size_t i = at(from_s); i <= at(to_s); ++i) {
        e.high = std::max(e.high, lead->samples[i] - rest);
        e.low = std::min(e.low, lead->samples[i] - rest);
    }
    return e;
}

double peak_of(const Extremes& e) {
    return e.high > -e.low ? e.high : e.low;
}

std::string mean_sd(const std::vector<Figures>& rows, const std::function<std::optional<double>(const Figures&)>& get,
                    int decimals) {
    std::vector<double> v;
    for (const auto& r : rows)
        if (const auto x = get(r); r.measured && x) v.push_back(*x);
    char text[64];
    std::snprintf(text, sizeof text, "%.*f±%.*f", decimals, stats::mean(v).value_or(NAN), decimals,
                  stats::standard_deviation(v).value_or(NAN));
    return text;
}

std::string share(const std::vector<Figures>& rows, const std::function<bool(const Figures&)>& get) {
    double yes = 0.0, all = 0.0;
    for (const auto& r : rows)
        if (r.measured) yes += get(r), ++all;
    char text[32];
    std::snprintf(text, sizeof text, "%.0f %%", 100.0 * yes / all);
    return text;
}

struct Column {
    const char* title;
    std::function<std::string(const std::vector<Figures>&)> cell;
};

Column number(const char* title, std::function<std::optional<double>(const Figures&)> get, int decimals) {
    return {title, [get = std::move(get), decimals](const auto& rows) { return mean_sd(rows, get, decimals); }};
}
Column part(const char* title, std::function<bool(const Figures&)> get) {
    return {title, [get = std::move(get)](const auto& rows) { return share(rows, get); }};
}

const std::vector<Column>& columns() {
    using F = const Figures&;
    static const std::vector<Column> all{
        number(
            "QRS ms", [](F f) { return f.qrs_ms; }, 0),
        number(
            "QT ms", [](F f) { return f.qt_ms; }, 0),
        number(
            "PR ms", [](F f) { return f.pr_ms; }, 0),
        number(
            "axis", [](F f) { return f.axis_deg; }, 0),
        number(
            "QRS area", [](F f) { return f.area_uvs; }, 0),
        number(
            "area X", [](F f) { return f.area ? std::optional(f.area->x) : std::nullopt; }, 0),
        number(
            "area Y", [](F f) { return f.area ? std::optional(f.area->y) : std::nullopt; }, 0),
        number(
            "area Z", [](F f) { return f.area ? std::optional(f.area->z) : std::nullopt; }, 0),
        number(
            "T area", [](F f) { return f.t_area_uvs; }, 0),
        number(
            "QRS-T angle", [](F f) { return f.qrs_t_angle_deg; }, 0),
        number(
            "R I", [](F f) { return f.r_i; }, 2),
        number(
            "R II", [](F f) { return f.r_ii; }, 2),
        number(
            "R aVL", [](F f) { return f.r_avl; }, 2),
        number(
            "R V1", [](F f) { return f.r_v1; }, 2),
        number(
            "S V1", [](F f) { return f.s_v1; }, 2),
        number(
            "S V2", [](F f) { return f.s_v2; }, 2),
        number(
            "S V3", [](F f) { return f.s_v3; }, 2),
        number(
            "R V5", [](F f) { return f.r_v5; }, 2),
        number(
            "R V6", [](F f) { return f.r_v6; }, 2),
        number(
            "T I", [](F f) { return f.t_i; }, 2),
        number(
            "T V2", [](F f) { return f.t_v2; }, 2),
        number(
            "T V6", [](F f) { return f.t_v6; }, 2),
        part("V1 rS/QS", [](F f) { return f.v1_rs_or_qs; }),
        part("V2 rS/QS", [](F f) { return f.v2_rs_or_qs; }),
        number(
            "notched", [](F f) { return static_cast<double>(f.notched); }, 1),
        part("Strauss", [](F f) { return f.strauss; }),
        part("ESC", [](F f) { return f.esc; }),
        part("AHA", [](F f) { return f.aha; }),
        part("RBBB", [](F f) { return f.rbbb; }),
    };
    return all;
}

/// Padded to a width in characters; "±" takes two bytes.
std::string padded(const std::string& text, std::size_t width) {
    std::size_t characters = 0;
    for (const char c : text) characters += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    return characters < width ? std::string(width - characters, ' ') + text : text;
}

constexpr std::size_t column_width = 12;

}  // namespace

Figures figures_of(const record::Ecg& ecg, measure::Sex sex) {
    Figures f;
    measure::MeasureOptions options;
    options.sex = sex;
    const auto m = measure::measure_ecg(ecg, options);
    if (!m || !m->global.qrs) return f;
    f.measured = true;
    f.qrs_ms = m->intervals.qrs_ms;
    f.qt_ms = m->intervals.qt_ms;
    f.pr_ms = m->intervals.pr_ms;
    f.p_ms = m->intervals.p_ms;
    f.axis_deg = m->axes.qrs_deg;
    if (m->vectors) {
        f.area_uvs = m->vectors->qrs_area_uvs;
        f.t_area_uvs = m->vectors->t_area_uvs;
        f.area = m->vectors->qrs_area;
        f.t_area = m->vectors->t_area;
        f.qrs_t_angle_deg = m->vectors->qrs_t_angle_mean_deg;
    }
    const double on = m->global.qrs->onset_s, off = m->global.qrs->end_s;
    if (m->r_peaks.size() > 3) {
        const double shift = static_cast<double>(m->r_peaks[2]) / ecg.sampling_frequency_hz - m->median_r_s;
        f.onset_s = on + shift;
        f.end_s = off + shift;
    }
    const auto qrs = [&](const char* lead) { return extremes(m->median_beat, lead, on, off, on); };
    f.r_i = qrs("I").high;
    f.r_ii = qrs("II").high;
    f.r_avl = qrs("aVL").high;
    f.r_v5 = qrs("V5").high;
    f.r_v6 = qrs("V6").high;
    f.r_v1 = qrs("V1").high;
    f.s_v1 = -qrs("V1").low;
    f.s_v2 = -qrs("V2").low;
    f.s_v3 = -qrs("V3").low;
    if (m->global.t) {
        const auto t = [&](const char* lead) {
            return peak_of(extremes(m->median_beat, lead, off + 0.06, m->global.t->end_s, on));
        };
        f.t_i = t("I");
        f.t_v2 = t("V2");
        f.t_v6 = t("V6");
    }
    f.strauss = m->conduction.lbbb_strauss.answer == measure::Answer::yes;
    f.esc = m->conduction.lbbb_esc_2013.answer == measure::Answer::yes;
    f.aha = m->conduction.lbbb_aha_2009.answer == measure::Answer::yes;
    f.rbbb = m->conduction.rbbb.answer == measure::Answer::yes;
    f.v1_rs_or_qs = m->morphology.leads[6] && m->morphology.leads[6]->qs_or_rs();
    f.v2_rs_or_qs = m->morphology.leads[7] && m->morphology.leads[7]->qs_or_rs();
    for (const auto& reason : m->conduction.lbbb_strauss.reasons)
        if (reason.criterion == "leads with a mid-QRS notch or slur")
            f.notched = static_cast<int>(reason.value.value_or(0.0));
    return f;
}

std::string figures_header() {
    std::string line = padded("", 30);
    for (const auto& c : columns()) line += padded(c.title, column_width);
    return line + "\n";
}

std::string figures_line(const std::string& name, const std::vector<Figures>& rows) {
    std::string line = name + padded("", name.size() < 30 ? 30 - name.size() : 0);
    for (const auto& c : columns()) line += padded(c.cell(rows), column_width);
    return line + "\n";
}

}  // namespace synchrony::bench
