// Use case: how far a measurement differs between two stretches of one recording, in which nothing changed. What two
// ECGs of one patient differ by is judged against it.
#pragma once

#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "synchrony/core/progress.hpp"
#include "synchrony/core/result.hpp"
#include "synchrony/io/read.hpp"
#include "synchrony/measure/measure.hpp"

namespace synchrony::app {

/// A measurement whose repeatability is known.
struct RepeatedQuantity {
    std::string_view name;  ///< "qrs_duration_ms"
    std::string_view title;
    std::string_view unit;
    bool circular = false;  ///< an angle: 359 and 1 degrees differ by 2
    std::optional<double> (*value)(const measure::Measurements&) = nullptr;
    /// 95 % of the differences between the halves of one 10 s recording are smaller: the larger figure of LUDB's and
    /// PTB-XL's (docs/results/repeatability.md); in `unit`.
    double limit = 0.0;
};
[[nodiscard]] std::span<const RepeatedQuantity> repeated_quantities();

/// second - first, the short way round where the quantity is an angle.
[[nodiscard]] double change_of(const RepeatedQuantity& quantity, double first, double second);

/// Of one quantity over the recordings in which both halves gave it.
struct Repeatability {
    std::string_view name, title, unit;
    std::size_t recordings = 0;
    double mean = 0.0;             ///< of second half - first half
    double sd = 0.0;               ///< of the same, divisor n - 1
    double low = 0.0, high = 0.0;  ///< mean -+ 1.96 SD (Bland & Altman, Lancet 1986;i:307)
    double p95 = 0.0;              ///< 95 % of absolute differences lie below it, whatever their shape
};

struct RepeatabilityReport {
    std::size_t recordings = 0;
    std::size_t not_measured = 0;  ///< a half could not be measured, or its recording should not be judged
    std::vector<Repeatability> quantities;
};

/// Measures either half of each recording as if it were a recording of its own. Recordings that a prediction would
/// refuse are left out. Errors: input (nothing could be measured); cancelled.
[[nodiscard]] core::Result<RepeatabilityReport> repeatability(const std::vector<std::filesystem::path>& recordings,
                                                              const io::ReadOptions& reading,
                                                              const core::RunContext& context);

[[nodiscard]] nlohmann::ordered_json to_json(const RepeatabilityReport& report);

}  // namespace synchrony::app
