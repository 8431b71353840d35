#include "synchrony/core/result_files.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "synchrony/core/files.hpp"
#include "synchrony/core/json.hpp"
#include "synchrony/core/output_mark.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::core {
namespace {

constexpr std::size_t most_before_mark = 1024, most_shown = 60;

/// Absent, empty and no plain file (a pipe, a device): nothing is lost.
bool holds_something(const std::filesystem::path& path) {
    std::error_code ignored;
    return std::filesystem::is_regular_file(path, ignored) && std::filesystem::file_size(path, ignored) > 0;
}

/// Whether the first bytes hold the mark, in any case.
bool begins_with(const std::filesystem::path& path, const std::string& mark) {
    return lower(first_bytes(path, mark.size() + most_before_mark)).find(lower(mark)) != std::string::npos;
}

/// The first line that is no remark: of a table its heading.
std::string heading_in(const std::filesystem::path& path, std::size_t most) {
    const auto bytes = first_bytes(path, most);
    std::string_view text(bytes);
    while (text.starts_with('#') && text.find('\n') != std::string_view::npos) text.remove_prefix(text.find('\n') + 1);
    return lower(text.substr(0, text.find_first_of("\r\n")));
}

/// Whether the columns of `columns` stand side by side in the table's heading.
bool has_columns(const std::filesystem::path& path, const std::string& columns) {
    constexpr std::string_view between = ",;\t\"\xef\xbb\xbf";
    const auto heading = heading_in(path, columns.size() + most_before_mark), wanted = lower(columns);
    const auto divides = [&](std::size_t at) {
        return at >= heading.size() || between.find(heading[at]) != std::string_view::npos;
    };
    for (auto at = heading.find(wanted); at != std::string::npos; at = heading.find(wanted, at + 1))
        if ((at == 0 || divides(at - 1)) && divides(at + wanted.size())) return true;
    return false;
}

/// Pages and pictures are known by the program's mark, tables and image sets by how they begin.
bool is_own(const std::filesystem::path& path, const std::string& mark) {
    const auto ending = path.extension();
    const bool drawn = ending == ".html" || ending == ".svg" || ending == ".pdf" || ending == ".png";
    return drawn ? is_own_page_or_picture(path) : begins_with(path, mark);
}

bool has_fields(const std::filesystem::path& document, const std::vector<std::string>& fields) {
    const auto text = read_file(document);
    if (!text) return false;
    const auto json = parse_json(*text, document.string());
    return json && json->is_object() &&
           std::ranges::all_of(fields, [&](const auto& field) { return json->contains(field); });
}

Error no_earlier_output(const std::filesystem::path& path, const std::string& earlier) {
    return {ErrorKind::usage,
            "a file that is no earlier output of this command is not written over",
            path.string(),
            {},
            "no file, or " + earlier,
            "Name another, or remove the file"};
}

}  // namespace

std::vector<std::string> ResultFiles::names() const {
    std::vector<std::string> all{document};
    for (const auto& [name, mark] : others) all.push_back(name);
    return all;
}

Result<void> check_replaces_results(const std::filesystem::path& folder, const ResultFiles& files) {
    const auto own = [&](const std::string& name) {
        return fail({ErrorKind::usage, "a file that is no result of this command has the name of one",
                     (folder / name).string(), "no earlier " + files.document + " of this command beside it",
                     "no such file, or earlier results", "Name another --out, or move the file"});
    };
    const auto document = folder / files.document;
    const bool there = holds_something(document);
    if (there && !has_fields(document, files.fields)) return own(files.document);
    std::error_code ignored;
    const bool begun = there || std::ranges::any_of(files.begun, [&](const auto& name) {
                           return std::filesystem::exists(folder / name, ignored);
                       });
    for (const auto& [name, mark] : files.others)
        if (holds_something(folder / name) && (!begun || !is_own(folder / name, mark))) return own(name);
    return {};
}

Result<void> check_replaces_table(const std::filesystem::path& path, const std::string& heading) {
    if (!holds_something(path) || has_columns(path, heading)) return {};
    return fail(no_earlier_output(path, "a table that begins with " + heading.substr(0, most_shown)));
}

Result<void> check_replaces_document(const std::filesystem::path& path, const std::vector<std::string>& fields) {
    if (!holds_something(path) || has_fields(path, fields)) return {};
    return fail(no_earlier_output(path, "JSON with " + joined(fields)));
}

}  // namespace synchrony::core
