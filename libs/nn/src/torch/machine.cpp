#include "machine.hpp"

#include <ATen/autocast_mode.h>
#include <torch/cuda.h>

#include "named.hpp"

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

}  // namespace

core::Result<Machine> Machine::of(Device device, Precision precision) {
    Machine machine;
    if (device == Device::cuda) {
        if (!torch::cuda::is_available())
            return core::fail(usage_error("no GPU that libtorch can use", "cuda", "cpu",
                                          "install a libtorch with CUDA and its driver, or run on the CPU"));
        machine.device = torch::Device(torch::kCUDA);
    } else if (precision == Precision::f16) {
        return core::fail(usage_error("half precision is for GPUs", "f16", "f32 or bf16"));
    }
    machine.precision = precision;
    if (precision == Precision::automatic)
        machine.precision = device == Device::cuda || cpu_multiplies_bf16() ? Precision::bf16 : Precision::f32;
    return machine;
}

AutocastScope::AutocastScope(const Machine& machine)
    : cuda_(machine.device.is_cuda()), before_(cuda_ ? at::autocast::is_enabled() : at::autocast::is_cpu_enabled()) {
    const bool on = machine.precision != Precision::f32;
    // Each weight is used once or twice a pass, and the cache is shared by all threads.
    at::autocast::set_autocast_cache_enabled(false);
    if (cuda_) {
        if (on) at::autocast::set_autocast_gpu_dtype(type_of(machine.precision));
        at::autocast::set_enabled(on);
    } else {
        if (on) at::autocast::set_autocast_cpu_dtype(type_of(machine.precision));
        at::autocast::set_cpu_enabled(on);
    }
}

AutocastScope::~AutocastScope() {
    if (cuda_) {
        at::autocast::set_enabled(before_);
    } else {
        at::autocast::set_cpu_enabled(before_);
    }
}

}  // namespace synchrony::nn
