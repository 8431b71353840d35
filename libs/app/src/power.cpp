#include "synchrony/app/power.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <string>

#include "synchrony/core/parallel.hpp"
#include "synchrony/core/random.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/draw/figure.hpp"
#include "synchrony/stats/auc.hpp"
#include "synchrony/stats/describe.hpp"
#include "synchrony/stats/distributions.hpp"

namespace synchrony::app {
namespace {

core::Error usage(std::string what, double got, std::string expected) {
    return {core::ErrorKind::usage, std::move(what), {}, core::shortest(got), std::move(expected), {}};
}

core::Result<void> check(const PowerRequest& r) {
    if (!(r.auc > 0.5 && r.auc < 1.0)) return core::fail(usage("AUC out of range", r.auc, "above 0.5, below 1"));
    if (r.rule_auc && !(*r.rule_auc >= 0.5 && *r.rule_auc < r.auc))
        return core::fail(usage("AUC of the rule out of range", *r.rule_auc, "0.5 or more and below the model's"));
    if (!(r.correlation >= 0.0 && r.correlation < 1.0))
        return core::fail(usage("correlation out of range", r.correlation, "0 to below 1"));
    if (!(r.responders > 0.0 && r.responders < 1.0))
        return core::fail(usage("share of responders out of range", r.responders, "between 0 and 1"));
    if (!(r.width > 0.0 && r.width < 1.0)) return core::fail(usage("width out of range", r.width, "between 0 and 1"));
    if (!(r.power > 0.0 && r.power < 1.0)) return core::fail(usage("power out of range", r.power, "between 0 and 1"));
    if (!(r.alpha > 0.0 && r.alpha < 1.0)) return core::fail(usage("alpha out of range", r.alpha, "between 0 and 1"));
    constexpr std::size_t fewest_studies = 100, most_studies = 1'000'000;
    if (r.studies < fewest_studies || r.studies > most_studies)
        return core::fail(usage("number of studies out of range", static_cast<double>(r.studies), "100 to 1,000,000"));
    for (const auto n : r.sizes)
        if (n < 10 || n > 100'000)
            return core::fail(usage("number of patients out of range", static_cast<double>(n), "10 to 100,000"));
    return {};
}

struct Study {
    double width = 1.0;
    bool beats = false;
};

/// Distance of the two groups' means in standard deviations that gives this AUC: AUC = Phi(d / sqrt 2).
double distance(double auc) {
    return std::sqrt(2.0) * stats::normal_quantile(auc);
}

/// A study with too few of either group to give an interval counts as the widest, and as not won.
Study run_study(const PowerRequest& r, std::size_t patients, core::RandomStream random) {
    std::vector<double> model(patients), rule(patients);
    std::vector<std::uint8_t> labels(patients);
    const double model_shift = distance(r.auc), rule_shift = distance(r.rule_auc.value_or(0.5));
    const double rest = std::sqrt(1.0 - r.correlation * r.correlation);
    for (std::size_t i = 0; i < patients; ++i) {
        labels[i] = random.uniform() < r.responders ? 1 : 0;
        const double z = random.normal();
        model[i] = z + labels[i] * model_shift;
        rule[i] = r.correlation * z + rest * random.normal() + labels[i] * rule_shift;
    }
    Study study;
    if (const auto estimate = stats::delong(model, labels))
        study.width = estimate->interval.high - estimate->interval.low;
    if (r.rule_auc) {
        const auto test = stats::delong_paired(model, rule, labels);
        study.beats = test && test->difference > 0.0 && test->p < r.alpha;
    }
    return study;
}

PowerPoint try_size(const PowerRequest& r, std::size_t patients, const core::RunContext& context) {
    std::vector<Study> studies(r.studies);
    const core::RandomStream random = core::RandomStream(context.seed).child("power", patients);
    core::parallel_for(r.studies, context.threads,
                       [&](std::size_t i) { studies[i] = run_study(r, patients, random.child("study", i)); });
    PowerPoint point;
    point.patients = patients;
    std::vector<double> widths;
    double narrow = 0.0, won = 0.0;
    for (const auto& s : studies) {
        widths.push_back(s.width);
        narrow += s.width <= r.width;
        won += s.beats;
    }
    const auto all = static_cast<double>(r.studies);
    point.median_width = *stats::median(widths);
    point.narrow_enough = narrow / all;
    if (r.rule_auc) point.beats = won / all;
    return point;
}

/// How many points are worth drawing: up to the first size from which on all studies succeed.
std::size_t points_shown(const PowerReport& report) {
    constexpr double all_but_one_in_200 = 0.995;
    std::size_t shown = report.points.size();
    while (shown > 2 && report.points[shown - 2].narrow_enough >= all_but_one_in_200 &&
           report.points[shown - 2].beats.value_or(1.0) >= all_but_one_in_200)
        --shown;
    return shown;
}

draw::Figure figure_of(const PowerRequest& r, const PowerReport& report) {
    draw::Series narrow, beats, wanted;
    for (const auto& p : std::span(report.points).first(points_shown(report))) {
        narrow.x.push_back(static_cast<double>(p.patients));
        narrow.y.push_back(p.narrow_enough);
        beats.x.push_back(static_cast<double>(p.patients));
        beats.y.push_back(p.beats.value_or(0.0));
    }
    constexpr double marker_mm = 0.8;
    char text[96];
    std::snprintf(text, sizeof text, "interval of the AUC (%.4g) no wider than %.4g: ", r.auc, r.width);
    narrow.legend = text + needed_words(report, report.patients_for_width);
    narrow.colour = draw::line_colour(0);
    narrow.marker_mm = marker_mm;
    wanted.x = {0.0, narrow.x.back()};
    wanted.y = {r.power, r.power};
    wanted.dash_mm = 1.5;
    std::snprintf(text, sizeof text, "wanted: %.4g %% of studies", 100.0 * r.power);
    wanted.legend = text;
    draw::Axes axes;
    axes.place = {18.0, 8.0, 134.0, 66.0};
    axes.x_label = "patients";
    axes.y_label = "share of studies";
    axes.x_range = draw::Range{0.0, narrow.x.back()};
    axes.y_range = draw::Range{0.0, 1.0};
    axes.legend_below = true;
    axes.series = {narrow};
    if (r.rule_auc) {
        std::snprintf(text, sizeof text, "model (AUC %.2f) beats the rule (%.2f), p < %.2f: ", r.auc, *r.rule_auc,
                      r.alpha);
        beats.legend = text + needed_words(report, report.patients_to_beat);
        beats.colour = draw::line_colour(1);
        beats.marker_mm = marker_mm;
        beats.marker = draw::Marker::square;
        axes.series.push_back(beats);
    }
    axes.series.push_back(wanted);
    draw::Figure figure;
    figure.size_mm = {160.0, 110.0};
    figure.title = "How many patients a study needs";
    figure.axes = {axes};
    return figure;
}

}  // namespace

std::optional<std::size_t> too_few(const PowerReport& report, std::optional<std::size_t> needed) {
    std::optional<std::size_t> largest;
    for (const auto& point : report.points)
        if (needed && point.patients < *needed) largest = point.patients;
    return largest;
}

std::string needed_words(const PowerReport& report, std::optional<std::size_t> needed) {
    if (!needed)
        return "more than " + std::to_string(report.points.back().patients) + " patients (the largest size tried)";
    if (const auto fewer = too_few(report, needed))
        return std::to_string(*needed) + " patients (" + std::to_string(*fewer) + " are too few)";
    return std::to_string(*needed) + " patients or fewer (the smallest size tried)";
}

core::Result<PowerReport> power(const PowerRequest& request, const core::RunContext& context) {
    SYNCHRONY_TRY(check(request));
    constexpr std::array<std::size_t, 16> usual_sizes{40,  50,  71,  100, 125, 150,  200,  250,
                                                      300, 400, 500, 650, 800, 1000, 1400, 2000};
    std::vector<std::size_t> sizes = request.sizes;
    if (sizes.empty()) sizes.assign(usual_sizes.begin(), usual_sizes.end());
    std::sort(sizes.begin(), sizes.end());
    sizes.erase(std::unique(sizes.begin(), sizes.end()), sizes.end());
    PowerReport report;
    context.progress->begin("simulating studies", sizes.size());
    for (const auto patients : sizes) {
        if (context.cancel->requested()) break;
        report.points.push_back(try_size(request, patients, context));
        const auto& point = report.points.back();
        if (!report.patients_for_width && point.narrow_enough >= request.power) report.patients_for_width = patients;
        if (!report.patients_to_beat && point.beats && *point.beats >= request.power)
            report.patients_to_beat = patients;
        context.progress->advance(1);
    }
    context.progress->end();
    if (report.points.size() < sizes.size())
        return core::fail({core::ErrorKind::cancelled, "stopped before all sizes were tried", {}, {}, {}, {}});
    if (!request.plot.empty()) SYNCHRONY_TRY(draw::save(figure_of(request, report), request.plot));
    return report;
}

}  // namespace synchrony::app
