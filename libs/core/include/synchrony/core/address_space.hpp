// How much address space the system lets this process have.
#pragma once

#include <cstdint>
#include <optional>

namespace synchrony::core {

/// The limit in bytes (`ulimit -v`, a batch system's h_vmem); nothing where there is none, or the system does not say.
[[nodiscard]] std::optional<std::uint64_t> address_space_limit();

}  // namespace synchrony::core
