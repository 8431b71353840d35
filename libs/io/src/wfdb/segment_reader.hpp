// A record of one segment: its header and signal files, read by frames.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "synchrony/io/wfdb_record.hpp"
#include "wfdb/signal_file.hpp"

namespace synchrony::io::wfdb {

class SegmentReader {
  public:
    /// `promised` is the length a master header gives; without one the header's own, or the files', counts.
    [[nodiscard]] static core::Result<SegmentReader> open(const FileSource& source, Header header,
                                                          const std::string& where,
                                                          std::optional<std::int64_t> promised = std::nullopt);

    [[nodiscard]] const Header& header() const { return header_; }
    [[nodiscard]] std::int64_t frames() const { return frames_; }
    /// Appends frames [first, first + n) of all signals; first + n <= frames().
    [[nodiscard]] core::Result<void> append(std::int64_t first, std::int64_t n, std::vector<Samples>& out,
                                            std::vector<record::Warning>& warnings);

  private:
    struct Part {
        std::size_t first_signal;
        std::size_t signals;
        std::unique_ptr<SignalFile> file;  ///< none for signals without samples
    };
    [[nodiscard]] core::Result<void> open_files(const FileSource& source, const std::string& where);
    [[nodiscard]] core::Result<void> find_length(const std::string& where, std::optional<std::int64_t> promised);

    Header header_;
    std::vector<Part> parts_;
    std::int64_t frames_ = 0;
};

/// Reads and parses the header of the record `name` of a source.
[[nodiscard]] core::Result<Header> read_header_from(const FileSource& source, const std::string& name);

}  // namespace synchrony::io::wfdb
