#include "synchrony/io/csv_recording.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <limits>

#include "csv/table.hpp"
#include "synchrony/core/files.hpp"

namespace synchrony::io {
namespace {

using core::fail_input;
using core::Result;

constexpr std::uint64_t largest_file = std::uint64_t{1} << 32;
/// Leads of a table; more columns than this are another kind of table. Our bound.
constexpr std::size_t most_columns = 4096;
/// A time may be off its place on the even grid by this fraction of the sampling interval (times are rounded).
constexpr double time_tolerance = 0.51;
/// A frequency from the time column is taken for the whole number that is this near, relative (times are rounded).
constexpr double frequency_tolerance = 1e-3;
/// No voltage on the skin comes near this, in mV. Our bound.
constexpr double largest_value = 1e9;

std::string lower(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) { return std::tolower(c); });
    return out;
}

std::string bare(std::string_view text) {
    const auto begin = text.find_first_not_of(" \t\r'");
    if (begin == std::string_view::npos) return {};
    return std::string(text.substr(begin, text.find_last_not_of(" \t\r'") - begin + 1));
}

bool is_time_name(const std::string& name) {
    const std::string n = lower(name);
    return n == "t" || n == "time" || n == "seconds" || n == "elapsed time" || n.starts_with("time_") ||
           n.starts_with("time (") || n.starts_with("time [") || n == "t_s" || n == "t_ms";
}
double unit_of_time_name(const std::string& name) {
    const std::string n = lower(name);
    return n.find("ms") != std::string::npos || n.find("milli") != std::string::npos ? 1e-3 : 1.0;
}

/// "PLETH [NU]", "II (uV)": a unit in the column's name. Round brackets count for voltages only ("II (mod.)").
std::optional<std::string> take_unit(std::string& name) {
    if (name.empty() || (name.back() != ']' && name.back() != ')')) return std::nullopt;
    const bool square = name.back() == ']';
    const auto open = name.rfind(square ? '[' : '(');
    if (open == std::string::npos || open == 0) return std::nullopt;
    std::string unit = name.substr(open + 1, name.size() - open - 2);
    if (unit.empty() || (!square && !record::millivolts_per(unit))) return std::nullopt;
    name = bare(name.substr(0, open));
    return unit;
}

struct Column {
    std::string name;
    std::optional<std::string> unit;  ///< where the name says one
    std::vector<double> values;       ///< NaN where invalid
    bool said_nan = false;
};

class CsvParser {
  public:
    CsvParser(std::string_view text, const std::string& where, const CsvOptions& options)
        : text_(text), where_(where), options_(options) {}

    Result<record::Ecg> parse() {
        SYNCHRONY_TRY(check_options());
        ecg_.comments = csv::take_comments(text_, comment_lines_);
        SYNCHRONY_TRY(read_columns());
        SYNCHRONY_TRY(find_frequency());
        for (std::size_t c = 0; c < columns_.size(); ++c)
            if (!time_ || c != *time_) SYNCHRONY_TRY(add_signal(columns_[c]));
        if (ecg_.leads.empty()) return fail_input("table has no lead", where_, "no column in mV", "a column a lead");
        ecg_.format = "csv";
        return std::move(ecg_);
    }

  private:
    tl::unexpected<core::Error> usage(std::string what, std::string got, std::string expected) const {
        return core::fail({core::ErrorKind::usage, std::move(what), where_, std::move(got), std::move(expected), {}});
    }
    std::string place(std::int64_t line, std::size_t column) const {
        return where_ + ", line " + std::to_string(line + comment_lines_) + ", column " +
               (column < columns_.size() && !columns_[column].name.empty() ? columns_[column].name
                                                                           : std::to_string(column + 1));
    }

    Result<void> check_options() {
        const auto scale = record::millivolts_per(options_.unit);
        if (!scale) return usage("unknown unit", options_.unit, "mV, uV, V or nV");
        scale_ = *scale;
        const auto& fs = options_.sampling_frequency_hz;
        if (fs && !(*fs > 0 && std::isfinite(*fs)))
            return usage("wrong sampling frequency", std::to_string(*fs), "a number above 0");
        if (options_.separator && *options_.separator == options_.decimal_point)
            return usage("separator and decimal point are the same", std::string(1, options_.decimal_point),
                         "two signs");
        return {};
    }

    char separator() const {
        if (options_.separator) return *options_.separator;
        return options_.decimal_point == ',' && csv::guess_separator(text_) == ',' ? ';' : csv::guess_separator(text_);
    }

