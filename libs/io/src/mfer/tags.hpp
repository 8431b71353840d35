// MFER (ISO 22077-1) as a row of definitions: tag, length, value.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "synchrony/core/result.hpp"

namespace synchrony::io::mfer {

/// The definitions that are read, by the standard's names.
enum class Tag : unsigned {
    zero = 0x00,           ///< filling, or the end of a definition of open length
    byte_order = 0x01,     ///< BLE
    version = 0x02,        ///< VER
    character_set = 0x03,  ///< TXC
    block_length = 0x04,   ///< BLK
    channels = 0x05,       ///< CHN
    sequences = 0x06,      ///< SEQ
    pointer = 0x07,        ///< PNT
    waveform = 0x08,       ///< WFM
    lead = 0x09,           ///< LDN
    data_type = 0x0A,      ///< DTP
    interval = 0x0B,       ///< IVL
    resolution = 0x0C,     ///< SEN
    offset = 0x0D,         ///< OFF
    compression = 0x0E,    ///< CMP
    filter = 0x11,         ///< FLT
    null_value = 0x12,     ///< NUL
    note = 0x16,           ///< NTE
    manufacturer = 0x17,   ///< MAN
    samples = 0x1E,        ///< WAV
    channel = 0x3F,        ///< ATT
    preamble = 0x40,       ///< PRE
    group = 0x67,          ///< SET
    end = 0x80,            ///< END
    patient_name = 0x81,   ///< PNM
    patient_id = 0x82,     ///< PID
    age = 0x83,            ///< AGE
    sex = 0x84,            ///< SEX
    measured_at = 0x85     ///< TIM
};

struct Definition {
    Tag tag = Tag::zero;
    std::uint64_t channel = 0;  ///< of Tag::channel, from 0
    std::span<const std::byte> value;
};

/// Definitions one after the other, of a file or within a channel's.
class Definitions {
  public:
    Definitions(std::span<const std::byte> bytes, std::string where) : bytes_(bytes), where_(std::move(where)) {}

    /// The next one; empty at the end. Fails (input) where a definition is longer than what is left.
    [[nodiscard]] core::Result<std::optional<Definition>> next();
    [[nodiscard]] std::size_t position() const { return at_; }

  private:
    struct Length {
        bool open = false;
        std::uint64_t bytes = 0;
    };
    [[nodiscard]] core::Result<Length> take_length();
    [[nodiscard]] core::Result<std::span<const std::byte>> take_open(unsigned depth);
    [[nodiscard]] core::Result<void> take_channel(Definition& definition);
    [[nodiscard]] unsigned take_byte() { return std::to_integer<unsigned>(bytes_[at_++]); }
    [[nodiscard]] bool at_end() const { return at_ >= bytes_.size(); }
    [[nodiscard]] std::string here() const;

    std::span<const std::byte> bytes_;
    std::string where_;
    std::size_t at_ = 0;
};

/// Whether a file begins with MFER's preamble or, without one, with definitions that make sense as such up to its
/// samples or the end of `head`.
[[nodiscard]] bool begins_like_mfer(std::span<const std::byte> head);

}  // namespace synchrony::io::mfer
