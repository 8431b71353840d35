// Pre-training: a network learns to tell the AAMI classes of single beats from their images.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "synchrony/core/result.hpp"
#include "synchrony/features/image_set.hpp"
#include "synchrony/model/bundle.hpp"
#include "synchrony/nn/training.hpp"
#include "synchrony/record/annotation.hpp"

namespace synchrony::nn {

/// Which beats test what the others have taught.
enum class SplitKind : std::uint8_t {
    inter,  ///< by patient: MIT-BIH's DS1 trains and validates, DS2 tests; paced records are left out
    intra   ///< by beat, at random: beats of one patient on both sides. Leaks; kept to compare with papers that do so
};
[[nodiscard]] std::string_view name_of(SplitKind split);
[[nodiscard]] core::Result<SplitKind> split_named(std::string_view name);

struct PretrainOptions {
    model::Architecture architecture;  ///< outputs and auxiliary inputs are set from the options below
    SplitKind split = SplitKind::inter;
    std::vector<std::string> leads;             ///< leads that are used; empty: all
    double validation_share = 0.2;              ///< of the training patients (inter) or beats (intra)
    double test_share = 0.2;                    ///< of the beats, intra only
    std::size_t most_validation_images = 6000;  ///< a random part of the validation images is scored; 0: all
    std::size_t most_test_images = 0;           ///< likewise for the test images; 0: all

    int epochs = 10;              ///< passes over the training images, at most
    std::int64_t most_steps = 0;  ///< weight updates at most; 0: no limit
    double most_seconds = 0;      ///< of training and validation, at most; the schedule ends with it; 0: no limit
    int batch = 128;              ///< images in a weight update
    int micro_batch = 0;          ///< images at a time; gradients add up to `batch`; 0: the whole batch
    /// Of 50-second trainings on MIT-BIH, this one told V beats best (F1 0.68 against 0.62 for AdamW at 1e-3).
    OptimizerOptions optimizer{Optimizer::sgd, Schedule::one_cycle, 0.05, 5e-4};
    Balance balance = Balance::weighted_loss;
    double balance_power = 0.5;  ///< weight of a class = (its share) ^ -power; 1 makes all classes count the same
    Augmentation augmentation;
    bool rr_inputs = true;   ///< joins rr_input_count ratios of RR intervals before fc
    int validations = 8;     ///< times that the net is validated during training, evenly spread, >= 1
    int patience = 0;        ///< validations without a better macro F1 before training stops; 0: never
    double averaging = 0.0;  ///< decay of the running mean of weights that is kept instead of the last ones, 0: off
    std::filesystem::path checkpoint;  ///< where the state of training is kept; empty: nowhere
    double checkpoint_seconds = 300;  ///< between two checkpoints; one is also written at each validation and on cancel
    bool resume = true;               ///< goes on from `checkpoint` when it is there and fits the options

    [[nodiscard]] core::Result<void> check() const;
};

/// RR ratios of a beat: before / local - 1, after / local - 1, before / after - 1, each within [-1, 2], times
/// rr_input_scale; 0 when unknown.
inline constexpr int rr_input_count = 3;
/// A premature beat's ratio is about -0.3; times this it weighs as much as the other features that enter fc.
inline constexpr float rr_input_scale = 5.0F;
[[nodiscard]] std::array<float, rr_input_count> rr_inputs(const features::ImageIndex& image);

/// Counts [truth][answer] of the five AAMI classes.
using Confusion = std::array<std::array<std::int64_t, record::aami_class_count>, record::aami_class_count>;

/// What a confusion matrix says. Shares are in [0, 1]; a share of nothing is 0.
struct BeatScores {
    Confusion confusion{};
    [[nodiscard]] std::int64_t total() const;
    [[nodiscard]] double accuracy() const;
    [[nodiscard]] double sensitivity(int c) const;
    [[nodiscard]] double positive_predictivity(int c) const;
    [[nodiscard]] double f1(int c) const;
    /// Mean F1 of the classes that occur at least so often in the truth.
    [[nodiscard]] double macro_f1(std::int64_t least_truths = 1) const;
};

/// One validation during training.
struct HistoryEntry {
    std::int64_t step = 0;
    double train_loss = 0;  ///< mean since the last entry
    double learning_rate = 0;
    double validation_accuracy = 0;
    double validation_macro_f1 = 0;
    double seconds = 0;  ///< of training so far
};

struct PretrainReport {
    SplitKind split = SplitKind::inter;
    bool leaking = false;  ///< beats of one patient stand on both sides
    std::string split_description;
    std::size_t train_images = 0, validation_images = 0, test_images = 0;
    std::vector<std::string> train_patients, validation_patients, test_patients;
    std::array<std::int64_t, record::aami_class_count> train_counts{};  ///< images a class
    BeatScores validation;                                              ///< by image, the best weights
    BeatScores test;  ///< by beat: the mean over the beat's leads of the log probabilities
    BeatScores test_by_image;
    std::vector<HistoryEntry> history;
    std::int64_t steps = 0, planned_steps = 0, best_step = 0;
    std::int64_t parameters = 0;
    double train_seconds = 0;  ///< weight updates alone
    double train_images_per_s = 0;
    double waiting_share = 0;  ///< of train_seconds that went into reading and augmenting images
    double test_images_per_s = 0;
    double peak_memory_mb = 0;  ///< of the process
    bool resumed = false, stopped_early = false;

    /// One JSON object with every figure above and per-class sensitivity, PPV and F1.
    [[nodiscard]] std::string to_json() const;
};

struct PretrainResult {
    PretrainReport report;
    model::Bundle bundle;  ///< the best weights; the caller adds data sets, command, date and version to its provenance
};

}  // namespace synchrony::nn
