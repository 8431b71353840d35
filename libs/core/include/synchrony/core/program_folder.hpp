// Where the running program lies, from which what is installed with it is found.
#pragma once

#include <filesystem>

namespace synchrony::core {

/// The folder of the running program's own file, symbolic links followed; empty where the system does not say.
[[nodiscard]] std::filesystem::path program_folder();

/// For a library that another program has loaded (Python's module): from now on program_folder() is this one. Called
/// once, before anything asks.
void set_program_folder(std::filesystem::path folder);

}  // namespace synchrony::core
