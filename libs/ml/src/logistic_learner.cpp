#include <linear.h>

#include <Eigen/Eigenvalues>
#include <mutex>
#include <vector>

#include "learner.hpp"

namespace synchrony::ml {
namespace {

/// liblinear penalises the intercept as it does weights; on a constant column of this size an intercept b costs only
/// b^2 / (2 * 10^2).
constexpr double bias_column = 10.0;
/// Stopping tolerance relative to the gradient at zero; liblinear's default of 1e-2 is for huge problems.
constexpr double liblinear_stop_at = 1e-6;
/// Directions of the training rows with less than this share of the largest variance are rounding.
constexpr double least_eigenvalue_share = 1e-10;

void keep_liblinear_quiet() {
    static std::once_flag once;
    std::call_once(once, [] { set_print_string_function([](const char*) {}); });
}

/// liblinear's sparse rows over one block of memory: r values, the bias, the end mark.
std::vector<feature_node> to_nodes(const Eigen::MatrixXd& rows) {
    const auto columns = rows.cols();
    std::vector<feature_node> nodes;
    nodes.reserve(static_cast<std::size_t>(rows.rows() * (columns + 2)));
    for (Eigen::Index r = 0; r < rows.rows(); ++r) {
        for (Eigen::Index c = 0; c < columns; ++c) nodes.push_back({static_cast<int>(c + 1), rows(r, c)});
        nodes.push_back({static_cast<int>(columns + 1), bias_column});
        nodes.push_back({-1, 0.0});
    }
    return nodes;
}

class LogisticLearner final : public Learner {
  public:
    void prepare(const Eigen::MatrixXd& rows) override {
        reduced_ = rows;
        rotated_ = rows.cols() > rows.rows();
        // With an L2 penalty the weights lie in the span of the training rows: n coordinates say all that p columns do.
        if (rotated_) {
            const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> gram(rows * rows.transpose());
            const auto& values = gram.eigenvalues();  // ascending
            Eigen::Index kept = 0;
            while (kept < values.size() &&
                   values(values.size() - 1 - kept) > least_eigenvalue_share * values(values.size() - 1))
                ++kept;
            const Eigen::VectorXd scale = values.tail(kept).cwiseSqrt().cwiseInverse();
            rotation_ = rows.transpose() * (gram.eigenvectors().rightCols(kept) * scale.asDiagonal());
            reduced_ = rows * rotation_;
        }
        nodes_ = to_nodes(reduced_);
    }

    void train(std::span<const std::uint8_t> labels, double cost) override {
        keep_liblinear_quiet();
        std::vector<double> targets;
        std::vector<feature_node*> rows;
        const auto stride = static_cast<std::size_t>(reduced_.cols() + 2);
        for (std::size_t i = 0; i < labels.size(); ++i) {
            targets.push_back(labels[i] != 0 ? 1.0 : -1.0);
            rows.push_back(nodes_.data() + i * stride);
        }
        const ::problem task{static_cast<int>(labels.size()), static_cast<int>(reduced_.cols() + 1), targets.data(),
                             rows.data(), bias_column};
        ::parameter options{};
        options.solver_type = L2R_LR;
        options.eps = liblinear_stop_at;
        options.C = cost;
        ::model* fitted = ::train(&task, &options);
        const double sign = fitted->label[0] == 1 ? 1.0 : -1.0;  // liblinear's first class is the first label it meets
        weights_.resize(reduced_.cols());
        for (Eigen::Index c = 0; c < weights_.size(); ++c) weights_(c) = sign * fitted->w[c];
        intercept_ = sign * fitted->w[weights_.size()] * bias_column;
        ::free_and_destroy_model(&fitted);
    }

    [[nodiscard]] Eigen::VectorXd decide(const Eigen::MatrixXd& rows) const override {
        return (rows * weights()).array() + intercept_;
    }
    [[nodiscard]] Eigen::VectorXd weights() const override {
        return rotated_ ? Eigen::VectorXd(rotation_ * weights_) : weights_;
    }
    [[nodiscard]] bool gives_log_odds() const override { return true; }

  private:
    bool rotated_ = false;      ///< else the columns are used as they are
    Eigen::MatrixXd rotation_;  ///< [column, kept direction]; no direction where no column varies
    Eigen::MatrixXd reduced_;
    std::vector<feature_node> nodes_;
    Eigen::VectorXd weights_;
    double intercept_ = 0.0;
};

}  // namespace

std::unique_ptr<Learner> logistic_learner() {
    return std::make_unique<LogisticLearner>();
}

}  // namespace synchrony::ml
