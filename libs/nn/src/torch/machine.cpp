#include "machine.hpp"

#include <torch/cuda.h>

#include <algorithm>
#include <cstdlib>

#include "autocast.hpp"
#include "named.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::nn {
namespace {

// Without the instruction the processor would emulate bfloat16 and be slower than in single precision.
bool cpu_multiplies_bf16() {
#if defined(__x86_64__)
    return __builtin_cpu_supports("avx512bf16");
#else
    return false;
#endif
}

at::ScalarType type_of(Precision precision) {
    return precision == Precision::f16 ? at::kHalf : at::kBFloat16;
}

// Processes that train together on one machine take its GPUs in turn, as torchrun numbers them.
torch::Device own_gpu() {
    const char* text = std::getenv("LOCAL_RANK");
    const int number = core::number_from<int>(text != nullptr ? text : "").value_or(0);
    const int gpus = static_cast<int>(torch::cuda::device_count());
    return {torch::kCUDA, static_cast<c10::DeviceIndex>(std::max(0, number) % std::max(1, gpus))};
}

}  // namespace

core::Result<torch::Device> place_of(Device device) {
    if (device == Device::cpu) return torch::Device(torch::kCPU);
    if (torch::cuda::is_available()) return own_gpu();
    if (device == Device::cuda) return core::fail(no_gpu());
    return torch::Device(torch::kCPU);
}

std::string kind_of(const torch::Device& device) {
    return c10::DeviceTypeName(device.type(), /*lower_case=*/true);
}

core::Result<Machine> Machine::of(const torch::Device& device, Precision precision) {
    Machine machine{device, precision};
    if (device.is_cpu() && precision == Precision::f16)
        return core::fail(usage_error("half precision is for GPUs", "f16", "f32 or bf16"));
    if (precision == Precision::automatic)
        machine.precision =
            device.is_cuda() || (device.is_cpu() && cpu_multiplies_bf16()) ? Precision::bf16 : Precision::f32;
    return machine;
}

AutocastScope::AutocastScope(const Machine& machine) : device_(machine.device.type()) {
    on_ = machine.precision != Precision::f32;
    if (!on_) return;
    before_ = autocast_is_on(device_);
    // Each weight is used once or twice a pass, and the cache is shared by all threads.
    at::autocast::set_autocast_cache_enabled(false);
    set_autocast_type(device_, type_of(machine.precision));
    switch_autocast(device_, true);
}

AutocastScope::~AutocastScope() {
    if (on_) switch_autocast(device_, before_);
}

}  // namespace synchrony::nn
