#include "synchrony/measure/guideline.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "formatted.hpp"
#include "synchrony/measure/flag_words.hpp"

namespace synchrony::measure {
namespace {

constexpr std::array<const char*, 5> roman = {"", "I", "II", "III", "IV"};

std::string rhythm_text(Rhythm r) {
    constexpr std::array<const char*, 3> names = {"sinus rhythm", "atrial fibrillation", "another rhythm"};
    return names.at(static_cast<std::size_t>(r));
}

// Guidelines give whole per cent and whole milliseconds: "36 to 50 %", "120 to 149 ms".
std::string lvef_text(const GuidelineRow& row) {
    return row.lvef_above_pct > 0.0 ? formatted("LVEF %.0f to %.0f %%", row.lvef_above_pct + 1, row.lvef_at_most_pct)
                                    : formatted("LVEF %.0f %% or less", row.lvef_at_most_pct);
}

std::string qrs_text(const GuidelineRow& row) {
    if (std::isinf(row.qrs_below_ms)) return formatted("QRS %.0f ms or more", row.qrs_from_ms);
    if (row.qrs_from_ms <= 0.0) return formatted("QRS below %.0f ms", row.qrs_below_ms);
    return formatted("QRS %.0f to %.0f ms", row.qrs_from_ms, row.qrs_below_ms - 1);
}

std::string nyha_text(const GuidelineRow& row) {
    const auto at = [](int n) { return roman.at(static_cast<std::size_t>(n)); };
    if (row.nyha_from == row.nyha_to) return formatted("NYHA %s", at(row.nyha_from));
    return formatted("NYHA %s %s %s", at(row.nyha_from), row.nyha_to == row.nyha_from + 1 ? "or" : "to",
                     at(row.nyha_to));
}

/// One condition of a row against what is known.
struct Condition {
    const char* name;           // as in GuidelineAnswer::missing
    std::optional<bool> holds;  // empty: not known
    std::string text;
};

template <typename T, typename Test>
std::optional<bool> known(const std::optional<T>& value, Test test) {
    return value ? std::optional<bool>(test(*value)) : std::nullopt;
}

// Those that the row sets, in the order in which a person would ask.
std::vector<Condition> conditions_of(const GuidelineRow& row, const GuidelineInput& in) {
    std::vector<Condition> all;
    if (row.lvef_above_pct > 0.0 || row.lvef_at_most_pct < 100.0)
        all.push_back(
            {"lvef_pct",
             known(in.lvef_pct, [&](double v) { return v > row.lvef_above_pct && v <= row.lvef_at_most_pct; }),
             lvef_text(row)});
    if (row.rhythm)
        all.push_back(
            {"rhythm", known(in.rhythm, [&](Rhythm r) { return r == *row.rhythm; }), rhythm_text(*row.rhythm)});
    if (row.lbbb)
        all.push_back({"lbbb", known(in.lbbb, [&](bool b) { return b == *row.lbbb; }), *row.lbbb ? "LBBB" : "no LBBB"});
    if (row.qrs_from_ms > 0.0 || !std::isinf(row.qrs_below_ms)) {
        // To whole milliseconds, as the guidelines count and as the reasons are printed.
        const auto within = [&](double q) {
            return std::round(q) >= row.qrs_from_ms && std::round(q) < row.qrs_below_ms;
        };
        all.push_back({"qrs_ms", known(in.qrs_ms, within), qrs_text(row)});
    }
    if (row.nyha_from > 1 || row.nyha_to < 4)
        all.push_back(
            {"nyha", known(in.nyha, [&](int n) { return n >= row.nyha_from && n <= row.nyha_to; }), nyha_text(row)});
    if (row.sex != Sex::unknown) {
        const auto sex = in.sex == Sex::unknown ? std::nullopt : std::optional<Sex>(in.sex);
        all.push_back(
            {"sex", known(sex, [&](Sex s) { return s == row.sex; }), row.sex == Sex::female ? "women" : "men"});
    }
    if (row.ischemic)
        all.push_back({"ischemic", known(in.ischemic, [&](bool i) { return i == *row.ischemic; }),
                       *row.ischemic ? "ischaemic cause" : "no ischaemic cause"});
    return all;
}

/// How people call a definition of LBBB.
std::string definition_words(std::string_view name) {
    for (const auto by : {LbbbDefinition::strauss, LbbbDefinition::aha_2009, LbbbDefinition::esc_2013})
        if (name == name_of(by)) return std::string(title_of(by));
    return std::string(name);
}

std::vector<std::string> reasons_of(const GuidelineInput& in) {
    std::vector<std::string> r;
    if (in.qrs_ms) r.push_back(formatted("QRS %.0f ms", *in.qrs_ms));
    if (in.lbbb)
        r.push_back((*in.lbbb ? "LBBB" : "no LBBB") +
                    (in.lbbb_by.empty() ? std::string() : " (" + definition_words(in.lbbb_by) + ")"));
    if (in.rhythm) r.push_back(rhythm_text(*in.rhythm));
    if (in.lvef_pct) r.push_back(formatted("LVEF %.4g %%", *in.lvef_pct));
    if (in.nyha && *in.nyha >= 1 && *in.nyha <= 4)
        r.push_back(formatted("NYHA %s", roman.at(static_cast<std::size_t>(*in.nyha))));
    if (in.sex != Sex::unknown) r.emplace_back(in.sex == Sex::female ? "woman" : "man");
    if (in.ischemic) r.emplace_back(*in.ischemic ? "ischaemic" : "not ischaemic");
    return r;
}

std::string missing_sentence(const std::vector<std::string>& missing) {
    constexpr std::array<std::array<const char*, 2>, 7> words = {{{"lvef_pct", "LVEF"},
                                                                  {"nyha", "NYHA class"},
                                                                  {"qrs_ms", "QRS duration"},
                                                                  {"lbbb", "LBBB yes or no"},
                                                                  {"rhythm", "rhythm"},
                                                                  {"sex", "sex"},
                                                                  {"ischemic", "cause (ischaemic or not)"}}};
    std::string sentence = "not assessable: ";
    for (const auto& name : missing)
        for (const auto& word : words)
            if (name == word[0]) sentence += (&name == &missing.front() ? "" : ", ") + std::string(word[1]);
    return sentence + " missing";
}

void take(GuidelineAnswer& a, const GuidelineRow& row) {
    a.recommendation = row.recommendation;
    a.level = row.level;
    a.place = row.place;
    a.checked = row.checked;
    a.sentence = sentence_of(row);
    a.missing.clear();
}

}  // namespace

std::optional<Rhythm> rhythm_named(std::string_view word) {
    const auto* found = std::ranges::find(rhythm_words, word, &RhythmWord::word);
    return found == rhythm_words.end() ? std::nullopt : std::optional(found->rhythm);
}

std::string_view name_of(Recommendation r) {
    constexpr std::array<std::string_view, 4> names = {"I", "IIa", "IIb", "III"};
    return names.at(static_cast<std::size_t>(r));
}

std::string_view name_of(Checked c) {
    constexpr std::array<std::string_view, 3> names = {"full_text", "secondary", "unverified"};
    return names.at(static_cast<std::size_t>(c));
}

std::string sentence_of(const GuidelineRow& row) {
    std::string sentence(row.verdict);
    const char* joint = ": ";
    for (const auto& condition : conditions_of(row, {})) {
        sentence += joint + condition.text;
        joint = ", ";
    }
    if (!row.proviso.empty()) sentence += "; " + std::string(row.proviso);
    if (row.checked == Checked::unverified) sentence += " (this row was not verified against the guideline)";
    return sentence;
}

GuidelineAnswer ask(const Guideline& g, const GuidelineInput& in) {
    GuidelineAnswer a;
    a.guideline = g.name;
    a.title = g.title;
    a.source = g.source;
    a.lbbb_by = in.lbbb_by;
    a.reasons = reasons_of(in);
    if (in.age_y && *in.age_y < adult_age_y) {
        a.withheld = younger_flag;
        a.sentence = "no class is given: the rows here are for adults";
        return a;
    }
    std::optional<Recommendation> open;  // of earlier rows that could hold if more were known
    bool differ = false;
    for (const GuidelineRow& row : g.rows) {
        const auto conditions = conditions_of(row, in);
        if (std::ranges::any_of(conditions, [](const Condition& c) { return c.holds == false; })) continue;
        differ = differ || (open && *open != row.recommendation);
        if (std::ranges::all_of(conditions, [](const Condition& c) { return c.holds.has_value(); })) {
            if (!differ) take(a, row);
            break;
        }
        open = row.recommendation;
        for (const auto& c : conditions)
            if (!c.holds && std::ranges::find(a.missing, c.name) == a.missing.end()) a.missing.emplace_back(c.name);
    }
    if (a.recommendation) return a;
    a.sentence = a.missing.empty() ? "no row of this table applies (not in it: " + std::string(g.left_out) + ")"
                                   : missing_sentence(a.missing);
    return a;
}

GuidelineAnswer without_class(GuidelineAnswer answer, std::string_view why) {
    answer.recommendation.reset();
    answer.level = {};
    answer.place = {};
    answer.checked.reset();
    answer.withheld = why;
    answer.sentence =
        "no class is given: this recording should not be judged (" + flags_in_words(answer.withheld) + ")";
    return answer;
}

}  // namespace synchrony::measure
