// Bytes through a reader as a file in memory, and what every recording must then keep.
#pragma once

#include <cmath>
#include <cstdlib>
#include <string>

#include "synchrony/io/read.hpp"

namespace synchrony::fuzz {

/// Reads; aborts where an error says nothing or a recording breaks its promises.
inline void read_in_memory(std::string bytes, const std::string& name, const io::ReadOptions& options,
                           const std::string& part = {}) {
    io::RecordingFile file;
    file.folder = io::memory_source({{name, std::move(bytes)}});
    file.name = name;
    file.part = part;
    file.bytes = *file.folder->open(name);
    const auto ecg = io::read_ecg(file, options);
    if (!ecg) {
        if (ecg.error().what.empty()) std::abort();
        return;
    }
    if (!(ecg->sampling_frequency_hz > 0) || ecg->leads.empty()) std::abort();
    for (const auto* signals : {&ecg->leads, &ecg->other_signals})
        for (const auto& lead : *signals) {
            if (lead.samples.size() != ecg->leads[0].samples.size()) std::abort();
            for (const auto& range : lead.invalid)
                if (range.begin < 0 || range.begin >= range.end || range.end > ecg->sample_count()) std::abort();
        }
}

}  // namespace synchrony::fuzz
