// --device: where networks learn and answer.
#pragma once

#include <CLI/CLI.hpp>

#include "synchrony/nn/training.hpp"

namespace synchrony::cli {

/// --device auto, cpu or cuda, of a command that trains networks: auto, where nothing is said. `words` say what is done
/// there.
CLI::Option* add_device_option(CLI::App& app, nn::Device& device, const char* words,
                               nn::Device usual = nn::Device::automatic);

}  // namespace synchrony::cli
