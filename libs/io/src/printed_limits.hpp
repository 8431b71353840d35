// Measurements printed by a device that no heart can have.
#pragma once

#include "synchrony/record/ecg.hpp"

namespace synchrony::io {

/// Takes out printed measurements beyond what is possible (a QTc of 5117 ms comes from a field that is read at another
/// place than it was written) and says so. Limits lie far outside of disease, so that no true value is lost.
void drop_impossible_measurements(record::Ecg& ecg);

}  // namespace synchrony::io
