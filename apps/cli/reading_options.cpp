#include "reading_options.hpp"

#include <map>

#include "shell.hpp"
#include "synchrony/io/collection.hpp"
#include "synchrony/record/lead_names.hpp"

namespace synchrony::cli {

void add_reading_options(CLI::App& app, io::ReadOptions& options) {
    const char* group = "Reading ECGs";
    app.add_option_function<double>(
           "--fs", [&options](double hz) { options.sampling_frequency_hz = hz; },
           "Sampling frequency, Hz, where the file gives none; in a table it replaces the time column")
        ->check(CLI::Range(1.0, 1e6))
        ->group(group);
    app.add_option_function<std::string>(
           "--unit", [&options](const std::string& unit) { options.csv.unit = unit; },
           "Unit of leads where the file names none: mV, uV, V or nV (default: mV in a table; else it must be given)")
        ->check(CLI::IsMember({"mV", "uV", "V", "nV"}))
        ->group(group);
    app.add_option_function<std::vector<std::string>>(
           "--leads", [&options](const std::vector<std::string>& names) { options.lead_names = names; },
           "Names of the leads in an array of numbers, in its order: I,II,V1 or standard for the twelve")
        ->delimiter(',')
        ->expected(1)
        ->group(group);
    app.add_option_function<std::string>(
           "--decimal",
           [&options](const std::string& sign) {
               options.csv.decimal_point = sign == "comma" || sign == "," ? ',' : '.';
           },
           "Decimal sign of a table: point or comma (default: as its numbers are written)")
        ->check(CLI::IsMember({"point", "comma", ".", ","}))
        ->group(group);
    app.add_option_function<std::string>(
           "--separator",
           [&options](const std::string& word) {
               const std::map<std::string, char> words{
                   {"comma", ','}, {"semicolon", ';'}, {"tab", '\t'}, {"bar", '|'}, {"\\t", '\t'}};
               const auto found = words.find(word);
               options.csv.separator = found != words.end() ? found->second : word.front();
           },
           "Separator of a table: comma, semicolon, tab or bar, or the sign itself (default: as its first rows say)")
        ->check(CLI::IsMember({"comma", "semicolon", "tab", "bar", ",", ";", "\t", "\\t", "|"}))
        ->group(group);
}

core::Result<std::vector<std::filesystem::path>> expanded(const Shell& shell,
                                                          const std::vector<std::filesystem::path>& given,
                                                          io::ReadOptions& options) {
    SYNCHRONY_ASSIGN(auto found, io::expand_inputs(given, options));
    for (const auto& file : found.left_out)
        shell.complain({core::ErrorKind::input, "left out", file.path.string(), file.reason, {}, {}});
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
