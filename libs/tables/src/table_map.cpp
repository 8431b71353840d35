#include "synchrony/tables/table_map.hpp"

#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
// What the library asserts while it reads, that a key begins like one, is not so in texts of strangers; in a release it
// would be assumed, which is undefined. Without the assertion it is an error like others.
#include <toml++/impl/preprocessor.h>
#undef TOML_ASSERT_ASSUME
#define TOML_ASSERT_ASSUME(expr) static_assert(true)
#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdio>
#include <span>

#include "synchrony/cohort/table_dialect.hpp"
#include "synchrony/core/files.hpp"
#include "synchrony/core/nearest_word.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/core/utf8.hpp"

namespace synchrony::tables {
namespace {

constexpr std::uint64_t most_map_bytes = std::uint64_t{4} << 20;

class MapReader {
  public:
    explicit MapReader(TableMap& map) : map_(map) {}

    core::Result<void> read(const toml::table& root) {
        for (const auto& [key, node] : root) {
            if (key == "table" && node.is_table())
                SYNCHRONY_TRY(read_table_part(*node.as_table()));
            else if (key == "column" && node.is_array())
                SYNCHRONY_TRY(read_columns(*node.as_array()));
            else
                return fault("unknown part of the map", node, key.str(), "[table] or [[column]]",
                             core::did_you_mean(key.str(), std::array{"table", "column"}));
        }
        return {};
    }

  private:
    tl::unexpected<core::Error> fault(std::string what, const toml::node& node, std::string_view got,
                                      std::string expected, std::string hint = {}) const {
        return core::fail_input(std::move(what), map_.source + ", line " + std::to_string(node.source().begin.line),
                                std::string(got), std::move(expected), std::move(hint));
    }

    core::Result<std::string> text_of_node(const toml::node& node, std::string_view key) const {
        if (const auto text = node.value_exact<std::string>()) return *text;
        if (const auto whole = node.value_exact<std::int64_t>()) return std::to_string(*whole);
        if (const auto number = node.value_exact<double>()) return core::shortest(*number);
        return fault("a value of the map is neither text nor number", node, key, "\"text\"");
    }

    core::Result<void> read_table_part(const toml::table& part) {
        for (const auto& [key, node] : part) {
            if (key == "missing" && node.is_array()) {
                for (const auto& one : *node.as_array()) {
                    SYNCHRONY_ASSIGN(auto text, text_of_node(one, key.str()));
                    map_.missing.push_back(std::move(text));
                }
                continue;
            }
            if (key == "number_rows" && node.is_boolean()) {
                map_.number_rows = *node.value<bool>();
                continue;
            }
            SYNCHRONY_ASSIGN(auto text, text_of_node(node, key.str()));
            if (key == "sheet")
                map_.sheet = std::move(text);
            else if (key == "baseline_visit")
                map_.baseline_visit = std::move(text);
            else if (key == "six_month_visit")
                map_.six_month_visit = std::move(text);
            else if (key == "encoding")
                map_.encoding = std::move(text);
            else if (key == "header_row" && core::number_from<std::size_t>(text))
                map_.header_row = core::number_from<std::size_t>(text);
            else if (key == "decimal" && (text == "," || text == "."))
                map_.decimal = text.front();
            else if (key == "follow_up" && (text == "years" || text == "days" || text.empty()))
                map_.follow_up = std::move(text);
            else if (key == "followed_until" && cohort::dates_in(std::span(&text, 1)) == "year-month-day")
                map_.followed_until = std::move(text);
            else
                return fault(
                    "a line of [table] cannot be read", node, key.str(),
                    "sheet, encoding, header_row (a number), decimal (\",\" or \".\"), missing, number_rows, follow_up "
                    "(\"years\", \"days\" or \"\"), followed_until (\"2024-12-31\"), baseline_visit (\"Visit=V0\"), "
                    "six_month_visit");
        }
        return {};
    }

