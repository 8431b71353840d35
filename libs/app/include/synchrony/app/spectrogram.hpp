// Use case: draw one lead above its spectrogram.
#pragma once

#include <filesystem>
#include <string>

#include "synchrony/core/result.hpp"
#include "synchrony/features/recipe.hpp"
#include "synchrony/io/read.hpp"
#include "synchrony/record/ecg.hpp"
#include "synchrony/sheet/spectrogram_plot.hpp"

namespace synchrony::app {

struct SpectrogramRequest {
    std::filesystem::path ecg;
    io::ReadOptions reading;
    std::string lead;  ///< empty: the first
    features::SpectrogramRecipe recipe;
    double from_s = 0.0;                ///< start of the stretch that is drawn
    double duration_s = 10.0;           ///< its length; less where the recording ends sooner
    double highest_frequency_hz = 0.0;  ///< rows above are not shown; 0: all of the recipe
    std::filesystem::path out;          ///< .png, .svg or .pdf
    double dpi = 150.0;
};

/// What was drawn, for the program's answer.
struct SpectrogramDrawing {
    std::string lead;
    double from_s = 0.0;
    double to_s = 0.0;
    std::size_t beats = 0;  ///< R peaks marked
    double window_s = 0.0;  ///< of the recipe
    double bin_hz = 0.0;
};

/// The plot of a recording that is at hand; of the request, `ecg`, `out` and `dpi` are not used. Errors (usage): no
/// such lead, a stretch outside the recording.
[[nodiscard]] core::Result<sheet::SpectrogramPlot> spectrogram_plot(const record::Ecg& ecg,
                                                                    const SpectrogramRequest& request);

[[nodiscard]] core::Result<SpectrogramDrawing> draw_spectrogram(const SpectrogramRequest& request);

}  // namespace synchrony::app
