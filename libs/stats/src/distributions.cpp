#include "synchrony/stats/distributions.hpp"

#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>

namespace synchrony::stats {

namespace bm = boost::math;

double normal_cdf(double z) {
    return bm::cdf(bm::normal(), z);
}

double normal_quantile(double p) {
    return bm::quantile(bm::normal(), p);
}

double normal_two_sided_p(double z) {
    return 2.0 * bm::cdf(bm::complement(bm::normal(), std::abs(z)));
}

double student_t_two_sided_p(double t, double degrees) {
    return 2.0 * bm::cdf(bm::complement(bm::students_t(degrees), std::abs(t)));
}

double chi_squared_upper_p(double x, double degrees) {
    return bm::cdf(bm::complement(bm::chi_squared(degrees), x));
}

}  // namespace synchrony::stats
