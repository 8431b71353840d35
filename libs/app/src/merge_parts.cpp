// Joins what shards have written.
#include <algorithm>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>

#include "outputs_of_parts.hpp"
#include "part_names.hpp"
#include "simulation_facts.hpp"
#include "synchrony/app/part_file.hpp"
#include "synchrony/core/json.hpp"
#include "synchrony/core/json_text.hpp"
#include "synchrony/core/result_files.hpp"
#include "synchrony/core/sha256.hpp"
#include "synchrony/core/version.hpp"

namespace synchrony::app {
namespace {

namespace fs = std::filesystem;

struct Part {
    fs::path path;
    std::string command, line, name, list, version;
    core::Shard shard;
    Joining joining;
    std::size_t list_items = 0, items = 0, failed = 0;
    std::size_t begin = 0, end = 0;  // of the bytes in the file
};

core::Error not_whole(const fs::path& path, const char* what) {
    return {core::ErrorKind::input,
            "no whole part file",
            path.string(),
            what,
            "a file that `synchrony ... --shard` has written",
            "run that shard again"};
}

std::size_t count_of(const nlohmann::json& head, const char* name) {
    const auto found = head.find(name);
    return found != head.end() && found->is_number_unsigned() ? found->get<std::size_t>() : 0;
}

/// A newline, a line, a newline end the file.
core::Result<nlohmann::json> last_line(const fs::path& path, const std::string& bytes, Part& part) {
    if (bytes.size() < 2 || bytes.back() != '\n') return core::fail(not_whole(path, "it ends in the middle of a line"));
    const auto before = bytes.rfind('\n', bytes.size() - 2);
    if (before == std::string::npos || before + 1 < part.begin) return core::fail(not_whole(path, "one line"));
    part.end = before;
    return core::parse_json(std::string_view(bytes).substr(before + 1), path.string());
}

core::Result<Part> described(const fs::path& path, const std::string& bytes) {
    Part part;
    part.path = path;
    const auto first = bytes.find('\n');
    if (first == std::string::npos) return core::fail(not_whole(path, "no line"));
    SYNCHRONY_ASSIGN(const auto head, core::parse_json(std::string_view(bytes).substr(0, first), path.string()));
    const auto shard = core::parse_shard(head.is_object() ? core::word_of(head, "shard") : "");
    if (!shard || !head.contains(part_mark))
        return core::fail(not_whole(path, "its first line does not say what it is"));
    if (head.at(part_mark) != part_version)
        return core::fail_input("a part of another version of the program", path.string(),
                                "part file of format " + core::json_text(head.at(part_mark)).substr(0, 20),
                                "format " + std::to_string(part_version), "run that shard again");
    part.begin = first + 1;
    SYNCHRONY_ASSIGN(const auto end, last_line(path, bytes, part));
    if (!end.is_object() || !end.contains("items")) return core::fail(not_whole(path, "its last line is missing"));
    if (core::word_of(end, "sha256") != core::sha256(std::string_view(bytes).substr(0, part.end)))
        return core::fail(not_whole(path, "it was changed since it was written"));
    part.command = core::word_of(head, "command"), part.line = core::word_of(head, "line"),
    part.name = core::word_of(head, "name");
    part.list = core::word_of(head, "list"), part.version = core::word_of(head, "synchrony");
    part.shard = *shard;
    part.joining = {core::word_of(head, "head"), core::word_of(head, "joint"), core::word_of(head, "tail"),
                    core::word_of(head, "empty")};
    part.list_items = count_of(head, "list_items");
    part.items = count_of(end, "items"), part.failed = count_of(end, "failed");
    if (part.name.empty() || fs::path(part.name).filename() != part.name ||
        part_name(part.name, *shard) != path.filename())
        return core::fail(not_whole(path, "it was made under another name"));
    return part;
}

core::Result<std::vector<Part>> parts_in(const fs::path& folder) {
    std::error_code fault;
    std::vector<Part> parts;
    for (const auto& entry : fs::directory_iterator(folder, fault)) {
        if (!entry.is_regular_file() || entry.path().filename().string().find(part_infix) == std::string::npos)
            continue;
        if (entry.path().filename().string().find(".tmp") != std::string::npos) continue;  // a shard at work
        SYNCHRONY_ASSIGN(const auto bytes, core::read_file(entry.path()));
        SYNCHRONY_ASSIGN(auto part, described(entry.path(), bytes));
        parts.push_back(std::move(part));
    }
    if (fault) return core::fail_input("cannot read the folder of the parts", folder.string(), fault.message());
    if (parts.empty())
        return core::fail_input(
            "no part to join", folder.string(), "no file named *" + std::string(part_infix) + "*",
            "the part files of a command with --shard",
            "reproduce and transfer-gain write none: their line without --shard joins what --out holds");
    return parts;
}

/// The command line that makes the missing part: that of another, with its shard in the place of the other's.
std::string line_of_missing(const Part& other, std::size_t number) {
    std::string line = other.line;
    const auto theirs = core::to_text(other.shard);
    for (const std::string option : {"--shard ", "--shard="})
        if (const auto at = line.find(option + theirs); at != std::string::npos)
            return line.replace(at + option.size(), theirs.size(), core::to_text({number, other.shard.count}));
    return line;
}

/// All parts of one file, in their order; or why they are not one run's.
core::Result<void> check_together(const std::vector<Part>& parts) {
    const Part& one = parts.front();
    for (const Part& part : parts) {
        if (part.shard.count != one.shard.count)
            return core::fail_input("parts of two divisions of one list", part.path.string(),
                                    core::to_text(part.shard) + " beside " + core::to_text(one.shard), "one division",
                                    "remove the parts that are no longer wanted");
        if (part.version != one.version || part.command != one.command)
            return core::fail_input("parts of two versions of the program", part.path.string(), part.version,
                                    one.version, "run its shard again");
        if (part.list != one.list || part.list_items != one.list_items)
            return core::fail_input("a part of another work list", part.path.string(),
                                    "a list or options that are not those of " + one.path.filename().string(),
                                    "parts of one list", "run it again: " + line_of_missing(one, part.shard.number));
    }
    for (std::size_t number = 1; number <= one.shard.count; ++number)
        if (number > parts.size() || parts[number - 1].shard.number != number)
            return core::fail_input("a part is missing", one.path.parent_path().string(),
                                    "no " + part_name(one.name, {number, one.shard.count}),
                                    std::to_string(one.shard.count) + " parts",
                                    "run it again: " + line_of_missing(one, number));
    return {};
}

/// Gives the joined bytes piece by piece.
core::Result<void> join(const std::vector<Part>& parts, const std::function<void(std::string_view)>& put) {
    bool any = false;
    const Joining& how = parts.front().joining;
    for (const Part& part : parts) {
        if (part.begin == part.end) continue;
        SYNCHRONY_ASSIGN(const auto bytes, core::read_file(part.path));
        if (bytes.size() < part.end) return core::fail(not_whole(part.path, "it was changed meanwhile"));
        put(any ? how.joint : how.head);
        put(std::string_view(bytes).substr(part.begin, part.end - part.begin));
        any = true;
    }
    put(any ? how.tail : how.empty);
    return {};
}

core::Result<void> check_outputs(const std::vector<Part>& parts) {
    for (const Part& part : parts) {
        SYNCHRONY_ASSIGN(const auto bytes, core::read_file(part.path));
        if (bytes.size() < part.end) return core::fail(not_whole(part.path, "it was changed meanwhile"));
        SYNCHRONY_TRY(check_outputs_there({part.command, part.name, part.joining.head,
                                           std::string_view(bytes).substr(part.begin, part.end - part.begin),
                                           part.path.parent_path(), part.line}));
    }
    return {};
}

std::string first_line(const std::string& text) {
    return text.substr(0, text.find_first_of("\r\n"));
}

core::Result<void> write_joined(const std::vector<Part>& parts, const fs::path& path) {
    SYNCHRONY_ASSIGN(auto file, core::AtomicFile::create(path));
    SYNCHRONY_TRY(join(parts, [&](std::string_view bytes) { file.stream() << bytes; }));
    return file.commit();
}

}  // namespace

core::Result<std::vector<MergedFile>> merge_parts(const MergeRequest& request) {
    SYNCHRONY_ASSIGN(auto all, parts_in(request.folder));
    std::map<std::string, std::vector<Part>> by_name;
    for (auto& part : all) by_name[part.name].push_back(std::move(part));
    for (auto& [name, parts] : by_name) {
        std::ranges::sort(parts, {}, [](const Part& p) { return std::pair(p.shard.count, p.shard.number); });
        SYNCHRONY_TRY(check_together(parts));
        SYNCHRONY_TRY(check_outputs(parts));
    }
    if (!request.out.empty() && by_name.size() > 1)
        return core::fail({core::ErrorKind::usage, "the folder holds the parts of several files",
                           request.folder.string(), std::to_string(by_name.size()) + " files", "one for --out",
                           "leave --out out: each is written beside its parts"});
    for (const auto& [name, parts] : by_name)
        for (const Part& part : parts)
            if (std::error_code ignored; fs::equivalent(part.path, request.out, ignored))
                return core::fail({core::ErrorKind::usage,
                                   "a part is not written over",
                                   "--out",
                                   request.out.string(),
                                   "another name",
                                   {}});
    const auto output_of = [&](const std::string& name) {
        return request.out.empty() ? request.folder / name : request.out;
    };
    for (const auto& [name, parts] : by_name)
        if (name != tally_name)
            SYNCHRONY_TRY(core::check_replaces_table(output_of(name), first_line(parts.front().joining.head)));
    std::vector<MergedFile> merged;
    for (const auto& [name, parts] : by_name) {
        MergedFile file{parts.front().command, output_of(name), parts.size(), parts.front().list_items, 0};
        for (const Part& part : parts) file.failed += part.failed;
        if (name == tally_name) {
            std::string tally;
            SYNCHRONY_TRY(join(parts, [&](std::string_view bytes) { tally += bytes; }));
            SYNCHRONY_TRY(write_joined_simulation(request.folder, tally, request.command_line));
            file.path = request.folder / simulation_file;
        } else {
            SYNCHRONY_TRY(write_joined(parts, file.path));
        }
        merged.push_back(std::move(file));
    }
    return merged;
}

nlohmann::ordered_json to_json(const std::vector<MergedFile>& merged) {
    nlohmann::ordered_json files = nlohmann::ordered_json::array();
    for (const auto& file : merged)
        files.push_back({{"command", file.command},
                         {"file", file.path.string()},
                         {"parts", file.parts},
                         {"items", file.items},
                         {"failed", file.failed}});
    return {{"files", files}};
}

}  // namespace synchrony::app
