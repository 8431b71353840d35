#include "shard_options.hpp"

#include <algorithm>
#include <array>
#include <sstream>

#include "shell.hpp"

namespace synchrony::cli {
namespace {

// They change how the work is done, not what comes of it.
constexpr std::array<std::string_view, 6> without_effect{
    "shard=", "parts=", "threads=", "quiet=", "progress=", "device="};

/// Every option that was given, a line each, but for those without effect on the result.
std::string options_of(const CLI::App& app) {
    std::istringstream lines(app.config_to_str(false, false));
    std::string kept, line;
    while (std::getline(lines, line))
        if (std::ranges::none_of(without_effect, [&](std::string_view name) { return line.starts_with(name); }))
            kept += line + "\n";
    return kept;
}

std::string fault_of_shard(const std::string& given) {
    return core::parse_shard(given) ? std::string() : given + " is no part of a list; 3/8 is the third of eight";
}

constexpr const char* shard_group = "Many machines";

}  // namespace

CLI::Option* add_shard_option(CLI::App& app, std::string& shard, const char* words) {
    return app.add_option("--shard", shard, words)
        ->type_name("I/N")
        ->check(CLI::Validator([](const std::string& given) { return fault_of_shard(given); }, ""))
        ->group(shard_group);
}

void ShardOptions::add_to(CLI::App& app, const char* parts_default) {
    app_ = &app;
    auto* shard = add_shard_option(
        app, shard_, "Do part I of N of the work list, 3/8, and keep it as a part file; `synchrony merge` joins them");
    std::string words = "Folder of the part files";
    if (parts_default != nullptr) words += std::string(" (default: ") + parts_default + ")";
    app.add_option("--parts", parts_, words)->type_name(folder_value)->needs(shard)->group(shard_group);
}

core::Result<app::ShardRequest> ShardOptions::taken(const Shell& shell,
                                                    const std::filesystem::path& default_folder) const {
    app::ShardRequest request;
    const auto shard = core::parse_shard(shard_);
    if (!shard) return request;
    request.shard = *shard;
    request.folder = parts_.empty() ? default_folder : parts_;
    if (request.folder.empty())
        return core::fail({core::ErrorKind::usage,
                           "no folder for the part file",
                           "--shard " + shard_,
                           {},
                           {},
                           "--parts DIR names it"});
    request.command_line = shell.command_line();
    request.options = options_of(*app_);
    return request;
}

}  // namespace synchrony::cli
