// What all pictures on ECG paper share: the millimetre grid, the calibration pulse, and what stands below.
#pragma once

#include <array>
#include <string>

#include "synchrony/draw/painter.hpp"

namespace synchrony::sheet {

inline constexpr double square_mm = 5.0;
inline constexpr draw::Colour paper_colour{1.0, 0.985, 0.98};
inline constexpr const char* not_a_medical_device = "Research software \u2013 not a medical device";

/// Rows and columns of the printed ECG.
inline constexpr std::array<std::array<const char*, 4>, 3> printed_order = {
    {{"I", "aVR", "V1", "V4"}, {"II", "aVL", "V2", "V5"}, {"III", "aVF", "V3", "V6"}}};

/// Lines of 1 and 5 mm from the upper left corner of `paper`, whose sides should be whole squares.
void draw_ecg_grid(draw::Painter& painter, const draw::Rect& paper);

/// A pulse that begins at `left` on the base line, with a flat foot on either side.
void draw_calibration(draw::Painter& painter, const draw::Point& left, const draw::Size& pulse_mm, double foot_mm,
                      const draw::Stroke& stroke);

/// A line that ends where its room does: smaller where it is too long, down to two thirds, then cut with an ellipsis.
void draw_fitting(draw::Painter& painter, const draw::Point& at, const std::string& text, double width_mm,
                  draw::TextStyle style);

/// "25", "12.5"
[[nodiscard]] std::string trimmed_text(double value);
/// "25 mm/s    10 mm/mV"
[[nodiscard]] std::string scale_text(double mm_per_s, double mm_per_mv);

}  // namespace synchrony::sheet
