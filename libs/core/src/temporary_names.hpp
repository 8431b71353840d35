// Names of the temporary files and folders that stand on the disk now, where a signal handler can read them.
#pragma once

namespace synchrony::core {

enum class TemporaryKind : int { file, folder };

/// Keeps the name; gives its place for forget_temporary, -1 where it is too long or all places are taken (such a file
/// may stay behind). Does not return once remove_temporary_files was called: the program is about to end.
[[nodiscard]] int remember_temporary(const char* path, TemporaryKind kind) noexcept;
void forget_temporary(int place) noexcept;

}  // namespace synchrony::core
