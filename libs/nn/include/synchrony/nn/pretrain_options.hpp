// Pre-training: a network learns to tell the AAMI classes of single beats from their images.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "synchrony/core/result.hpp"
#include "synchrony/features/channels.hpp"
#include "synchrony/features/image_set.hpp"
#include "synchrony/features/timing.hpp"
#include "synchrony/model/bundle.hpp"
#include "synchrony/nn/class_names.hpp"
#include "synchrony/nn/processes.hpp"
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

/// What the net learns from.
enum class Objective : std::uint8_t {
    beats,        ///< the AAMI classes
    contrastive,  ///< which views are of one beat (NT-Xent; Chen 2020, arXiv:2002.05709): another lead or mixture of
                  ///< leads, changed otherwise. The classes teach only a linear head that sends no gradients back, so
                  ///< that the same figures can be given
    both,         ///< the sum of both losses, NT-Xent times contrastive_weight
    numbers,      ///< PretrainOptions::targets alone; the classes teach only a linear head, as above
    masked        ///< what stands under hidden patches of time and frequency (SimMIM; Xie et al., CVPR 2022,
                  ///< arXiv:2111.09886); the classes teach only a linear head, as above
};
[[nodiscard]] std::string_view name_of(Objective objective);
[[nodiscard]] core::Result<Objective> objective_named(std::string_view name);

/// Errors (usage): an objective that learns nothing from beats without a class.
[[nodiscard]] core::Result<void> check_unlabelled(Objective objective);

/// A split by patient that a field compares on. A patient who trains and is the subject of one who tests is left out.
struct PublishedSplit {
    std::string description;                                              ///< "inter-patient: MIT-BIH DS1 trains, ..."
    std::vector<std::string> train, test, left_out;                       ///< names of patients
    std::vector<std::pair<std::string, std::string>> duplicate_subjects;  ///< two names of one person
    [[nodiscard]] core::Key key() const;
};

/// Numbers that are known of each patient (what a simulation alone knows, or a measurement), learnt from single beats.
struct NumericTargets {
    std::vector<std::string> names;                         ///< "qrs_ms"
    std::map<std::string, std::vector<double>> of_patient;  ///< in the order of `names`; NaN: not known
    std::string source;                                     ///< the table's file name
    [[nodiscard]] core::Key key() const;
};

/// What was learnt of one number, as standardized by the patients that trained.
struct TargetScore {
    std::string name;
    double mean = 0, sd = 1;  ///< of the training patients, each once
    /// Share of the variance over patients that the mean over a patient's images explains, at most 1, below 0 where it
    /// is worse than the patients' mean; NaN where fewer than two patients are known. With the best weights of the net
    /// and the last ones of its linear head.
    double validation_explained = 0, test_explained = 0;
};

/// Labelled beats of another source, whose classes are others.
struct AuxiliarySource {
    std::string name;                                  ///< for provenance
    std::shared_ptr<const features::ImageSet> images;  ///< of the recipe that the labelled set has
    ClassNames class_names;
    double share = 0.5;  ///< of each batch, rounded, but at least one image of either kind
    [[nodiscard]] core::Key key() const;
};

struct PretrainOptions {
    /// Outputs, input channels and timing inputs are set from the options below.
    model::Architecture architecture;
    /// A pre-trained net whose encoder training begins with, as another source has left it; its head and timing net are
    /// drawn anew, pixels are scaled as its own were. Architecture, recipe and channels are its own. Null: random
    /// weights.
    std::shared_ptr<const model::Bundle> init;
    ClassNames class_names = aami_names();  ///< of the labels; the outputs bear them
    Objective objective = Objective::beats;
    double contrastive_weight = 0.3;
    double contrastive_temperature = 0.1;
    double masked_share = 0.6;  ///< of an image's 8 x 8 patches, hidden in all channels at once
    /// Learnt by a linear head on the pooled features, which the model does not keep: mean squared error of
    /// standardized numbers, times targets_weight, beside the classes (objective beats) or alone (numbers). Null: none.
    std::shared_ptr<const NumericTargets> targets;
    double targets_weight = 1.0;
    std::vector<features::Channel> channels{features::Channel::beat};
    /// Beats of patients of whom nothing more is known, of the recipe that the labelled set has; null: none. They join
    /// the contrastive loss in training, views being leads, or the masked one, and nothing else: not the class loss
    /// (whatever labels the set holds), balance, scaling of pixels, validation or test. Patients take turns.
    std::shared_ptr<const features::ImageSet> unlabelled;
    double unlabelled_share = 0.25;  ///< of each batch, rounded, but at least one image of either kind
    /// A second source that teaches the encoder beside the labelled set, in training alone: a linear head on the pooled
    /// features, which the model does not keep, tells its classes; their mean cross entropy counts as the labelled
    /// set's does. `targets`, where there are any, are its patients'. Patients take turns. Nothing: none.
    std::optional<AuxiliarySource> auxiliary;
    SplitKind split = SplitKind::inter;
    std::shared_ptr<const PublishedSplit> published;  ///< inter only: used where it names every patient of the set
    std::vector<std::string> leads;                   ///< leads that are used; empty: all
    double validation_share = 0.2;  ///< of the training patients (inter) or beats (intra); 0: none, the last weights
                                    ///< are kept
    std::vector<std::string> validation_patients;  ///< inter only: these instead of a random share
    double test_share = 0.2;                       ///< of the beats, intra only
    std::size_t most_validation_images = 6000;     ///< a random part of the validation images is scored; 0: all
    std::size_t most_test_images = 0;              ///< likewise for the test images; 0: all
    bool test = true;  ///< false: the test part is left untouched, for runs that choose settings

