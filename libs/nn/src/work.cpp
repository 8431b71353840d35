#include "work.hpp"

namespace synchrony::nn {
namespace {

constexpr double operations_a_multiplication = 2;
constexpr double passes = 3;  // forward, gradient of inputs, gradient of weights

struct Plane {
    int height, width;
    void shrink(int stride) {
        height = (height - 1) / stride + 1;
        width = (width - 1) / stride + 1;
    }
    [[nodiscard]] double pixels() const { return static_cast<double>(height) * width; }
};

bool begins_with(const std::string& text, const std::string& begin) {
    return text.compare(0, begin.size(), begin) == 0;
}

}  // namespace

double multiplications(const model::Architecture& architecture, int height, int width) {
    Plane plane{height, width};
    double sum = 0;
    for (const auto& tensor : model::tensor_shapes(architecture)) {
        const auto& name = tensor.name;
        if (tensor.shape.size() == 2) sum += static_cast<double>(tensor.elements());
        if (tensor.shape.size() != 4) continue;
        if (name == "conv1.weight") {
            plane.shrink(architecture.stem_stride());
            sum += static_cast<double>(tensor.elements()) * plane.pixels();
            if (architecture.stem == model::Stem::standard) plane.shrink(2);
            continue;
        }
        // The stride of layers 2 to 4 stands in the first block's conv1, or its conv2 in bottlenecks.
        const bool strided = !begins_with(name, "layer1") && name.find(".0.") == 6 &&
                             name.find(architecture.bottleneck() ? "conv2" : "conv1") != std::string::npos;
        if (strided) plane.shrink(architecture.layer_stride());
        sum += static_cast<double>(tensor.elements()) * plane.pixels();
    }
    return sum;
}

double training_gflop(const model::Architecture& architecture, int height, int width) {
    return multiplications(architecture, height, width) * operations_a_multiplication * passes * 1e-9;
}

}  // namespace synchrony::nn
