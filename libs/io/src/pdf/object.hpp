// PDF's objects and the words that they are written in (ISO 32000-1, 7.2 and 7.3).
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace synchrony::io::pdf {

struct Object;
using Array = std::vector<Object>;
using Dictionary = std::map<std::string, Object, std::less<>>;

/// "/Type", without its slash.
struct Name {
    std::string text;
};
/// "12 0 R"
struct Reference {
    int number = 0;
};
/// A word that is none of PDF's values: an operator of a content stream, "obj", "stream".
struct Word {
    std::string text;
};

/// A value; empty (std::monostate) for null.
struct Object {
    std::variant<std::monostate, bool, double, std::string, Name, Reference, Word, std::shared_ptr<const Array>,
                 std::shared_ptr<const Dictionary>>
        value;

    /// The value where it is of that kind, else null.
    template <typename Kind>
    [[nodiscard]] const Kind* as() const {
        return std::get_if<Kind>(&value);
    }
    [[nodiscard]] std::optional<double> number() const;
    [[nodiscard]] std::string_view name() const;         ///< empty where it is none
    [[nodiscard]] const Array* array() const;            ///< null where it is none
    [[nodiscard]] const Dictionary* dictionary() const;  ///< null where it is none
};

/// The entry of a dictionary; null where it is not there.
[[nodiscard]] const Object& entry(const Dictionary& dictionary, std::string_view key);

/// Reads one object after another from text. Arrays and dictionaries stand inside each other to a depth of 32.
class Lexer {
  public:
    /// `references`: whether "1 0 R" is one object (in a file) or three (in a content stream).
    explicit Lexer(std::string_view text, std::size_t at = 0, bool references = true)
        : text_(text), at_(at), references_(references) {}

    /// The next object; nothing at the end of the text or where it breaks the rules (or holds more than 200,000
    /// others).
    [[nodiscard]] std::optional<Object> next() {
        may_make_ = 200'000;
        return next(0);
    }
    [[nodiscard]] std::size_t position() const { return at_; }
    void move_to(std::size_t at) { at_ = at; }

  private:
    void skip_blanks();
    [[nodiscard]] std::optional<Object> next(int depth);
    [[nodiscard]] std::optional<Object> list_until(std::string_view end, int depth);
    [[nodiscard]] Object literal_string();
    [[nodiscard]] Object hexadecimal_string();
    [[nodiscard]] Object name_object();
    [[nodiscard]] Object word_or_number();
    [[nodiscard]] bool take(std::string_view word);

    std::string_view text_;
    std::size_t at_ = 0;
    bool references_ = true;
    std::size_t may_make_ = 0;  ///< objects inside the one that is read
};

}  // namespace synchrony::io::pdf
