// A room may include only its own headers and those of the rooms that cmake/rooms.txt allows it; libtorch's headers
// appear in libs/nn/src alone; libraries neither print nor exit.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;
const fs::path source_dir = SYNCHRONY_SOURCE_DIR;

std::map<std::string, std::set<std::string>> allowed_rooms() {
    std::map<std::string, std::set<std::string>> rooms;
    std::ifstream in(source_dir / "cmake" / "rooms.txt");
    for (std::string line; std::getline(in, line);) {
        const auto colon = line.find(':');
        if (line.empty() || line[0] == '#' || colon == std::string::npos) continue;
        const std::string room = line.substr(0, colon);
        std::istringstream names(line.substr(colon + 1));
        auto& uses = rooms[room];
        uses.insert(room);
        for (std::string name; names >> name;) uses.insert(name);
    }
    return rooms;
}

std::vector<fs::path> code_files(const fs::path& root) {
    std::vector<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator(root))
        if (const auto ext = entry.path().extension(); ext == ".hpp" || ext == ".cpp") files.push_back(entry.path());
    return files;
}

// Calls see(file, line number, line) for every line of code in a room.
template <typename See>
void read_lines(const fs::path& root, See see) {
    for (const auto& file : code_files(root)) {
        std::ifstream in(file);
        int number = 0;
        for (std::string line; std::getline(in, line);) see(file, ++number, line);
    }
}

TEST(RoomOrder, ListNamesOnlyRoomsAboveAndEveryFolder) {
    std::set<std::string> seen;
    std::ifstream in(source_dir / "cmake" / "rooms.txt");
    for (std::string line; std::getline(in, line);) {
        const auto colon = line.find(':');
        if (line.empty() || line[0] == '#' || colon == std::string::npos) continue;
        std::istringstream names(line.substr(colon + 1));
        for (std::string name; names >> name;)
            EXPECT_TRUE(seen.contains(name)) << line.substr(0, colon) << " uses " << name << ", which is not above it";
        seen.insert(line.substr(0, colon));
    }
    for (const auto& entry : fs::directory_iterator(source_dir / "libs"))
        EXPECT_TRUE(seen.contains(entry.path().filename().string())) << entry.path() << " is not in cmake/rooms.txt";
}

TEST(RoomOrder, IncludesFollowTheList) {
    const auto rooms = allowed_rooms();
    const std::regex include(R"(^\s*#\s*include\s*["<]synchrony/([a-z]+)/)");
    for (const auto& [room, uses] : rooms) {
        const fs::path root = source_dir / "libs" / room;
        if (!fs::exists(root)) continue;
        read_lines(root, [&](const fs::path& file, int number, const std::string& line) {
            std::smatch match;
            if (line.find("synchrony/") != std::string::npos && std::regex_search(line, match, include)) {
                EXPECT_TRUE(uses.contains(match[1])) << file << ":" << number << " includes room " << match[1];
            }
        });
    }
}

// A listed edge that no include needs hides what a room really rests on.
TEST(RoomOrder, EveryListedEdgeIsUsed) {
    const std::regex include(R"(^\s*#\s*include\s*["<]synchrony/([a-z]+)/)");
    for (const auto& [room, uses] : allowed_rooms()) {
        const fs::path root = source_dir / "libs" / room;
        if (!fs::exists(root)) continue;
        std::set<std::string> used{room};
        read_lines(root, [&](const fs::path&, int, const std::string& line) {
            std::smatch match;
            if (line.find("synchrony/") != std::string::npos && std::regex_search(line, match, include))
                used.insert(match[1]);
        });
        for (const auto& other : uses)
            EXPECT_TRUE(used.contains(other)) << room << " lists " << other << " for nothing";
    }
}

TEST(RoomOrder, TorchLivesInNnOnly) {
    const std::regex torch(R"(^\s*#\s*include\s*<(torch|ATen|c10)/)");
    for (const fs::path& root : {source_dir / "libs", source_dir / "apps"})
        read_lines(root, [&](const fs::path& file, int number, const std::string& line) {
            const std::string path = fs::relative(file, source_dir).generic_string();
            if (line.find("include") != std::string::npos && std::regex_search(line, torch)) {
                EXPECT_TRUE(path.starts_with("libs/nn/src/")) << path << ":" << number << " includes libtorch";
            }
        });
}

// A GPU's memory cannot be read by the host: host.hpp is where values are copied first.
TEST(RoomOrder, TensorsAreReadOnTheHostInOnePlace) {
    const std::regex read(R"((\b(mutable_|const_)?data_ptr\s*[<(]|\.item\s*[<(]|\baccessor\s*<|\.(cpu|cuda)\s*\(\)))");
    std::map<std::string, int> reads;
    read_lines(source_dir / "libs" / "nn" / "src" / "torch", [&](const fs::path& file, int, const std::string& line) {
        const auto code = line.substr(0, line.find("//"));
        reads[file.filename().string()] +=
            static_cast<int>(std::distance(std::sregex_iterator(code.begin(), code.end(), read), {}));
    });
    EXPECT_EQ(reads["host.hpp"], 3) << "a copy, the values of a tensor on the host, a number";
    for (const auto& [file, count] : reads)
        EXPECT_TRUE(count == 0 || file == "host.hpp") << file << " reads " << count << " tensors past host.hpp";
}

TEST(RoomOrder, LibrariesNeitherPrintNorExit) {
    const std::regex speech(
        R"((std::(cout|cerr|clog)\b|\b(printf|puts|fprintf|perror)\s*\(|\b(std::)?(exit|abort|quick_exit)\s*\())");
    constexpr const char* words[] = {"cout", "cerr", "clog", "printf", "puts", "perror", "exit", "abort"};
    read_lines(source_dir / "libs", [&](const fs::path& file, int number, const std::string& line) {
        const auto code = line.substr(0, line.find("//"));
        // A regular expression on each of 50,000 lines takes seconds.
        if (std::none_of(std::begin(words), std::end(words), [&](auto word) { return code.find(word) < code.size(); }))
            return;
        EXPECT_FALSE(std::regex_search(code, speech)) << file << ":" << number << ": " << line;
    });
}

}  // namespace
