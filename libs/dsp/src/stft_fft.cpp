// STFT by one fast Fourier transform a frame (KISS FFT's C++ template, so that double and float are the same code).
#include <complex>
#include <kissfft/kissfft.hh>

#include "stft_engine.hpp"

namespace synchrony::dsp {
namespace {

template <typename Real>
class FftEngine final : public StftEngine<Real> {
  public:
    explicit FftEngine(const StftOptions& options)
        : options_(options),
          even_(options.fft_samples % 2 == 0),
          fft_(static_cast<std::size_t>(even_ ? options.fft_samples / 2 : options.fft_samples), false),
          frame_(static_cast<std::size_t>(options.fft_samples)),
          in_(even_ ? 0 : frame_.size()),
          out_(frame_.size() + 1) {
        for (const double w : scaled_window(options)) window_.push_back(static_cast<Real>(w));
    }

    [[nodiscard]] std::unique_ptr<StftEngine<Real>> copy() const override { return std::make_unique<FftEngine>(*this); }

    void run(std::span<const Real> signal, std::span<const std::ptrdiff_t> starts, bool, Real* re, Real* im) override {
        const auto bins = static_cast<std::size_t>(options_.bins);
        const auto first = static_cast<std::size_t>(options_.first_bin);
        for (const auto start : starts) {
            gather_frame(signal, start, std::span(frame_).first(window_.size()));
            for (std::size_t m = 0; m < window_.size(); ++m) frame_[m] *= window_[m];
            spectrum();
            for (std::size_t k = 0; k < bins; ++k) {
                *re++ = out_[first + k].real();
                *im++ = out_[first + k].imag();
            }
        }
    }

  private:
    void spectrum() {
        if (even_) {
            const std::size_t half = frame_.size() / 2;
            fft_.transform_real(frame_.data(), out_.data());
            out_[half] = out_[0].imag();  // both are real and come in one
            out_[0] = out_[0].real();
        } else {
            std::copy(frame_.begin(), frame_.end(), in_.begin());
            fft_.transform(in_.data(), out_.data());
        }
    }

    StftOptions options_;
    bool even_;
    kissfft<Real> fft_;
    std::vector<Real> window_;
    std::vector<Real> frame_;  // zeros beyond the window
    std::vector<std::complex<Real>> in_;
    std::vector<std::complex<Real>> out_;
};

}  // namespace

template <typename Real>
std::unique_ptr<StftEngine<Real>> make_fft_engine(const StftOptions& options) {
    return std::make_unique<FftEngine<Real>>(options);
}
template std::unique_ptr<StftEngine<float>> make_fft_engine(const StftOptions&);
template std::unique_ptr<StftEngine<double>> make_fft_engine(const StftOptions&);

}  // namespace synchrony::dsp
