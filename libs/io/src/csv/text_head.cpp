#include "csv/text_head.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "csv/table.hpp"
#include "parts.hpp"
#include "synchrony/core/foreign_text.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/record/lead_names.hpp"

namespace synchrony::io::csv {
namespace {

constexpr std::size_t most_lines = 100;
constexpr std::string_view around = " \t\r'\"";

/// A unit that is no voltage, but steps of a converter.
bool counts_of_a_converter(std::string_view unit) {
    constexpr std::array<std::string_view, 6> words = {"adu", "count", "counts", "lsb", "digits", "raw"};
    return std::ranges::find(words, core::lower(core::trimmed(unit))) != words.end();
}

bool is_value(std::string_view cell) {
    cell = core::trimmed(cell, around);
    return is_number(cell) || clock_seconds(cell) || core::is_missing_word(cell);
}

/// How many numbers a line holds; 0 where it holds a word. Commas divide where blanks, tabs and semicolons do not.
std::size_t numbers_in(std::string_view line) {
    line = line.substr(0, line.find("\t#"));  // LabChart's remarks
    for (const std::string_view separators : {"\t\r ;", "\t\r ;,"}) {
        std::size_t numbers = 0;
        bool all = true;
        for (std::size_t at = 0; all;) {
            const auto begin = line.find_first_not_of(separators, at);
            if (begin == line.npos) break;
            at = std::min(line.find_first_of(separators, begin), line.size());
            all = is_value(line.substr(begin, at - begin));
            ++numbers;
        }
        if (all && numbers > 0) return numbers;
    }
    return 0;
}

struct Line {
    std::string_view text;
    std::size_t begin = 0;  ///< in the whole text
    std::int64_t number = 0;
    std::size_t numbers = 0;
};

/// Lines that are not blank, until so many of numbers stand together.
struct Beginning {
    std::vector<Line> text;  ///< before the numbers
    std::vector<Line> rows;  ///< the first of numbers; empty where there are none
};

Beginning beginning_of(std::string_view text, std::size_t rows_wanted) {
    Beginning found;
    std::size_t at = 0;
    for (std::int64_t number = 0; at < text.size() && found.text.size() < most_lines; ++number) {
        const auto end = std::min(text.find('\n', at), text.size());
        const Line line{core::trimmed(text.substr(at, end - at)), at, number, 0};
        at = end + 1;
        if (line.text.empty()) continue;
        if (const auto numbers = numbers_in(line.text)) {
            found.rows.push_back({line.text, line.begin, line.number, numbers});
            if (found.rows.size() == rows_wanted) return found;
            continue;
        }
        found.text.insert(found.text.end(), found.rows.begin(), found.rows.end());
        found.rows.clear();
        found.text.push_back(line);
    }
    return found;
}

std::vector<std::string> cells_of(std::string_view line, char separator) {
    std::vector<std::string> cells;
    for (const auto cell : core::split(line, separator))
        if (separator != ' ' || !cell.empty()) cells.emplace_back(core::trimmed(cell, around));
    while (!cells.empty() && cells.back().empty()) cells.pop_back();
    return cells;
}

bool is_unit(const std::string& cell) {
    constexpr std::array<std::string_view, 14> others = {
        "s", "sec", "second", "seconds", "ms", "hh:mm:ss.mmm", "adu", "mmhg", "nu", "bpm", "au", "%", "", "a.u."};
    const auto small = core::lower(cell);
    return record::millivolts_per(cell).has_value() || std::find(others.begin(), others.end(), small) != others.end();
}

/// A row that holds units of voltage, or converter's steps, and no names.
bool are_units(const std::vector<std::string>& cells) {
    return std::all_of(cells.begin(), cells.end(), is_unit) &&
           std::any_of(cells.begin(), cells.end(),
                       [](const auto& c) { return record::millivolts_per(c) || core::lower(c) == "adu"; });
}

std::string with_unit(const std::string& name, const std::string& unit) {
    const auto small = core::lower(unit);
    if (record::split_unit(name).unit || unit.empty() || unit == "*" || small.starts_with("sec") || small == "s" ||
        small.find(':') != small.npos)
        return name;
    return small == "ms" ? name + "_ms" : name + " [" + unit + "]";
}

/// "Range=\t10.000 mV\t64 L/min": what stands behind each number; UnitName's where it is no star.
std::vector<std::string> units_of_ranges(const std::vector<std::string>& ranges,
                                         const std::vector<std::string>& names) {
    std::vector<std::string> units;
    for (std::size_t i = 0; i < ranges.size(); ++i) {
        const auto blank = ranges[i].find(' ');
        const bool named = i < names.size() && !names[i].empty() && names[i] != "*";
        units.push_back(named ? names[i] : blank == std::string::npos ? "" : ranges[i].substr(blank + 1));
    }
    return units;
}

/// What lines say, collected one by one.
class Keys {
  public:
    void look_at(std::string_view line) {
        const auto mark = line.find_first_of(":=\t");
        if (mark == line.npos) return look_at_words(line);
        const auto key = core::lower(core::trimmed(line.substr(0, mark)));
        const auto value = core::trimmed(line.substr(mark), ":= \t\r");
        const auto first = value.substr(0, value.find_first_of(" \t"));
        const bool rate = key == "fs" || (key.find("sampl") != key.npos &&
                                          (key.find("rate") != key.npos || key.find("freq") != key.npos));
        if (rate) keep_rate(number_of(first), core::lower(value).find("khz") != std::string::npos ? 1e3 : 1.0);
        if (key == "interval" && value.ends_with(" s"))
            if (const auto step = number_of(first); step && *step > 0) keep_rate(1.0 / *step, 1.0);
        if (key == "resolution") raw = true;
        if (key == "units" || key == "unit") {
            if (record::millivolts_per(value)) unit = std::string(value);
            raw = raw || counts_of_a_converter(value);
        }
        if (key == "labels" || key == "channeltitle") names = cells_of(value, '\t');
        if (key == "range") ranges_ = cells_of(value, '\t');
        if (key == "unitname") units_ = cells_of(line.substr(mark + 1), '\t');
        look_at_words(line);
    }
    /// Names of `columns` columns, a time before them where they are one fewer; empty where they do not fit.
    [[nodiscard]] std::vector<std::string> column_names(std::size_t columns) const {
        auto all = names;
        auto units =
            units_of_ranges(ranges_, units_.empty() || !units_.front().empty() ? units_ : without_first(units_));
        for (std::size_t i = 0; i < std::min(all.size(), units.size()); ++i) all[i] = with_unit(all[i], units[i]);
        if (!all.empty() && all.size() + 1 == columns) all.insert(all.begin(), "time");
        return all.size() == columns ? all : std::vector<std::string>();
    }
    std::vector<std::string> names;
    std::optional<double> rate_hz;
    std::optional<std::string> unit;
    bool raw = false;             ///< the bits of a converter are told
    bool counts_samples = false;  ///< AcqKnowledge's numbers of samples stand before the samples

