// All recordings below a folder or in an archive: what a hospital sends is a folder of files, and nobody lists them.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "synchrony/core/result.hpp"
#include "synchrony/io/read.hpp"

namespace synchrony::io {

/// A file that looks like a recording, by content or by its name's end, or is empty, and is not taken; a folder that is
/// not looked into.
struct LeftOut {
    std::filesystem::path path;
    std::string reason;
};

/// What is passed over without being looked at.
struct PassedOver {
    std::size_t hidden = 0;      ///< files, and folders with all in them, of which the name begins with a dot
    std::size_t dead_links = 0;  ///< symbolic links to what is not there or cannot be reached
    PassedOver& operator+=(const PassedOver& more);
    /// "3 hidden files, 1 dead link"; empty where there is none.
    [[nodiscard]] std::string words() const;
};

struct Collection {
    /// Sorted within each folder or archive; for read_ecg. Archives and packed files that are damaged stand among them,
    /// and fail when they are read.
    std::vector<std::filesystem::path> recordings;
    std::vector<LeftOut> left_out;
    std::size_t other_files = 0;  ///< that no reader knows: texts, pictures; no files of a record that is read
    PassedOver passed_over;
};

/// Every recording below a folder (links to folders are not followed, names that begin with a dot are passed over and
/// counted) or in a zip archive, told by content. A WFDB record counts once, by its header; the segments of a
/// multi-segment record count as that record; a table counts where a column is a lead by its name; every part of a file
/// that holds many recordings counts. Archives in a folder are looked into, archives in archives are left out. Fails on
/// a folder or an archive that cannot be read.
[[nodiscard]] core::Result<Collection> recordings_below(const std::filesystem::path& folder,
                                                        const ReadOptions& options = {});

/// The recordings in a file that lies in memory, by the parts that open_recording takes: files of a zip archive, parts
/// of a file that holds many; none where it holds one.
[[nodiscard]] core::Result<std::vector<std::string>> parts_of(const Bytes& file, const std::string& name);

/// What a command was given: folders, archives and files that hold many recordings stand for their recordings,
/// everything else for itself, there or not. Sets options.archives.
[[nodiscard]] core::Result<Collection> expand_inputs(std::span<const std::filesystem::path> inputs,
                                                     ReadOptions& options);

}  // namespace synchrony::io
