// The resources of a FHIR file in JSON: one alone, a Bundle, a list, or one a line (NDJSON, as servers export them).
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "synchrony/core/result.hpp"

namespace synchrony::io::fhir {

using Json = nlohmann::json;

struct Resource {
    Json body;
    std::string url;  ///< its Bundle's name for it, which references may use
};

/// All resources of the text, those within Bundles too. Fails (input) on what is no JSON or holds no resource.
[[nodiscard]] core::Result<std::vector<Resource>> resources_of(std::string_view text, const std::string& where);

/// The member of an object; null where it is no object or has none.
[[nodiscard]] const Json& member(const Json& object, const char* name);

/// "Observation"; empty where the resource does not say.
[[nodiscard]] std::string type_of(const Json& resource);

/// The resource of that type that a Reference means, by URL, by "Type/id", or within `owner` ("#id"); the only one of
/// its type where the reference names none. Null where it is not in the file.
[[nodiscard]] const Json* referred(const Json& reference, const char* type, const Json& owner,
                                   const std::vector<Resource>& all);

}  // namespace synchrony::io::fhir
