#include "synchrony/core/files.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>

namespace synchrony::core {
namespace {

tl::unexpected<Error> fail_io(std::string what, const std::filesystem::path& path, int code) {
    return fail(Error{ErrorKind::io, std::move(what), path.string(), std::strerror(code), {}, {}});
}

}  // namespace

Result<std::string> read_file(const std::filesystem::path& path, std::uint64_t max_bytes) {
    std::error_code code;
    if (std::filesystem::is_directory(path, code)) return fail_io("cannot read a folder as a file", path, EISDIR);
    std::ifstream in(path, std::ios::binary);
    if (!in) return fail_io("cannot open file", path, errno);
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

Result<void> write_file(const std::filesystem::path& path, std::string_view bytes) {
    SYNCHRONY_ASSIGN(auto file, AtomicFile::create(path));
    file.stream().write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    return file.commit();
}

Result<void> make_directories(const std::filesystem::path& directory) {
    if (directory.empty()) return {};
    std::error_code code;
    std::filesystem::create_directories(directory, code);
    if (code) return fail_io("cannot make folder", directory, code.value());
    return {};
}

AtomicFile::AtomicFile(std::filesystem::path target, std::filesystem::path temporary)
    : target_(std::move(target)), temporary_(std::move(temporary)), stream_(temporary_, std::ios::binary) {}

AtomicFile::AtomicFile(AtomicFile&& other) noexcept
    : target_(std::move(other.target_)),
      temporary_(std::move(other.temporary_)),
      stream_(std::move(other.stream_)),
      open_(std::exchange(other.open_, false)) {}

AtomicFile::~AtomicFile() {
    if (!open_) return;
    stream_.close();
    std::error_code ignored;
    std::filesystem::remove(temporary_, ignored);
}

Result<AtomicFile> AtomicFile::create(const std::filesystem::path& target) {
    static std::atomic<unsigned> counter{0};
    SYNCHRONY_TRY(make_directories(target.parent_path()));
    std::filesystem::path temporary = target;
    temporary += ".tmp" + std::to_string(::getpid()) + "-" + std::to_string(counter++);
    AtomicFile file(target, std::move(temporary));
    if (!file.stream_) return fail_io("cannot write file", target, errno);
    return file;
}

Result<void> AtomicFile::commit() {
    stream_.close();
    if (stream_.fail()) return fail_io("cannot write file", target_, ENOSPC);
    std::error_code code;
    std::filesystem::rename(temporary_, target_, code);
    if (code) return fail_io("cannot rename into place", target_, code.value());
    open_ = false;
    return {};
}

Result<MappedFile> MappedFile::open(const std::filesystem::path& path) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return fail_io("cannot open file", path, errno);
    struct stat status {};
    if (::fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) {
        ::close(descriptor);
        return fail_io("cannot map", path, S_ISDIR(status.st_mode) ? EISDIR : EINVAL);
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

MappedFile::~MappedFile() {
    if (data_) ::munmap(const_cast<std::byte*>(data_), size_);
}

}  // namespace synchrony::core
