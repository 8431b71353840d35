#include "identity_lines.hpp"

#include "synchrony/core/text.hpp"

namespace synchrony::app {

std::vector<std::string> identity_lines(const record::Ecg& ecg) {
    const auto& who = ecg.facts.patient;
    std::vector<std::string> lines;
    std::string line = who.name;
    if (!who.id.empty()) core::append_word(line, "number " + who.id);
    if (!line.empty()) lines.push_back(line);
    line.clear();
    if (!who.birth_date.empty()) core::append_word(line, "born " + who.birth_date);
    if (who.age_years) core::append_word(line, core::shortest(*who.age_years) + " years");
    if (!who.sex.empty()) core::append_word(line, who.sex);
    if (!line.empty()) lines.push_back(line);
    if (ecg.start_time) lines.push_back("recorded " + *ecg.start_time);
    return lines;
}

}  // namespace synchrony::app