    int epochs = 10;              ///< passes over the training images, at most
    std::int64_t most_steps = 0;  ///< weight updates at most; 0: no limit
    double most_seconds = 0;      ///< of training and validation, at most; the schedule ends with it; 0: no limit
    int batch = 256;              ///< images in a weight update
    int micro_batch = 0;          ///< images at a time; gradients add up to `batch`; 0: the whole batch
    OptimizerOptions optimizer{Optimizer::adamw, Schedule::one_cycle, 2e-3, 2e-2};
    Balance balance = Balance::sampling;
    double balance_power = 0.75;  ///< weight of a class = (its share) ^ -power; 1 makes all classes count the same
    Augmentation augmentation;
    std::shared_ptr<const NoiseImages> noise;  ///< recorded noise for augmentation; null: none
    double dropout = 0.0;  ///< share of the pooled features that is hidden from fc in each training image
    /// Sampling only: within a class, an image of a patient with n of them weighs n ^ -patient_power, so that few
    /// patients with many beats do not make up the class.
    double patient_power = 0.5;
    bool timing = true;                                ///< the net also sees features::TimingInputs
    int timing_inputs = features::timing_input_count;  ///< so many of them, the first ones
    /// Chance that a training beat of class N is given the timing of a simulated irregular rhythm (MIT-BIH's training
    /// half has one recording of atrial fibrillation). More than this cost S beats of other validation patients.
    double irregular_chance = 0.05;
    Precision precision = Precision::automatic;
    int validations = 8;      ///< times that the net is validated during training, evenly spread, >= 1
    int patience = 0;         ///< validations without a better macro F1 before training stops; 0: never
    double averaging = 0.99;  ///< decay of the running mean of weights that is kept instead of the last ones, 0: off
    Processes processes;      ///< alone, or with others that were started with the same options
    std::filesystem::path checkpoint;  ///< where the state of training is kept; empty: nowhere
    double checkpoint_seconds = 300;  ///< between two checkpoints; one is also written at each validation and on cancel
    bool resume = true;               ///< goes on from `checkpoint` when it is there and fits the options

    [[nodiscard]] core::Result<void> check() const;
    /// Everything that decides the weights at a step: not where and how often they are kept, and not the test.
    [[nodiscard]] core::Key key() const;
};

/// RR ratios that models before features::TimingInputs take: before / local - 1, after / local - 1, before / after - 1,
/// each within [-1, 2], times rr_input_scale; 0 when unknown.
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
    [[nodiscard]] std::int64_t truths(int c) const;       ///< beats of the class
    [[nodiscard]] std::int64_t predictions(int c) const;  ///< beats that were called it
    [[nodiscard]] double accuracy() const;
    [[nodiscard]] double sensitivity(int c) const;
    [[nodiscard]] double positive_predictivity(int c) const;
    [[nodiscard]] double f1(int c) const;
    /// Mean F1 of the classes that occur at least so often in the truth.
    [[nodiscard]] double macro_f1(std::int64_t least_truths = 1) const;
};

/// {"n", "accuracy", "macro_f1", "classes" by their names: {"N": {"n", "sensitivity", "positive_predictivity", "f1"},
/// ...}, "confusion": [truth][answer]}.
[[nodiscard]] nlohmann::json to_json(const BeatScores& scores, const ClassNames& names = aami_names());

