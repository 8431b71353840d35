#include "header_names.hpp"

#include <algorithm>
#include <map>
#include <span>

#include "synchrony/cohort/columns.hpp"
#include "synchrony/core/folded_text.hpp"
#include "synchrony/core/foreign_text.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::cohort {
namespace {

/// The name without what tells a copy from the first column.
std::string without_copy_number(std::string name) {
    const auto n = name.size();
    if (n > 2 && name[n - 2] == '.' && name[n - 1] >= '1' && name[n - 1] <= '9') name.resize(n - 2);
    return name;
}

}  // namespace

std::vector<std::string> header_names(const std::vector<std::string>& header) {
    std::vector<std::string> names;
    for (const auto& cell : header)
        names.emplace_back(core::trimmed_widely(core::without_unseen(core::one_line(cell))));
    return names;
}

std::vector<std::string> header_notes(const std::vector<std::string>& names) {
    std::vector<std::string> notes;
    std::map<std::string, std::string> looks;
    for (const auto& name : names) {
        if (name.empty()) continue;
        if (const auto meant = near_name(name)) {
            notes.push_back("column '" + name + "' is not known; did you mean '" + std::string(*meant) + "'?");
            continue;
        }
        const auto [first, is_new] = looks.emplace(without_copy_number(core::folded(name)), name);
        if (!is_new && first->second != name)
            notes.push_back("columns '" + first->second + "' and '" + name + "' have nearly one name: is one a copy?");
    }
    return notes;
}

std::string header_text(const std::vector<std::string>& names) {
    constexpr std::size_t most_named = 12;
    const auto text = core::joined(std::span(names).first(std::min(names.size(), most_named)));
    return names.size() > most_named ? text + ", ..." : text;
}

}  // namespace synchrony::cohort
