#include <cstdio>

#include "commands/commands.hpp"
#include "memory_limit.hpp"
#include "shell.hpp"

int main(int argc, char** argv) {
    synchrony::cli::restart_within_memory_limit(argv);
    try {
        synchrony::cli::Shell shell(argc, argv);
        return shell.run(synchrony::cli::add_commands);
    } catch (...) {  // what the shell's own making may throw: no memory
        std::fputs("synchrony: could not start\n", stderr);
        return synchrony::cli::exit_failed;
    }
}
