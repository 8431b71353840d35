// Which images of a set train, validate and test.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "synchrony/core/result.hpp"
#include "synchrony/features/image_set.hpp"
#include "synchrony/nn/pretrain_options.hpp"

namespace synchrony::nn {

/// The index of a set without its pixels.
struct BeatIndex {
    std::span<const features::ImageIndex> images;
    std::span<const record::PatientId> patients;
    std::span<const std::string> leads;
    [[nodiscard]] static BeatIndex of(const features::ImageSet& set) {
        return {set.index(), set.patients(), set.leads()};
    }
};

/// Image numbers of each part, ascending.
struct BeatSplit {
    std::vector<std::size_t> train, validation, test;
    std::vector<std::size_t> auxiliary;   ///< shown in training too, with classes of their own
    std::vector<std::size_t> unlabelled;  ///< likewise, without a class
    std::string description;
    model::SplitUnit unit = model::SplitUnit::unknown;
    bool leaking = false;
};

/// Splits the labelled single beats. All leads of a beat fall into one part. Inter-patient: the
/// options' published split where it names every patient (who trains and is the subject of one who tests is left out),
/// else a random one by patient. Errors (usage): an unknown lead; (input): a part that stays empty.
[[nodiscard]] core::Result<BeatSplit> split_beats(const BeatIndex& set, const PretrainOptions& options,
                                                  std::uint64_t seed);

/// Single beats among the images [begin, end) of a joined set, of those leads (empty: all); ascending. They stand
/// beside the split: nothing but training ever sees them.
[[nodiscard]] std::vector<std::size_t> beats_among(const BeatIndex& set, std::size_t begin, std::size_t end,
                                                   const std::vector<std::string>& leads);

/// At most `most` of the images (0: all), beats drawn at random and kept with all of their leads; ascending.
[[nodiscard]] std::vector<std::size_t> some_beats(const BeatIndex& set, const std::vector<std::size_t>& images,
                                                  std::size_t most, std::uint64_t seed);

/// Names of the patients that the images come from, each once, in the set's order.
[[nodiscard]] std::vector<std::string> patients_of(const BeatIndex& set, const std::vector<std::size_t>& images);

/// Images a class.
[[nodiscard]] std::array<std::int64_t, record::aami_class_count> class_counts(const BeatIndex& set,
                                                                              const std::vector<std::size_t>& images);

}  // namespace synchrony::nn
