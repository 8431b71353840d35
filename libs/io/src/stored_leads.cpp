#include "stored_leads.hpp"

#include <algorithm>
#include <cmath>

#include "synchrony/core/text.hpp"
#include "synchrony/io/read.hpp"

namespace synchrony::io {

std::vector<std::int32_t> int16_values(std::span<const std::byte> bytes) {
    std::vector<std::int32_t> values(bytes.size() / 2);
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = static_cast<std::int16_t>(std::to_integer<unsigned>(bytes[2 * i]) |
                                              std::to_integer<unsigned>(bytes[2 * i + 1]) << 8U);
    return values;
}

std::size_t most_samples(std::size_t leads, const ReadOptions& options) {
    return static_cast<std::size_t>(std::max<std::int64_t>(options.max_values, 0)) / std::max<std::size_t>(leads, 1);
}

double frequency_of_step(double step_s) {
    const double hz = 1.0 / step_s;
    constexpr double written = 1e-6;
    return std::abs(hz - std::round(hz)) < written * hz ? std::round(hz) : hz;
}

core::Result<double> sampling_frequency(std::optional<double> of_file, const ReadOptions& options,
                                        const std::string& where) {
    constexpr double most_hz = 1e6;
    const bool said = of_file && *of_file != 0.0;  // a field of 0 says as little as none
    const auto frequency = said || !options.sampling_frequency_hz ? of_file : options.sampling_frequency_hz;
    if (frequency && *frequency > 0 && *frequency <= most_hz) return *frequency;
    return core::fail_input("no sampling frequency", where, frequency ? core::shortest(*frequency) + " Hz" : "none",
                            "a number above 0, up to 1000000 Hz", "Give it with --fs if you know it");
}

void add_stored_beat(core::Result<record::Ecg> beat, const std::string& not_read, record::Ecg& ecg) {
    if (beat)
        ecg.stored_beats.push_back(std::move(*beat));
    else
        ecg.warnings.emplace_back(not_read + ": " + beat.error().what + " (got " + beat.error().got + ")");
}

core::Result<record::Ecg> assemble(std::span<const StoredLead> leads, double frequency_hz, std::string_view format,
                                   const std::string& where) {
    if (leads.empty() || leads.size() > most_leads)
        return core::fail_input("no leads", where, std::to_string(leads.size()) + " leads",
                                "1 to " + std::to_string(most_leads));
    const auto samples = leads.front().values.size();
    for (const auto& lead : leads)
        if (lead.values.size() != samples)
            return core::fail_input("leads differ in length", where + ", lead " + lead.name,
                                    std::to_string(lead.values.size()) + " samples",
                                    std::to_string(samples) + " as in lead " + leads.front().name);
    if (samples == 0) return core::fail_input("no samples", where, "0 samples", "at least one a lead");
    record::Ecg ecg;
    ecg.sampling_frequency_hz = frequency_hz;
    ecg.format = format;
    ecg.leads.reserve(leads.size());
    for (const auto& lead : leads) ecg.leads.push_back(to_lead(lead));
    return ecg;
}

}  // namespace synchrony::io
