// What a network's own maps say an answer rests on, by lead and time on the median beat: class activation maps of a
// layer (nn/activation_maps.hpp), held against the same leads as straight lines.
#pragma once

#include <string>
#include <vector>

#include "synchrony/app/ecg_map.hpp"

namespace synchrony::app {

/// Contributions of columns of the maps, each the sum over its frequencies.
struct ActivationMap {
    std::vector<std::string> leads;
    std::vector<double> edges_s;       ///< of the columns, in the median beat; one more than columns
    std::vector<double> contribution;  ///< [lead, column], delivered log-odds; above 0 speaks for
    [[nodiscard]] std::size_t columns() const { return edges_s.size() - 1; }
    [[nodiscard]] double at(std::size_t lead, std::size_t column) const {
        return contribution[lead * columns() + column];
    }
};

/// `options.method` is cam or grad_cam. At the layer that the features are read from, cam sums over a lead to what the
/// lead's features move the log-odds beyond a straight line's. Errors: those of ecg_map(); (usage) a layer behind the
/// features'.
[[nodiscard]] core::Result<ActivationMap> activation_map(const model::Predictor& predictor,
                                                         const measure::Measurements& measured,
                                                         const core::RunContext& context, const MapOptions& options);

/// The same by parts of the beat, [lead, part]: each column's contribution is spread evenly over its time, and what
/// lies in no part is left out.
[[nodiscard]] std::vector<double> by_parts(const ActivationMap& map, const std::vector<BeatPart>& parts);

}  // namespace synchrony::app
