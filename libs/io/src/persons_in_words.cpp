#include "persons_in_words.hpp"

#include "synchrony/record/identity.hpp"
#include "synchrony/record/lead_names.hpp"

namespace synchrony::io {

void take_persons_out_of_words(record::Ecg& ecg) {
    record::PatientFields by_name;  // ids are short numbers now and then, and so are models
    by_name.name = ecg.facts.patient.name;
    by_name.other_spellings = ecg.facts.patient.other_spellings;
    if (by_name.name.empty() && by_name.other_spellings.empty()) return;
    const auto tells = [&](const std::string& words) { return record::names_patient(words, by_name); };
    auto& device = ecg.facts.device;
    for (auto* words : {&device.manufacturer, &device.model, &device.software, &ecg.facts.format_version})
        if (tells(*words)) words->clear();
    std::size_t number = 0;
    for (auto* signals : {&ecg.leads, &ecg.other_signals})
        for (auto& signal : *signals) {
            ++number;
            if (!record::is_lead_name(signal.name) && tells(signal.name))
                signal.name = "signal " + std::to_string(number);
        }
}

}  // namespace synchrony::io
