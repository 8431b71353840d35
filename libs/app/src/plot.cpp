#include "synchrony/app/plot.hpp"

#include "synchrony/inputs/clinical.hpp"
#include "synchrony/io/read.hpp"
#include "synchrony/record/limb_leads.hpp"
#include "synchrony/sheet/ecg_sheet.hpp"
#include "synchrony/sheet/measure_words.hpp"
#include "synchrony/sheet/median_sheet.hpp"
#include "synchrony/sheet/twelve_leads.hpp"
#include "synchrony/sheet/vcg_figure.hpp"

namespace synchrony::app {
namespace {

using sheet::quantity;

std::string title_of(const PlotRequest& request) {
    if (!request.title.empty()) return request.title;
    return request.kind == PlotKind::sheet    ? "12-lead ECG"
           : request.kind == PlotKind::median ? "Median beats"
                                              : "Vectorcardiogram";
}

void add_measurements(sheet::EcgSheet& sheet, const measure::Measurements& m) {
    sheet.heart_rate_per_min = m.heart_rate_bpm;
    const auto& i = m.intervals;
    sheet.right.push_back("PR " + quantity(i.pr_ms, 0, "ms") + "   QRS " + quantity(i.qrs_ms, 0, "ms") + "   QT " +
                          quantity(i.qt_ms, 0, "ms"));
    sheet.right.push_back("QRS axis " + quantity(m.axes.qrs_deg, 0, "°") +
                          (m.vectors ? "   QRS area " + quantity(m.vectors->qrs_area_uvs, 0, "µV s") : std::string()));
    for (const auto* finding : m.conduction.all())
        if (finding->answer == measure::Answer::yes && sheet.right.size() < 4)
            sheet.right.push_back(sheet::finding_title(*finding));
}

// As `measure` does: where no sex is asked for, the header's, since Strauss' limit for LBBB is by sex.
measure::MeasureOptions options_for(const record::Ecg& ecg, const PlotRequest& request) {
    auto options = request.options;
    if (options.sex == measure::Sex::unknown) options.sex = inputs::sex_in(ecg);
    return options;
}

core::Result<void> plot_sheet(const record::Ecg& ecg, const PlotRequest& request) {
    sheet::EcgSheet sheet;
    sheet.title = title_of(request);
    sheet.rhythm_lead = request.rhythm_lead;
    sheet.start_s = request.from_s;
    if (const auto measured = measure::measure_ecg(ecg, options_for(ecg, request))) {
        add_measurements(sheet, *measured);
        sheet.cautions = sheet::cautions(*measured);
    } else {
        sheet.cautions = {"Caution: not measured: " + measured.error().what +
                          (measured.error().got.empty() ? "" : " (" + measured.error().got + ")")};
        for (const auto& warning : ecg.warnings) sheet.cautions.push_back("Caution: " + warning.text);
    }
    return sheet::draw_ecg_sheet(ecg, sheet, request.out, request.dpi);
}

}  // namespace

core::Result<void> plot(const PlotRequest& request) {
    SYNCHRONY_ASSIGN(auto read, io::read_ecg(request.ecg, request.reading));
    const auto ecg = record::with_limb_leads(std::move(read));
    if (request.kind == PlotKind::sheet) return plot_sheet(ecg, request);
    // before a day's recording is measured in vain
    const bool median = request.kind == PlotKind::median;
    SYNCHRONY_TRY(sheet::require_twelve_leads(ecg, median ? "the sheet of median beats" : "the vectorcardiogram",
                                              request.ecg.string()));
    SYNCHRONY_ASSIGN(auto measured, measure::measure_ecg(ecg, options_for(ecg, request)));
    measured.median_beat.record_name = request.ecg.string();  // where errors are said to be
    if (median) return sheet::draw_median_sheet(measured, {title_of(request)}, request.out, request.dpi);
    return sheet::draw_vcg_figure(measured, {title_of(request), request.options.vcg}, request.out, request.dpi);
}

}  // namespace synchrony::app
