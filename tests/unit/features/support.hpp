// What the tests of this room share.
#pragma once

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "support/temporary_folder.hpp"
#include "synchrony/features/recipe.hpp"

namespace synchrony::test {

/// SciPy's answers (scripts/make_dsp_goldens.py).
inline nlohmann::json images_golden() {
    return nlohmann::json::parse(std::ifstream(SYNCHRONY_SOURCE_DIR "/tests/unit/dsp/goldens/images.json"));
}

inline features::SpectrogramRecipe recipe(const std::string& name) {
    return features::SpectrogramRecipe::named(name).value();
}

}  // namespace synchrony::test
