// Confidence intervals in closed form, and the correction of p values for multiplicity.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace synchrony::stats {

/// How limits were found, where that is not what the table or the caller says of all of them. A bootstrap in which
/// every resample gives the same value knows no spread; limits then come from elsewhere.
enum class IntervalMethod {
    usual,            ///< as said of the whole table
    korn_graubard,    ///< korn_graubard_interval(), which is usual for shares
    clopper_pearson,  ///< clopper_pearson_interval()
    auc_score,        ///< auc_score_interval()
    recovered         ///< difference_interval()
};

/// For files: "korn-graubard", "clopper-pearson", "newcombe-score", "recovered"; of `usual` the word given.
[[nodiscard]] std::string_view name_of(IntervalMethod method, std::string_view usual = "bootstrap");

struct Interval {
    double low = 0.0;
    double high = 0.0;
    IntervalMethod method = IntervalMethod::usual;
    friend bool operator==(const Interval&, const Interval&) = default;
};

/// Whether limits were found otherwise than the table says.
[[nodiscard]] inline bool by_other_method(const std::optional<Interval>& interval) {
    return interval && interval->method != IntervalMethod::usual && interval->method != IntervalMethod::korn_graubard;
}
/// What stands behind such limits: "*", else nothing.
[[nodiscard]] inline std::string_view method_mark(const std::optional<Interval>& interval) {
    return by_other_method(interval) ? "*" : "";
}
/// What that mark means, for the foot of a table or the end of a caption.
[[nodiscard]] std::string_view method_note();

/// Wilson's score interval of a proportion (Wilson 1927), without continuity correction; nothing for no trials.
/// `successes` <= `trials`; `level` in (0, 1).
[[nodiscard]] std::optional<Interval> wilson_interval(std::uint64_t successes, std::uint64_t trials,
                                                      double level = 0.95);

/// The exact interval of Clopper & Pearson (1934): covers at least at its level, wider than Wilson's.
[[nodiscard]] std::optional<Interval> clopper_pearson_interval(std::uint64_t successes, std::uint64_t trials,
                                                               double level = 0.95);

/// Clopper and Pearson's limits of a share whose answers are no independent ones (several of a person, a mean over
/// repeats): `variance` is the share's own, from resampling the `units` that are independent. It stands for a number of
/// answers, share (1 - share) / variance, made smaller where the variance itself is known from few units by the ratio
/// of Student's t with `rows` - 1 and `units` - 1 degrees, squared, and no larger than `rows` (Korn and Graubard,
/// Survey Methodology 1998;24:193). Near 0 and 1, where percentiles of a bootstrap are short, it is as wide as the
/// exact interval. `share` in [0, 1], a variance above 0 where it lies inside; at 0 and 1 the exact limits of as many
/// answers as units. `units` <= `rows`; nothing for no units, and inside for one.
[[nodiscard]] std::optional<Interval> korn_graubard_interval(double share, double variance, std::size_t rows,
                                                             std::size_t units, double level = 0.95);

/// Score interval of an area under the ROC curve, which has a width at 0 and 1 too: method 5 of Newcombe (Stat Med
/// 2006;25:559), Hanley and McNeil's variance at each limit itself with (positives + negatives) / 2 for either number.
/// `area` in [0, 1]; nothing where a class is empty.
[[nodiscard]] std::optional<Interval> auc_score_interval(double area, std::size_t positives, std::size_t negatives,
                                                         double level = 0.95);

/// Limits of first - second from the limits of each (MOVER: Zou and Donner, Stat Med 2008;27:1693), their correlation
/// taken as none: wider than need be where the two rise together. Each interval holds its value.
[[nodiscard]] Interval difference_interval(double first, const Interval& of_first, double second,
                                           const Interval& of_second);

/// Holm's step-down adjusted p values (Holm 1979), in the order given: adjusted p below alpha keeps the chance of any
/// false claim among them below alpha.
[[nodiscard]] std::vector<double> holm_adjusted(std::span<const double> p_values);

}  // namespace synchrony::stats
