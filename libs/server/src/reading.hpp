// From uploaded bytes to a recording, in memory.
#pragma once

#include <string>

#include "forms.hpp"
#include "synchrony/io/read.hpp"

namespace synchrony::server {

/// fs, unit, leads, decimal and separator of the query.
[[nodiscard]] core::Result<io::ReadOptions> reading_of(const Query& query);

/// Reads the one recording that the files are. Errors: input; usage, with the parts listed, where a file holds many
/// and `part` names none.
[[nodiscard]] core::Result<record::Ecg> read_uploaded(UploadedFiles files, const std::string& part,
                                                      const io::ReadOptions& options);

}  // namespace synchrony::server
