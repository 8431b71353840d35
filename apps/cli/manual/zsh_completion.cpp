#include <string_view>

#include "completions.hpp"

namespace synchrony::cli {
namespace {

// Inside single quotes, with what _arguments gives a meaning marked as plain.
std::string zsh_text(const std::string& text, std::string_view special) {
    std::string out;
    for (const char c : text) {
        if (c == '\'')
            out += "'\\''";
        else if (special.find(c) != std::string_view::npos)
            out += std::string("\\") + c;
        else
            out += c;
    }
    return out;
}

std::string zsh_function(const CommandEntry& command) {
    std::string name = "_" + command.page_name();
    for (char& c : name)
        if (c == '-') c = '_';
    return name;
}

std::string zsh_action(const OptionEntry& option) {
    switch (option.completes) {
        case Completes::choices:
            return "(" + spaced(option.choices) + ")";
        case Completes::files:
            return "_files";
        case Completes::folders:
            return "_files -/";
        case Completes::nothing:
            break;
    }
    return " ";
}

std::string zsh_option(const OptionEntry& option) {
    std::string text;
    for (const auto& name : option.names) {
        text += " \\\n        '" + std::string(option.repeated ? "*" : "") + name + "[" +
                zsh_text(option.meaning, "[]\\:") + "]";
        if (!option.is_flag()) text += ":" + option.value + ":" + zsh_action(option);
        text += "'";
    }
    return text;
}

std::string zsh_leaf(const CommandEntry& command) {
    std::string text = zsh_function(command) + "() {\n    _arguments -S";
    for (const auto& option : command.options) text += zsh_option(option);
    for (const auto& argument : command.arguments)
        text += std::string(" \\\n        '") + (argument.repeated ? "*" : "") + ":" + argument.value + ":" +
                zsh_action(argument) + "'";
    return text + "\n}\n";
}

std::string zsh_group(const CommandEntry& command) {
    std::string names, cases;
    for (const auto& below : command.commands) {
        names += "        '" + below.name() + ":" + zsh_text(below.summary, "") + "'\n";
        cases += "        " + below.name() + ") " + zsh_function(below) + " ;;\n";
    }
    std::string text = zsh_function(command) + "() {\n    local -a commands options\n    commands=(\n" + names +
                       "    )\n    options=(\n";
    for (const auto& option : command.options)
        for (const auto& name : option.names) text += "        '" + name + ":" + zsh_text(option.meaning, "") + "'\n";
    text +=
        "    )\n    if ((CURRENT == 2)); then\n        _describe command commands\n"
        "        _describe -o option options\n        return\n    fi\n"
        "    shift words\n    ((CURRENT--))\n    case $words[1] in\n";
    return text + cases + "    esac\n}\n";
}

}  // namespace

std::string zsh_completion(const CommandEntry& top) {
    std::string text = std::string("#compdef synchrony\n") + completion_notice + "\n";
    for (const auto* command : all_commands(top))
        text += (command->commands.empty() ? zsh_leaf(*command) : zsh_group(*command)) + "\n";
    return text + "_synchrony \"$@\"\n";
}

}  // namespace synchrony::cli
