// Reading and writing whole files safely: bounded reads, memory maps, and writes that appear whole or not at all.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <span>
#include <string>
#include <string_view>

#include "synchrony/core/result.hpp"

namespace synchrony::core {

/// The whole file as bytes in a string; fails (io) when it is missing, no plain file (a pipe may never end) or larger
/// than `max_bytes`.
[[nodiscard]] Result<std::string> read_file(const std::filesystem::path& path,
                                            std::uint64_t max_bytes = std::uint64_t{1} << 32);

/// The first bytes of a plain file, at most so many; empty where there is none or it cannot be read.
[[nodiscard]] std::string first_bytes(const std::filesystem::path& path, std::size_t most);

/// The path itself where something is there, else the plain file on the way to it: "a/export.zip" of
/// "a/export.zip/sub/100.hea", for archives and other files that hold many. Empty where there is neither.
[[nodiscard]] std::filesystem::path there_or_file_above(const std::filesystem::path& path);

/// The error of work on the file at `path`, whose place begins with that path: "ecg/7.csv, lead V1". One that names the
/// file, or another in its folder, stays as it is.
[[nodiscard]] Error error_in_file(Error error, const std::filesystem::path& path);

/// When what was written is safe from a loss of power.
enum class Durability {
    synced,         ///< once the call returns; some milliseconds a file
    left_to_system  ///< once sync_file_system was called, for many files at once
};

/// Writes `bytes` as AtomicFile does.
[[nodiscard]] Result<void> write_file(const std::filesystem::path& path, std::string_view bytes,
                                      Durability durability = Durability::synced);

/// Whether a table that a person may have edited can be written: fails (usage) where a plain file with other bytes than
/// these is there. The same bytes, pipes and devices are fine.
[[nodiscard]] Result<void> check_same_or_absent(const std::filesystem::path& path, std::string_view bytes);

/// Brings all files of the file system that holds `folder` to the disk.
[[nodiscard]] Result<void> sync_file_system(const std::filesystem::path& folder);

/// Makes `directory` and its parents; an existing directory is fine. Those that are new are safe from a loss of power
/// once the call returns.
[[nodiscard]] Result<void> make_directories(const std::filesystem::path& directory);

/// A whole file gets the name `to`, in the same file system, in place of what is there: it is brought to the disk first
/// and its folder afterwards, so that a loss of power never leaves the name on half a file.
[[nodiscard]] Result<void> move_into_place(const std::filesystem::path& from, const std::filesystem::path& to);

/// Whether a file of that name could be written now; nothing is made or changed. Long work asks before it begins. Fails
/// (io) on a folder, a name too long, a place that is not there to be written.
[[nodiscard]] Result<void> check_writable(const std::filesystem::path& path);
/// The same of a folder that is to hold files, there already or not.
[[nodiscard]] Result<void> check_writable_folder(const std::filesystem::path& folder);

/// A file written under a temporary name beside its target; `commit` brings it to the disk and renames it into place,
/// destruction without commit removes it. A crash or a loss of power leaves at most the temporary file, never half a
/// target; the next program that writes into the folder removes such a file. A symbolic link is followed; a pipe or a
/// character device is written into as it stands.
class AtomicFile {
  public:
    [[nodiscard]] static Result<AtomicFile> create(const std::filesystem::path& target,
                                                   Durability durability = Durability::synced);
    AtomicFile(AtomicFile&&) noexcept;
    AtomicFile& operator=(AtomicFile&&) = delete;
    AtomicFile(const AtomicFile&) = delete;
    AtomicFile& operator=(const AtomicFile&) = delete;
    ~AtomicFile();

    std::ofstream& stream() { return stream_; }
    /// For libraries that must write by name (Cairo, libtorch): the temporary path.
    [[nodiscard]] const std::filesystem::path& temporary_path() const { return temporary_; }
    [[nodiscard]] Result<void> commit();

  private:
    AtomicFile(std::filesystem::path target, std::filesystem::path temporary);
    void forget_temporary() noexcept;
    [[nodiscard]] bool renamed() const { return temporary_ != target_; }
    std::filesystem::path target_;     ///< links followed
    std::filesystem::path temporary_;  ///< the target itself where that is a pipe or a device
    int slot_ = -1;                    ///< among the names that remove_temporary_files knows
    int lock_ = -1;                    ///< the temporary file, locked: whoever finds it unlocked may remove it
    std::ofstream stream_;
    Durability durability_ = Durability::synced;
    bool open_ = true;
};

/// While one lives, the AtomicFiles of this thread put themselves in place of nothing: where a plain file has appeared
/// under their name, by another program perhaps, `commit` fails (usage), unless it holds the same bytes.
class KeepExisting {
  public:
    KeepExisting();
    KeepExisting(const KeepExisting&) = delete;
    KeepExisting& operator=(const KeepExisting&) = delete;
    ~KeepExisting();
};

/// Removes the temporary files of all AtomicFiles that are not committed, and all ScratchFolders, from a signal handler
/// (it takes no lock and no memory), before the program is ended where it stands. None is made any more afterwards.
void remove_temporary_files() noexcept;

/// A file mapped read-only into memory; the bytes live as long as the object.
class MappedFile {
  public:
    [[nodiscard]] static Result<MappedFile> open(const std::filesystem::path& path);
    MappedFile(MappedFile&& other) noexcept;
    MappedFile& operator=(MappedFile&& other) noexcept;
    MappedFile(const MappedFile&) = delete;
    MappedFile& operator=(const MappedFile&) = delete;
    ~MappedFile();

    [[nodiscard]] std::span<const std::byte> bytes() const { return {data_, size_}; }
    /// `part` of the bytes is not read for now: whole pages of it leave the process's memory until they are.
    void forget(std::span<const std::byte> part) const noexcept;

  private:
    MappedFile(const std::byte* data, std::size_t size) : data_(data), size_(size) {}
    const std::byte* data_ = nullptr;
    std::size_t size_ = 0;
};

}  // namespace synchrony::core
