#include "sixteen_bit.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "sample_step.hpp"
#include "synchrony/core/sha256.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::io {
namespace {

constexpr double uv_a_mv = 1000.0;

/// DS holds 16 characters.
constexpr int most_digits = 9;

/// The number that so many digits say.
double in_digits(double value, int digits) {
    char text[32];
    std::snprintf(text, sizeof text, "%.*g", digits, value);
    return std::strtod(text, nullptr);
}

core::Result<double> step_for(const record::Lead& lead, double asked, double largest_uv) {
    if (asked == 0) {
        if (const double own = own_step_uv(lead); own > 0) return own;
        constexpr double finest_uv = 0.01;  // thermal noise of electrodes is a hundred times that
        return in_digits(round_step(largest_uv, finest_uv), most_digits);
    }
    if (asked > 0 && largest_uv <= largest_in_16_bits * asked) return in_digits(asked, most_digits);
    return core::fail(
        {core::ErrorKind::usage,
         "resolution does not fit 16 bits",
         "lead " + lead.name,
         core::shortest(asked) + " uV a step, the largest sample " + core::shortest(largest_uv) + " uV",
         "at least " + core::shortest(in_digits(1.00001 * largest_uv / largest_in_16_bits, most_digits)) + " uV a step",
         {}});
}

}  // namespace

double own_step_uv(const record::Lead& lead) {
    const auto step = sample_step(lead.samples);
    if (!step) return 0.0;
    for (int digits = 1; digits <= most_digits; ++digits)
        if (const double written = in_digits(*step * uv_a_mv, digits);
            written > 0 && are_multiples(lead.samples, written, uv_a_mv))
            return written;
    return 0.0;
}

core::Result<SixteenBitLead> in_16_bits(const record::Lead& lead, double microvolts_per_unit) {
    double largest_uv = 0.0;
    for (const float v : lead.samples) largest_uv = std::max(largest_uv, std::abs(static_cast<double>(v)) * uv_a_mv);
    if (!std::isfinite(largest_uv) || !std::isfinite(microvolts_per_unit) || microvolts_per_unit < 0)
        return core::fail({core::ErrorKind::usage,
                           "lead cannot be written",
                           "lead " + lead.name,
                           core::shortest(largest_uv) + " uV at " + core::shortest(microvolts_per_unit) + " uV a step",
                           "finite numbers",
                           {}});
    SixteenBitLead stored;
    SYNCHRONY_ASSIGN(stored.microvolts_per_unit, step_for(lead, microvolts_per_unit, largest_uv));
    stored.values.reserve(lead.samples.size());
    for (const float v : lead.samples)
        stored.values.push_back(static_cast<std::int16_t>(
            std::clamp(std::round(v * uv_a_mv / stored.microvolts_per_unit), -largest_in_16_bits, largest_in_16_bits)));
    stored.rounded = largest_uv > 0 && !are_multiples(lead.samples, stored.microvolts_per_unit, uv_a_mv);
    for (const auto& range : lead.invalid)
        std::fill(stored.values.begin() + range.begin, stored.values.begin() + range.end, missing_in_16_bits);
    return stored;
}

std::string identity_of_samples(const record::Ecg& ecg) {
    std::string bytes = core::shortest(ecg.sampling_frequency_hz);
    for (const auto& lead : ecg.leads) {
        bytes += "|" + lead.name + "|";
        bytes +=
            core::sha256({reinterpret_cast<const char*>(lead.samples.data()), lead.samples.size() * sizeof(float)});
    }
    return core::sha256(bytes).substr(0, 32);
}

}  // namespace synchrony::io
