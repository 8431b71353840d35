#include "synchrony/io/csv_recording.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <iterator>
#include <limits>

#include "csv/columns.hpp"
#include "csv/table.hpp"
#include "csv/text_head.hpp"
#include "other_signals.hpp"
#include "patient_comments.hpp"
#include "synchrony/core/csv_row.hpp"
#include "synchrony/core/files.hpp"
#include "synchrony/core/foreign_text.hpp"
#include "synchrony/core/median.hpp"
#include "synchrony/core/text.hpp"

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
/// Of other columns: nanoseconds since 1970 are far below, and a float holds it.
constexpr double largest_number = 1e30;

/// The sampling frequencies given and found in the time column may differ by so much, relative, without a word.
constexpr double said_frequency_tolerance = 0.01;

/// No time column that is read right makes a slower ECG: loggers of one lead have 50 Hz and more. Our bound.
constexpr double slowest_ecg_hz = 20.0;

class CsvParser {
  public:
    CsvParser(std::string_view text, const std::string& where, const CsvOptions& options)
        : text_(text), where_(where), options_(options) {}

    Result<record::Ecg> parse() {
        SYNCHRONY_TRY(check_options());
        ecg_.comments = csv::take_comments(text_, comment_lines_);
        for (auto& name : take_other_signals(ecg_.comments)) options_.other_signals.push_back(std::move(name));
        add_patient_of_comments(ecg_);
        SYNCHRONY_TRY(take_head());
        SYNCHRONY_TRY(read_columns());
        for (auto& column : columns_) SYNCHRONY_TRY(add_signal(column));
        SYNCHRONY_TRY(check_leads());  // before the rate: of a table of patients it is nobody's question
        SYNCHRONY_TRY(find_frequency());
        say_unit_not_used();
        say_where_the_scale_is_from();
        ecg_.format = "csv";
        return std::move(ecg_);
    }

  private:
    tl::unexpected<core::Error> usage(std::string what, std::string got, std::string expected) const {
        return core::fail({core::ErrorKind::usage, std::move(what), where_, std::move(got), std::move(expected), {}});
    }
    std::string place(std::size_t line, std::size_t column) const {
        return where_ + ", line " + std::to_string(line) + ", column " +
               (column < columns_.size() && !columns_[column].name.empty() ? columns_[column].name
                                                                           : std::to_string(column + 1));
    }

    Result<void> check_options() {
        const auto scale = record::millivolts_per(options_.unit.value_or("mV"));
        if (!scale) return usage("unknown unit", *options_.unit, "mV, uV, V or nV");
        scale_ = *scale;
        const auto& fs = options_.sampling_frequency_hz;
        if (fs && !(*fs > 0 && std::isfinite(*fs)))
            return usage("wrong sampling frequency", core::shortest(*fs), "a number above 0");
        if (options_.separator && options_.separator == options_.decimal_point)
            return usage("separator and decimal point are the same", std::string(1, *options_.decimal_point),
                         "two signs");
        return {};
    }

    /// What a program wrote before the numbers counts where the user says nothing else.
    Result<void> take_head() {
        if (options_.header) return {};
        auto head = csv::text_head_of(text_, ecg_.comments);
        text_.remove_prefix(head.length);
        comment_lines_ += head.lines;
        if (!options_.sampling_frequency_hz) options_.sampling_frequency_hz = head.rate_hz;
        if (head.unit && !options_.unit) {
            options_.unit = head.unit;
            unit_of_head_ = true;
            scale_ = *record::millivolts_per(*head.unit);
        }
        if (options_.lead_names.empty() || !head.names.empty()) names_of_head_ = std::move(head.names);
        if (!head.text.empty() && names_of_head_.empty() && !head.rate_hz)
            ecg_.warnings.emplace_back("lines of text before the numbers were passed over: " +
                                       std::to_string(head.text.size()));
        std::move(head.text.begin(), head.text.end(), std::back_inserter(ecg_.comments));
        cut_second_block();
        if (!head.raw || options_.unit) return {};
        return fail_input("unit of the samples is not known", where_, "a converter's bits without a unit",
                          "a line 'Units:= mV'", "--unit UNIT says what its numbers are in");
    }

    /// LabChart writes a head before each block of a recording that was stopped and went on.
    void cut_second_block() {
        constexpr std::string_view mark = "\nInterval=";
        const auto next = text_.find(mark);
        if (next == text_.npos) return;
        text_ = text_.substr(0, next);
        ecg_.warnings.emplace_back("the file holds several blocks; the first is read");
    }

    void choose_dialect() {
        separator_ = options_.separator.value_or(csv::guess_separator(text_));
        if (!options_.separator && options_.decimal_point == ',' && separator_ == ',') separator_ = ';';
        decimal_point_ = options_.decimal_point.value_or(csv::guess_decimal_point(text_, separator_));
    }