/// A labelled beat and what the net says of it: the mean probability of each class over the beat's images (leads and
/// their mixtures).
struct BeatPrediction {
    std::int32_t patient = 0;  ///< number in the set's patients
    std::int64_t beat = 0;
    std::int8_t truth = 0;
    std::array<double, record::aami_class_count> probability{};
};
/// Answers of some labelled single beats, ordered by patient and beat. `probabilities` is [image, class] in the order
/// of `images`.
[[nodiscard]] std::vector<BeatPrediction> beat_answers(std::span<const features::ImageIndex> index,
                                                       std::span<const std::size_t> images,
                                                       std::span<const double> probabilities);
/// How such a table begins.
inline constexpr const char* predictions_heading = "record,beat,truth";
/// "record,beat,truth,p_N,p_S,p_V,p_F,p_Q" and a row an answer, RFC 4180; `patients` are the set's.
[[nodiscard]] std::string predictions_csv(std::span<const BeatPrediction> predictions,
                                          std::span<const record::PatientId> patients,
                                          const ClassNames& names = aami_names());

/// The class with the highest probability of each answer, counted.
[[nodiscard]] BeatScores score_predictions(std::span<const BeatPrediction> predictions);

/// Scores of the beats of one patient (record).
struct PatientScores {
    std::string patient;
    BeatScores scores;
};
/// Of every patient that the predictions name, in the order of `patients`.
[[nodiscard]] std::vector<PatientScores> scores_by_patient(std::span<const BeatPrediction> predictions,
                                                           std::span<const record::PatientId> patients);

/// Scores of some labelled single beats of a set: the class with the highest mean probability over a beat's images.
/// `probabilities` is [image, class] in the order of `images`.
[[nodiscard]] BeatScores score_beats(std::span<const features::ImageIndex> index, std::span<const std::size_t> images,
                                     std::span<const double> probabilities);
/// The same, each image for itself.
[[nodiscard]] BeatScores score_images(std::span<const features::ImageIndex> index, std::span<const std::size_t> images,
                                      std::span<const double> probabilities);

/// Scores on beats that were found by a detector instead of read from annotations.
struct DetectedScores {
    BeatScores scores;              ///< of the detected beats that an annotation stands near
    std::int64_t missed_beats = 0;  ///< annotated beats without a detection
    std::int64_t extra_beats = 0;   ///< detections without an annotated beat
};

/// One validation during training.
struct HistoryEntry {
    std::int64_t step = 0;
    double train_loss = 0;  ///< mean since the last entry
    double learning_rate = 0;
    double validation_accuracy = 0;
    double validation_macro_f1 = 0;
    double seconds = 0;                                            ///< of training so far
    std::array<double, record::aami_class_count> validation_f1{};  ///< a class
};
/// "step 300 of 4000: loss 0.123, validation accuracy 0.951, F1 N 0.98 S 0.61 V 0.93 F 0.10, 812 s".
[[nodiscard]] std::string history_line(const HistoryEntry& entry, std::int64_t planned_steps,
                                       const ClassNames& names = aami_names());

/// Images beside the labelled ones that training could draw from.
struct BesideCounts {
    std::size_t images = 0, patients = 0;
    int in_batch = 0;
};

struct PretrainReport {
    ClassNames class_names = aami_names();
    SplitKind split = SplitKind::inter;
    std::shared_ptr<const PublishedSplit> published;  ///< inter only: used where it names every patient of the set
    bool leaking = false;                             ///< beats of one patient stand on both sides
    std::string split_description;
    std::size_t train_images = 0, validation_images = 0, test_images = 0;
    std::vector<std::string> train_patients, validation_patients, test_patients;
    std::array<std::int64_t, record::aami_class_count> train_counts{};  ///< images a class
    BeatScores validation;                                              ///< by beat, the best weights
    std::vector<BeatPrediction> validation_predictions;                 ///< what `validation` counts; not in the JSON
    BeatScores test;  ///< by beat: the mean of the probabilities over its leads (and their mixtures)
    std::vector<BeatPrediction> test_predictions;  ///< what `test` counts; not in the JSON
    BeatScores test_by_image;
    std::optional<DetectedScores> test_detected;  ///< by beat, the same patients; filled by the caller
    std::vector<TargetScore> targets;             ///< of options.targets
    BesideCounts auxiliary, unlabelled;
    Objective objective = Objective::beats;
    std::string device, precision;
    int batch = 0;
    double gflop_per_image = 0;    ///< of one training step: forward once, backward twice as much
    double sgemm_gflop_per_s = 0;  ///< of a product of two large single-precision matrices here, the speed to compare
    std::vector<HistoryEntry> history;
    std::int64_t steps = 0, planned_steps = 0, best_step = 0;
    std::int64_t parameters = 0;
    double train_seconds = 0;       ///< weight updates alone
    double validation_seconds = 0;  ///< of the validations between them
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
