// What the module and its loader must agree on.
#pragma once

#include <string>

#include "synchrony/core/version.hpp"
#include "synchrony/nn/engine.hpp"

#define SYNCHRONY_TEXT_INNER(x) #x
#define SYNCHRONY_TEXT(x) SYNCHRONY_TEXT_INNER(x)

namespace synchrony::nn {

/// Raise the first number when Engine or a type in its calls changes. The rest names what decides the layout of the
/// standard library's types.
inline const std::string& engine_abi() {
    static const std::string abi =
        "synchrony engine 4, libstdc++ ABI " SYNCHRONY_TEXT(_GLIBCXX_USE_CXX11_ABI) ", program " +
        std::string(core::version());
    return abi;
}

struct EngineModule {
    const char* abi;      ///< engine_abi() of the module
    Engine* (*create)();  ///< a new engine that lives until the process ends
};

/// The module's one exported function.
using EngineModuleFunction = const EngineModule*();
inline constexpr const char* engine_symbol = "synchrony_engine_module";

}  // namespace synchrony::nn
