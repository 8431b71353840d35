// The order in which images are shown: fixed by seed and epoch alone, so that a resumed run goes on exactly.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "beat_split.hpp"
#include "synchrony/core/random.hpp"
#include "synchrony/nn/pretrain_options.hpp"

namespace synchrony::nn {

/// Weight of each class: (its share of the images) ^ -power, scaled so that the mean over images is 1; 0 for a class
/// without images.
[[nodiscard]] std::array<double, record::aami_class_count> class_weights(
    const std::array<std::int64_t, record::aami_class_count>& counts, double power);

/// What each of the images weighs in sampling: its class's weight, spread within the class so that an image of a
/// patient with n of them counts n ^ -patient_power; the class as a whole keeps its share.
[[nodiscard]] std::vector<double> sampling_weights(const BeatIndex& set, const std::vector<std::size_t>& images,
                                                   const std::array<double, record::aami_class_count>& class_weights,
                                                   double patient_power);

/// Positions into a list of images for one epoch: a shuffle, or, where `weights` has an entry an image, as many draws
/// with replacement by weight.
[[nodiscard]] std::vector<std::size_t> epoch_order(std::size_t images, const std::vector<double>& weights,
                                                   const core::RandomStream& random, std::uint64_t epoch);

/// The images patient by patient.
[[nodiscard]] std::vector<std::vector<std::size_t>> images_of_patients(const BeatIndex& set,
                                                                       const std::vector<std::size_t>& images);

/// Images of one update beside the labelled ones: patients take turns, in rounds of an order drawn anew, and each gives
/// an image at random. So all patients count the same, and two beats of one, which hardly differ and yet would be held
/// apart by a contrastive loss, seldom meet. Fixed by `random` and `step` alone.
[[nodiscard]] std::vector<std::size_t> taking_turns(const std::vector<std::vector<std::size_t>>& of_patients,
                                                    std::size_t count, const core::RandomStream& random,
                                                    std::uint64_t step);

/// Both lists in their order, the second spread evenly over the first, so that any part of a batch holds its share.
[[nodiscard]] std::vector<std::size_t> spread(const std::vector<std::size_t>& images,
                                              const std::vector<std::size_t>& others);

}  // namespace synchrony::nn
