#include <dlfcn.h>

#include <cstdlib>
#include <mutex>
#include <utility>

#include "engine_module.hpp"
#include "synchrony/core/program_folder.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/nn/engine.hpp"

namespace synchrony::nn {
namespace {

namespace fs = std::filesystem;

constexpr const char* module_name = "libsynchrony_torch.so";

core::Error no_engine(std::string what, const fs::path& where, std::string got, std::string expected) {
    return {
        core::ErrorKind::usage,
        std::move(what),
        where.string(),
        std::move(got),
        std::move(expected),
        std::string(
            "install the module (Debian: synchrony-networks), build with SYNCHRONY_NETWORKS=ON, or name its file in ") +
            engine_variable};
}

std::string loader_message() {
    const char* text = dlerror();
    return text ? text : "unknown reason";
}

// The module's engine or probe, whichever the exported function makes.
template <typename Function>
auto start(void* symbol, const fs::path& path) -> core::Result<decltype((*std::declval<Function*>())()->create())> {
    const auto& module = *(*reinterpret_cast<Function*>(symbol))();
    if (std::string_view(module.abi) != engine_abi())
        return core::fail(
            no_engine("the network module is of another version", path, module.abi, std::string(engine_abi())));
    auto* made = module.create();
    if (!made) return core::fail(no_engine("the network module did not start", path, "", ""));
    return made;
}

core::Result<void*> symbol_of(const fs::path& path, const char* name) {
    if (!fs::exists(path)) return core::fail(no_engine("the network module is not there", path, "", ""));
    // RTLD_NODELETE: libtorch's threads and registries must not be unloaded.
    void* library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    if (!library) return core::fail(no_engine("the network module cannot be loaded", path, loader_message(), ""));
    void* symbol = dlsym(library, name);
    if (!symbol) return core::fail(no_engine("not a network module of Synchrony", path, loader_message(), name));
    return symbol;
}

}  // namespace

std::vector<fs::path> engine_places() {
    if (const char* named = std::getenv(engine_variable); named && *named) return {named};
    const auto folder = core::program_folder();
    std::vector<fs::path> places;
    // Debian's libraries lie in a folder of the processor's name, lib/x86_64-linux-gnu.
    for (const char* library_folder : {"lib/" SYNCHRONY_LIBRARY_ARCHITECTURE, "lib", "lib64"})
        places.push_back((folder / ".." / library_folder / "synchrony" / module_name).lexically_normal());
    places.push_back(folder / module_name);
    return places;
}

core::Result<Engine*> load_engine_from(const fs::path& path) {
    SYNCHRONY_ASSIGN(void* symbol, symbol_of(path, engine_symbol));
    return start<EngineModuleFunction>(symbol, path);
}

core::Result<EngineProbe*> load_engine_probe() {
    const auto places = engine_places();
    for (const auto& place : places) {
        if (!fs::exists(place)) continue;
        SYNCHRONY_ASSIGN(void* symbol, symbol_of(place, engine_probe_symbol));
        return start<EngineProbeFunction>(symbol, place);
    }
    return core::fail(no_engine("the network module is not there", "", "", joined(places)));
}

core::Result<Engine*> load_engine() {
    static std::mutex mutex;
    static Engine* loaded = nullptr;
    const std::lock_guard lock(mutex);
    if (loaded) return loaded;
    const auto places = engine_places();
    for (const auto& place : places) {
        if (!fs::exists(place)) continue;
        auto engine = load_engine_from(place);
        if (engine) loaded = *engine;
        return engine;
    }
    return core::fail(no_engine("the network module is not there", "", "",
                                core::joined(places, ", ", [](const auto& place) { return place.string(); })));
}

}  // namespace synchrony::nn
