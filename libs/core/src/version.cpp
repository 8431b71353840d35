#include "synchrony/core/version.hpp"

namespace synchrony::core {

std::string_view version() {
    return SYNCHRONY_VERSION;
}
std::string_view build_description() {
    return SYNCHRONY_BUILD;
}

}  // namespace synchrony::core
