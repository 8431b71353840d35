#include "synchrony/core/logistic.hpp"
#include "synchrony/stats/logistic.hpp"

#include <Eigen/Core>
#include <Eigen/LU>
#include <algorithm>
#include <array>
#include <cmath>

namespace synchrony::stats {
namespace {

using Vector = Eigen::VectorXd;

constexpr double shortest_length = 1e-6;  ///< share of Newton's step, below which there is no way down
constexpr double loss_rounding = 1e-13;   ///< share of the loss by which equal losses may differ in a long sum
/// A step that changes no log-odds by more than this is the solution, up to rounding, though the loss does not show it.
constexpr double change_of_rounding = 1e-6;
constexpr double least_case_curvature = 1e-10;  ///< of a case whose answer is sure

/// Log-odds are slope * score + offset; the point is (offset, slope).
class CurveProblem {
  public:
    CurveProblem(const LogisticItems& items, bool free_slope, const LogisticOptions& options)
        : items_(items), free_slope_(free_slope), options_(options) {}

    [[nodiscard]] double loss(const Vector& at) const {
        double sum = 0.0;
        for (std::size_t i = 0; i < items_.targets.size(); ++i) {
            const double margin = at[1] * items_.scores[i] + at[0];
            sum += weight(i) * (softplus(margin) - items_.targets[i] * margin);
        }
        return sum;
    }

    /// Newton's step to the minimum.
    [[nodiscard]] Vector step(const Vector& at) const {
        double g0 = 0.0, g1 = 0.0, h00 = options_.added_curvature, h01 = 0.0, h11 = options_.added_curvature;
        for (std::size_t i = 0; i < items_.targets.size(); ++i) {
            const double x = items_.scores[i];
            const double p = core::logistic(at[1] * x + at[0]);
            const double rest = weight(i) * (items_.targets[i] - p);
            const double curvature = weight(i) * p * (1.0 - p);
            g0 += rest;
            g1 += rest * x;
            h00 += curvature;
            h01 += curvature * x;
            h11 += curvature * x * x;
        }
        Vector step = Vector::Zero(2);
        const double determinant = h00 * h11 - h01 * h01;
        if (free_slope_)
            step << (h11 * g0 - h01 * g1) / determinant, (h00 * g1 - h01 * g0) / determinant;
        else
            step[0] = g0 / h00;
        if (const double longest = step.cwiseAbs().maxCoeff(); longest > options_.longest_step)
            step *= options_.longest_step / longest;
        return step;
    }

    [[nodiscard]] double change(const Vector& step) const {
        double most = 0.0;
        for (const double x : items_.scores) most = std::max(most, std::abs(step[1] * x + step[0]));
        return most;
    }

  private:
    [[nodiscard]] double weight(std::size_t i) const { return items_.weights.empty() ? 1.0 : items_.weights[i]; }

    const LogisticItems& items_;
    bool free_slope_;
    const LogisticOptions& options_;
};

/// The point is the rows' weights and, last, the intercept.
class RowsProblem {
  public:
    explicit RowsProblem(const KernelProblem& problem)
        : products_(problem.products.data(), size(problem), size(problem)),
          targets_(problem.targets.data(), size(problem)),
          case_weights_(problem.case_weights.data(), size(problem)),
          ridge_(problem.ridge) {}

    [[nodiscard]] double loss(const Vector& at) const {
        const Eigen::Index n = targets_.size();
        const Vector k = products_ * at.head(n);
        double sum = 0.5 * ridge_ * at.head(n).dot(k);
        for (Eigen::Index i = 0; i < n; ++i) {
            const double margin = k[i] + at[n];
            sum += case_weights_[i] * (softplus(margin) - targets_[i] * margin);
        }
        return sum;
    }

