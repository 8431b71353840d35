// The area under the ROC curve, its variance and its comparison.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "synchrony/stats/confidence_intervals.hpp"

namespace synchrony::stats {

/// P(score of a positive > score of a negative) + P(equal) / 2, the Mann-Whitney form of the area under the ROC curve.
/// `labels` are 0 or 1, as many as scores; nothing when one class is absent or a
/// score is NaN.
[[nodiscard]] std::optional<double> auc(std::span<const double> scores, std::span<const std::uint8_t> labels);

/// Concordant and all pairs (positive, negative) where item i stands for weights[i] items: the AUC of a bootstrap
/// sample without writing the sample out, and, summed over folds, the AUC of pairs inside one fold.
struct PairCount {
    double concordant = 0.0;  ///< ties count half
    double all = 0.0;
};
/// `order` sorts the scores ascending (see ascending_order); spans of one length.
[[nodiscard]] PairCount weighted_pairs(std::span<const double> scores, std::span<const std::uint8_t> labels,
                                       std::span<const double> weights, std::span<const std::size_t> order);
[[nodiscard]] std::vector<std::size_t> ascending_order(std::span<const double> scores);
/// Ranks from 1; ties share their mean rank.
[[nodiscard]] std::vector<double> midranks(std::span<const double> values);

struct AucEstimate {
    double auc = 0.0;
    double variance = 0.0;
    Interval interval;  ///< on the logit scale, so that it stays inside (0, 1); auc_score_interval() where that is
                        ///< undefined: an AUC of 0 or 1, or no variance
};
/// AUC with DeLong's variance (DeLong, DeLong & Clarke-Pearson 1988; midranks after Sun & Xu 2014). Nothing unless each
/// class has two members or more.
[[nodiscard]] std::optional<AucEstimate> delong(std::span<const double> scores, std::span<const std::uint8_t> labels,
                                                double level = 0.95);

struct AucComparison {
    double auc_first = 0.0;
    double auc_second = 0.0;
    double difference = 0.0;  ///< first - second
    double variance = 0.0;    ///< of the difference
    double z = 0.0;
    /// Two-sided; 1 when the two are equal. Two that differ without a variance (one ranks without an error, the other
    /// not at all) have no z: p is then that of recovered limits (difference_interval) which just reach 0.
    double p = 1.0;
};
/// DeLong's test of two AUCs on the same patients. For scores of one model on patients it was not fitted on; scores
/// pooled over cross-validation folds come from several models, so prefer the bootstrap there. Rows of one unit (a
/// person's, `unit_of` as for bootstrap_units; empty: every row its own) are not independent and enter together
/// (Obuchowski 1997). Nothing unless two units or more have each class.
[[nodiscard]] std::optional<AucComparison> delong_paired(std::span<const double> first, std::span<const double> second,
                                                         std::span<const std::uint8_t> labels,
                                                         std::span<const std::size_t> unit_of = {});

/// Two AUCs on the same patients whose difference no resample changes: limits recovered from each one's score interval.
/// `positives`, `negatives`: people of each class, one or more; areas in [0, 1].
[[nodiscard]] std::optional<Interval> auc_difference_interval(double first, double second, std::size_t positives,
                                                              std::size_t negatives, double level = 0.95);
/// Two-sided p of "no difference": 1 less the highest level at which those limits leave 0 out; 1 where none does.
[[nodiscard]] std::optional<double> auc_difference_p(double first, double second, std::size_t positives,
                                                     std::size_t negatives);

/// A point of the ROC curve: decision "score >= threshold".
struct RocPoint {
    double false_positive_rate = 0.0;
    double true_positive_rate = 0.0;
    double threshold = 0.0;  ///< +infinity at (0, 0)
};
/// From (0, 0) to (1, 1), one point for each distinct score; empty when one class is absent.
[[nodiscard]] std::vector<RocPoint> roc_curve(std::span<const double> scores, std::span<const std::uint8_t> labels);

}  // namespace synchrony::stats
