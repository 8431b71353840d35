#include "man_page.hpp"

#include <algorithm>

#include "synchrony/core/text.hpp"
#include "wrapped_text.hpp"

namespace synchrony::cli {
namespace {

// Text as groff shall print it: backslashes and hyphens as typed (so that options can be copied and searched for).
std::string man_escaped(const std::string& text) {
    std::string out;
    for (const char c : text) {
        if (c == '\\')
            out += "\\e";
        else if (c == '-')
            out += "\\-";
        else
            out += c;
    }
    return out;
}

// A line of text; one that began with '.' or an apostrophe would be taken for a request.
std::string man_line(const std::string& text) {
    const std::string safe = man_escaped(text);
    const bool request = !safe.empty() && (safe.front() == '.' || safe.front() == '\'');
    return (request ? "\\&" : "") + safe + "\n";
}

std::string man_bold(const std::string& text) {
    return "\\fB" + man_escaped(text) + "\\fR";
}

std::string man_italic(const std::string& text) {
    return "\\fI" + man_escaped(text) + "\\fR";
}

std::string man_upper(std::string text) {
    std::ranges::transform(text, text.begin(),
                           [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
    return text;
}

std::string man_entry(const std::string& head, const std::string& text) {
    return ".TP\n" + head + "\n" + (text.empty() ? "\\&\n" : man_line(text));
}

std::string man_description(const std::string& summary, const std::string& details) {
    std::string text = man_line(summary);
    for (const auto& block : description_blocks(details))
        text += block.kind == TextBlock::Kind::paragraph ? ".PP\n" + man_line(block.text)
                                                         : man_entry(man_bold(block.name), block.text);
    return text;
}

std::string man_option_head(const OptionEntry& option) {
    std::string head = core::joined(option.names, ", ", man_bold);
    if (option.is_flag()) return head;
    return head + (head.empty() ? "" : " ") + man_italic(option.value) + (option.repeated ? "..." : "");
}

std::string man_options(const CommandEntry& command) {
    std::string text;
    if (!command.arguments.empty()) {
        text += ".SH ARGUMENTS\n";
        for (const auto& argument : command.arguments) text += man_entry(man_option_head(argument), argument.text());
    }
    if (command.options.empty()) return text;
    text += ".SH OPTIONS\n";
    for (const auto& group : command.groups()) {
        if (group != "Options") text += ".SS " + man_escaped(group) + "\n";
        for (const auto& option : command.options)
            if (option.group == group) text += man_entry(man_option_head(option), option.text());
    }
    return text;
}

std::string man_commands(const CommandEntry& command) {
    if (command.commands.empty()) return {};
    std::string text = ".SH COMMANDS\n";
    for (const auto& section : command.sections()) {
        if (command.sections().size() > 1) text += ".SS " + man_escaped(section) + "\n";
        for (const auto& below : command.commands)
            if (below.section == section) text += man_entry(man_bold(below.name()), below.summary);
    }
    return text;
}

// Examples stand as they are; "Examples:" itself becomes the heading.
std::string man_footer(const std::string& footer) {
    std::string text;
    bool literal = false;
    for (const auto& block : footer_blocks(footer)) {
        const bool now = block.kind == TextBlock::Kind::literal;
        if (literal && !now) text += ".EE\n";
        if (block.text == "Examples:") {
            text += ".SH EXAMPLES\n";
        } else if (now) {
            text += (literal ? "" : ".EX\n") + man_line(block.text);
        } else {
            text += (text.empty() ? ".SH NOTES\n" : ".PP\n") + man_line(block.text);
        }
        literal = now;
    }
    return literal ? text + ".EE\n" : text;
}

std::string man_usage(const CommandEntry& command) {
    std::string text = ".SH SYNOPSIS\n" + man_bold(command.spoken());
    if (!command.commands.empty()) return text + " " + man_italic("COMMAND") + " ...\n";
    text += " [" + man_italic("OPTIONS") + "]";
    for (const auto& argument : command.arguments) {
        const std::string word = man_italic(argument.value) + (argument.repeated ? "..." : "");
        text += argument.required ? " " + word : " [" + word + "]";
    }
    return text + "\n";
}

constexpr const char* man_exit_status =
    ".SH EXIT STATUS\n"
    ".TP\n0\nDone.\n"
    ".TP\n1\nThe work failed, wholly or for some of the inputs; stderr says what, where, and what was expected.\n"
    ".TP\n2\nWrong usage.\n"
    ".TP\n130, 143, 129, 152\nStopped by Ctrl-C, SIGTERM, a lost terminal (SIGHUP, but under nohup) or a limit of "
    "processor time (SIGXCPU)\n"
    "before all was done; no file is left half written.\n";

constexpr const char* man_environment =
    ".SH ENVIRONMENT\n"
    ".TP\n\\fBSYNCHRONY_DATA\\fR\nFolder that holds the public databases (mitdb, ludb, ...), in place of the cache "
    "folder.\n"
    ".TP\n\\fBSYNCHRONY_ENGINE\\fR\nFile of the module that runs networks, in place of the installed one.\n"
    ".TP\n\\fBOMP_WAIT_POLICY\\fR\nSet it to \\fIpassive\\fR on a machine that does other work too.\n";

std::string man_see_also(const CommandEntry& command, const CommandEntry& top) {
    std::vector<std::string> names;
    if (command.words.empty()) {
        for (const auto* other : all_commands(top))
            if (other != &command) names.push_back(other->page_name());
    } else {
        names.push_back(top.page_name());
        for (const auto* other : all_commands(top))
            if (other->words.size() == command.words.size() + 1 &&
                std::equal(command.words.begin(), command.words.end(), other->words.begin()))
                names.push_back(other->page_name());
    }
    std::string text = ".SH SEE ALSO\n";
    for (std::size_t i = 0; i < names.size(); ++i)
        text += ".BR " + man_escaped(names[i]) + " (1)" + (i + 1 < names.size() ? "," : "") + "\n";
    return text;
}

}  // namespace

std::string man_page(const CommandEntry& command, const CommandEntry& top, const std::string& version) {
    std::string text = ".\\\" Written by synchrony from the tables behind --help; not edited by hand.\n";
    text += ".TH " + man_escaped(man_upper(command.page_name())) + " 1 \"\" \"synchrony " + man_escaped(version) +
            "\" \"User Commands\"\n";
    text += ".SH NAME\n" + man_escaped(command.page_name()) + " \\- " + man_line(command.summary);
    text += man_usage(command) + ".SH DESCRIPTION\n" + man_description(command.summary, command.details);
    text += man_commands(command) + man_options(command) + man_footer(command.footer) + man_exit_status;
    if (command.words.empty()) text += man_environment;
    return text + man_see_also(command, top);
}

}  // namespace synchrony::cli
