// Several processes that train one network together, as torchrun, mpirun and Slurm start them.
#pragma once

#include <string>

#include "synchrony/core/result.hpp"

namespace synchrony::nn {

/// Which of them this one is, and where they meet.
struct Processes {
    int rank = 0;         ///< 0 to size - 1; 0 keeps checkpoints and writes what is asked for
    int size = 1;         ///< 1: this one alone
    std::string address;  ///< of rank 0, a host name or an IP address
    int port = 0;         ///< on which rank 0 listens
    bool agent = false;   ///< torchrun itself listens there, and lives through restarts
    int attempt = 0;      ///< how often torchrun has started them again
    [[nodiscard]] bool alone() const { return size == 1; }
    [[nodiscard]] bool first() const { return rank == 0; }
};

/// From the environment variables RANK, WORLD_SIZE, MASTER_ADDR and MASTER_PORT, as torchrun sets them, and its
/// TORCHELASTIC_USE_AGENT_STORE and TORCHELASTIC_RESTART_COUNT, where there; alone where WORLD_SIZE is not set. Errors
/// (usage): one of the others is missing, a rank that is not below the size.
[[nodiscard]] core::Result<Processes> processes_of_environment();

}  // namespace synchrony::nn
