// Sets of spectrogram images, indexed by (patient, lead, beat), in one memory-mapped half-precision file.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "synchrony/core/key.hpp"
#include "synchrony/core/result.hpp"
#include "synchrony/core/tensor_file.hpp"
#include "synchrony/features/recipe.hpp"
#include "synchrony/record/ecg.hpp"

namespace synchrony::features {

/// Where an image comes from. A set cannot be built without it, so a split by patient is always possible.
struct ImageIndex {
    std::int32_t patient = 0;  ///< index into ImageSet::patients()
    std::int32_t lead = 0;     ///< index into ImageSet::leads()
    std::int64_t beat = 0;     ///< R sample at the record's own rate; median_beat for the median beat
    std::int8_t label = -1;    ///< record::AamiClass of the beat; -1 when it has none
    float rr_before_s = 0;     ///< RR interval that ends at this beat, s; 0 when unknown
    float rr_after_s = 0;      ///< RR interval that begins at this beat, s; 0 when unknown
    float rr_local_s = 0;      ///< median RR of the ten beats around, s; 0 when unknown
    friend bool operator==(const ImageIndex&, const ImageIndex&) = default;
};
inline constexpr std::int64_t median_beat = -1;

/// Collects images and writes them as one safetensors file: "images" F16 [n, height, width], "patient" I32 [n],
/// "lead" I32 [n], "beat" I64 [n], "label" I8 [n], "rr_s" F32 [n, 3] (before, after, local); metadata: kind, version,
/// recipe, patients, leads (JSON), source. A million images cost their own size in memory, not more.
class ImageSetWriter {
  public:
    explicit ImageSetWriter(SpectrogramRecipe recipe);
    std::int32_t add_patient(const record::PatientId& id);  ///< the index of that patient, added when new
    std::int32_t add_lead(const std::string& name);
    /// `pixels` is [height, width], row-major, of the recipe's size; the index names a patient and a lead added before.
    void add(const ImageIndex& index, std::span<const float> pixels);
    /// Takes over all images of `other` behind the own ones, so that records can be worked on in parallel and joined
    /// in their order; its patients and leads are found by name. Errors (usage): another recipe.
    [[nodiscard]] core::Result<void> append(ImageSetWriter&& other);
    /// Numbers stand for the patients from now on, "1" for the first; gives their names, for ImageSet::name_patients.
    std::vector<std::string> number_patients();
    [[nodiscard]] std::size_t size() const { return index_.size(); }
    [[nodiscard]] const SpectrogramRecipe& recipe() const { return recipe_; }
    [[nodiscard]] std::span<const ImageIndex> index() const { return index_; }
    /// Writes the file, whole or not at all; `source` says where the images come from ("MIT-BIH 1.0.0, 48 records").
    [[nodiscard]] core::Result<void> write(const std::filesystem::path& path, const std::string& source) const;

  private:
    SpectrogramRecipe recipe_;
    std::size_t pixels_per_image_ = 0;
    std::vector<std::string> patients_;
    std::unordered_map<std::string, std::int32_t> patient_numbers_;  // places in patients_: there may be many
    std::vector<std::string> leads_;
    std::vector<ImageIndex> index_;
    std::vector<std::vector<std::uint16_t>> blocks_;  // whole images each; blocks change owner without being copied
};

/// An opened set; pixels stay in the mapped file until read.
class ImageSet {
  public:
    /// Errors (input): a file that is no image set or of a later version, tensors that are missing or of another shape,
    /// indices that point outside the lists of patients and leads.
    [[nodiscard]] static core::Result<ImageSet> open(const std::filesystem::path& path);

    [[nodiscard]] std::size_t size() const { return index_.size(); }
    [[nodiscard]] int height() const { return recipe_.height; }
    [[nodiscard]] int width() const { return recipe_.width; }
    [[nodiscard]] const SpectrogramRecipe& recipe() const { return recipe_; }
    [[nodiscard]] const std::vector<record::PatientId>& patients() const { return patients_; }
    [[nodiscard]] const std::vector<std::string>& leads() const { return leads_; }
    /// Who the patients are, where the file holds numbers alone; as many names as patients, in their order.
    void name_patients(const std::vector<std::string>& names);
    [[nodiscard]] std::span<const ImageIndex> index() const { return index_; }
    /// The images of `other` behind the own ones, without their labels. Its leads are found by name; its patients are
    /// others than the own ones, whatever their names. Indices are copied, pixels stay in their files. Errors
    /// (usage): another recipe.
    [[nodiscard]] core::Result<ImageSet> with_unlabelled(const ImageSet& other) const;
    /// Pixels of the images in the order of their numbers, a block for each set that was joined; whole images each.
    [[nodiscard]] std::vector<std::span<const std::uint16_t>> blocks() const;
    /// Half-precision pixels of image i, [height, width], row-major.
    [[nodiscard]] std::span<const std::uint16_t> pixels(std::size_t i) const;
    [[nodiscard]] const std::string& source() const { return source_; }
    /// Everything that a net could learn from the set: pixels, index, names, recipe. Reads the whole file.
    [[nodiscard]] core::Key key() const;

  private:
    ImageSet() = default;
    core::Result<void> read_metadata(const core::TensorFile& file);
    core::Result<void> read_index(const core::TensorFile& file);
    [[nodiscard]] std::size_t pixels_per_image() const;
    /// The images of one file, which stays open for its pixels.
    struct Part {
        std::shared_ptr<const core::TensorFile> file;
        std::span<const std::uint16_t> pixels;
    };
    SpectrogramRecipe recipe_;
    std::vector<record::PatientId> patients_;
    std::vector<std::string> leads_;
    std::vector<ImageIndex> index_;
    std::vector<Part> parts_;  ///< the own images, then those of every set that was joined
    std::string source_;
};

}  // namespace synchrony::features
