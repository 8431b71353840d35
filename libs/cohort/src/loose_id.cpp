#include "synchrony/cohort/loose_id.hpp"

#include <cctype>

#include "synchrony/core/folded_text.hpp"

namespace synchrony::cohort {

std::string loose_id(std::string_view id) {
    const auto text = core::folded(id);
    const auto is_digit = [&](std::size_t at) {
        return at < text.size() && std::isdigit(static_cast<unsigned char>(text[at])) != 0;
    };
    std::string loose;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool parts = text[i] == ' ' || text[i] == '-' || text[i] == '_';
        const bool after_digit = !loose.empty() && std::isdigit(static_cast<unsigned char>(loose.back())) != 0;
        if (parts && after_digit && is_digit(i + 1)) loose += '-';
        const bool zero_in_front = text[i] == '0' && !after_digit && is_digit(i + 1);
        if (!parts && !zero_in_front) loose += text[i];
    }
    return loose;
}

}  // namespace synchrony::cohort
