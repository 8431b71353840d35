// JSON from strangers is read by core::parse_json alone, which bounds depth and size; nlohmann's own parser is for text
// that we have just written ourselves.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace synchrony {
namespace {

namespace fs = std::filesystem;

TEST(JsonReading, IsBounded) {
    const fs::path libs = fs::path(SYNCHRONY_SOURCE_DIR) / "libs";
    int read = 0;
    for (const auto& entry : fs::recursive_directory_iterator(libs)) {
        const auto extension = entry.path().extension();
        if (extension != ".cpp" && extension != ".hpp") continue;
        if (entry.path() == libs / "core" / "src" / "json.cpp") continue;
        ++read;
        std::ifstream in(entry.path());
        int number = 0;
        for (std::string line; std::getline(in, line);) {
            ++number;
            const auto at = line.find("son::parse(");
            const bool own_text = at != std::string::npos && line.find("to_json()", at) != std::string::npos;
            EXPECT_TRUE(at == std::string::npos || own_text)
                << entry.path() << ":" << number << " reads JSON without limits: use core::parse_json\n"
                << line;
        }
    }
    EXPECT_GT(read, 100) << "the sources are there";
}

}  // namespace
}  // namespace synchrony
