#include "synchrony/core/result_cache.hpp"

#include "synchrony/core/files.hpp"
#include "synchrony/core/json.hpp"
#include "synchrony/core/json_text.hpp"
#include "synchrony/core/sha256.hpp"

namespace synchrony::core {
namespace {

// Part of every fingerprint: raised when pieces get another meaning.
const std::string store_version = "1";
// The largest pieces hold some thousand predictions.
constexpr std::uint64_t most_piece_bytes = std::uint64_t{16} << 20;

}  // namespace

std::optional<nlohmann::json> PieceStore::find(const std::string& name, const std::string& fingerprint) const {
    const auto text = core::read_file(folder_ / (name + ".json"), most_piece_bytes);
    if (!text) return std::nullopt;
    const auto read = core::parse_json(*text, name, {.max_bytes = most_piece_bytes});
    if (!read || !read->is_object() || !read->contains("fingerprint")) return std::nullopt;
    if (read->at("fingerprint") != nlohmann::json(core::sha256(store_version + fingerprint))) return std::nullopt;
    return read->contains("piece") ? std::optional(read->at("piece")) : std::nullopt;
}

core::Result<void> PieceStore::keep(const std::string& name, const std::string& fingerprint,
                                    const nlohmann::json& piece) const {
    const auto file = folder_ / (name + ".json");
    SYNCHRONY_TRY(core::make_directories(file.parent_path()));
    const nlohmann::json whole{{"fingerprint", core::sha256(store_version + fingerprint)}, {"piece", piece}};
    return core::write_file(file, core::json_text(whole) + "\n");
}

}  // namespace synchrony::core
