// JSON that comes from strangers: model files, caches and tables that anybody may have made. It is measured before it
// is built, so that neither deep nesting (the parser's, the printer's and the destructor's stacks) nor a flood of tiny
// values (memory) can bring the program down.
#pragma once

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "synchrony/core/result.hpp"

namespace synchrony::core {

/// Far above what our own files hold: a model's description nests 4 deep and has some hundred values, a header of an
/// image set has one long string a patient list.
struct JsonLimits {
    std::size_t max_bytes = std::size_t{16} << 20;
    std::size_t max_depth = 64;          ///< brackets and braces that are open at once
    std::size_t max_values = 1'000'000;  ///< of the whole text; one takes up to about 100 bytes of memory
};

/// The text as JSON. Never throws. Errors (input) name `where`: not JSON (with the byte), too long, nested too deep,
/// too many values, a key twice in one object.
[[nodiscard]] Result<nlohmann::json> parse_json(std::string_view text, const std::string& where,
                                                const JsonLimits& limits = {});

/// The string of that name in an object; empty where there is none, or something else.
[[nodiscard]] std::string word_of(const nlohmann::json& object, const char* name);

}  // namespace synchrony::core
