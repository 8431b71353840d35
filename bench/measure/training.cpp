#include "training.hpp"

#include "../adam.hpp"

#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>

namespace synchrony::measure_bench {
namespace {

using delineation::Boundary;
using Rows = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using Row = Eigen::RowVectorXf;

using bench::Adam;

struct Parameters {
    Rows w1, w2;
    Row b1, b2, w3;
    Row b3 = Row::Zero(1);
};

struct Scaling {
    Row mean, deviation;
};

Scaling scaling_of(Boundary b, const std::vector<const Example*>& examples) {
    const int inputs = delineation::input_count(b);
    Eigen::RowVectorXd sum = Eigen::RowVectorXd::Zero(inputs), squares = sum;
    double count = 0.0;
    for (std::size_t k = 0; k < examples.size(); k += 7) {  // every seventh window tells the scale well enough
        Rows x(examples[k]->window.count, inputs);
        delineation::write_inputs(b, examples[k]->window, x.data());
        sum += x.cast<double>().colwise().sum();
        squares += x.cast<double>().array().square().matrix().colwise().sum();
        count += static_cast<double>(x.rows());
    }
    Scaling s;
    s.mean = (sum / count).cast<float>();
    s.deviation = ((squares / count).array() - (sum / count).array().square()).max(1e-4).sqrt().cast<float>();
    s.mean.tail(12).setZero();  // which lead it is stays 0 or 1
    s.deviation.tail(12).setOnes();
    return s;
}

class Trainer {
  public:
    Trainer(Boundary b, const TrainingOptions& o, Scaling scaling)
        : b_(b), o_(o), scaling_(std::move(scaling)), random_(o.seed) {
        const int inputs = delineation::input_count(b);
        fill(p_.w1, o.hidden1, inputs, 0.7F * std::sqrt(2.0F / static_cast<float>(inputs)));
        fill(p_.w2, o.hidden2, o.hidden1, std::sqrt(2.0F / static_cast<float>(o.hidden1)));
        Rows w3;
        fill(w3, 1, o.hidden2, 0.3F);
        p_.w3 = w3;
        p_.b1 = Row::Zero(o.hidden1);
        p_.b2 = Row::Zero(o.hidden2);
        noise_.resize(1U << 20U);
        for (float& v : noise_) v = normal_(random_);
    }

    void epoch(std::vector<const Example*>& examples, std::size_t total_steps) {
        std::shuffle(examples.begin(), examples.end(), random_);
        const auto batch = static_cast<std::size_t>(o_.batch);
        for (std::size_t k = 0; k + batch <= examples.size(); k += batch)
            step({examples.begin() + static_cast<std::ptrdiff_t>(k),
                  examples.begin() + static_cast<std::ptrdiff_t>(k + batch)},
                 total_steps);
    }

    [[nodiscard]] delineation::Network network() const {
        // The scaling goes into the first layer.
        const Rows w1 = p_.w1.array().rowwise() / scaling_.deviation.array();
        const Row b1 = p_.b1 - scaling_.mean * w1.transpose();
        const auto list = [](const auto& m) { return std::vector<float>(m.data(), m.data() + m.size()); };
        return {static_cast<int>(w1.cols()),
                o_.hidden1,
                o_.hidden2,
                list(w1),
                list(b1),
                list(p_.w2),
                list(p_.b2),
                list(p_.w3),
                p_.b3[0]};
    }

  private:
    void fill(Rows& m, int rows, int columns, float scale) {
        m.resize(rows, columns);
        for (Eigen::Index i = 0; i < m.size(); ++i) m.data()[i] = scale * normal_(random_);
    }

    Rows inputs_of(const std::vector<const Example*>& batch) {
        int rows = 0;
        for (const auto* e : batch) rows += e->window.count;
        Rows x(rows, delineation::input_count(b_));
        const int taps = static_cast<int>(delineation::taps(b_).size());
        int at = 0;
        for (const auto* e : batch) {
            auto block = x.middleRows(at, e->window.count);
            delineation::write_inputs(b_, e->window, block.data());
            const float gain = o_.gain_noise * normal_(random_);
            for (int t = 0; t < taps; ++t) {  // channels 3 and 4 and the first three constants carry amplitude
                block.col(t * delineation::channel_count + 3).array() += gain;
                block.col(t * delineation::channel_count + 4).array() += 0.7F * gain;
            }
            const int constants = taps * delineation::channel_count + delineation::position_count;
            block.middleCols(constants, 3).array() += gain;
            if (random_() % 8 == 0) block.rightCols(12).setZero();  // so that unnamed leads can be read too
            at += e->window.count;
        }
        x.rowwise() -= scaling_.mean;
        x.array().rowwise() /= scaling_.deviation.array();
        const std::size_t offset = random_() % noise_.size();
        for (Eigen::Index i = 0; i < x.size(); ++i)
            x.data()[i] += o_.input_noise * noise_[(offset + static_cast<std::size_t>(i)) & (noise_.size() - 1)];
        return x;
    }

