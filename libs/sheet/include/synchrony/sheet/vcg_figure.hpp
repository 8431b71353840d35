// The vectorcardiogram: the loops of the median beat in three planes, its three leads, and what is measured on them.
#pragma once

#include <filesystem>
#include <string>

#include "synchrony/core/result.hpp"
#include "synchrony/draw/painter.hpp"
#include "synchrony/measure/measure.hpp"

namespace synchrony::sheet {

struct VcgFigure {
    std::string title;  ///< large, upper left; the caller decides whether it names anybody
    measure::VcgTransform transform = measure::VcgTransform::kors;  ///< the one `Measurements::vectors` was made with
};

/// A direction in words' terms. Azimuth: in the horizontal plane from the left (0), to the front positive, to the back
/// negative, degrees in (-180, 180]. Elevation: from the horizontal plane, to the feet positive, -90 to 90.
struct Direction {
    double azimuth_deg = 0.0;
    double elevation_deg = 0.0;
};
/// Both are NaN for a vector of no length.
[[nodiscard]] Direction direction_of(const measure::Vector3& vector);
/// "41° to the back, 12° to the feet"; "–" for a vector of no length.
[[nodiscard]] std::string direction_text(const measure::Vector3& vector);

/// Draws to .svg or .pdf (A4 landscape, to scale in mm) or .png (`dpi`). Axes and views as the American Heart
/// Association standardized them in 1967 (after Malmivuo and Plonsey, Bioelectromagnetism, 1995, appendix A):
/// frontal from the front, horizontal from above, sagittal from the left; X grows to the left, Y to the feet, Z to the
/// back. All axes have one scale, so that a mV is as long in each. Loops start from the level before QRS onset; dots
/// are 10 ms apart on the QRS loop. The QRS area (uV s) is an arrow, 100 uV s as long as 1 mV. Errors: input (not the
/// twelve leads, QRS or T not found), usage (file ending), io.
[[nodiscard]] core::Result<void> draw_vcg_figure(const measure::Measurements& measured, const VcgFigure& figure,
                                                 const std::filesystem::path& path, double dpi = 200.0);

/// The same as a picture; `measured` and `figure` must outlive it.
[[nodiscard]] core::Result<draw::Picture> vcg_picture(const measure::Measurements& measured, const VcgFigure& figure);

}  // namespace synchrony::sheet
