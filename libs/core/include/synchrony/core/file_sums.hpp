// Lists of SHA-256 sums as coreutils' sha256sum writes them and `sha256sum -c` reads them.
#pragma once

#include <string>
#include <vector>

#include "synchrony/core/result.hpp"

namespace synchrony::core {

/// A line of such a list: "<64 hexadecimal digits>  <path below the folder>".
struct FileSum {
    std::string path;
    std::string sha256;  ///< lower case
};

/// Reads a list. Errors (input, with the line): not of that form, a path that is absolute, holds "..", "." or
/// an empty part, a backslash or a control character, a path twice, more than 100,000 files.
[[nodiscard]] Result<std::vector<FileSum>> parse_sums(const std::string& text, const std::string& where);

}  // namespace synchrony::core
