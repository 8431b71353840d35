#include "shell.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <exception>
#include <filesystem>
#include <iostream>
#include <new>
#include <nlohmann/json.hpp>
#include <thread>

#include "argument_checks.hpp"
#include "cut_short.hpp"
#include "manual/command_table.hpp"
#include "manual/help_text.hpp"
#include "manual/unknown_command.hpp"
#include "stop_signals.hpp"
#include "synchrony/core/decimal_comma.hpp"
#include "synchrony/core/json_text.hpp"
#include "synchrony/core/nearest_word.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/core/version.hpp"
#include "synchrony/model/shipped.hpp"
#include "terminal_progress.hpp"

namespace synchrony::cli {
namespace {

int default_threads() {
    return static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
}

std::string joined(int argc, char** argv) {
    std::string line = "synchrony";
    for (int i = 1; i < argc; ++i) line += " " + core::in_shell(argv[i]);
    return line;
}

/// CLI11 says "1 required TEXT:{F,M} missing": what kind of text it is says nothing to anybody, the words do.
std::string plain_fault(std::string text) {
    for (const std::string_view kind : {"TEXT:", "INT:", "UINT:", "FLOAT:"}) core::replace_all(text, kind, "");
    core::replace_all(text, "required TEXT", "required value");
    core::replace_all(text, ".000000", "");  // "not in range 1.000000 to 100.000000"
    return text;
}

/// In the order that they were typed, not all of a hundred files.
std::string unexpected_words(const std::vector<std::string>& words) {
    constexpr std::size_t most_named = 5;
    std::string text =
        words.size() == 1 ? "The following argument was not expected:" : "The following arguments were not expected:";
    for (std::size_t i = 0; i < std::min(words.size(), most_named); ++i) text += " " + words[i];
    if (words.size() > most_named) text += " and " + std::to_string(words.size() - most_named) + " others";
    return text;
}

/// What the operating system said, where it said anything.
int fault_number() {
    return errno != 0 ? errno : EIO;
}

/// Where a caller closed them, the next file opened would take their number and be written into. Reading is opened for
/// stdout, so that what is printed fails as it does on a closed one.
void keep_standard_streams() {
    for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
        if (::fcntl(descriptor, F_GETFD) < 0)
            (void)::open("/dev/null", descriptor == STDERR_FILENO ? O_WRONLY : O_RDONLY);
}

/// Where a value could not be taken and one of the words has a decimal comma.
std::string comma_hint(const CLI::Error& error, int argc, char** argv) {
    if (error.get_name() != "ConversionError" && error.get_name() != "ValidationError") return {};
    for (int i = 1; i < argc; ++i)
        if (auto hint = core::decimal_point_hint(argv[i]); !hint.empty()) return hint;
    return {};
}

}  // namespace

CLI::Option* takes_shipped_models(CLI::Option* option) {
    const auto names = core::joined(model::shipped_models());
    if (!names.empty()) option->description(option->get_description() + ", or a shipped one by its name: " + names);
    const auto named = [](std::string& given) {
        const auto file = model::model_file(given);
        std::error_code unreadable;
        const bool there = std::filesystem::exists(file, unreadable);
        const bool plain = !file.has_parent_path() && !file.has_extension();
        const auto meant = there || !plain ? std::string() : core::did_you_mean(given, model::shipped_models());
        if (!meant.empty()) return given + ": neither a file nor a shipped model. " + meant;
        given = file.string();
        return std::string();
    };
    return option->transform(CLI::Validator(named, ""));
}

Shell::Shell(int argc, char** argv)
    : argc_(argc),
      argv_(argv),
      root_(
          "Predicts from the 12-lead ECG whether a patient will respond to cardiac resynchronization therapy.\n"
          "Research software, not a medical device.",
          "synchrony"),
      command_line_(joined(argc, argv)),
      threads_(default_threads()) {
    root_.require_subcommand(1);
    root_.set_version_flag("--version", std::string(core::version()));
    root_.failure_message([this](const CLI::App* app, const CLI::Error& error) {
        const bool unexpected = error.get_exit_code() == static_cast<int>(CLI::ExitCodes::ExtrasError);
        const auto fault = unexpected ? unexpected_words(app->remaining(true)) : plain_fault(error.what());
        std::string text = "synchrony: " + core::printable(fault) + "\n";
        if (const auto hint = comma_hint(error, argc_, argv_); !hint.empty()) text += hint + "\n";
        while (!app->get_subcommands().empty()) app = app->get_subcommands().front();  // as far as was typed
        if (unexpected)
            if (const auto hint = unexpected_word_hint(*app, argc_, argv_); !hint.empty())
                text += core::printable(hint) + "\n";
        return text + "See " + describe(*app).spoken() + " --help\n";
    });
    root_.formatter_fn(
        [](const CLI::App* app, const std::string&, CLI::AppFormatMode) { return help_text(describe(*app)); });
}

Shell::~Shell() = default;

CLI::App* Shell::add(CLI::App& parent, const std::string& name, const std::string& description) {
    CLI::App* app = parent.add_subcommand(name, description);
    app->group(&parent == &root_ ? section_ : "Commands");
    return app;
}

CLI::App& Shell::group(CLI::App& parent, const std::string& name, const std::string& description) {
    CLI::App* app = add(parent, name, description);
    app->require_subcommand(1);
    return *app;
}

CLI::App& Shell::command(CLI::App& parent, const std::string& name, const std::string& description,
                         const std::string& examples, std::function<int()> action) {
    CLI::App* app = add(parent, name, description);
    if (!examples.empty()) app->footer("Examples:\n" + examples);
    app->get_help_ptr()->group(common_group);
    app->add_flag("--json", json_, "One JSON document on stdout")->group(common_group);
    app->add_flag("--quiet", quiet_, "No progress, no log on stderr")->group(common_group);
    app->add_flag("--progress", progress_lines_, "Where stderr is no terminal: a line a minute on it")
        ->group(common_group);
    app->add_option("--threads", threads_, "Worker threads (default: one a processor core)")
        ->check(CLI::Range(1, 1024))
        ->group(common_group);
    app->add_option("--seed", seed_, "Fixes every random choice")->capture_default_str()->group(common_group);
    app->callback([this, app, action = std::move(action)] {
        if (app->get_subcommands().empty()) chosen_ = action;  // a command below it was chosen else
    });
    return *app;
}

core::RunContext Shell::context() {
    if (!progress_) progress_ = std::make_unique<TerminalProgress>(quiet_, progress_lines_);
    return {progress_.get(), &stop_request(), threads_, seed_};
}

int Shell::run(const std::function<void(Shell&)>& add_commands) {
    keep_standard_streams();
    listen_to_signals();
    listen_for_files_cut_short();
    return finished(guarded([&] {
        add_commands(*this);
        read_numbers_as_decimal(root_);
        const auto lists = list_fault(root_, argc_, argv_);
        try {
            root_.parse(argc_, argv_);
            if (lists) throw CLI::ValidationError(*lists);
            check_arguments(root_);
        } catch (const CLI::ParseError& error) {
            if (const auto typed = unknown_command(root_, argc_, argv_)) return complain(*typed);
            // CLI11 prints help and version to stdout with 0, and faults to stderr; all faults here are wrong usage.
            const bool asked = error.get_exit_code() == 0;
            return root_.exit(lists && !asked ? *lists : error) == 0 ? exit_done : exit_usage;
        }
        const int code = chosen_ ? chosen_() : exit_usage;
        if (code == exit_done || stop_signal() == 0) return code;
        if (!complained_) std::fputs("synchrony: stopped\n", stderr);
        return signal_exit_base + stop_signal();
    }));
}

int Shell::guarded(const std::function<int()>& work) const {
    using core::ErrorKind;
    try {
        return work();
    } catch (const std::bad_alloc&) {
        return complain({ErrorKind::io, "not enough memory", {}, {}, {}, {}});
    } catch (const std::filesystem::filesystem_error& error) {
        return complain({ErrorKind::io, error.code().message(), error.path1().string(), {}, {}, {}});
    } catch (const std::exception& error) {
        return complain({ErrorKind::refused, std::string("unexpected fault: ") + error.what(), {}, {}, {}, {}});
    } catch (...) {
        return complain({ErrorKind::refused, "unexpected fault", {}, {}, {}, {}});
    }
}

int Shell::finished(int code) const {
    if (std::cout) errno = 0;  // else it still says why the last flush failed
    std::cout.flush();         // where CLI11 prints help
    const bool lost = !std::cout || std::fflush(stdout) != 0;
    const int reason = output_fault_ != 0 || !lost ? output_fault_ : fault_number();
    if (reason == 0) return code;
    const int failed = complain({core::ErrorKind::io, "cannot write", "stdout", std::strerror(reason), {}, {}});
    return code == exit_done ? failed : code;
}

void Shell::print_json(const nlohmann::ordered_json& document) const {
    print(core::json_text(document, 2) + "\n");
}

void Shell::print(std::string_view given) const {
    const auto text = core::printable(given);  // names of files and of leads come from strangers
    errno = 0;
    const bool lost = std::fwrite(text.data(), 1, text.size(), stdout) != text.size();
    if (lost && output_fault_ == 0) output_fault_ = fault_number();
}

void Shell::flush() const {
    errno = 0;
    if (std::fflush(stdout) != 0 && output_fault_ == 0) output_fault_ = fault_number();
}

int Shell::complain(const core::Error& error) const {
    complained_ = true;
    std::fprintf(stderr, "synchrony: %s\n", core::printable(error.message()).c_str());
    return error.kind == core::ErrorKind::usage ? exit_usage : exit_failed;
}

}  // namespace synchrony::cli
