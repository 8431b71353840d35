#include "synchrony/cohort/columns.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <sstream>
#include <utility>

#include "synchrony/cohort/later_names.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::cohort {
namespace {

constexpr bool after = true;
using enum ColumnKind;

// Ranges are not normal ranges: they are wide enough for every living patient and narrow enough to catch a wrong unit
// (an ejection fraction as 0.35, a height in metres, a QRS duration in seconds).
constexpr std::array rules{
    ColumnRule{"response", flag, 0, 1, "", "responder to CRT", InputGroup::other, after},
    ColumnRule{"lvesv_ml", number, 5, 1000, "ml", "left-ventricular end-systolic volume before the implant",
               InputGroup::chamber},
    ColumnRule{"lvesv_6m_ml", number, 5, 1000, "ml", "left-ventricular end-systolic volume at 6 months",
               InputGroup::chamber, after},
    ColumnRule{"lvedv_ml", number, 10, 1500, "ml", "left-ventricular end-diastolic volume before the implant",
               InputGroup::chamber},
    ColumnRule{"lvef_pct", number, 3, 90, "%", "left-ventricular ejection fraction before the implant",
               InputGroup::chamber},
    ColumnRule{"age_y", number, 0, 120, "y", "age", InputGroup::clinical},
    ColumnRule{"sex", sex, 0, 1, "", "sex (F or M)", InputGroup::clinical},
    ColumnRule{"height_cm", number, 40, 260, "cm", "height", InputGroup::clinical},
    ColumnRule{"weight_kg", number, 2, 400, "kg", "weight", InputGroup::clinical},
    ColumnRule{"nyha", integer, 1, 4, "", "NYHA class", InputGroup::clinical},
    ColumnRule{"ischemic", flag, 0, 1, "", "ischaemic cardiomyopathy", InputGroup::scar},
    ColumnRule{"ckd", flag, 0, 1, "", "chronic kidney disease", InputGroup::clinical},
    ColumnRule{"diabetes", flag, 0, 1, "", "diabetes", InputGroup::clinical},
    ColumnRule{"hypertension", flag, 0, 1, "", "hypertension", InputGroup::clinical},
    ColumnRule{"smoking", flag, 0, 1, "", "smoking", InputGroup::clinical},
    ColumnRule{"acei_arb", flag, 0, 1, "", "ACE inhibitor or angiotensin receptor blocker", InputGroup::clinical},
    ColumnRule{"beta_blocker", flag, 0, 1, "", "beta-blocker", InputGroup::clinical},
    ColumnRule{"spironolactone", flag, 0, 1, "", "spironolactone", InputGroup::clinical},
    ColumnRule{"digoxin", flag, 0, 1, "", "digoxin", InputGroup::clinical},
    ColumnRule{"diuretic", flag, 0, 1, "", "diuretic", InputGroup::clinical},
    ColumnRule{"scar_pct", number, 0, 100, "%", "myocardial scar", InputGroup::scar},
    ColumnRule{"psd_deg", number, 0, 180, "deg", "phase standard deviation of gated SPECT", InputGroup::dyssynchrony},
    ColumnRule{"pbw_deg", number, 0, 360, "deg", "phase bandwidth of gated SPECT", InputGroup::dyssynchrony},
    ColumnRule{"qrs_duration_ms", number, 30, 400, "ms", "QRS duration", InputGroup::qrs_duration},
    ColumnRule{"lbbb", flag, 0, 1, "", "left bundle branch block", InputGroup::lbbb_form},
};

std::string plain(std::string_view name) {
    std::string text;
    for (const char c : name) {
        if (c == '%') text += "pct";  // as our names write it
        if (std::string_view(" _-.,:/%()[]").find(c) == std::string_view::npos)
            text += (c >= 'A' && c <= 'Z') ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return text;
}

/// "lvef" of lvef_pct: what people write who give no unit. Of names without a unit the whole.
std::string without_unit(const ColumnRule& rule) {
    return plain(rule.unit.empty() ? rule.name : rule.name.substr(0, rule.name.rfind('_')));
}

std::string range_text(const ColumnRule& rule) {
    std::ostringstream text;
    text << (rule.kind == integer ? "a whole number" : "a number") << " from " << rule.min << " to " << rule.max;
    if (!rule.unit.empty()) text << " " << rule.unit;
    return text.str();
}

tl::unexpected<core::Error> neither(std::string_view cell, std::string allowed) {
    const bool coded = cell == "2";  // where 1 and 2 stand for yes and no, 1 was read as yes
    return core::fail_input("the value is not one of the two allowed", {}, core::in_quotes(cell), std::move(allowed),
                            coded ? "coded 1 and 2? Then 1 may not be yes: `synchrony cohort import` asks" : "");
}

}  // namespace

std::span<const ColumnRule> known_columns() {
    return rules;
}

const ColumnRule* find_rule(std::string_view name) {
    const auto found = std::ranges::find(rules, name, &ColumnRule::name);
    return found == rules.end() ? nullptr : &*found;
}

std::optional<std::string_view> near_name(std::string_view name) {
    const auto wanted = plain(name);
    if (find_rule(name) != nullptr) return std::nullopt;
    auto found = std::ranges::find(rules, wanted, [](const auto& rule) { return plain(rule.name); });
    if (found == rules.end()) found = std::ranges::find(rules, wanted, without_unit);
    if (found == rules.end() || found->name == name) return std::nullopt;
    return found->name;
}

NameAndUnit name_and_unit(std::string_view name) {
    // No letters that may stand for something else ("_s", "_y", "_d").
    constexpr std::array<std::pair<std::string_view, std::string_view>, 12> endings{{{"_ms", "ms"},
                                                                                     {"_deg", "deg"},
                                                                                     {"_mv", "mV"},
                                                                                     {"_uv", "µV"},
                                                                                     {"_uvs", "µV s"},
                                                                                     {"_pct", "%"},
                                                                                     {"_ml", "ml"},
                                                                                     {"_kg", "kg"},
                                                                                     {"_cm", "cm"},
                                                                                     {"_bpm", "/min"},
                                                                                     {"_hz", "Hz"},
                                                                                     {"_mmhg", "mmHg"}}};
    const auto small = core::lower(name);
    NameAndUnit read{std::string(name), {}};
    for (const auto& [ending, unit] : endings)
        if (small.ends_with(ending) && small.size() > ending.size())
            read = {std::string(name.substr(0, name.size() - ending.size())), std::string(unit)};
    std::ranges::replace(read.words, '_', ' ');
    return read;
}

std::string column_words(std::string_view name) {
    if (const auto* rule = find_rule(name)) return std::string(rule->meaning);
    if (name == follow_up::years) return "years since the implant";
    if (name == follow_up::days) return "days since the implant";
    const auto [words, unit] = name_and_unit(name);
    return unit.empty() ? words : words + " (" + unit + ")";
}

std::optional<double> parse_number(std::string_view cell) {
    if (cell.starts_with('+')) cell.remove_prefix(1);
    const auto value = core::number_from<double>(cell);
    return value && std::isfinite(*value) ? value : std::nullopt;
}

core::Result<double> parse_value(std::string_view cell, const ColumnRule& rule) {
    const auto value = parse_number(cell);
    if (rule.kind == flag) {
        // 1.0, as Python writes a column of whole numbers in which one is missing; the sign of -0 means nothing.
        if (value && (*value == 0.0 || *value == 1.0)) return *value == 1.0 ? 1.0 : 0.0;
        return neither(cell, "0 or 1");
    }
    if (rule.kind == sex) {
        if (cell == "F" || cell == "M") return cell == "M" ? 1.0 : 0.0;
        return neither(cell, "F or M");
    }
    if (!value) return core::fail_input("the value is not a number", {}, core::in_quotes(cell), range_text(rule));
    if (*value < rule.min || *value > rule.max || (rule.kind == integer && *value != std::floor(*value)))
        return core::fail_input("the value is out of range", {}, std::string(cell), range_text(rule));
    return *value;
}

}  // namespace synchrony::cohort
