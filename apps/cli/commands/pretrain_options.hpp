// The options of `pretrain`.
#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>
#include <vector>

#include "synchrony/app/pretrain.hpp"

namespace synchrony::cli {

/// Those that are words on the command line.
struct PretrainWords {
    std::string split = "inter";
    std::string stem;
    std::string input = "image";
    std::string recipe;
    std::string beats = "annotations";
    std::string balance;
    std::string optimizer = "adamw";
    std::string objective = "beats";
    std::vector<std::string> channels{"beat", "median"};
    std::string precision = "auto";
    std::optional<double> learning_rate;
    std::string leads = "all";
    std::vector<std::string> sources;
    double minutes = 0;
    bool fresh = false;
    bool full_precision = false;
};

/// Both must live as long as the command.
void add_pretrain_options(CLI::App& app, app::PretrainRequest& request, PretrainWords& words);

/// What --source and --virtual mean together: who is labelled, who joins the training beside. Errors: usage.
[[nodiscard]] core::Result<void> choose_sources(const CLI::App& app, app::PretrainRequest& request,
                                                PretrainWords& words);

/// Options that would change nothing beside the others, so that nobody believes that they did. Errors: usage.
[[nodiscard]] core::Result<void> refuse_unheeded(const CLI::App& app, const app::PretrainRequest& request,
                                                 const PretrainWords& words);

/// With virtual patients: what was not asked for is as they teach best (docs/results/transfer.md): signed images of
/// twelve leads at once, no timing, other recorders and gains; beside a database, other recorders and gains alone.
void suit_virtual_patients(const CLI::App& app, app::PretrainRequest& request, PretrainWords& words);

/// What the words mean, put into the request once the command line is read. Errors: usage.
[[nodiscard]] core::Result<void> apply_words(const PretrainWords& words, app::PretrainRequest& request);

}  // namespace synchrony::cli
