#include "units.hpp"

#include <algorithm>
#include <array>

#include "folded.hpp"
#include "synchrony/core/median.hpp"

namespace synchrony::tables {
namespace {

constexpr std::array volume_units{Unit{"ml", 1.0}, Unit{"ml/m2", 0.0}};
constexpr std::array share_units{Unit{"%", 1.0}, Unit{"fraction", 100.0}};
constexpr std::array time_units{Unit{"ms", 1.0}, Unit{"s", 1000.0}};
constexpr std::array length_units{Unit{"cm", 1.0}, Unit{"m", 100.0}, Unit{"in", 2.54}};
constexpr std::array mass_units{Unit{"kg", 1.0}, Unit{"lb", 0.45359237}};
constexpr std::array age_units{Unit{"years", 1.0}};
constexpr std::array angle_units{Unit{"deg", 1.0}};

/// Where the median of a group of adults with heart failure lies at the outside, in the column's own unit. Wide: two to
/// three times beyond the medians of 12 trials of CRT (MIRACLE, COMPANION, CARE-HF, MADIT-CRT, REVERSE, RAFT, SMART-AV,
/// ...): LVESV 120 to 230 ml, LVEDV 170 to 310 ml, LVEF 21 to 27 %, QRS 150 to 167 ms, weight 75 to 90 kg.
struct MedianRange {
    std::string_view column;
    double low, high;
};
constexpr std::array medians{
    MedianRange{"lvesv_ml", 40, 400},  MedianRange{"lvesv_6m_ml", 30, 400},     MedianRange{"lvedv_ml", 70, 550},
    MedianRange{"lvef_pct", 8, 75},    MedianRange{"qrs_duration_ms", 60, 260}, MedianRange{"height_cm", 130, 210},
    MedianRange{"weight_kg", 45, 135}, MedianRange{"age_y", 15, 100},           MedianRange{"scar_pct", 1, 90}};

/// What a share per square metre can be of the whole: body surfaces of adults lie between these (Mosteller's formula of
/// 1.45 m, 40 kg and of 2.0 m, 150 kg).
constexpr double least_surface_m2 = 1.27;
constexpr double most_surface_m2 = 2.89;
constexpr double most_out_of_range = 0.05;

struct UnitWord {
    std::string_view word, unit;
};
constexpr std::array unit_words{UnitWord{"ms", "ms"},
                                UnitWord{"msec", "ms"},
                                UnitWord{"msek", "ms"},
                                UnitWord{"millisecond", "ms"},
                                UnitWord{"milliseconds", "ms"},
                                UnitWord{"millisekunden", "ms"},
                                UnitWord{"millisecondes", "ms"},
                                UnitWord{"milisegundos", "ms"},
                                UnitWord{"毫秒", "ms"},
                                UnitWord{"s", "s"},
                                UnitWord{"sec", "s"},
                                UnitWord{"sek", "s"},
                                UnitWord{"seconds", "s"},
                                UnitWord{"秒", "s"},
                                UnitWord{"ml", "ml"},
                                UnitWord{"cc", "ml"},
                                UnitWord{"cm3", "ml"},
                                UnitWord{"毫升", "ml"},
                                UnitWord{"mlm2", "ml/m2"},
                                UnitWord{"mlqm", "ml/m2"},
                                UnitWord{"毫升平方米", "ml/m2"},
                                UnitWord{"%", "%"},
                                UnitWord{"pct", "%"},
                                UnitWord{"percent", "%"},
                                UnitWord{"prozent", "%"},
                                UnitWord{"pourcent", "%"},
                                UnitWord{"porciento", "%"},
                                UnitWord{"fraction", "fraction"},
                                UnitWord{"cm", "cm"},
                                UnitWord{"厘米", "cm"},
                                UnitWord{"m", "m"},
                                UnitWord{"米", "m"},
                                UnitWord{"in", "in"},
                                UnitWord{"inch", "in"},
                                UnitWord{"inches", "in"},
                                UnitWord{"kg", "kg"},
                                UnitWord{"公斤", "kg"},
                                UnitWord{"千克", "kg"},
                                UnitWord{"lb", "lb"},
                                UnitWord{"lbs", "lb"},
                                UnitWord{"pounds", "lb"},
                                UnitWord{"y", "years"},
                                UnitWord{"yr", "years"},
                                UnitWord{"yrs", "years"},
                                UnitWord{"year", "years"},
                                UnitWord{"years", "years"},
                                UnitWord{"jahre", "years"},
                                UnitWord{"ans", "years"},
                                UnitWord{"anos", "years"},
                                UnitWord{"岁", "years"},
                                UnitWord{"deg", "deg"},
                                UnitWord{"\xc2\xb0", "deg"},
                                UnitWord{"grad", "deg"},
                                UnitWord{"degres", "deg"},
                                UnitWord{"grados", "deg"},
                                UnitWord{"度", "deg"}};

bool fits(const cohort::ColumnRule& rule, std::vector<double> values, double low_factor, double high_factor) {
    const auto outside = std::ranges::count_if(
        values, [&](double v) { return v * high_factor < rule.min || v * low_factor > rule.max; });
    if (static_cast<double>(outside) > most_out_of_range * static_cast<double>(values.size())) return false;
    const auto range = std::ranges::find(medians, rule.name, &MedianRange::column);
    if (range == medians.end()) return true;
    const double median = core::median(std::span(values));
    return median * high_factor >= range->low && median * low_factor <= range->high;
}

}  // namespace

std::span<const Unit> units_of(std::string_view column) {
    if (column == "lvesv_ml" || column == "lvesv_6m_ml" || column == "lvedv_ml") return volume_units;
    if (column == "lvef_pct" || column == "scar_pct") return share_units;
    if (column == "qrs_duration_ms") return time_units;
    if (column == "height_cm") return length_units;
    if (column == "weight_kg") return mass_units;
    if (column == "age_y") return age_units;
    if (column == "psd_deg" || column == "pbw_deg") return angle_units;
    return {};
}

std::optional<std::string_view> unit_named(std::string_view text) {
    const auto found = std::ranges::find(unit_words, joined_words(text), &UnitWord::word);
    return found == unit_words.end() ? std::nullopt : std::optional(found->unit);
}

const Unit* find_unit(std::string_view column, std::string_view unit) {
    const auto units = units_of(column);
    const auto found = std::ranges::find(units, unit, &Unit::name);
    return found == units.end() ? nullptr : &*found;
}

std::vector<std::string_view> possible_units(const cohort::ColumnRule& rule, std::vector<double> values) {
    std::vector<std::string_view> possible;
    std::erase_if(values, [](double v) { return v < 0.0; });  // -99 stands for a missing value, not for a volume
    for (const auto& unit : units_of(rule.name)) {
        const bool indexed = unit.factor == 0.0;
        if (values.empty() ||
            fits(rule, values, indexed ? least_surface_m2 : unit.factor, indexed ? most_surface_m2 : unit.factor))
            possible.push_back(unit.name);
    }
    return possible;
}

}  // namespace synchrony::tables
