// Draws a LeadShading: blue above 0, vermilion below, as far apart to any eye as Okabe and Ito's first two colours.
#pragma once

#include "median_lead.hpp"
#include "synchrony/sheet/lead_shading.hpp"

namespace synchrony::sheet {

/// The shades of that lead over the whole height of its cell; nothing where the shading has no such lead.
void draw_shades(draw::Painter& painter, const LeadShading& shading, const std::string& lead, const MedianScale& scale,
                 const draw::Rect& cell);

/// Its words and the scale of shades, in one row.
void draw_shading_legend(draw::Painter& painter, const LeadShading& shading, const draw::Rect& place);

}  // namespace synchrony::sheet
