#include <memory>
#include <nlohmann/json.hpp>

#include "commands.hpp"
#include "reading_options.hpp"
#include "shell.hpp"
#include "synchrony/app/repeatability.hpp"
#include "text_table.hpp"

namespace synchrony::cli {
namespace {

std::string repeatability_text(const app::RepeatabilityReport& report) {
    TextTable table({"second half less first", "recordings", "mean", "SD", "95 % limits", "95 % of sizes below"});
    for (const auto& q : report.quantities)
        table.add({std::string(q.title) + ", " + std::string(q.unit), std::to_string(q.recordings), fixed(q.mean, 1),
                   fixed(q.sd, 1), fixed(q.low, 1) + " to " + fixed(q.high, 1), fixed(q.p95, 1)});
    return table.text() + std::to_string(report.recordings - report.not_measured) + " of " +
           std::to_string(report.recordings) +
           " recordings; the others could not be measured in both halves, or "
           "should not be judged\n";
}

}  // namespace

void add_score_repeatability(Shell& shell, CLI::App& score) {
    auto paths = std::make_shared<std::vector<std::filesystem::path>>();
    auto reading = std::make_shared<io::ReadOptions>();
    CLI::App& app =
        shell.command(score, "repeatability",
                      "Measure either half of each recording: how far measurements differ where nothing changed",
                      "  synchrony score repeatability ludb/data\n"
                      "  synchrony score repeatability ptbxl --json",
                      [&shell, paths, reading] {
                          const auto files = expanded(shell, *paths, *reading);
                          if (!files) return shell.complain(files.error());
                          return shell.answer(
                              app::repeatability(*files, *reading, shell.context()),
                              [](const auto& report) { return app::to_json(report); },
                              [](const auto& report) { return repeatability_text(report); });
                      });
    app.add_option("ECG", *paths, "Recordings of any known format, folders and zip archives of them")->required();
    add_reading_options(app, *reading);
}

}  // namespace synchrony::cli
