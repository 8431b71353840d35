// What a MUSE file says beside its samples.
#pragma once

#include <optional>
#include <pugixml.hpp>
#include <string>

#include "synchrony/record/file_facts.hpp"

namespace synchrony::io::muse {

/// Device, filters of the waveform, measurements and statements, patient; `root` is RestingECG.
[[nodiscard]] record::FileFacts facts_of(pugi::xml_node root, pugi::xml_node waveform);
/// When the recording was made.
[[nodiscard]] std::optional<std::string> start_of(pugi::xml_node root);

}  // namespace synchrony::io::muse
