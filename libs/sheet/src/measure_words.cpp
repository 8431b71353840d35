#include "synchrony/sheet/measure_words.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <utility>

#include "synchrony/draw/ticks.hpp"

namespace synchrony::sheet {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 7> titles = {
    {{"lbbb_strauss_2011", "LBBB, Strauss 2011"},
     {"lbbb_aha_2009", "LBBB, AHA/ACCF/HRS 2009"},
     {"lbbb_esc_2013", "LBBB, ESC 2013"},
     {"rbbb_aha_2009", "RBBB"},
     {"nonspecific_delay_aha_2009", "Nonspecific intraventricular conduction delay"},
     {"left_anterior_block_aha_2009", "Left anterior fascicular block"},
     {"fragmented_qrs", "Fragmented QRS"}}};

}  // namespace

std::string quantity(const std::optional<double>& value, int decimals, const std::string& unit) {
    const std::string gap = unit.empty() || unit == "°" || unit.starts_with("/") ? "" : " ";
    return value && std::isfinite(*value) ? draw::fixed_text(*value, decimals) + gap + unit : "\u2013";
}

std::string finding_title(const measure::Finding& finding) {
    const auto* found =
        std::find_if(titles.begin(), titles.end(), [&](const auto& pair) { return pair.first == finding.name; });
    return std::string(found == titles.end() ? finding.name : found->second);
}

std::vector<std::string> other_findings(const measure::Measurements& measured) {
    std::vector<std::string> found;
    for (const auto* finding : measured.conduction.all())
        if (finding->answer == measure::Answer::yes && !finding->name.starts_with("lbbb"))
            found.push_back(finding_title(*finding));
    return found;
}

std::vector<std::string> cautions(const measure::Measurements& measured) {
    std::vector<std::string> lines;
    for (const auto& flag : measured.flags) {
        std::string name = flag.name == "no_p_waves" ? "no P waves" : flag.name == "no_qrs" ? "no QRS" : flag.name;
        std::replace(name.begin(), name.end(), '_', ' ');
        lines.push_back("Caution: " + name + (flag.detail.empty() ? "" : " (" + flag.detail + ")"));
    }
    for (const auto& said : measured.warnings) lines.push_back("Caution: " + said);
    return lines;
}

}  // namespace synchrony::sheet
