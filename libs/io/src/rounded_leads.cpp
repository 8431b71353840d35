#include "synchrony/io/rounded_leads.hpp"

#include "synchrony/core/text.hpp"

namespace synchrony::io {

void RoundedLeads::add(std::string_view name, double step, std::string_view unit) {
    core::append_word(names_[core::shortest(step) + " " + std::string(unit)], std::string(name));
}

void RoundedLeads::say(std::string_view format, std::vector<std::string>& lost) const {
    for (const auto& [step, names] : names_)
        lost.push_back(std::string(format) + " has 16 bits: amplitudes of " + names + " are rounded to " + step);
}

}  // namespace synchrony::io
