// Whether a recording holds the twelve standard leads, or the eight that the others follow from.
#pragma once

#include <string>

#include "synchrony/core/result.hpp"
#include "synchrony/record/ecg.hpp"

namespace synchrony::sheet {

/// Nothing when I, II and V1 to V6 are there (III, aVR, aVL and aVF can be computed), else an input error that names
/// the leads found and those missing. `picture` says what needs them; `where` is the file.
[[nodiscard]] core::Result<void> require_twelve_leads(const record::Ecg& ecg, const std::string& picture,
                                                      const std::string& where);

/// What a sheet of this recording is called: "12-lead ECG" where those leads are there or follow from them, else "ECG,
/// 2 leads" or "ECG, lead II".
[[nodiscard]] std::string name_of_ecg(const record::Ecg& ecg);

}  // namespace synchrony::sheet
