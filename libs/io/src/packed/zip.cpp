// The only user of libzip.
#include <zip.h>

#include <algorithm>
#include <map>
#include <mutex>

#include "synchrony/io/archive.hpp"

namespace synchrony::io {
namespace {

using core::fail_input;

struct CloseZip {
    void operator()(zip_t* archive) const { zip_discard(archive); }
};
struct CloseMember {
    void operator()(zip_file_t* file) const { zip_fclose(file); }
};
using ZipHandle = std::unique_ptr<zip_t, CloseZip>;

std::string zip_words(zip_error_t* error) {
    std::string words = zip_error_strerror(error);
    zip_error_fini(error);
    return words;
}

class ZipArchive final : public Archive {
  public:
    ZipArchive(Bytes bytes, std::string where, UnpackLimits limits)
        : bytes_(std::move(bytes)), where_(std::move(where)), limits_(limits) {}

    core::Result<void> open_archive() {
        zip_error_t error;
        zip_error_init(&error);
        zip_source_t* source = zip_source_buffer_create(bytes_.view.data(), bytes_.view.size(), 0, &error);
        if (!source) return fail_input("zip archive cannot be read", where_, zip_words(&error), "a whole archive");
        zip_.reset(zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &error));
        if (!zip_) {
            zip_source_free(source);
            if (zip_error_code_zip(&error) == ZIP_ER_EXISTS)
                return fail_input("zip archive holds a name twice", where_, zip_words(&error), "each name once");
            return fail_input("zip archive is damaged", where_, zip_words(&error), "a whole archive");
        }
        zip_error_fini(&error);
        return list();
    }

    const std::vector<std::string>& names() const override { return names_; }
    std::string describe(std::string_view name) const override {
        return name.empty() ? where_ : where_ + "/" + std::string(name);
    }

    core::Result<Bytes> open(std::string_view name) const override {
        SYNCHRONY_ASSIGN(const auto* member, find(name));
        const auto by_ratio = std::max(limits_.free_bytes, member->packed * limits_.max_ratio);
        if (member->size > std::min(limits_.max_bytes, by_ratio))
            return fail_input("packed file grows too large", describe(name),
                              std::to_string(member->size) + " bytes from " + std::to_string(member->packed),
                              "at most " + std::to_string(std::min(limits_.max_bytes, by_ratio)));
        SYNCHRONY_ASSIGN(auto text, read(*member, name, static_cast<std::size_t>(member->size), true));
        auto kept = std::make_shared<const std::string>(std::move(text));
        return Bytes{std::as_bytes(std::span(*kept)), kept};
    }

    core::Result<std::string> head(std::string_view name, std::size_t most) const override {
        SYNCHRONY_ASSIGN(const auto* member, find(name));
        return read(*member, name, std::min<std::size_t>(most, static_cast<std::size_t>(member->size)), false);
    }

  private:
    struct Member {
        zip_uint64_t index = 0, size = 0, packed = 0;
    };

    core::Result<void> list() {
        const auto count = zip_get_num_entries(zip_.get(), 0);
        if (count < 0 || static_cast<std::uint64_t>(count) > limits_.max_files)
            return fail_input("zip archive holds too many files", where_, std::to_string(count),
                              "at most " + std::to_string(limits_.max_files));
        for (zip_uint64_t i = 0; i < static_cast<zip_uint64_t>(count); ++i) {
            zip_stat_t stat;
            zip_stat_init(&stat);
            if (zip_stat_index(zip_.get(), i, 0, &stat) != 0 || !(stat.valid & ZIP_STAT_NAME) ||
                !(stat.valid & ZIP_STAT_SIZE) || !(stat.valid & ZIP_STAT_COMP_SIZE))
                return fail_input("zip archive is damaged", where_, "a file without name or size", "a whole archive");
            std::string name = stat.name;
            std::ranges::replace(name, '\\', '/');  // as .NET wrote folders until 4.6
            SYNCHRONY_TRY(check_file_name(name, where_));
            if (name.ends_with('/')) continue;
            if (!members_.emplace(name, Member{i, stat.size, stat.comp_size}).second)
                return fail_input("zip archive holds a name twice", where_, name, "each name once");
        }
        for (const auto& [name, member] : members_) names_.push_back(name);
        return {};
    }

    core::Result<const Member*> find(std::string_view name) const {
        const auto found = members_.find(name);
        if (found != members_.end()) return &found->second;
        return core::fail(
            {core::ErrorKind::io, "cannot open file", describe(name), "no such file in the archive", {}, {}});
    }

    /// `length` bytes; with `whole` the member ends there and its checksum holds.
    core::Result<std::string> read(const Member& member, std::string_view name, std::size_t length, bool whole) const {
        const std::lock_guard lock(mutex_);  // one cursor an archive
        const std::unique_ptr<zip_file_t, CloseMember> file(zip_fopen_index(zip_.get(), member.index, 0));
        if (!file) {
            const std::string words = zip_strerror(zip_.get());
            return fail_input("file of the archive cannot be unpacked", describe(name), words,
                              "stored or deflated, without a password");
        }
        std::string text(length, '\0');
        std::size_t at = 0;
        for (zip_int64_t n; at < length && (n = zip_fread(file.get(), text.data() + at, length - at)) > 0;)
            at += static_cast<std::size_t>(n);
        char beyond = 0;
        const bool ends = !whole || zip_fread(file.get(), &beyond, 1) == 0;  // reading the end checks the CRC
        if (at == length && ends) return text;
        const std::string words = zip_error_strerror(zip_file_get_error(file.get()));
        return fail_input(
            "file of the archive is damaged", describe(name),
            at < length ? std::to_string(at) + " of " + std::to_string(length) + " bytes; " + words : words,
            "whole packed data");
    }

