#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>

#include "commands.hpp"
#include "item_writer.hpp"
#include "measure_leads.hpp"
#include "measure_windows.hpp"
#include "one_of.hpp"
#include "reading_options.hpp"
#include "rhythm_option.hpp"
#include "shard_options.hpp"
#include "shell.hpp"
#include "synchrony/app/measure.hpp"
#include "synchrony/cohort/csv_table.hpp"
#include "synchrony/core/counted.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/measure/found_rhythm.hpp"
#include "synchrony/sheet/measure_words.hpp"
#include "text_table.hpp"

namespace synchrony::cli {
namespace {

std::string finding_text(const measure::Finding& finding) {
    std::string text = "  " + sheet::finding_title(finding) + ": " + std::string(name_of(finding.answer)) + "\n";
    for (const auto& reason : finding.reasons) {
        const auto words = sheet::criterion_words(reason);
        text += "    [" + std::string(name_of(reason.met)) + "] " + words.criterion;
        if (!words.measured.empty()) text += ": " + words.measured;
        if (!words.limit.empty()) text += " (limit " + words.limit + ")";
        if (!words.seen.empty()) text += "; " + words.seen;
        text += "\n";
    }
    return text;
}

std::string guideline_text(const measure::GuidelineAnswer& answer, bool reasons) {
    std::string text = "  " + std::string(answer.title) + ": ";
    if (answer.recommendation)
        text += "class " + std::string(name_of(*answer.recommendation)) +
                (answer.level.empty() ? "" : ", level " + std::string(answer.level)) + ". ";
    text += answer.sentence + "\n";
    const char* joint = "    from ";
    if (answer.recommendation || reasons)
        for (const auto& reason : answer.reasons) {
            text += joint + reason;
            joint = ", ";
        }
    if (*joint == ',') text += "\n";
    if (reasons)
        text += "    source " + std::string(answer.source) +
                (answer.place.empty() ? "" : "; " + std::string(answer.place)) + "\n";
    return text;
}

std::string to_text(const std::filesystem::path& path, const measure::Measurements& m, bool reasons) {
    const auto& i = m.intervals;
    std::string text = path.string() + ": " + fixed(m.duration_s, 1) + " s, " +
                       core::counted(static_cast<std::uint64_t>(m.beats), "beat") + "\n";
    using sheet::quantity;
    const auto fridericia = i.qtc ? std::optional(i.qtc->fridericia_ms) : std::nullopt;
    text += "  heart rate " + quantity(m.heart_rate_bpm, 0, "/min") + ", PR " + quantity(i.pr_ms, 0, "ms") + ", QRS " +
            quantity(i.qrs_ms, 0, "ms") + ", QT " + quantity(i.qt_ms, 0, "ms") + ", QTcF " +
            quantity(fridericia, 0, "ms") + sheet::jt_if_wide(i, ", ") + ", QRS axis " +
            quantity(m.axes.qrs_deg, 0, "°") + "\n";
    if (m.vectors)
        text += "  QRS area " + quantity(m.vectors->qrs_area_uvs, 1, "µV s") + ", spatial QRS-T angle " +
                quantity(m.vectors->qrs_t_angle_mean_deg, 0, "°") + ", SAI QRST " +
                quantity(m.vectors->sai_qrst_uvs, 1, "µV s") + "\n";
    text += "  rhythm: " + std::string(measure::words_of(measure::found_rhythm(m))) + "\n";
    for (const auto* finding : m.conduction.all())
        if (reasons)
            text += finding_text(*finding);
        else if (finding->answer == measure::Answer::yes && finding->name.starts_with("lbbb"))
            text += "  " + sheet::finding_title(*finding) + "\n";
    if (!reasons)
        for (const auto& finding : sheet::other_findings(m)) text += "  " + finding + "\n";
    for (const auto& answer : m.guidelines) text += guideline_text(answer, reasons);
    for (const auto& caution : sheet::cautions(m)) text += "  " + caution + "\n";
    return text;
}

/// Names of what differs grossly from the printed, a blank between: for tables.
std::string differing(const app::MeasuredRecording& answer) {
    std::string names;
    if (answer.measurements)
        for (const auto& row : app::compare_printed(*answer.measurements, answer.printed))
            if (row.gross()) names += (names.empty() ? "" : " ") + std::string(row.name);
    return names;
}

// "printed by the device: QRS 96 ms (ours 98)", where the file holds such; what differs grossly, in a line of its own.
std::string printed_text(const app::MeasuredRecording& answer) {
    const auto rows = app::compare_printed(*answer.measurements, answer.printed);
    std::string text = "  printed by the device:";
    if (rows.empty()) return text + " nothing that is measured here\n";
    const char* joint = " ";
    std::string gross;
    for (const auto& row : rows) {
        const auto unit = std::string(row.shown_unit);
        text += joint + std::string(row.words) + " " + sheet::quantity(row.printed, 0, unit) + " (ours " +
                fixed(row.ours, 0) + ")";
        joint = ", ";
        if (row.gross())
            gross += (gross.empty() ? " " : ", ") + std::string(row.words) + " by " +
                     sheet::quantity(std::abs(row.difference()), 0, unit) + " (more than " +
                     sheet::quantity(row.most_apart, 0, unit) + ")";
    }
    return text + "\n" + (gross.empty() ? "" : "  DIFFERS GROSSLY from the printed:" + gross + ". One is wrong\n");
}

/// A comparison; `json` says what is compared.
nlohmann::ordered_json beside(nlohmann::ordered_json json, double ours, double printed, double difference) {
    json.update({{"ours", ours}, {"printed", printed}, {"difference", difference}});
    return json;
}

nlohmann::ordered_json printed_leads_json(const app::MeasuredRecording& answer) {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const auto& row : app::compare_printed_leads(*answer.measurements, answer.printed))
        list.push_back(beside({{"lead", row.lead}, {"name", row.field->name}, {"unit", row.field->unit}}, row.ours,
                              row.printed, row.ours - row.printed));
    return list;
}

nlohmann::ordered_json printed_comparison_json(const app::MeasuredRecording& answer) {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const auto& row : app::compare_printed(*answer.measurements, answer.printed)) {
        auto item = beside({{"name", row.name}, {"unit", row.unit}}, row.ours, row.printed, row.difference());
        item["gross"] = row.gross();
        list.push_back(std::move(item));
    }
    return list;
}

