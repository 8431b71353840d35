// What was likely meant by a word that is not on the list.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace synchrony::core {

/// Letters to change, add, leave out or swap with their neighbour, to make one word of the other (restricted
/// Damerau-Levenshtein distance).
[[nodiscard]] std::size_t typing_errors(std::string_view typed, std::string_view word);

/// The word that is nearest to what was typed, the first of several; empty where none is near, and for numbers. Case
/// does not count. Near is a word that begins with the other ("resp", "response"; from three letters), or one with two
/// letters or a third of them mistyped (of three letters or fewer: one).
[[nodiscard]] std::string nearest_word(std::string_view typed, const std::vector<std::string>& words);

/// "Did you mean clinical?", or nothing: a hint for an error about a word from a closed list. `word_of` names the
/// list's entries.
template <typename Range, typename WordOf = std::identity>
[[nodiscard]] std::string did_you_mean(std::string_view typed, const Range& words, WordOf word_of = {}) {
    std::vector<std::string> list;
    for (const auto& word : words) list.emplace_back(std::invoke(word_of, word));
    const auto meant = nearest_word(typed, list);
    return meant.empty() ? meant : "Did you mean " + meant + "?";
}

}  // namespace synchrony::core
