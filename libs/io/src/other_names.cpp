#include "other_names.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "synchrony/core/text.hpp"
#include "xml_values.hpp"

namespace synchrony::io {
namespace {

constexpr std::size_t most_names = 500, longest_name = 200;
constexpr int deepest_name = 16;

void keep(std::vector<std::string>& list, std::string text) {
    if (text.empty() || text.size() > longest_name || list.size() >= most_names) return;
    if (std::ranges::find(list, text) == list.end()) list.push_back(std::move(text));
}

/// "PatientLastName" and "ns:lastname", by their last part without case.
bool is_called_name(std::string_view called) {
    if (called == "displayname" || called == "codesystemname") return false;  // HL7's words for a code
    return called.ends_with("name") || called == "given" || called == "family" || called.ends_with("initials");
}

bool is_called_number(std::string_view called) {
    constexpr std::array<std::string_view, 10> ends = {"id",  "mrn",       "ssn",       "number",    "nbr",
                                                       "pid", "extension", "accession", "insurance", "identifier"};
    return std::ranges::any_of(ends, [&](std::string_view end) { return called.ends_with(end); });
}

void keep_by(std::string_view called, std::string_view text, record::PatientFields& patient) {
    const auto name = core::lower(called.substr(called.rfind(':') + 1));
    if (is_called_name(name)) add_other_name(patient, words_of(text));
    if (is_called_number(name)) add_other_id(patient, words_of(text));
}

void take_below(pugi::xml_node node, int depth, record::PatientFields& patient) {
    if (depth > deepest_name) return;
    for (const auto attribute : node.attributes()) keep_by(attribute.name(), attribute.value(), patient);
    for (const auto child : node.children())
        if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata)
            keep_by(node.name(), child.value(), patient);
        else
            take_below(child, depth + 1, patient);
}

}  // namespace

void add_other_name(record::PatientFields& patient, std::string name) {
    keep(patient.other_names, std::move(name));
}

void add_other_id(record::PatientFields& patient, std::string id) {
    keep(patient.other_ids, std::move(id));
}

void add_other_words(record::PatientFields& patient, const std::string& text) {
    for (const auto word : core::split(text, ' ')) {
        const bool figures = word.find_first_of("0123456789") != std::string_view::npos;
        figures ? add_other_id(patient, std::string(word)) : add_other_name(patient, std::string(word));
    }
}

void take_other_names(pugi::xml_node node, record::PatientFields& patient) {
    take_below(node, 0, patient);
}

}  // namespace synchrony::io
