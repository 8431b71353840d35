#include "synchrony/core/key.hpp"

#include <charconv>

#include "synchrony/core/sha256.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/core/version.hpp"

namespace synchrony::core {
namespace {

std::string with_length(std::string_view text) {
    std::string whole = std::to_string(text.size());
    whole += ':';
    whole += text;
    return whole;
}

// Takes "5:0.001" and the character `end` behind it from the front of the text.
std::optional<std::string> take_with_length(std::string_view& text, char end) {
    std::size_t length = 0;
    const auto [after, fault] = std::from_chars(text.data(), text.data() + text.size(), length);
    if (fault != std::errc()) return std::nullopt;
    const auto digits = static_cast<std::size_t>(after - text.data());
    const auto left = text.size() - digits;  // of it a colon, the value and `end`
    if (left < 2 || length > left - 2 || *after != ':' || after[1 + length] != end) return std::nullopt;
    std::string value(text.substr(digits + 1, length));
    text.remove_prefix(digits + length + 2);
    return value;
}

}  // namespace

Key::Key(std::string_view what) {
    add("what", what);
    add("program", version());
}

Key& Key::add(std::string_view name, std::string_view text) {
    entries_.emplace_back(name, text);
    return *this;
}

Key& Key::add(std::string_view name, const Key& inner) {
    for (const auto& [part, value] : inner.entries_) {
        std::string whole(name);
        whole += '/';
        whole += part;
        entries_.emplace_back(std::move(whole), value);
    }
    return *this;
}

Key& Key::add(std::string_view name, double number) {
    return add(name, std::string_view(shortest(number)));
}

std::string Key::text() const {
    std::string text;
    for (const auto& [name, value] : entries_) text += with_length(name) + " " + with_length(value) + "\n";
    return text;
}

std::optional<Key> Key::from_text(std::string_view text) {
    Key key;
    while (!text.empty()) {
        auto name = take_with_length(text, ' ');
        if (!name) return std::nullopt;
        auto value = take_with_length(text, '\n');
        if (!value) return std::nullopt;
        key.entries_.emplace_back(std::move(*name), std::move(*value));
    }
    return key;
}

std::string Key::digest() const {
    return sha256(text());
}

std::string Key::first_unlike(const Key& other) const {
    for (std::size_t i = 0; i < entries_.size(); ++i)
        if (i >= other.entries_.size() || entries_[i] != other.entries_[i])
            return entries_[i].first + " " + entries_[i].second;
    return {};
}

}  // namespace synchrony::core
