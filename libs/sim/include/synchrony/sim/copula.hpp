// Correlated draws with chosen marginal distributions: the Gaussian copula.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "synchrony/core/random.hpp"
#include "synchrony/core/result.hpp"

namespace synchrony::sim {

/// Correlation of two latent standard normal variables.
struct Coupling {
    std::size_t first = 0;
    std::size_t second = 0;
    double correlation = 0.0;
};

class GaussianCopula {
  public:
    /// `dimension` latent variables, uncorrelated but for the couplings. Errors (usage): an index or a correlation out
    /// of range, a pair named twice, couplings that contradict one another (the matrix is not positive definite).
    [[nodiscard]] static core::Result<GaussianCopula> create(std::size_t dimension,
                                                             std::span<const Coupling> couplings);

    /// One draw of the latent variables, each standard normal.
    [[nodiscard]] std::vector<double> draw(core::RandomStream& random) const;
    [[nodiscard]] std::size_t dimension() const { return dimension_; }

  private:
    GaussianCopula(std::size_t dimension, std::vector<double> lower)
        : dimension_(dimension), lower_(std::move(lower)) {}
    std::size_t dimension_;
    std::vector<double> lower_;  // Cholesky factor, row-major
};

/// A normal variable cut to [low, high].
struct CutNormal {
    double mean = 0.0;  ///< of the uncut variable
    double sd = 1.0;
    double low = -1e9;
    double high = 1e9;
    /// The value whose probability below is that of a standard normal `z`.
    [[nodiscard]] double at(double z) const;
};

/// The cut normal whose mean and SD, after the cut, are as asked (Newton's method on both). Errors (usage): no such
/// variable is found.
[[nodiscard]] core::Result<CutNormal> cut_normal_with(double mean, double sd, double low, double high);

/// 1 with probability `share`, monotone in the latent variable.
[[nodiscard]] bool happens(double share, double z);

}  // namespace synchrony::sim
