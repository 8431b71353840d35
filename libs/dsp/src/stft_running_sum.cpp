// STFT from running sums: frames that overlap share their work.
//
// With S(a; u, v) = sum of x[n] exp(-i a n) over u <= n < v, a frame from s to s + W without a window is a difference
// of two running sums, P(v) - P(u). A Hann or Hamming window is a sum of three exponentials of frequency 0 and
// +-p = +-2 pi / W, so the windowed transform at frequency t is
//     X(t) = exp(i t s) [ a S(t) - (1 - a) / 2 (exp(-i p s) S(t - p) + exp(i p s) S(t + p)) ],
// the bracket being a mixture of three bins of the same sums wherever p is a whole number of bins, that is wherever the
// FFT length is a multiple of W. The cost is one multiplication a sample and bin instead of W / hop of them.
// (The windowing in frequency: F. J. Harris, "On the use of windows for harmonic analysis with the DFT", 1978.)
#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>

#include "stft_engine.hpp"

namespace synchrony::dsp {
namespace {

// Lanes of the widest vector that we compile for; rows of the tables are filled up to it.
constexpr std::size_t lanes = 8;
// A running sum rounds at the size of all that it has summed; it starts anew after this many windows.
constexpr std::ptrdiff_t windows_per_sum = 4;

// exp(i 2 pi k / count) for k = 0 .. count - 1.
std::vector<std::complex<double>> unit_circle(std::size_t count) {
    std::vector<std::complex<double>> circle(count);
    for (std::size_t k = 0; k < count; ++k)
        circle[k] = std::polar(1.0, 2 * std::numbers::pi * static_cast<double>(k) / static_cast<double>(count));
    return circle;
}

// exp(-i 2 pi j n / fft_samples) for every n of one period and every bin j that a window reaches.
template <typename Real>
struct Waves {
    std::size_t period = 0;
    std::size_t reach = 0;  // bins from t to t + p
    std::size_t row = 0;    // values of one n: re of each bin, then im of each bin
    std::vector<Real> values;

    explicit Waves(const StftOptions& o)
        : period(static_cast<std::size_t>(o.fft_samples)),
          reach(static_cast<std::size_t>(o.fft_samples / o.window_samples)) {
        const std::size_t bins = static_cast<std::size_t>(o.bins) + 2 * reach;
        const std::size_t half = (bins + lanes - 1) / lanes * lanes;
        row = 2 * half;
        values.assign(period * row, Real{0});
        const auto circle = unit_circle(period);
        for (std::size_t n = 0; n < period; ++n)
            for (std::size_t j = 0; j < bins; ++j) {
                // Bin -reach is bin period - reach.
                const std::size_t bin = j + static_cast<std::size_t>(o.first_bin) + period - reach;
                const auto& point = circle[bin * n % period];
                values[n * row + j] = static_cast<Real>(point.real());
                values[n * row + half + j] = static_cast<Real>(-point.imag());
            }
    }
    [[nodiscard]] const Real* at(std::size_t n) const { return values.data() + (n % period) * row; }
};

template <typename Real>
class RunningSumEngine final : public StftEngine<Real> {
  public:
    explicit RunningSumEngine(const StftOptions& o)
        : options_(o),
          waves_(std::make_shared<const Waves<Real>>(o)),
          sum_(waves_->row),
          frame_(waves_->row),
          at_start_(block_frames * waves_->row) {
        // The window's sum is a W, by which 'spectrum' scaling divides.
        const double a = window_offset(o.window);
        middle_ = static_cast<Real>(1.0 / o.window_samples);
        for (const auto& point : unit_circle(static_cast<std::size_t>(o.window_samples)))
            sides_.emplace_back(point * ((1 - a) / 2 / (a * o.window_samples)));
    }

    [[nodiscard]] std::unique_ptr<StftEngine<Real>> copy() const override {
        return std::make_unique<RunningSumEngine>(*this);
    }

    void run(std::span<const Real> signal, std::span<const std::ptrdiff_t> starts, bool with_phase, Real* re,
             Real* im) override {
        const auto bins = static_cast<std::size_t>(options_.bins);
        for (std::size_t first = 0; first < starts.size();) {
            std::size_t end = first + 1;
            while (end < starts.size() && starts[end] - starts[first] <= windows_per_sum * options_.window_samples)
                ++end;
            run_group(signal, starts.subspan(first, end - first), with_phase, re + first * bins, im + first * bins);
            first = end;
        }
    }

