// From a record's name to its files.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace synchrony::io::wfdb {

/// No header comes near this; MIMIC's longest master headers have some 100 kB.
inline constexpr std::uint64_t largest_header_bytes = std::uint64_t{1} << 26;

/// "mitdb/100" and "mitdb/100.hea" -> "mitdb/100.hea".
inline std::filesystem::path header_path(std::filesystem::path record) {
    if (record.extension() != ".hea") record += ".hea";
    return record;
}

/// "mitdb/100.hea" and "mitdb/100" -> "100".
inline std::string record_name_of(const std::filesystem::path& record) {
    return header_path(record).stem().string();
}

}  // namespace synchrony::io::wfdb
