#include "synchrony/sheet/measure_words.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <utility>

#include "synchrony/core/text.hpp"
#include "synchrony/draw/ticks.hpp"
#include "synchrony/measure/flag_words.hpp"

namespace synchrony::sheet {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 12> titles = {
    {{"lbbb_strauss_2011", "LBBB, Strauss 2011"},
     {"lbbb_aha_2009", "LBBB, AHA/ACCF/HRS 2009"},
     {"lbbb_esc_2013", "LBBB, ESC 2013"},
     {"rbbb_aha_2009", "RBBB"},
     {"rbbb_incomplete_aha_2009", "Incomplete RBBB"},
     {"rbbb_incomplete_minnesota", "Incomplete RBBB (by shape: R' larger than R in V1 or V2)"},
     {"nonspecific_delay_aha_2009", "Nonspecific intraventricular conduction delay"},
     {"left_anterior_block_aha_2009", "Left anterior fascicular block"},
     {"left_anterior_block_wider", "Left anterior fascicular block (by shape; limits wider than AHA's)"},
     {"paced_shape", "Shape of a paced complex"},
     {"av_block_first_degree", "First degree AV block"},
     {"fragmented_qrs", "Fragmented QRS"}}};

std::string_view title_of(std::string_view name) {
    const auto* found = std::ranges::find(titles, name, &std::pair<std::string_view, std::string_view>::first);
    return found == titles.end() ? name : found->second;
}

/// "AHA/ACCF/HRS 2009" of "LBBB, AHA/ACCF/HRS 2009".
std::string definition_title(std::string_view name) {
    const auto title = title_of(name);
    const auto comma = title.find(", ");
    return std::string(comma == std::string_view::npos ? title : title.substr(comma + 2));
}

/// A criterion that asks for another finding notes that one's name: "no LBBB" of "lbbb_esc_2013".
std::string note_words(const std::string& note) {
    return title_of(note) == note ? note : definition_title(note);
}

/// Whole numbers, but where a value and its limit would read alike and are not: 119.6 ms is below 120 ms.
int decimals_that_tell_apart(const measure::Reason& reason) {
    if (!reason.value || !reason.limit) return 0;
    const auto alike = [&](double parts) {
        return std::round(parts * *reason.value) == std::round(parts * *reason.limit);
    };
    return alike(1.0) && !alike(10.0) ? 1 : 0;
}

/// Met by its rule, but by less than measurements differ by.
bool is_borderline(const measure::Finding& finding) {
    if (finding.answer != measure::Answer::unknown) return false;
    bool borderline = false;
    for (const auto& reason : finding.reasons) {
        const bool close = reason.note.starts_with("borderline");
        if (reason.met != measure::Answer::yes && !close) return false;
        borderline |= close;
    }
    return borderline;
}

}  // namespace

std::string lbbb_words(const measure::Conduction& conduction) {
    std::string by, not_by, open;
    for (const auto* finding : conduction.all()) {
        if (!finding->name.starts_with("lbbb")) continue;
        std::string& list = finding->answer == measure::Answer::yes  ? by
                            : finding->answer == measure::Answer::no ? not_by
                                                                     : open;
        core::append_word(list, definition_title(finding->name));
    }
    std::string words;
    const auto add = [&](const std::string& before, const std::string& list) {
        if (!list.empty()) core::append_word(words, before + list, "; ");
    };
    add("by ", by);
    add(by.empty() ? "no, not by " : "not by ", not_by);
    add("not assessable by ", open);
    return words.empty() ? "\u2013" : words;
}

std::string jt_if_wide(const measure::Intervals& intervals, std::string_view before) {
    const auto jt = intervals.jt_beside_wide_qrs_ms();
    return jt ? std::string(before) + "JT " + quantity(jt, 0, "ms") : std::string();
}

std::string lbbb_if_any(const measure::Conduction& conduction) {
    const auto all = conduction.all();
    const bool any = std::ranges::any_of(all, [](const auto* finding) {
        return finding->name.starts_with("lbbb") && finding->answer == measure::Answer::yes;
    });
    return any ? "LBBB " + lbbb_words(conduction) : std::string();
}

std::string quantity(const std::optional<double>& value, int decimals, const std::string& unit) {
    const std::string gap = unit.empty() || unit == "°" || unit.starts_with("/") ? "" : " ";
    return value && std::isfinite(*value) ? draw::fixed_text(*value, decimals) + gap + unit : "\u2013";
}

std::string finding_title(const measure::Finding& finding) {
    return std::string(title_of(finding.name));
}

std::string answer_words(const measure::Finding& finding) {
    return is_borderline(finding) ? "borderline" : std::string(measure::name_of(finding.answer));
}

CriterionWords criterion_words(const measure::Reason& reason) {
    const bool one_lead = !reason.lead.empty() && reason.lead.find(' ') == std::string::npos;
    const bool leads = reason.unit == "leads";  // the criterion says it
    const int decimals = reason.unit == "mV" ? 2 : decimals_that_tell_apart(reason);
    const std::string unit = leads ? "" : reason.unit == "deg" ? "°" : reason.unit;
    CriterionWords words{reason.criterion + (one_lead ? ", " + reason.lead : ""), "", "", note_words(reason.note)};
    if (reason.value) words.measured = quantity(reason.value, decimals, unit);
    if (reason.limit) words.limit = quantity(reason.limit, decimals, unit);
    if (!one_lead && !reason.lead.empty())
        words.seen = "of " + reason.lead + (reason.note.empty() ? "" : ": " + reason.note);
    return words;
}

std::vector<OtherFinding> found_beside_lbbb(const measure::Measurements& measured) {
    std::vector<OtherFinding> found;
    const auto& conduction = measured.conduction;
    const bool pacing_cautioned = measured.flagged("paced_shape");
    for (const auto* finding : conduction.all()) {
        const bool said = (finding == &conduction.left_anterior_block_wider &&  // by stricter criteria
                           conduction.left_anterior_block.answer == measure::Answer::yes) ||
                          (finding == &conduction.rbbb_incomplete_minnesota &&
                           conduction.rbbb_incomplete.answer == measure::Answer::yes) ||
                          (finding == &conduction.paced_shape && pacing_cautioned);
        if (finding->name.starts_with("lbbb") || said) continue;
        const bool borderline = is_borderline(*finding);
        if (finding->answer == measure::Answer::yes || borderline)
            found.push_back({std::string(finding->name), finding_title(*finding), borderline});
    }
    return found;
}

std::vector<std::string> other_findings(const measure::Measurements& measured) {
    std::vector<std::string> words;
    for (const auto& found : found_beside_lbbb(measured))
        words.push_back(found.title + (found.borderline ? ": borderline" : ""));
    return words;
}

std::vector<std::string> cautions(const measure::Measurements& measured) {
    std::vector<std::string> lines;
    for (const auto& flag : measured.flags) {
        lines.push_back("Caution: " + measure::flag_words(flag.name) +
                        (flag.detail.empty() ? "" : " (" + flag.detail + ")"));
    }
    for (const auto& said : measured.warnings) lines.push_back("Caution: " + said);
    return lines;
}

}  // namespace synchrony::sheet
