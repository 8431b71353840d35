// What the readers of all formats share: bounded reading of bytes, and the way from stored integers to a lead.
#pragma once

#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "synchrony/core/result.hpp"
#include "synchrony/record/ecg.hpp"

namespace synchrony::io {

struct ReadOptions;

/// The number that stands at bytes[at], or nothing where the bytes end before it.
template <typename Number>
[[nodiscard]] std::optional<Number> number_at(std::span<const std::byte> bytes, std::size_t at,
                                              std::endian order = std::endian::little) {
    if (bytes.size() < sizeof(Number) || at > bytes.size() - sizeof(Number)) return std::nullopt;
    using Bits = std::conditional_t<sizeof(Number) == 8, std::uint64_t, std::uint32_t>;
    Bits bits = 0;
    for (std::size_t i = 0; i < sizeof(Number); ++i) {
        const std::size_t shift = 8 * (order == std::endian::little ? i : sizeof(Number) - 1 - i);
        bits |= static_cast<Bits>(std::to_integer<Bits>(bytes[at + i]) << shift);
    }
    if constexpr (std::is_floating_point_v<Number>)
        return std::bit_cast<Number>(bits);
    else
        return static_cast<Number>(bits);
}

/// A finite number that is all of a text, blanks around it and a plus sign passed over; empty for words ("Failed",
/// "Indeterminate") and nothing.
[[nodiscard]] std::optional<double> number_of(std::string_view text);

/// One lead as a file stores it.
struct StoredLead {
    std::string name;                          ///< in any spelling
    std::vector<std::int32_t> values;          ///< ADC units
    double millivolts_per_unit = 0.0;          ///< scale of a value
    double millivolts_at_zero = 0.0;           ///< what 0 means
    std::optional<std::int32_t> missing = {};  ///< the value that marks a sample as not recorded
};

/// In mV, with its standard name; samples marked as missing are invalid and held over, and so is what no voltage can be
/// (1e30 mV and more).
[[nodiscard]] record::Lead to_lead(const StoredLead& stored);
/// The same where samples are mV already; what is not finite is invalid too.
[[nodiscard]] record::Lead to_lead(std::string_view name, std::vector<float> millivolts);

/// What --leads names; the twelve for "standard".
[[nodiscard]] std::vector<std::string> given_leads(const ReadOptions& options);

/// What to do with a recording that is too long to be read at once.
inline constexpr const char* too_long_hint =
    "measure --every 60 measures it window by window; info, measure, predict, convert, plot, report and spectrogram "
    "read a part with --start and --length";

/// Fails (input) where `leads` x `samples` are more than options.max_values; to be asked before memory is taken.
[[nodiscard]] core::Result<void> check_size(std::uint64_t leads, std::uint64_t samples, const ReadOptions& options,
                                            const std::string& where);

/// How many samples of a recording of `there` are asked for from `first` on; `asked` below 0 asks for the rest. Fails
/// (usage), in seconds, where the recording ends before, or nothing is left.
[[nodiscard]] core::Result<std::int64_t> samples_asked(std::int64_t first, std::int64_t asked, std::int64_t there,
                                                       double sampling_hz, const std::string& where);

/// Samples [first_sample, first_sample + samples) of all signals, for readers that decode a whole file; fails (usage)
/// where the recording ends before. The start time is that of the range.
[[nodiscard]] core::Result<record::Ecg> cut(record::Ecg ecg, const ReadOptions& options, const std::string& where);

}  // namespace synchrony::io
