#include <algorithm>

#include "planned_column.hpp"
#include "synchrony/core/counted.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::tables {
namespace {

class MapWriter {
  public:
    void line(const std::string& text = {}) {
        text_ += text + "\n";
        ++lines_;
    }
    [[nodiscard]] std::size_t next_line() const { return lines_ + 1; }
    [[nodiscard]] const std::string& text() const { return text_; }

  private:
    std::string text_;
    std::size_t lines_ = 0;
};

/// A comment must not end early, nor hold what TOML refuses there.
std::string comment(std::string text) {
    std::ranges::replace_if(
        text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, ' ');
    return "# " + text;
}

void write_values(MapWriter& map, const PlannedColumn& column) {
    std::string entries;
    const auto add = [&](const std::string& spelling, const std::string& value) {
        core::append_word(entries, toml_text(spelling) + " = " + toml_text(value));
    };
    for (const auto& [spelling, reading] : column.account.words) add(spelling, reading.first);
    if (column.source.map != nullptr)
        for (const auto& [spelling, value] : column.source.map->values)
            if (!column.account.words.contains(spelling)) add(spelling, value);
    if (!entries.empty()) map.line("values = { " + entries + " }");
}

void write_column(MapWriter& map, PlannedColumn& column, const std::vector<ImportFault>& faults) {
    auto& account = column.account;
    map.line();
    map.line(comment("column " + account.letters + ": " +
                     (account.as.empty() ? "left out: " + account.why_left_out : account.read_as)));
    account.map_line = map.next_line();
    map.line("[[column]]");
    map.line("from = " + toml_text(account.from));
    map.line("as = " + toml_text(account.as));
    const bool asked = std::ranges::any_of(
        faults, [&](const auto& f) { return f.letters == account.letters && f.hint.starts_with("unit = "); });
    if (asked) map.line("unit = \"\"  # say which");
    if (!account.unit.empty())
        map.line("unit = " + toml_text(account.unit) +
                 (account.unit_by.empty() ? "" : "  # by the " + account.unit_by));
    if (column.source.map != nullptr && column.source.map->dates)
        map.line("dates = " + toml_text(*column.source.map->dates));
    write_values(map, column);
    for (const auto& [spelling, rows] : column.read.unread)
        map.line(comment("not understood: " + toml_text(spelling) + ", " + core::counted(rows.size(), "cell")));
}

}  // namespace

std::string map_text_of(std::vector<PlannedColumn>& columns, const MapContext& context,
                        const std::vector<ImportFault>& faults) {
    const auto& [table, headed, settings, follow_up_offered, wants_end] = context;
    MapWriter map;
    map.line(comment("How the table was read. Mend what is wrong, then run"));
    map.line(comment("  " + settings.command));
    map.line(comment(
        "as: a column of the cohort CSV, or a new name; \"\" leaves a column out. Dates that become an age or"));
    map.line(
        comment("  a time: birth_date, implant_date, death_date, transplant_date, last_contact_date; none is kept."));
    map.line(comment("values: what a cell stands for; \"\" is missing."));
    map.line();
    map.line("[table]");
    if (!table.sheet.empty()) map.line("sheet = " + toml_text(table.sheet));
    if (settings.map.encoding) map.line("encoding = " + toml_text(*settings.map.encoding));
    map.line("header_row = " + std::to_string(headed.header_row));
    if (table.sheet.empty() || settings.map.decimal)
        map.line("decimal = " + toml_text(std::string(1, settings.map.decimal.value_or(table.dialect.decimal_point))));
    if (settings.map.number_rows) map.line("number_rows = true");
    if (settings.map.baseline_visit) map.line("baseline_visit = " + toml_text(*settings.map.baseline_visit));
    if (settings.map.six_month_visit) map.line("six_month_visit = " + toml_text(*settings.map.six_month_visit));
    std::string missing;
    for (const auto& spelling : settings.map.missing) core::append_word(missing, toml_text(spelling));
    map.line("missing = [" + missing + "]  # more spellings of a missing value, such as \"-99\"");
    if (follow_up_offered || settings.map.follow_up)
        map.line("follow_up = " + toml_text(settings.map.follow_up.value_or("years")) +
                 "  # from implant to event or last contact; or \"days\"; \"\" makes no such column");
    if (settings.map.followed_until)
        map.line("followed_until = " + toml_text(*settings.map.followed_until));
    else if (wants_end)
        map.line(comment("followed_until = \"2024-12-31\"  # the end of follow-up, where no column says it"));
    for (auto& column : columns) write_column(map, column, faults);
    return map.text();
}

}  // namespace synchrony::tables
