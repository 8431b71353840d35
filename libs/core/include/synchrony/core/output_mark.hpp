// By what a page or a picture is known as one that the program wrote.
#pragma once

#include <filesystem>
#include <string_view>

namespace synchrony::core {

/// Who made it, as the outputs say: "Creator" of a PDF, "Software" of a PNG, "generator" of an HTML page.
inline constexpr const char* output_mark = "Synchrony";
/// What an SVG file says after its root's first tag.
inline constexpr std::string_view svg_mark = "<!-- Made by Synchrony -->";

/// Whether the plain file at `path` is an HTML page, an SVG, PDF or PNG picture that bears the mark, or is built as
/// earlier versions' were, which bore none. Of a PDF the whole is read, up to 256 MB, else the first 64 kB.
[[nodiscard]] bool is_own_page_or_picture(const std::filesystem::path& path);

}  // namespace synchrony::core
