// The letters of an XML file, whatever encoding it declares.
#pragma once

#include <string>
#include <string_view>

#include "synchrony/core/result.hpp"

namespace synchrony::io {

/// A file's letters for the parser.
struct XmlLetters {
    std::string_view text;  ///< the file's bytes or `decoded`, which it must not outlive
    std::string decoded;    ///< UTF-8; empty where the bytes can stay
    std::string remark;     ///< what is to be said of the encoding, a sentence without a full stop; empty: nothing
    bool utf8 = true;       ///< else UTF-16 or UTF-32, which the parser tells by its own
};

/// By the byte order mark, else by the encoding that the file declares, else as UTF-8. Where it declares one that
/// nobody knows, or that its bytes are not, it is read as UTF-8, GB18030 or Windows-1252, whichever the bytes look
/// like, and that is said. Fails (input) where more than `most` bytes of UTF-8 would come out. `bytes` must live as
/// long as what is returned.
[[nodiscard]] core::Result<void> read_letters(std::string_view bytes, std::size_t most, const std::string& where,
                                              XmlLetters& letters);

}  // namespace synchrony::io
