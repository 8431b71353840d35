// The program's commands as plain data, read from CLI11's tables once: --help, the man pages and the shells'
// completions are all written from it, so that none can say what another does not.
#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace synchrony::cli {

/// Heading of the options that every command has.
inline constexpr const char* common_group = "Common";

/// What a shell may offer for a value.
enum class Completes { nothing, files, folders, choices };

struct OptionEntry {
    std::vector<std::string> names;  ///< "--lbbb"; an argument has none
    std::string value;               ///< "WORD", "FILE", "N"; empty for a flag. An argument's own name
    bool required = false;
    bool repeated = false;             ///< takes several values
    std::string meaning;               ///< as the command describes it
    std::vector<std::string> choices;  ///< the words that are taken, where only these are
    std::string range;                 ///< "1 to 1024"
    std::string standard;              ///< the default as printed; empty: none
    std::string conditions;            ///< "only with --vcg; not with --median"
    std::string group;                 ///< heading that it stands under
    Completes completes = Completes::nothing;

    [[nodiscard]] bool is_flag() const { return value.empty(); }
    /// Meaning, choices, range, default and conditions as one text.
    [[nodiscard]] std::string text() const;
};

struct CommandEntry {
    std::vector<std::string> words;  ///< {"cohort", "import", "ludb"}; none for the program itself
    std::string summary;             ///< one line
    std::string details;             ///< what follows it: paragraphs, and lists of lines that begin with two spaces
    std::string section;             ///< heading of the list of commands that it stands under
    std::string footer;              ///< examples and remarks
    std::vector<OptionEntry> arguments;
    std::vector<OptionEntry> options;
    std::vector<CommandEntry> commands;

    [[nodiscard]] std::string name() const;                   ///< "ludb", "synchrony"
    [[nodiscard]] std::string spoken() const;                 ///< "synchrony cohort import ludb"
    [[nodiscard]] std::string page_name() const;              ///< "synchrony-cohort-import-ludb"
    [[nodiscard]] std::vector<std::string> groups() const;    ///< headings of options, in the order they were added
    [[nodiscard]] std::vector<std::string> sections() const;  ///< headings of commands, likewise
    /// "[OPTIONS] ECG..." or "COMMAND ..."
    [[nodiscard]] std::string usage() const;
};

/// The command and all below it; those of the hidden group ("") are left out.
[[nodiscard]] CommandEntry describe(const CLI::App& app);

/// The command and all below it, each before its own.
[[nodiscard]] std::vector<const CommandEntry*> all_commands(const CommandEntry& top);

}  // namespace synchrony::cli
