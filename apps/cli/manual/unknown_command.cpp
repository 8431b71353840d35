#include "unknown_command.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include "synchrony/core/nearest_word.hpp"

namespace synchrony::cli {
namespace {

std::vector<const CLI::App*> commands_of(const CLI::App& group) {
    return group.get_subcommands(std::function<bool(const CLI::App*)>());
}

bool takes_words(const CLI::App& command) {
    return std::ranges::any_of(command.get_options(), [](const auto* option) { return option->get_positional(); });
}

/// The command of the group that is nearest to what was typed; empty where none is near.
std::string nearest_command(const CLI::App& group, const std::string& typed) {
    std::vector<std::string> names;
    for (const auto* command : commands_of(group))
        if (!command->get_group().empty()) names.push_back(command->get_name());
    return core::nearest_word(typed, names);
}

/// The long option of the command that is nearest to what was typed; empty where none is near.
std::string nearest_option(const CLI::App& command, const std::string& typed) {
    std::vector<std::string> names;
    for (const auto* option : command.get_options())
        names.insert(names.end(), option->get_lnames().begin(), option->get_lnames().end());
    const auto nearest = core::nearest_word(typed, names);
    return nearest.empty() ? nearest : "--" + nearest;
}

}  // namespace

std::string unexpected_word_hint(const CLI::App& command, int argc, const char* const* argv) {
    const CLI::Option* joined = nullptr;  // takes one word, whose values are joined by commas
    std::string values;
    for (int i = 1; i < argc; ++i) {
        const std::string word = argv[i];
        if (word.starts_with("--") && word.size() > 2) {
            const auto name = word.substr(0, word.find('='));
            const auto* option = command.get_option_no_throw(name);
            if (option == nullptr) {
                const auto meant = nearest_option(command, name.substr(2));
                return meant.empty() ? "" : name + " is no option of it. Did you mean: " + meant;
            }
            joined =
                option->get_delimiter() == ',' && !option->get_allow_extra_args() && name == word ? option : nullptr;
            values.clear();
        } else if (joined != nullptr) {
            if (!values.empty())
                return "Several values are joined by commas: --" + joined->get_lnames().front() + " " + values + "," +
                       word;
            values = word;
        }
    }
    return {};
}

std::optional<core::Error> unknown_command(const CLI::App& program, int argc, const char* const* argv) {
    const CLI::App* group = &program;
    std::string spoken = program.get_name();
    for (int i = 1; i < argc; ++i) {
        const std::string word = argv[i];
        const auto commands = commands_of(*group);
        if (commands.empty() || word.starts_with('-')) return std::nullopt;
        const auto found = std::ranges::find(commands, word, [](const auto* command) { return command->get_name(); });
        if (found == commands.end()) {
            if (takes_words(*group)) return std::nullopt;  // the word may be its own: `cohort import TABLE`
            const auto meant = nearest_command(*group, word);
            const auto hint =
                meant.empty() ? spoken + " --help lists the commands" : "Did you mean: " + spoken + " " + meant;
            return core::Error{core::ErrorKind::usage, "no such command", spoken + " " + word, {}, {}, hint};
        }
        group = *found;
        spoken += " " + word;
    }
    return std::nullopt;
}

}  // namespace synchrony::cli
