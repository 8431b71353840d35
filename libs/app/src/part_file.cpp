#include "synchrony/app/part_file.hpp"

#include <nlohmann/json.hpp>

#include "part_names.hpp"
#include "synchrony/core/json_text.hpp"
#include "synchrony/core/sha256.hpp"
#include "synchrony/core/version.hpp"

namespace synchrony::app {

core::Key list_key(const ShardRequest& request, const std::string& command,
                   const std::vector<std::filesystem::path>& items) {
    core::Key key("work list of " + command);
    key.add("options", request.options);
    std::vector<std::string> names;
    for (const auto& item : items) names.push_back(item.generic_string());
    key.add_all("item", names);
    return key;
}

core::Result<PartFile> PartFile::create(const ShardRequest& request, const std::string& command,
                                        const std::string& name, const core::Key& list, std::size_t items,
                                        const Joining& joining) {
    SYNCHRONY_TRY(core::make_directories(request.folder));
    SYNCHRONY_ASSIGN(auto file, core::AtomicFile::create(request.folder / part_name(name, request.shard)));
    const nlohmann::ordered_json head{{part_mark, part_version},
                                      {"synchrony", core::version()},
                                      {"command", command},
                                      {"line", request.command_line},
                                      {"name", name},
                                      {"shard", core::to_text(request.shard)},
                                      {"list", list.digest()},
                                      {"list_items", items},
                                      {"head", joining.head},
                                      {"joint", joining.joint},
                                      {"tail", joining.tail},
                                      {"empty", joining.empty}};
    file.stream() << core::json_text(head, -1) << '\n';
    return PartFile(std::move(file), core::part_of(request.shard, items).size());
}

core::Result<std::optional<PartFile>> PartFile::of_files(const ShardRequest& request, const std::string& command,
                                                         const std::string& name,
                                                         const std::vector<std::filesystem::path>& files,
                                                         const Joining& joining) {
    if (!request.asked()) return std::optional<PartFile>();
    SYNCHRONY_ASSIGN(auto part,
                     create(request, command, name, list_key(request, command, files), files.size(), joining));
    return std::optional<PartFile>(std::move(part));
}

core::Result<void> PartFile::commit(std::size_t failed) {
    file_.stream().flush();
    SYNCHRONY_ASSIGN(const auto sum, core::sha256_file(file_.temporary_path()));
    const nlohmann::ordered_json end{{"items", items_}, {"failed", failed}, {"sha256", sum}};
    file_.stream() << '\n' << core::json_text(end, -1) << '\n';
    return file_.commit();
}

}  // namespace synchrony::app
