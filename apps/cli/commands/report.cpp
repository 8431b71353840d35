#include <memory>
#include <nlohmann/json.hpp>

#include "commands.hpp"
#include "paper_option.hpp"
#include "reading_options.hpp"
#include "rhythm_option.hpp"
#include "shell.hpp"
#include "synchrony/app/ecg_report.hpp"
#include "synchrony/core/version.hpp"
#include "synchrony/sheet/measure_words.hpp"
#include "text_table.hpp"

namespace synchrony::cli {
namespace {

std::string changes_text(const std::vector<app::MeasuredChange>& changes) {
    if (changes.empty()) return {};
    TextTable table({"measured", "before", "after", "change", "repeatability", "beyond it"});
    for (const auto& c : changes) {
        const std::string unit(c.unit);
        table.add({std::string(c.title), sheet::quantity(c.before, 0, unit), sheet::quantity(c.after, 0, unit),
                   app::printed_change(c), "\u00b1" + sheet::quantity(c.limit, 1, unit), c.verdict()});
    }
    return table.text();
}

std::string answers_text(const std::vector<app::ComparedAnswer>& answers) {
    if (answers.empty()) return {};
    TextTable table({"found", "before", "after", ""});
    for (const auto& a : answers) table.add({a.title, a.before, a.after, a.verdict()});
    return "\n" + table.text();
}

std::string report_text(const app::EcgReportOutcome& outcome, const std::filesystem::path& out) {
    std::string text = changes_text(outcome.changes) + answers_text(outcome.answers);
    for (const auto& missing : outcome.left_out) text += "not drawn: " + missing + "\n";
    const bool two = outcome.measured.size() == 2;
    for (std::size_t i = 0; i < outcome.measured.size(); ++i)
        if (std::ranges::any_of(outcome.measured[i].flags,
                                [](const auto& flag) { return flag.refuse && !flag.models_only; }))
            text += std::string(!two     ? "this ECG"
                                : i == 0 ? "the ECG before"
                                         : "the ECG after") +
                    " should not be judged without a look: see the first page\n";
    return text + out.string() + "\n";
}

}  // namespace

void add_report(Shell& shell) {
    auto request = std::make_shared<app::EcgReportRequest>();
    CLI::App& app = shell.command(
        shell.root(), "report",
        "One PDF of one ECG: measurements, guidelines, sheet, median beats, vectors; or of two ECGs of one patient\n"
        "Page one answers: may this ECG be judged, what guidelines say, what a model says, what is missing. Two ECGs "
        "are compared: what changed by more than the measurement repeats itself.",
        "  synchrony report ludb/data/1 --out ecg.pdf\n"
        "  synchrony report ludb/data/1 --set lvef_pct=28 --set nyha=3 --set sex=F --out ecg.pdf\n"
        "  synchrony report ludb/data/1 --model m.safetensors --set lvef_pct=28 --out ecg.pdf\n"
        "  synchrony report before.xml after.xml --out change.pdf   # before and after the implant",
        [&shell, request] {
            return shell.answer(
                app::ecg_report(*request, shell.context()), [](const auto& outcome) { return app::to_json(outcome); },
                [&](const auto& outcome) { return report_text(outcome, request->out); });
        });
    app.add_option("ECG", request->ecgs, "One recording of any known format, or two of one patient, the earlier first")
        ->required()
        ->expected(1, 2);
    app.add_option("--out", request->out, "PDF file to write")->required();
    app.add_option("--model", request->predictor,
                   "Predictor file of `synchrony train`; of two ECGs it reads the first");
    app.add_option("--set", request->set,
                   "A clinical value, name=value: lvef_pct, nyha, sex, ischemic, or of the model")
        ->expected(1)
        ->take_all();
    add_rhythm_option(app, [request](measure::Rhythm rhythm) { request->rhythm.emplace_back(rhythm); });
    app.add_option("--recording", request->recording, "What the report may call the patient (default: nothing)");
    app.add_flag("--identity", request->identity, "Name the patient and the date, where the recording says them");
    add_paper_option(app, request->paper);
    add_reading_options(app, request->reading);
    add_part_options(app, request->reading);
}

}  // namespace synchrony::cli
