#include "completions.hpp"

namespace synchrony::cli {
namespace {

std::string fish_quoted(const std::string& text) {
    std::string out = "'";
    for (const char c : text) {
        if (c == '\'' || c == '\\') out += '\\';
        out += c;
    }
    return out + "'";
}

std::string fish_offer(const OptionEntry& option) {
    switch (option.completes) {
        case Completes::choices:
            return " -x -a " + fish_quoted(spaced(option.choices));
        case Completes::files:
            return " -r -F";
        case Completes::folders:
            return " -x -a '(__fish_complete_directories)'";
        case Completes::nothing:
            break;
    }
    return " -x";
}

std::string fish_option(const std::string& start, const OptionEntry& option) {
    std::string text = start;
    for (const auto& name : option.names)
        text += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
    if (!option.is_flag()) text += fish_offer(option);
    return text + " -d " + fish_quoted(option.meaning) + "\n";
}

std::string fish_argument(const std::string& start, const OptionEntry& argument) {
    if (argument.completes == Completes::nothing) return {};
    if (argument.completes == Completes::files) return start + " -F\n";
    const std::string offers = argument.completes == Completes::choices ? fish_quoted(spaced(argument.choices))
                                                                        : "'(__fish_complete_directories)'";
    return start + " -a " + offers + "\n";
}

std::string fish_lines(const CommandEntry& command) {
    const std::string start = "complete -c synchrony -n '__synchrony_at " + command.spoken() + "'";
    std::string text;
    for (const auto& below : command.commands)
        text += start + " -a " + below.name() + " -d " + fish_quoted(below.summary) + "\n";
    for (const auto& option : command.options) text += fish_option(start, option);
    for (const auto& argument : command.arguments) text += fish_argument(start, argument);
    return text;
}

}  // namespace

std::string fish_completion(const CommandEntry& top) {
    std::string cases;
    for (const auto* command : all_commands(top))
        if (!command->words.empty()) cases += " " + fish_quoted(command->spoken());
    std::string text = completion_notice;
    text +=
        "\n# Whether the words typed so far end in this command.\n"
        "function __synchrony_at\n"
        "    set -l typed (commandline -opc)\n"
        "    set -l at synchrony\n"
        "    for word in $typed[2..-1]\n"
        "        switch \"$at $word\"\n"
        "            case" +
        cases +
        "\n"
        "                set at \"$at $word\"\n"
        "        end\n"
        "    end\n"
        "    test \"$at\" = \"$argv\"\n"
        "end\n\n"
        "complete -c synchrony -f\n";
    for (const auto* command : all_commands(top)) text += fish_lines(*command);
    return text;
}

}  // namespace synchrony::cli
