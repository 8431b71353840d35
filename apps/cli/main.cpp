#include "commands/commands.hpp"
#include "shell.hpp"

int main(int argc, char** argv) {
    synchrony::cli::Shell shell(argc, argv);
    synchrony::cli::add_commands(shell);
    return shell.run();
}
