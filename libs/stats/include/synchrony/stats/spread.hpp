// How patients spread over several measurements, and how far another lies from them: Mahalanobis' distance with a
// covariance that few patients can bear.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace synchrony::stats {

/// Of standardised values; every vector has one entry a column.
struct Spread {
    std::vector<double> mean;
    std::vector<double> sd;  ///< divisor n - 1; 0 for a column that did not vary or of which too little is known
    std::vector<double> correlation;  ///< [column, column], shrunk towards none
    [[nodiscard]] std::size_t columns() const { return mean.size(); }
    friend bool operator==(const Spread&, const Spread&) = default;
};

/// `rows` is [row, column]; of a value that is missing the mean stands in. The correlation is shrunk towards the
/// identity by as much as its own scatter asks for (Ledoit and Wolf, J Multivar Anal 2004;88:365).
[[nodiscard]] Spread fit_spread(std::span<const std::optional<double>> rows, std::size_t columns);

/// Root of Mahalanobis' squared distance over the number of known values: about 1 for one like those of the fit,
/// however much is known. Columns without spread do not count; empty where nothing is known.
[[nodiscard]] std::optional<double> distance_from(const Spread& spread, std::span<const std::optional<double>> values);

/// The distance of each row from the spread of all others (of more than 2000 rows, of all).
[[nodiscard]] std::vector<std::optional<double>> left_out_distances(std::span<const std::optional<double>> rows,
                                                                    std::size_t columns);

/// The distance beyond which another of the same kind lies with a chance of at most `share`: of n + 1 alike each is as
/// likely to be the furthest, the second furthest, ... Where n is too small for that, the largest, if a chance of
/// 1 / (n + 1) is no more than `most`; else nothing.
[[nodiscard]] std::optional<double> outer_limit(std::vector<double> distances, double share, double most);

}  // namespace synchrony::stats
