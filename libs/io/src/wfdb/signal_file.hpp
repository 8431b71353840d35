// One signal file of a record: its signals, their skews and checksums.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "synchrony/io/wfdb_record.hpp"
#include "wfdb/frame_decoder.hpp"

namespace synchrony::io::wfdb {

class SignalFile {
  public:
    /// The signals header.signals[first, first + count) of the file `name`.
    [[nodiscard]] static core::Result<SignalFile> open(const FileSource& source, std::span<const SignalSpec> signals);

    /// Whole frames in the file; -1 when unknown.
    [[nodiscard]] std::int64_t frames_in_file() const { return decoders_.begin()->second->frames(); }
    /// Fails unless the file holds `frames` frames; reading keeps within them. `verify` says that the header's
    /// checksums are those of exactly these frames.
    [[nodiscard]] core::Result<void> set_frames(std::int64_t frames, bool verify);
    /// Appends frames [first, first + n) to out[s] for each signal s of the file; first + n <= frames.
    [[nodiscard]] core::Result<void> append(std::int64_t first, std::int64_t n, std::span<Samples> out,
                                            std::vector<record::Warning>& warnings);

  private:
    struct Signal {
        SignalSpec spec;
        std::int64_t offset_in_frame = 0;
        std::uint32_t sum = 0;
    };

    [[nodiscard]] core::Result<void> append_skewed(std::int64_t skew, std::int64_t first, std::int64_t n,
                                                   std::span<Samples> out);
    [[nodiscard]] core::Result<void> sum_skipped(std::int64_t skew);
    [[nodiscard]] core::Result<void> step_over_matlab_5();
    void copy_signal(const Signal& signal, std::int64_t frames, std::int32_t* out) const;
    void follow_checksums(std::int64_t first, std::int64_t n, std::vector<record::Warning>& warnings);

    FileLayout layout_;
    std::vector<Signal> signals_;
    std::map<std::int64_t, std::unique_ptr<FrameDecoder>>
        decoders_;  ///< by skew in frames, so that each reads in order
    std::int64_t frames_ = 0;
    bool verify_ = true;
    std::int64_t summed_ = 0;             ///< frames whose samples are in the sums; -1 when reading left the order
    std::vector<record::Warning> found_;  ///< on opening; handed on with the first samples
    std::vector<std::int32_t> scratch_;
    Bytes bytes_;
};

/// Adds [begin, end) to sorted ranges, joining it to the last where they touch.
void add_range(std::vector<record::SampleRange>& ranges, std::int64_t begin, std::int64_t end);

}  // namespace synchrony::io::wfdb
