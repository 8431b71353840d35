// Input: a model file, or, where it begins with '{', the description in a model file whose tensors are good.
#include "described_file.hpp"
#include "main.hpp"
#include "sample_models.hpp"

namespace {

using namespace synchrony;
using fuzz::require;

std::string file_of(std::string_view input) {
    if (!input.starts_with('{')) return std::string(input);
    static const auto good =
        fuzz::described_once([](const auto& path) { return model::write_bundle(path, fuzz::sample_bundle()); });
    auto metadata = good.metadata();
    metadata["synchrony"] = std::string(input);
    return good.with(metadata);
}

void check_round_trip(const model::Bundle& bundle) {
    const auto path = fuzz::scratch_file();
    require(model::write_bundle(path, bundle).has_value());
    const auto again = model::read_bundle(path);
    require(again && *again == bundle);
    std::filesystem::remove(path);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto path = fuzz::memory_file(file_of({reinterpret_cast<const char*>(data), size}));
    const auto bundle = model::read_bundle(path);
    if (!bundle) {
        require(!bundle.error().what.empty() && !bundle.error().where.empty());
        return 0;
    }
    require(bundle->check().has_value());
    if (size % 8 == 0) check_round_trip(*bundle);
    return 0;
}
