#include "synchrony/inputs/labelled_source.hpp"

#include <utility>

#include "synchrony/core/key.hpp"
#include "synchrony/datasets/for_each_recording.hpp"
#include "synchrony/inputs/ecg_images.hpp"

namespace synchrony::inputs {

std::string content_of(const std::string& name, const datasets::LabelledRecording& recording) {
    return core::Key("labelled recording")
        .add("name", name)
        .add("signals", content_of(recording.ecg))
        .add_all("beats", recording.annotated.samples)
        .add_all("labels", recording.annotated.labels)
        .digest();
}

LabelledFolder::LabelledFolder(std::filesystem::path folder, std::vector<std::string> records)
    : folder_(std::move(folder)), records_(std::move(records)) {}

std::string LabelledFolder::name() const {
    std::error_code ignored;
    auto folder = std::filesystem::weakly_canonical(folder_, ignored);
    if (!folder.has_filename()) folder = folder.parent_path();
    const auto name = folder.filename().string(), above = folder.parent_path().filename().string();
    const bool version = !name.empty() && name.find_first_not_of("0123456789.") == std::string::npos;
    return version && !above.empty() ? above + " " + name : name;
}

core::Result<datasets::LabelledRecording> LabelledFolder::read(std::size_t i) const {
    return datasets::read_labelled_recording(folder_ / records_[i]);
}

core::Result<std::vector<std::string>> LabelledFolder::contents(const core::RunContext& context) const {
    std::vector<core::Result<std::string>> found(records_.size(), std::string());
    SYNCHRONY_TRY(datasets::for_each_recording(found.size(), "reading recordings", context, [&](std::size_t i) {
        const auto recording = read(i);
        found[i] =
            recording ? core::Result<std::string>(content_of(records_[i], *recording)) : core::fail(recording.error());
        context.progress->advance(1);
    }));
    std::vector<std::string> digests;
    for (auto& one : found) {
        SYNCHRONY_ASSIGN(auto digest, std::move(one));
        digests.push_back(std::move(digest));
    }
    return digests;
}

}  // namespace synchrony::inputs
