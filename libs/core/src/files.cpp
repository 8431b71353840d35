#include "synchrony/core/files.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <vector>

#include "left_behind.hpp"
#include "temporary_names.hpp"

namespace synchrony::core {
namespace {

tl::unexpected<Error> fail_io(std::string what, const std::filesystem::path& path, int code) {
    return fail(Error{ErrorKind::io, std::move(what), path.string(), std::strerror(code), {}, {}});
}

/// What the operating system said, where it said anything.
int reason() {
    return errno != 0 ? errno : EIO;
}

namespace fs = std::filesystem;

/// Bytes of a file's name (not of its path) that Linux's file systems take.
constexpr std::size_t longest_name = 255;
constexpr int most_links = 40;  ///< that Linux follows too

Result<fs::path> without_links(fs::path path) {
    std::error_code code;
    for (int links = 0; fs::is_symlink(fs::symlink_status(path, code)); ++links) {
        if (links == most_links) return fail_io("cannot follow link", path, ELOOP);
        const auto to = fs::read_symlink(path, code);
        if (code) return fail_io("cannot follow link", path, code.value());
        path = path.parent_path() / to;  // an absolute one replaces the whole
    }
    return path;
}

fs::path beside(const fs::path& target) {
    static std::atomic<unsigned> counter{0};
    const std::string ending = ".tmp" + std::to_string(::getpid()) + "-" + std::to_string(counter++);
    const bool fits = target.filename().native().size() + ending.size() <= longest_name;
    return target.parent_path() / ((fits ? target.filename().native() : std::string()) + ending);
}

/// What a file system keeps in memory is written to the disk; what has no such thing (a network's) is left.
Result<void> bring_to_disk(const fs::path& path, int flags) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | flags);
    // A folder that may be written into but not read, as those that many people drop files into, cannot be opened.
    if (descriptor < 0 && errno == EACCES && (flags & O_DIRECTORY) != 0) return {};
    if (descriptor < 0) return fail_io("cannot open to sync", path, errno);
    const int done = ::fsync(descriptor);
    const int code = errno;
    ::close(descriptor);
    if (done != 0 && code != EINVAL && code != EROFS) return fail_io("cannot write to the disk", path, code);
    return {};
}

fs::path folder_of(const fs::path& path) {
    return path.parent_path().empty() ? fs::path(".") : path.parent_path();
}

Result<void> rename_into_place(const fs::path& from, const fs::path& to) {
    std::error_code code;
    fs::rename(from, to, code);
    if (code) return fail_io("cannot rename into place", to, code.value());
    return {};
}

/// Of the thread: how many KeepExisting live.
thread_local int keep_existing = 0;

/// As rename_into_place, where nothing is there but perhaps the same bytes.
Result<void> rename_beside_others(const fs::path& from, const fs::path& to) {
    if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) return {};
    if (errno != EEXIST) return rename_into_place(from, to);  // a file system that cannot tell
    SYNCHRONY_ASSIGN(const auto bytes, read_file(from));
    SYNCHRONY_TRY(check_same_or_absent(to, bytes));
    return rename_into_place(from, to);
}

/// The folder, or where it is to be made: the nearest above that is there.
Result<void> check_place(fs::path folder, const fs::path& asked) {
    std::error_code code;
    auto status = fs::status(folder, code);
    while (status.type() == fs::file_type::not_found && folder != folder_of(folder)) {
        folder = folder_of(folder);
        status = fs::status(folder, code);
    }
    if (code && status.type() != fs::file_type::not_found) return fail_io("cannot write there", asked, code.value());
    if (!fs::is_directory(status)) return fail_io("cannot write there", asked, ENOTDIR);
    if (::access(folder.c_str(), W_OK | X_OK) != 0) return fail_io("cannot write there", asked, errno);
    return {};
}

}  // namespace

Result<std::string> read_file(const std::filesystem::path& path, std::uint64_t max_bytes) {
    std::error_code code;
    const auto status = std::filesystem::status(path, code);
    if (std::filesystem::is_directory(status)) return fail_io("cannot read a folder as a file", path, EISDIR);
    if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status))
        return fail(Error{ErrorKind::io, "cannot read", path.string(), "a pipe or a device", "a plain file", {}});
    errno = 0;
    std::ifstream in(path, std::ios::binary);
    if (!in) return fail_io("cannot open file", path, reason());
    const auto size = std::filesystem::file_size(path, code);
    if (code) return fail_io("cannot read the size of", path, code.value());
    if (size > max_bytes)
        return fail_input("file is too large", path.string(), std::to_string(size) + " bytes",
                          "at most " + std::to_string(max_bytes) + " bytes");
    std::string bytes(size, '\0');
    in.read(bytes.data(), static_cast<std::streamsize>(size));
    if (static_cast<std::uint64_t>(in.gcount()) != size) return fail_io("cannot read file", path, EIO);
    return bytes;
}

