// The formats that recordings are converted to.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "synchrony/core/result.hpp"
#include "synchrony/record/ecg.hpp"

namespace synchrony::app {

struct ConvertTarget {
    std::string_view name;              ///< "wfdb"
    std::string_view extension;         ///< ".hea"
    std::string_view signal_extension;  ///< of the file beside that holds the samples; empty: none
    /// Writes the recording; gives what the file does not hold. Where the identity is not kept, `ecg` holds none but a
    /// study number and a moved start time.
    core::Result<std::vector<std::string>> (*write)(const std::filesystem::path& path, const record::Ecg& ecg,
                                                    bool keep_identity);
    bool record_names = false;  ///< its files name themselves, as WFDB's records do: few characters are allowed
};

[[nodiscard]] std::span<const ConvertTarget> all_convert_targets();

/// The target of that name; where `name` is empty, the one whose extension `out` has. Fails (usage) on others.
[[nodiscard]] core::Result<const ConvertTarget*> find_convert_target(const std::string& name,
                                                                     const std::filesystem::path& out);

}  // namespace synchrony::app
