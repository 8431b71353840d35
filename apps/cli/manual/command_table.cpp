#include "command_table.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <string_view>

namespace synchrony::cli {
namespace {

std::string joined_words(const std::vector<std::string>& words, const std::string& between,
                         const std::string& before_last) {
    std::string text;
    for (std::size_t i = 0; i < words.size(); ++i)
        text += (i == 0 ? "" : i + 1 == words.size() ? before_last : between) + words[i];
    return text;
}

void add_once(std::vector<std::string>& list, const std::string& word) {
    if (std::ranges::find(list, word) == list.end()) list.push_back(word);
}

// CLI11 names a type "TEXT:{a,b}", "INT:INT in [1 - 9]": the kind, then what is checked.
struct TypeName {
    std::string kind;
    std::string check;
    explicit TypeName(const std::string& whole) {
        const auto colon = whole.find(':');
        kind = whole.substr(0, colon);
        if (colon != std::string::npos) check = whole.substr(colon + 1);
    }
};

std::vector<std::string> choices_of(const std::string& check) {
    std::vector<std::string> choices;
    if (!check.starts_with('{') || !check.ends_with('}')) return choices;
    const std::string inside = check.substr(1, check.size() - 2);
    for (std::size_t begin = 0; begin <= inside.size();) {
        const auto end = std::min(inside.find(',', begin), inside.size());
        choices.push_back(inside.substr(begin, end - begin));
        begin = end + 1;
    }
    return choices;
}

std::string range_of(const std::string& check) {
    const auto open = check.find(" in ["), dash = check.find(" - ", open);
    if (open == std::string::npos || dash == std::string::npos || !check.ends_with(']')) return {};
    return check.substr(open + 5, dash - open - 5) + " to " + check.substr(dash + 3, check.size() - dash - 4);
}

std::string value_word(const TypeName& type, bool has_choices) {
    if (has_choices) return "WORD";
    if (type.kind == "INT" || type.kind == "UINT") return "N";
    if (type.kind == "FLOAT") return "X";
    return type.kind;
}

std::string conditions_of(const CLI::Option& option) {
    const auto names = [](const std::set<CLI::Option*>& options) {
        std::vector<std::string> list;
        for (const auto* other : options) list.push_back(other->get_name());
        std::ranges::sort(list);  // the set is ordered by address
        return joined_words(list, ", ", ", ");
    };
    std::string text;
    if (!option.get_needs().empty()) text = "only with " + names(option.get_needs());
    if (!option.get_excludes().empty())
        text += (text.empty() ? "" : "; ") + std::string("not with ") + names(option.get_excludes());
    return text;
}

// "[a,b]" is how CLI11 prints a default of several values.
std::string standard_of(const CLI::Option& option) {
    std::string text = option.get_default_str();
    if (text.starts_with('[') && text.ends_with(']')) text = text.substr(1, text.size() - 2);
    return text == "\"\"" ? std::string() : text;
}

OptionEntry describe_option(const CLI::Option& option) {
    OptionEntry entry;
    for (const auto& name : option.get_snames()) entry.names.push_back("-" + name);
    for (const auto& name : option.get_lnames()) entry.names.push_back("--" + name);
    entry.required = option.get_required();
    entry.repeated = option.get_expected_max() >= CLI::detail::expected_max_vector_size;
    entry.meaning = option.get_description();
    entry.group = option.get_group();
    entry.conditions = conditions_of(option);
    if (option.get_type_size() == 0 || option.get_items_expected_max() == 0) return entry;
    const TypeName type(option.get_type_name());
    entry.choices = choices_of(type.check);
    entry.range = range_of(type.check);
    entry.standard = standard_of(option);
    entry.value = option.get_positional() ? option.get_name(true) : value_word(type, !entry.choices.empty());
    entry.completes = !entry.choices.empty() ? Completes::choices
                      : type.kind == "FILE"  ? Completes::files
                      : type.kind == "DIR"   ? Completes::folders
                                             : Completes::nothing;
    return entry;
}

// The first line of a description is its summary.
void split_description(const std::string& whole, CommandEntry& entry) {
    const auto end = whole.find('\n');
    entry.summary = whole.substr(0, end);
    if (end != std::string::npos) entry.details = whole.substr(end + 1);
}

CommandEntry describe_below(const CLI::App& app, const std::vector<std::string>& words) {
    CommandEntry entry;
    entry.words = words;
    entry.section = app.get_group();
    entry.footer = app.get_footer();
    split_description(app.get_description(), entry);
    for (const auto* option : app.get_options()) {
        if (option->get_group().empty()) continue;
        auto& list = option->get_positional() ? entry.arguments : entry.options;
        list.push_back(describe_option(*option));
    }
    for (const auto* command : app.get_subcommands(std::function<bool(const CLI::App*)>())) {
        if (command->get_group().empty()) continue;
        auto below = words;
        below.push_back(command->get_name());
        entry.commands.push_back(describe_below(*command, below));
    }
    return entry;
}

void collect(const CommandEntry& entry, std::vector<const CommandEntry*>& list) {
    list.push_back(&entry);
    for (const auto& command : entry.commands) collect(command, list);
}

}  // namespace

std::string OptionEntry::text() const {
    std::string more;
    const auto add = [&more](const std::string& part) { more += (more.empty() ? "" : "; ") + part; };
    if (required && !names.empty()) add("required");
    // What the description says itself is not said again.
    if (meaning.find(range) == std::string::npos) add(range);
    if (!standard.empty()) add("default: " + standard);
    if (!conditions.empty()) add(conditions);
    std::string whole = meaning;
    const bool explained =
        std::ranges::all_of(choices, [&](const auto& word) { return meaning.find(word) != std::string::npos; });
    if (!choices.empty() && !explained) whole += ": " + joined_words(choices, ", ", " or ");
    return more.empty() ? whole : whole + " (" + more + ")";
}

std::string CommandEntry::name() const {
    return words.empty() ? "synchrony" : words.back();
}

std::string CommandEntry::spoken() const {
    return words.empty() ? "synchrony" : "synchrony " + joined_words(words, " ", " ");
}

std::string CommandEntry::page_name() const {
    return words.empty() ? "synchrony" : "synchrony-" + joined_words(words, "-", "-");
}

std::vector<std::string> CommandEntry::groups() const {
    std::vector<std::string> list;
    for (const auto& option : options) add_once(list, option.group);
    // What all commands share stands last, whatever was added first.
    if (const auto common = std::ranges::find(list, common_group); common != list.end())
        std::rotate(common, common + 1, list.end());
    return list;
}

std::vector<std::string> CommandEntry::sections() const {
    std::vector<std::string> list;
    for (const auto& command : commands) add_once(list, command.section);
    return list;
}

std::string CommandEntry::usage() const {
    if (!commands.empty() && arguments.empty()) return "COMMAND ...";
    std::string text = commands.empty() ? "[OPTIONS]" : "[COMMAND ...] [OPTIONS]";
    for (const auto& argument : arguments) {
        const std::string word = argument.value + (argument.repeated ? "..." : "");
        text += argument.required ? " " + word : " [" + word + "]";
    }
    return text;
}

CommandEntry describe(const CLI::App& app) {
    std::vector<std::string> words;
    for (const auto* at = &app; at->get_parent() != nullptr; at = at->get_parent())
        words.insert(words.begin(), at->get_name());
    return describe_below(app, words);
}

std::vector<const CommandEntry*> all_commands(const CommandEntry& top) {
    std::vector<const CommandEntry*> list;
    collect(top, list);
    return list;
}

}  // namespace synchrony::cli
