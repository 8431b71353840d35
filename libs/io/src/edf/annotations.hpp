// The annotation signals of EDF+: time-stamped annotation lists, which also say when each data record begins.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "edf/header.hpp"
#include "synchrony/record/file_facts.hpp"

namespace synchrony::io::edf {

struct Annotations {
    /// When each data record begins, s from the file's start time; empty where the file has no annotation signal.
    std::vector<double> record_onsets_s;
    std::vector<record::Note> notes;  ///< times from the file's start time too
};

/// Fails (input) on a list that is not as EDF+ has it in a discontinuous file, and on more than a million annotations;
/// elsewhere a broken list is left out with a warning in `header`. Without `all`, a file whose data records follow each
/// other is asked for its first and its last alone: when it begins, and where it ends.
[[nodiscard]] core::Result<Annotations> read_annotations(std::span<const std::byte> bytes, FileHeader& header, bool all,
                                                         const std::string& where);

}  // namespace synchrony::io::edf
