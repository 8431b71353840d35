#include "plain_text.hpp"

#include "synchrony/core/foreign_text.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::io {

std::string plain_text(std::string_view bytes) {
    const auto decoded = core::decode_text(bytes);
    return decoded ? std::string(core::trimmed(decoded->text)) : std::string();
}

}  // namespace synchrony::io
