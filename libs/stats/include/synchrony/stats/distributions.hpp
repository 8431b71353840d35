// Probabilities of the common distributions, by Boost.Math. Never throws: outside its range a function gives NaN, or an
// infinity where that is the limit.
#pragma once

namespace synchrony::stats {

[[nodiscard]] double normal_cdf(double z);
/// Inverse of normal_cdf; `p` in (0, 1).
[[nodiscard]] double normal_quantile(double p);
/// P(|Z| >= |z|) for a standard normal Z.
[[nodiscard]] double normal_two_sided_p(double z);
/// P(|T| >= |t|) with `degrees` > 0 degrees of freedom.
[[nodiscard]] double student_t_two_sided_p(double t, double degrees);
/// The t below which a share `p` in (0, 1) lies.
[[nodiscard]] double student_t_quantile(double p, double degrees);
/// P(X >= x) of the chi-squared distribution; x >= 0, `degrees` > 0.
[[nodiscard]] double chi_squared_upper_p(double x, double degrees);

}  // namespace synchrony::stats
