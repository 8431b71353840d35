// Use case: recordings of any format into another; one bad file never stops the others, and nobody is named unless it
// is asked for.
#pragma once

#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "synchrony/app/part_file.hpp"
#include "synchrony/core/progress.hpp"
#include "synchrony/core/result.hpp"
#include "synchrony/io/collection.hpp"
#include "synchrony/io/read.hpp"

namespace synchrony::app {

struct ConvertRequest {
    std::vector<std::filesystem::path> inputs;  ///< recordings, folders, archives
    /// A file, where one recording is converted and the name has the format's extension; else a folder.
    std::filesystem::path out;
    std::string to;                    ///< one of convert_targets(); empty: told from the extension of `out`
    bool force = false;                ///< writes over outputs that are there; else they are errors
    bool keep_identity = false;        ///< names, ids, dates and free text stay
    std::filesystem::path pseudonyms;  ///< the map of study numbers, read and written; empty: none
    io::ReadOptions reading;
    ShardRequest shard;  ///< asked: this part of the recordings alone, and a part of convert.json
};

struct ConvertedRecording {
    std::filesystem::path from, to;
    std::vector<std::string> lost;      ///< what the target does not hold, a sentence each
    std::vector<std::string> warnings;  ///< the reader's
    std::optional<core::Error> error;   ///< why nothing was written
    bool named_by_input = false;        ///< `to` bears the input's name, and no patient's name is known to compare it
    bool renamed = false;               ///< `to` bears a number: the input's name may tell who it is
};

struct ConvertReport {
    std::vector<ConvertedRecording> recordings;  ///< in the order found
    std::vector<io::LeftOut> left_out;           ///< files in folders that look like recordings and are not taken
    std::size_t other_files = 0;                 ///< files in folders that no reader knows
    io::PassedOver passed_over;                  ///< hidden files and dead links in folders
    std::vector<std::string> notes;              ///< with study numbers: about patients' ids
    [[nodiscard]] std::size_t failed() const;
    /// Outputs that bear their inputs' names though nobody knows whom those name.
    [[nodiscard]] std::size_t named_by_inputs() const;
    /// Outputs that bear numbers, since their inputs' names may tell who it is.
    [[nodiscard]] std::size_t renamed() const;
};

/// Words for ConvertRequest::to, as "wfdb".
[[nodiscard]] std::vector<std::string_view> convert_targets();

/// Fails as a whole only where nothing can be done: an unknown target, a folder that cannot be made, a map that cannot
/// be read or written. Output names are the inputs' where they do not name the patient, else numbers; all are distinct.
[[nodiscard]] core::Result<ConvertReport> convert(const ConvertRequest& request, const core::RunContext& context);

/// What became of each recording: {"converted", "failed", "recordings", "left_out", "other_files",
/// "hidden_files", "dead_links", "named_by_inputs", "renamed", "notes"}.
[[nodiscard]] nlohmann::ordered_json to_json(const ConvertReport& report);

}  // namespace synchrony::app
