#include "blas_kernels.hpp"

#include <dlfcn.h>

#include <cstdlib>
#include <cstring>

namespace synchrony::nn {
namespace {

constexpr const char* blas_library = "libopenblas.so.0";
constexpr const char* kernels_variable = "OPENBLAS_CORETYPE";
constexpr const char* taken_for_unknown = "Prescott";

template <typename Function>
Function* blas_symbol(void* library, const char* name) {
    return reinterpret_cast<Function*>(dlsym(library, name));
}

#if defined(__x86_64__)
// What the program itself is compiled for is the least that a processor has (apps/cli/processor_check.cpp).
const char* kernels_of_processor() {
    __builtin_cpu_init();
    const bool avx512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                        __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
    if (avx512) return "SkylakeX";
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") ? "Haswell" : nullptr;
}
#else
const char* kernels_of_processor() {
    return nullptr;
}
#endif

}  // namespace

const char* blas_kernels() {
    void* library = dlopen(blas_library, RTLD_NOW | RTLD_NOLOAD);
    auto* const name = library != nullptr ? blas_symbol<char*()>(library, "openblas_get_corename") : nullptr;
    return name != nullptr ? name() : "";
}

void choose_blas_kernels() {
    if (std::getenv(kernels_variable) != nullptr) return;
    void* library = dlopen(blas_library, RTLD_NOW | RTLD_LOCAL);  // what libtorch loads next
    if (library == nullptr || std::strcmp(blas_kernels(), taken_for_unknown) != 0) return;
    // The library's own way to choose again: its tables are filled for the kernels that the variable names.
    auto* const forget = blas_symbol<void()>(library, "gotoblas_dynamic_quit");
    auto* const choose = blas_symbol<void()>(library, "gotoblas_dynamic_init");
    const char* kernels = kernels_of_processor();
    if (forget == nullptr || choose == nullptr || kernels == nullptr) return;
    ::setenv(kernels_variable, kernels, 0);
    forget();
    choose();
}

}  // namespace synchrony::nn
