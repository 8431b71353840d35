// Folders that hold the results of long work, and what a new run may replace in them.
#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "synchrony/core/result.hpp"

namespace synchrony::core {

/// What one kind of work leaves in its folder.
struct ResultFiles {
    std::string document;             ///< of JSON, which tells whose the folder is
    std::vector<std::string> fields;  ///< that the document of this work has
    std::vector<std::string> begun;   ///< files and folders of a run that was stopped before its document was written
    /// Files that it writes beside the document, each with what its beginning holds (in small letters; empty:
    /// anything); pages and pictures bear the program's mark.
    std::vector<std::pair<std::string, std::string>> others;

    /// Of all that is written: the document, then the others.
    [[nodiscard]] std::vector<std::string> names() const;
};

/// Whether these results may be written into `folder`: into a new one, or in place of earlier ones of the same work.
/// Fails (usage) where somebody's own file has the name of one of them, naming it: where no document or begun run of
/// this work stands beside it, or its beginning is none of theirs.
[[nodiscard]] Result<void> check_replaces_results(const std::filesystem::path& folder, const ResultFiles& files);

/// Whether a table that begins with a line that holds `heading` may be written to `path`: where nothing is there, or an
/// earlier one. Fails (usage) where a plain file of another beginning is there.
[[nodiscard]] Result<void> check_replaces_table(const std::filesystem::path& path, const std::string& heading);

/// Whether a JSON document that has these fields may be written to `path`: where nothing is there, or an earlier one.
/// Fails (usage) where a plain file without them is there. An empty path is fine.
[[nodiscard]] Result<void> check_replaces_document(const std::filesystem::path& path,
                                                   const std::vector<std::string>& fields);

}  // namespace synchrony::core
