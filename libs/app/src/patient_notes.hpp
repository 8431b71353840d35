// What makes doubtful whose recordings are.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "synchrony/record/ecg.hpp"

namespace synchrony::app {

/// A recording's patient as it was told from others, and what its file says.
struct OfPatient {
    std::string patient;  ///< study number or group, which notes may show
    record::PatientFields said;
};

/// Sentences: ids that differ in spelling alone, names that were taken for one person's though spelled otherwise, and
/// patients whose files say two sexes, two days of birth or names without a common word. Show no id, name or date but
/// OfPatient::patient.
[[nodiscard]] std::vector<std::string> patient_notes(std::span<const OfPatient> recordings);

}  // namespace synchrony::app
