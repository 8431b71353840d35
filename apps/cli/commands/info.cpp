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
        SYNCHRONY_ASSIGN(const auto ecg, io::read_ecg(path, reading));
        text = app::recording_text(ecg, options);
        item.update(app::recording_json(ecg, options));
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
    CLI::App& app = shell.command(shell.root(), "info", "Say what a recording or a model file holds",
                                  "  synchrony info mitdb/100 ludb/data/1.hea\n"
                                  "  synchrony info mitbih-resnet18",
                                  [&shell, paths, options, reading] {
                                      int code = exit_done;
                                      nlohmann::ordered_json list = nlohmann::ordered_json::array();
                                      const auto files = expanded(shell, *paths, *reading);
                                      if (!files) return shell.complain(files.error());
                                      for (const auto& path : *files)
                                          if (const auto shown = show(shell, path, *reading, *options, list); !shown)
                                              code = shell.complain(shown.error());
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
