#include "commands/commands.hpp"
#include "shell.hpp"

int main(int argc, char** argv) {
    synchrony::cli::Shell shell(argc, argv);
    return shell.run(synchrony::cli::add_commands);
}
