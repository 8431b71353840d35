// Use case: draw a recording: the printed 12-lead sheet, its median beats with the reasons for LBBB, or its
// vectorcardiogram.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "synchrony/core/progress.hpp"
#include "synchrony/core/result.hpp"
#include "synchrony/draw/painter.hpp"
#include "synchrony/io/read.hpp"
#include "synchrony/measure/measure.hpp"
#include "synchrony/sheet/ecg_sheet.hpp"

namespace synchrony::app {

enum class PlotKind : std::uint8_t { sheet, median, vcg };

struct PlotRequest {
    std::filesystem::path ecg;
    io::ReadOptions reading;
    std::filesystem::path out;  ///< .svg, .pdf or .png
    PlotKind kind = PlotKind::sheet;
    std::string title;               ///< empty: what the picture is; never a patient's name
    std::string rhythm_lead = "II";  ///< of the sheet
    double from_s = 0.0;             ///< of the sheet
    sheet::SheetFormat format = sheet::SheetFormat::three_by_four;
    double speed_mm_per_s = 25.0;  ///< of the sheet
    double gain_mm_per_mv = 10.0;  ///< of the sheet
    bool identity = false;         ///< name the patient and the date on the sheet, where the recording says them
    double dpi = 200.0;
    measure::MeasureOptions
        options;  ///< sex, for Strauss' limit (unknown: the header's); the vectorcardiogram's transform
};

/// The sheet's words: what was measured, why not to trust it, and who it is where that was asked for.
[[nodiscard]] sheet::EcgSheet sheet_of(const record::Ecg& ecg, const core::Result<measure::Measurements>& measured,
                                       const PlotRequest& request);

/// The sheet's bytes as a file of that format would hold them. `ecg` has its limb leads.
[[nodiscard]] core::Result<std::string> sheet_bytes(const record::Ecg& ecg,
                                                    const core::Result<measure::Measurements>& measured,
                                                    const PlotRequest& request, draw::PictureFormat format);

/// Writes the picture. On the sheet, measurements that cannot be made are left out; median beats and vectorcardiogram
/// need the twelve leads and fail without (input). A name that cannot be drawn is said in the log.
[[nodiscard]] core::Result<void> plot(const PlotRequest& request, const core::RunContext& context = {});

}  // namespace synchrony::app