    // Gradient of the cross-entropy by score.
    Eigen::VectorXf gradient(const std::vector<const Example*>& batch, const Eigen::VectorXf& scores) const {
        Eigen::VectorXf d(scores.size());
        Eigen::Index at = 0;
        for (const auto* e : batch) {
            const int n = e->window.count;
            const auto s = scores.segment(at, n);
            float top = s.maxCoeff();
            if (delineation::may_be_absent(b_)) top = std::max(top, 0.0F);
            Eigen::ArrayXf p = (s.array() - top).exp();
            p /= p.sum() + (delineation::may_be_absent(b_) ? std::exp(-top) : 0.0F);
            Eigen::ArrayXf y = Eigen::ArrayXf::Zero(n);
            if (!e->absent) {
                for (int i = 0; i < n; ++i) {
                    const double u = (e->window.sample(i) - e->target) / o_.blur;
                    y[i] = static_cast<float>(std::exp(-0.5 * u * u));
                }
                y /= y.sum();
            }
            d.segment(at, n) = (p - y).matrix() / static_cast<float>(o_.batch);
            at += n;
        }
        return d;
    }

    void step(const std::vector<const Example*>& batch, std::size_t total_steps) {
        const Rows x = inputs_of(batch);
        Rows h1 = x * p_.w1.transpose();
        h1 = (h1.rowwise() + p_.b1).cwiseMax(0.0F);
        Rows h2 = h1 * p_.w2.transpose();
        h2 = (h2.rowwise() + p_.b2).cwiseMax(0.0F);
        const Eigen::VectorXf scores = ((h2 * p_.w3.transpose()).array() + p_.b3[0]).matrix();
        const Eigen::VectorXf d = gradient(batch, scores);
        Rows d2 = d * p_.w3;
        d2 = (h2.array() > 0.0F).select(d2, 0.0F);
        Rows d1 = d2 * p_.w2;
        d1 = (h1.array() > 0.0F).select(d1, 0.0F);
        Parameters g{d1.transpose() * x, d2.transpose() * h1, d1.colwise().sum(),
                     d2.colwise().sum(), d.transpose() * h2,  Row::Constant(1, d.sum())};
        const double done = static_cast<double>(steps_++) / static_cast<double>(total_steps);
        float rate = o_.learning_rate * static_cast<float>(0.5 * (1.0 + std::cos(std::numbers::pi * done)));
        rate *= std::min(1.0F, static_cast<float>(steps_) / 50.0F);
        const auto update = [&](Adam& adam, auto& p, const auto& gradient_of_p, float decay) {
            adam.step({p.data(), p.size()}, {gradient_of_p.data(), gradient_of_p.size()}, rate, decay);
        };
        update(adam_[0], p_.w1, g.w1, o_.weight_decay);
        update(adam_[1], p_.w2, g.w2, o_.weight_decay);
        update(adam_[2], p_.w3, g.w3, o_.weight_decay);
        update(adam_[3], p_.b1, g.b1, 0.0F);
        update(adam_[4], p_.b2, g.b2, 0.0F);
        if (delineation::may_be_absent(b_)) update(adam_[5], p_.b3, g.b3, 0.0F);
    }

    Boundary b_;
    TrainingOptions o_;
    Scaling scaling_;
    std::mt19937 random_;
    std::normal_distribution<float> normal_;
    std::vector<float> noise_;
    Parameters p_;
    Adam adam_[6];
    std::size_t steps_ = 0;
};

}  // namespace

// Networks side by side as one: layers stacked, the second block-diagonal, scores averaged.
static delineation::Network side_by_side(const std::vector<delineation::Network>& members) {
    delineation::Network all;
    const auto count = static_cast<int>(members.size());
    const auto& one = members.front();
    all.inputs = one.inputs;
    all.hidden1 = count * one.hidden1;
    all.hidden2 = count * one.hidden2;
    all.w2.assign(static_cast<std::size_t>(all.hidden1 * all.hidden2), 0.0F);
    for (int m = 0; m < count; ++m) {
        const auto& n = members[static_cast<std::size_t>(m)];
        all.w1.insert(all.w1.end(), n.w1.begin(), n.w1.end());
        all.b1.insert(all.b1.end(), n.b1.begin(), n.b1.end());
        all.b2.insert(all.b2.end(), n.b2.begin(), n.b2.end());
        for (int i = 0; i < one.hidden2; ++i) {
            std::copy_n(n.w2.begin() + i * one.hidden1, one.hidden1,
                        all.w2.begin() + (m * one.hidden2 + i) * all.hidden1 + m * one.hidden1);
            all.w3.push_back(n.w3[static_cast<std::size_t>(i)] / static_cast<float>(count));
        }
        all.b3 += n.b3 / static_cast<float>(count);
    }
    return all;
}

delineation::Network train(Boundary b, const std::vector<const Example*>& examples, const TrainingOptions& options) {
    const std::size_t steps =
        static_cast<std::size_t>(options.epochs) * (examples.size() / static_cast<std::size_t>(options.batch));
    const Scaling scaling = scaling_of(b, examples);
    std::vector<delineation::Network> members;
    for (int m = 0; m < options.members; ++m) {
        TrainingOptions own = options;
        own.seed = options.seed + static_cast<std::uint32_t>(m);
        Trainer trainer(b, own, scaling);
        std::vector<const Example*> order = examples;
        for (int e = 0; e < options.epochs; ++e) trainer.epoch(order, steps);
        members.push_back(trainer.network());
    }
    return side_by_side(members);
}

}  // namespace synchrony::measure_bench
