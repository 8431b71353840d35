// One lead above its spectrogram, on one time axis.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "synchrony/draw/figure.hpp"

namespace synchrony::sheet {

struct SpectrogramPlot {
    std::string title;                   ///< "lead II, recipe fine"
    std::string lead;                    ///< for the signal's axis: "II"
    double sampling_frequency_hz = 0.0;  ///< of the samples, > 0
    double start_s = 0.0;                ///< time of the first sample
    std::vector<float> samples_mv;
    std::vector<double> r_peaks_s;       ///< marked on both; same clock as start_s
    std::vector<float> magnitude_mv;     ///< |STFT|, [frequency, time], row-major
    std::vector<double> frequencies_hz;  ///< centre of each row, ascending, evenly spaced
    std::vector<double> times_s;         ///< centre of each column, ascending, evenly spaced
    std::string value_label = "magnitude, mV";
    double highest_frequency_hz = 0.0;  ///< rows above are not shown; 0: all
    double brightest_share = 0.998;  ///< this share of the shown values lies below the brightest colour: one artefact
                                     ///< does not darken everything else; 1: the greatest value
};

/// Signal above (mV over s), spectrogram below (Hz over s, colour bar). Errors (input): lengths that disagree, nothing
/// to draw, a sampling frequency that is not positive.
[[nodiscard]] core::Result<draw::Figure> spectrogram_figure(const SpectrogramPlot& plot);
/// The same written to a file (.png with `dpi`, .svg, .pdf).
[[nodiscard]] core::Result<void> draw_spectrogram(const SpectrogramPlot& plot, const std::filesystem::path& path,
                                                  double dpi = 150.0);

}  // namespace synchrony::sheet