    Result<void> read_columns() {
        choose_dialect();
        core::CsvRowOptions dialect{separator_};
        dialect.first_line += static_cast<std::size_t>(comment_lines_);
        core::CsvRowReader rows(text_, where_, dialect);
        std::vector<std::string> cells;
        SYNCHRONY_ASSIGN(bool more, rows.next(cells));
        if (!more) return fail_input("table is empty", where_, "no row", "a row a sample");
        if (cells.size() > most_columns)
            return fail_input("table has too many columns", where_ + ", line 1", std::to_string(cells.size()),
                              "at most " + std::to_string(most_columns));
        std::vector<std::string> names(cells.size());
        has_header_ = names_of_head_.empty() && has_header(cells);
        if (!names_of_head_.empty()) {
            names = names_of_head_;
        } else if (has_header_) {
            names = cells;
            SYNCHRONY_ASSIGN(more, rows.next(cells));
            if (more && separator_ == ' ' && cells.size() != names.size())
                SYNCHRONY_TRY(take_names(names, cells.size()));
        }
        SYNCHRONY_TRY(csv::name_leads(names, options_, where_, ecg_.warnings));
        SYNCHRONY_ASSIGN(columns_, csv::columns_of(names, options_, where_));
        for (std::int64_t row = 0; more; ++row) {
            if (row >= options_.max_values / static_cast<std::int64_t>(columns_.size()))
                return fail_input("table is too long", place(rows.line(), 0), "row " + std::to_string(row + 1),
                                  "at most " + std::to_string(options_.max_values) + " cells");
            if (cells[0].starts_with('#'))
                --row;  // a remark
            else
                SYNCHRONY_TRY(add_row(cells, rows.line()));
            SYNCHRONY_ASSIGN(more, rows.next(cells));
        }
        if (columns_[0].values.empty())
            return fail_input("table has no samples", where_, "only a header", "a row a sample");
        csv::set_counters_aside(columns_, ecg_.warnings);
        return {};
    }

    /// Names that hold blanks, in a table that blanks divide.
    Result<void> take_names(std::vector<std::string>& names, std::size_t columns) const {
        auto told = csv::names_between_blanks(text_, columns);
        if (!told)
            return fail_input("names of columns cannot be told apart", where_ + ", first line",
                              std::to_string(names.size()) + " words between blanks",
                              std::to_string(columns) + " names, as many as numbers in a row",
                              "Columns are divided by blanks here: write names without blanks, or divide them by two");
        names = std::move(*told);
        return {};
    }

    bool has_header(const std::vector<std::string>& cells) const {
        if (options_.header) return *options_.header;
        return std::any_of(cells.begin(), cells.end(), [&](const auto& cell) {
            double value = 0;
            return !csv::is_blank(cell) && !core::is_missing_word(cell) &&
                   !csv::parse_cell(cell, decimal_point_, value);
        });
    }

    /// A separator at the end of rows makes one cell more than the header has, or one fewer: both hold nothing.
    void even_out(std::vector<std::string>& cells) const {
        // Remarks stand behind the numbers of a row of LabChart's.
        while (cells.size() > columns_.size() && (csv::is_blank(cells.back()) || cells.back().starts_with('#')))
            cells.pop_back();
        while (cells.size() < columns_.size() && has_header_ && columns_[cells.size()].name.empty())
            cells.emplace_back();
    }

    Result<void> add_row(std::vector<std::string>& cells, std::size_t line) {
        even_out(cells);
        if (cells.size() != columns_.size())
            return fail_input(
                "row has another number of cells", where_ + ", line " + std::to_string(line),
                std::to_string(cells.size()), std::to_string(columns_.size()),
                "Columns are divided by '" + std::string(1, separator_) + "' here; another is told with --separator");
        for (std::size_t c = 0; c < cells.size(); ++c) {
            auto& column = columns_[c];
            double value = std::numeric_limits<double>::quiet_NaN();
            const bool blank = csv::is_blank(cells[c]);
            bool number = !blank && csv::parse_cell(cells[c], decimal_point_, value);
            if (!number && column.kind == csv::ColumnKind::time)
                if (const auto clock = csv::clock_seconds(cells[c])) {
                    value = *clock;
                    number = true;
                }
            const bool word = !blank && std::isnan(value) && (number || core::is_missing_word(cells[c]));
            if (!blank && !number && !word) {
                if (column.kind == csv::ColumnKind::lead || column.kind == csv::ColumnKind::time)
                    return fail_input("cell is not a number", place(line, c), "'" + cells[c].substr(0, 40) + "'",
                                      std::string("a finite number with '") + decimal_point_ +
                                          "' as decimal point, or nothing for a missing sample",
                                      "Another decimal point is told with --decimal");
                column.holds_text = true;
            }
            if (column.kind == csv::ColumnKind::time && std::isnan(value))
                return fail_input("time is missing", place(line, c), blank ? "an empty cell" : "NaN", "a time");
            column.said_missing = column.said_missing || word;
            column.values.push_back(value);
        }
        return {};
    }

