#include "fhir/resources.hpp"

#include <algorithm>

#include "synchrony/core/foreign_text.hpp"
#include "synchrony/core/json.hpp"
#include "synchrony/core/text.hpp"
#include "uuid.hpp"

namespace synchrony::io::fhir {
namespace {

// A Bundle of a day of ECGs; samples are one string, and not counted.
constexpr core::JsonLimits limits{.max_bytes = std::size_t{1} << 28, .max_depth = 64, .max_values = 4'000'000};

/// Bundles in Bundles are searches in transactions; deeper is no export.
constexpr int deepest_bundle = 4;

void gather(Json& from, std::string url, int depth, std::vector<Resource>& all) {  // depth: Bundles around it
    if (from.is_array()) {
        for (auto& each : from)
            if (each.is_object()) gather(each, {}, depth, all);
        return;
    }
    if (!from.is_object()) return;
    if (type_of(from) != "Bundle") {
        if (!type_of(from).empty()) all.push_back({std::move(from), std::move(url), depth > 0});
        return;
    }
    const auto entries = from.find("entry");
    if (entries == from.end() || !entries->is_array() || depth == deepest_bundle) return;
    for (auto& entry : *entries) {
        if (!entry.is_object()) continue;
        const auto resource = entry.find("resource");
        if (resource != entry.end()) gather(*resource, core::word_of(entry, "fullUrl"), depth + 1, all);
    }
}

/// Whether the first line is an object of its own and another follows.
bool is_one_a_line(std::string_view text) {
    const auto end = text.find('\n');
    if (end == text.npos) return false;
    const auto first = core::trimmed(text.substr(0, end)), rest = core::trimmed(text.substr(end));
    return first.starts_with('{') && first.ends_with('}') && rest.starts_with('{');
}

bool has_local_id(const Resource& resource) {
    const bool of_server = resource.url.starts_with("http://") || resource.url.starts_with("https://");
    return resource.in_bundle && !of_server && !is_uuid(core::word_of(resource.body, "id"));
}

}  // namespace

const Json& member(const Json& object, const char* name) {
    static const Json nothing;
    const auto found = object.find(name);
    return found == object.end() ? nothing : *found;
}

std::string type_of(const Json& resource) {
    return core::word_of(resource, "resourceType");
}

core::Result<std::vector<Resource>> resources_of(std::string_view text, const std::string& where) {
    text = core::without_byte_order_mark(text);
    std::vector<Resource> all;
    if (!is_one_a_line(text)) {
        SYNCHRONY_ASSIGN(auto document, core::parse_json(text, where, limits));
        gather(document, {}, 0, all);
    } else {
        std::size_t number = 0;
        for (const auto line : core::split(text, '\n')) {
            ++number;
            // Of the other resources those alone that tell whose ECG it is.
            const bool wanted = line.find("SampledData") != line.npos || line.find("\"Patient\"") != line.npos ||
                                line.find("\"Device\"") != line.npos;
            if (!wanted) continue;
            SYNCHRONY_ASSIGN(auto document, core::parse_json(line, where + ", line " + std::to_string(number), limits));
            gather(document, {}, 0, all);
        }
    }
    if (all.empty())
        return core::fail_input("file holds no FHIR resource", where, "no resourceType",
                                "an Observation, or a Bundle of resources");
    return all;
}

Referred referred(const Json& reference, const char* type, const Json& owner, const std::vector<Resource>& all) {
    const auto target = core::word_of(reference, "reference");
    if (target.starts_with('#')) {
        for (const auto& inner : member(owner, "contained"))
            if (core::word_of(inner, "id") == target.substr(1) && type_of(inner) == type)
                return {&inner, !is_uuid(core::word_of(inner, "id"))};
        return {};
    }
    const Resource* only = nullptr;
    std::size_t there = 0;
    for (const auto& resource : all) {
        if (type_of(resource.body) != type) continue;
        const auto id = std::string(type) + "/" + core::word_of(resource.body, "id");
        if (!target.empty() && (resource.url == target || target == id || target.ends_with("/" + id)))
            return {&resource.body, has_local_id(resource)};
        only = &resource;
        ++there;
    }
    return target.empty() && there == 1 ? Referred{&only->body, has_local_id(*only)} : Referred{};
}

}  // namespace synchrony::io::fhir
