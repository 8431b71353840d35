// The letters in which a record of SCP-ECG is written.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace synchrony::io::scp {

/// Texts of a record, in the character set that the language support code of its cart names (section 1, tag 14, byte
/// 16). Where that says ASCII, as many carts leave it, other letters are read as plain_text() finds them.
class Letters {
  public:
    Letters() = default;
    explicit Letters(std::span<const std::byte> section_1);

    /// UTF-8, without blanks at the ends; empty where the bytes are no text.
    [[nodiscard]] std::string text(std::string_view bytes);
    /// What is to be said of the texts so far; empty: nothing.
    [[nodiscard]] const std::string& remark() const { return remark_; }

  private:
    std::string_view character_set_;
    std::string remark_;
};

}  // namespace synchrony::io::scp
