#include <memory>
#include <nlohmann/json.hpp>

#include "commands.hpp"
#include "shell.hpp"
#include "synchrony/app/score_beats.hpp"
#include "synchrony/core/json_null.hpp"
#include "text_table.hpp"

namespace synchrony::cli {
namespace {

nlohmann::ordered_json counts(const beats::BeatScore& score) {
    return {{"tp", score.tp},
            {"fn", score.fn},
            {"fp", score.fp},
            {"sensitivity", core::or_null(score.sensitivity())},
            {"positive_predictivity", core::or_null(score.positive_predictivity())}};
}

nlohmann::ordered_json summary_json(const beats::ScoreSummary& summary) {
    auto document = counts(summary.total);
    document["average"] = {{"sensitivity", core::or_null(summary.average_sensitivity)},
                           {"positive_predictivity", core::or_null(summary.average_positive_predictivity)}};
    return document;
}

nlohmann::ordered_json to_json(const app::ScoreBeatsReport& report) {
    nlohmann::ordered_json document;
    document["records"] = report.records.size();
    document.update(summary_json(report.summary));
    document["learning_s"] = report.learning_s;
    document["whole_records"] = summary_json(report.whole);
    document["by_record"] = nlohmann::ordered_json::array();
    for (const auto& record : report.records) {
        nlohmann::ordered_json row{{"record", record.record}};
        row.update(counts(record.score));
        document["by_record"].push_back(std::move(row));
    }
    return document;
}

std::string percent(const std::optional<double>& value) {
    return value ? fixed(*value * 100, 2) : "-";
}

std::string to_text(const app::ScoreBeatsReport& report) {
    TextTable table({"record", "TP", "FN", "FP", "Se %", "PPV %"});
    const auto row = [&](const std::string& name, const beats::BeatScore& s) {
        table.add({name, std::to_string(s.tp), std::to_string(s.fn), std::to_string(s.fp), percent(s.sensitivity()),
                   percent(s.positive_predictivity())});
    };
    for (const auto& record : report.records) row(record.record, record.score);
    const auto summary = [&](const beats::ScoreSummary& s) {
        row("gross", s.total);
        table.add({"average", "", "", "", percent(s.average_sensitivity), percent(s.average_positive_predictivity)});
    };
    table.rule();
    summary(report.summary);
    std::string text = table.text();
    if (report.learning_s <= 0) return text;
    text += "the first " + fixed(report.learning_s, 0) + " s of each record are not scored above; whole records:\n";
    table = TextTable({"", "TP", "FN", "FP", "Se %", "PPV %"});
    summary(report.whole);
    return text + table.text();
}

}  // namespace

void add_score(Shell& shell) {
    CLI::App& score = shell.group(shell.root(), "score", "Score annotations against a reference");
    auto request = std::make_shared<app::ScoreBeatsRequest>();
    auto whole = std::make_shared<bool>(false);
    CLI::App& beats = shell.command(
        score, "beats",
        "Score beat detection by ANSI/AAMI EC57, as WFDB's bxb does it\n"
        "The match window is 150 ms; the first five minutes are a learning period unless --whole is given.",
        "  synchrony score beats --ref atr --test qrs --test-dir out mitdb/100 mitdb/101\n"
        "  synchrony score beats --ref atr --test qrs --test-dir out --whole --json mitdb/1??.hea",
        [&shell, request, whole] {
            if (*whole) request->learning_s = 0;
            for (auto& record : request->records)
                if (record.extension() == ".hea") record.replace_extension();
            return shell.answer(
                app::score_beats(*request, shell.context()), [](const auto& report) { return to_json(report); },
                [](const auto& report) { return to_text(report); });
        });
    beats.add_option("--ref", request->reference, "Annotator of the reference")->required();
    beats.add_option("--test", request->test, "Annotator to be scored")->required();
    beats.add_option("--test-dir", request->test_folder, "Folder of the test annotations (default: beside the record)")
        ->type_name(folder_value);
    auto* learning = beats.add_option("--learning", request->learning_s, "Seconds at the start that are not scored")
                         ->check(CLI::Range(0.0, 1e8))
                         ->capture_default_str();
    beats.add_flag("--whole", *whole, "Score the whole record, as --learning 0")->excludes(learning);
    beats.add_option("--window", request->match_window_s, "Match window, s")
        ->check(CLI::Range(1e-3, 1e3))
        ->capture_default_str();
    beats.add_option("RECORD", request->records, "WFDB records, with or without .hea")->required();
    add_score_delineation(shell, score);
    add_score_classes(shell, score);
    add_score_explanation(shell, score);
    add_score_repeatability(shell, score);
}

}  // namespace synchrony::cli