void append_printed(const app::MeasuredRecording& answer, std::vector<std::string>& row) {
    const auto& printed = answer.printed;
    for (const auto& value : {printed.heart_rate_per_min, printed.pr_ms, printed.qrs_ms, printed.qt_ms})
        row.push_back(value ? fixed(*value, 0) : std::string());
    row.push_back(differing(answer));
}

struct MeasureArguments {
    app::MeasureRequest request;
    WindowArguments windows;
    std::filesystem::path clinical;
    std::string sex;
    std::string lbbb = "strauss";
    std::string morphology;
    std::string rhythm;
    std::string ischemic;
    std::string transform = "kors";
    double lvef_pct = 0.0;
    int nyha = 0;
    bool csv = false;
    bool reasons = false;
    bool compare_printed = false;
    bool by_lead = false;
    ShardOptions shard;
};

const std::map<std::string, measure::LbbbDefinition> definitions{{"strauss", measure::LbbbDefinition::strauss},
                                                                 {"aha_2009", measure::LbbbDefinition::aha_2009},
                                                                 {"aha", measure::LbbbDefinition::aha_2009},
                                                                 {"esc_2013", measure::LbbbDefinition::esc_2013},
                                                                 {"esc", measure::LbbbDefinition::esc_2013}};

// Options that were not given are 0 or empty: the choices that CLI11 lets through hold neither.
void apply(MeasureArguments& arguments) {
    auto& options = arguments.request.options;
    if (!arguments.sex.empty()) options.sex = arguments.sex == "F" ? measure::Sex::female : measure::Sex::male;
    options.lbbb = definitions.at(arguments.lbbb);
    if (arguments.transform == "dower") options.vcg = measure::VcgTransform::inverse_dower;
    if (!arguments.morphology.empty()) options.guideline_lbbb = definitions.at(arguments.morphology);
    if (!arguments.rhythm.empty()) options.patient.rhythm = measure::rhythm_named(arguments.rhythm);
    if (!arguments.ischemic.empty()) options.patient.ischemic = arguments.ischemic == "yes";
    if (arguments.lvef_pct > 0.0) options.patient.lvef_pct = arguments.lvef_pct;
    if (arguments.nyha > 0) options.patient.nyha = arguments.nyha;
}

void add_patient_options(CLI::App& app, MeasureArguments& arguments) {
    const char* group = "Patient, for the guidelines";
    app.add_option("--lvef", arguments.lvef_pct, "Left ventricular ejection fraction, %")
        ->check(CLI::Range(1.0, 100.0))
        ->group(group);
    app.add_option("--nyha", arguments.nyha, "NYHA class, 1 to 4")->check(CLI::Range(1, 4))->group(group);
    app.add_option("--sex", arguments.sex,
                   "F or M; decides Strauss' QRS limit too (default: as the recording's header says)")
        ->check(one_of({"F", "M"}))
        ->group(group);
    app.add_option("--rhythm", arguments.rhythm, "sinus, af or other (default: as measured, where it is clear)")
        ->check(is_rhythm())
        ->group(group);
    app.add_option("--ischemic", arguments.ischemic, "yes or no: cause of the heart failure")
        ->check(one_of({"yes", "no"}))
        ->group(group);
    app.add_option(
           "--clinical", arguments.clinical,
           "Cohort CSV with lvef_pct, nyha, sex, ischemic by `ecg` or `patient_id`; counts before the options above")
        ->group(group);
    app.add_option("--morphology", arguments.morphology,
                   "Definition of LBBB that goes into the guidelines: strauss, aha or esc (default: ESC 2021 esc, the "
                   "others aha)")
        ->check(one_of({"strauss", "aha", "esc"}))
        ->group(group);
}

