#include "synchrony/io/rounded_leads.hpp"

#include <cstdio>

#include "synchrony/core/text.hpp"

namespace synchrony::io {

void RoundedLeads::add(std::string_view name, double step, std::string_view unit) {
    // The arithmetic of a step leaves dust behind its last figure: 0.010000000000000002.
    char text[32];
    std::snprintf(text, sizeof text, "%.6g", step);
    core::append_word(names_[text + (" " + std::string(unit))], std::string(name));
}

void RoundedLeads::say(std::string_view format, std::vector<std::string>& lost) const {
    for (const auto& [step, names] : names_)
        lost.push_back(std::string(format) + " has 16 bits: amplitudes of " + names + " are rounded to " + step);
}

}  // namespace synchrony::io
