#include "delineation/network.hpp"

#include <Eigen/Core>

namespace synchrony::measure::delineation {
using Rows = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using ConstRows = Eigen::Map<const Rows>;
using ConstVector = Eigen::Map<const Eigen::RowVectorXf>;

std::vector<float> scores(Boundary b, const Network& net, const Window& window) {
    std::vector<float> out(static_cast<std::size_t>(window.count));
    if (window.count == 0 || net.inputs != input_count(b)) return {};
    Rows x(window.count, net.inputs);
    write_inputs(b, window, x.data());
    Rows h1 = x * ConstRows(net.w1.data(), net.hidden1, net.inputs).transpose();
    h1.rowwise() += ConstVector(net.b1.data(), net.hidden1);
    h1 = h1.cwiseMax(0.0F);
    Rows h2 = h1 * ConstRows(net.w2.data(), net.hidden2, net.hidden1).transpose();
    h2.rowwise() += ConstVector(net.b2.data(), net.hidden2);
    h2 = h2.cwiseMax(0.0F);
    Eigen::Map<Eigen::VectorXf>(out.data(), window.count) = h2 * ConstVector(net.w3.data(), net.hidden2).transpose();
    for (float& s : out) s += net.b3;
    return out;
}

}  // namespace synchrony::measure::delineation
