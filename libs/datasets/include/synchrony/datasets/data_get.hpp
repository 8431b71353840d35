// Fetches a public database from its publisher, a mirror or a folder, and checks every file against its SHA-256 sum.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "synchrony/core/progress.hpp"
#include "synchrony/core/result.hpp"

namespace synchrony::datasets {

struct GetDataOptions {
    std::filesystem::path from_dir;       ///< copy from this folder instead of downloading; empty: download
    std::string base_url;                 ///< download from here; empty: the publisher's address
    std::filesystem::path target_folder;  ///< the database's own folder (.../mitdb); empty: data_target(name)
    bool allow_partial = false;           ///< accept a source that lacks records, a folder that lacks files

    int attempts = 5;                           ///< tries a file; only faults that may pass are tried again
    std::chrono::milliseconds first_wait{500};  ///< before the second try; doubles with each further one
    std::chrono::seconds stall{30};             ///< a transfer that all but stands for so long is broken off
    std::uint64_t max_file_bytes = 256u << 20;  ///< no file of these databases is near this size
    int connections = 4;                        ///< at once, at most; also bounded by RunContext::threads
};

/// What was done, in files and bytes.
struct GetDataReport {
    std::filesystem::path folder;
    std::size_t files_listed = 0;              ///< in SHA256SUMS.txt
    std::size_t files_fetched = 0;             ///< downloaded or copied now, and checked
    std::size_t files_present = 0;             ///< complete before, checked again and left alone
    std::uint64_t bytes_fetched = 0;           ///< over the network or copied, without what a resumed file already had
    std::vector<std::string> missing_files;    ///< listed, but not in from_dir (allow_partial only)
    std::vector<std::string> missing_records;  ///< of the published database, but not in this RECORDS
    std::size_t unnamed_missing = 0;           ///< more such, of a database whose records are not listed by name
    std::vector<std::string> unchecked_files;  ///< taken though SHA256SUMS.txt has no sum for them (RECORDS, tables)
};

/// Sets from_dir or base_url from what the user wrote after --from: text with "://" is an address, else a folder.
void set_source(GetDataOptions& options, const std::string& from);

/// Gets the database `name`. SHA256SUMS.txt comes first and RECORDS is put in place last, so that a folder with RECORDS
/// is whole. Cut transfers go on where they stopped (a `.part` file and HTTP range requests), each file is checked and
/// then renamed into place, complete files are not fetched again.
/// Errors: usage (unknown name); io (network, disk; after `attempts` tries); input (a sum that does not fit, a path
/// that would leave the folder, a file too large, a from_dir that lacks files); cancelled (what is there is kept).
[[nodiscard]] core::Result<GetDataReport> get_data(const std::string& name, const GetDataOptions& options,
                                                   const core::RunContext& context);

}  // namespace synchrony::datasets