    Bytes bytes_;
    std::string where_;
    UnpackLimits limits_;
    ZipHandle zip_;
    std::map<std::string, Member, std::less<>> members_;
    std::vector<std::string> names_;
    mutable std::mutex mutex_;
};

class ArchiveFolder final : public FileSource {
  public:
    ArchiveFolder(std::shared_ptr<const Archive> archive, std::string folder)
        : archive_(std::move(archive)), folder_(std::move(folder)) {}
    core::Result<Bytes> open(std::string_view name) const override {
        return archive_->open(folder_ + std::string(name));
    }
    std::string describe(std::string_view name) const override {
        return archive_->describe(folder_ + std::string(name));
    }

  private:
    std::shared_ptr<const Archive> archive_;
    std::string folder_;
};

}  // namespace

bool is_zip(std::string_view head) {
    using namespace std::string_view_literals;
    return head.starts_with("PK\x03\x04"sv) || head.starts_with("PK\x05\x06"sv);
}

core::Result<std::shared_ptr<const Archive>> open_zip(Bytes bytes, const std::string& where,
                                                      const UnpackLimits& limits) {
    auto archive = std::make_shared<ZipArchive>(std::move(bytes), where, limits);
    SYNCHRONY_TRY(archive->open_archive());
    return archive;
}

core::Result<std::shared_ptr<const Archive>> OpenArchives::open(const std::filesystem::path& path, const Bytes& bytes) {
    const std::lock_guard lock(mutex_);
    if (const auto found = open_.find(path); found != open_.end()) return found->second;
    SYNCHRONY_ASSIGN(auto archive, open_zip(bytes, path.string()));
    open_.emplace(path, archive);
    return archive;
}

bool is_npz(const Archive& archive) {
    const auto& names = archive.names();
    return !names.empty() && std::all_of(names.begin(), names.end(), [](const auto& n) { return n.ends_with(".npy"); });
}

bool is_document(const Archive& archive) {
    // ECMA-376 part 2 (Open Packaging Conventions); OpenDocument 1.3 part 2, 3.3, and EPUB.
    return std::ranges::any_of(archive.names(),
                               [](const auto& n) { return n == "[Content_Types].xml" || n == "mimetype"; });
}

std::shared_ptr<const FileSource> folder_in(std::shared_ptr<const Archive> archive, std::string folder) {
    return std::make_shared<const ArchiveFolder>(std::move(archive), std::move(folder));
}

core::Result<std::string> zip_of(const std::vector<NamedBytes>& files, bool deflate) {
    const auto failed = [](std::string words) {
        return core::fail({core::ErrorKind::io, "zip archive cannot be written", {}, std::move(words), {}, {}});
    };
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t* out = zip_source_buffer_create(nullptr, 0, 0, &error);
    if (!out) return failed(zip_words(&error));
    ZipHandle archive(zip_open_from_source(out, ZIP_CREATE | ZIP_TRUNCATE, &error));
    if (!archive) {
        zip_source_free(out);
        return failed(zip_words(&error));
    }
    constexpr time_t same_time = 315532800;  // 1980-01-01, zip's first date: the same files make the same archive
    for (const auto& file : files) {
        zip_source_t* source = zip_source_buffer(archive.get(), file.bytes.data(), file.bytes.size(), 0);
        const auto index = source ? zip_file_add(archive.get(), file.name.c_str(), source, ZIP_FL_ENC_UTF_8) : -1;
        if (index < 0) {
            zip_source_free(source);
            return failed(zip_strerror(archive.get()));
        }
        const auto at = static_cast<zip_uint64_t>(index);
        zip_set_file_compression(archive.get(), at, deflate ? ZIP_CM_DEFLATE : ZIP_CM_STORE, 0);
        zip_file_set_mtime(archive.get(), at, same_time, 0);
    }
    zip_source_keep(out);  // closing would free it
    const std::unique_ptr<zip_source_t, void (*)(zip_source_t*)> kept(out, zip_source_free);
    if (zip_close(archive.get()) != 0) return failed(zip_strerror(archive.get()));
    static_cast<void>(archive.release());  // closed
    zip_stat_t stat;
    zip_stat_init(&stat);
    if (zip_source_stat(out, &stat) != 0 || zip_source_open(out) != 0) return failed("its bytes are not there");
    std::string bytes(static_cast<std::size_t>(stat.size), '\0');
    const auto got = zip_source_read(out, bytes.data(), bytes.size());
    zip_source_close(out);
    if (got != static_cast<zip_int64_t>(bytes.size())) return failed("its bytes are not there");
    return bytes;
}

}  // namespace synchrony::io
