#include "synchrony/cohort/input_group.hpp"

#include <array>

#include "synchrony/cohort/columns.hpp"

namespace synchrony::cohort {
namespace {

struct GroupWords {
    std::string_view name, label;
};

// In the order of the enumeration.
constexpr std::array group_words{
    GroupWords{"qrs_duration", "QRS duration"},     GroupWords{"lbbb_form", "LBBB form"},
    GroupWords{"vector", "Vectors: area, axes, T"}, GroupWords{"chamber", "Chamber size and function"},
    GroupWords{"scar", "Scar and ischaemia"},       GroupWords{"dyssynchrony", "Mechanical dyssynchrony"},
    GroupWords{"rhythm", "Rhythm and intervals"},   GroupWords{"clinical", "Clinical picture"},
    GroupWords{"picture", "Picture of the ECG"},    GroupWords{"other", "Other columns"}};
static_assert(group_words.size() == static_cast<std::size_t>(InputGroup::other) + 1);

}  // namespace

std::string_view name_of(InputGroup group) {
    return group_words[static_cast<std::size_t>(group)].name;
}

std::string_view label_of(InputGroup group) {
    return group_words[static_cast<std::size_t>(group)].label;
}

InputGroup group_of_column(std::string_view name) {
    const auto* rule = find_rule(name);
    return rule == nullptr ? InputGroup::other : rule->group;
}

}  // namespace synchrony::cohort
