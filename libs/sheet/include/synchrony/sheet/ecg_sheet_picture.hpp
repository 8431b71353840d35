// The 12-lead sheet as a picture for a page.
#pragma once

#include "synchrony/draw/painter.hpp"
#include "synchrony/sheet/ecg_sheet.hpp"

namespace synchrony::sheet {

/// As draw_ecg_sheet. `ecg` and `sheet` must outlive the picture.
[[nodiscard]] core::Result<draw::Picture> ecg_sheet_picture(const record::Ecg& ecg, const EcgSheet& sheet);

}  // namespace synchrony::sheet
