#include "argument_checks.hpp"

#include <algorithm>
#include <filesystem>
#include <set>
#include <string>
#include <tuple>

#include "replaced_kinds.hpp"
#include "shell.hpp"
#include "synchrony/core/files.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/io/read.hpp"

namespace synchrony::cli {
namespace {

bool is_path(const CLI::Option& option) {
    const auto type = option.get_type_name();
    return type.starts_with("FILE") || type.starts_with(folder_value);
}

/// CLI11 reads "nan" as a number, and no comparison with a bound refuses it. Words, files and folders may be named so.
void refuse_no_numbers(const CLI::App& app) {
    for (const auto* option : app.get_options()) {
        if (is_path(*option) || option->get_type_name().starts_with("TEXT")) continue;
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

/// Options that name what is written.
bool names_output(const CLI::Option& option) {
    return option.check_lname("out") || option.check_lname("page") || option.check_lname("report") ||
           option.check_lname("predictions") || option.check_lname("trend") || option.check_lname("pseudonyms") ||
           option.check_lname("images") || option.check_lname("checkpoint") || option.check_lname("plot") ||
           option.check_lname("validation-predictions");
}

/// An unset variable of a shell ("$out") is an empty word: as a path the folder that one stands in, or none at all.
void refuse_empty_names(const CLI::App& app) {
    for (const auto* option : app.get_options())
        if (option->get_positional() || names_output(*option) || is_path(*option))
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

/// A recording, or a signal file of a WFDB record. A table may be an earlier output, a PDF an earlier page.
bool is_recording(const std::filesystem::path& path) {
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(path, ignored)) return false;
    if (io::resolve_recording(path) != path) return true;
    const auto format = io::detect_format(path);
    return format && (*format)->name != "csv" && (*format)->name != "pdf";
}

/// The names in the first line that holds any, whatever divides them.
std::set<std::string> heading_of(const std::filesystem::path& path) {
    constexpr std::size_t longest_heading = std::size_t{1} << 20;  // of thousands of columns
    auto heading = core::first_bytes(path, longest_heading);
    heading.erase(0, heading.find_first_not_of("\r\n \t\xef\xbb\xbf"));
    heading = heading.substr(0, heading.find_first_of("\r\n"));
    std::ranges::replace_if(
        heading, [](char c) { return c == ';' || c == '\t' || c == '|'; }, ',');
    std::set<std::string> names;
    for (const auto name : core::split(heading, ',')) names.insert(core::lower(core::trimmed(name, " \t\"")));
    return names;
}

/// A table of patients and their ECGs, by its heading: what was filled in by hand.
bool is_patients_table(const std::set<std::string>& heading) {
    return heading.contains("patient_id") && heading.contains("ecg");
}

/// A map of study numbers: what nobody can make again.
bool is_map(const std::set<std::string>& heading) {
    return heading.contains("patient") && heading.contains("study_number") && heading.contains("shift_days");
}

/// Nobody gets a recording back, nor what was filled in: neither is written over. Those that write such files, and
/// those that ask for --force, look themselves.
void refuse_losing_data(const CLI::App& app) {
    const bool looks_itself =
        (app.get_option_no_throw("--force") != nullptr && app.get_name() != "convert") || app.get_name() == "template";
    for (const auto* writes : app.get_options()) {
        if (!names_output(*writes) || writes->check_lname("pseudonyms")) continue;
        for (const auto& out : writes->results()) {
            const auto heading = heading_of(out);
            if (is_map(heading) || (is_patients_table(heading) && !looks_itself))
                throw CLI::ValidationError(
                    writes->get_name(),
                    out + " is a table of patients or a map of study numbers, which is not written over");
            if (app.get_name() == "convert") continue;
            if (is_recording(out))
                throw CLI::ValidationError(writes->get_name(), out + " is a recording, which is not written over");
            if (auto fault = replaced_kind_fault(app.get_name(), *writes, out); !fault.empty())
                throw CLI::ValidationError(writes->get_name(), std::move(fault));
        }
    }
    for (const auto* subcommand : app.get_subcommands()) refuse_losing_data(*subcommand);
}

/// The command that the words begin with: `cohort make` of `synchrony cohort make FOLDER`.
const CLI::App& typed_command(const CLI::App& program, int argc, const char* const* argv) {
    const CLI::App* command = &program;
    for (int i = 1; i < argc; ++i) {
        const auto named = command->get_subcommands([&](const CLI::App* app) { return app->check_name(argv[i]); });
        if (named.empty()) break;
        command = named.front();
    }
    return *command;
}

bool has_empty_item(std::string_view list) {
    return std::ranges::any_of(core::split(list, ','), [](const auto& item) { return core::trimmed(item).empty(); });
}

/// Two forms of one answer on stdout.
void refuse_two_forms(const CLI::App& app) {
    if (app.get_option_no_throw("--csv") != nullptr && app.count("--csv") > 0 && app.count("--json") > 0)
        throw CLI::ValidationError("--csv", "the answer is either CSV or, with --json, JSON");
    for (const auto* subcommand : app.get_subcommands()) refuse_two_forms(*subcommand);
}

/// An option about one kind of picture beside an output of another.
void refuse_other_endings(const CLI::App& app) {
    for (const auto& [about, output, ending] :
         {std::tuple{"--paper", "--page", ".pdf"}, std::tuple{"--dpi", "--out", ".png"}}) {
        const auto* option = app.get_option_no_throw(about);
        const auto* written = app.get_option_no_throw(output);
        if (option == nullptr || written == nullptr || option->count() == 0 || written->count() == 0) continue;
        if (!core::lower(written->results().front()).ends_with(ending))
            throw CLI::ValidationError(about, std::string("is about an output that ends with ") + ending);
    }
    for (const auto* subcommand : app.get_subcommands()) refuse_other_endings(*subcommand);
}

}  // namespace

std::optional<CLI::ValidationError> list_fault(const CLI::App& program, int argc, const char* const* argv) {
    const auto& command = typed_command(program, argc, argv);
    for (int i = 1; i < argc; ++i) {
        const std::string word = argv[i];
        const auto name = word.substr(0, word.find('='));
        const auto* option = name.starts_with("--") ? command.get_option_no_throw(name) : nullptr;
        if (option == nullptr || option->get_delimiter() != ',') continue;
        if (name == word && i + 1 == argc) continue;  // nothing follows, which CLI11 says itself
        const std::string list = name == word ? argv[i + 1] : word.substr(name.size() + 1);
        if (has_empty_item(list))
            return CLI::ValidationError(name, "a value of '" + list + "' is empty; values are joined by single commas");
    }
    return std::nullopt;
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

void check_arguments(const CLI::App& app) {
    refuse_no_numbers(app);
    refuse_empty_names(app);
    refuse_overwriting(app);
    refuse_losing_data(app);
    refuse_two_forms(app);
    refuse_other_endings(app);
}

}  // namespace synchrony::cli
