// Four leads side by side on their way through the subtraction of hum: every step of it waits for the sample before,
// and four leads wait no longer than one.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "synchrony/core/lanes.hpp"
#include "synchrony/record/ecg.hpp"

namespace synchrony::measure::hum {

using core::FourDoubles;
using core::FourFloats;

inline constexpr std::size_t lanes = 4;

/// Samples of up to four leads, [sample]; lanes without a lead are zero.
using FourSignals = std::vector<FourFloats>;

[[nodiscard]] FourSignals side_by_side(std::span<const record::Lead> leads);

/// The mean over one mains period: whole samples, and at both ends a part of one.
struct PeriodMean {
    PeriodMean(double fs, double hz);
    /// x less its mean; ends are held.
    [[nodiscard]] FourSignals without(const FourSignals& x) const;
    /// What `without` does to a sine of angular frequency w a sample.
    [[nodiscard]] double gain(double w) const;

    std::int64_t reach;
    double end_weight;
    double length;
};

/// `y` is what is left of the leads without their mean over a period, `quiet` where no QRS complex is.
struct QuietLeads {
    FourSignals y;
    std::size_t block = 1;                  ///< samples in which it is asked whether a lead is quiet
    std::vector<FourDoubles> quiet;         ///< [block], 1 or 0; what is left after the last block is not quiet
    std::array<double, lanes> quiet_rms{};  ///< mV

    /// Looks for the quiet blocks of `residual`; those with invalid samples of the lead are not quiet.
    void find_quiet(const FourSignals& residual, std::span<const record::Lead> leads);
};

}  // namespace synchrony::measure::hum
