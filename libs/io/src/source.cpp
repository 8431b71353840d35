#include "synchrony/io/source.hpp"

#include <algorithm>

#include "synchrony/core/files.hpp"
#include "synchrony/io/archive.hpp"

namespace synchrony::io {
namespace {

class FolderSource final : public FileSource {
  public:
    explicit FolderSource(std::filesystem::path folder) : folder_(std::move(folder)) {}

    core::Result<Bytes> open(std::string_view name) const override {
        const auto path = folder_ / name;
        auto packed = path;
        packed += ".gz";
        std::error_code ignored;
        const bool only_packed =
            !std::filesystem::exists(path, ignored) && std::filesystem::is_regular_file(packed, ignored);
        SYNCHRONY_ASSIGN(auto file, core::MappedFile::open(only_packed ? packed : path));
        auto kept = std::make_shared<const core::MappedFile>(std::move(file));
        const Bytes bytes{kept->bytes(), kept};
        return only_packed ? gunzip(bytes, packed.string()) : bytes;
    }
    std::string describe(std::string_view name) const override { return (folder_ / name).string(); }

  private:
    std::filesystem::path folder_;
};

class MemorySource final : public FileSource {
  public:
    explicit MemorySource(std::map<std::string, std::string, std::less<>> files)
        : files_(std::make_shared<const std::map<std::string, std::string, std::less<>>>(std::move(files))) {}

    core::Result<Bytes> open(std::string_view name) const override {
        const auto found = files_->find(name);
        if (found == files_->end())
            return core::fail({core::ErrorKind::io, "cannot open file", std::string(name), "no such file", {}, {}});
        return Bytes{std::as_bytes(std::span(found->second)), files_};
    }
    std::string describe(std::string_view name) const override { return std::string(name); }

  private:
    std::shared_ptr<const std::map<std::string, std::string, std::less<>>> files_;
};

}  // namespace

std::shared_ptr<const FileSource> folder_source(std::filesystem::path folder) {
    return std::make_shared<const FolderSource>(std::move(folder));
}

std::shared_ptr<const FileSource> memory_source(std::map<std::string, std::string, std::less<>> files) {
    return std::make_shared<const MemorySource>(std::move(files));
}

core::Result<void> check_file_name(std::string_view name, const std::string& where) {
    const std::filesystem::path path(name);
    const bool climbs = std::any_of(path.begin(), path.end(), [](const auto& part) { return part == ".."; });
    // A backslash or a colon would leave the folder on other systems.
    const bool odd = name.empty() || name.find_first_of(std::string_view("\\:\0", 3)) != std::string_view::npos;
    if (!climbs && !odd && path.is_relative()) return {};
    return core::fail_input("file name leaves the folder of the record", where,
                            std::string("'").append(name).append("'"), "a name inside the folder, without '..'");
}

}  // namespace synchrony::io