    Result<void> read_columns() {
        csv::RowReader rows(text_, separator(), where_);
        std::vector<std::string> cells;
        SYNCHRONY_ASSIGN(bool more, rows.next(cells));
        if (!more) return fail_input("table is empty", where_, "no row", "a row a sample");
        if (cells.size() > most_columns)
            return fail_input("table has too many columns", where_ + ", line 1", std::to_string(cells.size()),
                              "at most " + std::to_string(most_columns));
        columns_.resize(cells.size());
        if (has_header(cells)) {
            for (std::size_t c = 0; c < cells.size(); ++c) columns_[c].name = bare(cells[c]);
            SYNCHRONY_ASSIGN(more, rows.next(cells));
        }
        SYNCHRONY_TRY(find_time_column());
        for (std::int64_t row = 0; more; ++row) {
            if (row >= options_.max_values / static_cast<std::int64_t>(columns_.size()))
                return fail_input("table is too long", place(rows.line(), 0), "row " + std::to_string(row + 1),
                                  "at most " + std::to_string(options_.max_values) + " cells");
            SYNCHRONY_TRY(add_row(cells, rows.line()));
            SYNCHRONY_ASSIGN(more, rows.next(cells));
        }
        if (columns_[0].values.empty())
            return fail_input("table has no samples", where_, "only a header", "a row a sample");
        return {};
    }

    bool has_header(const std::vector<std::string>& cells) const {
        if (options_.header) return *options_.header;
        return std::any_of(cells.begin(), cells.end(), [&](const auto& cell) {
            double value = 0;
            return !csv::is_blank(cell) && !csv::parse_cell(cell, options_.decimal_point, value);
        });
    }

    Result<void> find_time_column() {
        for (std::size_t c = 0; c < columns_.size() && !time_; ++c) {
            const auto& name = columns_[c].name;
            if (options_.time_column.empty() ? is_time_name(name) : name == options_.time_column) time_ = c;
        }
        if (time_ || options_.time_column.empty()) return {};
        std::string names;
        for (const auto& column : columns_) names += (names.empty() ? "" : ", ") + column.name;
        return usage("no such time column", options_.time_column, "one of " + names.substr(0, 200));
    }

    Result<void> add_row(const std::vector<std::string>& cells, std::int64_t line) {
        if (cells.size() != columns_.size())
            return fail_input("row has another number of cells",
                              where_ + ", line " + std::to_string(line + comment_lines_), std::to_string(cells.size()),
                              std::to_string(columns_.size()));
        for (std::size_t c = 0; c < cells.size(); ++c) {
            double value = std::numeric_limits<double>::quiet_NaN();
            const bool blank = csv::is_blank(cells[c]);
            if (!blank && !csv::parse_cell(cells[c], options_.decimal_point, value))
                return fail_input("cell is not a number", place(line, c), "'" + cells[c].substr(0, 40) + "'",
                                  "a finite number, or nothing for a missing sample");
            if (time_ && c == *time_ && std::isnan(value))
                return fail_input("time is missing", place(line, c), blank ? "an empty cell" : "NaN", "a time");
            columns_[c].said_nan = columns_[c].said_nan || (!blank && std::isnan(value));
            columns_[c].values.push_back(value);
        }
        return {};
    }

    Result<void> find_frequency() {
        if (options_.sampling_frequency_hz) {
            ecg_.sampling_frequency_hz = *options_.sampling_frequency_hz;
            return {};
        }
        if (!time_)
            return core::fail({core::ErrorKind::input,
                               "sampling frequency is not known",
                               where_,
                               "no time column",
                               "a time column, or the sampling frequency as an option",
                               {}});
        const auto& column = columns_[*time_];
        const double unit = options_.time_unit_s > 0 ? options_.time_unit_s : unit_of_time_name(column.name);
        const auto n = column.values.size();
        if (n < 2) return fail_input("sampling frequency is not known", where_, "one row", "two rows or more");
        const double interval = (column.values.back() - column.values.front()) * unit / static_cast<double>(n - 1);
        if (!(interval > 0) || !std::isfinite(1 / interval))
            return fail_input("time does not rise", place(1, *time_), std::to_string(interval) + " s a sample",
                              "a positive interval");
        for (std::size_t i = 0; i < n; ++i) {
            const double expected = column.values.front() * unit + static_cast<double>(i) * interval;
            if (std::abs(column.values[i] * unit - expected) > time_tolerance * interval)
                return fail_input("times are not evenly spaced",
                                  where_ + ", row " + std::to_string(i + 1) + ", column " + column.name,
                                  std::to_string(column.values[i] * unit) + " s",
                                  "about " + std::to_string(expected) + " s",
                                  "give the sampling frequency to have the time column ignored");
        }
        const double frequency = 1 / interval;
        const bool near_whole =
            std::round(frequency) >= 1 && std::abs(frequency - std::round(frequency)) < frequency_tolerance * frequency;
        ecg_.sampling_frequency_hz = near_whole ? std::round(frequency) : frequency;
        return {};
    }

