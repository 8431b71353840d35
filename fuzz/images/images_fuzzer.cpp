// Input: a set of images, or, where it begins with '[' or '{', the recipe, patients and leads (parted by lines "----")
// of a set whose tensors are good.
#include "described_file.hpp"
#include "main.hpp"
#include "sample_images.hpp"

namespace {

using namespace synchrony;
using fuzz::require;

std::string file_of(std::string_view input) {
    if (!input.starts_with('{') && !input.starts_with('[')) return std::string(input);
    static const auto good =
        fuzz::described_once([](const auto& path) { return fuzz::sample_images().write(path, "fuzz"); });
    auto metadata = good.metadata();
    constexpr std::string_view mark = "\n----\n";
    for (const char* key : {"recipe", "patients", "leads"}) {
        const auto end = std::min(input.find(mark), input.size());
        if (end > 0) metadata[key] = std::string(input.substr(0, end));
        input.remove_prefix(std::min(input.size(), end + mark.size()));
    }
    return good.with(metadata);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto path = fuzz::memory_file(file_of({reinterpret_cast<const char*>(data), size}));
    const auto set = features::ImageSet::open(path);
    if (!set) {
        require(!set.error().what.empty() && !set.error().where.empty());
        return 0;
    }
    const auto pixels = static_cast<std::size_t>(set->height()) * static_cast<std::size_t>(set->width());
    for (std::size_t i = 0; i < set->size(); ++i) {
        const auto& index = set->index()[i];
        require(static_cast<std::size_t>(index.patient) < set->patients().size());
        require(static_cast<std::size_t>(index.lead) < set->leads().size());
        require(set->pixels(i).size() == pixels);
    }
    return 0;
}
