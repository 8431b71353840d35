#include "synchrony/app/repeatability.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

#include "synchrony/datasets/for_each_recording.hpp"

namespace synchrony::app {
namespace {

constexpr double limits_sd = 1.96;
constexpr double share_within = 0.95;

std::optional<double> of_vectors(const measure::Measurements& m, double measure::VectorMeasures::*field) {
    return m.vectors ? std::optional((*m.vectors).*field) : std::nullopt;
}

std::optional<double> qtc_ms(const measure::Measurements& m) {
    return m.intervals.qtc ? std::optional(m.intervals.qtc->fridericia_ms) : std::nullopt;
}

constexpr std::array quantities{
    RepeatedQuantity{"heart_rate_bpm", "Heart rate", "/min", false, [](const auto& m) { return m.heart_rate_bpm; },
                     6.7},
    RepeatedQuantity{"pr_ms", "PR interval", "ms", false, [](const auto& m) { return m.intervals.pr_ms; }, 12.5},
    RepeatedQuantity{"qrs_duration_ms", "QRS duration", "ms", false, [](const auto& m) { return m.intervals.qrs_ms; },
                     3.8},
    RepeatedQuantity{"qt_ms", "QT interval", "ms", false, [](const auto& m) { return m.intervals.qt_ms; }, 12.8},
    RepeatedQuantity{"qtc_fridericia_ms", "QTc (Fridericia)", "ms", false, [](const auto& m) { return qtc_ms(m); },
                     16.6},
    RepeatedQuantity{"qrs_axis_deg", "QRS axis", "°", true, [](const auto& m) { return m.axes.qrs_deg; }, 9.3},
    RepeatedQuantity{"qrs_area_uvs", "QRS area", "µV s", false,
                     [](const auto& m) { return of_vectors(m, &measure::VectorMeasures::qrs_area_uvs); }, 2.4},
    RepeatedQuantity{"t_area_uvs", "T area", "µV s", false,
                     [](const auto& m) { return of_vectors(m, &measure::VectorMeasures::t_area_uvs); }, 6.9},
    RepeatedQuantity{"qrs_t_angle_deg", "Spatial QRS-T angle", "°", false,
                     [](const auto& m) { return of_vectors(m, &measure::VectorMeasures::qrs_t_angle_mean_deg); }, 25.5},
};

using HalfValues = std::array<std::optional<double>, quantities.size()>;

struct Halves {
    bool measured = false;
    HalfValues first, second;
};

core::Result<HalfValues> values_of(const record::Ecg& ecg, record::SampleRange range) {
    SYNCHRONY_ASSIGN(const auto measured, measure::measure_ecg(record::excerpt(ecg, range)));
    HalfValues values;
    for (std::size_t i = 0; i < quantities.size(); ++i) values[i] = quantities[i].value(measured);
    return values;
}

core::Result<Halves> halves_of(const std::filesystem::path& path, const io::ReadOptions& reading) {
    SYNCHRONY_ASSIGN(const auto ecg, io::read_ecg(path, reading));
    SYNCHRONY_ASSIGN(const auto whole, measure::measure_ecg(ecg));
    Halves halves;
    if (whole.refused()) return halves;
    const auto centre = ecg.sample_count() / 2;
    SYNCHRONY_ASSIGN(halves.first, values_of(ecg, {0, centre}));
    SYNCHRONY_ASSIGN(halves.second, values_of(ecg, {centre, ecg.sample_count()}));
    halves.measured = true;
    return halves;
}

Repeatability repeatability_of(const RepeatedQuantity& quantity, std::vector<double> changes) {
    Repeatability result{quantity.name, quantity.title, quantity.unit};
    result.recordings = changes.size();
    if (changes.size() < 2) return result;
    const auto n = static_cast<double>(changes.size());
    for (const double change : changes) result.mean += change / n;
    for (const double change : changes) result.sd += (change - result.mean) * (change - result.mean) / (n - 1.0);
    result.sd = std::sqrt(result.sd);
    result.low = result.mean - limits_sd * result.sd;
    result.high = result.mean + limits_sd * result.sd;
    std::ranges::transform(changes, changes.begin(), [](double change) { return std::abs(change); });
    std::ranges::sort(changes);
    result.p95 = changes[static_cast<std::size_t>(std::ceil(share_within * n)) - 1];
    return result;
}

}  // namespace

std::span<const RepeatedQuantity> repeated_quantities() {
    return quantities;
}

double change_of(const RepeatedQuantity& quantity, double first, double second) {
    constexpr double turn_deg = 360.0;
    return quantity.circular ? std::remainder(second - first, turn_deg) : second - first;
}

core::Result<RepeatabilityReport> repeatability(const std::vector<std::filesystem::path>& recordings,
                                                const io::ReadOptions& reading, const core::RunContext& context) {
    std::vector<Halves> all(recordings.size());
    SYNCHRONY_TRY(datasets::for_each_recording(recordings.size(), "halves of recordings", context, [&](std::size_t i) {
        if (auto halves = halves_of(recordings[i], reading)) all[i] = *halves;
        context.progress->advance(1);
    }));
    RepeatabilityReport report;
    report.recordings = recordings.size();
    report.not_measured = static_cast<std::size_t>(std::ranges::count(all, false, &Halves::measured));
    if (report.not_measured == report.recordings)
        return core::fail_input("no recording could be measured in both halves", {},
                                std::to_string(recordings.size()) + " recordings", "ten seconds of twelve leads");
    for (std::size_t q = 0; q < quantities.size(); ++q) {
        std::vector<double> changes;
        for (const auto& halves : all)
            if (halves.measured && halves.first[q] && halves.second[q])
                changes.push_back(change_of(quantities[q], *halves.first[q], *halves.second[q]));
        report.quantities.push_back(repeatability_of(quantities[q], std::move(changes)));
    }
    return report;
}

nlohmann::ordered_json to_json(const RepeatabilityReport& report) {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const auto& q : report.quantities)
        list.push_back({{"name", q.name},
                        {"unit", q.unit},
                        {"recordings", q.recordings},
                        {"mean", q.mean},
                        {"sd", q.sd},
                        {"low", q.low},
                        {"high", q.high},
                        {"absolute_p95", q.p95}});
    return {{"recordings", report.recordings}, {"not_measured", report.not_measured}, {"quantities", list}};
}

}  // namespace synchrony::app
