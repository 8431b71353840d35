#include <memory>
#include <nlohmann/json.hpp>

#include "commands.hpp"
#include "reading_options.hpp"
#include "shell.hpp"
#include "synchrony/app/model_info.hpp"
#include "synchrony/app/recording_info.hpp"
#include "synchrony/io/read.hpp"

namespace synchrony::cli {
namespace {

struct Read {
    record::Ecg ecg;
    std::optional<std::int64_t> samples;  ///< of the whole recording, where `ecg` is its head alone
};

/// A recording of a day is too long to be read at once, and its head says most of what is asked.
core::Result<Read> recording_or_head(const std::filesystem::path& path, const io::ReadOptions& reading) {
    auto ecg = io::read_ecg(path, reading);
    if (ecg) return Read{std::move(*ecg), {}};
    if (reading.start_s || reading.length_s) return core::fail(std::move(ecg).error());
    auto head = io::read_head(path, reading);
    const auto leads = head ? head->first_frame.leads.size() + head->first_frame.other_signals.size() : 0;
    if (leads == 0 || head->samples <= reading.max_values / static_cast<std::int64_t>(leads))
        return core::fail(std::move(ecg).error());
    return Read{std::move(head->first_frame), head->samples};
}

// Prints what the file holds, or adds it to the list.
core::Result<void> show(const Shell& shell, const std::filesystem::path& path, const io::ReadOptions& reading,
                        const app::InfoOptions& options, nlohmann::ordered_json& list) {
    std::string text;
    nlohmann::ordered_json item{{"file", path.string()}};
    if (app::is_model_file(path)) {
        SYNCHRONY_ASSIGN(const auto info, app::model_info(path));
        text = info.text;
        item.update(info.json);
    } else {
        SYNCHRONY_ASSIGN(const auto read, recording_or_head(path, reading));
        text = app::recording_text(read.ecg, options, read.samples);
        item.update(app::recording_json(read.ecg, options, read.samples));
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
    auto options = std::make_shared<app::InfoOptions>();
    auto reading = std::make_shared<io::ReadOptions>();
    CLI::App& app =
        shell.command(shell.root(), "info", "Say what a recording or a model file holds",
                      "  synchrony info mitdb/100 ludb/data/1.hea\n"
                      "  synchrony info mitbih-resnet18",
                      [&shell, paths, options, reading] {
                          int code = exit_done;
                          nlohmann::ordered_json list = nlohmann::ordered_json::array();
                          const auto files = expanded(shell, *paths, *reading);
                          if (!files) return shell.complain(files.error());
                          for (const auto& path : *files)
                              if (const auto shown = show(shell, path, *reading, *options, list); !shown) {
                                  code = shell.complain(shown.error());
                                  list.push_back({{"file", path.string()}, {"error", shown.error().message()}});
                              }
                          if (shell.json()) shell.print_json(list);
                          return code;
                      });
    takes_shipped_models(
        app.add_option(
            "FILE", *paths,
            "Recordings of any known format, folders and zip archives of them, models of `pretrain` and `train`"))
        ->required();
    app.add_flag("--comments", options->comments,
                 "Print comments, notes, printed statements and start time too; they may name the patient");
    app.add_flag("--keep-identity", options->identity, "Print the patient's id, name and birth date, and all of that");
    add_reading_options(app, *reading);
    add_part_options(app, *reading);
}

}  // namespace synchrony::cli
