// From uploaded bytes to a recording, in memory.
#pragma once

#include <map>
#include <string>

#include "call.hpp"
#include "synchrony/io/read.hpp"

namespace synchrony::server {

/// Files by their names.
using UploadedFiles = std::map<std::string, std::string, std::less<>>;

/// The files of a call: the parts `file` of a form, or the body under its X-File-Name. Errors (usage): no file, a name
/// that leaves its folder, a name twice.
[[nodiscard]] core::Result<UploadedFiles> uploaded_files(Call& call);

/// Adds one under its checked name. Errors (usage): a name that leaves its folder, a name twice.
[[nodiscard]] core::Result<void> add_file(UploadedFiles& files, std::string_view name, std::string bytes);

/// fs, unit, leads, decimal and separator of the query.
[[nodiscard]] core::Result<io::ReadOptions> reading_of(const Query& query);

/// Reads the one recording that the files are. Errors: input; usage, with the parts listed, where a file holds many
/// and `part` names none.
[[nodiscard]] core::Result<record::Ecg> read_uploaded(UploadedFiles files, const std::string& part,
                                                      const io::ReadOptions& options);

}  // namespace synchrony::server
