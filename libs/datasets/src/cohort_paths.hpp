// How the cohorts that are made from public databases name their recordings.
#pragma once

#include <filesystem>
#include <string>

namespace synchrony::datasets {

/// Relative where the ECG lies beneath the folder of the CSV `target`, so that the two can move together; else
/// absolute.
[[nodiscard]] inline std::string ecg_path(const std::filesystem::path& header, const std::filesystem::path& target) {
    namespace fs = std::filesystem;
    const auto full = fs::weakly_canonical(header);
    const auto beside = full.lexically_relative(fs::weakly_canonical(fs::absolute(target).parent_path()));
    const bool beneath = !beside.empty() && *beside.begin() != "..";
    return beneath ? beside.generic_string() : full.generic_string();
}

}  // namespace synchrony::datasets
