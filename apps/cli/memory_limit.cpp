#include "memory_limit.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <cstdlib>

namespace synchrony::cli {

void restart_within_memory_limit(char** arguments) {
    constexpr const char* variable = "OPENBLAS_NUM_THREADS";
    rlimit limit{};
    if (::getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return;
    if (std::getenv(variable) != nullptr || ::setenv(variable, "1", 0) != 0) return;
    ::execv("/proc/self/exe", arguments);
}

}  // namespace synchrony::cli
