#include "memory_limit.hpp"

#include <unistd.h>

#include <cstdlib>

#include "synchrony/core/address_space.hpp"

namespace synchrony::cli {

void restart_within_memory_limit(char** arguments) {
    constexpr const char* variable = "OPENBLAS_NUM_THREADS";
    if (!core::address_space_limit()) return;
    if (std::getenv(variable) != nullptr || ::setenv(variable, "1", 0) != 0) return;
    ::execv("/proc/self/exe", arguments);
}

}  // namespace synchrony::cli