    /// Newton's next point (a, b): with curvature W and working answer z, (W K + ridge) a + W b = W z and
    /// 1' W (K a + b - z) = 0.
    [[nodiscard]] Vector step(const Vector& at) const {
        const Eigen::Index n = targets_.size();
        const Eigen::ArrayXd margins = (products_ * at.head(n)).array() + at[n];
        const Eigen::ArrayXd p = margins.unaryExpr([](double x) { return core::logistic(x); });
        const Eigen::ArrayXd w = (case_weights_.array() * p * (1.0 - p)).max(least_case_curvature);
        const Vector wz = w * margins + case_weights_.array() * (targets_.array() - p);
        Eigen::MatrixXd system(n + 1, n + 1);
        system.topLeftCorner(n, n) = w.matrix().asDiagonal() * products_;
        system.bottomLeftCorner(1, n) = system.topLeftCorner(n, n).colwise().sum();
        system.topLeftCorner(n, n).diagonal().array() += ridge_;
        system.topRightCorner(n, 1) = w.matrix();
        system(n, n) = w.sum();
        Vector right(n + 1);
        right.head(n) = wz;
        right[n] = wz.sum();
        return system.partialPivLu().solve(right) - at;
    }

    [[nodiscard]] double change(const Vector& step) const {
        const Eigen::Index n = targets_.size();
        return n == 0 ? 0.0 : ((products_ * step.head(n)).array() + step[n]).abs().maxCoeff();
    }

  private:
    static Eigen::Index size(const KernelProblem& problem) { return static_cast<Eigen::Index>(problem.targets.size()); }

    Eigen::Map<const Eigen::MatrixXd> products_;
    Eigen::Map<const Vector> targets_;
    Eigen::Map<const Vector> case_weights_;
    double ridge_;
};

template <typename Problem>
LogisticReport descend(const Problem& problem, const LogisticOptions& options, Vector& at) {
    LogisticReport report;
    report.loss = problem.loss(at);
    if (!std::isfinite(report.loss)) return report;
    while (report.steps < options.most_steps) {
        const Vector step = problem.step(at);
        const double change = problem.change(step);
        report.end = LogisticEnd::no_number;
        if (!step.allFinite() || !std::isfinite(change)) return report;
        const double allowed = report.loss + loss_rounding * std::abs(report.loss);
        double length = 1.0;
        Vector next = at + step;
        double loss = problem.loss(next);
        while (!(loss <= allowed) && length > shortest_length) {
            length /= 2.0;
            next = at + length * step;
            loss = problem.loss(next);
        }
        report.end = change <= change_of_rounding ? LogisticEnd::converged : LogisticEnd::no_way_down;
        if (!(loss <= allowed)) return report;
        const bool level = options.least_fall > 0.0 && report.loss - loss <= options.least_fall * std::abs(report.loss);
        at = next;
        report.loss = loss;
        ++report.steps;
        report.end = LogisticEnd::converged;
        if (level || length * change <= options.least_change) return report;
    }
    report.end = LogisticEnd::steps_used_up;
    return report;
}

}  // namespace

double softplus(double x) {
    return std::max(x, 0.0) + std::log1p(std::exp(-std::abs(x)));
}

std::string_view name_of(LogisticEnd end) {
    constexpr std::array<std::string_view, 4> names{"converged", "steps used up", "no way down", "no number"};
    return names[static_cast<std::size_t>(end)];
}

LogisticReport fit_logistic_curve(const LogisticItems& items, bool free_slope, const LogisticOptions& options,
                                  LogisticCurve& curve) {
    Vector at(2);
    at << curve.offset, curve.slope;
    const auto report = descend(CurveProblem(items, free_slope, options), options, at);
    curve = {at[1], at[0]};
    return report;
}

LogisticReport fit_logistic_kernel(const KernelProblem& problem, const LogisticOptions& options, KernelWeights& start) {
    const auto n = static_cast<Eigen::Index>(problem.targets.size());
    Vector at = Vector::Zero(n + 1);
    if (!start.weights.empty()) at.head(n) = Eigen::Map<const Vector>(start.weights.data(), n);
    at[n] = start.intercept;
    const auto report = descend(RowsProblem(problem), options, at);
    start.weights.assign(at.data(), at.data() + n);
    start.intercept = at[n];
    return report;
}

}  // namespace synchrony::stats
