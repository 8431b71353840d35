// Autocast by the type of the device, in libtorch 1.13 and 2.
#pragma once

#include <ATen/autocast_mode.h>
#include <torch/version.h>

namespace synchrony::nn {

// libtorch 2.4 names the device; the functions of before it print a warning at every call from then on.
#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 4)
inline bool autocast_is_on(c10::DeviceType device) {
    return at::autocast::is_autocast_enabled(device);
}
inline void set_autocast_type(c10::DeviceType device, at::ScalarType type) {
    at::autocast::set_autocast_dtype(device, type);
}
inline void switch_autocast(c10::DeviceType device, bool on) {
    at::autocast::set_autocast_enabled(device, on);
}
#else
inline bool autocast_is_on(c10::DeviceType device) {
    return device == at::kCUDA ? at::autocast::is_enabled() : at::autocast::is_cpu_enabled();
}
inline void set_autocast_type(c10::DeviceType device, at::ScalarType type) {
    device == at::kCUDA ? at::autocast::set_autocast_gpu_dtype(type) : at::autocast::set_autocast_cpu_dtype(type);
}
inline void switch_autocast(c10::DeviceType device, bool on) {
    device == at::kCUDA ? at::autocast::set_enabled(on) : at::autocast::set_cpu_enabled(on);
}
#endif

}  // namespace synchrony::nn
