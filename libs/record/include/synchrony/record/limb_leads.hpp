// The six limb leads have two degrees of freedom: any two of them give the other four.
#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "synchrony/record/ecg.hpp"

namespace synchrony::record {

/// lead = one x I + two x II.
struct LimbWeights {
    double one = 0.0;
    double two = 0.0;
};

/// I II III aVR aVL aVF in terms of I and II: III = II - I (Einthoven), aVR = -(I + II)/2, aVL = I - II/2,
/// aVF = II - I/2 (Goldberger). Empty for other names.
[[nodiscard]] std::optional<LimbWeights> limb_weights(std::string_view standard_name);

/// Whether two of the six limb leads hold valid samples: they give the others.
[[nodiscard]] bool gives_limb_leads(const Ecg& ecg);

/// The recording with those limb leads added that were not stored (or hold no valid sample), where two of the six are
/// there. Of the leads there the first two in the order I II III aVR aVL aVF give the others. An added lead is marked
/// Lead::derived and is invalid where either of its two is.
[[nodiscard]] Ecg with_limb_leads(Ecg ecg);

}  // namespace synchrony::record