  private:
    static std::vector<std::string> without_first(std::vector<std::string> cells) {
        cells.erase(cells.begin());
        return cells;
    }
    /// AcqKnowledge: "0.5 msec/sample".
    void look_at_words(std::string_view line) {
        const auto blank = line.find(' ');
        if (blank == line.npos || !line.substr(blank + 1).starts_with("msec/sample")) return;
        if (const auto step = number_of(line.substr(0, blank)); step && *step > 0) keep_rate(1e3 / *step, 1.0);
        counts_samples = true;
    }
    void keep_rate(std::optional<double> hz, double unit_hz) {
        constexpr double lowest_hz = 1.0, highest_hz = 1e6;
        if (hz && *hz * unit_hz >= lowest_hz && *hz * unit_hz <= highest_hz && !rate_hz) rate_hz = *hz * unit_hz;
    }
    std::vector<std::string> ranges_, units_;
};

bool is_whole(const Line& line) {
    return line.text.find_first_of(".,eE") == line.text.npos;
}

/// Whether the lines before the first row of numbers are a table's own: names, or rows that hold words too. Those the
/// table's reader takes or refuses.
bool is_table(const std::vector<Line>& lines, char separator, std::size_t columns) {
    for (const auto& line : lines) {
        const auto cells = cells_of(line.text, separator);
        const bool quoted = std::count(line.text.begin(), line.text.end(), '"') % 2 != 0;
        if (quoted || (cells.size() > 1 && is_value(cells.front()))) return true;
    }
    if (lines.size() != 1) return false;
    const auto cells = cells_of(lines[0].text, separator);
    return (separator != ' ' && cells.size() > 1) || cells.size() == columns ||
           std::any_of(cells.begin(), cells.end(), [](const auto& cell) { return record::is_lead_name(cell); });
}

}  // namespace

std::size_t columns_of_numbers(std::string_view text) {
    constexpr std::size_t rows_of_one_number = 8;
    const auto found = beginning_of(text, rows_of_one_number);
    if (found.rows.size() < 2) return 0;
    const auto columns = found.rows.front().numbers;
    return columns > 1 || found.rows.size() == rows_of_one_number ? columns : 0;
}

TextHead text_head_of(std::string_view text, const std::vector<std::string>& comments) {
    TextHead head;
    Keys keys;
    for (const auto& comment : comments) keys.look_at(comment);
    auto found = beginning_of(text, 2);
    if (found.rows.size() < 2) return head;
    const auto table = text.substr(found.rows.front().begin);
    const char separator = guess_separator(table);
    const auto columns = cells_of(found.rows.front().text, separator).size();
    const auto fits = [&](std::size_t line) {
        const auto& words = found.text[line].text;
        return words.find('=') == words.npos && cells_of(words, separator).size() == columns;
    };
    const auto lines = found.text.size();
    const bool units =
        lines > 1 && fits(lines - 1) && fits(lines - 2) && are_units(cells_of(found.text.back().text, separator));
    const bool plain = is_table(found.text, separator, columns);
    if (lines > 0 && !plain) {
        for (const auto& line : found.text) keys.look_at(line.text);
        const auto& first = found.rows[keys.counts_samples && is_whole(found.rows[0]) && !is_whole(found.rows[1])];
        head.length = first.begin;
        head.lines = first.number;
        std::size_t kept = lines;
        if (units) {
            head.names = cells_of(found.text[lines - 2].text, separator);
            const auto row = cells_of(found.text.back().text, separator);
            for (std::size_t i = 0; i < columns; ++i) head.names[i] = with_unit(head.names[i], row[i]);
            kept = lines - 2;
        } else if (lines > 1 && fits(lines - 1)) {
            head.names = cells_of(found.text.back().text, separator);
            kept = lines - 1;
        }
        for (std::size_t l = 0; l < kept; ++l) head.text.emplace_back(found.text[l].text);
    }
    head.rate_hz = keys.rate_hz;
    head.unit = keys.unit;
    head.raw = keys.raw && !keys.unit;
    if (head.names.empty() && !plain) head.names = keys.column_names(columns);
    // NumPy writes names as a comment.
    if (head.names.empty() && lines == 0 && !comments.empty() && columns > 1) {
        auto names = cells_of(comments.back(), separator);
        if (names.size() == columns && std::none_of(names.begin(), names.end(), is_value))
            head.names = std::move(names);
    }
    return head;
}

std::optional<double> clock_seconds(std::string_view cell) {
    cell = core::trimmed(cell, around);
    const auto parts = core::split(cell, ':');
    if (parts.size() < 2 || parts.size() > 3) return std::nullopt;
    double seconds = 0;
    for (std::size_t p = 0; p < parts.size(); ++p) {
        const bool last = p + 1 == parts.size();
        const auto digits = last ? parts[p].find_first_not_of("0123456789.") : parts[p].find_first_not_of("0123456789");
        const auto value = number_of(parts[p]);
        if (parts[p].empty() || digits != parts[p].npos || !value || (p > 0 && *value >= 60.0)) return std::nullopt;
        seconds = 60.0 * seconds + *value;
    }
    return seconds;
}

}  // namespace synchrony::io::csv
