#include "synchrony/nn/processes.hpp"

#include <cstdlib>

#include "synchrony/core/text.hpp"

namespace synchrony::nn {
namespace {

constexpr int most_processes = 4096;
constexpr int highest_port = 65535;

std::string variable(const char* name) {
    const char* value = std::getenv(name);
    return value != nullptr ? value : "";
}

core::Result<int> whole_number(const char* name, int least, int most) {
    const auto text = variable(name);
    if (const auto value = core::number_from<int>(text); value && *value >= least && *value <= most) return *value;
    return core::fail({core::ErrorKind::usage, "no such process among several", std::string("variable ") + name,
                       text.empty() ? "not set" : text, std::to_string(least) + " to " + std::to_string(most),
                       "torchrun sets RANK, WORLD_SIZE, MASTER_ADDR and MASTER_PORT; for Slurm and mpirun see "
                       "docs/many-machines.md"});
}

}  // namespace

core::Result<Processes> processes_of_environment() {
    Processes p;
    if (variable("WORLD_SIZE").empty()) return p;
    SYNCHRONY_ASSIGN(p.size, whole_number("WORLD_SIZE", 1, most_processes));
    if (p.alone()) return p;
    SYNCHRONY_ASSIGN(p.rank, whole_number("RANK", 0, p.size - 1));
    SYNCHRONY_ASSIGN(p.port, whole_number("MASTER_PORT", 1, highest_port));
    p.address = variable("MASTER_ADDR");
    p.agent = variable("TORCHELASTIC_USE_AGENT_STORE") == "True";
    p.attempt = core::number_from<int>(variable("TORCHELASTIC_RESTART_COUNT")).value_or(0);
    if (p.address.empty())
        return core::fail({core::ErrorKind::usage,
                           "no place where the processes meet",
                           "variable MASTER_ADDR",
                           "not set",
                           "the host of rank 0",
                           {}});
    return p;
}

}  // namespace synchrony::nn
