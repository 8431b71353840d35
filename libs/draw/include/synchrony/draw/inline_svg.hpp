// Makes a whole SVG file into an element that can stand in a page beside others.
#pragma once

#include <string>

#include "synchrony/draw/painter.hpp"

namespace synchrony::draw {

/// See inline_svg(const Figure&, ...) in figure.hpp.
[[nodiscard]] core::Result<std::string> inline_svg(const Picture& picture, const std::string& id);

/// `text` with & < > " ' written as entities.
[[nodiscard]] std::string escape_xml(const std::string& text);

}  // namespace synchrony::draw
