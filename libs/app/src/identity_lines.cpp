#include "identity_lines.hpp"

#include "synchrony/core/text.hpp"
#include "synchrony/draw/painter.hpp"
#include "synchrony/record/age_words.hpp"
#include "synchrony/record/start_times.hpp"

namespace synchrony::app {

namespace {

bool is_drawn_as_boxes(const record::PatientFields& who) {
    return !draw::can_be_written(who.name) || !draw::can_be_written(who.id);
}

}  // namespace

void log_if_not_drawn(const record::Ecg& ecg, const core::RunContext& context) {
    if (is_drawn_as_boxes(ecg.facts.patient))
        context.progress->log(
            "warning: the patient's name or number has letters that this machine's font has not: they are drawn as "
            "empty boxes");
}

std::vector<std::string> identity_lines(const record::Ecg& ecg, Letters letters) {
    const auto& who = ecg.facts.patient;
    std::vector<std::string> lines;
    std::string line = who.name;
    if (!who.id.empty()) core::append_word(line, "number " + who.id);
    if (letters == Letters::drawn && is_drawn_as_boxes(who)) line += " (boxes: letters that the font has not)";
    if (!line.empty()) lines.push_back(line);
    line.clear();
    if (!who.birth_date.empty()) core::append_word(line, "born " + who.birth_date);
    if (!who.born_in.empty()) core::append_word(line, "born in " + who.born_in);
    if (who.age_years) core::append_word(line, record::age_words(*who.age_years));
    if (!who.sex.empty()) core::append_word(line, who.sex);
    if (!line.empty()) lines.push_back(line);
    if (ecg.start_time) lines.push_back("recorded " + record::with_zone(*ecg.start_time, ecg.facts.zone_minutes));
    return lines;
}

}  // namespace synchrony::app
