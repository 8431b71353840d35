// Use case: draw the 12-lead sheet of a recording, with the measurements that a reader looks for first.
#pragma once

#include <filesystem>
#include <string>

#include "synchrony/core/result.hpp"

namespace synchrony::app {

struct PlotRequest {
    std::filesystem::path ecg;
    std::filesystem::path out;  ///< .svg, .pdf or .png
    std::string title = "12-lead ECG";
    std::string rhythm_lead = "II";
    double from_s = 0.0;
    double dpi = 200.0;
};

/// Measurements that cannot be made are left out of the sheet; the sheet is drawn all the same.
[[nodiscard]] core::Result<void> plot_sheet(const PlotRequest& request);

}  // namespace synchrony::app
