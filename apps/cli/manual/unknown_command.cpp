#include "unknown_command.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <functional>
#include <numeric>
#include <string>
#include <string_view>
#include <vector>

namespace synchrony::cli {
namespace {

/// Letters to change, add, leave out or swap with their neighbour, to make one word of the other (restricted
/// Damerau-Levenshtein distance).
std::size_t typing_errors(std::string_view typed, std::string_view word) {
    std::vector<std::size_t> before, last(word.size() + 1), now(word.size() + 1);
    std::iota(last.begin(), last.end(), std::size_t{0});
    for (std::size_t i = 1; i <= typed.size(); ++i) {
        now[0] = i;
        for (std::size_t k = 1; k <= word.size(); ++k) {
            const std::size_t changed = last[k - 1] + (typed[i - 1] == word[k - 1] ? 0 : 1);
            now[k] = std::min({changed, last[k] + 1, now[k - 1] + 1});
            if (i > 1 && k > 1 && typed[i - 1] == word[k - 2] && typed[i - 2] == word[k - 1])
                now[k] = std::min(now[k], before[k - 2] + 1);
        }
        before = last;
        last = now;
    }
    return last.back();
}

std::vector<const CLI::App*> commands_of(const CLI::App& group) {
    return group.get_subcommands(std::function<bool(const CLI::App*)>());
}

bool takes_words(const CLI::App& command) {
    return std::ranges::any_of(command.get_options(), [](const auto* option) { return option->get_positional(); });
}

/// The command of the group that is nearest to what was typed; null where none is near.
const CLI::App* nearest_command(const CLI::App& group, std::string_view typed) {
    constexpr std::size_t longest_word = 64;
    if (typed.size() > longest_word) return nullptr;
    const CLI::App* nearest = nullptr;
    std::size_t fewest = std::max<std::size_t>(2, typed.size() / 3) + 1;
    for (const auto* command : commands_of(group)) {
        const auto errors = typing_errors(typed, command->get_name());
        if (command->get_group().empty() || errors >= fewest) continue;
        fewest = errors;
        nearest = command;
    }
    return nearest;
}

/// The long option of the command that is nearest to what was typed; empty where none is near.
std::string nearest_option(const CLI::App& command, const std::string& typed) {
    constexpr std::size_t longest_word = 64;
    std::string nearest;
    if (typed.size() > longest_word) return nearest;
    std::size_t fewest = std::max<std::size_t>(2, typed.size() / 3) + 1;
    for (const auto* option : command.get_options())
        for (const auto& name : option->get_lnames()) {
            const bool begins = name.size() > 2 && (name.starts_with(typed) || typed.starts_with(name));
            const auto errors = begins ? 1 : typing_errors(typed, name);
            if (errors >= fewest) continue;
            fewest = errors;
            nearest = "--" + name;
        }
    return nearest;
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
            const auto* meant = nearest_command(*group, word);
            const auto hint =
                meant ? "Did you mean: " + spoken + " " + meant->get_name() : spoken + " --help lists the commands";
            return core::Error{core::ErrorKind::usage, "no such command", spoken + " " + word, {}, {}, hint};
        }
        group = *found;
        spoken += " " + word;
    }
    return std::nullopt;
}

}  // namespace synchrony::cli
