// A fixed part of a work list, for many machines that each do one.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace synchrony::core {

/// Part `number` (1 to `count`) of a list. 1 of 1 is the whole.
struct Shard {
    std::size_t number = 1, count = 1;
    [[nodiscard]] bool whole() const { return count == 1; }
    friend bool operator==(const Shard&, const Shard&) = default;
};

/// At most so many parts.
inline constexpr std::size_t most_shards = 100'000;

/// Items [begin, end) of a list.
struct IndexRange {
    std::size_t begin = 0, end = 0;
    [[nodiscard]] std::size_t size() const { return end - begin; }
    [[nodiscard]] bool holds(std::size_t item) const { return item >= begin && item < end; }
    friend bool operator==(const IndexRange&, const IndexRange&) = default;
};

/// The part's items: parts follow each other in the list's order, hold every item once, and differ by one in size.
[[nodiscard]] constexpr IndexRange part_of(const Shard& shard, std::size_t items) {
    const auto first = [&](std::size_t part) {
        return items / shard.count * part + items % shard.count * part / shard.count;
    };
    return {first(shard.number - 1), first(shard.number)};
}

/// "2/8"; empty for what is none.
[[nodiscard]] std::optional<Shard> parse_shard(std::string_view text);
/// "2/8".
[[nodiscard]] std::string to_text(const Shard& shard);

}  // namespace synchrony::core
