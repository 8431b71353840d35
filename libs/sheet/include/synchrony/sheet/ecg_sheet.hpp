// The printed 12-lead ECG as hospitals know it: A4 landscape, paper with millimetre grid, three rows of four leads and
// a rhythm strip.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "synchrony/core/result.hpp"
#include "synchrony/record/ecg.hpp"

namespace synchrony::sheet {

/// How the leads stand on the sheet.
enum class SheetFormat : std::uint8_t {
    three_by_four,  ///< three rows of four leads, 2.5 s each at 25 mm/s, and a rhythm strip
    six_by_two,     ///< six rows of two leads, 5 s each, and a rhythm strip
    twelve_by_one   ///< a row a lead, 10 s each
};

struct EcgSheet {
    std::string title;  ///< large, upper left; the caller decides whether it names anybody
    std::vector<std::string>
        left;  ///< lines below it, at most 3 are shown (date, format, patient's data where allowed)
    std::vector<std::string> right;     ///< lines upper right, at most 4 are shown (measurements, statements)
    std::vector<std::string> cautions;  ///< below the title, in red; those that find no room stand below the ECG
    std::optional<double> heart_rate_per_min;
    std::string rhythm;  ///< behind the rate; empty: not told
    std::string rhythm_lead = "II";
    SheetFormat format = SheetFormat::three_by_four;
    double start_s = 0.0;          ///< the sheet shows the 10 s from here
    double speed_mm_per_s = 25.0;  ///< 25 is what every reader expects
    double gain_mm_per_mv = 10.0;  ///< likewise 10
};

/// Draws to .svg or .pdf (to scale in mm) or .png (`dpi`, said in the file). In three rows, columns follow in time: I
/// II III at 0 to 2.5 s, aVR aVL aVF to 5 s, V1 V2 V3 to 7.5 s, V4 V5 V6 to 10 s; the rhythm strip shows all 10 s. Each
/// stretch is shifted so that its median lies on its base line, nothing is filtered; invalid samples
/// are gaps; a lead that the recording lacks is said to be missing. What was recorded is drawn: leads beside the twelve
/// in further rows, up to four leads of other names in rows over the whole width, and a lead that was not recorded
/// during its column (a shorter recording) from where it was, which its name then says. Errors: input (no lead, start
/// behind the end), usage (file ending, speed or gain not positive), io.
[[nodiscard]] core::Result<void> draw_ecg_sheet(const record::Ecg& ecg, const EcgSheet& sheet,
                                                const std::filesystem::path& path, double dpi = 200.0);

}  // namespace synchrony::sheet
