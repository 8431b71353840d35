// What Philips SierraECG does to the samples before it stores them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "parts.hpp"

namespace synchrony::io::philips {

/// Whether lead III is stored as what is left of II - I, and not as itself. Needs I, II and III.
[[nodiscard]] bool holds_remainders(const std::vector<StoredLead>& leads);

/// Makes III, aVR, aVL and aVF themselves of what is stored: the difference between what I and II give and the lead.
void restore_limb_leads(std::vector<StoredLead>& leads);

/// A pulse at the end of all leads, the same in each, with nothing but zeros around it.
struct Calibration {
    std::size_t recorded = 0;  ///< samples of the recording before it: where the zeros begin in all leads
    std::int32_t height = 0;   ///< ADC units
};
[[nodiscard]] std::optional<Calibration> find_calibration(const std::vector<StoredLead>& leads, double frequency_hz);

}  // namespace synchrony::io::philips
