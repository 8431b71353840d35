#include "synchrony/core/nearest_word.hpp"

#include <algorithm>
#include <numeric>

#include "synchrony/core/text.hpp"

namespace synchrony::core {
namespace {

constexpr std::size_t longest_word = 64;  // of what was typed; the work grows with its square
constexpr std::size_t least_beginning = 3;

std::size_t most_typing_errors(std::size_t letters) {
    return letters <= 3 ? 1 : std::max<std::size_t>(2, letters / 3);
}

}  // namespace

std::size_t typing_errors(std::string_view typed, std::string_view word) {
    std::vector<std::size_t> before, last(word.size() + 1), now(word.size() + 1);
    std::iota(last.begin(), last.end(), std::size_t{0});
    for (std::size_t i = 1; i <= typed.size(); ++i) {
        now[0] = i;
        for (std::size_t k = 1; k <= word.size(); ++k) {
            const std::size_t changed = last[k - 1] + (typed[i - 1] == word[k - 1] ? 0 : 1);
            now[k] = std::min({changed, last[k] + 1, now[k - 1] + 1});
            if (i > 1 && k > 1 && typed[i - 1] == word[k - 2] && typed[i - 2] == word[k - 1])
                now[k] = std::min(now[k], before[k - 2] + 1);
        }
        before = last;
        last = now;
    }
    return last.back();
}

std::string nearest_word(std::string_view typed, const std::vector<std::string>& words) {
    std::string nearest;
    const auto small = lower(typed);
    const bool any_letter =
        std::ranges::any_of(small, [](char c) { return (c >= 'a' && c <= 'z') || (c & 0x80) != 0; });
    if (!any_letter || typed.size() > longest_word) return nearest;
    std::size_t fewest = most_typing_errors(typed.size()) + 1;
    for (const auto& word : words) {
        if (word.size() > longest_word) continue;
        const auto other = lower(word);
        const bool begins = std::min(small.size(), other.size()) >= least_beginning &&
                            (other.starts_with(small) || small.starts_with(other));
        const auto errors = begins && other != small ? 1 : typing_errors(small, other);
        // Of two words without a letter in common neither was meant by the other.
        if (errors >= fewest || errors >= std::max(small.size(), other.size())) continue;
        fewest = errors;
        nearest = word;
    }
    return nearest;
}

}  // namespace synchrony::core
