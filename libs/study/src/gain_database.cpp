#include "gain_database.hpp"

#include <algorithm>

#include "synchrony/core/nearest_word.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/datasets/ludb.hpp"
#include "synchrony/datasets/ptbxl.hpp"
#include "synchrony/study/transfer_gain.hpp"

namespace synchrony::study {

std::vector<std::string> default_tasks(std::string_view database) {
    if (database == "ptbxl") return {"lvh", "conduction", "sex", "age60", "normal"};
    return {"lvh", "sex", "lah", "conduction"};
}

core::Result<std::string> task_meaning(std::string_view database, std::string_view task) {
    if (database == "ptbxl") {
        SYNCHRONY_ASSIGN(const auto found, datasets::find_ptbxl_task(task));
        return std::string(found.meaning);
    }
    if (database == "ludb") {
        SYNCHRONY_ASSIGN(const auto found, datasets::find_ludb_task(task));
        return std::string(found.meaning);
    }
    return core::fail({core::ErrorKind::usage,
                       "unknown database",
                       {},
                       std::string(database),
                       "one of " + core::joined(gain_databases),
                       core::did_you_mean(database, gain_databases)});
}

core::Result<void> import_task(std::string_view database, const std::filesystem::path& data, std::string_view task,
                               const std::filesystem::path& csv) {
    if (database == "ptbxl") {
        SYNCHRONY_TRY(datasets::import_ptbxl(data, task, csv));
    } else {
        SYNCHRONY_TRY(datasets::import_ludb(data, task, csv));
    }
    return {};
}

}  // namespace synchrony::study
