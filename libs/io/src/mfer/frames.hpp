// What an MFER file's definitions add up to: channels with their sampling, and frames of samples.
#pragma once

#include <bit>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "mfer/tags.hpp"
#include "synchrony/io/read.hpp"
#include "synchrony/record/ecg.hpp"

namespace synchrony::io::mfer {

/// A number with its unit's code: value = mantissa x 10^exponent.
struct Scaled {
    unsigned unit = 0;
    double value = 0.0;
};

/// What holds for a channel; empty where neither it nor the file says.
struct Channel {
    std::optional<std::uint64_t> block_length, sequences;
    std::optional<unsigned> waveform, data_type;
    std::optional<Scaled> interval, resolution;
    std::optional<double> offset, null_value;
    std::optional<unsigned> lead_code;
    std::string lead_text;
};

/// One WAV definition: its bytes and what held for each channel when it came.
struct Frame {
    std::vector<Channel> channels;
    std::span<const std::byte> bytes;
    std::endian order = std::endian::big;
};

/// All of a file: its frames, and what it says beside them in `ecg` (facts, start time, comments).
struct Contents {
    std::vector<Frame> frames;
    record::Ecg ecg;
};

/// Fails (input) on malformed definitions, compressed samples, and where no samples are.
[[nodiscard]] core::Result<Contents> read_contents(std::span<const std::byte> bytes, const std::string& where);

/// The standard's data types; 0 bytes for those that are not read.
[[nodiscard]] std::size_t bytes_of_type(unsigned data_type);
/// One number of that type; `at` lies within.
[[nodiscard]] double number_of_type(std::span<const std::byte> bytes, std::size_t at, unsigned data_type,
                                    std::endian order);

/// The lead's name by its code, else by its text, else "channel 3".
[[nodiscard]] std::string lead_name(const Channel& channel, std::size_t number);

}  // namespace synchrony::io::mfer