  private:
    void run_group(std::span<const Real> signal, std::span<const std::ptrdiff_t> starts, bool with_phase, Real* re,
                   Real* im) {
        const auto size = static_cast<std::ptrdiff_t>(signal.size());
        const auto inside = [&](std::ptrdiff_t n) {
            return static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(n, 0, size));
        };
        const auto bins = static_cast<std::size_t>(options_.bins);
        const std::size_t row = waves_->row;
        std::fill(sum_.begin(), sum_.end(), Real{0});
        std::size_t summed = inside(starts.front());  // sum_ holds the samples from the first start to here
        std::size_t opened = 0;                       // frames whose start has been passed
        const auto open_up_to = [&](std::size_t n) {
            for (; opened < starts.size() && inside(starts[opened]) <= n; ++opened) {
                add(signal, summed, inside(starts[opened]));
                summed = inside(starts[opened]);
                std::copy(sum_.begin(), sum_.end(), at_start_.begin() + static_cast<std::ptrdiff_t>(opened * row));
            }
        };
        for (std::size_t i = 0; i < starts.size(); ++i) {
            const std::size_t end = inside(starts[i] + options_.window_samples);
            open_up_to(end);
            add(signal, summed, end);
            summed = end;
            subtract(sum_.data(), at_start_.data() + i * row, row, frame_.data());
            window(starts[i], with_phase, re + i * bins, im + i * bins);
        }
    }

    static void subtract(const Real* __restrict a, const Real* __restrict b, std::size_t n, Real* __restrict out) {
        for (std::size_t j = 0; j < n; ++j) out[j] = a[j] - b[j];
    }

    // sum_ += x[n] wave[n] for begin <= n < end, four samples at a time.
    void add(std::span<const Real> signal, std::size_t begin, std::size_t end) {
        const std::size_t row = waves_->row;
        Real* __restrict sum = sum_.data();
        std::size_t n = begin;
        for (; n + 4 <= end; n += 4) {
            const Real x0 = signal[n], x1 = signal[n + 1], x2 = signal[n + 2], x3 = signal[n + 3];
            const Real *w0 = waves_->at(n), *w1 = waves_->at(n + 1), *w2 = waves_->at(n + 2), *w3 = waves_->at(n + 3);
            for (std::size_t j = 0; j < row; ++j) sum[j] += (x0 * w0[j] + x1 * w1[j]) + (x2 * w2[j] + x3 * w3[j]);
        }
        for (; n < end; ++n) {
            const Real x0 = signal[n];
            const Real* w0 = waves_->at(n);
            for (std::size_t j = 0; j < row; ++j) sum[j] += x0 * w0[j];
        }
    }

    // The window, applied to frame_ as a mixture of neighbouring bins.
    void window(std::ptrdiff_t start, bool with_phase, Real* __restrict re, Real* __restrict im) const {
        const std::ptrdiff_t place = start % options_.window_samples;  // of a whole turn of p; may be negative
        const auto& side = sides_[static_cast<std::size_t>(place < 0 ? place + options_.window_samples : place)];
        const Real middle = middle_, side_cos = side.real(), side_sin = side.imag();
        const auto bins = static_cast<std::size_t>(options_.bins);
        const std::size_t reach = waves_->reach;
        const Real* low_re = frame_.data();
        const Real* low_im = low_re + waves_->row / 2;
        const Real *mid_re = low_re + reach, *mid_im = low_im + reach;
        const Real *high_re = mid_re + reach, *high_im = mid_im + reach;
        for (std::size_t k = 0; k < bins; ++k) {
            re[k] = middle * mid_re[k] - side_cos * (low_re[k] + high_re[k]) - side_sin * (low_im[k] - high_im[k]);
            im[k] = middle * mid_im[k] - side_cos * (low_im[k] + high_im[k]) - side_sin * (high_re[k] - low_re[k]);
        }
        if (with_phase) turn(start, re, im);
    }

    // Multiplies by exp(i t s), so that phases count from the frame's start.
    void turn(std::ptrdiff_t start, Real* re, Real* im) const {
        const auto period = static_cast<std::ptrdiff_t>(waves_->period);
        const auto n = static_cast<std::size_t>(((start % period) + period) % period);
        const Real* wave_re = waves_->at(n) + waves_->reach;
        const Real* wave_im = wave_re + waves_->row / 2;
        for (std::size_t k = 0; k < static_cast<std::size_t>(options_.bins); ++k) {
            const Real r = re[k], i = im[k];
            re[k] = r * wave_re[k] + i * wave_im[k];
            im[k] = i * wave_re[k] - r * wave_im[k];
        }
    }

    StftOptions options_;
    std::shared_ptr<const Waves<Real>> waves_;
    std::vector<Real> sum_;                  // running sum
    std::vector<Real> frame_;                // the current frame without its window
    std::vector<Real> at_start_;             // [frame, row]: the running sum where each frame starts
    Real middle_ = 0;                        // the scaled window's constant term
    std::vector<std::complex<Real>> sides_;  // its side terms, turned by exp(i p s) for each s of a turn
};

}  // namespace

template <typename Real>
std::unique_ptr<StftEngine<Real>> make_running_sum_engine(const StftOptions& options) {
    return std::make_unique<RunningSumEngine<Real>>(options);
}
template std::unique_ptr<StftEngine<float>> make_running_sum_engine(const StftOptions&);
template std::unique_ptr<StftEngine<double>> make_running_sum_engine(const StftOptions&);

}  // namespace synchrony::dsp
