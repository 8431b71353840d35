#include "synchrony/core/address_space.hpp"

#include <sys/resource.h>

namespace synchrony::core {

std::optional<std::uint64_t> address_space_limit() {
    rlimit limit{};
    if (::getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return std::nullopt;
    return limit.rlim_cur;
}

}  // namespace synchrony::core
