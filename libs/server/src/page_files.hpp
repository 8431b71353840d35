// The page's built files, inside the program.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace synchrony::server {

struct PageFile {
    std::string_view name;  ///< "index.html"
    std::string_view bytes;
};

[[nodiscard]] std::span<const PageFile> page_files();

}  // namespace synchrony::server
