// Files that pack others and are not unpacked here.
#pragma once

#include <string_view>

namespace synchrony::io {

/// What packed these bytes, by their first 512: "a tar archive"; empty for other content, and for zip and gzip, which
/// are read.
[[nodiscard]] std::string_view foreign_archive(std::string_view bytes);

}  // namespace synchrony::io
