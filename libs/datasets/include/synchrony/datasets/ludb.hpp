// Small 12-lead cohorts with labels that need no follow-up, from the Lobachevsky University Database (Kalyakulina et
// al., IEEE Access 2020; PhysioNet, ludb 1.0.1): stand-ins for a CRT cohort.
#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "synchrony/core/result.hpp"

namespace synchrony::datasets {

/// One row of ludb.csv; lists hold one diagnosis an entry.
struct LudbRow {
    std::size_t line = 0;
    std::string id;
    std::string sex;                                           ///< "F" or "M"; empty when not said
    std::string age;                                           ///< years as they stand there: "51", ">89"
    std::map<std::string, std::vector<std::string>> findings;  ///< by the header's words: "Hypertrophies" -> entries
};

enum class LudbLabel { no, yes, unknown };

/// A question with a yes or no for each patient.
struct LudbTask {
    std::string_view name;
    std::string_view meaning;  ///< what response = 1 means
    LudbLabel (*label)(const LudbRow&);
};
[[nodiscard]] std::span<const LudbTask> ludb_tasks();
/// Errors (usage): unknown name; the message lists the names.
[[nodiscard]] core::Result<LudbTask> find_ludb_task(std::string_view name);

struct LudbOptions {
    bool exclude_paced = false;  ///< leave out patients with a cardiac pacemaker
    bool replace = true;         ///< writes over another table of that name; else it is an error (usage)
};

/// What was made of the database. Record numbers of LUDB are public and name no person.
struct LudbImport {
    std::size_t patients = 0;
    std::size_t positives = 0;
    std::size_t negatives = 0;
    struct LeftOut {
        std::string record;
        std::string reason;
    };
    std::vector<LeftOut> left_out;
};

/// Writes a cohort CSV (patient_id, ecg, response, age_y, sex, less the column that gives the outcome away) to `target`
/// from `directory`/ludb.csv and `directory`/data/ID.hea. ECG paths are relative to the CSV where they lie beneath
/// its folder, else absolute. Errors: a missing file, a missing column, a sex or an age that cannot be read, no patient
/// left, one class only.
[[nodiscard]] core::Result<LudbImport> import_ludb(const std::filesystem::path& directory, std::string_view task,
                                                   const std::filesystem::path& target,
                                                   const LudbOptions& options = {});

}  // namespace synchrony::datasets
