#include <cstdio>

#include "commands/commands.hpp"
#include "shell.hpp"

int main(int argc, char** argv) {
    try {
        synchrony::cli::Shell shell(argc, argv);
        return shell.run(synchrony::cli::add_commands);
    } catch (...) {  // what the shell's own making may throw: no memory
        std::fputs("synchrony: could not start\n", stderr);
        return synchrony::cli::exit_failed;
    }
}
