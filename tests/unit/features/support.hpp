// What the tests of this room share.
#pragma once

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "synchrony/features/recipe.hpp"

namespace synchrony::test {

/// SciPy's answers (scripts/make_dsp_goldens.py).
inline nlohmann::json images_golden() {
    return nlohmann::json::parse(std::ifstream(SYNCHRONY_SOURCE_DIR "/tests/unit/dsp/goldens/images.json"));
}

inline features::SpectrogramRecipe recipe(const std::string& name) {
    return features::SpectrogramRecipe::named(name).value();
}

/// A folder that is gone after the test.
class TemporaryFolder {
  public:
    TemporaryFolder() {
        static int count = 0;
        path_ = std::filesystem::temp_directory_path() /
                ("synchrony_features_" + std::to_string(::getpid()) + "_" + std::to_string(count++));
        std::filesystem::create_directories(path_);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    ~TemporaryFolder() { std::filesystem::remove_all(path_); }
    std::filesystem::path operator/(const std::string& name) const { return path_ / name; }

  private:
    std::filesystem::path path_;
};

}  // namespace synchrony::test
