#include "cut_short.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <charconv>
#include <csignal>
#include <cstdlib>
#include <string_view>

#include "synchrony/core/files.hpp"

namespace synchrony::cli {
namespace {

void say(std::string_view text) {
    (void)!::write(STDERR_FILENO, text.data(), text.size());
}

/// Whether a line of /proc/self/maps, "from-to rights offset device inode   path", is of the address.
bool maps_address(std::string_view line, std::uintptr_t address) {
    std::uintptr_t from = 0, to = 0;
    const char* end = line.data() + line.size();
    const auto first = std::from_chars(line.data(), end, from, 16);
    if (first.ec != std::errc() || first.ptr == end) return false;
    const auto second = std::from_chars(first.ptr + 1, end, to, 16);
    return second.ec == std::errc() && from <= address && address < to;
}

/// Writes the path at the end of a line, unless it has none; what a terminal would obey as '?'.
void say_path(char* line, std::size_t size) {
    const auto at = std::string_view(line, size).find('/');
    if (at == std::string_view::npos) return;
    for (std::size_t i = at; i < size; ++i)
        if (static_cast<unsigned char>(line[i]) < ' ' || line[i] == '\x7f') line[i] = '?';
    say(std::string_view(line + at, size - at));
    say(": ");
}

/// Says which file is mapped there. For a signal handler: no memory, no lock of the C library.
void say_file_at(std::uintptr_t address) {
    const int maps = ::open("/proc/self/maps", O_RDONLY | O_CLOEXEC);
    static char line[8192];  // a path of PATH_MAX, and more
    std::size_t size = 0;
    for (char c = 0; maps >= 0 && ::read(maps, &c, 1) == 1;) {
        if (c != '\n') {
            if (size < sizeof line) line[size++] = c;
            continue;
        }
        if (maps_address({line, size}, address)) return say_path(line, size);
        size = 0;
    }
}

extern "C" void on_bus_error(int number, siginfo_t* info, void*) {
    if (info->si_code != BUS_ADRERR) {  // not a file: a fault of the program
        std::signal(number, SIG_DFL);
        return;  // to the instruction that failed, which ends it
    }
    core::remove_temporary_files();
    say("\nsynchrony: ");
    say_file_at(reinterpret_cast<std::uintptr_t>(info->si_addr));
    say("file got shorter while it was read, or its disk failed\n");
    std::_Exit(1);
}

}  // namespace

void listen_for_files_cut_short() {
    struct sigaction action {};
    action.sa_sigaction = on_bus_error;
    action.sa_flags = SA_SIGINFO;
    ::sigaction(SIGBUS, &action, nullptr);
}

}  // namespace synchrony::cli
