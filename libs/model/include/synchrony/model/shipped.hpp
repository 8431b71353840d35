// The models that come with the program: named by a word, found relative to the program.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace synchrony::model {

/// ../share/synchrony/models of the program's folder: the same in a build tree and where it is installed.
[[nodiscard]] std::filesystem::path shipped_models_folder();

/// Names of the models in the folder ("mitbih-resnet18"), sorted; none where there is no such folder.
[[nodiscard]] std::vector<std::string> shipped_models(const std::filesystem::path& folder = shipped_models_folder());

/// The file that a user means: `given` where it exists or is no bare name, else the shipped model of that name, with or
/// without ".safetensors". `given` itself where there is none, so that the reader's complaint names what was typed.
[[nodiscard]] std::filesystem::path model_file(const std::filesystem::path& given,
                                               const std::filesystem::path& folder = shipped_models_folder());

}  // namespace synchrony::model
