#include "synchrony/core/result_cache.hpp"

#include "synchrony/core/files.hpp"
#include "synchrony/core/json.hpp"
#include "synchrony/core/json_text.hpp"

namespace synchrony::core {
namespace {

// The largest results hold some thousand predictions.
constexpr std::uint64_t most_result_bytes = std::uint64_t{16} << 20;

}  // namespace

std::optional<nlohmann::json> ResultCache::find(const std::string& name, const Key& key) const {
    const auto text = core::read_file(folder_ / (name + ".json"), most_result_bytes);
    if (!text) return std::nullopt;
    const auto read = core::parse_json(*text, name, {.max_bytes = most_result_bytes});
    if (!read || !read->is_object() || !read->contains("key") || !read->contains("result")) return std::nullopt;
    if (read->at("key") != nlohmann::json(key.digest())) return std::nullopt;
    return read->at("result");
}

core::Result<void> ResultCache::keep(const std::string& name, const Key& key, const nlohmann::json& result) const {
    const auto file = folder_ / (name + ".json");
    SYNCHRONY_TRY(core::make_directories(file.parent_path()));
    const nlohmann::json whole{{"key", key.digest()}, {"result", result}};
    return core::write_file(file, core::json_text(whole) + "\n");
}

}  // namespace synchrony::core
