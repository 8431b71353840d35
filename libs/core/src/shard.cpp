#include "synchrony/core/shard.hpp"

#include <charconv>

namespace synchrony::core {

std::optional<Shard> parse_shard(std::string_view text) {
    const auto stroke = text.find('/');
    if (stroke == std::string_view::npos) return std::nullopt;
    const auto number = [](std::string_view digits) -> std::optional<std::size_t> {
        std::size_t value = 0;
        const char* end = digits.data() + digits.size();
        const auto [at, fault] = std::from_chars(digits.data(), end, value);
        if (fault != std::errc{} || at != end) return std::nullopt;
        return value;
    };
    const auto part = number(text.substr(0, stroke)), count = number(text.substr(stroke + 1));
    if (!part || !count || *part < 1 || *part > *count || *count > most_shards) return std::nullopt;
    return Shard{*part, *count};
}

std::string to_text(const Shard& shard) {
    return std::to_string(shard.number) + "/" + std::to_string(shard.count);
}

}  // namespace synchrony::core
