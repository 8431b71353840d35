// --shard and --parts: one part of a command's work list.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "synchrony/app/part_file.hpp"

namespace synchrony::cli {

class Shell;

/// --shard I/N alone, for commands that keep their parts in --out; `words` say what a part is.
CLI::Option* add_shard_option(CLI::App& app, std::string& shard, const char* words);

class ShardOptions {
  public:
    /// `parts_default` says in the help which folder stands for --parts where it is not named; null: it must be.
    void add_to(CLI::App& app, const char* parts_default = nullptr);
    /// What was asked for, once the command line is read; `default_folder` as said. Not asked: an empty request.
    /// Errors: usage (--shard without a folder for its part).
    [[nodiscard]] core::Result<app::ShardRequest> taken(const Shell& shell,
                                                        const std::filesystem::path& default_folder = {}) const;

  private:
    const CLI::App* app_ = nullptr;
    std::string shard_;
    std::filesystem::path parts_;
};

}  // namespace synchrony::cli
