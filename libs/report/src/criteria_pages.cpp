#include "synchrony/report/criteria_pages.hpp"

#include "document.hpp"

namespace synchrony::report {
namespace {

/// Tables are set in 7.8 points: at this scale 6.8, which can be read at arm's length.
constexpr double least_print_scale = 0.88;

Tone tone_of(const std::string& met) {
    return met == "yes" ? Tone::strong : met == "no" ? Tone::caution : Tone::soft;
}

// One table, so that the findings share their columns, with a heading for each.
Table criteria_table(std::span<const CriteriaOfFinding> findings) {
    Table table;
    table.columns = {{"Met"}, {"Criterion"}, {"Measured", true}, {"Limit", true}, {"Seen"}};
    for (const auto& finding : findings) {
        table.rows.push_back({{{finding.title + ": " + finding.answer}}, true, false});
        for (const auto& line : finding.lines)
            table.rows.push_back({{{line.met, "", tone_of(line.met)},
                                   {line.criterion},
                                   {line.measured},
                                   {line.limit, "", Tone::soft},
                                   {line.seen}}});
    }
    return table;
}

}  // namespace

core::Result<std::vector<draw::Picture>> criteria_pages(const std::string& title,
                                                        std::span<const CriteriaOfFinding> findings, Paper paper) {
    Document document;
    document.notice = page_notice;
    document.title = title;
    document.paper = paper;
    document.one_page = true;
    document.least_scale = least_print_scale;
    document.sections.push_back({"What each definition asks for, and what was found", {criteria_table(findings)}});
    return to_pages(document);
}

}  // namespace synchrony::report
