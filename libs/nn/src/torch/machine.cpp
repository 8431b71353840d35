#include "machine.hpp"

#include <ATen/autocast_mode.h>
#include <torch/cuda.h>
#include <torch/version.h>

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

// libtorch 2 names the device; its older functions print a warning at every call.
#if TORCH_VERSION_MAJOR >= 2
c10::DeviceType autocast_device(bool cuda) {
    return cuda ? at::kCUDA : at::kCPU;
}
bool autocast_is_on(bool cuda) {
    return at::autocast::is_autocast_enabled(autocast_device(cuda));
}
void set_autocast_type(bool cuda, at::ScalarType type) {
    at::autocast::set_autocast_dtype(autocast_device(cuda), type);
}
void switch_autocast(bool cuda, bool on) {
    at::autocast::set_autocast_enabled(autocast_device(cuda), on);
}
#else
bool autocast_is_on(bool cuda) {
    return cuda ? at::autocast::is_enabled() : at::autocast::is_cpu_enabled();
}
void set_autocast_type(bool cuda, at::ScalarType type) {
    cuda ? at::autocast::set_autocast_gpu_dtype(type) : at::autocast::set_autocast_cpu_dtype(type);
}
void switch_autocast(bool cuda, bool on) {
    cuda ? at::autocast::set_enabled(on) : at::autocast::set_cpu_enabled(on);
}
#endif

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

AutocastScope::AutocastScope(const Machine& machine) : cuda_(machine.device.is_cuda()), before_(autocast_is_on(cuda_)) {
    const bool on = machine.precision != Precision::f32;
    // Each weight is used once or twice a pass, and the cache is shared by all threads.
    at::autocast::set_autocast_cache_enabled(false);
    if (on) set_autocast_type(cuda_, type_of(machine.precision));
    switch_autocast(cuda_, on);
}

AutocastScope::~AutocastScope() {
    switch_autocast(cuda_, before_);
}

}  // namespace synchrony::nn
