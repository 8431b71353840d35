#include "calibration_curves.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <span>

#include "results_parts.hpp"

namespace synchrony::report {
namespace {

constexpr std::size_t most_calibration_curves = 4;
constexpr std::size_t most_bins = 5;
constexpr std::size_t least_patients_of_bin = 10;
constexpr std::size_t histogram_bins = 10;
constexpr int smooth_points = 61;
constexpr double kernel_width = 0.1;  // standard deviation of the Gaussian, probability

struct Predicted {
    double probability = 0.0;  // mean over repeats
    std::uint8_t outcome = 0;
    std::size_t person = 0;
};

// By patient, ascending in probability; empty where scores are no probabilities.
std::vector<Predicted> by_patient(const eval::ResultRow& row, const std::vector<std::size_t>& person_of) {
    struct Sum {
        double score = 0.0;
        double count = 0.0;
        std::uint8_t outcome = 0;
    };
    std::map<std::size_t, Sum> sums;
    bool between = false;
    for (const auto& prediction : row.predictions) {
        if (!(prediction.score >= 0.0 && prediction.score <= 1.0)) return {};
        between = between || (prediction.score > 0.0 && prediction.score < 1.0);
        auto& sum = sums[prediction.patient];
        sum.score += prediction.score;
        sum.count += 1.0;
        sum.outcome = prediction.outcome;
    }
    std::vector<Predicted> patients;
    if (!between) return patients;
    for (const auto& [patient, sum] : sums)
        patients.push_back(
            {sum.score / sum.count, sum.outcome, patient < person_of.size() ? person_of[patient] : patient});
    std::stable_sort(patients.begin(), patients.end(),
                     [](const Predicted& a, const Predicted& b) { return a.probability < b.probability; });
    return patients;
}

// Limits of the share of positives in a bin, where rows of one person are not independent: the variance of a share in
// clusters (Cochran 1977, section 11.7).
std::optional<stats::Interval> share_limits(std::span<const Predicted> bin, std::uint64_t positives) {
    const auto rows = static_cast<double>(bin.size());
    const double share = static_cast<double>(positives) / rows;
    std::map<std::size_t, double> excess;  // of each person's positives over what the share expects
    for (const auto& patient : bin) excess[patient.person] += patient.outcome - share;
    if (excess.size() == bin.size()) return stats::wilson_interval(positives, bin.size());
    if (excess.size() < 2) return std::nullopt;
    const auto people = static_cast<double>(excess.size());
    double squares = 0.0;
    for (const auto& [person, sum] : excess) squares += sum * sum;
    return stats::korn_graubard_interval(share, squares / (rows * rows) * people / (people - 1.0), bin.size(),
                                         excess.size());
}

std::vector<CalibrationBin> bins_of(const std::vector<Predicted>& patients) {
    const std::size_t count = std::clamp<std::size_t>(patients.size() / least_patients_of_bin, 1, most_bins);
    std::vector<CalibrationBin> bins;
    for (std::size_t b = 0; b < count; ++b) {
        const std::size_t begin = b * patients.size() / count;
        const std::size_t end = (b + 1) * patients.size() / count;
        CalibrationBin bin;
        std::uint64_t positives = 0;
        for (std::size_t i = begin; i < end; ++i) {
            bin.predicted += patients[i].probability;
            positives += patients[i].outcome;
        }
        bin.patients = end - begin;
        if (bin.patients == 0) continue;
        bin.predicted /= static_cast<double>(bin.patients);
        bin.observed = static_cast<double>(positives) / static_cast<double>(bin.patients);
        bin.ci95 = share_limits(std::span(patients).subspan(begin, bin.patients), positives);
        bins.push_back(bin);
    }
    return bins;
}

// Share of positives around each probability, weighted by a Gaussian (Nadaraya 1964), within the range of predictions.
Curve smoothed(const std::vector<Predicted>& patients) {
    Curve curve;
    curve.name = "smoothed share of positives";
    const double low = patients.front().probability;
    const double high = patients.back().probability;
    if (!(high > low)) return curve;
    for (int i = 0; i < smooth_points; ++i) {
        const double x = low + (high - low) * i / (smooth_points - 1);
        double weights = 0.0;
        double positives = 0.0;
        for (const auto& patient : patients) {
            const double distance = (patient.probability - x) / kernel_width;
            const double weight = std::exp(-0.5 * distance * distance);
            weights += weight;
            positives += weight * patient.outcome;
        }
        curve.x.push_back(x);
        curve.y.push_back(positives / weights);
    }
    return curve;
}

CalibrationCurve curve_of(const eval::ResultRow& row, const std::vector<Predicted>& patients) {
    CalibrationCurve curve;
    curve.model = row.row.label();
    curve.slope = {row.metrics.calibration_slope.pooled, row.metrics.calibration_slope.ci95};
    curve.intercept = {row.metrics.calibration_intercept.pooled, row.metrics.calibration_intercept.ci95};
    curve.bins = bins_of(patients);
    curve.smooth = smoothed(patients);
    curve.histogram_positives.assign(histogram_bins, 0);
    curve.histogram_negatives.assign(histogram_bins, 0);
    for (const auto& patient : patients) {
        const auto bin = std::min(static_cast<std::size_t>(patient.probability * histogram_bins), histogram_bins - 1);
        ++(patient.outcome ? curve.histogram_positives : curve.histogram_negatives)[bin];
    }
    return curve;
}

}  // namespace

std::optional<CalibrationCurve> calibration_curve(const eval::ResultRow& row,
                                                  const std::vector<std::size_t>& person_of) {
    const auto patients = by_patient(row, person_of);
    if (patients.empty()) return std::nullopt;
    return curve_of(row, patients);
}

std::vector<CalibrationCurve> calibration_curves(const eval::Results& results) {
    std::vector<CalibrationCurve> curves;
    for (const auto* row : by_auc(results, eval::RowKind::model)) {
        auto curve = calibration_curve(*row, results.person_of);
        if (curve && curves.size() < most_calibration_curves) curves.push_back(std::move(*curve));
    }
    return curves;
}

}  // namespace synchrony::report
