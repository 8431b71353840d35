// A spectrogram recipe: everything that turns a stretch of one lead into an image, named and carried with every
// image set and every model, so that weights are never fed images of another kind.
#pragma once

#include <string>
#include <vector>

#include "synchrony/core/result.hpp"

namespace synchrony::features {

/// How much of the lead around an R peak one image shows.
enum class SegmentRule {
    rr_multiple,  ///< `segment_rr` RR intervals, a share before and the rest after the R peak (He 2023: 1.2 RR)
    fixed_time    ///< `segment_s` seconds, whatever the rate: the time axis stays in ms, QRS width is kept
};

/// What a pixel holds.
enum class PixelScale {
    magnitude,     ///< |STFT| in mV
    log_magnitude  ///< log(1 + |STFT| / floor_mv): compresses, keeps amplitude (images are not normalised one by one)
};

struct SpectrogramRecipe {
    std::string name = "fine";
    double sampling_frequency_hz = 360.0;  ///< leads are resampled to it first
    SegmentRule segment_rule = SegmentRule::fixed_time;
    double segment_rr = 1.2;          ///< RR intervals in a segment (rr_multiple)
    double segment_s = 0.72;          ///< seconds in a segment (fixed_time)
    double before_r = 0.4;            ///< share of the segment that lies before the R peak
    int window_samples = 64;          ///< Hann window, periodic, as scipy.signal.stft's default
    int fft_samples = 128;            ///< zero-padded FFT length, >= window_samples
    int first_bin = 0;                ///< lowest kept frequency bin
    int height = 32;                  ///< bins kept = rows of the image, row 0 the lowest frequency
    int width = 32;                   ///< columns; the hop follows from the segment's length
    bool zero_edges = true;           ///< zeros are put before and after the segment (half a window each), as SciPy does
    PixelScale scale = PixelScale::log_magnitude;
    double floor_mv = 0.01;

    /// One JSON object; from_json refuses unknown names and values out of range.
    [[nodiscard]] std::string to_json() const;
    [[nodiscard]] static core::Result<SpectrogramRecipe> from_json(const std::string& text);
    /// The presets: "paper" and "fine".
    [[nodiscard]] static core::Result<SpectrogramRecipe> named(const std::string& name);
    [[nodiscard]] static std::vector<std::string> names();
    friend bool operator==(const SpectrogramRecipe&, const SpectrogramRecipe&) = default;
};

}  // namespace synchrony::features
