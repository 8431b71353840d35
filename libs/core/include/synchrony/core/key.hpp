// What a piece of work depends on, written down once: two keys are equal where and only where the work is the same.
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <ranges>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace synchrony::core {

/// Named values in the order in which they were added; the program's version is among the first. In the text every name
/// and value stands with its length, so that no two lists give the same; numbers are written exactly.
class Key {
  public:
    /// `what` says of which kind the work is: "scores of networks".
    explicit Key(std::string_view what);

    Key& add(std::string_view name, std::string_view text);
    Key& add(std::string_view name, const char* text) { return add(name, std::string_view(text)); }
    Key& add(std::string_view name, const std::string& text) { return add(name, std::string_view(text)); }
    /// All that another key holds, under names that begin with "<name>/".
    Key& add(std::string_view name, const Key& inner);
    template <std::integral Number>
    Key& add(std::string_view name, Number number) {
        return add(name, std::string_view(std::to_string(number)));
    }
    /// Exactly: the shortest decimal that reads back as the same number.
    Key& add(std::string_view name, double number);
    /// The values in their order, and how many they are.
    template <std::ranges::sized_range Values>
    Key& add_all(std::string_view name, const Values& values) {
        add(std::string(name) + " count", std::ranges::size(values));
        for (const auto& value : values) add(name, value);
        return *this;
    }

    /// A line a value: "13:learning rate 5:0.001". from_text gives nothing for any other text.
    [[nodiscard]] std::string text() const;
    [[nodiscard]] static std::optional<Key> from_text(std::string_view text);
    /// SHA-256 of the text, 64 hexadecimal digits.
    [[nodiscard]] std::string digest() const;
    friend bool operator==(const Key&, const Key&) = default;

    /// "learning rate 0.002", the first value of this key that `other` has not in that place; empty: there is none.
    [[nodiscard]] std::string first_unlike(const Key& other) const;

  private:
    Key() = default;
    std::vector<std::pair<std::string, std::string>> entries_;
};

}  // namespace synchrony::core