/// Prints every answer as it comes; what could not be measured is listed at the end.
class MeasurePrinter {
  public:
    /// Answers go to stdout, or into a part.
    MeasurePrinter(const Shell& shell, const MeasureArguments& arguments, app::PartFile* part)
        : shell_(shell), arguments_(arguments), out_(shell, joining(shell, arguments), part) {}

    /// What stands around the answers, and between them.
    [[nodiscard]] static app::Joining joining(const Shell& shell, const MeasureArguments& arguments) {
        if (shell.json()) return app::Joining::json_array();
        if (!arguments.csv) return {};
        if (arguments.by_lead)
            return app::Joining::rows(cohort::csv_row(app::by_lead_csv_header(arguments.compare_printed)));
        auto header = app::measure_csv_header();
        if (arguments.compare_printed)
            header.insert(header.end(), {"printed_heart_rate_per_min", "printed_pr_ms", "printed_qrs_ms",
                                         "printed_qt_ms", "differs_grossly"});
        return app::Joining::rows(cohort::csv_row(header));
    }

    /// Whether there is sense in more.
    bool take(const app::MeasuredRecording& answer) {
        if (!answer.measurements) faults_.push_back(answer.measurements.error());
        if (shell_.json())
            out_.put(json_item(answer));
        else if (arguments_.csv)
            out_.put(csv_row(answer));
        else if (answer.measurements)
            out_.put(to_text(answer.path, *answer.measurements, arguments_.reasons) +
                     (arguments_.compare_printed ? printed_text(answer) : "") +
                     (arguments_.by_lead ? leads_text(answer, arguments_.compare_printed) : ""));
        return !shell_.lost_output();
    }

    /// The exit code: of a part that is there 0, whatever it holds.
    int end() { return out_.end(faults_); }

  private:
    /// As it stands in an array.
    [[nodiscard]] std::string json_item(const app::MeasuredRecording& answer) const {
        nlohmann::ordered_json item{{"file", answer.path.string()}};
        if (answer.measurements) {
            item.update(app::to_json(*answer.measurements));
            if (arguments_.compare_printed) {
                item["compared_with_printed"] = printed_comparison_json(answer);
                item["compared_with_printed_by_lead"] = printed_leads_json(answer);
            }
        } else {
            item["error"] = answer.measurements.error().message();
        }
        return nested_json(item, 1);
    }

    [[nodiscard]] std::string csv_row(const app::MeasuredRecording& answer) const {
        if (arguments_.by_lead) {
            std::string rows;
            for (const auto& row : app::by_lead_csv_rows(answer, arguments_.compare_printed))
                rows += cohort::csv_row(row);
            return rows;
        }
        auto row = app::measure_csv_row(answer);
        if (arguments_.compare_printed) append_printed(answer, row);
        return cohort::csv_row(row);
    }

    const Shell& shell_;
    const MeasureArguments& arguments_;
    ItemWriter out_;
    std::vector<core::Error> faults_;
};

app::Joining joining_of(const Shell& shell, const MeasureArguments& arguments) {
    return arguments.windows.asked() ? WindowPrinter::joining(shell, arguments.csv)
                                     : MeasurePrinter::joining(shell, arguments);
}

/// With --shard: the part to write, and the request keeps this shard's recordings alone.
core::Result<std::optional<app::PartFile>> part_of_list(const Shell& shell, MeasureArguments& arguments) {
    SYNCHRONY_ASSIGN(const auto shard, arguments.shard.taken(shell));
    auto& recordings = arguments.request.recordings;
    const char* name = shell.json() ? "measurements.json" : arguments.csv ? "measurements.csv" : "measurements.txt";
    SYNCHRONY_ASSIGN(auto part,
                     app::PartFile::of_files(shard, "measure", name, recordings, joining_of(shell, arguments)));
    const auto mine = core::part_of(shard.shard, recordings.size());
    const auto at = [&](std::size_t i) { return recordings.begin() + static_cast<std::ptrdiff_t>(i); };
    recordings = {at(mine.begin), at(mine.end)};
    return part;
}

