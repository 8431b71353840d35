// What the module and its loader must agree on.
#pragma once

#include <string>

#include "synchrony/core/version.hpp"
#include "synchrony/nn/engine.hpp"
#include "synchrony/nn/engine_probe.hpp"

#define SYNCHRONY_TEXT_INNER(x) #x
#define SYNCHRONY_TEXT(x) SYNCHRONY_TEXT_INNER(x)

namespace synchrony::nn {

/// Raise the first number when Engine, EngineProbe or a type in its calls changes. The rest names what decides the
/// layout of the standard library's types.
inline const std::string& engine_abi() {
    static const std::string abi =
        "synchrony engine 8, libstdc++ ABI " SYNCHRONY_TEXT(_GLIBCXX_USE_CXX11_ABI) ", program " +
        std::string(core::version());
    return abi;
}

struct EngineModule {
    const char* abi;      ///< engine_abi() of the module
    Engine* (*create)();  ///< a new engine that lives until the process ends
};

/// The module's exported functions: for the program, and for tests and benches.
using EngineModuleFunction = const EngineModule*();
inline constexpr const char* engine_symbol = "synchrony_engine_module";

/// Of the module that only runs networks.
struct InferenceModule {
    const char* abi;         ///< engine_abi() of the module
    Inference* (*create)();  ///< lives until the process ends
};
using InferenceModuleFunction = const InferenceModule*();
inline constexpr const char* inference_symbol = "synchrony_inference_module";

struct EngineProbeModule {
    const char* abi;           ///< engine_abi() of the module
    EngineProbe* (*create)();  ///< lives until the process ends
};
using EngineProbeFunction = const EngineProbeModule*();
inline constexpr const char* engine_probe_symbol = "synchrony_engine_probe";

}  // namespace synchrony::nn
