// The 12-lead sheet as a picture for a page.
#pragma once

#include "painter.hpp"
#include "synchrony/report/ecg_sheet.hpp"

namespace synchrony::report {

/// As draw_ecg_sheet. `ecg` and `sheet` must outlive the picture.
[[nodiscard]] core::Result<Picture> ecg_sheet_picture(const record::Ecg& ecg, const EcgSheet& sheet);

}  // namespace synchrony::report
