// STFT as a product of matrices: a block of frames times the windowed cosines and sines of the kept bins.
#include <Eigen/Core>
#include <cmath>
#include <numbers>

#include "stft_engine.hpp"

namespace synchrony::dsp {
namespace {

template <typename Real>
using Matrix = Eigen::Matrix<Real, Eigen::Dynamic, Eigen::Dynamic, Eigen::ColMajor>;

template <typename Real>
class ProductEngine final : public StftEngine<Real> {
  public:
    explicit ProductEngine(const StftOptions& options)
        : basis_(make_basis(options)),
          bins_(options.bins),
          frames_(options.window_samples, static_cast<Eigen::Index>(block_frames)),
          out_(2 * options.bins, static_cast<Eigen::Index>(block_frames)) {}

    [[nodiscard]] std::unique_ptr<StftEngine<Real>> copy() const override {
        return std::make_unique<ProductEngine>(*this);
    }

    void run(std::span<const Real> signal, std::span<const std::ptrdiff_t> starts, bool, Real* re, Real* im) override {
        const auto count = static_cast<Eigen::Index>(starts.size());
        for (Eigen::Index i = 0; i < count; ++i)
            gather_frame(signal, starts[static_cast<std::size_t>(i)],
                         std::span(frames_.col(i).data(), static_cast<std::size_t>(frames_.rows())));
        out_.leftCols(count).noalias() = *basis_ * frames_.leftCols(count);
        Eigen::Map<Matrix<Real>>(re, bins_, count) = out_.leftCols(count).topRows(bins_);
        Eigen::Map<Matrix<Real>>(im, bins_, count) = out_.leftCols(count).bottomRows(bins_);
    }

  private:
    static std::shared_ptr<const Matrix<Real>> make_basis(const StftOptions& o) {
        const auto window = scaled_window(o);
        Matrix<Real> basis(2 * o.bins, o.window_samples);
        for (int m = 0; m < o.window_samples; ++m)
            for (int k = 0; k < o.bins; ++k) {
                // Reduced first, so that the angle keeps all its digits.
                const auto turn = (static_cast<std::int64_t>(o.first_bin + k) * m) % o.fft_samples;
                const double angle = 2 * std::numbers::pi * static_cast<double>(turn) / o.fft_samples;
                basis(k, m) = static_cast<Real>(window[static_cast<std::size_t>(m)] * std::cos(angle));
                basis(o.bins + k, m) = static_cast<Real>(-window[static_cast<std::size_t>(m)] * std::sin(angle));
            }
        return std::make_shared<const Matrix<Real>>(std::move(basis));
    }

    std::shared_ptr<const Matrix<Real>> basis_;  // [re of each bin, im of each bin; sample of the window]
    Eigen::Index bins_;
    Matrix<Real> frames_;  // [sample, frame]
    Matrix<Real> out_;     // [re and im of each bin, frame]
};

}  // namespace

template <typename Real>
std::unique_ptr<StftEngine<Real>> make_product_engine(const StftOptions& options) {
    return std::make_unique<ProductEngine<Real>>(options);
}
template std::unique_ptr<StftEngine<float>> make_product_engine(const StftOptions&);
template std::unique_ptr<StftEngine<double>> make_product_engine(const StftOptions&);

}  // namespace synchrony::dsp
