// One multiplex group of a waveform: its channels, sampled together, and their samples in the channels' units.
// Source: DICOM PS3.3 C.10.9 (Waveform Module).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "dicom/data_set.hpp"
#include "synchrony/core/result.hpp"
#include "synchrony/io/read.hpp"
#include "synchrony/record/ecg.hpp"

namespace synchrony::io::dicom {

struct Channel {
    std::string name;  ///< standard where known
    bool derived = false;
    bool is_ecg = false;            ///< in a unit of voltage; in a hemodynamic study named like a lead too
    std::string unit;               ///< "mV" for ECG leads, whatever the file's
    double scale = 0.0;             ///< `unit` a step
    double at_zero = 0.0;           ///< what the stored 0 means, in `unit`
    int bits_stored = 0;            ///< of a sample, the lowest; the rest is padding
    std::int64_t late_samples = 0;  ///< that the channel begins after the group, by its skew; below zero: before it
    record::Filters filters;
};

struct MultiplexGroup {
    std::string label;  ///< "RHYTHM", "MEDIAN BEAT"
    bool original = true;
    double sampling_frequency_hz = 0.0;
    std::int64_t samples = 0;  ///< of a channel
    double offset_s = 0.0;     ///< from the first group's start
    std::vector<Channel> channels;
    int bytes_a_sample = 2;
    bool is_signed = true;
    std::optional<std::uint32_t> padding;  ///< the stored bits that mark a sample as not recorded
    bool big_endian = false;               ///< order of the two words of a sample of 32 bits
    StoredWords data;

    /// A beat that the device averaged or chose, by its label or, where it has none, by being derived and short.
    [[nodiscard]] bool is_beat() const;
    [[nodiscard]] bool has_ecg() const;
};

/// The group of that item, its data present as far as it promises. Fails (input) with the group and channel named.
/// What is odd but readable becomes a warning.
[[nodiscard]] core::Result<MultiplexGroup> read_group(const Item& item, bool hemodynamic, bool big_endian,
                                                      const ReadOptions& options, const std::string& where,
                                                      std::vector<record::Warning>& warnings);

/// Samples [first, first + count) of a channel, in its unit; what is padding is invalid.
[[nodiscard]] record::Lead channel_samples(const MultiplexGroup& group, std::size_t channel, std::int64_t first,
                                           std::int64_t count, std::vector<record::Warning>& warnings);

}  // namespace synchrony::io::dicom
