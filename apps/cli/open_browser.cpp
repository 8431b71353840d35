#include "open_browser.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <unistd.h>

#include <cstring>

namespace synchrony::cli {

core::Result<void> open_browser(const std::string& address) {
    posix_spawn_file_actions_t silent;
    posix_spawn_file_actions_init(&silent);
    for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
        posix_spawn_file_actions_addopen(&silent, stream, "/dev/null", O_RDWR, 0);
    std::string program = "xdg-open", argument = address;
    char* words[] = {program.data(), argument.data(), nullptr};
    pid_t child = 0;
    const int fault = ::posix_spawnp(&child, program.c_str(), &silent, nullptr, words, environ);
    posix_spawn_file_actions_destroy(&silent);
    if (fault == 0) return {};
    return core::fail({core::ErrorKind::io,
                       "cannot open the browser",
                       program,
                       std::strerror(fault),
                       {},
                       "Open the printed address by hand"});
}

}  // namespace synchrony::cli
