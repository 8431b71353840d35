// From the codes of a PDF's text to its letters.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "pdf/document.hpp"

namespace synchrony::io::pdf {

class Font {
  public:
    Font() = default;
    /// By the font's map to Unicode, else by its table of glyph names, else as ASCII.
    [[nodiscard]] static core::Result<Font> read(const Document& document, const Object& font);
    /// In UTF-8; codes of no known letter are left out.
    [[nodiscard]] std::string text_of(std::string_view codes) const;

  private:
    bool two_bytes_ = false;
    std::map<unsigned, std::string> letters_;
};

}  // namespace synchrony::io::pdf