std::string first_bytes(const std::filesystem::path& path, std::size_t most) {
    std::error_code ignored;
    if (!fs::is_regular_file(path, ignored)) return {};
    const auto size = fs::file_size(path, ignored);
    if (ignored) return {};
    std::string bytes(static_cast<std::size_t>(std::min<std::uintmax_t>(most, size)), '\0');
    std::ifstream file(path, std::ios::binary);
    file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    bytes.resize(static_cast<std::size_t>(file.gcount()));
    return bytes;
}

fs::path there_or_file_above(const fs::path& path) {
    std::error_code ignored;
    if (fs::exists(path, ignored)) return path;
    for (fs::path up = path.parent_path(); !up.empty() && up != up.parent_path(); up = up.parent_path())
        if (fs::exists(up, ignored)) return fs::is_regular_file(up, ignored) ? up : fs::path();
    return {};
}

Error error_in_file(Error error, const fs::path& path) {
    const auto file = path.string(), folder = path.parent_path().string();
    const bool named = error.where.starts_with(file) || (!folder.empty() && error.where.starts_with(folder + "/"));
    if (!named) error.where = error.where.empty() ? file : file + ", " + error.where;
    return error;
}

Result<void> write_file(const std::filesystem::path& path, std::string_view bytes, Durability durability) {
    SYNCHRONY_ASSIGN(auto file, AtomicFile::create(path, durability));
    file.stream().write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    return file.commit();
}

Result<void> check_same_or_absent(const std::filesystem::path& path, std::string_view bytes) {
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(path, ignored)) return {};
    const auto there = read_file(path);
    if (there && *there == bytes) return {};
    return fail({ErrorKind::usage,
                 "output is there already",
                 "output " + path.string(),
                 "other contents",
                 {},
                 "--force writes over it; or name another --out"});
}

Result<void> sync_file_system(const std::filesystem::path& folder) {
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0 && errno == EACCES) {  // it may be written into, not read
        ::sync();
        return {};
    }
    if (descriptor < 0) return fail_io("cannot open to sync", folder, errno);
    const int done = ::syncfs(descriptor);
    const int code = errno;
    ::close(descriptor);
    if (done != 0) return fail_io("cannot write to the disk", folder, code);
    return {};
}

Result<void> make_directories(const std::filesystem::path& directory) {
    if (directory.empty()) return {};
    std::error_code code;
    std::vector<fs::path> holding_new;  // folders that get a new entry
    for (fs::path at = directory; !at.empty() && !fs::exists(at, code) && at != folder_of(at); at = folder_of(at))
        holding_new.push_back(folder_of(at));
    fs::create_directories(directory, code);
    if (code) return fail_io("cannot make folder", directory, code.value());
    for (const auto& folder : holding_new) SYNCHRONY_TRY(bring_to_disk(folder, O_DIRECTORY));
    return {};
}

Result<void> move_into_place(const fs::path& from, const fs::path& to) {
    SYNCHRONY_TRY(bring_to_disk(from, 0));
    SYNCHRONY_TRY(rename_into_place(from, to));
    return bring_to_disk(folder_of(to), O_DIRECTORY);
}

AtomicFile::AtomicFile(std::filesystem::path target, std::filesystem::path temporary)
    : target_(std::move(target)),
      temporary_(std::move(temporary)),
      slot_(renamed() ? remember_temporary(temporary_.c_str(), TemporaryKind::file) : -1),  // before the file is there
      stream_(temporary_, std::ios::binary) {}

AtomicFile::AtomicFile(AtomicFile&& other) noexcept
    : target_(std::move(other.target_)),
      temporary_(std::move(other.temporary_)),
      slot_(std::exchange(other.slot_, -1)),
      lock_(std::exchange(other.lock_, -1)),
      stream_(std::move(other.stream_)),
      durability_(other.durability_),
      open_(std::exchange(other.open_, false)) {}

AtomicFile::~AtomicFile() {
    if (open_) {
        stream_.close();
        std::error_code ignored;
        if (renamed()) std::filesystem::remove(temporary_, ignored);
    }
    forget_temporary();
}

