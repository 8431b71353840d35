#include <memory>
#include <nlohmann/json.hpp>

#include "commands.hpp"
#include "shell.hpp"
#include "synchrony/app/measure.hpp"
#include "synchrony/cohort/csv.hpp"
#include "text_table.hpp"

namespace synchrony::cli {
namespace {

std::string number(const std::optional<double>& value, int decimals, const char* unit) {
    return value ? fixed(*value, decimals) + " " + unit : std::string("-");
}

std::string finding_text(const measure::Finding& finding) {
    std::string text = "  " + std::string(finding.name) + ": " + std::string(name_of(finding.answer)) + "\n";
    for (const auto& reason : finding.reasons) {
        text += "    [" + std::string(name_of(reason.met)) + "] " + reason.criterion;
        if (!reason.lead.empty()) text += ", " + reason.lead;
        if (reason.value) text += ": " + fixed(*reason.value, 1) + " " + reason.unit;
        if (reason.limit) text += " (limit " + fixed(*reason.limit, 1) + " " + reason.unit + ")";
        if (!reason.note.empty()) text += "; " + reason.note;
        text += "\n";
    }
    return text;
}

std::string to_text(const std::filesystem::path& path, const measure::Measurements& m, bool reasons) {
    const auto& i = m.intervals;
    std::string text = path.string() + ": " + fixed(m.duration_s, 1) + " s, " + std::to_string(m.beats) + " beats\n";
    text += "  heart rate " + number(m.heart_rate_bpm, 0, "/min") + ", PR " + number(i.pr_ms, 0, "ms") + ", QRS " + number(i.qrs_ms, 0, "ms") +
            ", QT " + number(i.qt_ms, 0, "ms") + ", QTcF " + (i.qtc ? fixed(i.qtc->fridericia_ms, 0) + " ms" : "-") + ", QRS axis " +
            number(m.axes.qrs_deg, 0, "deg") + "\n";
    if (m.vectors)
        text += "  QRS area " + fixed(m.vectors->qrs_area_uvs, 1) + " uV s, spatial QRS-T angle " + fixed(m.vectors->qrs_t_angle_mean_deg, 0) +
                " deg, SAI QRST " + fixed(m.vectors->sai_qrst_uvs, 1) + " uV s\n";
    for (const auto* finding : m.conduction.all())
        if (reasons || finding->answer == measure::Answer::yes) text += reasons ? finding_text(*finding) : "  " + std::string(finding->name) + "\n";
    for (const auto& flag : m.flags) text += "  flag: " + flag.name + (flag.detail.empty() ? "" : ": " + flag.detail) + "\n";
    return text;
}

struct Arguments {
    app::MeasureRequest request;
    std::string sex;
    std::string lbbb = "strauss";
    bool csv = false;
    bool reasons = false;
};

void apply(Arguments& arguments) {
    auto& options = arguments.request.options;
    if (arguments.sex == "F") options.sex = measure::Sex::female;
    if (arguments.sex == "M") options.sex = measure::Sex::male;
    if (arguments.lbbb == "aha_2009") options.lbbb = measure::LbbbDefinition::aha_2009;
    if (arguments.lbbb == "esc_2013") options.lbbb = measure::LbbbDefinition::esc_2013;
}

int run(Shell& shell, Arguments& arguments) {
    apply(arguments);
    const auto answers = app::measure_recordings(arguments.request, shell.context());
    nlohmann::ordered_json document = nlohmann::ordered_json::array();
    std::string text = arguments.csv ? cohort::csv_row(app::measure_csv_header()) : std::string();
    int code = exit_done;
    for (const auto& answer : answers) {
        if (shell.json()) {
            nlohmann::ordered_json item{{"file", answer.path.string()}};
            if (answer.measurements)
                item.update(app::to_json(*answer.measurements));
            else
                item["error"] = answer.measurements.error().message();
            document.push_back(std::move(item));
        } else if (arguments.csv) {
            text += cohort::csv_row(app::measure_csv_row(answer));
        } else if (answer.measurements) {
            text += to_text(answer.path, *answer.measurements, arguments.reasons);
        }
    }
    if (shell.json())
        shell.print_json(document);
    else
        shell.print(text);
    for (const auto& answer : answers)
        if (!answer.measurements) code = shell.complain(answer.measurements.error());
    return code;
}

}  // namespace

void add_measure(Shell& shell) {
    auto arguments = std::make_shared<Arguments>();
    CLI::App& app = shell.command(
        shell.root(), "measure", "Intervals, axes, LBBB by three definitions with reasons, QRS area, quality",
        "  synchrony measure ludb/data/1\n"
        "  synchrony measure ecg/*.hea --csv > measurements.csv\n"
        "  synchrony measure patient.hea --sex F --reasons\n"
        "A recording that cannot be measured is listed at the end and the others go on; the exit code is then 1.",
        [&shell, arguments] { return run(shell, *arguments); });
    app.add_option("ECG", arguments->request.recordings, "Recordings of any known format")->required();
    app.add_flag("--csv", arguments->csv, "One CSV row a recording");
    app.add_flag("--reasons", arguments->reasons, "Each conduction criterion: measured value, limit, met or not");
    app.add_option("--lbbb", arguments->lbbb, "Definition that answers for the single field lbbb")
        ->check(CLI::IsMember({"strauss", "aha_2009", "esc_2013"}))->capture_default_str();
    app.add_option("--sex", arguments->sex, "F or M; decides Strauss' QRS limit")->check(CLI::IsMember({"F", "M"}))->group("Patient");
}

}  // namespace synchrony::cli
