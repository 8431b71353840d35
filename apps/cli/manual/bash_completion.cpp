#include "completions.hpp"

namespace synchrony::cli {
namespace {

std::string bash_quoted(const std::string& text) {
    return "\"" + text + "\"";
}

// Every command line that ends in a command, for the walk along the words typed so far.
std::string bash_patterns(const CommandEntry& top) {
    std::string text;
    for (const auto* command : all_commands(top))
        if (!command->words.empty()) text += (text.empty() ? "" : " | ") + bash_quoted(command->spoken());
    return text;
}

std::string bash_commands(const CommandEntry& command) {
    std::vector<std::string> names;
    for (const auto& below : command.commands) names.push_back(below.name());
    return spaced(names);
}

std::string bash_options(const CommandEntry& command) {
    std::vector<std::string> names;
    for (const auto& option : command.options) names.insert(names.end(), option.names.begin(), option.names.end());
    return spaced(names);
}

std::string bash_offer(const OptionEntry& option) {
    switch (option.completes) {
        case Completes::choices:
            return "words " + bash_quoted(spaced(option.choices));
        case Completes::files:
            return "files";
        case Completes::folders:
            return "folders";
        case Completes::nothing:
            break;
    }
    return "nothing";
}

// What comes after an option that takes a value, and what an argument may be.
std::string bash_values(const CommandEntry& command) {
    std::string text;
    for (const auto& option : command.options) {
        if (option.is_flag()) continue;
        std::string patterns;
        for (const auto& name : option.names)
            patterns += (patterns.empty() ? "" : " | ") + bash_quoted(command.spoken() + " " + name);
        text += "        " + patterns + ") _synchrony_" + bash_offer(option) + "; return ;;\n";
    }
    return text;
}

std::string bash_argument(const CommandEntry& command) {
    if (!command.commands.empty()) return "words " + bash_quoted(bash_commands(command));
    return command.arguments.empty() ? "nothing" : bash_offer(command.arguments.front());
}

constexpr const char* bash_helpers = R"(
_synchrony_words() { mapfile -t COMPREPLY < <(compgen -W "$1" -- "$current"); }
_synchrony_nothing() { COMPREPLY=(); }
_synchrony_files() {
    mapfile -t COMPREPLY < <(compgen -f -- "$current")
    compopt -o filenames 2>/dev/null
}
_synchrony_folders() {
    mapfile -t COMPREPLY < <(compgen -d -- "$current")
    compopt -o filenames 2>/dev/null
}

_synchrony() {
    local current="${COMP_WORDS[COMP_CWORD]}" previous="${COMP_WORDS[COMP_CWORD - 1]}" command="synchrony" i
    for ((i = 1; i < COMP_CWORD; ++i)); do
        case "$command ${COMP_WORDS[i]}" in
)";

}  // namespace

std::string spaced(const std::vector<std::string>& parts) {
    std::string text;
    for (const auto& part : parts) text += (text.empty() ? "" : " ") + part;
    return text;
}

std::string bash_completion(const CommandEntry& top) {
    std::string values, options, arguments;
    for (const auto* command : all_commands(top)) {
        values += bash_values(*command);
        options += "            " + bash_quoted(command->spoken()) + ") _synchrony_words " +
                   bash_quoted(bash_options(*command)) + " ;;\n";
        arguments += "        " + bash_quoted(command->spoken()) + ") _synchrony_" + bash_argument(*command) + " ;;\n";
    }
    std::string text = completion_notice;
    text += bash_helpers;
    text +=
        "            " + bash_patterns(top) + ") command=\"$command ${COMP_WORDS[i]}\" ;;\n        esac\n    done\n";
    text += "    case \"$command $previous\" in\n" + values + "    esac\n";
    text += "    if [[ \"$current\" == -* ]]; then\n        case \"$command\" in\n" + options +
            "        esac\n        return\n    fi\n";
    text += "    case \"$command\" in\n" + arguments + "    esac\n}\n\ncomplete -F _synchrony synchrony\n";
    return text;
}

}  // namespace synchrony::cli
