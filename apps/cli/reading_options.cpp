#include "reading_options.hpp"

#include <algorithm>
#include <optional>
#include <span>

#include "shell.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/io/collection.hpp"
#include "synchrony/record/lead_names.hpp"

namespace synchrony::cli {
namespace {

/// A sign that a table may use, and the word for it, which needs no quotes in a shell.
struct NamedSign {
    std::string_view word;
    char sign;
};
constexpr NamedSign decimals[] = {{"point", '.'}, {"comma", ','}};
constexpr NamedSign separators[] = {{"comma", ','}, {"semicolon", ';'}, {"tab", '\t'}, {"bar", '|'}, {"blanks", ' '}};

/// The sign that was given by its word, itself, or as "\t".
std::optional<char> sign_of(std::span<const NamedSign> signs, std::string_view given) {
    for (const auto& [word, sign] : signs)
        if (given == word || given == std::string_view(&sign, 1) || (sign == '\t' && given == "\\t")) return sign;
    return std::nullopt;
}

/// Takes both, and offers the words alone: help and completions list choices between commas.
CLI::Validator sign_among(std::span<const NamedSign> signs) {
    const auto words = core::joined(signs, ",", &NamedSign::word);
    return CLI::Validator(
        [signs, words](const std::string& given) {
            return sign_of(signs, given) ? std::string() : core::in_quotes(given) + " is none of " + words;
        },
        "{" + words + "}");
}

/// Help offers the units alone.
CLI::Validator unit_of_voltage() {
    return CLI::Validator(
        [](const std::string& given) {
            return is_unit_of_voltage(given) ? std::string() : core::in_quotes(given) + " is none of mV,uV,V,nV";
        },
        "{mV,uV,V,nV}");
}

void add_rate(CLI::App& app, io::ReadOptions& options, const char* group) {
    app.add_option_function<double>(
           "--fs", [&options](double hz) { options.sampling_frequency_hz = hz; },
           "Sampling frequency, Hz, where the file gives none; in a table it replaces the time column")
        ->check(CLI::Range(1.0, 1e6))
        ->group(group);
}

void add_lead_names(CLI::App& app, io::ReadOptions& options, const char* group) {
    app.add_option_function<std::string>(
           "--leads",
           [&options](const std::string& names) {
               options.lead_names.clear();
               for (const auto name : core::split(std::string_view(names), ',')) options.lead_names.emplace_back(name);
           },
           "Names of the leads in an array of numbers, or in a table that names none, in its order: I,II,V1 or "
           "standard "
           "for the twelve")
        ->group(group);
}

}  // namespace

bool is_unit_of_voltage(std::string_view given) {
    const auto unit = given.substr(std::min(given.find_first_not_of("0123456789."), given.size()));
    return unit == "mV" || unit == "uV" || unit == "V" || unit == "nV";
}

void add_rate_and_leads(CLI::App& app, io::ReadOptions& options, const char* group) {
    add_rate(app, options, group);
    add_lead_names(app, options, group);
}

void add_reading_options(CLI::App& app, io::ReadOptions& options) {
    const char* group = "Reading ECGs";
    add_rate(app, options, group);
    app.add_option_function<std::string>(
           "--unit", [&options](const std::string& unit) { options.csv.unit = unit; },
           "Unit of leads where the file names none: mV, uV, V or nV (default: mV in a table; else it must be given); "
           "of an "
           "array also so many of them, as 0.1mV")
        ->check(unit_of_voltage())
        ->group(group);
    add_lead_names(app, options, group);
    app.add_option_function<std::string>(
           "--decimal", [&options](const std::string& given) { options.csv.decimal_point = sign_of(decimals, given); },
           "Decimal sign of a table: point or comma, or the sign itself (default: as its numbers are written)")
        ->check(sign_among(decimals))
        ->group(group);
    app.add_option_function<std::string>(
           "--separator", [&options](const std::string& given) { options.csv.separator = sign_of(separators, given); },
           "Separator of a table: comma, semicolon, tab, bar or blanks, or the sign itself (default: as its first rows "
           "say)")
        ->check(sign_among(separators))
        ->group(group);
}

void add_part_options(CLI::App& app, io::ReadOptions& options) {
    const char* group = "Reading ECGs";
    app.add_option_function<double>(
           "--start", [&options](double s) { options.start_s = s; },
           "Read from so many seconds on; times count from there")
        ->check(CLI::Range(0.0, most_seconds))
        ->group(group);
    app.add_option_function<double>(
           "--length", [&options](double s) { options.length_s = s; },
           "Read so many seconds, as of a Holter of a day (default: to the end)")
        ->check(CLI::Range(least_seconds, most_seconds))
        ->group(group);
}

core::Result<std::vector<std::filesystem::path>> expanded(const Shell& shell,
                                                          const std::vector<std::filesystem::path>& given,
                                                          io::ReadOptions& options) {
    SYNCHRONY_ASSIGN(auto found, io::expand_inputs(given, options));
    for (const auto& file : found.left_out)
        shell.complain({core::ErrorKind::input, "left out", file.path.string(), file.reason, {}, {}});
    if (const auto words = found.passed_over.words(); !words.empty())
        shell.complain({core::ErrorKind::input, "passed over", {}, words, {}, {}});
    if (found.other_files > 0 && !found.recordings.empty())
        shell.complain({core::ErrorKind::input,
                        "passed over",
                        {},
                        std::to_string(found.other_files) + " other files",
                        "recordings of a known format",
                        {}});
    if (found.recordings.empty())
        return core::fail_input("no recording found", given.empty() ? std::string() : given.front().string(),
                                std::to_string(found.other_files) + " other files", "recordings of a known format",
                                "synchrony formats lists them");
    return std::move(found.recordings);
}

}  // namespace synchrony::cli
