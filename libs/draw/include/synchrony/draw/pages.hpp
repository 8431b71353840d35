// Several pictures as the pages of one PDF file.
#pragma once

#include <span>
#include <string>

#include "synchrony/draw/painter.hpp"

namespace synchrony::draw {

/// The bytes of a PDF file (version 1.4, which archives and every viewer take): a page a picture, each as large as its
/// picture, with the pictures' outlines as the list of contents. `date` is "2026-11-22": the same pictures and date
/// give the same bytes. Errors: usage (no picture), io (Cairo fails).
[[nodiscard]] core::Result<std::string> render_pages(std::span<const Picture> pictures, const std::string& title,
                                                     const std::string& date);

}  // namespace synchrony::draw
