// What a Philips SierraECG file says beside its samples.
#pragma once

#include <optional>
#include <pugixml.hpp>
#include <string>

#include "synchrony/record/file_facts.hpp"

namespace synchrony::io::philips {

/// Device, filters, measurements and statements, patient; `root` is restingecgdata. Without the gain's source.
[[nodiscard]] record::FileFacts facts_of(pugi::xml_node root);
/// When the recording was made.
[[nodiscard]] std::optional<std::string> start_of(pugi::xml_node root);

}  // namespace synchrony::io::philips
