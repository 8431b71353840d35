// How samples are packed into bytes, format by format.
// Source: WFDB Applications Guide, signal(5); bit layouts as in the WFDB library's lib/signal.c (r8 ... r311).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace synchrony::io::wfdb {

struct SampleFormat {
    int code;
    int bits;                             ///< of a sample
    std::optional<std::int32_t> missing;  ///< the value that stands for "no measurement"; none in format 8
    bool compressed;                      ///< a FLAC stream
};

/// The format with that number, or null.
[[nodiscard]] const SampleFormat* find_format(int code);
/// "8, 16, 24, ...", for messages.
[[nodiscard]] std::string format_list();

/// Fewest bytes that hold `samples` samples; formats without compression only.
[[nodiscard]] std::uint64_t bytes_for(int code, std::uint64_t samples);
/// Whole samples in `bytes` bytes.
[[nodiscard]] std::uint64_t samples_in(int code, std::uint64_t bytes);

/// Decodes samples [first, first + out.size()) of a packed stream. `data` must hold them: bytes_for(first + size).
/// In format 8 the differences are given, not their sum.
void decode(int code, std::span<const std::byte> data, std::uint64_t first, std::span<std::int32_t> out);

}  // namespace synchrony::io::wfdb
