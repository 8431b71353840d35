#include "trainable.hpp"

#include "named.hpp"

namespace synchrony::nn {

core::Result<void> check_trainable(const model::Architecture& architecture) {
    constexpr int least_width = 8;
    if (architecture.base_width >= least_width) return {};
    return core::fail(usage_error("the network is too narrow to be trained",
                                  "width " + std::to_string(architecture.base_width),
                                  std::to_string(least_width) + " or more"));
}

}  // namespace synchrony::nn
