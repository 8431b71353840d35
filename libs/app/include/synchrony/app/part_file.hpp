// Results of one shard of a command's work list, and how the parts of all shards are joined again.
#pragma once

#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "synchrony/core/files.hpp"
#include "synchrony/core/key.hpp"
#include "synchrony/core/result.hpp"
#include "synchrony/core/shard.hpp"

namespace synchrony::app {

/// What a shard's run was asked for, beside its work.
struct ShardRequest {
    core::Shard shard;
    std::filesystem::path folder;  ///< of the part files; empty: no part is written, the whole list is done
    std::string command_line;      ///< as typed: what to run again where a part is missing
    std::string options;           ///< all that decides the result but the list: equal in all parts
    [[nodiscard]] bool asked() const { return !folder.empty(); }
};

/// What a joined file is made of: head, the parts' bytes in their order with `joint` between those that hold any, tail.
/// `empty` stands for all of it where no part holds anything.
struct Joining {
    std::string head, joint, tail;
    std::string empty;

    /// Rows under a header, which stands alone where there is no row.
    [[nodiscard]] static Joining rows(const std::string& header) { return {header, {}, {}, header}; }
    /// Items of a JSON array, each without its end of line.
    [[nodiscard]] static Joining json_array() { return {"[\n", ",\n", "\n]\n", "[]\n"}; }
};

/// A part on its way to `<folder>/<name>.part-2-of-8`: a line of JSON that says what it is, the bytes, a line that says
/// how it ended, with the SHA-256 of all before it. It appears whole or not at all.
class PartFile {
  public:
    /// `command` is the program's word, `name` that of the joined file, `list` the fingerprint of the whole work list
    /// with its options, `items` how long it is.
    [[nodiscard]] static core::Result<PartFile> create(const ShardRequest& request, const std::string& command,
                                                       const std::string& name, const core::Key& list,
                                                       std::size_t items, const Joining& joining);
    /// The part of a list of files; nothing where no shard is asked for.
    [[nodiscard]] static core::Result<std::optional<PartFile>> of_files(const ShardRequest& request,
                                                                        const std::string& command,
                                                                        const std::string& name,
                                                                        const std::vector<std::filesystem::path>& files,
                                                                        const Joining& joining);
    std::ostream& stream() { return file_.stream(); }
    /// Of the shard's items so many gave no result. What was written is read once more, for its sum.
    [[nodiscard]] core::Result<void> commit(std::size_t failed);

  private:
    PartFile(core::AtomicFile file, std::size_t items) : file_(std::move(file)), items_(items) {}
    core::AtomicFile file_;
    std::size_t items_ = 0;
};

/// The list of a command's work, with the options that decide its results and the program's version.
[[nodiscard]] core::Key list_key(const ShardRequest& request, const std::string& command,
                                 const std::vector<std::filesystem::path>& items);

struct MergeRequest {
    std::filesystem::path folder;  ///< of the part files
    std::filesystem::path out;     ///< file to write, where the parts are those of one file; empty: beside the parts
    std::string command_line;      ///< for provenance
};

struct MergedFile {
    std::string command;
    std::filesystem::path path;
    std::size_t parts = 0, items = 0, failed = 0;
};

/// Joins the parts of every file in the folder. The joined bytes are those of one run over the whole list. Parts stay.
/// Errors (input): no part; a part is missing, not whole or changed since (named, with the line that makes it), of
/// another list, of another version of the program, or there in two divisions, or a file that one names as written is
/// gone; (usage) `out` for several files.
[[nodiscard]] core::Result<std::vector<MergedFile>> merge_parts(const MergeRequest& request);

/// {"files": [{"command", "file", "parts", "items", "failed"}]}
[[nodiscard]] nlohmann::ordered_json to_json(const std::vector<MergedFile>& merged);

}  // namespace synchrony::app
