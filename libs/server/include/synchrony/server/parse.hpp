// What strangers write into a request: targets, query options, file names, parts of a form. All of it is bounded and
// checked here, before anything else sees it. Nothing here throws but for memory.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "synchrony/core/result.hpp"

namespace synchrony::server {

/// Bounds of what is parsed; far above what the page sends.
inline constexpr std::size_t most_query_options = 64;
inline constexpr std::size_t most_path_parts = 8;
inline constexpr std::size_t most_form_parts = 20'000;     ///< a cohort of ten thousand records in two files each
inline constexpr std::size_t most_part_head_bytes = 4096;  ///< of the lines that head a part of a form
inline constexpr std::size_t most_file_name_bytes = 1024;
inline constexpr std::size_t most_file_name_folders = 16;
inline constexpr std::size_t most_name_bytes = 255;  ///< of a file's name between two slashes, as Linux has it

/// A fault of what was sent: 400.
[[nodiscard]] core::Error usage_fault(std::string what, std::string where, std::string got, std::string expected,
                                      std::string hint = {});
/// What came from outside, in quotes and short enough for a message.
[[nodiscard]] std::string shown(std::string_view text);

/// "%41+" as "A+"; with `plus_is_blank` as "A ". Nothing where an escape is cut short or no hexadecimal number.
[[nodiscard]] std::optional<std::string> percent_decoded(std::string_view text, bool plus_is_blank);
/// Letters, digits and -._~ stay, all other bytes are escaped: safe in a header.
[[nodiscard]] std::string percent_encoded(std::string_view text);

/// Options of a query, in their order; names may repeat.
class Query {
  public:
    Query() = default;
    explicit Query(std::vector<std::pair<std::string, std::string>> options) : options_(std::move(options)) {}
    /// The first value of that name, or null.
    [[nodiscard]] const std::string* find(std::string_view name) const;
    [[nodiscard]] std::vector<std::string> all(std::string_view name) const;
    [[nodiscard]] const std::vector<std::pair<std::string, std::string>>& options() const { return options_; }

  private:
    std::vector<std::pair<std::string, std::string>> options_;
};

/// A request's target: "/api/v1/recordings/3f?lead=II".
struct Target {
    std::vector<std::string> path;  ///< decoded: {"api", "v1", "recordings", "3f"}; no empty part but one at the root
    Query query;
};
/// Errors (usage): no absolute path, too many parts or options, a broken escape, control characters, "." or "..".
[[nodiscard]] core::Result<Target> parse_target(std::string_view target);

/// The number of an option within [low, high]; `otherwise` where it is not given. Errors (usage) name the option.
[[nodiscard]] core::Result<std::optional<double>> number_option(const Query& query, std::string_view name, double low,
                                                                double high);
[[nodiscard]] core::Result<std::optional<long>> whole_option(const Query& query, std::string_view name, long low,
                                                             long high);
/// The place of the option's word among `words`.
[[nodiscard]] core::Result<std::optional<std::size_t>> choice_option(const Query& query, std::string_view name,
                                                                     const std::vector<std::string_view>& words);
/// Errors (usage) where the query holds an option that is none of these: a misspelt one must not go unseen; or one
/// twice, but `set`.
[[nodiscard]] core::Result<void> only_options(const Query& query, const std::vector<std::string_view>& names);

/// A file's name that stays in its folder: slashes forward, no empty or dot part, UTF-8 without control characters,
/// bounded as a whole and between slashes.
[[nodiscard]] core::Result<std::string> checked_file_name(std::string_view name);

/// A part of a form.
struct FormPart {
    std::string name;        ///< "file"
    std::string file_name;   ///< as sent, not checked; empty: none
    std::string_view bytes;  ///< in the body that was parsed
};
/// The boundary of "multipart/form-data; boundary=X"; nothing for any other type.
[[nodiscard]] std::optional<std::string> form_boundary(std::string_view content_type);
/// The parts of a form (RFC 7578). `body` must outlive them. Errors (usage): cut short, no such form, too many parts.
[[nodiscard]] core::Result<std::vector<FormPart>> parse_form(std::string_view body, std::string_view boundary);

/// The value of a cookie in the header `Cookie`.
[[nodiscard]] std::optional<std::string_view> cookie_value(std::string_view header, std::string_view name);

}  // namespace synchrony::server
