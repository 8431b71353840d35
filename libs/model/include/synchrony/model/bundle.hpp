// The model file: one safetensors file that holds a network's weights and everything without which they mean nothing.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "synchrony/core/result.hpp"
#include "synchrony/features/channels.hpp"
#include "synchrony/features/recipe.hpp"
#include "synchrony/model/architecture.hpp"

namespace synchrony::model {

/// The layout of the file's metadata that this program writes; newer ones are refused, older ones stay readable.
inline constexpr int bundle_format_version = 1;

/// Numbers of one tensor, row-major.
struct WeightTensor {
    std::vector<std::int64_t> shape;
    std::vector<float> values;
    friend bool operator==(const WeightTensor&, const WeightTensor&) = default;
};

/// How a raw score z (log odds) becomes a probability: 1 / (1 + exp(-(slope z + intercept))). Platt 1999.
struct Calibration {
    double slope = 1.0;
    double intercept = 0.0;
    friend bool operator==(const Calibration&, const Calibration&) = default;
};

/// Which leads the net was shown, and how they are joined (Architecture::lead_pooling says how).
struct LeadPolicy {
    std::vector<std::string> leads;  ///< in order; empty: any single lead
    std::string beats = "all";       ///< "all" single beats, or "median" the median beat of each lead
    friend bool operator==(const LeadPolicy&, const LeadPolicy&) = default;
};

/// What stands whole on one side of a split into training and test.
enum class SplitUnit : std::uint8_t {
    unknown,
    published,  ///< patients, by a split that a field compares on
    patient,    ///< patients, at random
    beat        ///< single beats, at random: those of one patient stand on both sides
};
/// "unknown", "published", "patient", "beat".
[[nodiscard]] std::string_view name_of(SplitUnit unit);
[[nodiscard]] core::Result<SplitUnit> split_unit_named(std::string_view name);

/// Stands in Provenance::sources between those that taught at once.
inline constexpr std::string_view at_once = " + ";

/// Where the weights come from, so that a reader can judge them and repeat the run.
struct Provenance {
    std::vector<std::string> data_sets;  ///< "mitdb 1.0.0"
    std::string split;                   ///< "inter-patient (DS1 trains, DS2 tests)"
    std::string command;                 ///< the command line that made the file
    std::uint64_t seed = 0;
    std::string date;  ///< "2026-11-22T15:03:00Z"
    std::string program_version;
    std::map<std::string, double> figures;  ///< "test_macro_f1": 0.61; never claimed without their split
    /// What was kept apart, and who has taught and who has chosen the weights: names of records or patients in their
    /// database. Files from before these fields, and nets that no split made, leave them unknown and empty.
    SplitUnit split_unit = SplitUnit::unknown;
    std::vector<std::string> training_records{};
    std::vector<std::string> validation_records{};
    /// Databases that taught, in their order: "mitdb 1.0.0". Of files from before this field the first words of
    /// `data_sets`.
    std::vector<std::string> sources{};
    friend bool operator==(const Provenance&, const Provenance&) = default;
};

/// What taught a net whose training began with another's weights: the sources, data sets, splits and commands of both
/// in their order, the records of both, the weaker unit of the splits; seed, date, version and figures are the later
/// one's.
[[nodiscard]] Provenance learnt_after(const Provenance& earlier, Provenance later);

struct Bundle {
    Architecture architecture;
    features::SpectrogramRecipe recipe;  ///< images of any other recipe must not be fed to the net
    LeadPolicy lead_policy;
    std::vector<features::Channel> channels;  ///< what the input channels hold; empty: features::usual_channels
    double input_mean = 0.0;                  ///< pixels enter the net as (pixel - input_mean) / input_sd
    double input_sd = 1.0;                    ///< > 0
    std::vector<std::string> labels;          ///< what the outputs mean: N S V F Q, or "response"
    std::vector<double> class_prior;          ///< share of each label in the training part; empty when unknown
    double decision_threshold = 0.5;          ///< on the calibrated probability, for nets of one output
    Calibration calibration;
    Provenance provenance;
    std::map<std::string, WeightTensor> tensors;  ///< by torchvision's names

    /// `channels`, or the usual ones of that number. Errors (input): another number than the net's input channels.
    [[nodiscard]] core::Result<std::vector<features::Channel>> input_channels() const;
    /// Errors (input): a tensor of `architecture` that is missing, has another shape or holds a value that is not
    /// finite; a tensor that does not belong; labels that do not fit the outputs; numbers out of range; those of
    /// check_shown.
    [[nodiscard]] core::Result<void> check() const;
    /// All that decides what the net answers and what it would learn further: everything but the provenance.
    [[nodiscard]] core::Key key() const;
    friend bool operator==(const Bundle&, const Bundle&) = default;
};

/// Errors (usage): a net of waves that would be shown images of several rows, a net of images that would be shown
/// waves, whose kernels would see padding above and below and little else.
[[nodiscard]] core::Result<void> check_shown(const Architecture& net, const features::SpectrogramRecipe& recipe);

/// How convolution and fc weights are kept. Norms and biases always stay in single precision: they are few, and a
/// running variance may be too small for a half.
enum class WeightStorage : std::uint8_t { f32, f16 };

/// The bundle as it comes back from a file with WeightStorage::f16.
[[nodiscard]] Bundle rounded_to_half(Bundle bundle);

/// Writes the bundle atomically. Errors: those of check(), and of the file system.
[[nodiscard]] core::Result<void> write_bundle(const std::filesystem::path& path, const Bundle& bundle,
                                              WeightStorage storage = WeightStorage::f32);

/// Reads and checks a bundle. Shapes are compared with the architecture before a tensor is read. Errors (input): not
/// a safetensors file, not a Synchrony model, a newer format, and those of check().
[[nodiscard]] core::Result<Bundle> read_bundle(const std::filesystem::path& path);

}  // namespace synchrony::model
