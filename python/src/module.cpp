// The module _synchrony, which synchrony/__init__.py shows.
#include <dlfcn.h>

#include <filesystem>

#include "faults.hpp"
#include "modules.hpp"
#include "synchrony/core/program_folder.hpp"
#include "synchrony/core/version.hpp"

namespace synchrony::python {
namespace {

/// Where the program lies that this module belongs to: in bin/ of the nearest folder above the module that has it, of
/// the build tree (build/release/python/synchrony) or installed (/usr/lib/python3/dist-packages/synchrony). Models and
/// the module that runs networks are found from there; Python's own program knows nothing of them.
std::filesystem::path folder_of_program() {
    Dl_info info{};
    if (dladdr(reinterpret_cast<const void*>(&folder_of_program), &info) == 0 || !info.dli_fname) return {};
    std::error_code ignored;
    auto folder = std::filesystem::canonical(info.dli_fname, ignored).parent_path();
    while (folder.has_relative_path()) {
        folder = folder.parent_path();
        if (std::filesystem::is_regular_file(folder / "bin" / "synchrony", ignored)) return folder / "bin";
    }
    return {};
}

}  // namespace
}  // namespace synchrony::python

PYBIND11_MODULE(_synchrony, module) {
    using namespace synchrony;
    if (const auto folder = python::folder_of_program(); !folder.empty()) core::set_program_folder(folder);
    pybind11::module_::import("atexit").attr("register")(pybind11::cpp_function(&python::end_running_work));
    module.attr("__version__") = std::string(core::version());
    python::add_recording(module);
    python::add_beats(module);
    python::add_use_cases(module);
}
