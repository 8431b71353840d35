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
    std::string url;         ///< its Bundle's name for it, which references may use
    bool in_bundle = false;  ///< else it stands alone, in a list or in a line, as servers export them
};

/// All resources of the text, those within Bundles too. Fails (input) on what is no JSON or holds no resource.
[[nodiscard]] core::Result<std::vector<Resource>> resources_of(std::string_view text, const std::string& where);

/// The member of an object; null where it is no object or has none.
[[nodiscard]] const Json& member(const Json& object, const char* name);

/// "Observation"; empty where the resource does not say.
[[nodiscard]] std::string type_of(const Json& resource);

/// A resource that a Reference means.
struct Referred {
    const Json* body = nullptr;  ///< null where it is not in the file
    /// Its id is of this file alone ("p1"): it lies within another resource or in a Bundle that names no server for it,
    /// and is no UUID. Another file has another person of that id.
    bool id_is_local = false;
};

/// The resource of that type that a Reference means, by URL, by "Type/id", or within `owner` ("#id"); the only one of
/// its type where the reference names none.
[[nodiscard]] Referred referred(const Json& reference, const char* type, const Json& owner,
                                const std::vector<Resource>& all);

}  // namespace synchrony::io::fhir
