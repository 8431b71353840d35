// Text of help pages: broken into lines at a width, lists and examples kept as they are.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace synchrony::cli {

/// Columns of a help page: what a terminal has at least, and what `man` takes without being asked.
inline constexpr std::size_t page_columns = 80;

/// `text` in lines of at most `columns`, words whole; a word that is longer has a line of its own. UTF-8 letters count
/// as one column each.
[[nodiscard]] std::vector<std::string> wrapped_lines(std::string_view text, std::size_t columns);

/// A piece of a description or footer.
struct TextBlock {
    enum class Kind {
        paragraph,  ///< prose, may be broken anywhere
        item,       ///< "name: meaning", a line that began with two spaces in a description
        literal     ///< an example's line, kept as it is
    };
    Kind kind = Kind::paragraph;
    std::string text;  ///< of an item, the meaning
    std::string name;  ///< of an item
};

/// Prose, and lists of "  name: meaning".
[[nodiscard]] std::vector<TextBlock> description_blocks(std::string_view text);
/// Prose, and lines that begin with two spaces as examples (without the two spaces).
[[nodiscard]] std::vector<TextBlock> footer_blocks(std::string_view text);

}  // namespace synchrony::cli
