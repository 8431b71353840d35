#include "sixteen_bit.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "synchrony/core/sha256.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::io {
namespace {

constexpr double largest_in_16_bits = 32767.0;
constexpr double uv_a_mv = 1000.0;

/// Distinct absolute values of the valid samples, uV, ascending.
std::vector<double> sizes_of(const record::Lead& lead) {
    std::vector<double> sizes;
    sizes.reserve(lead.samples.size());
    std::size_t next = 0;
    for (std::size_t i = 0; i < lead.samples.size(); ++i) {
        while (next < lead.invalid.size() && lead.invalid[next].end <= static_cast<std::int64_t>(i)) ++next;
        if (next < lead.invalid.size() && lead.invalid[next].begin <= static_cast<std::int64_t>(i)) continue;
        sizes.push_back(std::abs(static_cast<double>(lead.samples[i])) * uv_a_mv);
    }
    std::sort(sizes.begin(), sizes.end());
    sizes.erase(std::unique(sizes.begin(), sizes.end()), sizes.end());
    return sizes;
}

/// The number that six digits say.
double in_six_digits(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.6g", value);
    return std::strtod(text, nullptr);
}

bool are_multiples(const std::vector<double>& sizes, double step, double tolerance) {
    return std::all_of(sizes.begin(), sizes.end(), [&](double size) {
        const double steps = size / step;
        return std::abs(steps - std::round(steps)) <= tolerance && steps <= largest_in_16_bits;
    });
}

core::Result<double> step_for(const record::Lead& lead, double asked, double largest_uv) {
    if (asked == 0) {
        if (const double own = own_step_uv(lead); own > 0) return own;
        return largest_uv <= largest_in_16_bits ? 1.0 : in_six_digits(1.00001 * largest_uv / largest_in_16_bits);
    }
    if (asked > 0 && largest_uv <= largest_in_16_bits * asked) return in_six_digits(asked);
    return core::fail({core::ErrorKind::usage,
                       "resolution does not fit 16 bits",
                       "lead " + lead.name,
                       core::shortest(asked) + " uV a step, the largest sample " + core::shortest(largest_uv) + " uV",
                       "at least " + core::shortest(in_six_digits(largest_uv / largest_in_16_bits)) + " uV a step",
                       {}});
}

}  // namespace

double own_step_uv(const record::Lead& lead) {
    const auto sizes = sizes_of(lead);
    if (sizes.size() < 2) return 0.0;
    double step = sizes.back();
    for (std::size_t i = 1; i < sizes.size(); ++i) step = std::min(step, sizes[i] - sizes[i - 1]);
    constexpr double finest_uv = 0.01, loosely = 0.1, closely = 0.02;
    if (step < finest_uv) return 0.0;
    // The smallest difference is known to a few digits only: larger samples tell the step the better, one by one.
    double best = 0.0;
    for (const double size : sizes) {
        const double steps = std::round(size / step);
        if (std::abs(size / step - steps) > loosely) return 0.0;
        if (steps > best) {
            best = steps;
            step = size / steps;
        }
    }
    const double written = in_six_digits(step);
    return are_multiples(sizes, written, closely) ? written : 0.0;
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
