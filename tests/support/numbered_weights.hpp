// Weights for a network that need not be of use.
#pragma once

#include "synchrony/model/bundle.hpp"

namespace synchrony::test {

/// Fills every tensor of the bundle's architecture with multiples of 1/64 below 2, which are exact in half precision.
inline void number_weights(model::Bundle& bundle) {
    int n = 0;
    for (const auto& tensor : model::tensor_shapes(bundle.architecture)) {
        auto& weight = bundle.tensors[tensor.name];
        weight.shape = tensor.shape;
        for (std::int64_t i = 0; i < tensor.elements(); ++i)
            weight.values.push_back(static_cast<float>(n++ % 128) / 64.0F);
    }
}

}  // namespace synchrony::test
