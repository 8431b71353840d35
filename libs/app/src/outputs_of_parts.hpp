// Files that parts speak of: what `convert` wrote and what `simulate` drew lies beside their parts.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "synchrony/core/result.hpp"

namespace synchrony::app {

/// A part's items, as they stand in it.
struct PartItems {
    std::string command, name;     ///< "convert", "convert.json"
    std::string head;              ///< of the joined file
    std::string_view bytes;        ///< without head and tail
    std::filesystem::path folder;  ///< of the parts
    std::string line;              ///< that makes the part again
};

/// Whether all files that the items name as written are there, under the names in them or beside the parts. Fails
/// (input) at the first that is not, naming it; items of other commands name none.
[[nodiscard]] core::Result<void> check_outputs_there(const PartItems& part);

}  // namespace synchrony::app
