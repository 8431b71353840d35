// Where on the sheet each lead stands, and which of its seconds are shown there.
#pragma once

#include <string>
#include <vector>

#include "synchrony/record/ecg.hpp"
#include "synchrony/sheet/ecg_sheet.hpp"

namespace synchrony::sheet {

/// A stretch of paper with one lead on it.
struct Strip {
    std::string lead;  ///< as the recording names it
    int row = 0;
    double at_s = 0.0;  ///< from the left edge of the traces
    double length_s = 0.0;
    double from_s = 0.0;   ///< what is shown: seconds of the recording
    bool in_place = true;  ///< false: another stretch than the column's, because the lead holds nothing there
};

struct SheetLayout {
    int rows = 0;
    std::vector<Strip> strips;
    std::vector<double> dividers_s;  ///< between columns, in the rows that have them
    int divided_rows = 0;
};

/// Rows and columns of the format and, but for twelve rows, a rhythm strip; columns one after the other in time, as
/// printed. Leads beside the
/// twelve get further rows. Where the recording is shorter than the sheet, or a lead was recorded at another
/// time than its column's, the column shows what there is. A recording of four leads or fewer, not all of the twelve,
/// is shown in rows over the sheet's whole width.
[[nodiscard]] SheetLayout lay_out(const record::Ecg& ecg, SheetFormat format, const std::string& rhythm_lead,
                                  double start_s, double shown_s);

}  // namespace synchrony::sheet
