#include "wrapped_text.hpp"

#include "text_table.hpp"

namespace synchrony::cli {
namespace {

std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const auto end = text.find('\n');
        lines.push_back(text.substr(0, end));
        if (end == std::string_view::npos) break;
        text.remove_prefix(end + 1);
    }
    return lines;
}

// Lines of prose that follow each other are one paragraph; `indented` makes a block of any other line.
template <typename Indented>
std::vector<TextBlock> blocks_of(std::string_view text, Indented indented) {
    std::vector<TextBlock> blocks;
    bool goes_on = false;
    for (const auto line : lines_of(text)) {
        if (line.empty()) {
            goes_on = false;
        } else if (line.starts_with("  ")) {
            blocks.push_back(indented(line.substr(2)));
            goes_on = false;
        } else if (goes_on) {
            blocks.back().text += " " + std::string(line);
        } else {
            blocks.push_back({TextBlock::Kind::paragraph, std::string(line), {}});
            goes_on = true;
        }
    }
    return blocks;
}

}  // namespace

std::vector<std::string> wrapped_lines(std::string_view text, std::size_t columns) {
    std::vector<std::string> lines;
    std::size_t used = 0;
    while (!text.empty()) {
        const auto end = text.find(' ');
        const auto word = std::string(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        if (word.empty()) continue;
        const std::size_t wide = columns_of(word);
        if (lines.empty() || used + 1 + wide > columns) {
            lines.push_back(word);
            used = wide;
        } else {
            lines.back() += " " + word;
            used += 1 + wide;
        }
    }
    return lines;
}

std::vector<TextBlock> description_blocks(std::string_view text) {
    return blocks_of(text, [](std::string_view line) {
        const auto colon = line.find(": ");
        if (colon == std::string_view::npos) return TextBlock{TextBlock::Kind::item, {}, std::string(line)};
        return TextBlock{TextBlock::Kind::item, std::string(line.substr(colon + 2)),
                         std::string(line.substr(0, colon))};
    });
}

std::vector<TextBlock> footer_blocks(std::string_view text) {
    return blocks_of(text, [](std::string_view line) {
        return TextBlock{TextBlock::Kind::literal, std::string(line), {}};
    });
}

}  // namespace synchrony::cli
