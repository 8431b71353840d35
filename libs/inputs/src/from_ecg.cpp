#include "synchrony/inputs/from_ecg.hpp"

#include <map>

#include "synchrony/core/counted.hpp"

namespace synchrony::inputs {

FromEcg fill_from_ecg(model::FeatureTable& clinical, const model::FeatureTable& ecg) {
    const std::size_t columns = clinical.columns.size();
    FromEcg filled(columns == 0 ? 0 : clinical.values.size() / columns);
    for (std::size_t c = 0; c < columns; ++c) {
        const auto measured = ecg.column(clinical.columns[c]);
        if (!measured) continue;
        for (std::size_t row = 0; row < filled.size(); ++row) {
            auto& value = clinical.values[row * columns + c];
            if (value || !ecg.at(row, *measured)) continue;
            value = ecg.at(row, *measured);
            filled[row].insert(clinical.columns[c]);
        }
    }
    return filled;
}

std::vector<std::string> from_ecg_notes(const FromEcg& filled) {
    std::map<std::string, std::size_t> cells;
    for (const auto& columns : filled)
        for (const auto& name : columns) ++cells[name];
    std::vector<std::string> notes;
    for (const auto& [name, count] : cells)
        notes.push_back(name + ": " + core::counted(count, "cell") + " measured from the ECG");
    return notes;
}

}  // namespace synchrony::inputs
