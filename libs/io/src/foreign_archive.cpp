#include "foreign_archive.hpp"

namespace synchrony::io {

std::string_view foreign_archive(std::string_view bytes) {
    using namespace std::string_view_literals;
    constexpr std::size_t tar_mark = 257;  // POSIX.1-1988, ustar
    if (bytes.size() > tar_mark && bytes.substr(tar_mark).starts_with("ustar"sv)) return "a tar archive";
    if (bytes.starts_with("7z\xbc\xaf\x27\x1c"sv)) return "a 7z archive";
    if (bytes.starts_with("Rar!\x1a\x07"sv)) return "a rar archive";
    if (bytes.starts_with("BZh"sv)) return "a file of bzip2";
    if (bytes.starts_with("\xfd"
                          "7zXZ"sv))
        return "a file of xz";
    if (bytes.starts_with("\x28\xb5\x2f\xfd"sv)) return "a file of zstd";
    return {};
}

}  // namespace synchrony::io
