#include "blas_kernels.hpp"

#include <dlfcn.h>
#include <sys/mman.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>
#include <thread>
#include <vector>

#include "synchrony/core/address_space.hpp"

namespace synchrony::nn {
namespace {

constexpr const char* blas_library = "libopenblas.so.0";
constexpr const char* kernels_variable = "OPENBLAS_CORETYPE";
constexpr const char* taken_for_unknown = "Prescott";
/// BUFFER_SIZE of OpenBLAS's common_x86_64.h, and the page before it.
constexpr std::size_t blas_buffer_bytes = (std::size_t{128} << 20) + 4096;
constexpr int for_a_product = 0;  ///< what blas_memory_alloc is told of the use; it looks at it nowhere

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

bool has_room_for(std::size_t bytes) {
    void* room = ::mmap(nullptr, bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (room == MAP_FAILED) return false;
    ::munmap(room, bytes);
    return true;
}

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

core::Result<void> reserve_blas_memory() {
    const auto limit = core::address_space_limit();
    if (!limit) return {};
    void* library = dlopen(blas_library, RTLD_NOW | RTLD_NOLOAD);
    if (library == nullptr) return {};
    auto* const threads = blas_symbol<int()>(library, "openblas_get_num_threads");
    auto* const take = blas_symbol<void*(int)>(library, "blas_memory_alloc");
    auto* const give_back = blas_symbol<void(void*)>(library, "blas_memory_free");
    if (threads == nullptr || take == nullptr || give_back == nullptr) return {};
    // libtorch's own threads multiply too, each with a buffer of its own.
    const auto wanted = std::max(static_cast<std::size_t>(std::max(1, threads())),
                                 static_cast<std::size_t>(std::thread::hardware_concurrency()));
    const auto mib = [](std::uint64_t bytes) { return std::to_string(bytes >> 20) + " MiB"; };
    if (!has_room_for(blas_buffer_bytes))
        return core::fail({core::ErrorKind::io, "not enough memory for networks", "limit of address space (ulimit -v)",
                           mib(*limit), mib(blas_buffer_bytes) + " more, for products of matrices", "a higher limit"});
    // As many as leave room for as much again: a small limit on a machine of many processors is no fault.
    std::vector<void*> buffers{take(for_a_product)};
    while (buffers.size() < wanted && has_room_for(2 * blas_buffer_bytes)) buffers.push_back(take(for_a_product));
    for (auto* buffer : buffers) give_back(buffer);  // to OpenBLAS, which keeps it for the next product
    return {};
}

}  // namespace synchrony::nn
