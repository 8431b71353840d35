#include <xgboost/c_api.h>

#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

#include "learner.hpp"

namespace synchrony::ml {
namespace {

/// Parameters and matrices are ours, not input: a refusal by XGBoost is a bug.
void must(int status) {
    if (status != 0) throw std::runtime_error(std::string("XGBoost: ") + XGBGetLastError());
}

struct MatrixCloser {
    void operator()(void* handle) const { XGDMatrixFree(handle); }
};
struct BoosterCloser {
    void operator()(void* handle) const { XGBoosterFree(handle); }
};
using Matrix = std::unique_ptr<void, MatrixCloser>;
using Booster = std::unique_ptr<void, BoosterCloser>;

Matrix matrix(const Eigen::MatrixXd& rows) {
    std::vector<float> values;
    values.reserve(static_cast<std::size_t>(rows.size()));
    for (Eigen::Index r = 0; r < rows.rows(); ++r)
        for (Eigen::Index c = 0; c < rows.cols(); ++c) values.push_back(static_cast<float>(rows(r, c)));
    DMatrixHandle handle = nullptr;
    must(XGDMatrixCreateFromMat(values.data(), static_cast<bst_ulong>(rows.rows()), static_cast<bst_ulong>(rows.cols()),
                                std::numeric_limits<float>::quiet_NaN(), &handle));
    return Matrix(handle);
}

class BoostingLearner final : public Learner {
  public:
    explicit BoostingLearner(BoostingShape shape) : shape_(shape) {}

    void seed(std::uint64_t seed) override { seed_ = static_cast<std::uint32_t>(seed >> 32U) >> 1U; }
    void prepare(const Eigen::MatrixXd& rows) override { training_ = matrix(rows); }

    void train(std::span<const std::uint8_t> labels, double cost) override {
        const std::vector<float> answers(labels.begin(), labels.end());
        must(XGDMatrixSetFloatInfo(training_.get(), "label", answers.data(), answers.size()));
        const DMatrixHandle data = training_.get();
        BoosterHandle handle = nullptr;
        must(XGBoosterCreate(&data, 1, &handle));
        booster_.reset(handle);
        const auto set = [&](const char* name, const std::string& value) {
            must(XGBoosterSetParam(booster_.get(), name, value.c_str()));
        };
        set("objective", "binary:logistic");
        set("tree_method", "exact");
        set("nthread", "1");  // sums in one order: the same numbers whatever the threads of the run
        set("verbosity", "0");
        set("seed", std::to_string(seed_));
        set("eta", std::to_string(shape_.learning_rate));
        set("max_depth", std::to_string(shape_.depth));
        set("subsample", std::to_string(shape_.row_share));
        set("colsample_bytree", std::to_string(shape_.column_share));
        for (int round = 0; round < static_cast<int>(std::lround(cost)); ++round)
            must(XGBoosterUpdateOneIter(booster_.get(), round, training_.get()));
    }

    /// Log-odds before calibration.
    [[nodiscard]] Eigen::VectorXd decide(const Eigen::MatrixXd& rows) const override {
        Eigen::VectorXd decisions(rows.rows());
        if (rows.rows() == 0) return decisions;
        const auto data = matrix(rows);
        constexpr int margin = 1;  // option_mask: the sum before the logistic curve
        bst_ulong length = 0;
        const float* values = nullptr;
        must(XGBoosterPredict(booster_.get(), data.get(), margin, 0, 0, &length, &values));
        for (Eigen::Index i = 0; i < rows.rows(); ++i) decisions(i) = static_cast<double>(values[i]);
        return decisions;
    }
    /// TreeSHAP as Lundberg et al. describe it (Nat Mach Intell 2020;2:56), path-dependent: what is not known of a
    /// patient is averaged by the training patients that went each way.
    [[nodiscard]] Eigen::MatrixXd contributions(const Eigen::MatrixXd& rows) const override {
        Eigen::MatrixXd parts(rows.rows(), rows.cols() + 1);
        if (rows.rows() == 0) return parts;
        const auto data = matrix(rows);
        constexpr int shapley_values = 4;  // option_mask
        bst_ulong length = 0;
        const float* values = nullptr;
        must(XGBoosterPredict(booster_.get(), data.get(), shapley_values, 0, 0, &length, &values));
        if (length != static_cast<bst_ulong>(parts.size()))
            throw std::runtime_error("XGBoost: contributions of another size");
        for (Eigen::Index i = 0; i < parts.rows(); ++i)
            for (Eigen::Index j = 0; j < parts.cols(); ++j)
                parts(i, j) = static_cast<double>(values[i * parts.cols() + j]);
        return parts;
    }
    [[nodiscard]] std::vector<std::string> trees() const override {
        bst_ulong count = 0;
        const char** dumped = nullptr;
        constexpr int with_statistics = 1;
        must(XGBoosterDumpModelEx(booster_.get(), "", with_statistics, "json", &count, &dumped));
        return {dumped, dumped + count};
    }
    [[nodiscard]] bool gives_log_odds() const override { return false; }

  private:
    BoostingShape shape_;
    std::uint32_t seed_ = 0;
    Matrix training_;
    Booster booster_;
};

}  // namespace

std::unique_ptr<Learner> boosting_learner(BoostingShape shape) {
    return std::make_unique<BoostingLearner>(shape);
}

}  // namespace synchrony::ml
