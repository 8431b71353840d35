// Boost.Math without exceptions: what has no value comes back as NaN or infinity, and the tests here give nothing then.
#pragma once

#include <boost/math/policies/policy.hpp>

namespace synchrony::stats {

namespace quiet_policies = boost::math::policies;
using Quiet = quiet_policies::policy<quiet_policies::domain_error<quiet_policies::ignore_error>,
                                     quiet_policies::pole_error<quiet_policies::ignore_error>,
                                     quiet_policies::overflow_error<quiet_policies::ignore_error>,
                                     quiet_policies::underflow_error<quiet_policies::ignore_error>,
                                     quiet_policies::denorm_error<quiet_policies::ignore_error>,
                                     quiet_policies::rounding_error<quiet_policies::ignore_error>,
                                     quiet_policies::evaluation_error<quiet_policies::ignore_error>,
                                     quiet_policies::indeterminate_result_error<quiet_policies::ignore_error>>;

}  // namespace synchrony::stats
