// What the three ways of computing an STFT have in common.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "synchrony/dsp/stft.hpp"

namespace synchrony::dsp {

/// Frames handed to an engine at once.
inline constexpr std::size_t block_frames = 64;

template <typename Real>
class StftEngine {
  public:
    virtual ~StftEngine() = default;
    [[nodiscard]] virtual std::unique_ptr<StftEngine> copy() const = 0;
    /// Writes [frame, bin] real and imaginary parts of up to block_frames frames that begin at `starts` (rising).
    /// Without `with_phase` a common phase of each bin may be left out.
    virtual void run(std::span<const Real> signal, std::span<const std::ptrdiff_t> starts, bool with_phase, Real* re,
                     Real* im) = 0;
};

/// Cosine-sum coefficient a of the window (see WindowShape).
double window_offset(WindowShape shape);
/// The window, periodic, divided by its sum ('spectrum' scaling).
std::vector<double> scaled_window(const StftOptions& options);

/// Copies the frame that begins at `start`, zeros outside the signal, to `frame` [window_samples].
template <typename Real>
void gather_frame(std::span<const Real> signal, std::ptrdiff_t start, std::span<Real> frame);

template <typename Real>
std::unique_ptr<StftEngine<Real>> make_fft_engine(const StftOptions& options);
template <typename Real>
std::unique_ptr<StftEngine<Real>> make_product_engine(const StftOptions& options);
template <typename Real>
std::unique_ptr<StftEngine<Real>> make_running_sum_engine(const StftOptions& options);

}  // namespace synchrony::dsp
