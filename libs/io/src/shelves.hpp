// Where the files lie that a folder or an archive stands for: what the collector of recordings goes over.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "synchrony/io/archive.hpp"
#include "synchrony/io/collection.hpp"

namespace synchrony::io {

/// Files of one folder tree or one archive, as the collector sees them.
class Shelf {
  public:
    Shelf() = default;
    Shelf(const Shelf&) = delete;
    Shelf& operator=(const Shelf&) = delete;
    virtual ~Shelf() = default;
    [[nodiscard]] virtual const std::vector<std::string>& names() const = 0;
    [[nodiscard]] virtual core::Result<std::string> head(const std::string& name) const = 0;
    [[nodiscard]] virtual core::Result<Bytes> whole(const std::string& name) const = 0;
    [[nodiscard]] virtual std::filesystem::path path_of(const std::string& name) const = 0;
    [[nodiscard]] const PassedOver& passed_over() const { return passed_over_; }

  protected:
    PassedOver passed_over_;
};

class FolderShelf final : public Shelf {
  public:
    explicit FolderShelf(std::filesystem::path root) : root_(std::move(root)), source_(folder_source(root_)) {}

    /// Fails on a folder that cannot be read, or holds too many files.
    core::Result<void> list();
    const std::vector<std::string>& names() const override { return names_; }
    /// Folders that were not looked into, and what is no file.
    [[nodiscard]] const std::vector<LeftOut>& closed() const { return closed_; }
    core::Result<std::string> head(const std::string& name) const override {
        std::error_code fault;
        if (std::filesystem::file_size(root_ / name, fault) == 0 && !fault) return std::string();
        SYNCHRONY_ASSIGN(const auto bytes, source_->open(name));
        return std::string(bytes.text().substr(0, sniff_bytes));
    }
    core::Result<Bytes> whole(const std::string& name) const override { return source_->open(name); }
    std::filesystem::path path_of(const std::string& name) const override { return root_ / name; }

  private:
    void note_folder(const std::filesystem::directory_entry& folder);
    void note_special(const std::filesystem::directory_entry& entry);

    std::filesystem::path root_;
    std::vector<LeftOut> closed_;
    std::shared_ptr<const FileSource> source_;
    std::vector<std::string> names_;
};

class ArchiveShelf final : public Shelf {
  public:
    ArchiveShelf(std::filesystem::path path, std::shared_ptr<const Archive> archive)
        : path_(std::move(path)), archive_(std::move(archive)) {
        for (const auto& name : archive_->names()) {
            const bool hidden = name.starts_with('.') || name.find("/.") != std::string::npos;
            if (name.starts_with("__MACOSX/")) continue;  // what macOS adds for itself, a file for each
            if (hidden)
                ++passed_over_.hidden;
            else
                names_.push_back(name);
        }
    }
    const std::vector<std::string>& names() const override { return names_; }
    core::Result<std::string> head(const std::string& name) const override { return archive_->head(name, sniff_bytes); }
    core::Result<Bytes> whole(const std::string& name) const override { return archive_->open(name); }
    std::filesystem::path path_of(const std::string& name) const override { return path_ / name; }

  private:
    std::filesystem::path path_;
    std::shared_ptr<const Archive> archive_;
    std::vector<std::string> names_;
};

}  // namespace synchrony::io
