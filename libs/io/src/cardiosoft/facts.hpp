// What a CardioSoft file says beside its samples.
#pragma once

#include <optional>
#include <pugixml.hpp>
#include <string>

#include "synchrony/record/file_facts.hpp"

namespace synchrony::io::cardiosoft {

/// Device, filters, measurements and statements, patient; `root` is CardiologyXML.
[[nodiscard]] record::FileFacts facts_of(pugi::xml_node root);
/// When the recording was made.
[[nodiscard]] std::optional<std::string> start_of(pugi::xml_node root);

}  // namespace synchrony::io::cardiosoft
