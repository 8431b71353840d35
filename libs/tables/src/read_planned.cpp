#include <algorithm>
#include <functional>
#include <map>

#include "folded.hpp"
#include "planned_column.hpp"
#include "synchrony/core/counted.hpp"
#include "synchrony/core/text.hpp"
#include "units.hpp"

namespace synchrony::tables {
namespace {

using cohort::ColumnKind;

std::string list_of_units(std::span<const std::string_view> units, std::string_view between) {
    return core::joined(units, between, [](std::string_view u) { return "\"" + std::string(u) + "\""; });
}

/// The unit, from whoever tells it; nothing, and a fault, where nobody does.
class UnitFinder {
  public:
    UnitFinder(PlannedColumn& column, const cohort::ColumnRule& rule, const ImportSettings& settings,
               std::vector<ImportFault>& faults)
        : column_(column), rule_(rule), settings_(settings), faults_(faults) {}

    const Unit* find() {
        const auto* map = column_.source.map;
        if (map != nullptr && map->unit && !map->unit->empty()) return named(*map->unit, "map");
        if (const auto given = settings_.units.find(column_.account.from); given != settings_.units.end())
            return named(given->second, "command line");
        if (column_.name.unit && find_unit(rule_.name, *column_.name.unit) != nullptr)
            return named(*column_.name.unit, "name");
        const auto units = units_of(rule_.name);
        if (units.size() == 1) return &units.front();
        return by_numbers();
    }

  private:
    const Unit* named(const std::string& text, const char* by) {
        const auto unit = unit_named(text).value_or(text);
        const auto* found = find_unit(rule_.name, unit);
        if (found != nullptr && found->factor != 0.0) {
            column_.account.unit_by = by;
            return found;
        }
        auto fault = fault_of(column_, "the unit cannot be used: " + core::in_quotes(text));
        fault.expected = all_units();
        faults_.push_back(std::move(fault));
        return nullptr;
    }

    [[nodiscard]] std::string all_units() const {
        std::vector<std::string_view> names;
        for (const auto& unit : units_of(rule_.name)) names.push_back(unit.name);
        return list_of_units(names, " or ");
    }

    const Unit* by_numbers() {
        std::vector<double> numbers;
        for (const auto& cell : column_.source.cells)
            if (const auto number = number_in(cell, column_.source)) numbers.push_back(*number);
        const auto possible = possible_units(rule_, numbers);
        if (numbers.empty()) return &units_of(rule_.name).front();
        if (possible.size() == 1) {
            column_.account.unit_by = "numbers";
            return find_unit(rule_.name, possible.front());
        }
        auto fault = fault_of(column_, possible.empty() ? "the numbers fit no unit of this column"
                                                        : "the unit is not said, and the numbers fit several");
        fault.expected = possible.empty() ? all_units() : list_of_units(possible, " or ");
        fault.hint =
            "unit = " + list_of_units(possible.empty() ? std::vector<std::string_view>{rule_.unit} : possible, " or ") +
            "; or --map with --unit '" + column_.account.from + "=" +
            std::string(possible.empty() ? rule_.unit : possible.front()) + "'";
        faults_.push_back(std::move(fault));
        return nullptr;
    }

