// What a reader of a vendor's XML owes for any bytes: an error that says what and where, or a recording in order.
#pragma once

#include <cmath>
#include <cstdint>
#include <string>

#include "memory_file.hpp"
#include "synchrony/io/read.hpp"

namespace synchrony::fuzz {

inline void require_order(const record::Ecg& ecg) {
    require(ecg.sampling_frequency_hz > 0 && !ecg.leads.empty());
    for (const auto& lead : ecg.leads) {
        require(static_cast<std::int64_t>(lead.samples.size()) == ecg.sample_count());
        for (const float v : lead.samples) require(std::isfinite(v));
    }
    for (const auto& beat : ecg.stored_beats) require_order(beat);
}

/// Reads the bytes by that format's reader, whatever their root element is.
inline void read_vendor_xml(const std::uint8_t* data, std::size_t size, const std::string& format) {
    constexpr std::int64_t most_values = 1 << 20;
    const auto source = io::memory_source({{"fuzz.xml", std::string(reinterpret_cast<const char*>(data), size)}});
    const auto bytes = source->open("fuzz.xml");
    require(bytes.has_value());
    io::ReadOptions options;
    options.format = format;
    options.max_values = most_values;
    const auto ecg = io::read_ecg(io::RecordingFile{*bytes, "fuzz.xml", source}, options);
    if (ecg)
        require_order(*ecg);
    else
        require(!ecg.error().what.empty() && !ecg.error().where.empty());
}

}  // namespace synchrony::fuzz
