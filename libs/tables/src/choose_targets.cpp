#include <algorithm>
#include <cctype>
#include <filesystem>
#include <set>
#include <string>

#include "folded.hpp"
#include "planned_column.hpp"
#include "synchrony/cohort/later_names.hpp"
#include "synchrony/core/nearest_word.hpp"
#include "synchrony/core/text.hpp"
#include "units.hpp"
#include "value_words.hpp"

namespace synchrony::tables {
namespace {

constexpr std::string_view dates_left_out = "dates tell who somebody is, and the order of patients; `as` keeps them";
constexpr std::string_view identity_left_out = "it tells who somebody is; `as` keeps it";

/// Names of files: most end as files do, or hold a folder.
bool look_like_files(const SourceCells& source) {
    std::size_t files = 0, filled = 0;
    for (const auto& cell : source.cells) {
        if (is_missing_cell(cell, source)) continue;
        ++filled;
        const auto ending = std::filesystem::path(cell).extension().string();
        const bool ends = ending.size() >= 3 && ending.size() <= 9 && ending.find(' ') == std::string::npos &&
                          std::isalpha(static_cast<unsigned char>(ending[1])) != 0;
        files += ends || cell.find('/') != std::string::npos ? 1 : 0;
    }
    return filled > 0 && 2 * files >= filled;
}

bool has_no_digit(std::string_view cell) {
    return cell.find_first_of("0123456789") == std::string_view::npos;
}

/// Names without an ending ("VP00001", "000100_2020"): nearly every cell another word, with a digit, and no text.
bool look_like_stems(const SourceCells& source) {
    constexpr std::size_t longest = 64;
    std::set<std::string> distinct;
    std::size_t filled = 0;
    for (const auto& cell : source.cells) {
        if (is_missing_cell(cell, source)) continue;
        ++filled;
        if (cell.size() > longest || cell.find(' ') != std::string::npos || has_no_digit(cell)) return false;
        distinct.insert(cell);
    }
    return filled > 1 && 10 * distinct.size() >= 9 * filled;
}

/// Whether most cells are such words, or the map has values for them.
bool holds_words(const SourceCells& source, bool (*is_such)(std::string_view)) {
    if (source.map != nullptr && !source.map->values.empty()) return true;
    std::size_t words = 0, filled = 0;
    for (const auto& cell : source.cells) {
        if (is_missing_cell(cell, source)) continue;
        ++filled;
        words += is_such(cell) ? 1 : 0;
    }
    return filled > 0 && 2 * words > filled;
}

void leave_out(PlannedColumn& column, std::string_view why) {
    column.account.as.clear();
    column.account.why_left_out = std::string(why);
}

void keep_unknown(PlannedColumn& column) {
    column.meaning = Meaning::value;
    column.account.as = tidy_name(column.account.from, column.name);
    if (cohort::find_rule(column.account.as) != nullptr) column.account.as += "_as_given";
}

void take_by_map(PlannedColumn& column) {
    const auto& as = *column.source.map->as;
    column.by_map = true;
    column.account.as = as;
    column.meaning = as == column.name.target ? column.name.meaning : Meaning::value;
    const bool of_death = column.name.meaning == Meaning::death || column.name.meaning == Meaning::vital_status;
    if (of_death && cohort::find_rule(as) == nullptr) column.meaning = column.name.meaning;
    if (is_date(column.meaning)) column.meaning = Meaning::value;
    if (const auto date = date_named(as)) column.meaning = *date;
    if (as.empty()) leave_out(column, "the map leaves it out");
}

/// What was found later is another thing than what was known before; only LVESV at 6 months has a column of its own.
void take_by_name(PlannedColumn& column) {
    const auto& name = column.name;
    column.meaning = name.meaning;
    if (name.meaning == Meaning::identity) return leave_out(column, identity_left_out);
    const bool of_death = name.meaning == Meaning::death || name.meaning == Meaning::vital_status;
    if (of_death && date_order(column.source)) column.meaning = Meaning::death_date;  // "Tod": 12.03.2019
    // "Implantation": CRT-D, CRT-P
    if (column.meaning == Meaning::implant_date && holds_words(column.source, has_no_digit))
        return keep_unknown(column);
    if (is_date(column.meaning)) {
        column.account.as = date_name(column.meaning);
        return;
    }
    if (of_death) {
        keep_unknown(column);
        column.meaning = name.meaning;
        return;
    }
    if (name.target == "ecg" && holds_words(column.source, is_block_word)) {  // "EKG": LSB, RSB, normal
        column.meaning = Meaning::morphology;
        column.account.as = "lbbb";
        return;
    }
    if (name.target.empty()) return keep_unknown(column);
    // "Diagnose" and "EKG-Befund" may hold anything.
    if (name.meaning == Meaning::morphology && !holds_words(column.source, is_block_word)) return keep_unknown(column);
    if (name.meaning == Meaning::etiology && !holds_words(column.source, is_cause_word)) return keep_unknown(column);
    if (name.target == "ecg" && !look_like_files(column.source) &&
        (!look_like_stems(column.source) || date_order(column.source)))
        return keep_unknown(column);
    const bool later = name.stage == Stage::later && name.target != "response";
    if (!later) {
        column.account.as = name.target;
        return;
    }
    const bool at_6_months = name.months == 6 && name.target == "lvesv_ml";
    const bool own_name = name.target == "lvesv_6m_ml";
    if (at_6_months || own_name)
        column.account.as = "lvesv_6m_ml";
    else
        keep_unknown(column);
}

/// Volumes per square metre are no volumes: nothing tells by which formula the surface was found.
void keep_indexed_apart(PlannedColumn& column) {
    auto unit = column.source.map != nullptr && column.source.map->unit ? column.source.map->unit : column.name.unit;
    if (unit != "ml/m2") return;
    const auto* own = find_unit(column.account.as, *unit);
    if (own == nullptr) return;
    column.account.unit = *unit;
    column.account.unit_by = "name";
    keep_unknown(column);
    if (!column.account.as.ends_with("_ml_m2")) column.account.as += "_ml_m2";
}

/// "Nr." beside "Patienten-ID" counts rows; alone it is the id.
void settle_counters(std::vector<PlannedColumn>& columns) {
    bool has_id = std::ranges::any_of(columns, [](const auto& c) {
        return c.account.as == "patient_id" && (c.by_map || c.meaning != Meaning::counter);
    });
    for (auto& column : columns) {
        if (column.by_map || column.meaning != Meaning::counter || column.account.as != "patient_id") continue;
        if (has_id) leave_out(column, "it counts the rows; another column is the patient's id");
        has_id = true;
    }
}

}  // namespace

void choose_targets(std::vector<PlannedColumn>& columns, const TableMap& map, std::vector<ImportFault>& faults) {
    for (auto& column : columns) {
        column.name = read_name(column.account.from);
        column.source.map = map.find(column.account.from);
        if (column.source.map != nullptr && column.source.map->as)
            take_by_map(column);
        else
            take_by_name(column);
        keep_indexed_apart(column);
        if (!column.by_map && cohort::find_rule(column.account.as) == nullptr && column.meaning == Meaning::value &&
            column.account.as != "patient_id" && date_order(column.source))
            leave_out(column, dates_left_out);
    }
    settle_counters(columns);
    for (std::size_t i = 0; i < columns.size(); ++i)
        for (std::size_t j = i + 1; j < columns.size(); ++j) {
            auto &first = columns[i], &second = columns[j];
            if (first.account.as.empty() || first.account.as != second.account.as) continue;
            const bool known = first.name.target == first.account.as || second.name.target == second.account.as ||
                               cohort::find_rule(first.account.as) != nullptr || date_named(first.account.as);
            if (!known) {
                second.account.as += "_" + core::lower(second.account.letters);
            } else if (first.by_map != second.by_map) {
                auto& other = first.by_map ? second : first;
                keep_unknown(other);  // under its own name, which may be the very one that the map gives away
                if (first.account.as == second.account.as) other.account.as += "_" + core::lower(other.account.letters);
            } else {
                auto fault = fault_of(second, "two columns are taken for the same: " + first.account.letters + " " +
                                                  core::in_quotes(first.account.from) + " and this one");
                fault.hint = "as = \"\" leaves one out, another name keeps both";
                faults.push_back(std::move(fault));
                second.account.as.clear();
                second.account.why_left_out = "another column is taken for the same";
            }
        }
}

std::vector<std::string> nearly_known_targets(const std::vector<PlannedColumn>& columns, const TableMap& map) {
    std::vector<std::string> known{"patient_id", "ecg", "group", "duplicate_of"};
    for (const auto& rule : cohort::known_columns()) known.emplace_back(rule.name);
    for (const auto name : all_date_names()) known.emplace_back(name);
    std::vector<std::string> notes;
    for (const auto& column : columns) {
        if (!column.by_map) continue;
        const auto& as = *column.source.map->as;
        const bool own = as.starts_with(tidy_name(column.account.from, column.name)) || cohort::sounds_later(as);
        if (as.empty() || own || std::ranges::find(known, as) != known.end()) continue;
        const auto meant = std::string(cohort::near_name(as).value_or(core::nearest_word(as, known)));
        const auto is_meant = [&](const PlannedColumn& other) { return other.account.as == meant; };
        if (meant.empty() || std::ranges::any_of(columns, is_meant)) continue;
        notes.push_back("column " + column.account.letters + " " + core::in_quotes(column.account.from) +
                        " is kept as " + as + ", which the program does not know. Did you mean " + meant + "? (" +
                        map.source + ", line " + std::to_string(column.source.map->line) + ")");
    }
    return notes;
}

}  // namespace synchrony::tables
