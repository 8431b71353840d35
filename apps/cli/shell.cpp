#include "shell.hpp"

#include <fcntl.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <filesystem>
#include <iostream>
#include <limits>
#include <new>
#include <nlohmann/json.hpp>
#include <thread>

#include "cut_short.hpp"
#include "manual/command_table.hpp"
#include "manual/help_text.hpp"
#include "manual/unknown_command.hpp"
#include "synchrony/core/decimal_comma.hpp"
#include "synchrony/core/files.hpp"
#include "synchrony/core/json_text.hpp"
#include "synchrony/core/nearest_word.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/core/version.hpp"
#include "synchrony/model/shipped.hpp"
#include "terminal_progress.hpp"

namespace synchrony::cli {
namespace {

core::Cancel cancel;
std::atomic<int> interrupted_by{0};  // the signal that asked the program to stop
static_assert(std::atomic<int>::is_always_lock_free);

// For what is being written and for a state to go on from; with it a program ends within two seconds.
constexpr itimerval grace{{0, 0}, {1, 400'000}};
constexpr int signal_exit_base = 128;  // as shells say which signal ended a program

// Ends the program where it stands, from a signal handler.
[[noreturn]] void end_now() {
    core::remove_temporary_files();
    constexpr std::string_view word = "\nsynchrony: stopped\n";
    (void)!::write(STDERR_FILENO, word.data(), word.size());
    std::_Exit(signal_exit_base + interrupted_by);
}

// The first Ctrl-C asks the work to stop and to keep what it can be resumed from; what has not stopped within the grace
// is ended where it stands. The second ends the program at once.
extern "C" void on_interrupt(int signal_number) {
    if (interrupted_by.exchange(signal_number) != 0) end_now();
    cancel.request();
    ::setitimer(ITIMER_REAL, &grace, nullptr);
}

extern "C" void on_grace_over(int) {
    end_now();
}

void listen_to_signals() {
    std::signal(SIGINT, on_interrupt);
    std::signal(SIGTERM, on_interrupt);
    std::signal(SIGXCPU, on_interrupt);  // a batch system's limit of processor time; asked once a second, then killed
    if (std::signal(SIGHUP, on_interrupt) == SIG_IGN) std::signal(SIGHUP, SIG_IGN);  // under nohup it goes on
    std::signal(SIGALRM, on_grace_over);
    std::signal(SIGXFSZ, SIG_IGN);  // a file that may not grow is an error of writing, with its reason
}

int default_threads() {
    return static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
}

std::string joined(int argc, char** argv) {
    std::string line = "synchrony";
    for (int i = 1; i < argc; ++i) {
        const std::string word = argv[i];
        const bool plain = !word.empty() && word.find_first_of(" \t\"'\\$*?;&|<>()") == std::string::npos;
        line += plain ? " " + word : " '" + word + "'";
    }
    return line;
}

/// CLI11 reads "nan" as a number, and no comparison with a bound refuses it. Words, files and folders may be named so.
void refuse_no_numbers(const CLI::App& app) {
    for (const auto* option : app.get_options()) {
        const std::string type = option->get_type_name();
        if (type.starts_with("TEXT") || type.starts_with("FILE") || type.starts_with(folder_value)) continue;
        for (const auto& word : option->results()) {
            const auto value = core::lower(core::trimmed(word, "+-"));
            if (value == "nan" || value == "inf" || value == "infinity")
                throw CLI::ValidationError(option->get_name(), word + " is no number that can be used here");
        }
    }
    for (const auto* subcommand : app.get_subcommands()) refuse_no_numbers(*subcommand);
}

/// CLI11 reads as C does: 010 is eight, 08 is none, 0x10 is sixteen. People, and batch systems that number their jobs
/// 001 to 128, mean ten, eight and nothing.
std::string decimal_number(std::string& word) {
    const std::size_t begin = word.starts_with('-') || word.starts_with('+') ? 1 : 0;
    const auto letters = core::lower(word).substr(begin);
    if (letters.starts_with("0x") || letters.starts_with("0b") || letters.starts_with("0o"))
        return word + " is no number that can be used here";
    const auto is_digit = [&](std::size_t at) { return at < word.size() && word[at] >= '0' && word[at] <= '9'; };
    while (is_digit(begin) && word[begin] == '0' && is_digit(begin + 1)) word.erase(begin, 1);
    return {};
}

/// CLI11 takes -1, and what is too large, for the largest number there is.
std::string count_fault(const std::string& word) {
    if (core::number_from<std::uint64_t>(word.starts_with('+') ? word.substr(1) : word)) return {};
    return word + " is no whole number " + (word.starts_with('-') ? "of 0 or more" : "from 0 to 18446744073709551615");
}

void read_numbers_as_decimal(CLI::App& app) {
    for (auto* option : app.get_options()) {
        const std::string type = option->get_type_name();
        if (type.starts_with("UINT")) option->check(CLI::Validator(count_fault, ""));
        if (type.starts_with("INT") || type.starts_with("UINT") || type.starts_with("FLOAT"))
            option->transform(CLI::Validator(decimal_number, ""));
    }
    for (auto* subcommand : app.get_subcommands([](CLI::App*) { return true; })) read_numbers_as_decimal(*subcommand);
}

/// Options that name what is written.
bool names_output(const CLI::Option& option) {
    return option.check_lname("out") || option.check_lname("page") || option.check_lname("report") ||
           option.check_lname("predictions") || option.check_lname("trend");
}

/// An unset variable of a shell ("$out") is an empty word, and as a path the folder that one stands in.
void refuse_empty_names(const CLI::App& app) {
    for (const auto* option : app.get_options())
        if (option->get_positional() || names_output(*option))
            for (const auto& word : option->results())
                if (word.empty()) throw CLI::ValidationError(option->get_name(), "the name is empty");
    for (const auto* subcommand : app.get_subcommands()) refuse_empty_names(*subcommand);
}

/// Also by a link; both there, and no device.
bool is_same_file(const std::string& a, const std::string& b) {
    std::error_code ignored;
    return std::filesystem::is_regular_file(a, ignored) && std::filesystem::equivalent(a, b, ignored);
}

bool is_same_name(const std::string& a, const std::string& b) {
    return std::filesystem::path(a).lexically_normal() == std::filesystem::path(b).lexically_normal();
}

/// No command writes over what it reads, or two things into one file. Folders may hold both.
void refuse_overwriting(const CLI::App& app) {
    for (const auto* writes : app.get_options()) {
        if (!names_output(*writes)) continue;
        for (const auto& out : writes->results())
            for (const auto* other : app.get_options())
                for (const auto& word : other->results())
                    if (other != writes &&
                        (is_same_file(out, word) || (names_output(*other) && is_same_name(out, word))))
                        throw CLI::ValidationError(writes->get_name(),
                                                   out + " is also named as " + other->get_name() +
                                                       ": what is read, or written otherwise, is not written over");
    }
    for (const auto* subcommand : app.get_subcommands()) refuse_overwriting(*subcommand);
}

/// CLI11 says "1 required TEXT:{F,M} missing": what kind of text it is says nothing to anybody, the words do.
std::string plain_fault(std::string text) {
    for (const std::string_view kind : {"TEXT:", "INT:", "UINT:", "FLOAT:"}) core::replace_all(text, kind, "");
    core::replace_all(text, "required TEXT", "required value");
    core::replace_all(text, " to " + std::to_string(std::numeric_limits<double>::max()), " to any");  // 309 digits
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
    return {progress_.get(), &cancel, threads_, seed_};
}

int Shell::run(const std::function<void(Shell&)>& add_commands) {
    keep_standard_streams();
    listen_to_signals();
    listen_for_files_cut_short();
    return finished(guarded([&] {
        add_commands(*this);
        read_numbers_as_decimal(root_);
        try {
            root_.parse(argc_, argv_);
            refuse_no_numbers(root_);
            refuse_empty_names(root_);
            refuse_overwriting(root_);
        } catch (const CLI::ParseError& error) {
            if (const auto typed = unknown_command(root_, argc_, argv_)) return complain(*typed);
            // CLI11 prints help and version to stdout with 0, and faults to stderr; all faults here are wrong usage.
            return root_.exit(error) == 0 ? exit_done : exit_usage;
        }
        const int code = chosen_ ? chosen_() : exit_usage;
        if (code == exit_done || interrupted_by == 0) return code;
        if (!complained_) std::fputs("synchrony: stopped\n", stderr);
        return signal_exit_base + interrupted_by;
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
