// A 12-lead cohort of another hospital from PTB-XL (Wagner et al., Scientific Data 2020; PhysioNet, ptb-xl 1.0.3): what
// a predictor that was fitted elsewhere is tried on.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "synchrony/core/result.hpp"

namespace synchrony::datasets {

/// A question that SCP statements answer, yes where a recording bears one of the codes, or a column of the table.
struct PtbxlTask {
    std::string_view name;
    std::string_view meaning;
    std::span<const std::string_view> codes;
    std::string_view column = {};  ///< "sex" (yes: men) or "age_y" (yes: above 60); empty: the codes answer
};
[[nodiscard]] std::span<const PtbxlTask> ptbxl_tasks();
/// Errors (usage): unknown name; the message lists the names.
[[nodiscard]] core::Result<PtbxlTask> find_ptbxl_task(std::string_view name);

struct PtbxlImport {
    std::size_t patients = 0;  ///< recordings, one row each
    std::size_t people = 0;
    std::size_t positives = 0;
    std::size_t negatives = 0;
    std::size_t without_header = 0;  ///< rows left out because their recording is not there
    std::size_t without_label = 0;   ///< rows left out because the task's column is empty
};

/// The SCP codes of a cell: "SR NORM" or, as PTB-XL itself writes them, "{'NORM': 100.0, 'SR': 0.0}". Likelihoods are
/// not looked at.
[[nodiscard]] std::vector<std::string> scp_codes(std::string_view cell);

/// Writes a cohort CSV (patient_id, ecg, group, response, age_y, sex, recorder where the table names devices; less the
/// column that answers the task) to `target`. Reads `directory`/ptbxl.csv with recordings data/NNNNN.hea, else PTB-XL's
/// own ptbxl_database.csv with the 500 Hz recordings that it names. `group` is the person. Ages above 89, which PTB-XL
/// writes as 300, are missing. Errors: a missing file or column, a sex or an age that cannot be read, no recording
/// left, one class only; usage: an unknown task, another `target` there that is not to be replaced.
[[nodiscard]] core::Result<PtbxlImport> import_ptbxl(const std::filesystem::path& directory, std::string_view task,
                                                     const std::filesystem::path& target, bool replace = true);

}  // namespace synchrony::datasets
