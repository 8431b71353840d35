#include "csv/csv_format.hpp"

#include <algorithm>
#include <cctype>

#include "csv/table.hpp"

namespace synchrony::io::csv {
namespace {

/// Text without NUL, named like a table or with a row of several cells that starts with numbers.
bool sniff_table(std::string_view head, const std::filesystem::path& path) {
    if (head.find('\0') != std::string_view::npos) return false;
    std::string extension = path.extension().string();
    std::transform(extension.begin(), extension.end(), extension.begin(),
                   [](unsigned char c) { return std::tolower(c); });
    if (extension == ".csv" || extension == ".tsv") return true;
    if (head.starts_with('<') || head.starts_with('{')) return false;
    return looks_like_table(head);
}

core::Result<record::Ecg> read_table_source(const std::filesystem::path& path, const ReadOptions& options) {
    CsvOptions csv = options.csv;
    csv.max_values = std::min(csv.max_values, options.max_values);
    SYNCHRONY_ASSIGN(auto ecg, read_csv(path, csv));
    return cut(std::move(ecg), options.first_sample, options.samples, path.string());
}

}  // namespace

Format format() {
    return {
        "csv", "comma-, semicolon- or tab-separated table", {".csv", ".tsv", ".txt"}, sniff_table, read_table_source};
}

}  // namespace synchrony::io::csv
