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
    magnitude,      ///< |STFT| in mV
    log_magnitude,  ///< log(1 + |STFT| / floor_mv): compresses, keeps amplitude (images are not normalised one by one)
    voltage,        ///< the lead's sample at the column's centre, mV: no spectrogram, a wave of one row
    /// sign(x) log(1 + |x| / floor_mv) of x, what is in phase with a crest at the column's centre: a magnitude forgets
    /// whether a wave points up or down, and twelve leads differ by that.
    log_in_phase
};

/// What a lead's voltage is divided by.
enum class Normalisation {
    none,      ///< nothing: voltage means something in an ECG
    recording  ///< the recording's own QRS amplitude, one number for all leads (qrs_amplitude_mv): a recorder's gain,
               ///< and the heart's, are gone; what leads are to one another stays
};

/// What a recipe may ask for; beyond it a file is wrong or an attack.
inline constexpr int max_image_side = 1024;             ///< pixels
inline constexpr int max_recipe_fft_samples = 16'384;   ///< window and FFT length
inline constexpr double max_segment_s = 10.0;           ///< fixed_time
inline constexpr double max_segment_rr = 10.0;          ///< rr_multiple
inline constexpr double min_recipe_sampling_hz = 50.0;  ///< Hz
inline constexpr double max_recipe_sampling_hz = 10'000.0;

/// The defaults are the preset "fine"; what a wave (PixelScale::voltage) has no use for, window, bins and floor, keeps
/// them. docs/recipes.md says why each number is what it is.
struct SpectrogramRecipe {
    std::string name = "fine";
    double sampling_frequency_hz = 360.0;  ///< leads are resampled to it first
    double highpass_hz = 0.5;              ///< zero-phase 2nd-order Butterworth against baseline wander; 0: none
    SegmentRule segment_rule = SegmentRule::fixed_time;
    double segment_rr = 1.2;           ///< RR intervals in a segment (rr_multiple)
    double segment_s = 248.0 / 360.0;  ///< seconds in a segment (fixed_time)
    double before_r = 0.4;             ///< share of the segment that lies before the R peak
    int window_samples = 64;           ///< Hann window, periodic, as scipy.signal.stft's default
    int fft_samples = 128;             ///< zero-padded FFT length, >= window_samples
    int first_bin = 0;                 ///< lowest kept frequency bin
    int height = 32;                   ///< bins kept = rows of the image, row 0 the lowest frequency
    int width = 32;                    ///< columns, evenly from the segment's first sample to its end
    /// True: beyond the segment the window sees zeros (half a window each side), as SciPy puts them. False: it sees the
    /// record's own samples there.
    bool zero_edges = false;
    PixelScale scale = PixelScale::log_magnitude;
    double floor_mv = 0.01;
    Normalisation normalise = Normalisation::none;

    /// Frequency of a row, Hz.
    [[nodiscard]] double row_hz(int row) const {
        return static_cast<double>(first_bin + row) * sampling_frequency_hz / fft_samples;
    }
    [[nodiscard]] bool is_logarithmic() const {
        return scale == PixelScale::log_magnitude || scale == PixelScale::log_in_phase;
    }
    /// No spectrogram but the samples themselves.
    [[nodiscard]] bool is_wave() const { return scale == PixelScale::voltage; }
    /// Errors (input): a value out of range, with its name; a wave of several rows.
    [[nodiscard]] core::Result<void> check() const;
    /// One JSON object; from_json refuses missing and unknown names and values out of range.
    [[nodiscard]] std::string to_json() const;
    [[nodiscard]] static core::Result<SpectrogramRecipe> from_json(const std::string& text);
    /// The presets: "paper", "fine", "fine-normalised", which is fine with Normalisation::recording, "signed",
    /// which is fine with PixelScale::log_in_phase, and "wave", the samples that the images of fine are made of.
    [[nodiscard]] static core::Result<SpectrogramRecipe> named(const std::string& name);
    [[nodiscard]] static std::vector<std::string> names();
    friend bool operator==(const SpectrogramRecipe&, const SpectrogramRecipe&) = default;
};

}  // namespace synchrony::features
