#include "reading.hpp"

#include <algorithm>
#include <filesystem>
#include <vector>

#include "synchrony/core/text.hpp"
#include "synchrony/io/collection.hpp"

namespace synchrony::server {
namespace {

core::Error reading_fault(std::string what, std::string got, std::string expected, std::string hint = {}) {
    return {core::ErrorKind::usage, std::move(what), "upload", std::move(got), std::move(expected), std::move(hint)};
}

/// Where a recording is one file its name says nothing but its ending: file names may name patients, and stand in
/// messages.
UploadedFiles without_own_name(UploadedFiles files) {
    if (files.size() != 1) return files;
    const std::filesystem::path name(files.begin()->first);
    std::string ending = name.extension().string();
    if (core::lower(ending) == ".gz") ending = name.stem().extension().string() + ending;
    constexpr std::size_t longest_ending = 16;
    if (ending.size() > longest_ending) ending.clear();
    UploadedFiles renamed;
    renamed.emplace("recording" + ending, std::move(files.begin()->second));
    return renamed;
}

/// "name/segments leads ..." begins the header of a record of several segments.
bool names_segments(std::string_view header) {
    while (header.starts_with('#')) header.remove_prefix(std::min(header.size() - 1, header.find('\n')) + 1);
    return header.substr(0, header.find_first_of(" \t\r\n")).find('/') != std::string_view::npos;
}

/// The file that the recording is read by: a WFDB header (of a record of segments that of the whole), else what any
/// reader knows, a table or a page only where there is nothing else. Errors (usage): several recordings.
core::Result<std::string> main_file(const UploadedFiles& files) {
    std::vector<std::string> wholes, headers, others, tables;
    for (const auto& [name, bytes] : files) {
        if (core::lower(std::filesystem::path(name).extension().string()) == ".hea") {
            (names_segments(bytes) ? wholes : headers).push_back(name);
        } else if (const auto* format = io::find_format(bytes, name)) {
            (format->name == "csv" || format->name == "pdf" ? tables : others).push_back(name);
        }
    }
    for (const auto* found : {&wholes, &headers, &others, &tables}) {
        if (found->size() > 1)
            return core::fail(reading_fault("several recordings in one upload", std::to_string(found->size()),
                                            "the files of one", "Send each by itself, or all in a zip archive"));
        if (found->size() == 1) return found->front();
    }
    return files.begin()->first;
}

core::Result<std::string> chosen_part(const io::Bytes& file, const std::string& name, const std::string& asked) {
    if (!asked.empty()) return asked;
    SYNCHRONY_ASSIGN(const auto parts, io::parts_of(file, name));
    if (parts.empty()) return std::string();
    if (parts.size() == 1) return parts.front();
    constexpr std::size_t most_named = 100;
    const std::vector<std::string> named(
        parts.begin(), parts.begin() + static_cast<std::ptrdiff_t>(std::min(parts.size(), most_named)));
    return core::fail(reading_fault("the file holds " + std::to_string(parts.size()) + " recordings",
                                    core::joined(named, "\n"), "the name of one of them as part"));
}

core::Result<record::Ecg> read_sent(UploadedFiles files, const std::string& part, const io::ReadOptions& options) {
    files = without_own_name(std::move(files));
    SYNCHRONY_ASSIGN(const auto name, main_file(files));
    const auto source = io::memory_source(std::move(files));
    SYNCHRONY_ASSIGN(const auto bytes, source->open(name));
    SYNCHRONY_ASSIGN(const auto chosen, chosen_part(bytes, name, part));
    SYNCHRONY_ASSIGN(const auto file, io::open_recording(source, name, chosen));
    return io::read_ecg(file, options);
}

}  // namespace

core::Result<io::ReadOptions> reading_of(const Query& query) {
    constexpr double lowest_hz = 1.0, highest_hz = 1e6;
    io::ReadOptions options;
    SYNCHRONY_ASSIGN(options.sampling_frequency_hz, number_option(query, "fs", lowest_hz, highest_hz));
    const std::vector<std::string_view> units{"mV", "uV", "V", "nV", "0.1mV"};
    SYNCHRONY_ASSIGN(const auto unit, choice_option(query, "unit", units));
    if (unit) options.csv.unit = std::string(units[*unit]);
    SYNCHRONY_ASSIGN(const auto decimal, choice_option(query, "decimal", {"point", "comma"}));
    if (decimal) options.csv.decimal_point = *decimal == 0 ? '.' : ',';
    SYNCHRONY_ASSIGN(const auto separator,
                     choice_option(query, "separator", {"comma", "semicolon", "tab", "bar", "blanks"}));
    if (separator) options.csv.separator = std::string_view(",;\t| ")[*separator];
    if (const auto* leads = query.find("leads"))
        for (const auto name : core::split(std::string_view(*leads), ',')) {
            if (name.empty()) return core::fail(usage_fault("a lead has no name", "leads", shown(*leads), "I,II,V1"));
            options.lead_names.emplace_back(name);
        }
    return options;
}

core::Result<record::Ecg> read_uploaded(UploadedFiles files, const std::string& part, const io::ReadOptions& options) {
    // Nothing is read but what was sent: a file that cannot be opened is one that the upload lacks.
    return read_sent(std::move(files), part, options).map_error([](core::Error error) {
        if (error.kind == core::ErrorKind::io) error.kind = core::ErrorKind::input;
        return error;
    });
}

}  // namespace synchrony::server
