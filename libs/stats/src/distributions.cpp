#include "synchrony/stats/distributions.hpp"

#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>

#include "quiet_boost.hpp"

namespace synchrony::stats {

namespace bm = boost::math;
using Normal = bm::normal_distribution<double, Quiet>;
using StudentT = bm::students_t_distribution<double, Quiet>;
using ChiSquared = bm::chi_squared_distribution<double, Quiet>;

double normal_cdf(double z) {
    return bm::cdf(Normal(), z);
}

double normal_quantile(double p) {
    return bm::quantile(Normal(), p);
}

double normal_two_sided_p(double z) {
    return 2.0 * bm::cdf(bm::complement(Normal(), std::abs(z)));
}

double student_t_two_sided_p(double t, double degrees) {
    return 2.0 * bm::cdf(bm::complement(StudentT(degrees), std::abs(t)));
}

double student_t_quantile(double p, double degrees) {
    return bm::quantile(StudentT(degrees), p);
}

double chi_squared_upper_p(double x, double degrees) {
    return bm::cdf(bm::complement(ChiSquared(degrees), x));
}

}  // namespace synchrony::stats
