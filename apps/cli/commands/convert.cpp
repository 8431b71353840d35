#include <map>
#include <memory>
#include <nlohmann/json.hpp>

#include "commands.hpp"
#include "one_of.hpp"
#include "reading_options.hpp"
#include "shard_options.hpp"
#include "shell.hpp"
#include "synchrony/app/convert.hpp"
#include "synchrony/core/counted.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::cli {
namespace {

/// Sentences that hold for many recordings stand once, with their number.
std::string convert_text(const app::ConvertReport& report) {
    std::string text = std::to_string(report.recordings.size() - report.failed()) + " of " +
                       std::to_string(report.recordings.size()) + " recordings converted\n";
    std::map<std::string, std::size_t> said;
    for (const auto& recording : report.recordings) {
        for (const auto& sentence : recording.lost) ++said[sentence];
        for (const auto& warning : recording.warnings) ++said["warning: " + warning];
    }
    for (const auto& [sentence, count] : said) text += "  " + sentence + " (" + std::to_string(count) + ")\n";
    if (const auto count = report.renamed(); count > 0)
        text += "  " + core::counted(count, "output is", "outputs are") + " called recording_N, since " +
                (count == 1 ? "its name" : "their names") +
                " may tell who it is: convert --json lists which is which\n";
    if (const auto count = report.named_by_inputs(); count > 0)
        text += "  the recordings say no patient's name: outputs bear their inputs' names, which may tell one; " +
                std::string("--pseudonyms avoids it (") + std::to_string(count) + ")\n";
    for (const auto& file : report.left_out) text += "  left out: " + file.path.string() + ": " + file.reason + "\n";
    if (const auto words = report.passed_over.words(); !words.empty()) text += "  passed over: " + words + "\n";
    for (const auto& note : report.notes) text += "note: " + note + "\n";
    if (report.other_files > 0) text += "  " + std::to_string(report.other_files) + " other files are no recordings\n";
    return text;
}

int run_convert(const Shell& shell, const core::Result<app::ConvertReport>& report) {
    int code = shell.answer(
        report, [](const auto& done) { return app::to_json(done); }, convert_text);
    if (!report) return code;
    for (const auto& recording : report->recordings)
        if (recording.error) code = shell.complain(*recording.error);
    return report->failed() > 0 ? exit_failed : code;
}

}  // namespace

void add_convert(Shell& shell) {
    auto request = std::make_shared<app::ConvertRequest>();
    auto shard = std::make_shared<ShardOptions>();
    CLI::App& convert = shell.command(
        shell.root(), "convert",
        "Write recordings of any format in another\nA folder or a zip archive stands for the recordings in it. Names, "
        "birth dates, ids, dates and free text are left out unless --keep-identity or --pseudonyms is given. What the "
        "new format does not hold is said. Outputs that are there already are left as they are unless --force is "
        "given. A file that cannot be read does not stop the others (exit code 1 at the end)",
        "  synchrony convert export.zip --out converted --to wfdb\n"
        "  synchrony convert holter.edf --out night.csv --start 3600 --length 60\n"
        "  synchrony convert hospital --out study --to edf --pseudonyms map.csv",
        [&shell, request, shard] {
            auto taken = shard->taken(shell, request->out);
            if (!taken) return shell.complain(taken.error());
            request->shard = std::move(*taken);
            return run_convert(shell, app::convert(*request, shell.context()));
        });
    convert.add_option("INPUT", request->inputs, "Recordings, folders, zip archives")->required();
    convert
        .add_option(
            "--out", request->out,
            "File to write, where one recording is converted and the name has the format's extension; else folder")
        ->required();
    convert.add_option("--to", request->to, "Format to write (default: as the extension of --out says)")
        ->check(one_of([] {
            std::vector<std::string> names;
            for (const auto name : app::convert_targets()) names.emplace_back(name);
            return names;
        }()));
    convert.add_flag("--force", request->force, "Write over outputs that are there already");
    const char* group = "Identity";
    auto* keep = convert.add_flag("--keep-identity", request->keep_identity, "Keep names, ids, dates and free text")
                     ->group(group);
    convert
        .add_option("--pseudonyms", request->pseudonyms,
                    "CSV of study numbers and secret shifts of dates, a patient each; read where it is there, and "
                    "written with those that are new")
        ->excludes(keep)
        ->group(group);
    add_reading_options(convert, request->reading);
    add_part_options(convert, request->reading);
    shard->add_to(convert, "that of --out");
}

}  // namespace synchrony::cli
