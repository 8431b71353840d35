#include "csv/csv_format.hpp"

#include <algorithm>
#include <cctype>
#include "synchrony/core/text.hpp"

#include "csv/table.hpp"
#include "parts.hpp"

namespace synchrony::io::csv {
namespace {

/// Text, named like a table or with a row of several cells that starts with numbers.
bool sniff_table(std::string_view head, const std::filesystem::path& path) {
    const std::string extension = core::lower(path.extension().string());
    const bool marked = head.starts_with("\xff\xfe") || head.starts_with("\xfe\xff");
    const auto text = text_of_head(head);
    const bool is_text = text.find('\0') == std::string::npos;
    if ((extension == ".csv" || extension == ".tsv") && (marked || is_text)) return true;
    return is_text && !text.starts_with('<') && !text.starts_with('{') && looks_like_table(text);
}

core::Result<record::Ecg> read_table_source(const RecordingFile& file, const ReadOptions& options) {
    CsvOptions csv = options.csv;
    if (options.sampling_frequency_hz) csv.sampling_frequency_hz = options.sampling_frequency_hz;
    csv.lead_names = given_leads(options);
    csv.max_values = std::min(csv.max_values, options.max_values);
    SYNCHRONY_ASSIGN(auto ecg, parse_csv(file.bytes.text(), file.where(), csv));
    return cut(std::move(ecg), options, file.where());
}

}  // namespace

Format format() {
    return {.name = "csv",
            .description = "table divided by commas, semicolons, tabs or blanks",
            .versions = "any program's; UTF-8, UTF-16",
            .extensions = {".csv", ".tsv", ".txt"},
            .sniff = sniff_table,
            .read = read_table_source,
            .checked = "eight programs' tables by Python, by hand",
            .checked_files = 8,
            .figure = "all samples equal to a float"};
}

}  // namespace synchrony::io::csv
