#include "synchrony/app/score_delineation.hpp"

#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>

#include "commands.hpp"
#include "shell.hpp"
#include "text_table.hpp"

namespace synchrony::cli {
namespace {

using measure::BoundaryScore;
using measure::DelineationScore;

struct NamedBoundary {
    const char* key;
    const char* words;
    BoundaryScore DelineationScore::*score;
};
constexpr NamedBoundary boundaries[] = {
    {"p_onset", "P onset", &DelineationScore::p_onset},    {"p_peak", "P peak", &DelineationScore::p_peak},
    {"p_end", "P end", &DelineationScore::p_end},          {"qrs_onset", "QRS onset", &DelineationScore::qrs_onset},
    {"qrs_peak", "QRS peak", &DelineationScore::qrs_peak}, {"qrs_end", "QRS end", &DelineationScore::qrs_end},
    {"t_onset", "T onset", &DelineationScore::t_onset},    {"t_peak", "T peak", &DelineationScore::t_peak},
    {"t_end", "T end", &DelineationScore::t_end},
};

nlohmann::ordered_json number(double value) {
    return std::isfinite(value) ? nlohmann::ordered_json(value) : nlohmann::ordered_json(nullptr);
}

nlohmann::ordered_json duration(const measure::DurationScore& d) {
    return {{"n", d.n}, {"mean_ms", number(d.mean_ms)}, {"sd_ms", number(d.sd_ms)}, {"mae_ms", number(d.mae_ms)}};
}

nlohmann::ordered_json to_json(const app::ScoreDelineationReport& report) {
    nlohmann::ordered_json document{{"records", report.records}, {"leads", report.leads}};
    for (const auto& b : boundaries) {
        const BoundaryScore& s = report.score.*b.score;
        document[b.key] = {{"n", s.n},
                           {"mean_ms", number(s.mean_ms)},
                           {"sd_ms", number(s.sd_ms)},
                           {"sensitivity", number(s.sensitivity)},
                           {"positive_predictivity", number(s.positive_predictivity)}};
    }
    document["qrs_duration"] = duration(report.score.qrs_duration);
    document["qrs_duration_of_median_beat"] = duration(report.median_beat_qrs_duration);
    document["not_measured"] = nlohmann::ordered_json::array();
    for (const auto& record : report.not_measured)
        document["not_measured"].push_back({{"record", record.record}, {"reason", record.reason}});
    return document;
}

std::string figure(double value, int decimals) {
    return std::isfinite(value) ? fixed(value, decimals) : "-";
}

std::string to_text(const app::ScoreDelineationReport& report) {
    TextTable table({"boundary", "n", "mean ms", "SD ms", "Se %", "PPV %"});
    for (const auto& b : boundaries) {
        const BoundaryScore& s = report.score.*b.score;
        table.add({b.words, std::to_string(s.n), figure(s.mean_ms, 1), figure(s.sd_ms, 1),
                   figure(100 * s.sensitivity, 2), figure(100 * s.positive_predictivity, 2)});
    }
    TextTable durations({"global QRS duration", "records", "mean ms", "SD ms", "mean absolute ms"});
    const auto row = [&](const char* words, const measure::DurationScore& d) {
        durations.add({words, std::to_string(d.n), figure(d.mean_ms, 1), figure(d.sd_ms, 1), figure(d.mae_ms, 1)});
    };
    row("median over beats", report.score.qrs_duration);
    row("of the median beat, as measure prints it", report.median_beat_qrs_duration);
    std::string text = table.text() + durations.text() + "(test minus reference; " + std::to_string(report.records) +
                       " records, " + std::to_string(report.leads) + " annotated leads)\n";
    for (const auto& record : report.not_measured)
        text += "not measured: " + record.record + ": " + record.reason + "\n";
    return text;
}

}  // namespace

void add_score_delineation(Shell& shell, CLI::App& score) {
    auto request = std::make_shared<app::ScoreDelineationRequest>();
    CLI::App& delineation = shell.command(score, "delineation",
                                          "Score wave boundaries and QRS duration against annotations\n"
                                          "The folder has LUDB's shape: RECORDS lists the records, each lead has an "
                                          "annotator of its own (1.i, 1.avr, 1.v6).",
                                          "  synchrony score delineation ludb\n"
                                          "  synchrony score delineation --json --threads 2 ludb",
                                          [&shell, request] {
                                              return shell.answer(
                                                  app::score_delineation(*request, shell.context()),
                                                  [](const auto& report) { return to_json(report); },
                                                  [](const auto& report) { return to_text(report); });
                                          });
    delineation.add_option("FOLDER", request->folder, "Folder with RECORDS and annotated records")
        ->type_name(folder_value)
        ->required();
}

}  // namespace synchrony::cli
