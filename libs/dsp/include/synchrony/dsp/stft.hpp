// Short-time Fourier transform, planned once and run many times without allocating: the hot loop of every image.
#pragma once

#include <complex>
#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include "synchrony/core/result.hpp"

namespace synchrony::dsp {

/// Periodic windows, as scipy.signal.get_window gives them: w[m] = a - (1 - a) cos(2 pi m / window_samples).
enum class WindowShape {
    hann,    ///< a = 0.5
    hamming  ///< a = 0.54
};

/// How the transform is computed; the answers agree to rounding. bench/stft measures all three.
enum class StftMethod {
    automatic,   ///< the fastest for these options, by the measurements in docs/results/stft.md
    fft,         ///< one fast Fourier transform a frame; all bins are computed, the kept ones are taken
    product,     ///< frames times a matrix of the kept bins
    running_sum  ///< see stft_running_sum.cpp; needs fft_samples to be a multiple of window_samples
};

struct StftOptions {
    WindowShape window = WindowShape::hann;
    int window_samples = 256;  ///< length of the window
    int hop = 64;              ///< samples from one frame to the next
    int fft_samples = 256;     ///< frames are zero-padded to it; >= window_samples
    int first_bin = 0;         ///< lowest kept bin; bin k is at k * fs / fft_samples Hz
    int bins = 129;            ///< kept bins, up to fft_samples / 2
    /// True: half a window of zeros stands on both sides of the signal and the end is filled up to a whole frame, as
    /// scipy.signal.stft(boundary='zeros', padded=True) does. False: whole frames inside the signal only
    /// (boundary=None, padded=False).
    bool zero_edges = true;
    StftMethod method = StftMethod::automatic;
};

/// No option may exceed it (window, FFT length, hop).
inline constexpr int max_stft_samples = 1 << 16;

template <typename Real>
class StftEngine;

/// A transform ready to run. Not for use by two threads at once (it owns its scratch space); a copy per thread is
/// cheap, since copies share the tables.
template <typename Real>
class StftPlan {
  public:
    /// Errors (usage): lengths that are not positive or above max_stft_samples, an FFT shorter than the window, bins
    /// outside 0..fft_samples/2, running_sum where it cannot be.
    [[nodiscard]] static core::Result<StftPlan> make(const StftOptions& options);
    StftPlan(const StftPlan& other);
    StftPlan(StftPlan&&) noexcept;
    StftPlan& operator=(const StftPlan& other);
    StftPlan& operator=(StftPlan&&) noexcept;
    ~StftPlan();

    [[nodiscard]] const StftOptions& options() const { return options_; }  ///< `method` is the chosen one
    /// Frames that a signal of that length has.
    [[nodiscard]] std::size_t frame_count(std::size_t samples) const;

    /// Z[bin, frame] of the signal, row-major, bins * frame_count values; equals scipy.signal.stft(scaling='spectrum'):
    /// a sine of amplitude A in the middle of a bin has magnitude A / 2.
    void transform(std::span<const Real> signal, std::span<std::complex<Real>> out);
    /// |Z| of the same.
    void magnitude(std::span<const Real> signal, std::span<Real> out);
    /// |Z[bin, frame]| of frames that begin at the given samples, in rising order; samples before 0 and after the end
    /// count as zero. For columns whose distance is not a whole number of samples.
    void magnitude_at(std::span<const Real> signal, std::span<const std::ptrdiff_t> frame_starts, std::span<Real> out);
    /// Of the same frames the part in phase with a cosine whose crest stands in the middle of the window: of a cosine
    /// of amplitude A with its crest there A / 2, with its trough there -A / 2, with its zero there nothing.
    void in_phase_at(std::span<const Real> signal, std::span<const std::ptrdiff_t> frame_starts, std::span<Real> out);

  private:
    StftPlan(const StftOptions& options, std::unique_ptr<StftEngine<Real>> engine);
    template <typename StartOf, typename Sink>
    void run(std::span<const Real> signal, std::size_t frames, StartOf start_of, bool with_phase, Sink sink);
    void store_magnitudes(std::size_t first, std::size_t count, std::size_t frames, std::span<Real> out);
    void store(std::size_t first, std::size_t count, std::size_t frames, std::span<Real> out) const;

    StftOptions options_;
    std::unique_ptr<StftEngine<Real>> engine_;
    std::vector<std::ptrdiff_t> starts_;  // of one block of frames
    std::vector<Real> re_, im_;           // [frame of the block, bin]
    std::vector<std::complex<Real>>
        to_middle_;  // [bin]: from a frame's first sample, where phases count, to its middle
};

extern template class StftPlan<float>;
extern template class StftPlan<double>;

}  // namespace synchrony::dsp
