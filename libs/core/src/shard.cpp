#include "synchrony/core/shard.hpp"

#include "synchrony/core/text.hpp"

namespace synchrony::core {

std::optional<Shard> parse_shard(std::string_view text) {
    const auto stroke = text.find('/');
    if (stroke == std::string_view::npos) return std::nullopt;
    const auto part = number_from<std::size_t>(text.substr(0, stroke)),
               count = number_from<std::size_t>(text.substr(stroke + 1));
    if (!part || !count || *part < 1 || *part > *count || *count > most_shards) return std::nullopt;
    return Shard{*part, *count};
}

std::string to_text(const Shard& shard) {
    return std::to_string(shard.number) + "/" + std::to_string(shard.count);
}

}  // namespace synchrony::core
