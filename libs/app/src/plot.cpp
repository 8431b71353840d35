#include "synchrony/app/plot.hpp"

#include "identity_lines.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/inputs/clinical.hpp"
#include "synchrony/io/read.hpp"
#include "synchrony/measure/found_rhythm.hpp"
#include "synchrony/record/limb_leads.hpp"
#include "synchrony/record/simulated.hpp"
#include "synchrony/sheet/ecg_sheet.hpp"
#include "synchrony/sheet/ecg_sheet_picture.hpp"
#include "synchrony/sheet/measure_words.hpp"
#include "synchrony/sheet/median_sheet.hpp"
#include "synchrony/sheet/twelve_leads.hpp"
#include "synchrony/sheet/vcg_figure.hpp"

namespace synchrony::app {
namespace {

using sheet::quantity;

std::string title_of(const PlotRequest& request, const record::Ecg& ecg) {
    if (!request.title.empty()) return request.title;
    return request.kind == PlotKind::sheet    ? sheet::name_of_ecg(ecg)
           : request.kind == PlotKind::median ? "Median beats"
                                              : "Vectorcardiogram";
}

// A sheet shows ten seconds; what stands beside them is measured on all.
void say_what_is_measured(sheet::EcgSheet& sheet, const measure::Measurements& m, double from_s) {
    constexpr double on_a_sheet_s = 15.0;
    if (m.duration_s > on_a_sheet_s)
        sheet.right.push_back("drawn from " + quantity(from_s, 1, "s") + "; measured: all of its " +
                              quantity(m.duration_s, 0, "s"));
}

void add_measurements(sheet::EcgSheet& sheet, const measure::Measurements& m) {
    sheet.heart_rate_per_min = m.heart_rate_bpm;
    sheet.rhythm = measure::words_of(measure::found_rhythm(m));
    const auto& i = m.intervals;
    const auto qtc = i.qtc ? std::optional(i.qtc->fridericia_ms) : std::nullopt;
    sheet.right.push_back("PR " + quantity(i.pr_ms, 0, "ms") + "   QRS " + quantity(i.qrs_ms, 0, "ms") + "   QT " +
                          quantity(i.qt_ms, 0, "ms") + "   QTc " + quantity(qtc, 0, "ms") + " (Fridericia)");
    sheet.right.push_back("QRS axis " + quantity(m.axes.qrs_deg, 0, "°") +
                          (m.vectors ? "   QRS area " + quantity(m.vectors->qrs_area_uvs, 0, "µV s") : std::string()) +
                          sheet::jt_if_wide(i));
    if (const auto lbbb = sheet::lbbb_if_any(m.conduction); !lbbb.empty()) sheet.right.push_back(lbbb);
    // As many to a line as are read at full size; the second line takes the rest.
    constexpr std::size_t line_letters = 64;
    std::string line;
    bool second = false;
    for (const auto& finding : sheet::other_findings(m)) {
        if (!second && !line.empty() && line.size() + finding.size() > line_letters) {
            sheet.right.push_back(line + ";");
            line.clear();
            second = true;
        }
        core::append_word(line, finding, "; ");
    }
    if (!line.empty()) sheet.right.push_back(line);
}

// Lead II, the default, gives way to the first lead of a recording that has none; a lead that was asked for does not.
core::Result<void> require_rhythm_lead(const record::Ecg& ecg, const PlotRequest& request) {
    if (request.rhythm_lead == PlotRequest{}.rhythm_lead || ecg.find_lead(request.rhythm_lead)) return {};
    return core::fail({core::ErrorKind::usage,
                       "--rhythm-lead: the recording has no such lead",
                       request.ecg.string(),
                       request.rhythm_lead,
                       core::joined(ecg.leads, " ", &record::Lead::name),
                       {}});
}

// As `measure` does: where no sex is asked for, the header's, since Strauss' limit for LBBB is by sex.
measure::MeasureOptions options_for(const record::Ecg& ecg, const PlotRequest& request) {
    auto options = request.options;
    if (options.sex == measure::Sex::unknown) options.sex = inputs::sex_in(ecg);
    return options;
}

/// What stands for many recordings is drawn one by one, and the error says how.
core::Error one_at_a_time(core::Error error, const std::filesystem::path& path) {
    std::error_code ignored;
    if (std::filesystem::is_directory(path, ignored))
        error.hint = "A picture shows one recording. For all in a folder, in a shell: for ecg in '" + path.string() +
                     "'/*.hea; do synchrony plot \"$ecg\" --out \"${ecg%.*}.pdf\"; done (*.hea: or *.xml, *.dcm, ...)";
    return error;
}

}  // namespace

sheet::EcgSheet sheet_of(const record::Ecg& ecg, const core::Result<measure::Measurements>& measured,
                         const PlotRequest& request) {
    sheet::EcgSheet sheet;
    sheet.title = title_of(request, ecg);
    sheet.rhythm_lead = request.rhythm_lead;
    sheet.start_s = request.from_s;
    sheet.format = request.format;
    sheet.speed_mm_per_s = request.speed_mm_per_s;
    sheet.gain_mm_per_mv = request.gain_mm_per_mv;
    if (request.identity) sheet.left = identity_lines(ecg, Letters::drawn);
    if (record::is_simulated(ecg)) sheet.cautions.push_back(std::string(record::simulated_words));
    if (measured) {
        say_what_is_measured(sheet, *measured, request.from_s);
        add_measurements(sheet, *measured);
        for (auto& line : sheet::cautions(*measured)) sheet.cautions.push_back(std::move(line));
        return sheet;
    }
    sheet.cautions.push_back("Caution: not measured: " + measured.error().what +
                             (measured.error().got.empty() ? "" : " (" + measured.error().got + ")"));
    for (const auto& warning : ecg.warnings) sheet.cautions.push_back("Caution: " + warning.text);
    return sheet;
}

core::Result<std::string> sheet_bytes(const record::Ecg& ecg, const core::Result<measure::Measurements>& measured,
                                      const PlotRequest& request, draw::PictureFormat format) {
    const auto words = sheet_of(ecg, measured, request);
    SYNCHRONY_ASSIGN(const auto picture, sheet::ecg_sheet_picture(ecg, words));
    return draw::file_bytes(picture, format, request.dpi);
}

core::Result<void> plot(const PlotRequest& request, const core::RunContext& context) {
    SYNCHRONY_ASSIGN(auto read, io::read_ecg(request.ecg, request.reading).map_error([&](core::Error error) {
        return one_at_a_time(std::move(error), request.ecg);
    }));
    if (request.kind == PlotKind::sheet) {
        const auto measured = measure::measure_ecg(read, options_for(read, request));
        const auto ecg = record::with_limb_leads(std::move(read));
        SYNCHRONY_TRY(require_rhythm_lead(ecg, request));
        if (request.identity) log_if_not_drawn(ecg, context);
        return sheet::draw_ecg_sheet(ecg, sheet_of(ecg, measured, request), request.out, request.dpi);
    }
    // before a day's recording is measured in vain
    const bool median = request.kind == PlotKind::median;
    SYNCHRONY_TRY(sheet::require_twelve_leads(read, median ? "the sheet of median beats" : "the vectorcardiogram",
                                              request.ecg.string()));
    SYNCHRONY_ASSIGN(auto measured, measure::measure_ecg(read, options_for(read, request)));
    measured.median_beat.record_name = request.ecg.string();  // where errors are said to be
    if (median) return sheet::draw_median_sheet(measured, {title_of(request, read)}, request.out, request.dpi);
    return sheet::draw_vcg_figure(measured, {title_of(request, read), request.options.vcg}, request.out, request.dpi);
}

}  // namespace synchrony::app