    Result<void> find_frequency() {
        const auto time = std::find_if(columns_.begin(), columns_.end(),
                                       [](const auto& column) { return column.kind == csv::ColumnKind::time; });
        const auto& given = options_.sampling_frequency_hz;
        if (time == columns_.end() && !given)
            return fail_input("sampling frequency is not known", where_, "no time column",
                              "a column time, time_s or time_ms", "Give the sampling frequency with --fs HZ");
        if (!given) {
            SYNCHRONY_ASSIGN(ecg_.sampling_frequency_hz, frequency_of(*time));
            return check_frequency(*time);
        }
        ecg_.sampling_frequency_hz = *given;
        if (time == columns_.end()) return {};
        const auto found = frequency_of(*time);
        if (found && std::abs(*found - *given) > said_frequency_tolerance * *given)
            ecg_.warnings.emplace_back("the time column says " + core::shortest(*found) + " Hz; " +
                                       core::shortest(*given) + " Hz were given and used");
        return {};
    }

    /// Numbers of samples or milliseconds in a column that says no unit make a recording of hours at a rate that no
    /// electrocardiograph has.
    Result<void> check_frequency(const csv::Column& time) const {
        const double hz = ecg_.sampling_frequency_hz;
        if (hz >= slowest_ecg_hz) return {};
        return fail_input(
            "sampling frequency is none of an ECG", where_ + ", column " + time.name,
            "a time of " + core::shortest(1 / hz) + " s between two samples, " + core::shortest(hz) + " Hz",
            core::shortest(slowest_ecg_hz) + " Hz or more",
            "Name the column time_ms where it counts milliseconds, or give the sampling frequency with "
            "--fs HZ");
    }

    Result<double> frequency_of(const csv::Column& column) const {
        const double unit = options_.time_unit_s > 0 ? options_.time_unit_s : csv::unit_of_time_name(column.name);
        const auto n = column.values.size();
        if (n < 2) return fail_input("sampling frequency is not known", where_, "one row", "two rows or more");
        const double interval = (column.values.back() - column.values.front()) * unit / static_cast<double>(n - 1);
        if (!(interval > 0) || !std::isfinite(1 / interval))
            return fail_input("time does not rise", where_ + ", column " + column.name,
                              core::shortest(interval) + " s a sample", "a positive interval");
        for (std::size_t i = 0; i < n; ++i) {
            const double expected = column.values.front() * unit + static_cast<double>(i) * interval;
            if (std::abs(column.values[i] * unit - expected) > time_tolerance * interval)
                return uneven_times(column, unit);
        }
        const double frequency = 1 / interval;
        const bool near_whole =
            std::round(frequency) >= 1 && std::abs(frequency - std::round(frequency)) < frequency_tolerance * frequency;
        return near_whole ? std::round(frequency) : frequency;
    }

    /// The row whose step is furthest from the usual one: the others lie off the grid because of it.
    [[nodiscard]] tl::unexpected<core::Error> uneven_times(const csv::Column& column, double unit) const {
        std::vector<double> steps;
        for (std::size_t i = 1; i < column.values.size(); ++i)
            steps.push_back((column.values[i] - column.values[i - 1]) * unit);
        auto sorted = steps;
        const double usual = core::median(std::span(sorted));
        const auto oddest = static_cast<std::size_t>(std::distance(
            steps.begin(), std::ranges::max_element(steps, {}, [&](double step) { return std::abs(step - usual); })));
        return fail_input("times are not evenly spaced",
                          where_ + ", row " + std::to_string(oddest + 2) + ", column " + column.name,
                          core::shortest(column.values[oddest + 1] * unit) + " s behind " +
                              core::shortest(column.values[oddest] * unit) + " s",
                          "steps of " + core::shortest(usual) + " s",
                          "Rows that are missing are written with empty cells; --fs HZ has the time column ignored");
    }

    void say_unit_not_used() {
        const auto names_its_own = [](const auto& column) {
            return column.kind != csv::ColumnKind::lead || column.millivolts.has_value();
        };
        if (options_.unit && !unit_of_head_ && std::ranges::all_of(columns_, names_its_own))
            ecg_.warnings.emplace_back("--unit " + *options_.unit + " is not used: every lead's column names its unit");
    }

