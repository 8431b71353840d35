// The optimizer of the bench programs that train small networks.
#pragma once

#include <Eigen/Core>
#include <cmath>

namespace synchrony::bench {

// Adam with decoupled weight decay (Loshchilov and Hutter 2019).
class Adam {
  public:
    void step(Eigen::Map<Eigen::ArrayXf> p, const Eigen::Map<const Eigen::ArrayXf>& g, float rate, float decay) {
        if (m_.size() == 0) m_ = v_ = Eigen::ArrayXf::Zero(p.size());
        ++t_;
        m_ = 0.9F * m_ + 0.1F * g;
        v_ = 0.999F * v_ + 0.001F * g.square();
        const float c1 = 1.0F - std::pow(0.9F, static_cast<float>(t_));
        const float c2 = 1.0F - std::pow(0.999F, static_cast<float>(t_));
        p -= rate * ((m_ / c1) / ((v_ / c2).sqrt() + 1e-8F) + decay * p);
    }

  private:
    Eigen::ArrayXf m_, v_;
    int t_ = 0;
};

}  // namespace synchrony::bench
