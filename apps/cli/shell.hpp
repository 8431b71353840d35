// What all commands of the program share: the common options, where results and complaints go, and exit codes.
#pragma once

#include <CLI/CLI.hpp>
#include <filesystem>
#include <functional>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "synchrony/core/progress.hpp"
#include "synchrony/core/result.hpp"

// Paths are shown as FILE, and completed as files; a folder's option says type_name(folder).
template <>
constexpr const char* CLI::detail::type_name<std::filesystem::path>() {
    return "FILE";
}

namespace synchrony::cli {

/// type_name of an option that names a folder.
inline constexpr const char* folder_value = "DIR";

inline constexpr int exit_done = 0;
inline constexpr int exit_failed = 1;
inline constexpr int exit_usage = 2;

/// Lets an option that names a model file take the name of a shipped model too, and says which there are.
CLI::Option* takes_shipped_models(CLI::Option* option);

/// One run of the program.
class Shell {
  public:
    Shell(int argc, char** argv);
    ~Shell();

    /// A command "name", with the options that all share. `action` runs when it was chosen and gives the exit code.
    CLI::App& command(CLI::App& parent, const std::string& name, const std::string& description,
                      const std::string& examples, std::function<int()> action);
    /// Heading of the program's help under which the next commands stand.
    void section(std::string heading) { section_ = std::move(heading); }
    /// A word that only groups commands ("cohort", "score").
    CLI::App& group(CLI::App& parent, const std::string& name, const std::string& description);

    /// Makes the commands, parses the command line and runs the chosen one; gives the exit code. No exception leaves
    /// it, and what could not be written to stdout is a failure.
    int run(const std::function<void(Shell&)>& add_commands);

    CLI::App& root() { return root_; }
    [[nodiscard]] bool json() const { return json_; }
    /// Threads, seed, progress and cancel, as the command line says.
    [[nodiscard]] core::RunContext context();
    /// The command line as typed, for provenance.
    [[nodiscard]] const std::string& command_line() const { return command_line_; }

    /// One JSON document on stdout.
    void print_json(const nlohmann::ordered_json& document) const;
    /// Text on stdout.
    void print(std::string_view text) const;
    /// Whether stdout did not take something: more work for it is in vain.
    [[nodiscard]] bool lost_output() const { return output_fault_ != 0; }
    /// What was printed leaves now: for a command that goes on for long.
    void flush() const;
    /// The error on stderr; gives the exit code that fits it.
    int complain(const core::Error& error) const;
    /// How most commands end: complains, or prints what was found as JSON or as text; gives the exit code. The two
    /// functions take the value and give the document or the text.
    template <typename T, typename ToJson, typename ToText>
    int answer(const core::Result<T>& found, ToJson to_json, ToText to_text) const {
        if (!found) return complain(found.error());
        if (json_)
            print_json(to_json(*found));
        else
            print(to_text(*found));
        return exit_done;
    }

  private:
    /// The exit code of the work, or of the complaint about what it threw.
    int guarded(const std::function<int()>& work) const;
    /// The code, unless stdout could not be written.
    int finished(int code) const;
    CLI::App* add(CLI::App& parent, const std::string& name, const std::string& description);

    int argc_;
    char** argv_;
    CLI::App root_;
    std::string command_line_;
    std::string section_ = "Commands";
    bool json_ = false;
    bool quiet_ = false;
    bool progress_lines_ = false;
    int threads_;
    std::uint64_t seed_ = 1;
    std::unique_ptr<core::Progress> progress_;
    std::function<int()> chosen_;
    mutable int output_fault_ = 0;     ///< errno of the first text that stdout did not take
    mutable bool complained_ = false;  ///< a word was said on stderr
};

}  // namespace synchrony::cli
