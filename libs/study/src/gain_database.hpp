// The databases that small cohorts are drawn from.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "synchrony/core/result.hpp"

namespace synchrony::study {

/// What answering the task with yes means. Errors (usage): unknown database or task.
[[nodiscard]] core::Result<std::string> task_meaning(std::string_view database, std::string_view task);

/// The task's cohort as a CSV. Errors as datasets::import_ludb and import_ptbxl.
[[nodiscard]] core::Result<void> import_task(std::string_view database, const std::filesystem::path& data,
                                             std::string_view task, const std::filesystem::path& csv);

}  // namespace synchrony::study
