#include "synchrony/core/text.hpp"
#include "synchrony/io/written.hpp"
#include "synchrony/record/simulated.hpp"

namespace synchrony::io {

std::vector<std::string> not_held(std::string_view format, Fact held, const record::Ecg& ecg) {
    const auto& facts = ecg.facts;
    const auto& patient = facts.patient;
    std::string lost;
    const auto check = [&](Fact fact, bool known, std::string_view word) {
        if (known && (held | fact) != held) core::append_word(lost, word);
    };
    using enum Fact;
    check(start_time, ecg.start_time.has_value(), "start time");
    check(time_zone, ecg.start_time && facts.zone_minutes, "time zone");
    check(clock_time, !facts.clock_time.empty(), "time of day without a date");
    check(patient_id, !patient.id.empty(), "patient's id");
    check(name, !patient.name.empty(), "name");
    check(other_spellings, !patient.other_spellings.empty(), "name in other scripts");
    check(birth_date, !patient.birth_date.empty(), "birth date");
    check(birth_year, !patient.born_in.empty(), "year of birth alone");
    check(sex, !patient.sex.empty(), "sex");
    check(age, patient.age_years.has_value(), "age");
    check(device, facts.device != record::Device{}, "device");
    check(filters, facts.filters != record::Filters{}, "filters");
    auto whole = facts.printed;
    whole.leads.clear();
    check(printed, whole != record::PrintedMeasurements{}, "printed measurements");
    check(printed_by_lead, !facts.printed.leads.empty(), "printed measurements of single leads");
    check(notes, !facts.notes.empty(), "notes");
    check(comments, !ecg.comments.empty(),
          record::is_simulated(ecg) ? "mark that the patient is simulated" : "comments");
    check(pacing_spikes, !facts.pacing_spikes_s.empty(), "pacing spikes");
    check(stored_beats, !ecg.stored_beats.empty(), "stored beats");
    if (lost.empty()) return {};
    return {std::string(format) + " holds no " + lost};
}

void say_not_held(std::string_view format, const record::Ecg& ecg, const WriteOptions& options, Written& written,
                  Fact more) {
    for (const auto& signal : ecg.other_signals)
        written.left_out.push_back("signal " + signal.name + " in " + signal.unit);
    if (!options.keep_identity && !ecg.facts.printed.statements.empty())
        written.left_out.emplace_back("printed statements: free text may name the patient");
    auto held = clinical_facts | more;
    if (!options.keep_identity) held = held | Fact::birth_year | Fact::other_spellings;  // left out by choice
    for (auto& sentence : not_held(format, held, ecg)) written.left_out.push_back(std::move(sentence));
}

}  // namespace synchrony::io
