// What every reader of whole recordings owes on any bytes: an error with its place, or an Ecg that keeps its promises.
#pragma once

#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "synchrony/io/read.hpp"

namespace synchrony::fuzz {

inline void require_signal(const record::Lead& signal, std::int64_t samples) {
    if (static_cast<std::int64_t>(signal.samples.size()) != samples) std::abort();
    for (const float v : signal.samples)
        if (!std::isfinite(v)) std::abort();
    std::int64_t last = -1;
    for (const auto& range : signal.invalid) {
        if (range.begin <= last || range.end <= range.begin || range.end > samples) std::abort();
        last = range.end;
    }
}

inline void require_recording(const record::Ecg& ecg) {
    if (!(ecg.sampling_frequency_hz > 0) || ecg.leads.empty() || ecg.sample_count() < 1) std::abort();
    for (const auto& lead : ecg.leads) require_signal(lead, ecg.sample_count());
    for (const auto& signal : ecg.other_signals) require_signal(signal, ecg.sample_count());
    for (const auto& beat : ecg.stored_beats) require_recording(beat);
}

/// Reads `bytes` by the format named, whatever they begin like; a range of what could be read must be that part of it.
inline void read_bytes(const char* format, const std::string& bytes) {
    const auto source = io::memory_source({{"fuzz", bytes}});
    const io::RecordingFile file{*source->open("fuzz"), "fuzz", source};
    io::ReadOptions options;
    options.format = format;
    options.max_values = std::int64_t{1} << 22;
    const auto ecg = io::read_ecg(file, options);
    if (!ecg) {
        if (ecg.error().what.empty() || ecg.error().where.empty()) std::abort();
        return;
    }
    require_recording(*ecg);
    options.first_sample = ecg->sample_count() / 3;
    options.samples = ecg->sample_count() - 2 * options.first_sample;
    const auto part = io::read_ecg(file, options);
    if (!part || part->sample_count() != options.samples) std::abort();
}

/// Both by name and by what the bytes begin like.
inline void sniff_bytes(const std::string& bytes) {
    for (const auto& format : io::formats()) (void)format.sniff(bytes, "fuzz");
}

}  // namespace synchrony::fuzz
