#include <memory>
#include <nlohmann/json.hpp>

#include "commands.hpp"
#include "model_info.hpp"
#include "reading_options.hpp"
#include "shell.hpp"
#include "synchrony/io/read.hpp"
#include "text_table.hpp"

namespace synchrony::cli {
namespace {

nlohmann::ordered_json to_json(const record::Ecg& ecg, bool comments) {
    const auto names = [](const std::vector<record::Lead>& leads) {
        nlohmann::ordered_json list = nlohmann::ordered_json::array();
        for (const auto& lead : leads) {
            std::int64_t invalid = 0;
            for (const auto& range : lead.invalid) invalid += range.end - range.begin;
            list.push_back({{"name", lead.name}, {"unit", lead.unit}, {"invalid_samples", invalid}});
        }
        return list;
    };
    std::vector<std::string> warnings;
    for (const auto& warning : ecg.warnings) warnings.push_back(warning.text);
    nlohmann::ordered_json document{
        {"format", ecg.format},          {"sampling_frequency_hz", ecg.sampling_frequency_hz},
        {"samples", ecg.sample_count()}, {"duration_s", ecg.duration_s()},
        {"leads", names(ecg.leads)},     {"other_signals", names(ecg.other_signals)},
        {"warnings", warnings}};
    if (comments) {
        document["start_time"] = ecg.start_time ? nlohmann::ordered_json(*ecg.start_time) : nlohmann::ordered_json();
        document["comments"] = ecg.comments;
    }
    return document;
}

std::string to_text(const record::Ecg& ecg, bool comments) {
    std::string text = ecg.format + ", " + std::to_string(ecg.leads.size()) + " leads at " +
                       fixed(ecg.sampling_frequency_hz, 2) + " Hz, " + std::to_string(ecg.sample_count()) +
                       " samples (" + fixed(ecg.duration_s(), 2) + " s)\n ";
    for (const auto& lead : ecg.leads) text += " " + lead.name;
    text += "\n";
    for (const auto& signal : ecg.other_signals) text += "  other signal: " + signal.name + " (" + signal.unit + ")\n";
    for (const auto& warning : ecg.warnings) text += "  warning: " + warning.text + "\n";
    if (comments && ecg.start_time) text += "  start time: " + *ecg.start_time + "\n";
    if (comments)
        for (const auto& comment : ecg.comments) text += "  # " + comment + "\n";
    return text;
}

// Prints what the file holds, or adds it to the list.
core::Result<void> show(const Shell& shell, const std::filesystem::path& path, const io::ReadOptions& reading,
                        bool comments, nlohmann::ordered_json& list) {
    std::string text;
    nlohmann::ordered_json item{{"file", path.string()}};
    if (is_model_file(path)) {
        SYNCHRONY_ASSIGN(const auto info, model_info(path));
        text = info.text;
        item.update(info.json);
    } else {
        SYNCHRONY_ASSIGN(const auto ecg, io::read_ecg(path, reading));
        text = to_text(ecg, comments);
        item.update(to_json(ecg, comments));
    }
    if (shell.json())
        list.push_back(std::move(item));
    else
        shell.print(path.string() + ": " + text);
    return {};
}

}  // namespace

void add_info(Shell& shell) {
    auto paths = std::make_shared<std::vector<std::filesystem::path>>();
    auto comments = std::make_shared<bool>(false);
    auto reading = std::make_shared<io::ReadOptions>();
    CLI::App& app = shell.command(shell.root(), "info", "Say what a recording or a model file holds",
                                  "  synchrony info mitdb/100 ludb/data/1.hea\n"
                                  "  synchrony info mitbih-resnet18",
                                  [&shell, paths, comments, reading] {
                                      int code = exit_done;
                                      nlohmann::ordered_json list = nlohmann::ordered_json::array();
                                      for (const auto& path : *paths)
                                          if (const auto shown = show(shell, path, *reading, *comments, list); !shown)
                                              code = shell.complain(shown.error());
                                      if (shell.json()) shell.print_json(list);
                                      return code;
                                  });
    takes_shipped_models(
        app.add_option("FILE", *paths, "Recordings of any known format, models of `pretrain` and `train`"))
        ->required();
    app.add_flag("--comments", *comments, "Print comments and start time too; they may name the patient");
    add_reading_options(app, *reading);
}

}  // namespace synchrony::cli
