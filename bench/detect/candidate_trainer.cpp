#include "candidate_trainer.hpp"

#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <fstream>
#include <numbers>
#include <numeric>
#include <random>

#include "../adam.hpp"
#include "../packed_parts.hpp"

namespace synchrony::detect_bench {
namespace {

using Rows = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using Row = Eigen::RowVectorXf;

class CandidateTrainer {
  public:
    CandidateTrainer(const CandidateExamples& examples, const CandidateTraining& o)
        : examples_(examples), o_(o), random_(o.seed), inputs_(beats::candidate_input_count()) {
        measure_scale();
        fill(w1_, o.hidden1, inputs_, std::sqrt(2.0F / static_cast<float>(inputs_)));
        fill(w2_, o.hidden2, o.hidden1, std::sqrt(2.0F / static_cast<float>(o.hidden1)));
        fill(w3_, 1, o.hidden2, 0.3F);
        b1_ = Row::Zero(o.hidden1);
        b2_ = Row::Zero(o.hidden2);
        order_.resize(examples.size());
        std::iota(order_.begin(), order_.end(), 0U);
        noise_.resize(1U << 20U);
        for (float& v : noise_) v = normal_(random_);
    }

    void run() {
        const auto batch = static_cast<std::size_t>(o_.batch);
        const std::size_t total = static_cast<std::size_t>(o_.epochs) * (order_.size() / batch);
        for (int epoch = 0; epoch < o_.epochs; ++epoch) {
            std::shuffle(order_.begin(), order_.end(), random_);
            for (std::size_t k = 0; k + batch <= order_.size(); k += batch)
                step(std::span(order_).subspan(k, batch), total);
        }
    }

    [[nodiscard]] beats::CandidateNetwork network() const {
        const Rows w1 = w1_.array().rowwise() / deviation_.array();  // the scaling goes into the first layer
        const Row b1 = b1_ - mean_ * w1.transpose();
        const auto list = [](const auto& m) { return std::vector<float>(m.data(), m.data() + m.size()); };
        return {inputs_, o_.hidden1, o_.hidden2, list(w1), list(b1), list(w2_), list(b2_), list(w3_), b3_[0]};
    }

  private:
    void fill(Rows& m, int rows, int columns, float scale) {
        m.resize(rows, columns);
        for (Eigen::Index i = 0; i < m.size(); ++i) m.data()[i] = scale * normal_(random_);
    }

    void measure_scale() {
        const Eigen::Map<const Rows> x(examples_.inputs.data(), static_cast<Eigen::Index>(examples_.size()), inputs_);
        const auto n = static_cast<float>(examples_.size());
        mean_ = x.colwise().sum() / n;
        Row squares = Row::Zero(inputs_);
        for (Eigen::Index i = 0; i < x.rows(); ++i) squares += (x.row(i) - mean_).cwiseAbs2();
        deviation_ = (squares / n).cwiseMax(1e-4F).cwiseSqrt();
    }

    void step(std::span<const std::uint32_t> batch, std::size_t total) {
        const auto n = static_cast<Eigen::Index>(batch.size());
        Rows x(n, inputs_);
        Eigen::VectorXf y(n);
        for (Eigen::Index i = 0; i < n; ++i) {
            const auto k = batch[static_cast<std::size_t>(i)];
            x.row(i) = Eigen::Map<const Row>(examples_.inputs.data() + static_cast<std::size_t>(inputs_) * k, inputs_);
            y[i] = examples_.is_beat[k];
        }
        x.rowwise() -= mean_;
        x.array().rowwise() /= deviation_.array();
        const std::size_t offset = random_() % noise_.size();
        for (Eigen::Index i = 0; i < x.size(); ++i)
            x.data()[i] += o_.input_noise * noise_[(offset + static_cast<std::size_t>(i)) & (noise_.size() - 1)];
        Rows h1 = x * w1_.transpose();
        h1 = (h1.rowwise() + b1_).cwiseMax(0.0F);
        Rows h2 = h1 * w2_.transpose();
        h2 = (h2.rowwise() + b2_).cwiseMax(0.0F);
        const Eigen::ArrayXf odds = (h2 * w3_.transpose()).array() + b3_[0];
        const Eigen::VectorXf d = ((1.0F / (1.0F + (-odds).exp())).matrix() - y) / static_cast<float>(n);
        Rows d2 = d * w3_;
        d2 = (h2.array() > 0.0F).select(d2, 0.0F);
        Rows d1 = d2 * w2_;
        d1 = (h1.array() > 0.0F).select(d1, 0.0F);
        const Rows g1 = d1.transpose() * x, g2 = d2.transpose() * h1, g3 = d.transpose() * h2;
        const Row gb1 = d1.colwise().sum(), gb2 = d2.colwise().sum(), gb3 = Row::Constant(1, d.sum());
        const double done = static_cast<double>(steps_++) / static_cast<double>(total);
        const float rate = o_.learning_rate * static_cast<float>(0.5 * (1.0 + std::cos(std::numbers::pi * done))) *
                           std::min(1.0F, static_cast<float>(steps_) / 50.0F);
        const auto update = [&](bench::Adam& adam, auto& p, const auto& g, float decay) {
            adam.step({p.data(), p.size()}, {g.data(), g.size()}, rate, decay);
        };
        update(adam_[0], w1_, g1, o_.weight_decay);
        update(adam_[1], w2_, g2, o_.weight_decay);
        update(adam_[2], w3_, g3, o_.weight_decay);
        update(adam_[3], b1_, gb1, 0.0F);
        update(adam_[4], b2_, gb2, 0.0F);
        update(adam_[5], b3_, gb3, 0.0F);
    }

    const CandidateExamples& examples_;
    CandidateTraining o_;
    std::mt19937 random_;
    int inputs_;
    std::normal_distribution<float> normal_;
    Row mean_, deviation_;
    Rows w1_, w2_, w3_;
    Row b1_, b2_, b3_ = Row::Zero(1);
    std::vector<std::uint32_t> order_;
    std::vector<float> noise_;
    bench::Adam adam_[6];
    std::size_t steps_ = 0;
};

}  // namespace

beats::CandidateNetwork train_candidates(const CandidateExamples& examples, const CandidateTraining& options) {
    CandidateTrainer trainer(examples, options);
    trainer.run();
    return trainer.network();
}

void write_candidate_weights(const std::filesystem::path& path, const beats::CandidateNetwork& net) {
    std::ofstream out(path);
    out << "// Made by train_detector; do not edit. clang-format off\n";
    out << "constexpr int packed_inputs = " << net.inputs << ", packed_hidden1 = " << net.hidden1
        << ", packed_hidden2 = " << net.hidden2 << ";\n";
    constexpr int columns = 24;
    out << "constexpr std::int16_t packed_weights[] = {";
    bench::PackedParts parts(out, columns);
    for (const auto* array : {&net.w1, &net.b1, &net.w2, &net.b2, &net.w3}) parts.add(*array);
    out << "};\n";
    bench::write_scales(out, "packed_scales", parts.scales());
    out << "constexpr float packed_b3 = " << net.b3 << "F;\n";
}

}  // namespace synchrony::detect_bench
