// The median beat of each of the twelve leads, enlarged, with what was found on it and the reasons for or against LBBB.
#pragma once

#include <filesystem>
#include <string>

#include "synchrony/core/result.hpp"
#include "synchrony/draw/painter.hpp"
#include "synchrony/measure/measure.hpp"

namespace synchrony::sheet {

inline constexpr draw::Size median_page_mm{420.0, 297.0};  ///< A3 landscape, ISO 216

struct MedianSheet {
    std::string title;      ///< large, upper left; the caller decides whether it names anybody
    double drawn_at = 1.0;  ///< of its own size, where the caller draws it smaller: the scale that is printed
    bool criteria = true;   ///< false: the answers alone, where the criteria follow on a page of their own
};

/// Draws to .svg or .pdf (A3 landscape, to scale in mm) or .png (`dpi`). Each lead at 100 mm/s and 20 mm/mV, or at half
/// of either where a beat is too long or too tall for that; the scale is printed and a calibration pulse drawn. Thin
/// lines over all of a lead: global boundaries, ms from QRS onset; short ticks on the trace: the lead's own. A disc
/// marks a notch, a ring a slur, with ms from QRS onset. Below, each criterion of three definitions of LBBB.
/// Errors: input (not the twelve leads, no QRS complex in the median beat), usage (file ending), io.
[[nodiscard]] core::Result<void> draw_median_sheet(const measure::Measurements& measured, const MedianSheet& sheet,
                                                   const std::filesystem::path& path, double dpi = 200.0);

/// The same as a picture; `measured` and `sheet` must outlive it.
[[nodiscard]] core::Result<draw::Picture> median_sheet_picture(const measure::Measurements& measured,
                                                               const MedianSheet& sheet);

}  // namespace synchrony::sheet
