#include "synchrony/inputs/same_samples.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <string_view>
#include <vector>

#include "synchrony/core/sha256.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::inputs {

std::string samples_key(const record::Ecg& ecg) {
    constexpr std::array<std::string_view, 8> recorded = {"I", "II", "V1", "V2", "V3", "V4", "V5", "V6"};
    std::vector<const record::Lead*> leads;
    for (const auto name : recorded)
        if (const auto* lead = ecg.find_lead(name)) leads.push_back(lead);
    if (leads.size() < recorded.size()) {
        leads.clear();
        for (const auto& lead : ecg.leads) leads.push_back(&lead);
    }
    std::string bytes = core::shortest(ecg.sampling_frequency_hz);
    for (const auto* lead : leads) {
        bytes += "|" + lead->name + "|";
        for (const float mv : lead->samples) {
            // Whole uV; the offset is no multiple of any recorder's step, so that a float's last bit decides nothing.
            constexpr double offset = 0.3183;
            const auto uv = static_cast<std::int32_t>(std::clamp(std::floor(1000.0 * mv + offset), -2e9, 2e9));
            for (int shift = 0; shift < 32; shift += 8) bytes += static_cast<char>((uv >> shift) & 0xff);
        }
    }
    return core::sha256(bytes);
}

}  // namespace synchrony::inputs
