// Writes the seeds of the fuzzers that read our own files: make_fuzz_seeds FUZZ_FOLDER. Run it again when a format
// changes; the seeds are committed.
#include <cstdio>
#include <fstream>

#include "sample_images.hpp"
#include "sample_models.hpp"

namespace {

using namespace synchrony;
namespace fs = std::filesystem;

void keep(const fs::path& path, const std::string& bytes) {
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << bytes;
}

std::string header_of(const fs::path& path) {
    const auto bytes = core::read_file(path);
    fuzz::require(bytes && bytes->size() > 8);
    const auto length = static_cast<std::size_t>(static_cast<unsigned char>((*bytes)[0])) |
                        static_cast<std::size_t>(static_cast<unsigned char>((*bytes)[1])) << 8U;
    return bytes->substr(8, length);
}

std::string metadata_of(const fs::path& path, const std::string& key) {
    const auto file = core::TensorFile::open(path);
    fuzz::require(file && file->metadata().contains(key));
    return file->metadata().at(key);
}

void tensor_seeds(const fs::path& folder) {
    const std::vector<double> doubles{0.5, 1e300};
    const std::vector<float> singles(6, 2.0F);
    const std::vector<std::int8_t> bytes{1, 2, 3};
    const std::vector<core::NamedTensor> tensors{
        {"a", core::DType::f64, {2}, std::as_bytes(std::span(doubles))},
        {"b", core::DType::f32, {2, 3}, std::as_bytes(std::span(singles))},
        {"c", core::DType::i8, {3}, std::as_bytes(std::span(bytes))},
        {"empty", core::DType::f16, {0, 5}, {}},
    };
    fuzz::require(core::write_tensor_file(folder / "four_tensors", tensors, {{"k", "v"}}).has_value());
    fuzz::require(core::write_tensor_file(folder / "nothing", {}, {}).has_value());
    keep(folder / "header", R"({"a":{"dtype":"F32","shape":[2,4],"data_offsets":[0,32]},)"
                            R"("b":{"dtype":"I64","shape":[4],"data_offsets":[32,64]}})");
}

void model_seeds(const fs::path& fuzzers) {
    const auto bundle = fuzzers / "bundle" / "seeds" / "file";
    fuzz::require(model::write_bundle(bundle, fuzz::sample_bundle(), model::WeightStorage::f16).has_value());
    keep(fuzzers / "bundle" / "seeds" / "description", metadata_of(bundle, "synchrony"));
    keep(fuzzers / "tensors" / "seeds" / "header_of_a_model", header_of(bundle));
    const auto predictor = fuzzers / "predictor" / "seeds" / "file";
    fuzz::require(model::write_predictor(predictor, fuzz::sample_predictor()).has_value());
    keep(fuzzers / "predictor" / "seeds" / "descriptions",
         metadata_of(predictor, "synchrony_predictor") + "\n----\n" + metadata_of(predictor, "synchrony"));
    fuzz::require(
        model::write_predictor(fuzzers / "predictor" / "seeds" / "linear", test::hand_predictor(3)).has_value());
}

void image_seeds(const fs::path& folder) {
    fuzz::require(fuzz::sample_images().write(folder / "set", "fuzz").has_value());
    keep(folder / "descriptions", metadata_of(folder / "set", "recipe") + "\n----\n" +
                                      metadata_of(folder / "set", "patients") + "\n----\n" +
                                      metadata_of(folder / "set", "leads"));
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 2) {
        std::fprintf(stderr, "make_fuzz_seeds FUZZ_FOLDER\n");
        return 2;
    }
    const fs::path fuzzers = arguments[1];
    tensor_seeds(fuzzers / "tensors" / "seeds");
    model_seeds(fuzzers);
    image_seeds(fuzzers / "images" / "seeds");
    return 0;
}