// A table of other patients would be left aside without a word.
core::Result<void> knows_some_of_them(const MeasureArguments& arguments) {
    const auto& recordings = arguments.request.recordings;
    const auto known = [&](const auto& path) { return arguments.request.clinical.find(path) != nullptr; };
    if (arguments.clinical.empty() || recordings.empty() || std::ranges::any_of(recordings, known)) return {};
    return core::fail_input("no row of the table is of any of these recordings", arguments.clinical.string(),
                            recordings.front().string(), "its path in the column ecg, or its name as a patient_id");
}

int run_measure(Shell& shell, MeasureArguments& arguments) {
    apply(arguments);
    if (!arguments.clinical.empty()) {
        auto table = inputs::ClinicalTable::read(arguments.clinical);
        if (!table) return shell.complain(table.error());
        arguments.request.clinical = std::move(*table);
    }
    auto files = expanded(shell, arguments.request.recordings, arguments.request.reading);
    if (!files) return shell.complain(files.error());
    arguments.request.recordings = std::move(*files);
    if (const auto joined = knows_some_of_them(arguments); !joined) return shell.complain(joined.error());
    if (const auto same = arguments.request.clinical.of_one_name(arguments.request.recordings); !same.empty())
        shell.context().progress->log(core::counted(same.size(), "recording") +
                                      " of the same name in several folders, " + same.front().string() +
                                      " first, have one row of the table: is it one patient?");
    if (const auto fits = arguments.windows.check(arguments.request.recordings.size()); !fits)
        return shell.complain(fits.error());
    auto part = part_of_list(shell, arguments);
    if (!part) return shell.complain(part.error());
    app::PartFile* const part_file = *part ? &**part : nullptr;
    if (arguments.windows.asked())
        return run_windows(shell, arguments.request, arguments.windows, arguments.csv, part_file);
    MeasurePrinter printer(shell, arguments, part_file);
    const auto done = app::measure_recordings(arguments.request, shell.context(),
                                              [&](const auto& answer) { return printer.take(answer); });
    if (!done && *part) return shell.complain(done.error());  // no half a part
    const int code = printer.end();
    return done ? code : shell.complain(done.error());
}

}  // namespace

void add_measure(Shell& shell) {
    auto arguments = std::make_shared<MeasureArguments>();
    CLI::App& app = shell.command(
        shell.root(), "measure",
        "Measure ECGs: intervals, axes, LBBB, QRS area, guideline classes, quality\n"
        "LBBB by three definitions with reasons; the classes of three guidelines for CRT.",
        "  synchrony measure ludb/data/1\n"
        "  synchrony measure ecg/*.hea --csv > measurements.csv\n"
        "  synchrony measure patient.hea --sex F --lvef 28 --nyha 3 --reasons\n"
        "  synchrony measure ecg/*.hea --clinical cohort.csv --json\n"
        "  synchrony measure export/ --by-lead --csv > amplitudes.csv\n"
        "  synchrony measure holter.edf --every 60 --trend day.svg       # ten seconds of every minute\n"
        "  synchrony measure holter.edf --every 10 --start 57600 --length 28800 --csv > night.csv\n"
        "A recording that cannot be measured is listed at the end and the others go on; the exit code is then 1.",
        [&shell, arguments] { return run_measure(shell, *arguments); });
    app.add_option("ECG", arguments->request.recordings,
                   "Recordings of any known format, folders and zip archives of them")
        ->required();
    auto* csv = app.add_flag("--csv", arguments->csv, "One CSV row a recording, or a window");
    auto* reasons =
        app.add_flag("--reasons", arguments->reasons, "Each conduction criterion: measured value, limit, met or not");
    auto* printed = app.add_flag("--compare-printed", arguments->compare_printed,
                                 "Ours beside what the device printed, where the file holds it");
    reasons->excludes(csv);
    auto* by_lead = app.add_flag("--by-lead", arguments->by_lead,
                                 "Lead by lead: amplitudes of P, Q, R, S and T, ST level, R peak time; with --csv a "
                                 "row a lead (in --json always)");
    app.add_option("--lbbb", arguments->lbbb, "Definition that answers for the single field lbbb")
        ->check(one_of({"strauss", "aha_2009", "esc_2013"}))
        ->excludes(csv)
        ->capture_default_str();
    app.add_option("--transform", arguments->transform, "From 12 leads to X, Y, Z, for QRS area and the other vectors")
        ->check(one_of({"kors", "dower"}))
        ->capture_default_str();
    add_patient_options(app, *arguments);
    add_reading_options(app, arguments->request.reading);
    add_part_options(app, arguments->request.reading);
    auto* trend = arguments->windows.add_to(app, {reasons, printed, by_lead});
    arguments->shard.add_to(app);
    app.get_option("--shard")->excludes(trend);
}

}  // namespace synchrony::cli
