// Rate, unit and names that a caller gave and a file did not need.
#pragma once

#include "synchrony/io/read.hpp"

namespace synchrony::io {

/// Warns of what `options` say and `ecg`, read with them, does not follow, because the file says it itself.
void say_what_is_not_used(record::Ecg& ecg, const Format& format, const RecordingFile& file,
                          const ReadOptions& options);

}  // namespace synchrony::io
