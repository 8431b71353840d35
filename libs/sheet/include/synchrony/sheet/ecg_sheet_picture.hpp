// The 12-lead sheet as a picture for a page.
#pragma once

#include "synchrony/draw/painter.hpp"
#include "synchrony/sheet/ecg_sheet.hpp"

namespace synchrony::sheet {

/// As draw_ecg_sheet. `ecg` and `sheet` must outlive the picture.
[[nodiscard]] core::Result<draw::Picture> ecg_sheet_picture(const record::Ecg& ecg, const EcgSheet& sheet);

/// The paper with its traces alone, without head and foot, for a page that says the rest; rows are lower, so that it
/// takes half a page. `ecg` and `sheet` must outlive the picture.
[[nodiscard]] core::Result<draw::Picture> ecg_strips_picture(const record::Ecg& ecg, const EcgSheet& sheet);

/// "Drawn at 15.8 mm/s and 6.3 mm/mV; a large square is 0.2 s and 0.5 mV." of a picture that is drawn `drawn_at` times
/// its size; 0 where that is not known, as on a screen.
[[nodiscard]] std::string scale_words(double speed_mm_per_s, double gain_mm_per_mv, double drawn_at);

}  // namespace synchrony::sheet
