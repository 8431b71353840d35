#include <memory>
#include <nlohmann/json.hpp>

#include "class_tables.hpp"
#include "commands.hpp"
#include "device_option.hpp"
#include "one_of.hpp"
#include "shell.hpp"
#include "synchrony/app/score_classes.hpp"
#include "synchrony/core/json_null.hpp"
#include "text_table.hpp"

namespace synchrony::cli {
namespace {

nlohmann::ordered_json to_json(const app::ScoreClassesReport& report) {
    return {{"split_of_the_network", report.split},
            {"leaking", core::or_null(report.leaking)},
            {"records", report.records},
            {"excerpts", report.excerpts},
            {"beats_left_out", report.beats_left_out},
            {"missed_beats", report.missed_beats},
            {"extra_beats", report.extra_beats},
            {"scores", app::to_json(report.classes)}};
}

std::string to_text(const app::ScoreClassesReport& report, const app::ScoreClassesRequest& request) {
    std::string text = "the network's split: " + (report.split.empty() ? "not said" : report.split) + "\n";
    if (!report.leaking)
        text += "not known: the model file does not say whether some of these records have trained the network\n";
    else if (*report.leaking)
        text +=
            "LEAKING: some of these records have trained the network; the figures say nothing about other patients\n";
    std::string title = std::to_string(report.records) + " records";
    if (request.excerpt_s > 0)
        title += " as " + std::to_string(report.excerpts) + " recordings of " + fixed(request.excerpt_s, 0) + " s";
    title += ", beats from " + std::string(datasets::name_of(request.beats));
    text +=
        scores_text(title, report.classes.scores) + limits_text(report.classes) + "\n" + records_text(report.classes);
    if (request.beats == datasets::BeatSource::detector)
        text += std::to_string(report.missed_beats) + " beats missed by the detector and " +
                std::to_string(report.extra_beats) + " found that are none are not in these tables\n";
    if (report.beats_left_out > 0)
        text += std::to_string(report.beats_left_out) + " annotated beats lie in pieces too short to be scored\n";
    return text;
}

}  // namespace

void add_score_classes(Shell& shell, CLI::App& score) {
    auto request = std::make_shared<app::ScoreClassesRequest>();
    auto words = std::make_shared<std::pair<std::string, std::string>>("ds2", "annotations");
    CLI::App& classes = shell.command(
        score, "classes",
        "Score how a pre-trained network tells the AAMI classes of annotated beats\n"
        "All beats, with 95 % limits over patients, and record by record. --excerpt shows it short ECGs, which is "
        "what\n"
        "a CRT cohort has.",
        "  synchrony score classes mitbih-resnet18\n"
        "  synchrony score classes mitbih-resnet18 --excerpt 10 --beats detector\n"
        "  synchrony score classes r18.safetensors --data my-database --answers beats.csv --json",
        [&shell, request, words] {
            const auto part = app::scored_part_named(words->first);
            const auto beats = datasets::beat_source_named(words->second);
            if (!part) return shell.complain(part.error());
            if (!beats) return shell.complain(beats.error());
            request->part = *part;
            request->beats = *beats;
            return shell.answer(
                app::score_classes(*request, shell.context()), [](const auto& report) { return to_json(report); },
                [&](const auto& report) { return to_text(report, *request); });
        });
    takes_shipped_models(classes.add_option("MODEL", request->model, "Model file of `synchrony pretrain`"))->required();
    classes
        .add_option("--data", request->database,
                    "Folder with RECORDS and atr annotations (default: MIT-BIH, see `data where mitdb`)")
        ->type_name(folder_value);
    classes.add_option("--part", words->first, "Records of MIT-BIH's published split; paced ones are never scored")
        ->check(one_of({"ds1", "ds2", "all"}))
        ->capture_default_str();
    classes.add_option("--beats", words->second, "Beats from annotations or from our detector")
        ->check(one_of({"annotations", "detector"}))
        ->capture_default_str();
    classes
        .add_option("--excerpt", request->excerpt_s,
                    "Cut each record into pieces of so many seconds, each as if it were all there is (0: whole)")
        ->capture_default_str();
    add_device_option(classes, request->device, "Where the network answers");
    classes.add_option("--predictions,--answers", request->predictions, "Write the probabilities of every beat as CSV");
}

}  // namespace synchrony::cli
