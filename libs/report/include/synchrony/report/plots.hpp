// The plots of an evaluation: ROC curves and intervals of the AUC.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "synchrony/draw/figure.hpp"
#include "synchrony/stats/auc.hpp"
#include "synchrony/stats/confidence_intervals.hpp"

namespace synchrony::report {

struct NamedRoc {
    std::string name;
    std::vector<stats::RocPoint> points;  ///< as stats::roc_curve gives them
    std::optional<double> auc;            ///< said in the legend
};

/// Operating points of rules that answer yes or no, under one name: the cut-offs of one measurement, or a single rule.
struct RocMarks {
    std::string name;
    std::vector<stats::RocPoint> points;
};

/// ROC curves in one square, legend below, the diagonal of chance dashed. A curve that lacks (0, 0) or (1, 1) is
/// completed to them.
[[nodiscard]] draw::Figure roc_plot(const std::vector<NamedRoc>& curves, const std::vector<RocMarks>& marks = {});

struct NamedInterval {
    std::string name;
    double estimate = 0.0;
    std::optional<stats::Interval> interval;
    std::string note = {};         ///< below the numbers: "Holm p 0.03"
    std::string second_line = {};  ///< below the name
};

/// A forest plot: one row a model with its estimate and interval, in numbers too. `reference` is drawn as a line (0.5
/// for an AUC); the axis covers everything shown.
[[nodiscard]] draw::Figure interval_plot(const std::vector<NamedInterval>& rows, const std::string& quantity,
                                         std::optional<double> reference);

}  // namespace synchrony::report
