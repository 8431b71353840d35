// What other electrocardiographs would have made of a beat: by how much each row (frequency) of its spectrogram is
// weaker behind their filters. Training on such images keeps a net from learning one recorder's filters by heart.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "synchrony/features/recipe.hpp"

namespace synchrony::nn {

/// The filters of one recorder; 0 stands for "none".
struct RecorderFilters {
    double highpass_hz = 0.0;  ///< first order, as an RC
    double lowpass_hz = 0.0;   ///< second-order Butterworth
    double notch_hz = 0.0;     ///< second-order notch, `notch_q`
    double sampling_hz = 0.0;  ///< anti-alias filter at 0.4 of it
};

/// Magnitude at each row of a recipe's spectrogram, relative to no filter: root of the power response averaged over
/// the window's own spectrum, since a row takes in that much of its neighbours.
[[nodiscard]] std::vector<float> row_response(const RecorderFilters& filters,
                                              const features::SpectrogramRecipe& recipe);

/// Responses of recorders as they are sold, every mixture of the filters below.
struct RecorderResponses {
    std::size_t height = 0;
    std::vector<float> rows;  ///< [recorder, row]
    [[nodiscard]] std::size_t count() const { return height == 0 ? 0 : rows.size() / height; }
    [[nodiscard]] std::span<const float> of(std::size_t recorder) const {
        return std::span(rows).subspan(recorder * height, height);
    }
};
[[nodiscard]] RecorderResponses recorder_responses(const features::SpectrogramRecipe& recipe);

}  // namespace synchrony::nn
