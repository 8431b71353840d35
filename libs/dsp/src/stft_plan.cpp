#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>

#include "stft_engine.hpp"

namespace synchrony::dsp {
namespace {

core::Result<void> refuse(std::string what, int got, std::string expected) {
    return core::fail({.kind = core::ErrorKind::usage,
                       .what = std::move(what),
                       .where = "STFT",
                       .got = std::to_string(got),
                       .expected = std::move(expected),
                       .hint = {}});
}

bool fits_running_sum(const StftOptions& o) {
    return o.fft_samples % o.window_samples == 0;
}

core::Result<void> check(const StftOptions& o) {
    const auto limit = std::to_string(max_stft_samples);
    if (o.window_samples < 1 || o.window_samples > max_stft_samples)
        return refuse("window length out of range", o.window_samples, "1 to " + limit);
    if (o.hop < 1 || o.hop > max_stft_samples) return refuse("hop out of range", o.hop, "1 to " + limit);
    if (o.fft_samples < o.window_samples || o.fft_samples > max_stft_samples)
        return refuse("FFT length out of range", o.fft_samples,
                      "the window's " + std::to_string(o.window_samples) + " to " + limit);
    const int highest = o.fft_samples / 2;
    if (o.first_bin < 0 || o.first_bin > highest)
        return refuse("first bin out of range", o.first_bin, "0 to " + std::to_string(highest));
    if (o.bins < 1 || o.bins > highest + 1 - o.first_bin)
        return refuse("number of bins out of range", o.bins, "1 to " + std::to_string(highest + 1 - o.first_bin));
    if (o.method == StftMethod::running_sum && !fits_running_sum(o))
        return refuse("running_sum needs an FFT length that is a multiple of the window's", o.fft_samples,
                      "a multiple of " + std::to_string(o.window_samples));
    return {};
}

// Measured with bench/stft: the running sum wins wherever it can be used and frames overlap; else the product, as long
// as few bins are kept.
StftMethod fastest(const StftOptions& o) {
    constexpr int overlap_that_pays = 2;  // window / hop
    constexpr int bins_kept_by_product = 64;
    if (fits_running_sum(o) && o.window_samples >= overlap_that_pays * o.hop) return StftMethod::running_sum;
    return o.bins <= bins_kept_by_product ? StftMethod::product : StftMethod::fft;
}

template <typename Real>
std::unique_ptr<StftEngine<Real>> make_engine(const StftOptions& options) {
    switch (options.method) {
        case StftMethod::running_sum:
            return make_running_sum_engine<Real>(options);
        case StftMethod::product:
            return make_product_engine<Real>(options);
        default:
            return make_fft_engine<Real>(options);
    }
}

}  // namespace

double window_offset(WindowShape shape) {
    return shape == WindowShape::hann ? 0.5 : 0.54;
}

std::vector<double> scaled_window(const StftOptions& options) {
    const double a = window_offset(options.window);
    std::vector<double> window(static_cast<std::size_t>(options.window_samples));
    double sum = 0;
    for (std::size_t m = 0; m < window.size(); ++m) {
        const double phase = 2 * std::numbers::pi * static_cast<double>(m) / static_cast<double>(window.size());
        // A window of one sample is 1, as SciPy's is.
        window[m] = window.size() == 1 ? 1.0 : a - (1 - a) * std::cos(phase);
        sum += window[m];
    }
    for (auto& w : window) w /= sum;
    return window;
}

template <typename Real>
void gather_frame(std::span<const Real> signal, std::ptrdiff_t start, std::span<Real> frame) {
    const auto size = static_cast<std::ptrdiff_t>(signal.size());
    const auto length = static_cast<std::ptrdiff_t>(frame.size());
    const auto begin = std::clamp<std::ptrdiff_t>(-start, 0, length);  // in the frame
    const auto end = std::clamp<std::ptrdiff_t>(size - start, begin, length);
    std::fill(frame.begin(), frame.begin() + begin, Real{0});
    if (begin < end) std::copy_n(signal.begin() + start + begin, end - begin, frame.begin() + begin);
    std::fill(frame.begin() + end, frame.end(), Real{0});
}
template void gather_frame(std::span<const float>, std::ptrdiff_t, std::span<float>);
template void gather_frame(std::span<const double>, std::ptrdiff_t, std::span<double>);

template <typename Real>
core::Result<StftPlan<Real>> StftPlan<Real>::make(const StftOptions& options) {
    SYNCHRONY_TRY(check(options));
    auto chosen = options;
    if (chosen.method == StftMethod::automatic) chosen.method = fastest(chosen);
    return StftPlan(chosen, make_engine<Real>(chosen));
}

template <typename Real>
StftPlan<Real>::StftPlan(const StftOptions& options, std::unique_ptr<StftEngine<Real>> engine)
    : options_(options),
      engine_(std::move(engine)),
      starts_(block_frames),
      re_(block_frames * static_cast<std::size_t>(options.bins)),
      im_(re_.size()) {
    for (int bin = 0; bin < options.bins; ++bin) {
        const double turn = 2 * std::numbers::pi * (options.first_bin + bin) *
                            static_cast<double>(options.window_samples / 2) / options.fft_samples;
        to_middle_.emplace_back(static_cast<Real>(std::cos(turn)), static_cast<Real>(std::sin(turn)));
    }
}

template <typename Real>
StftPlan<Real>::StftPlan(const StftPlan& other) : StftPlan(other.options_, other.engine_->copy()) {}
template <typename Real>
StftPlan<Real>& StftPlan<Real>::operator=(const StftPlan& other) {
    return *this = StftPlan(other);
}
template <typename Real>
StftPlan<Real>::StftPlan(StftPlan&&) noexcept = default;
template <typename Real>
StftPlan<Real>& StftPlan<Real>::operator=(StftPlan&&) noexcept = default;
template <typename Real>
StftPlan<Real>::~StftPlan() = default;

template <typename Real>
std::size_t StftPlan<Real>::frame_count(std::size_t samples) const {
    const auto window = static_cast<std::size_t>(options_.window_samples);
    const auto hop = static_cast<std::size_t>(options_.hop);
    if (samples == 0) return 0;
    if (!options_.zero_edges) return samples < window ? 0 : (samples - window) / hop + 1;
    const std::size_t past_first_frame = samples + 2 * (window / 2) - window;
    return (past_first_frame + hop - 1) / hop + 1;
}

template <typename Real>
template <typename StartOf, typename Sink>
void StftPlan<Real>::run(std::span<const Real> signal, std::size_t frames, StartOf start_of, bool with_phase,
                         Sink sink) {
    for (std::size_t first = 0; first < frames; first += block_frames) {
        const std::size_t count = std::min(block_frames, frames - first);
        for (std::size_t i = 0; i < count; ++i) starts_[i] = start_of(first + i);
        engine_->run(signal, std::span(starts_).first(count), with_phase, re_.data(), im_.data());
        sink(first, count);
    }
}

template <typename Real>
void StftPlan<Real>::transform(std::span<const Real> signal, std::span<std::complex<Real>> out) {
    const std::size_t frames = frame_count(signal.size());
    const auto bins = static_cast<std::size_t>(options_.bins);
    const std::ptrdiff_t edge = options_.zero_edges ? options_.window_samples / 2 : 0;
    const auto start_of = [&](std::size_t k) { return static_cast<std::ptrdiff_t>(k) * options_.hop - edge; };
    run(signal, frames, start_of, true, [&](std::size_t first, std::size_t count) {
        for (std::size_t bin = 0; bin < bins; ++bin)
            for (std::size_t i = 0; i < count; ++i)
                out[bin * frames + first + i] = {re_[i * bins + bin], im_[i * bins + bin]};
    });
}

template <typename Real>
void StftPlan<Real>::magnitude(std::span<const Real> signal, std::span<Real> out) {
    const std::size_t frames = frame_count(signal.size());
    const std::ptrdiff_t edge = options_.zero_edges ? options_.window_samples / 2 : 0;
    const auto start_of = [&](std::size_t k) { return static_cast<std::ptrdiff_t>(k) * options_.hop - edge; };
    run(signal, frames, start_of, false,
        [&](std::size_t first, std::size_t count) { store_magnitudes(first, count, frames, out); });
}

template <typename Real>
void StftPlan<Real>::magnitude_at(std::span<const Real> signal, std::span<const std::ptrdiff_t> frame_starts,
                                  std::span<Real> out) {
    const std::size_t frames = frame_starts.size();
    const auto start_of = [&](std::size_t k) { return frame_starts[k]; };
    run(signal, frames, start_of, false,
        [&](std::size_t first, std::size_t count) { store_magnitudes(first, count, frames, out); });
}

template <typename Real>
void StftPlan<Real>::store_magnitudes(std::size_t first, std::size_t count, std::size_t frames, std::span<Real> out) {
    const auto bins = static_cast<std::size_t>(options_.bins);
    for (std::size_t i = 0; i < count * bins; ++i) re_[i] = std::sqrt(re_[i] * re_[i] + im_[i] * im_[i]);
    store(first, count, frames, out);
}

template <typename Real>
void StftPlan<Real>::in_phase_at(std::span<const Real> signal, std::span<const std::ptrdiff_t> frame_starts,
                                 std::span<Real> out) {
    const std::size_t frames = frame_starts.size();
    const auto bins = static_cast<std::size_t>(options_.bins);
    const auto start_of = [&](std::size_t k) { return frame_starts[k]; };
    run(signal, frames, start_of, true, [&](std::size_t first, std::size_t count) {
        for (std::size_t i = 0; i < count; ++i)
            for (std::size_t bin = 0; bin < bins; ++bin) {
                auto& re = re_[i * bins + bin];
                re = re * to_middle_[bin].real() - im_[i * bins + bin] * to_middle_[bin].imag();
            }
        store(first, count, frames, out);
    });
}

// What stands in re_.
template <typename Real>
void StftPlan<Real>::store(std::size_t first, std::size_t count, std::size_t frames, std::span<Real> out) const {
    const auto bins = static_cast<std::size_t>(options_.bins);
    // Transposed by tiles, so that neither side walks through memory a cache line a value.
    constexpr std::size_t tile = 8;
    for (std::size_t b0 = 0; b0 < bins; b0 += tile)
        for (std::size_t i0 = 0; i0 < count; i0 += tile)
            for (std::size_t bin = b0; bin < std::min(bins, b0 + tile); ++bin)
                for (std::size_t i = i0; i < std::min(count, i0 + tile); ++i)
                    out[bin * frames + first + i] = re_[i * bins + bin];
}

template class StftPlan<float>;
template class StftPlan<double>;

}  // namespace synchrony::dsp
