#include "pdf/object.hpp"

#include <algorithm>

#include "synchrony/core/text.hpp"

namespace synchrony::io::pdf {
namespace {

constexpr int deepest_object = 32;
constexpr std::string_view pdf_blanks{"\0\t\n\f\r ", 6};
constexpr std::string_view pdf_delimiters = "()<>[]{}/%";

bool ends_word(char c) {
    return pdf_blanks.find(c) != std::string_view::npos || pdf_delimiters.find(c) != std::string_view::npos;
}

/// The value of a hexadecimal digit, -1 for other characters.
int digit_of(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/// A number of PDF: no exponent, a plus sign allowed.
std::optional<double> pdf_number(std::string_view word) {
    if (word.starts_with('+')) word.remove_prefix(1);
    if (word.empty() || word.find_first_not_of("0123456789.-") != std::string_view::npos) return std::nullopt;
    return core::number_from<double>(word);
}

}  // namespace

std::optional<double> Object::number() const {
    const auto* found = as<double>();
    return found ? std::optional(*found) : std::nullopt;
}

std::string_view Object::name() const {
    const auto* found = as<Name>();
    return found ? std::string_view(found->text) : std::string_view();
}

const Array* Object::array() const {
    const auto* found = as<std::shared_ptr<const Array>>();
    return found ? found->get() : nullptr;
}

const Dictionary* Object::dictionary() const {
    const auto* found = as<std::shared_ptr<const Dictionary>>();
    return found ? found->get() : nullptr;
}

const Object& entry(const Dictionary& dictionary, std::string_view key) {
    static const Object nothing;
    const auto found = dictionary.find(key);
    return found == dictionary.end() ? nothing : found->second;
}

void Lexer::skip_blanks() {
    while (at_ < text_.size()) {
        if (text_[at_] == '%')
            at_ = std::min(text_.find_first_of("\r\n", at_), text_.size());
        else if (pdf_blanks.find(text_[at_]) != std::string_view::npos)
            ++at_;
        else
            return;
    }
}

bool Lexer::take(std::string_view word) {
    if (!text_.substr(at_).starts_with(word)) return false;
    at_ += word.size();
    return true;
}

std::optional<Object> Lexer::next(int depth) {
    skip_blanks();
    if (at_ >= text_.size() || depth > deepest_object) return std::nullopt;
    if (take("<<")) return list_until(">>", depth);
    if (take("[")) return list_until("]", depth);
    const char c = text_[at_];
    if (c == '(') return literal_string();
    if (c == '<') return hexadecimal_string();
    if (c == '/') return name_object();
    if (ends_word(c)) {
        ++at_;  // a bracket without its partner
        return Object{Word{std::string(1, c)}};
    }
    return word_or_number();
}

std::optional<Object> Lexer::list_until(std::string_view end, int depth) {
    Array items;
    for (skip_blanks(); !take(end); skip_blanks()) {
        auto item = may_make_ > 0 ? next(depth + 1) : std::nullopt;
        if (!item) return std::nullopt;
        --may_make_;
        items.push_back(std::move(*item));
    }
    if (end == "]") return Object{std::make_shared<const Array>(std::move(items))};
    Dictionary dictionary;
    for (std::size_t i = 0; i + 1 < items.size(); i += 2)
        if (const auto* key = items[i].as<Name>()) dictionary.insert_or_assign(key->text, std::move(items[i + 1]));
    return Object{std::make_shared<const Dictionary>(std::move(dictionary))};
}

Object Lexer::literal_string() {
    std::string text;
    int open = 0;
    for (; at_ < text_.size(); ++at_) {
        char c = text_[at_];
        if (c == '(' && open++ == 0) continue;
        if (c == ')' && --open == 0) {
            ++at_;
            break;
        }
        if (c == '\\' && at_ + 1 < text_.size()) {
            c = text_[++at_];
            constexpr std::string_view escaped = "nrtbf", meant = "\n\r\t\b\f";
            if (const auto found = escaped.find(c); found != std::string_view::npos) c = meant[found];
            if (c >= '0' && c <= '7' && digit_of(text_[at_]) >= 0) {
                int code = 0;
                std::size_t figures = 0;
                while (figures < 3 && at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '7') {
                    code = 8 * code + (text_[at_++] - '0');
                    ++figures;
                }
                --at_;
                c = static_cast<char>(code);
            } else if (text_[at_] == '\n' || text_[at_] == '\r') {
                continue;  // a line that goes on
            }
        }
        text += c;
    }
    return {std::move(text)};
}

Object Lexer::hexadecimal_string() {
    std::string text;
    int half = -1;
    for (++at_; at_ < text_.size() && text_[at_] != '>'; ++at_) {
        const int digit = digit_of(text_[at_]);
        if (digit < 0) continue;
        if (half >= 0) text += static_cast<char>(half * 16 + digit);
        half = half >= 0 ? -1 : digit;
    }
    if (half >= 0) text += static_cast<char>(half * 16);
    at_ = std::min(at_ + 1, text_.size());
    return {std::move(text)};
}

Object Lexer::name_object() {
    std::string text;
    for (++at_; at_ < text_.size() && !ends_word(text_[at_]); ++at_) {
        const bool escaped = text_[at_] == '#' && at_ + 2 < text_.size() && digit_of(text_[at_ + 1]) >= 0 &&
                             digit_of(text_[at_ + 2]) >= 0;
        if (escaped) {
            text += static_cast<char>(digit_of(text_[at_ + 1]) * 16 + digit_of(text_[at_ + 2]));
            at_ += 2;
        } else {
            text += text_[at_];
        }
    }
    return {Name{std::move(text)}};
}

Object Lexer::word_or_number() {
    const auto begin = at_;
    while (at_ < text_.size() && !ends_word(text_[at_])) ++at_;
    const auto word = text_.substr(begin, at_ - begin);
    const auto number = pdf_number(word);
    if (!number) {
        if (word == "true" || word == "false") return {word == "true"};
        if (word == "null") return {};
        return {Word{std::string(word)}};
    }
    constexpr double most_objects = 1e7;
    const bool whole = *number >= 0 && *number < most_objects && word.find('.') == std::string_view::npos;
    if (!references_ || !whole) return {*number};
    // "12 0 R": looked for without reading on where it is none.
    const auto behind = at_;
    skip_blanks();
    const auto generation = at_;
    while (at_ < text_.size() && at_ - generation < 5 && text_[at_] >= '0' && text_[at_] <= '9') ++at_;
    const bool counted = at_ > generation;
    skip_blanks();
    if (counted && at_ < text_.size() && text_[at_] == 'R' && (at_ + 1 == text_.size() || ends_word(text_[at_ + 1]))) {
        ++at_;
        return {Reference{static_cast<int>(*number)}};
    }
    at_ = behind;
    return {*number};
}

}  // namespace synchrony::io::pdf
