#include "help_text.hpp"

#include "synchrony/core/text.hpp"
#include "text_table.hpp"
#include "wrapped_text.hpp"

namespace synchrony::cli {
namespace {

constexpr std::size_t text_column = 24;  // where meanings begin

std::string help_paragraph(const std::string& text) {
    std::string lines;
    for (const auto& line : wrapped_lines(text, page_columns)) lines += line + "\n";
    return lines;
}

// "  name    meaning", the meaning on the next line where the name is too long.
std::string help_row(const std::string& name, const std::string& meaning) {
    std::string text = "  " + name;
    const auto lines = wrapped_lines(meaning, page_columns - text_column);
    if (lines.empty()) return text + "\n";
    const std::string margin(text_column, ' ');
    if (columns_of(text) + 2 > text_column)
        text += "\n" + margin;
    else
        text.resize(text.size() + text_column - columns_of(text), ' ');
    text += lines.front() + "\n";
    for (std::size_t i = 1; i < lines.size(); ++i) text.append(margin).append(lines[i]).append("\n");
    return text;
}

std::string help_left_side(const OptionEntry& option) {
    std::string names = core::joined(option.names);
    if (option.is_flag()) return names;
    return names + (names.empty() ? "" : " ") + option.value + (option.repeated ? "..." : "");
}

std::string help_blocks(const std::vector<TextBlock>& blocks) {
    std::string text;
    for (const auto& block : blocks) switch (block.kind) {
            case TextBlock::Kind::paragraph:
                text += help_paragraph(block.text);
                break;
            case TextBlock::Kind::item:
                text += help_row(block.name, block.text);
                break;
            case TextBlock::Kind::literal:
                text += "  " + block.text + "\n";
                break;
        }
    return text;
}

std::string help_options(const CommandEntry& command) {
    std::string text;
    if (!command.arguments.empty()) {
        text += "\nArguments:\n";
        for (const auto& argument : command.arguments) text += help_row(help_left_side(argument), argument.text());
    }
    for (const auto& group : command.groups()) {
        text += "\n" + group + ":\n";
        for (const auto& option : command.options)
            if (option.group == group) text += help_row(help_left_side(option), option.text());
    }
    return text;
}

std::string help_commands(const CommandEntry& command) {
    std::string text;
    for (const auto& section : command.sections()) {
        text += "\n" + section + ":\n";
        for (const auto& below : command.commands)
            if (below.section == section) text += help_row(below.name(), below.summary);
    }
    return text;
}

}  // namespace

std::string help_text(const CommandEntry& command) {
    std::string text = help_paragraph(command.summary);
    if (!command.details.empty()) text += help_blocks(description_blocks(command.details));
    text += "\nUsage: " + command.spoken() + " " + command.usage() + "\n";
    text += help_commands(command) + help_options(command);
    if (!command.footer.empty()) text += "\n" + help_blocks(footer_blocks(command.footer));
    return text;
}

}  // namespace synchrony::cli
