// Decodes the frames of one signal file, whatever its format.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "synchrony/core/result.hpp"
#include "synchrony/io/source.hpp"

namespace synchrony::io::wfdb {

/// What a header says of one signal file.
struct FileLayout {
    std::string where;  ///< the file, for messages
    int format = 16;
    std::int64_t offset = 0;                   ///< bytes before the first sample; samples a channel in FLAC formats
    std::vector<int> samples_per_frame;        ///< [signal]
    std::vector<std::int32_t> initial_values;  ///< [signal], used by format 8

    [[nodiscard]] std::int64_t samples_per_whole_frame() const;
};

/// Keeps its place in formats where samples depend on those before, so that reading in order is cheap; going back
/// starts anew.
class FrameDecoder {
  public:
    virtual ~FrameDecoder() = default;
    /// Writes frames [first, first + frames) to `out`, in the file's order: frames x samples_per_whole_frame().
    /// The caller keeps within frames().
    [[nodiscard]] virtual core::Result<void> decode(std::int64_t first, std::int64_t frames, std::int32_t* out) = 0;
    /// Whole frames in the file; -1 when only decoding tells (FLAC streams without a length).
    [[nodiscard]] virtual std::int64_t frames() const = 0;
};

[[nodiscard]] core::Result<std::unique_ptr<FrameDecoder>> make_frame_decoder(const FileLayout& layout, Bytes bytes);
[[nodiscard]] core::Result<std::unique_ptr<FrameDecoder>> make_flac_decoder(const FileLayout& layout, Bytes bytes);

}  // namespace synchrony::io::wfdb
