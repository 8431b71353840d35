// The one place where values pass between the host's memory and a device's; tests/contract/room_order_test.cpp sees
// to it. What is read anywhere else cannot come from a GPU's memory by mistake.
#pragma once

#include <c10/util/Exception.h>
#include <torch/types.h>

#include <span>
#include <vector>

namespace synchrony::nn {

/// The tensor on that device, copied where it is elsewhere; an undefined one stays undefined.
[[nodiscard]] inline torch::Tensor on_device(const torch::Tensor& tensor, const torch::Device& device) {
    return tensor.defined() ? tensor.to(device) : tensor;
}

/// The values in the host's memory, one after the other in the order of the shape, without gradients.
[[nodiscard]] inline torch::Tensor on_host(const torch::Tensor& tensor) {
    return tensor.detach().cpu().contiguous();
}

/// The memory of a contiguous tensor that is on the host; the tensor must outlive it. Throws (a fault of ours) where it
/// is on a device.
template <typename T>
[[nodiscard]] std::span<T> host_values(const torch::Tensor& tensor) {
    TORCH_CHECK(tensor.device().is_cpu() && tensor.is_contiguous(), "values of a tensor on ", tensor.device(),
                " are read without a copy on the host");
    return {tensor.data_ptr<T>(), static_cast<std::size_t>(tensor.numel())};
}

/// A copy of the values, wherever they are, as numbers of that type.
template <typename T>
[[nodiscard]] std::vector<T> values_of(const torch::Tensor& tensor) {
    const auto here = on_host(tensor).to(c10::CppTypeToScalarType<T>::value);
    const auto values = host_values<T>(here);
    return {values.begin(), values.end()};
}

/// The one value of the tensor. Of a GPU: waits for it.
template <typename T>
[[nodiscard]] T number_in(const torch::Tensor& tensor) {
    return on_host(tensor).item<T>();
}

}  // namespace synchrony::nn
