#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "image_set_format.hpp"
#include "synchrony/core/content_sum.hpp"
#include "synchrony/core/half.hpp"
#include "synchrony/core/json_text.hpp"
#include "synchrony/features/image_set.hpp"

namespace synchrony::features {
namespace {

// Pixels are kept in blocks of up to about this size: large enough for fast writes, small enough that growing costs
// nothing. A block is no larger than all before it, since there may be one set a recording, and many recordings.
constexpr std::size_t block_pixels = std::size_t{1} << 21, first_images = 16;

std::int32_t index_of(std::vector<std::string>& names, const std::string& name) {
    const auto found = std::find(names.begin(), names.end(), name);
    const auto index = static_cast<std::int32_t>(found - names.begin());
    if (found == names.end()) names.push_back(name);
    return index;
}

template <typename T>
std::span<const std::byte> bytes_of(const std::vector<T>& values) {
    return std::as_bytes(std::span(values));
}

// One column of the index, as it stands in the file.
template <typename T, typename Field>
std::vector<T> column(const std::vector<ImageIndex>& index, Field field) {
    std::vector<T> values;
    values.reserve(index.size());
    for (const auto& i : index) values.push_back(field(i));
    return values;
}

}  // namespace

ImageSetWriter::ImageSetWriter(SpectrogramRecipe recipe)
    : recipe_(std::move(recipe)),
      pixels_per_image_(static_cast<std::size_t>(recipe_.height) * static_cast<std::size_t>(recipe_.width)) {}

std::int32_t ImageSetWriter::add_patient(const record::PatientId& id) {
    const auto next = static_cast<std::int32_t>(patients_.size());
    const auto [at, is_new] = patient_numbers_.emplace(id.value(), next);
    if (is_new) patients_.push_back(id.value());
    return at->second;
}

std::int32_t ImageSetWriter::add_lead(const std::string& name) {
    return index_of(leads_, name);
}

std::vector<std::string> ImageSetWriter::number_patients() {
    auto names = patients_;
    patient_numbers_.clear();
    for (std::size_t i = 0; i < patients_.size(); ++i) {
        patients_[i] = std::to_string(i + 1);
        patient_numbers_.emplace(patients_[i], static_cast<std::int32_t>(i));
    }
    return names;
}

void ImageSetWriter::add(const ImageIndex& index, std::span<const float> pixels) {
    if (blocks_.empty() || blocks_.back().size() + pixels_per_image_ > blocks_.back().capacity()) {
        blocks_.emplace_back();
        const auto most = std::max<std::size_t>(1, block_pixels / pixels_per_image_);
        blocks_.back().reserve(std::min(most, std::max(first_images, index_.size())) * pixels_per_image_);
    }
    auto& block = blocks_.back();
    const std::size_t at = block.size();
    block.resize(at + pixels_per_image_);
    core::to_half(pixels.first(pixels_per_image_), std::span(block).subspan(at, pixels_per_image_));
    index_.push_back(index);
}

core::Result<void> ImageSetWriter::append(ImageSetWriter&& other) {
    if (other.recipe_ != recipe_)
        return core::fail({.kind = core::ErrorKind::usage,
                           .what = "image sets of different recipes cannot be joined",
                           .where = {},
                           .got = other.recipe_.to_json(),
                           .expected = recipe_.to_json(),
                           .hint = {}});
    std::vector<std::int32_t> patient_of, lead_of;
    for (const auto& patient : other.patients_) patient_of.push_back(add_patient(record::PatientId(patient)));
    for (const auto& lead : other.leads_) lead_of.push_back(index_of(leads_, lead));
    for (auto index : other.index_) {
        index.patient = patient_of[static_cast<std::size_t>(index.patient)];
        index.lead = lead_of[static_cast<std::size_t>(index.lead)];
        index_.push_back(index);
    }
    for (auto& block : other.blocks_) {
        block.shrink_to_fit();
        blocks_.push_back(std::move(block));
    }
    other = ImageSetWriter(other.recipe_);
    return {};
}

core::Result<void> ImageSetWriter::write(const std::filesystem::path& path, const std::string& source) const {
    using core::DType;
    const auto n = static_cast<std::int64_t>(index_.size());
    const auto patient = column<std::int32_t>(index_, [](const ImageIndex& i) { return i.patient; });
    const auto lead = column<std::int32_t>(index_, [](const ImageIndex& i) { return i.lead; });
    const auto beat = column<std::int64_t>(index_, [](const ImageIndex& i) { return i.beat; });
    const auto label = column<std::int8_t>(index_, [](const ImageIndex& i) { return i.label; });
    std::vector<float> rr;
    rr.reserve(3 * index_.size());
    for (const auto& i : index_) rr.insert(rr.end(), {i.rr_before_s, i.rr_after_s, i.rr_local_s});

    std::vector<core::NamedTensor> tensors{{"images", DType::f16, {n, recipe_.height, recipe_.width}, {}, {}},
                                           {"patient", DType::i32, {n}, bytes_of(patient), {}},
                                           {"lead", DType::i32, {n}, bytes_of(lead), {}},
                                           {"beat", DType::i64, {n}, bytes_of(beat), {}},
                                           {"label", DType::i8, {n}, bytes_of(label), {}},
                                           {"rr_s", DType::f32, {n, 3}, bytes_of(rr), {}}};
    for (const auto& block : blocks_) tensors.front().further_bytes.push_back(bytes_of(block));
    // Identifiers come from file headers and may hold any bytes; JSON must be UTF-8.
    const auto list = [](const std::vector<std::string>& names) { return core::json_text(nlohmann::json(names)); };
    const std::map<std::string, std::string> metadata{
        {"kind", image_set_format::kind}, {"version", image_set_format::version},
        {"recipe", recipe_.to_json()},    {"patients", list(patients_)},
        {"leads", list(leads_)},          {"source", source}};
    return core::write_tensor_file(path, tensors, core::with_content_sum(metadata, tensors));
}

}  // namespace synchrony::features
