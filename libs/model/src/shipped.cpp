#include "synchrony/model/shipped.hpp"

#include <algorithm>

#include "synchrony/core/program_folder.hpp"

namespace synchrony::model {
namespace {

namespace fs = std::filesystem;

constexpr const char* model_extension = ".safetensors";

}  // namespace

fs::path shipped_models_folder() {
    return (core::program_folder() / ".." / "share" / "synchrony" / "models").lexically_normal();
}

std::vector<std::string> shipped_models(const fs::path& folder) {
    std::vector<std::string> names;
    std::error_code ignored;
    for (fs::directory_iterator file(folder, ignored), end; file != end; file.increment(ignored))
        if (file->path().extension() == model_extension) names.push_back(file->path().stem().string());
    std::ranges::sort(names);
    return names;
}

fs::path model_file(const fs::path& given, const fs::path& folder) {
    std::error_code ignored;
    if (given.empty() || given.has_parent_path() || fs::exists(given, ignored)) return given;
    for (const char* ending : {model_extension, ""}) {
        fs::path shipped = folder / given;
        shipped += ending;
        if (shipped.extension() == model_extension && fs::exists(shipped, ignored)) return shipped;
    }
    return given;
}

}  // namespace synchrony::model
