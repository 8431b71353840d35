#include "synchrony/app/version.hpp"

namespace synchrony::app {

std::string_view version() {
    return SYNCHRONY_VERSION;
}
std::string_view build_description() {
    return SYNCHRONY_BUILD;
}

}  // namespace synchrony::app
