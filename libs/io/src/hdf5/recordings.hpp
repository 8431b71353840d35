// Which dataset of an HDF5 file holds ECGs, which of its recordings is meant, and what the file says of them.
#pragma once

#include "hdf5/dataset.hpp"
#include "synchrony/io/read.hpp"

namespace synchrony::io::hdf5 {

/// A dataset of ECGs, and a recording in it.
struct Choice {
    const Dataset* dataset = nullptr;
    std::string recording;              ///< as the user names it; empty: the only one
    const Dataset* exam_ids = nullptr;  ///< numbers that name the recordings; null: they are counted from 0
    bool code_layout = false;           ///< laid out as CODE-15 is
};

/// The dataset that `part` names ("group/name", "group/name/17", "17"), else the only one of numbers with two or more
/// dimensions. Fails (usage) where that is not one.
[[nodiscard]] core::Result<Choice> choose_dataset(const std::vector<Dataset>& datasets, const std::string& part,
                                                  const std::string& where);

/// The names of the recordings: their exam ids where all differ, else their numbers; none where there is one.
[[nodiscard]] core::Result<std::vector<std::string>> recording_names(const FileBytes& file, const Choice& choice);

/// Which row of the first dimension the choice is. Fails (usage) on one that is not there.
[[nodiscard]] core::Result<std::uint64_t> row_of(const FileBytes& file, const Choice& choice);

/// `options` with what the file says: rate, unit and leads from attributes; rate and leads of CODE-15's layout where
/// neither file nor user gives them.
[[nodiscard]] core::Result<ReadOptions> with_facts_of(const Choice& choice, ReadOptions options,
                                                      const std::string& where);

}  // namespace synchrony::io::hdf5
