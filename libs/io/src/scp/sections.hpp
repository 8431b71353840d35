// An SCP-ECG record (EN 1064, ISO 11073-91064) taken apart: a check sum, its length, and numbered sections.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "synchrony/core/result.hpp"
#include "synchrony/record/ecg.hpp"

namespace synchrony::io::scp {

/// Sections 0 to 11 are the standard's; 12 is version 3's long-term rhythm, known only to be named.
inline constexpr std::size_t known_sections = 13;

struct Section {
    std::span<const std::byte> data;  ///< behind the section's header
    std::uint8_t protocol = 0;        ///< the standard's version times ten, 0 where not said
};

struct Sections {
    std::array<std::optional<Section>, known_sections> all;
    std::string where;                      ///< the file, for messages
    std::vector<record::Warning> warnings;  ///< check sums of sections without which the signal can be read

    [[nodiscard]] const Section* find(std::size_t id) const { return all[id] ? &*all[id] : nullptr; }
    [[nodiscard]] std::string where_of(std::size_t id) const { return where + ", section " + std::to_string(id); }
};

/// Whether the bytes begin like an SCP-ECG record: section 0 first, which lists itself first.
[[nodiscard]] bool begins_like_scp(std::string_view head);

/// All sections by section 0's pointers. Fails (input) where the record is shorter than it says, a pointer leaves it, a
/// section is not what its pointer says, or the check sum of a section that holds or describes the signal (0, 2 to 6)
/// differs. A section of measurements or texts whose check sum differs is left out with a warning.
[[nodiscard]] core::Result<Sections> open_sections(std::span<const std::byte> bytes, const std::string& where);

}  // namespace synchrony::io::scp
