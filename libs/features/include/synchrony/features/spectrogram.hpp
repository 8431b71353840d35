// From a lead and an R peak to the pixels of one image, as a recipe says: a spectrogram, or the wave in one row.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "synchrony/core/result.hpp"
#include "synchrony/dsp/stft.hpp"
#include "synchrony/features/recipe.hpp"
#include "synchrony/features/segment.hpp"

namespace synchrony::features {

/// Makes images of one recipe. An instance plans its buffers once and allocates nothing per image; it is for one thread
/// at a time, copies (cheap: tables are shared) serve others.
class SpectrogramMaker {
  public:
    /// Errors (input): a recipe that does not pass its own check.
    [[nodiscard]] static core::Result<SpectrogramMaker> create(const SpectrogramRecipe& recipe);

    [[nodiscard]] const SpectrogramRecipe& recipe() const { return recipe_; }
    [[nodiscard]] std::size_t pixel_count() const {
        return static_cast<std::size_t>(recipe_.height) * static_cast<std::size_t>(recipe_.width);
    }

    /// One image of the lead (mV, at the recipe's sampling frequency, baseline already taken away) around the R peak at
    /// `r_sample`. RR intervals in s, 0 when unknown. `pixels` [height, width], row-major, row 0 the lowest frequency.
    /// Column k is the window centred on sample begin + round(k * length / (width - 1)) of the segment (see
    /// segment_around), so that the first and the last column stand on its two ends. Samples outside the lead are 0. Of
    /// a wave, column k is that sample itself.
    void make(std::span<const float> lead, std::int64_t r_sample, double rr_before_s, double rr_after_s,
              std::span<float> pixels);
    /// The same for a segment that is already chosen.
    void make(std::span<const float> lead, const Segment& segment, std::span<float> pixels);

    /// Time of a column's centre relative to the R peak, s, for a segment of that length.
    [[nodiscard]] double column_s(int column, std::int64_t segment_length) const;

  private:
    SpectrogramMaker(SpectrogramRecipe recipe, dsp::StftPlan<float> plan);
    SpectrogramRecipe recipe_;
    dsp::StftPlan<float> plan_;
    std::vector<std::ptrdiff_t> starts_;  // of the columns' windows
};

/// The plain spectrogram of a whole stretch for drawing: recipe's window and bins, magnitude in mV, [height, columns]
/// with `hop_samples` between columns and zeros beyond both ends.
struct Spectrogram {
    std::vector<float> magnitude_mv;  ///< [row, column], row 0 the lowest frequency
    std::size_t rows = 0;
    std::size_t columns = 0;
    double hop_s = 0;   ///< column k stands at k * hop_s
    double bin_hz = 0;  ///< row i stands at first_hz + i * bin_hz
    double first_hz = 0;
};
/// Errors: as SpectrogramMaker::create, a hop below 1 or a recipe of waves (usage).
[[nodiscard]] core::Result<Spectrogram> spectrogram_of(std::span<const float> lead, const SpectrogramRecipe& recipe,
                                                       int hop_samples);

}  // namespace synchrony::features
