// Texts of an EDF+ header.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "synchrony/record/ecg.hpp"

namespace synchrony::io::edf {

/// The number without exponent in at most `width` characters, as exact as they allow.
[[nodiscard]] std::string field_text(double value, std::size_t width);
/// What a reader makes of it.
[[nodiscard]] double field_value(double value, std::size_t width);
/// Seconds with as many decimals as needed, up to seven.
[[nodiscard]] std::string seconds_text(double seconds);
/// Whether all of it is printable ASCII.
[[nodiscard]] bool all_ascii(std::string_view text);
/// Printable ASCII, at most `most` characters: letters without their accents, others as '_'.
[[nodiscard]] std::string ascii(std::string_view text, std::size_t most);
/// Blanks behind it up to `width`; cut there.
[[nodiscard]] std::string padded(std::string_view text, std::size_t width);
/// "HP:0.05Hz LP:150Hz N:50Hz", or empty.
[[nodiscard]] std::string prefilter_text(const record::Filters& filters);
/// What the header's fields of 80 letters do not hold of patient and recorder, so that it is read back: sentences.
[[nodiscard]] std::vector<std::string> lost_in_fields(const record::Ecg& ecg);
/// The part of a second of "2026-11-22T14:50:00.25".
[[nodiscard]] double start_fraction(const std::optional<std::string>& start_time);
/// The 256 bytes before the signals' fields.
[[nodiscard]] std::string fixed_header(const record::Ecg& ecg, std::size_t signals, std::int64_t records,
                                       const std::string& duration);

}  // namespace synchrony::io::edf
