// Mains hum: how much of it is in each lead, and the recording without it.
#pragma once

#include <vector>

#include "synchrony/record/ecg.hpp"

namespace synchrony::measure {

struct Hum {
    double frequency_hz = 0.0;  ///< as found, near 50 or 60; 0 where there is none
    double amplitude_uv = 0.0;  ///< of the sine, median over the recording
};

/// Subtracts the hum from every lead and says what was in it.
///
/// Method: subtraction, not a filter, so that QRS complexes keep their edges (Levkov, Mihov, Ivanov, Daskalov,
/// Christov, Dotsinsky, Biomed Eng Online 2005;4:50). A lead less its mean over one mains period holds the hum, noise
/// and QRS complexes. Where it is quiet (no QRS complex) a sine is fitted by least squares in windows that overlap; its
/// amplitude and phase follow drift of the mains; its harmonics up to the third likewise; between the quiet stretches
/// they are interpolated, and the sine is subtracted everywhere. What is below a few uV, or not to be told from noise,
/// is left as it is.
[[nodiscard]] std::vector<Hum> remove_hum(record::Ecg& ecg);

}  // namespace synchrony::measure
