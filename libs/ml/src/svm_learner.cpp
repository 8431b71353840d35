#include <libsvm/svm.h>

#include <mutex>
#include <vector>

#include "learner.hpp"

namespace synchrony::ml {
namespace {

constexpr double libsvm_stop_at = 1e-3;  ///< libsvm's default
constexpr double cache_mb = 50.0;        ///< kernel cache

void keep_libsvm_quiet() {
    static std::once_flag once;
    std::call_once(once, [] { svm_set_print_string_function([](const char*) {}); });
}

/// exp(-|a - b|^2) for every pair of rows.
Eigen::MatrixXd gaussian_kernel(const Eigen::MatrixXd& a, const Eigen::MatrixXd& b) {
    Eigen::MatrixXd kernel = 2.0 * a * b.transpose();
    kernel.colwise() -= a.rowwise().squaredNorm();
    kernel.rowwise() -= b.rowwise().squaredNorm().transpose();
    return kernel.array().min(0.0).exp();
}

/// libsvm reads a precomputed kernel as rows of (0: serial number, 1...: values).
class SvmLearner final : public Learner {
  public:
    void prepare(const Eigen::MatrixXd& rows) override {
        training_ = rows;
        const Eigen::MatrixXd kernel = gaussian_kernel(rows, rows);
        nodes_.clear();
        for (Eigen::Index r = 0; r < kernel.rows(); ++r) {
            nodes_.push_back({0, static_cast<double>(r + 1)});
            for (Eigen::Index c = 0; c < kernel.cols(); ++c) nodes_.push_back({static_cast<int>(c + 1), kernel(r, c)});
            nodes_.push_back({-1, 0.0});
        }
    }

    void train(std::span<const std::uint8_t> labels, double cost) override {
        keep_libsvm_quiet();
        std::vector<double> targets;
        std::vector<svm_node*> rows;
        const std::size_t stride = labels.size() + 2;
        for (std::size_t i = 0; i < labels.size(); ++i) {
            targets.push_back(labels[i] != 0 ? 1.0 : -1.0);
            rows.push_back(nodes_.data() + i * stride);
        }
        const svm_problem task{static_cast<int>(labels.size()), targets.data(), rows.data()};
        svm_parameter options{};
        options.svm_type = C_SVC;
        options.kernel_type = PRECOMPUTED;
        options.cache_size = cache_mb;
        options.eps = libsvm_stop_at;
        options.C = cost;
        options.shrinking = 1;
        svm_model* fitted = svm_train(&task, &options);
        const double sign = fitted->label[0] == 1 ? 1.0 : -1.0;
        coefficients_ = Eigen::VectorXd::Zero(training_.rows());
        for (int i = 0; i < fitted->l; ++i) coefficients_(fitted->sv_indices[i] - 1) = sign * fitted->sv_coef[0][i];
        offset_ = sign * fitted->rho[0];
        svm_free_and_destroy_model(&fitted);
    }

    [[nodiscard]] Eigen::VectorXd decide(const Eigen::MatrixXd& rows) const override {
        return (gaussian_kernel(rows, training_) * coefficients_).array() - offset_;
    }
    [[nodiscard]] bool gives_log_odds() const override { return false; }

  private:
    Eigen::MatrixXd training_;
    std::vector<svm_node> nodes_;
    Eigen::VectorXd coefficients_;
    double offset_ = 0.0;
};

}  // namespace

std::unique_ptr<Learner> gaussian_svm_learner() {
    return std::make_unique<SvmLearner>();
}

}  // namespace synchrony::ml