    Result<void> add_signal(Column& column) {
        if (!column.name.empty()) column.unit = take_unit(column.name);
        const auto voltage = column.unit ? record::millivolts_per(*column.unit) : scale_;
        record::Lead lead;
        lead.name = column.name.empty() ? "signal " + std::to_string(ecg_.leads.size() + 1)
                                        : record::standard_lead_name(column.name);
        if (!voltage) lead.unit = *column.unit;
        lead.samples.reserve(column.values.size());
        for (std::size_t i = 0; i < column.values.size(); ++i) {
            const double value = column.values[i] * voltage.value_or(1.0);
            const auto at = static_cast<std::int64_t>(i);
            if (std::abs(value) > largest_value)
                return fail_input("value is out of range",
                                  where_ + ", row " + std::to_string(i + 1) + ", column " + lead.name,
                                  std::to_string(column.values[i]), "a voltage on the skin");
            if (!std::isnan(value)) {
                lead.samples.push_back(static_cast<float>(value));
                continue;
            }
            lead.samples.push_back(lead.samples.empty() ? 0.0F : lead.samples.back());
            if (!lead.invalid.empty() && lead.invalid.back().end == at)
                ++lead.invalid.back().end;
            else
                lead.invalid.push_back({at, at + 1});
        }
        if (column.said_nan) ecg_.warnings.push_back("NaN in column " + lead.name + " taken as missing samples");
        (voltage ? ecg_.leads : ecg_.other_signals).push_back(std::move(lead));
        return {};
    }

    std::string_view text_;
    const std::string& where_;
    const CsvOptions& options_;
    double scale_ = 1.0;
    std::int64_t comment_lines_ = 0;
    std::vector<Column> columns_;
    std::optional<std::size_t> time_;
    record::Ecg ecg_;
};

std::string quoted_name(const record::Lead& lead) {
    const std::string name = lead.unit == "mV" ? lead.name : lead.name + " [" + lead.unit + "]";
    if (name.find_first_of(",\"\n\r") == std::string::npos) return name;
    std::string out(1, '"');
    for (const char c : name) out.append(c == '"' ? 2 : 1, c);
    return out + "\"";
}

template <typename Number>
void put_number(std::string& text, Number value) {
    char digits[32];
    text.append(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
}

}  // namespace

Result<record::Ecg> parse_csv(std::string_view text, const std::string& where, const CsvOptions& options) {
    return CsvParser(text, where, options).parse();
}

Result<record::Ecg> read_csv(const std::filesystem::path& path, const CsvOptions& options) {
    SYNCHRONY_ASSIGN(const auto text, core::read_file(path, largest_file));
    return parse_csv(text, path.string(), options);
}

Result<void> write_csv(const std::filesystem::path& path, const record::Ecg& ecg) {
    SYNCHRONY_ASSIGN(auto file, core::AtomicFile::create(path));
    std::vector<const record::Lead*> columns;
    for (const auto& lead : ecg.leads) columns.push_back(&lead);
    for (const auto& signal : ecg.other_signals) columns.push_back(&signal);
    std::string row = "time_s";
    for (const auto* column : columns) row += "," + quoted_name(*column);
    std::vector<std::size_t> next(columns.size(), 0);
    for (std::int64_t i = 0; i < ecg.sample_count(); ++i) {
        row += "\n";
        put_number(row, static_cast<double>(i) / ecg.sampling_frequency_hz);
        for (std::size_t c = 0; c < columns.size(); ++c) {
            const auto& invalid = columns[c]->invalid;
            while (next[c] < invalid.size() && invalid[next[c]].end <= i) ++next[c];
            row += ',';
            if (next[c] == invalid.size() || invalid[next[c]].begin > i)
                put_number(row, columns[c]->samples[static_cast<std::size_t>(i)]);
        }
        if (row.size() > 1 << 16) {
            file.stream() << row;
            row.clear();
        }
    }
    file.stream() << row << "\n";
    return file.commit();
}

}  // namespace synchrony::io
