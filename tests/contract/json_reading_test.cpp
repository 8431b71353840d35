// JSON from strangers is read by core::parse_json alone, which bounds depth and size and takes no key twice; nlohmann's
// own parser is for text that we have just written ourselves.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>

namespace synchrony {
namespace {

namespace fs = std::filesystem;

TEST(JsonReading, IsBounded) {
    const fs::path root = SYNCHRONY_SOURCE_DIR;
    int read = 0;
    for (const char* part : {"libs", "apps", "python"})
        for (const auto& entry : fs::recursive_directory_iterator(root / part)) {
            const auto extension = entry.path().extension();
            if (extension != ".cpp" && extension != ".hpp") continue;
            if (entry.path() == root / "libs" / "core" / "src" / "json.cpp") continue;
            ++read;
            std::ifstream in(entry.path());
            int number = 0;
            for (std::string line; std::getline(in, line);) {
                ++number;
                const auto at = std::min(line.find("son::parse("), line.find("sax_parse("));
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
