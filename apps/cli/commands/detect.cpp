#include <memory>
#include <nlohmann/json.hpp>

#include "commands.hpp"
#include "reading_options.hpp"
#include "shell.hpp"
#include "synchrony/app/detect.hpp"
#include "synchrony/core/counted.hpp"
#include "text_table.hpp"

namespace synchrony::cli {
namespace {

double lead_samples(const app::DetectReport& report) {
    double total = 0;
    for (const auto& r : report.recordings) total += static_cast<double>(r.samples) * r.leads_used;
    return total;
}

nlohmann::ordered_json to_json(const app::DetectReport& report) {
    nlohmann::ordered_json records = nlohmann::ordered_json::array();
    for (const auto& r : report.recordings) {
        nlohmann::ordered_json row{{"record", r.record}};
        if (r.error)
            row["error"] = r.error->message();
        else
            row.update({{"beats", r.beats},
                        {"samples", r.samples},
                        {"sampling_frequency_hz", r.sampling_frequency_hz},
                        {"leads_used", r.leads_used},
                        {"warnings", r.warnings}});
        records.push_back(std::move(row));
    }
    return {{"records", records},
            {"failed", report.failed()},
            {"seconds", report.seconds},
            {"samples_per_s", lead_samples(report) / report.seconds}};
}

std::string to_text(const app::DetectReport& report, const std::filesystem::path& out) {
    std::int64_t beats = 0;
    for (const auto& r : report.recordings)
        if (!r.error) beats += r.beats;
    const bool any = report.failed() < report.recordings.size();
    std::string warnings;
    for (const auto& r : report.recordings)
        for (const auto& warning : r.warnings) warnings += "  warning: " + r.record + ": " + warning + "\n";
    return core::counted(report.recordings.size() - report.failed(), "recording") + ", " +
           core::counted(static_cast<std::size_t>(beats), "beat") + ", " + fixed(lead_samples(report) / 1e6, 1) +
           " M samples in " + fixed(report.seconds, 2) + " s (" +
           fixed(lead_samples(report) / report.seconds / 1e6, 1) + " M/s); " +
           (any ? "written to " + out.string() : "nothing written") + "\n" + warnings;
}

}  // namespace

void add_detect(Shell& shell) {
    auto request = std::make_shared<app::DetectRequest>();
    CLI::App& app =
        shell.command(shell.root(), "detect", "Find the beats of recordings and write them as WFDB annotations",
                      "  synchrony detect mitdb/100 mitdb/101 --out out\n"
                      "  synchrony detect ludb/data/1 --lead all --out out\n"
                      "Writes DIR/<record>.qrs. A recording that cannot be read is listed and the others go on; the "
                      "exit code is then 1.",
                      [&shell, request] {
                          auto files = expanded(shell, request->recordings, request->reading);
                          if (!files) return shell.complain(files.error());
                          request->recordings = std::move(*files);
                          const auto report = app::detect(*request, shell.context());
                          if (!report) return shell.complain(report.error());
                          if (shell.json())
                              shell.print_json(to_json(*report));
                          else
                              shell.print(to_text(*report, request->out_folder));
                          for (const auto& r : report->recordings)
                              if (r.error) shell.complain(*r.error);
                          return report->failed() ? exit_failed : exit_done;
                      });
    app.add_option("RECORD", request->recordings, "Recordings of any known format")->required();
    app.add_option("--out", request->out_folder, "Folder for the annotations")->type_name(folder_value)->required();
    app.add_flag("--force", request->force, "Write over beats that are there already, at other places");
    app.add_option("--lead", request->lead,
                   "first, all (fused), a name, or auto: all of a standard ECG, else the first")
        ->capture_default_str();
    app.add_option("--annotator", request->annotator, "Ending of the annotation files")->capture_default_str();
    add_reading_options(app, request->reading);
}

}  // namespace synchrony::cli
