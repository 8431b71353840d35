#include "synchrony/app/ecg_report.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <nlohmann/json.hpp>
#include <set>

#include "identity_lines.hpp"
#include "json_values.hpp"
#include "one_patient.hpp"
#include "synchrony/app/measure.hpp"
#include "synchrony/app/plot.hpp"
#include "synchrony/core/clock.hpp"
#include "synchrony/core/counted.hpp"
#include "synchrony/core/files.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/core/version.hpp"
#include "synchrony/draw/pages.hpp"
#include "synchrony/inputs/clinical.hpp"
#include "synchrony/measure/found_rhythm.hpp"
#include "synchrony/record/limb_leads.hpp"
#include "synchrony/record/start_times.hpp"
#include "synchrony/report/criteria_pages.hpp"
#include "synchrony/sheet/ecg_sheet_picture.hpp"
#include "synchrony/sheet/measure_words.hpp"
#include "synchrony/sheet/median_sheet.hpp"
#include "synchrony/sheet/twelve_leads.hpp"
#include "synchrony/sheet/vcg_figure.hpp"

namespace synchrony::app {
namespace {

constexpr const char* rhythm_name = "rhythm";  // of a compared answer

constexpr draw::Size landscape_mm{297.0, 210.0};  // A4, ISO 216

/// One ECG with all that its pages are drawn from; the pages point into it.
struct ReportedEcg {
    record::Ecg ecg;
    measure::Measurements measured;
    std::string name;  ///< "before implant"; empty for one ECG
    sheet::EcgSheet sheet;
    sheet::MedianSheet median;
    sheet::VcgFigure vcg;
};

core::Result<void> check_ecgs(const EcgReportRequest& request) {
    if (!request.ecgs.empty() && request.ecgs.size() <= 2) return {};
    return core::fail({core::ErrorKind::usage,
                       "a report is of one ECG or of two",
                       {},
                       core::counted(request.ecgs.size(), "ECG"),
                       "one or two",
                       {}});
}

/// `prediction`, which is of the first ECG, has measured it.
core::Result<ReportedEcg> reported(const EcgReportRequest& request, std::size_t i, const PatientOutcome* prediction) {
    ReportedEcg one;
    const auto& path = request.ecgs[i];
    SYNCHRONY_ASSIGN(auto cohort, one_patient(path, request.set, prediction ? &prediction->predictor : nullptr));
    SYNCHRONY_ASSIGN(auto read, io::read_ecg(path, request.reading));
    one.ecg = record::with_limb_leads(read);
    SYNCHRONY_TRY(sheet::require_twelve_leads(one.ecg, "a report", path.string()));
    if (prediction && i == 0) {
        one.measured = prediction->measurements;
    } else {
        take_sex_and_age(read, cohort);
        const auto moved = i < request.moved.size() ? request.moved[i] : measure::MovedBoundaries();
        const auto rhythm = i < request.rhythm.size() ? request.rhythm[i] : std::nullopt;
        SYNCHRONY_ASSIGN(one.measured, measure::measure_ecg(read, inputs::measure_options(cohort, 0, {moved, rhythm})));
    }
    one.measured.median_beat.record_name.clear();
    if (request.ecgs.size() == 2) one.name = i == 0 ? "before" : "after";
    return one;
}

std::string with_sign(double change, const std::string& unit) {
    return (change > 0.0 ? "+" : change < 0.0 ? "\u2212" : "") + sheet::quantity(std::abs(change), 0, unit);
}

report::ComparedValue compared(const MeasuredChange& change) {
    const std::string unit(change.unit);
    return {std::string(change.title),
            sheet::quantity(change.before, 0, unit),
            sheet::quantity(change.after, 0, unit),
            printed_change(change),
            "\u00b1" + sheet::quantity(change.limit, 1, unit),
            change.verdict(),
            change.beyond()};
}

report::ComparedValue compared(const ComparedAnswer& answer) {
    const auto words = [&](const std::string& of) {
        return answer.name == rhythm_name ? std::string(measure::words_of(measure::rhythm_named_as(of))) : of;
    };
    return {answer.title, words(answer.before), words(answer.after), "", "", answer.verdict(), answer.changed()};
}

bool are_the_same_recording(const record::Ecg& one, const record::Ecg& other) {
    return one.leads.size() == other.leads.size() &&
           std::ranges::equal(one.leads, other.leads, [](const auto& a, const auto& b) {
               return a.name == b.name && std::ranges::equal(a.samples, b.samples);
           });
}

/// What speaks against "two ECGs of one patient, the earlier first", without saying who they are.
std::vector<report::Caution> doubts_about_two(const record::Ecg& before, const record::Ecg& after) {
    std::vector<report::Caution> doubts;
    const auto doubt = [&](std::string text) { doubts.push_back({std::move(text), false, report::About::recording}); };
    const auto &one = before.facts.patient, &other = after.facts.patient;
    const auto differ = [](const std::string& a, const std::string& b) { return !a.empty() && !b.empty() && a != b; };
    if (are_the_same_recording(before, after)) doubt("Both ECGs are the same recording.");
    if (differ(one.sex, other.sex)) doubt("The ECGs are of a man and a woman: they are not of one patient.");
    if (differ(one.id, other.id)) doubt("The ECGs bear different patient numbers: are they of one patient?");
    if (differ(one.birth_date, other.birth_date))
        doubt("The ECGs bear different birth dates: are they of one patient?");
    if (before.start_time && after.start_time &&
        std::is_lt(record::compare_starts({*after.start_time, after.facts.zone_minutes},
                                          {*before.start_time, before.facts.zone_minutes})))
        doubt("The second ECG was recorded before the first: before and after are the wrong way round.");
    return doubts;
}

/// What each definition of LBBB asks for and what was found.
std::vector<report::CriteriaOfFinding> lbbb_criteria(const measure::Measurements& measured) {
    std::vector<report::CriteriaOfFinding> findings;
    for (const auto* finding : measured.conduction.all()) {
        if (!finding->name.starts_with("lbbb")) continue;
        const auto words_of_answer = [](measure::Answer answer) {
            return answer == measure::Answer::unknown ? std::string("not assessable") : std::string(name_of(answer));
        };
        report::CriteriaOfFinding of{sheet::finding_title(*finding), words_of_answer(finding->answer), {}};
        for (const auto& reason : finding->reasons) {
            auto words = sheet::criterion_words(reason);
            of.lines.push_back({words_of_answer(reason.met), std::move(words.criterion), std::move(words.measured),
                                std::move(words.limit), std::move(words.seen)});
        }
        findings.push_back(std::move(of));
    }
    return findings;
}

/// A sheet made for A3, on A4.
draw::Picture on_landscape_a4(draw::Picture picture) {
    const double scale = landscape_mm.width / picture.size_mm.width;
    draw::Picture page{landscape_mm, picture.title, {}};
    page.draw = [scale, inner = std::move(picture)](draw::Painter& painter) {
        painter.placed({0.0, 0.0}, scale, [&] { inner.draw(painter); });
    };
    return page;
}

/// The sheet, the median beats and the vectors; what cannot be drawn is said instead.
void add_pictures(ReportedEcg& one, const EcgReportRequest& request, std::vector<draw::Picture>& pages,
                  std::vector<std::string>& left_out) {
    const std::string of = one.name.empty() ? "" : ", " + one.name;
    PlotRequest plot;
    plot.title = "12-lead ECG" + of;
    plot.identity = request.identity;
    one.sheet = sheet_of(one.ecg, one.measured, plot);
    one.median.title = "Median beats" + of;
    one.median.drawn_at = landscape_mm.width / sheet::median_page_mm.width;
    one.median.criteria = false;  // on A4 they would be too small to read
    one.vcg.title = "Vectorcardiogram" + of;
    const auto add = [&](core::Result<draw::Picture> picture, const std::string& outline) {
        if (!picture) {
            left_out.push_back(outline + ": " + picture.error().what);
            return;
        }
        if (picture->size_mm.width > landscape_mm.width) *picture = on_landscape_a4(std::move(*picture));
        picture->outlines = {{outline, 0.0}};
        pages.push_back(std::move(*picture));
    };
    add(sheet::ecg_sheet_picture(one.ecg, one.sheet), plot.title);
    add(sheet::median_sheet_picture(one.measured, one.median), one.median.title);
    const std::string criteria_title = "Criteria of LBBB" + of;
    if (auto criteria = report::criteria_pages(criteria_title, lbbb_criteria(one.measured), request.paper)) {
        if (!criteria->empty()) criteria->front().outlines = {{criteria_title, 0.0}};
        for (auto& page : *criteria) pages.push_back(std::move(page));
    } else {
        left_out.push_back(criteria_title + ": " + criteria.error().what);
    }
    add(sheet::vcg_picture(one.measured, one.vcg), one.vcg.title);
}

core::Result<PatientOutcome> predicted(const EcgReportRequest& request, const core::RunContext& context) {
    PredictRequest predict;
    predict.predictor = request.predictor;
    predict.input = request.ecgs.front();
    predict.reading = request.reading;
    predict.set = request.set;
    if (!request.moved.empty()) predict.moved = request.moved.front();
    if (!request.rhythm.empty()) predict.rhythm = request.rhythm.front();
    return predict_patient(predict, context);
}

bool of_recording(const report::Caution& caution) {
    return caution.about == report::About::recording || caution.about == report::About::rhythm;
}

report::PredictionReport first_page(const EcgReportRequest& request, const EcgReportOutcome& outcome,
                                    const std::vector<ReportedEcg>& ecgs) {
    PredictRequest words;
    words.recording = request.recording;
    words.identity = request.identity;
    words.page = "report.pdf";  // whatever it is called
    words.paper = request.paper;
    const auto& ecg = ecgs.front().ecg;
    auto page =
        outcome.prediction ? page_of(*outcome.prediction, ecg, words) : page_of(ecgs.front().measured, ecg, words);
    if (ecgs.size() == 1) return page;
    page.ecg.reset();  // both follow to scale
    page.title = "Two ECGs of one patient: before and after";
    for (const auto& change : outcome.changes) page.compared.push_back(compared(change));
    for (const auto& answer : outcome.answers) page.compared.push_back(compared(answer));
    page.compared_note =
        "Repeatability: 95 % limits of the difference between the halves of one recording, in which nothing changed. "
        "Another day, other electrode places and another recorder add to it.";
    if (std::ranges::any_of(ecgs, [](const auto& one) { return one.measured.paced(); }))
        page.compared_note +=
            " Those are of conducted beats. A paced QRS complex begins slowly and is read from where it leaves the "
            "isoelectric line, not from the pulse: its duration may come out some 40 ms short.";
    page.measurements.clear();  // the table of changes has them
    for (auto& caution : page.cautions)
        if (of_recording(caution)) caution.text = "Before: " + caution.text;
    const auto doubts = doubts_about_two(ecgs.front().ecg, ecgs.back().ecg);
    page.cautions.insert(page.cautions.begin(), doubts.begin(), doubts.end());
    auto after = page_of(ecgs.back().measured, ecgs.back().ecg, words);
    page.guidelines_title = "What guidelines say of the ECG before";
    page.later_guidelines = std::move(after.guidelines);
    for (auto& one : page.versions)
        if (one.name == "ECG") one.name = "ECG before";
    page.versions.push_back({"ECG after", samples_in_words(ecgs.back().ecg).value});
    for (auto caution : after.cautions) {
        if (caution.about == report::About::model) continue;  // said once
        caution.text = "After: " + caution.text;
        caution.refuse = false;  // the prediction is of the first
        page.cautions.push_back(std::move(caution));
    }
    return page;
}

}  // namespace

std::string ComparedAnswer::verdict() const {
    return !assessable() ? "not assessable" : changed() ? "changed" : "same";
}

std::vector<ComparedAnswer> compared_answers(const measure::Measurements& before, const measure::Measurements& after) {
    std::vector<ComparedAnswer> answers{{rhythm_name, "Rhythm", std::string(name_of(measure::found_rhythm(before))),
                                         std::string(name_of(measure::found_rhythm(after)))}};
    std::set<std::string> found;
    for (const auto* measured : {&before, &after})
        for (const auto& one : sheet::found_beside_lbbb(*measured)) found.insert(one.name);
    const auto was = before.conduction.all(), is = after.conduction.all();
    for (std::size_t i = 0; i < was.size(); ++i) {
        const std::string name(was[i]->name);
        if (name.starts_with("lbbb") || found.contains(name))
            answers.push_back(
                {name, sheet::finding_title(*was[i]), sheet::answer_words(*was[i]), sheet::answer_words(*is[i])});
    }
    return answers;
}

std::string MeasuredChange::verdict() const {
    if (!change) return "";
    return doubtful ? "doubtful" : beyond() ? "yes" : "no";
}

std::vector<MeasuredChange> changes_of(const measure::Measurements& before, const measure::Measurements& after) {
    std::vector<MeasuredChange> changes;
    const auto flagged = [&](std::string_view name) { return before.flagged(name) || after.flagged(name); };
    const bool qt_doubtful = flagged("qt_doubtful"), end_doubtful = flagged("qrs_end_doubtful");
    for (const auto& quantity : repeated_quantities()) {
        MeasuredChange change{quantity.name,          quantity.title,        quantity.unit,
                              quantity.value(before), quantity.value(after), {},
                              quantity.limit};
        const std::string_view title = quantity.title;
        change.doubtful = (qt_doubtful && title.starts_with("QT")) || (end_doubtful && title.starts_with("QRS dur"));
        if (change.before && change.after) change.change = change_of(quantity, *change.before, *change.after);
        changes.push_back(change);
    }
    return changes;
}

core::Result<RenderedEcgReport> render_ecg_report(const EcgReportRequest& request, const core::RunContext& context) {
    SYNCHRONY_TRY(check_ecgs(request));
    EcgReportOutcome outcome;
    if (!request.predictor.empty()) {
        SYNCHRONY_ASSIGN(outcome.prediction, predicted(request, context));
    }
    std::vector<ReportedEcg> ecgs;
    for (std::size_t i = 0; i < request.ecgs.size(); ++i) {
        SYNCHRONY_ASSIGN(auto one, reported(request, i, outcome.prediction ? &*outcome.prediction : nullptr));
        ecgs.push_back(std::move(one));
    }
    if (ecgs.size() == 2) {
        outcome.changes = changes_of(ecgs.front().measured, ecgs.back().measured);
        outcome.answers = compared_answers(ecgs.front().measured, ecgs.back().measured);
    }
    std::vector<draw::Picture> pictures;
    for (auto& one : ecgs) {
        add_pictures(one, request, pictures, outcome.left_out);
        if (request.identity) log_if_not_drawn(one.ecg, context);
    }
    auto page = first_page(request, outcome, ecgs);
    for (const auto& one : outcome.left_out)
        page.cautions.push_back({"Not drawn: " + one + ".", false, report::About::recording});
    outcome.cautions = page.cautions;
    SYNCHRONY_ASSIGN(auto pages, report::prediction_pages(page));
    std::ranges::move(pictures, std::back_inserter(pages));
    SYNCHRONY_ASSIGN(auto pdf, draw::render_pages(pages, page.title, core::utc_now().substr(0, 10)));
    for (auto& one : ecgs) outcome.measured.push_back(std::move(one.measured));
    return RenderedEcgReport{std::move(outcome), std::move(pdf)};
}

core::Result<EcgReportOutcome> ecg_report(const EcgReportRequest& request, const core::RunContext& context) {
    SYNCHRONY_TRY(check_ecgs(request));
    if (core::lower(request.out.extension().string()) != ".pdf")
        return core::fail({core::ErrorKind::usage,
                           "a report is a PDF file",
                           {},
                           request.out.string(),
                           "a name that ends in .pdf",
                           {}});
    SYNCHRONY_TRY(core::check_writable(request.out));
    SYNCHRONY_ASSIGN(auto rendered, render_ecg_report(request, context));
    SYNCHRONY_TRY(core::write_file(request.out, rendered.pdf));
    for (const auto& caution : rendered.outcome.cautions) context.progress->log("caution: " + caution.text);
    return std::move(rendered.outcome);
}

nlohmann::ordered_json changes_json(const std::vector<MeasuredChange>& changes,
                                    const std::vector<ComparedAnswer>& answers) {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const auto& c : changes)
        list.push_back({{"name", c.name},
                        {"title", c.title},
                        {"unit", c.unit},
                        {"before", or_null(c.before)},
                        {"after", or_null(c.after)},
                        {"change", or_null(c.change)},
                        {"printed", printed_change(c)},
                        {"repeatability", c.limit},
                        {"doubtful", c.doubtful},
                        {"beyond", c.change ? nlohmann::ordered_json(c.beyond()) : nlohmann::ordered_json(nullptr)}});
    auto compared_json = nlohmann::ordered_json::array();
    for (const auto& a : answers)
        compared_json.push_back(
            {{"name", a.name}, {"title", a.title}, {"before", a.before}, {"after", a.after}, {"verdict", a.verdict()}});
    return {{"changes", list}, {"answers", compared_json}, {"notice", core::disclaimer}};
}

std::string printed_change(const MeasuredChange& change) {
    const std::string unit(change.unit);
    if (!change.change) return sheet::quantity(change.change, 0, unit);
    const auto* quantity = std::ranges::find(repeated_quantities(), change.name, &RepeatedQuantity::name).base();
    return with_sign(change_of(*quantity, std::round(*change.before), std::round(*change.after)), unit);
}

nlohmann::ordered_json to_json(const EcgReportOutcome& outcome) {
    nlohmann::ordered_json json{{"measurements", nlohmann::ordered_json::array()}};
    for (const auto& measured : outcome.measured) json["measurements"].push_back(to_json(measured));
    const auto compared_json = changes_json(outcome.changes, outcome.answers);
    json["changes"] = compared_json["changes"];
    json["answers"] = compared_json["answers"];
    json["cautions"] = cautions_json(outcome.cautions);
    json["prediction"] = outcome.prediction ? to_json(*outcome.prediction) : nlohmann::ordered_json(nullptr);
    json["left_out"] = outcome.left_out;
    json["version"] = core::version();
    json["notice"] = core::disclaimer;
    return json;
}

}  // namespace synchrony::app
