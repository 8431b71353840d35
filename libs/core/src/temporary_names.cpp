#include "temporary_names.hpp"

#include <unistd.h>

#include <array>
#include <atomic>
#include <cstring>

#include "left_behind.hpp"
#include "synchrony/core/files.hpp"

namespace synchrony::core {
namespace {

/// A name, and who holds it: a handler may only read what is written out.
struct NamePlace {
    enum State : int { empty, being_written, held };
    std::atomic<int> state{empty};
    std::atomic<TemporaryKind> kind{TemporaryKind::file};
    std::array<char, 4096> path{};  // PATH_MAX of Linux
};

/// Files that are written at once: one a thread, and a few more.
std::array<NamePlace, 256> places;
std::atomic<bool> program_ends{false};

static_assert(std::atomic<int>::is_always_lock_free && std::atomic<bool>::is_always_lock_free);

}  // namespace

int remember_temporary(const char* path, TemporaryKind kind) noexcept {
    const auto length = std::strlen(path) + 1;
    for (std::size_t i = 0; i < places.size() && length <= places[i].path.size(); ++i) {
        int wanted = NamePlace::empty;
        if (!places[i].state.compare_exchange_strong(wanted, NamePlace::being_written)) continue;
        std::memcpy(places[i].path.data(), path, length);
        places[i].kind = kind;
        places[i].state = NamePlace::held;
        while (program_ends) ::pause();
        return static_cast<int>(i);
    }
    return -1;
}

void forget_temporary(int place) noexcept {
    places[static_cast<std::size_t>(place)].state = NamePlace::empty;
}

void remove_temporary_files() noexcept {
    program_ends = true;
    for (auto& place : places) {
        if (place.state != NamePlace::held) continue;
        if (place.kind == TemporaryKind::folder)
            remove_tree_now(place.path.data());
        else
            ::unlink(place.path.data());
    }
}

}  // namespace synchrony::core