    PlannedColumn& column_;
    const cohort::ColumnRule& rule_;
    const ImportSettings& settings_;
    std::vector<ImportFault>& faults_;
};

std::string expected_of(const cohort::ColumnRule& rule, Meaning meaning = Meaning::value) {
    if (meaning == Meaning::morphology) return "LBBB, or words for another finding";
    if (meaning == Meaning::etiology) return "an ischaemic cause, or words for another";
    if (rule.kind == ColumnKind::flag) return "yes or no";
    if (rule.kind == ColumnKind::sex) return "words for men and women";
    if (rule.name == "nyha") return "1 to 4 or I to IV";
    return "numbers from " + core::shortest(rule.min) + " to " + core::shortest(rule.max) +
           (rule.unit.empty() ? "" : " " + std::string(rule.unit));
}

/// One fault for all cells that could not be read.
void report_unread(const PlannedColumn& column, const cohort::ColumnRule& rule, const std::vector<std::size_t>& rows,
                   std::vector<ImportFault>& faults) {
    if (column.read.unread.empty()) return;
    auto fault = fault_of(column, {});
    std::size_t first = column.source.cells.size();
    for (const auto& [spelling, at] : column.read.unread) {
        fault.spellings.emplace_back(spelling, at.size());
        fault.cells += at.size();
        first = std::min(first, at.front());
    }
    std::ranges::stable_sort(fault.spellings, std::greater(), &std::pair<std::string, std::size_t>::second);
    fault.what = core::counted(fault.cells, "cell is not understood", "cells are not understood");
    fault.first_row = rows[first];
    fault.expected = expected_of(rule, column.meaning);
    fault.hint = "values = { " + toml_text(fault.spellings.front().first) +
                 " = \"...\" } gives a spelling its value, \"\" is missing";
    faults.push_back(std::move(fault));
}

/// What a map has to say in place of a cell.
std::string expected_of_map(const cohort::ColumnRule* rule) {
    if (rule == nullptr) return "a number";
    if (rule->kind == ColumnKind::flag) return "1 or 0";
    if (rule->kind == ColumnKind::sex) return "M or F";
    return expected_of(*rule);
}

/// Values of the map that the column cannot hold; a decimal comma is the most frequent.
void report_refused(const PlannedColumn& column, const cohort::ColumnRule* rule, const std::vector<std::size_t>& rows,
                    std::vector<ImportFault>& faults) {
    for (const auto& [spelling, refused] : column.read.refused) {
        const auto& [value, at] = refused;
        auto fault = fault_of(column, "the map's value cannot be used: " + core::in_quotes(value));
        fault.spellings.emplace_back(spelling, at.size());
        fault.cells = at.size();
        fault.first_row = rows[at.front()];
        fault.expected = expected_of_map(rule);
        auto with_point = value;
        std::ranges::replace(with_point, ',', '.');
        const bool comma = with_point != value && cohort::parse_number(with_point).has_value();
        if (comma)
            fault.hint = "a number is written with a point: values = { " + toml_text(spelling) + " = " +
                         toml_text(with_point) + " }";
        else
            fault.hint = "values = { " + toml_text(spelling) + " = \"...\" }, \"\" is missing";
        faults.push_back(std::move(fault));
    }
}

void read_known_column(PlannedColumn& column, const cohort::ColumnRule& rule, const ImportSettings& settings,
                       const std::vector<std::size_t>& rows, std::vector<ImportFault>& faults) {
    auto& account = column.account;
    account.known = true;
    const bool words = rule.kind == ColumnKind::flag || rule.kind == ColumnKind::sex || rule.name == "nyha";
    if (words) {
        column.source.nr_is_a_word = rule.name == "response";
        column.read = read_words(column.source, rule, column.meaning);
        account.read_as = rule.kind == ColumnKind::flag ? "yes or no" : rule.name == "nyha" ? "classes" : "sexes";
    } else {
        const auto units = units_of(rule.name);
        const Unit* unit = units.empty() ? nullptr : UnitFinder(column, rule, settings, faults).find();
        if (!units.empty() && unit == nullptr) {
            column.read.cells.assign(column.source.cells.size(), {});
            account.read_as = "numbers of an unknown unit";
            for (const auto& cell : column.source.cells)
                if (is_missing_cell(cell, column.source))
                    ++column.read.missing[cell];
                else
                    ++account.present;
            return;
        }
        account.unit = unit != nullptr ? std::string(unit->name) : "";
        column.read = read_numbers(column.source, rule, account.unit, unit != nullptr ? unit->factor : 1.0);
        account.read_as = "numbers";
        if (unit != nullptr && unit->factor != 1.0)
            account.read_as += ", " + account.unit + " to " + std::string(units.front().name);
    }
    report_unread(column, rule, rows, faults);
    report_refused(column, &rule, rows, faults);
}

/// A few short words that come again and again: kinds of something, which no patient is known by.
bool are_categories(const SourceCells& source) {
    constexpr std::size_t most_kinds = 12, longest = 40;  // bytes
    std::map<std::string, std::size_t> kinds;
    for (const auto& cell : source.cells)
        if (!is_missing_cell(cell, source)) ++kinds[cell];
    if (kinds.size() > most_kinds) return false;
    std::size_t alone = 0;
    for (const auto& [kind, count] : kinds) {
        if (kind.size() > longest) return false;
        alone += count == 1 ? 1 : 0;
    }
    return 2 * alone <= kinds.size();
}

/// Numbers among which some cells are none ("<125") are a measurement, and no text about somebody.
std::string why_text_is_left_out(const SourceCells& source) {
    std::size_t numbers = 0, others = 0;
    std::string first;
    for (const auto& cell : source.cells) {
        if (is_missing_cell(cell, source)) continue;
        const bool number = number_in(cell, source).has_value();
        ++(number ? numbers : others);
        if (!number && first.empty()) first = cell;
    }
    if (numbers <= others) return "free text may tell who somebody is; `as` keeps it";
    return std::to_string(numbers) + " numbers, but " + core::counted(others, "cell is", "cells are") +
           " none, the first " + core::in_quotes(core::printable(first)) +
           "; a name as `as` keeps it, and `values` say what number such a cell stands for";
}

void read_plain_text(PlannedColumn& column) {
    column.account.known = true;
    column.account.read_as = "text";
    column.read.cells = column.source.cells;
    for (auto& cell : column.read.cells)
        if (is_missing_cell(cell, column.source)) ++column.read.missing[cell], cell.clear();
}

}  // namespace

ImportFault fault_of(const PlannedColumn& column, std::string what) {
    ImportFault fault;
    fault.column = column.account.from;
    fault.letters = column.account.letters;
    fault.target = column.account.as;
    fault.what = std::move(what);
    return fault;
}

void read_planned(PlannedColumn& column, const ImportSettings& settings, const std::vector<std::size_t>& row_numbers,
                  std::vector<ImportFault>& faults) {
    auto& account = column.account;
    if (account.as.empty()) return;
    if (is_date(column.meaning)) {  // read when all are known
        account.known = true;
        return;
    }
    if (const auto* rule = cohort::find_rule(account.as)) {
        read_known_column(column, *rule, settings, row_numbers, faults);
    } else if (account.as == "patient_id" || account.as == "ecg" || account.as == "group") {
        read_plain_text(column);
    } else {
        const bool vital = column.meaning == Meaning::death || column.meaning == Meaning::vital_status;
        column.read = vital ? read_vital_cells(column.source, column.meaning, account.read_as)
                            : read_unknown_cells(column.source, account.read_as);
        report_refused(column, nullptr, row_numbers, faults);
        if (account.read_as == "text" && !column.by_map && !are_categories(column.source)) {
            account.as.clear();
            account.why_left_out = why_text_is_left_out(column.source);
            if (column.name.target == "ecg")
                account.why_left_out =
                    "by its name it says which ECG is whose, but its cells are no files; as = \"ecg\" in the map takes "
                    "it";
            column.read.cells.assign(column.source.cells.size(), {});
        }
    }
    account.words = std::move(column.read.words);
    account.missing = std::move(column.read.missing);
    for (const auto& cell : column.read.cells) account.present += cell.empty() ? 0 : 1;
}

}  // namespace synchrony::tables