    core::Result<void> read_columns(const toml::array& columns) {
        for (const auto& node : columns) {
            if (!node.is_table()) return fault("[[column]] is no table", node, "column", "[[column]]");
            ColumnMap column;
            column.line = node.source().begin.line;
            for (const auto& [key, value] : *node.as_table()) SYNCHRONY_TRY(read_entry(column, key.str(), value));
            if (column.from.empty())
                return fault("a column of the map has no source", node, "no `from`", "from = \"...\"");
            if (map_.find(column.from) != nullptr)
                return fault("a column stands twice in the map", node, column.from, "each once");
            map_.columns.push_back(std::move(column));
        }
        return {};
    }

    core::Result<void> read_entry(ColumnMap& column, std::string_view key, const toml::node& value) {
        if (key == "values" && value.is_table()) {
            for (const auto& [cell, node] : *value.as_table()) {
                SYNCHRONY_ASSIGN(column.values[std::string(cell.str())], text_of_node(node, cell.str()));
            }
            return {};
        }
        SYNCHRONY_ASSIGN(auto text, text_of_node(value, key));
        if (key == "from")
            column.from = std::move(text);
        else if (key == "as")
            column.as = std::move(text);
        else if (key == "unit")
            column.unit = std::move(text);
        else if (key == "dates")
            column.dates = std::move(text);
        else
            return fault("unknown key of a column", value, key, "from, as, unit, dates or values",
                         core::did_you_mean(key, std::array{"from", "as", "unit", "dates", "values"}));
        return {};
    }

    TableMap& map_;
};

/// What to write instead where a decimal comma stands in a line: 27,5 is two values to TOML.
std::string comma_hint(std::string_view text, std::size_t line) {
    const auto lines = core::split(text, '\n');
    if (line == 0 || line > lines.size()) return {};
    const auto words = lines[line - 1];
    const auto is_digit = [&](std::size_t at) {
        return at < words.size() && std::isdigit(static_cast<unsigned char>(words[at])) != 0;
    };
    for (std::size_t at = 1; at < words.size(); ++at) {
        if (words[at] != ',' || !is_digit(at - 1) || !is_digit(at + 1)) continue;
        std::size_t begin = at, end = at + 1;
        while (begin > 0 && is_digit(begin - 1)) --begin;
        while (is_digit(end)) ++end;
        auto number = std::string(words.substr(begin, end - begin));
        number[at - begin] = '.';
        return "A number is written with a point: " + number;
    }
    return {};
}

}  // namespace

const ColumnMap* TableMap::find(std::string_view from) const {
    const auto found = std::ranges::find(columns, from, &ColumnMap::from);
    return found == columns.end() ? nullptr : &*found;
}

core::Result<TableMap> parse_map(std::string_view text, const std::string& source) {
    TableMap map;
    map.source = source;
    if (const auto bad = core::first_bad_utf8(text); bad != std::string_view::npos)
        return core::fail_input("the map is not UTF-8", source, "byte " + std::to_string(bad));
    const auto parsed = toml::parse(text);
    if (!parsed) {
        const std::size_t line = parsed.error().source().begin.line;
        return core::fail_input("the map is no TOML", source + ", line " + std::to_string(line),
                                std::string(parsed.error().description()), "TOML 1.0", comma_hint(text, line));
    }
    SYNCHRONY_TRY(MapReader(map).read(parsed.table()));
    return map;
}

core::Result<TableMap> read_map(const std::filesystem::path& path) {
    SYNCHRONY_ASSIGN(const auto text, core::read_file(path, most_map_bytes));
    return parse_map(text, path.filename().string());
}

std::string toml_text(std::string_view text) {
    std::string quoted = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            quoted += '\\';
            quoted += c;
        } else if (byte < 0x20 || byte == 0x7f) {
            std::array<char, 8> escape{};
            std::snprintf(escape.data(), escape.size(), "\\u%04x", static_cast<unsigned>(byte));
            quoted += escape.data();
        } else {
            quoted += c;
        }
    }
    return quoted + "\"";
}

}  // namespace synchrony::tables
