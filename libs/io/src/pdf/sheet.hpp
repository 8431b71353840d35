// A page that shows curves of known leads to a known scale, and which pages of a document make one recording.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "pdf/curves.hpp"
#include "synchrony/core/result.hpp"
#include "synchrony/record/ecg.hpp"

namespace synchrony::io::pdf {

struct Sheet {
    std::vector<Curve> curves;
    double mm_per_s = 0.0, mm_per_mv = 0.0;  ///< on the page, whatever its size
    double left_mm = 0.0;                    ///< where time begins
    double start_s = 0.0;                    ///< of the recording, where it does, as the page says
    std::size_t page = 1;
    bool resized = false;  ///< the page is not printed to scale
};

/// Seconds from the sheet's beginning.
[[nodiscard]] double begin_of(const Curve& curve, const Sheet& sheet);

/// "from 1.3 s" behind a sheet's scale; 0 where it does not say so.
[[nodiscard]] double start_of(std::span<const ShownText> texts);

/// Samples a second of a sheet's curves, `hz`, in mV above the curve's median.
[[nodiscard]] record::Lead lead_of(const Curve& curve, const Sheet& sheet, double hz);

/// The sheets of the document's one recording. Reports show an ECG again, smaller, and its median beats: of pages with
/// the same curves the one printed largest is taken, and pages whose curves last less than two seconds are left out;
/// pages whose curves say where in time they begin go on from each other. `warnings` says what was left out.
/// Errors (input): pages with ECGs that differ; median beats alone.
[[nodiscard]] core::Result<std::vector<Sheet>> one_recording(std::vector<Sheet> sheets,
                                                             std::vector<record::Warning>& warnings,
                                                             const std::string& where);

}  // namespace synchrony::io::pdf