void AtomicFile::forget_temporary() noexcept {
    if (lock_ >= 0) ::close(std::exchange(lock_, -1));
    if (slot_ >= 0) core::forget_temporary(std::exchange(slot_, -1));
}

Result<AtomicFile> AtomicFile::create(const std::filesystem::path& target, Durability durability) {
    std::error_code code;
    const auto status = fs::status(target, code);
    if (fs::is_directory(status)) return fail_io("cannot write a folder as a file", target, EISDIR);
    const bool stream = fs::is_fifo(status) || fs::is_character_file(status);
    if (fs::exists(status) && !stream && !fs::is_regular_file(status))
        return fail_io("cannot write what is no file", target, EINVAL);
    SYNCHRONY_ASSIGN(const auto place, stream ? Result<fs::path>(target) : without_links(target));
    SYNCHRONY_TRY(make_directories(place.parent_path()));
    if (!stream) remove_files_left_behind(folder_of(place));
    errno = 0;
    AtomicFile file(place, stream ? place : beside(place));
    if (!file.stream_) {
        file.open_ = false;
        return fail_io("cannot write file", target, reason());
    }
    file.durability_ = durability;
    if (file.renamed()) file.lock_ = open_locked(file.temporary_);
    return file;
}

Result<void> AtomicFile::commit() {
    const bool failed = stream_.fail();  // errno is that of the write then
    if (!failed) errno = 0;
    stream_.close();
    if (stream_.fail()) return fail_io("cannot write file", target_, reason());
    const bool sync = renamed() && durability_ == Durability::synced;
    if (sync) SYNCHRONY_TRY(bring_to_disk(temporary_, 0));
    if (renamed()) SYNCHRONY_TRY((keep_existing > 0 ? rename_beside_others : rename_into_place)(temporary_, target_));
    open_ = false;
    forget_temporary();
    return sync ? bring_to_disk(folder_of(target_), O_DIRECTORY) : Result<void>{};
}

KeepExisting::KeepExisting() {
    ++keep_existing;
}

KeepExisting::~KeepExisting() {
    --keep_existing;
}

Result<void> check_writable(const std::filesystem::path& path) {
    std::error_code code;
    const auto status = fs::status(path, code);
    if (fs::is_directory(status)) return fail_io("cannot write a folder as a file", path, EISDIR);
    if (status.type() == fs::file_type::none) return fail_io("cannot write file", path, code.value());
    if (path.filename().empty()) return fail_io("cannot write a folder as a file", path, EISDIR);
    if (fs::is_fifo(status) || fs::is_character_file(status))
        return ::access(path.c_str(), W_OK) == 0 ? Result<void>{} : fail_io("cannot write there", path, errno);
    SYNCHRONY_ASSIGN(const auto place, without_links(path));
    return check_place(folder_of(place), path);
}

Result<void> check_writable_folder(const std::filesystem::path& folder) {
    return check_place(folder, folder);
}

Result<MappedFile> MappedFile::open(const std::filesystem::path& path) {
    // Not to wait for whoever may write into a pipe one day.
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0) return fail_io("cannot open file", path, errno);
    struct stat status {};
    if (::fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) {
        ::close(descriptor);
        if (S_ISDIR(status.st_mode)) return fail_io("cannot map", path, EISDIR);
        return fail(Error{ErrorKind::io, "cannot read", path.string(), "a pipe or a device", "a plain file", {}});
    }
    const auto size = static_cast<std::size_t>(status.st_size);
    if (size == 0) {
        ::close(descriptor);
        return MappedFile(nullptr, 0);
    }
    void* data = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, descriptor, 0);
    const int code = errno;
    ::close(descriptor);
    if (data == MAP_FAILED) return fail_io("cannot map", path, code);
    return MappedFile(static_cast<const std::byte*>(data), size);
}

MappedFile::MappedFile(MappedFile&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    return *this;
}

void MappedFile::forget(std::span<const std::byte> part) const noexcept {
    const auto page = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
    const auto begin = reinterpret_cast<std::uintptr_t>(part.data()), end = begin + part.size();
    const auto first = (begin + page - 1) / page * page, last = end / page * page;
    if (first < last) ::madvise(const_cast<std::byte*>(part.data()) + (first - begin), last - first, MADV_DONTNEED);
}

MappedFile::~MappedFile() {
    if (data_) ::munmap(const_cast<std::byte*>(data_), size_);
}

}  // namespace synchrony::core
