#include "identity_lines.hpp"

#include "synchrony/core/text.hpp"
#include "synchrony/record/start_times.hpp"

namespace synchrony::app {

std::vector<std::string> identity_lines(const record::Ecg& ecg) {
    const auto& who = ecg.facts.patient;
    std::vector<std::string> lines;
    std::string line = who.name;
    if (!who.id.empty()) core::append_word(line, "number " + who.id);
    if (!line.empty()) lines.push_back(line);
    line.clear();
    if (!who.birth_date.empty()) core::append_word(line, "born " + who.birth_date);
    if (!who.born_in.empty()) core::append_word(line, "born in " + who.born_in);
    if (who.age_years) core::append_word(line, core::shortest(*who.age_years) + " years");
    if (!who.sex.empty()) core::append_word(line, who.sex);
    if (!line.empty()) lines.push_back(line);
    if (ecg.start_time) lines.push_back("recorded " + record::with_zone(*ecg.start_time, ecg.facts.zone_minutes));
    return lines;
}

}  // namespace synchrony::app
