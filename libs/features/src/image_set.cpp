#include "synchrony/features/image_set.hpp"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <limits>
#include <nlohmann/json.hpp>
#include <set>

#include "image_set_format.hpp"
#include "synchrony/core/content_sum.hpp"
#include "synchrony/core/json.hpp"
#include "synchrony/core/json_text.hpp"
#include "synchrony/core/sha256.hpp"
#include "synchrony/record/annotation.hpp"

namespace synchrony::features {
namespace {

constexpr std::int8_t highest_label = record::aami_class_count - 1;

core::Result<std::string> metadata(const core::TensorFile& file, const std::string& key) {
    const auto found = file.metadata().find(key);
    if (found == file.metadata().end())
        return core::fail_input("file is no image set: metadata lack a key", file.path().string(), {}, key);
    return found->second;
}

core::Result<std::vector<std::string>> names(const core::TensorFile& file, const std::string& key) {
    SYNCHRONY_ASSIGN(const auto text, metadata(file, key));
    const std::string where = file.path().string() + ", metadata " + key;
    SYNCHRONY_ASSIGN(const auto json, core::parse_json(text, where));
    if (!json.is_array()) return core::fail_input("not a JSON list", where, text.substr(0, 40), R"(["...", ...])");
    std::vector<std::string> result;
    for (const auto& item : json) {
        if (!item.is_string())
            return core::fail_input("not a string", where, core::json_text(item).substr(0, 40), "strings");
        result.push_back(item.get<std::string>());
    }
    if (std::set<std::string>(result.begin(), result.end()).size() != result.size())
        return core::fail_input("a name stands twice in the list", where);
    return result;
}

std::string text_of(const std::vector<std::int64_t>& shape) {
    return core::json_text(nlohmann::json(shape));
}

// The tensor's values, copied out of the file (which need not be aligned), after its shape was checked.
template <typename T>
core::Result<std::vector<T>> values(const core::TensorFile& file, const std::string& name, core::DType dtype,
                                    const std::vector<std::int64_t>& shape) {
    SYNCHRONY_ASSIGN(const auto view, file.tensor(name, dtype));
    if (view.shape != shape)
        return core::fail_input("tensor has another shape", file.path().string() + ", tensor " + name,
                                text_of(view.shape), text_of(shape));
    std::vector<T> result(view.bytes.size() / sizeof(T));
    if (!result.empty()) std::memcpy(result.data(), view.bytes.data(), view.bytes.size());
    return result;
}

core::Result<void> inside(const core::TensorFile& file, const char* name, std::size_t image, std::int64_t value,
                          std::int64_t low, std::int64_t high) {
    if (value >= low && value <= high) return {};
    return core::fail_input("index out of range",
                            file.path().string() + ", tensor " + name + ", image " + std::to_string(image),
                            std::to_string(value), std::to_string(low) + " to " + std::to_string(high));
}

}  // namespace

core::Result<ImageSet> ImageSet::open(const std::filesystem::path& path) {
    SYNCHRONY_ASSIGN(auto file, core::TensorFile::open(path));
    const auto images = std::make_shared<const core::TensorFile>(std::move(file));
    ImageSet set;
    SYNCHRONY_TRY(set.read_metadata(*images));
    SYNCHRONY_TRY(core::check_content_sum(*images));
    SYNCHRONY_TRY(set.read_index(*images));
    SYNCHRONY_ASSIGN(const auto tensor, images->tensor("images", core::DType::f16));
    set.parts_.push_back(
        {images, {reinterpret_cast<const std::uint16_t*>(tensor.bytes.data()), tensor.bytes.size() / 2}});
    return set;
}

core::Result<void> ImageSet::read_metadata(const core::TensorFile& file) {
    SYNCHRONY_ASSIGN(const auto kind, metadata(file, "kind"));
    SYNCHRONY_ASSIGN(const auto version, metadata(file, "version"));
    if (kind != image_set_format::kind || version != image_set_format::version)
        return core::fail_input("not an image set of this version", file.path().string(), kind + " " + version,
                                std::string(image_set_format::kind) + " " + image_set_format::version);
    SYNCHRONY_ASSIGN(const auto recipe, metadata(file, "recipe"));
    auto read = SpectrogramRecipe::from_json(recipe);
    if (!read) {
        auto error = read.error();
        error.where = file.path().string() + ", metadata recipe" + (error.where.empty() ? "" : ", " + error.where);
        return core::fail(std::move(error));
    }
    recipe_ = std::move(*read);
    SYNCHRONY_ASSIGN(const auto patients, names(file, "patients"));
    for (const auto& patient : patients) patients_.emplace_back(patient);
    SYNCHRONY_ASSIGN(leads_, names(file, "leads"));
    SYNCHRONY_ASSIGN(source_, metadata(file, "source"));
    return {};
}

core::Result<void> ImageSet::read_index(const core::TensorFile& file) {
    using core::DType;
    SYNCHRONY_ASSIGN(const auto images, file.tensor("images", DType::f16));
    const std::int64_t n = images.shape.empty() ? 0 : images.shape.front();
    const std::vector<std::int64_t> shape{n, recipe_.height, recipe_.width};
    if (images.shape != shape)
        return core::fail_input("images do not have the recipe's size", file.path().string() + ", tensor images",
                                text_of(images.shape), text_of(shape));
    if (reinterpret_cast<std::uintptr_t>(images.bytes.data()) % alignof(std::uint16_t) != 0)
        return core::fail_input("images lie at an odd byte", file.path().string() + ", tensor images");

    SYNCHRONY_ASSIGN(const auto patient, values<std::int32_t>(file, "patient", DType::i32, {n}));
    SYNCHRONY_ASSIGN(const auto lead, values<std::int32_t>(file, "lead", DType::i32, {n}));
    SYNCHRONY_ASSIGN(const auto beat, values<std::int64_t>(file, "beat", DType::i64, {n}));
    SYNCHRONY_ASSIGN(const auto label, values<std::int8_t>(file, "label", DType::i8, {n}));
    SYNCHRONY_ASSIGN(const auto rr, values<float>(file, "rr_s", DType::f32, {n, 3}));
    const auto patients = static_cast<std::int64_t>(patients_.size());
    const auto leads = static_cast<std::int64_t>(leads_.size());
    index_.reserve(patient.size());
    for (std::size_t i = 0; i < patient.size(); ++i) {
        SYNCHRONY_TRY(inside(file, "patient", i, patient[i], 0, patients - 1));
        SYNCHRONY_TRY(inside(file, "lead", i, lead[i], 0, leads - 1));
        SYNCHRONY_TRY(inside(file, "label", i, label[i], -1, highest_label));
        SYNCHRONY_TRY(inside(file, "beat", i, beat[i], median_beat, std::numeric_limits<std::int64_t>::max()));
        index_.push_back({.patient = patient[i],
                          .lead = lead[i],
                          .beat = beat[i],
                          .label = label[i],
                          .rr_before_s = rr[3 * i],
                          .rr_after_s = rr[3 * i + 1],
                          .rr_local_s = rr[3 * i + 2]});
    }
    return {};
}

std::span<const std::uint16_t> ImageSet::pixels(std::size_t i) const {
    const auto count = pixels_per_image();
    auto begin = i * count;
    auto part = parts_.begin();
    for (; begin >= part->pixels.size(); ++part) begin -= part->pixels.size();
    return part->pixels.subspan(begin, count);
}

std::size_t ImageSet::pixels_per_image() const {
    return static_cast<std::size_t>(recipe_.height) * static_cast<std::size_t>(recipe_.width);
}

core::Key ImageSet::key() const {
    const auto digest_of = [](std::span<const std::uint16_t> pixels) {
        return core::sha256({reinterpret_cast<const char*>(pixels.data()), pixels.size_bytes()});
    };
    std::string bytes;  // field by field: a struct has gaps of unknown content
    const auto put = [&bytes](const auto& value) { bytes.append(reinterpret_cast<const char*>(&value), sizeof value); };
    for (const auto& image : index_) {
        put(image.patient);
        put(image.lead);
        put(image.beat);
        put(image.label);
        put(image.rr_before_s);
        put(image.rr_after_s);
        put(image.rr_local_s);
    }
    core::Key key("images");
    key.add("source", source_).add("recipe", recipe_.to_json()).add_all("leads", leads_);
    key.add("patients", patients_.size());
    for (const auto& patient : patients_) key.add("patient", patient.value());
    key.add("index", core::sha256(bytes)).add("pixels", digest_of(parts_.front().pixels));
    if (parts_.size() == 1) return key.add("joined pixels", digest_of({}));  // as it always was
    for (const auto& part : std::span(parts_).subspan(1)) key.add("joined pixels", digest_of(part.pixels));
    return key;
}

std::vector<std::span<const std::uint16_t>> ImageSet::blocks() const {
    std::vector<std::span<const std::uint16_t>> blocks;
    for (const auto& part : parts_) blocks.push_back(part.pixels);
    return blocks;
}

core::Result<ImageSet> ImageSet::with_unlabelled(const ImageSet& other) const {
    if (!(recipe_ == other.recipe_))
        return core::fail({core::ErrorKind::usage,
                           "image sets of two recipes cannot be joined",
                           other.source_,
                           other.recipe_.to_json(),
                           recipe_.to_json(),
                           {}});
    ImageSet joined = *this;
    joined.parts_.insert(joined.parts_.end(), other.parts_.begin(), other.parts_.end());
    joined.source_ += "; " + other.source_;
    joined.patients_.insert(joined.patients_.end(), other.patients_.begin(), other.patients_.end());
    std::vector<std::int32_t> lead_numbers;
    for (const auto& name : other.leads_) {
        const auto found = std::ranges::find(joined.leads_, name);
        lead_numbers.push_back(static_cast<std::int32_t>(found - joined.leads_.begin()));
        if (found == joined.leads_.end()) joined.leads_.push_back(name);
    }
    joined.index_.reserve(index_.size() + other.index_.size());
    for (auto image : other.index_) {
        image.patient += static_cast<std::int32_t>(patients_.size());
        image.lead = lead_numbers[static_cast<std::size_t>(image.lead)];
        image.label = -1;
        joined.index_.push_back(image);
    }
    return joined;
}

void ImageSet::name_patients(const std::vector<std::string>& names) {
    assert(names.size() == patients_.size());
    patients_.clear();
    for (const auto& name : names) patients_.emplace_back(name);
}

}  // namespace synchrony::features
