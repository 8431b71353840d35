#include <dlfcn.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <mutex>
#include <utility>

#include "blas_kernels.hpp"
#include "engine_module.hpp"
#include "named.hpp"
#include "synchrony/core/program_folder.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/nn/engine.hpp"

namespace synchrony::nn {
namespace {

namespace fs = std::filesystem;

constexpr const char* module_name = "libsynchrony_torch.so";
constexpr const char* inference_module_name = "libsynchrony_onednn.so";
/// Address space without which libtorch 1.13 is not loaded. It takes 420 MiB of maps; with less than 750 MiB in all
/// what it makes of itself before any code of ours runs ended the program, with less than 1000 MiB oneDNN's unchecked
/// memory did (pretrain, the smallest net).
constexpr std::size_t torch_bytes = std::size_t{1} << 30;
constexpr std::string_view trained_by_name = "libtorch";  // in inference_variable

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

// The dynamic loader's words where a limit of address space stops it.
bool is_lack_of_memory(std::string_view message) {
    return message.find("failed to map segment") != std::string_view::npos ||
           message.find("Cannot allocate memory") != std::string_view::npos;
}

core::Error not_enough(const fs::path& path, std::string got) {
    return {core::ErrorKind::io,
            "not enough memory for networks",
            path.string(),
            std::move(got),
            {},
            "a higher limit of address space (ulimit -v, or the batch system's)"};
}

core::Error not_loaded(const fs::path& path, std::string message) {
    if (is_lack_of_memory(message)) return not_enough(path, std::move(message));
    return no_engine("the network module cannot be loaded", path, std::move(message), "");
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
    const bool brings_torch = path.filename() == module_name;
    if (brings_torch && !has_room_for(torch_bytes)) return core::fail(not_enough(path, "less than 1 GiB left"));
    if (brings_torch) choose_blas_kernels();
    // RTLD_NODELETE: libtorch's threads and registries must not be unloaded.
    void* library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    if (!library) return core::fail(not_loaded(path, loader_message()));
    SYNCHRONY_TRY(reserve_blas_memory());
    void* symbol = dlsym(library, name);
    if (!symbol) return core::fail(no_engine("not a network module of Synchrony", path, loader_message(), name));
    return symbol;
}

// Where a module of that name may lie, in order.
std::vector<fs::path> places_of(const char* name) {
    const auto folder = core::program_folder();
    std::vector<fs::path> places;
    // Debian's libraries lie in a folder of the processor's name, lib/x86_64-linux-gnu.
    for (const char* library_folder : {"lib/" SYNCHRONY_LIBRARY_ARCHITECTURE, "lib", "lib64"})
        places.push_back((folder / ".." / library_folder / "synchrony" / name).lexically_normal());
    places.push_back(folder / name);
    return places;
}

std::string named_in(const char* variable) {
    const char* value = std::getenv(variable);
    return value ? value : "";
}

// Whether a look for a GPU is worth the second that libtorch takes to load: the drivers' nodes of NVIDIA, of AMD, and
// of Windows' subsystem.
bool driver_of_gpus() {
    std::error_code ignored;
    return std::ranges::any_of(std::array{"/dev/nvidiactl", "/dev/kfd", "/dev/dxg"},
                               [&](const char* node) { return fs::exists(node, ignored); });
}

// oneDNN's module where there is one, else the engine that trains.
core::Result<Inference*> find_inference() {
    const auto named = named_in(inference_variable);
    if (!named.empty() && named != trained_by_name) return load_inference_from(named);
    if (named.empty())
        for (const auto& place : places_of(inference_module_name))
            if (fs::exists(place)) return load_inference_from(place);
    SYNCHRONY_ASSIGN(Engine* const engine, load_engine());
    return engine;
}

}  // namespace

std::vector<fs::path> engine_places() {
    if (const auto named = named_in(engine_variable); !named.empty()) return {named};
    return places_of(module_name);
}

bool engine_is_there() {
    std::error_code ignored;
    return std::ranges::any_of(engine_places(), [&](const auto& place) { return fs::exists(place, ignored); });
}

core::Result<Inference*> load_inference_from(const fs::path& path) {
    SYNCHRONY_ASSIGN(void* symbol, symbol_of(path, inference_symbol));
    return start<InferenceModuleFunction>(symbol, path);
}

static core::Result<Inference*> inference_on_cpu() {
    static std::mutex mutex;
    static Inference* loaded = nullptr;
    const std::lock_guard lock(mutex);
    if (loaded) return loaded;
    SYNCHRONY_ASSIGN(loaded, find_inference());
    return loaded;
}

core::Result<Inference*> load_inference(Device device) {
    if (device == Device::cpu) return inference_on_cpu();
    const bool must = device == Device::cuda;
    if (!must && (!driver_of_gpus() || !engine_is_there())) return inference_on_cpu();
    SYNCHRONY_ASSIGN(Engine* const engine, load_engine(device));
    if (engine->device() == Device::cpu) return inference_on_cpu();
    return engine;
}

core::Result<Engine*> load_engine_from(const fs::path& path) {
    SYNCHRONY_ASSIGN(void* symbol, symbol_of(path, engine_symbol));
    return start<EngineModuleFunction>(symbol, path);
}

static core::Error nowhere(const std::vector<fs::path>& places) {
    return no_engine("the network module is not there", "", "",
                     core::joined(places, ", ", [](const auto& place) { return place.string(); }));
}

core::Result<EngineProbe*> load_engine_probe() {
    const auto places = engine_places();
    for (const auto& place : places) {
        if (!fs::exists(place)) continue;
        SYNCHRONY_ASSIGN(void* symbol, symbol_of(place, engine_probe_symbol));
        return start<EngineProbeFunction>(symbol, place);
    }
    return core::fail(nowhere(places));
}

static core::Result<Engine*> engine_on_cpu() {
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
    return core::fail(nowhere(places));
}

core::Result<Engine*> load_engine(Device device) {
    SYNCHRONY_ASSIGN(Engine* const engine, engine_on_cpu());
    return device == Device::cpu ? engine : engine->on(device);
}

core::Result<void> check_device(Device device) {
    if (device == Device::cuda) SYNCHRONY_TRY(load_engine(device));
    return {};
}

core::Result<Engine*> Engine::on(Device device) {
    if (device != Device::cuda) return this;
    return core::fail(no_gpu());
}

}  // namespace synchrony::nn
