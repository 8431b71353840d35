// What a linear model on deep features makes of each lead when parts of the beat are taken away from it.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "synchrony/app/ecg_map.hpp"

namespace synchrony::app {

/// Parts that are taken away, a bit each in the order of beat_parts().
using PartMask = std::uint32_t;

/// The lead with those parts as straight lines between their ends. `samples` at `rate_hz`.
[[nodiscard]] std::vector<float> without_parts(std::vector<float> samples, double rate_hz,
                                               std::span<const BeatPart> parts, PartMask mask);

/// Errors: those of ecg_map() but the module's.
[[nodiscard]] core::Result<void> check_has_map(const model::Predictor& predictor,
                                               const measure::Measurements& measured);

/// Contribution of each lead's features to the delivered log-odds, up to a constant of the lead, [lead, mask]. Features
/// of a lead depend on that lead alone, so any choice of parts over all leads is a sum of these. Errors: ecg_map().
[[nodiscard]] core::Result<std::vector<double>> lead_scores(const model::Predictor& predictor,
                                                            const measure::Measurements& measured,
                                                            std::span<const PartMask> masks,
                                                            const core::RunContext& context);

/// The masks that a method needs, of so many parts; the first is 0.
[[nodiscard]] std::vector<PartMask> masks_for(MapMethod method, std::size_t parts);

/// What goes with each part of each lead, [lead, part], from the scores of those masks.
[[nodiscard]] std::vector<double> map_values(MapMethod method, std::span<const double> scores, std::size_t leads,
                                             std::size_t parts);

}  // namespace synchrony::app