    void say_where_the_scale_is_from() {
        const bool all = std::ranges::all_of(columns_, [](const auto& column) {
            return column.kind != csv::ColumnKind::lead || column.millivolts.has_value();
        });
        ecg_.facts.gain_source = all             ? "units of the columns"
                                 : unit_of_head_ ? "unit of the table's head"
                                 : options_.unit ? "--unit"
                                                 : "none said, taken as mV";
    }

    Result<void> add_signal(csv::Column& column) {
        using enum csv::ColumnKind;
        const bool any =
            std::any_of(column.values.begin(), column.values.end(), [](double v) { return !std::isnan(v); });
        // A separator at the end of each row makes a column of nothing.
        const bool nothing = !any && column.name.empty();
        if (column.kind == time || nothing || (column.kind == other && (column.holds_text || !any))) return {};
        const bool is_lead = column.kind == lead;
        const double scale = is_lead ? column.millivolts.value_or(scale_) : 1.0;
        record::Lead made;
        made.name = column.lead_name       ? record::standard_lead_name(column.name)
                    : !column.name.empty() ? column.name
                                           : "signal " + std::to_string(ecg_.leads.size() + 1);
        if (!is_lead) made.unit = column.unit.value_or("");
        made.samples.reserve(column.values.size());
        for (std::size_t i = 0; i < column.values.size(); ++i) {
            const double value = column.values[i] * scale;
            const auto at = static_cast<std::int64_t>(i);
            if (std::abs(value) > (is_lead ? largest_value : largest_number))
                return fail_input("value is out of range",
                                  where_ + ", row " + std::to_string(i + 1) + ", column " + made.name,
                                  core::shortest(column.values[i]), "a voltage on the skin");
            made.samples.push_back(std::isnan(value) ? 0.0F : static_cast<float>(value));
            if (!std::isnan(value)) continue;
            if (!made.invalid.empty() && made.invalid.back().end == at)
                ++made.invalid.back().end;
            else
                made.invalid.push_back({at, at + 1});
        }
        record::hold_over_invalid(made);
        if (is_lead && column.said_missing)
            ecg_.warnings.emplace_back("words for a missing value in column " + made.name +
                                       " taken as missing samples");
        (is_lead ? ecg_.leads : ecg_.other_signals).push_back(std::move(made));
        return {};
    }

    /// Columns that are not leads matter where leads are missing: one of them may be one under an odd name.
    Result<void> check_leads() {
        std::string odd;
        for (const auto& column : columns_)
            if (column.kind == csv::ColumnKind::other && !column.name.empty() && !column.holds_text)
                core::append_word(odd, column.name);
        if (ecg_.leads.empty())
            return fail_input("table has no lead", where_,
                              !has_header_  ? "no header row"
                              : odd.empty() ? "no column"
                                            : odd,
                              "columns named I, II, ... V6, or with a unit of voltage: 'ch1 [uV]'",
                              "--unit mV takes all columns but the time for leads");
        const auto has = [&](std::string_view name) {
            return std::any_of(ecg_.leads.begin(), ecg_.leads.end(), [&](const auto& l) { return l.name == name; });
        };
        if (!odd.empty() && !std::ranges::all_of(record::independent_leads(), has))
            ecg_.warnings.emplace_back(
                "not taken for ECG leads, having neither a known lead name nor a unit of voltage: " +
                odd.substr(0, 300));
        return {};
    }

    std::string_view text_;
    const std::string& where_;
    CsvOptions options_;
    double scale_ = 1.0;
    bool unit_of_head_ = false;  // what a program wrote before the numbers, not the caller
    char separator_ = ',';
    char decimal_point_ = '.';
    bool has_header_ = false;
    std::int64_t comment_lines_ = 0;
    std::vector<std::string> names_of_head_;
    std::vector<csv::Column> columns_;
    record::Ecg ecg_;
};

}  // namespace

Result<record::Ecg> parse_csv(std::string_view text, const std::string& where, const CsvOptions& options) {
    // A copy of a table in plain UTF-8, as nearly all are, would take time for nothing.
    if (text.find('\0') == std::string_view::npos && !text.starts_with("\xff\xfe") && !text.starts_with("\xfe\xff"))
        return CsvParser(text, where, options).parse();
    const auto decoded = core::decode_text(text);
    if (!decoded) return fail_input("file is not text", where, "zero bytes", "a table in UTF-8 or UTF-16");
    return CsvParser(decoded->text, where, options).parse();
}

Result<record::Ecg> read_csv(const std::filesystem::path& path, const CsvOptions& options) {
    SYNCHRONY_ASSIGN(const auto bytes, core::read_file(path, largest_file));
    return parse_csv(bytes, path.string(), options);
}

}  // namespace synchrony::io
