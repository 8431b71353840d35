// Section 1 of SCP-ECG: whose recording it is, the cart, its filters, and when.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "scp/letters.hpp"
#include "synchrony/record/ecg.hpp"

namespace synchrony::io::scp {

/// Fills start time, facts (patient, device, filters) and comments as far as the tags say. What is not well formed is
/// left out: nothing here bears on the samples. Gives the standard's version times ten that the cart claims, or 0.
std::uint8_t read_header(std::span<const std::byte> data, Letters& letters, record::Ecg& ecg);

}  // namespace synchrony::io::scp
