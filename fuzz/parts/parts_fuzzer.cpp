// Input: parts of one folder, divided by lines "====". Each is named as its first line says. Where the input begins
// with '+', which is taken away, a last line with the right sum is put below each, so that changes of the contents are
// reached.
#include <nlohmann/json.hpp>

#include "main.hpp"
#include "memory_file.hpp"
#include "synchrony/app/part_file.hpp"
#include "synchrony/core/json.hpp"
#include "synchrony/core/sha256.hpp"

namespace {

using namespace synchrony;
namespace fs = std::filesystem;
using fuzz::require;

constexpr std::size_t most_parts = 4;

std::vector<std::string> divided(std::string_view input) {
    constexpr std::string_view mark = "\n====\n";
    std::vector<std::string> parts;
    while (parts.size() < most_parts) {
        const auto end = input.find(mark);
        parts.emplace_back(input.substr(0, end));
        if (end == std::string_view::npos) break;
        input.remove_prefix(end + mark.size());
    }
    return parts;
}

/// "name.part-1-of-2", or nothing where such a file cannot be.
std::string name_in(const std::string& part) {
    const auto head = core::parse_json(std::string_view(part).substr(0, part.find('\n')), "fuzz");
    if (!head || !head->is_object()) return "x.part-1-of-1";
    auto shard = core::word_of(*head, "shard");
    if (const auto slash = shard.find('/'); slash != std::string::npos) shard.replace(slash, 1, "-of-");
    const auto name = core::word_of(*head, "name") + ".part-" + shard;
    constexpr std::size_t longest = 200;
    return name.size() > longest || name.find('/') != std::string::npos || name.find('\0') != std::string::npos ? ""
                                                                                                                : name;
}

void put(const fs::path& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary) << bytes;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view input(reinterpret_cast<const char*>(data), size);
    const bool summed = input.starts_with('+');
    if (summed) input.remove_prefix(1);
    const auto outer = fuzz::scratch_file(), folder = outer / "parts";
    fs::remove_all(outer);
    fs::create_directories(folder);
    std::size_t written = 0;
    for (auto part : divided(input)) {
        const auto name = name_in(part);
        if (name.empty()) continue;
        if (summed) part += "\n{\"items\":1,\"failed\":0,\"sha256\":\"" + core::sha256(part) + "\"}\n";
        put(folder / name, part);
        ++written;
    }
    const auto merged = app::merge_parts({folder, {}, "fuzz"});
    if (!merged)
        require(!merged.error().what.empty() && !merged.error().where.empty());
    else
        for (const auto& file : *merged) require(fs::is_regular_file(file.path) && file.parts <= written);
    // Nothing is written beside the folder.
    require(std::distance(fs::directory_iterator(outer), {}) == 1);
    fs::remove_all(outer);
    return 0;
}
