// Forest plots of differences and of subgroups.
#include "plot_parts.hpp"
#include "synchrony/draw/ticks.hpp"
#include "synchrony/report/evaluation_plots.hpp"
#include "synchrony/report/plots.hpp"

namespace synchrony::report {
draw::Figure difference_plot(const std::vector<Difference>& differences) {
    std::vector<NamedInterval> rows;
    for (const auto& difference : differences) {
        if (!difference.difference.value) continue;
        const std::string p = difference.p_holm ? "Holm p " + p_text(difference.p_holm)
                              : difference.p    ? "p " + p_text(difference.p)
                                                : "";
        rows.push_back({difference.first, *difference.difference.value, difference.difference.ci95, p,
                        "\u2212 " + difference.second});
    }
    return interval_plot(rows, "difference in AUC", 0.0);
}

draw::Figure subgroup_plot(const SubgroupTable& table) {
    std::vector<NamedInterval> rows;
    for (const auto& row : table.rows) {
        if (!row.auc.value) continue;
        rows.push_back({row.variable.empty() ? row.group : row.variable + ": " + row.group, *row.auc.value,
                        row.auc.ci95,
                        "n " + std::to_string(row.patients) + " (" + std::to_string(row.positives) + " positive)"});
    }
    auto figure = interval_plot(rows, "AUC", chance_auc);
    figure.title = "AUC of " + table.model + " in subgroups";
    return figure;
}

}  // namespace synchrony::report
