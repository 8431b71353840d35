#include "synchrony/app/plot.hpp"

#include <cmath>

#include "synchrony/io/read.hpp"
#include "synchrony/measure/measure.hpp"
#include "synchrony/report/ecg_sheet.hpp"

namespace synchrony::app {
namespace {

std::string rounded(const std::optional<double>& value) { return value ? std::to_string(std::lround(*value)) : "-"; }

void add_measurements(report::EcgSheet& sheet, const measure::Measurements& m) {
    sheet.heart_rate_per_min = m.heart_rate_bpm;
    const auto& i = m.intervals;
    sheet.right.push_back("PR " + rounded(i.pr_ms) + " ms   QRS " + rounded(i.qrs_ms) + " ms   QT " + rounded(i.qt_ms) + " ms");
    sheet.right.push_back("QRS axis " + rounded(m.axes.qrs_deg) + "°" +
                          (m.vectors ? "   QRS area " + rounded(m.vectors->qrs_area_uvs) + " µV s" : std::string()));
    for (const auto* finding : m.conduction.all())
        if (finding->answer == measure::Answer::yes && sheet.right.size() < 4) sheet.right.emplace_back(finding->name);
}

}  // namespace

core::Result<void> plot_sheet(const PlotRequest& request) {
    SYNCHRONY_ASSIGN(const auto ecg, io::read_ecg(request.ecg));
    report::EcgSheet sheet;
    sheet.title = request.title;
    sheet.rhythm_lead = request.rhythm_lead;
    sheet.start_s = request.from_s;
    if (const auto measured = measure::measure_ecg(ecg)) add_measurements(sheet, *measured);
    return report::draw_ecg_sheet(ecg, sheet, request.out, request.dpi);
}

}  // namespace synchrony::app
