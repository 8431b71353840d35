// Finished work on disk: taken up where it fits, made again where the file is of other work, damaged or hostile.
#include "synchrony/core/result_cache.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "support/temporary_folder.hpp"
#include "synchrony/core/files.hpp"

namespace synchrony::core {
namespace {

TEST(PieceStore, GivesBackWhatWasKeptUnderTheSameFingerprint) {
    const test::TemporaryFolder folder;
    const PieceStore store(folder / "new/out");
    EXPECT_FALSE(store.find("finished/a", "f"));
    const nlohmann::json piece{1, 0.1, "text", nullptr};
    ASSERT_TRUE(store.keep("finished/a", "f", piece));
    EXPECT_EQ(store.find("finished/a", "f"), piece);
    EXPECT_FALSE(store.find("finished/a", "g")) << "of other data or settings";
    EXPECT_FALSE(store.find("finished/b", "f"));
    ASSERT_TRUE(store.keep("finished/a", "g", 2));
    EXPECT_EQ(store.find("finished/a", "g"), nlohmann::json(2));
    EXPECT_FALSE(store.find("finished/a", "f"));
}

TEST(PieceStore, AFileThatIsNoPieceCountsAsAbsent) {
    const test::TemporaryFolder folder;
    const PieceStore store(folder.path());
    ASSERT_TRUE(store.keep("a", "f", 1));
    const std::string good = *read_file(folder / "a.json");
    const std::string deep = std::string(100'000, '[') + std::string(100'000, ']');
    for (const std::string& text :
         {std::string(), good.substr(0, good.size() / 2), std::string("[1, 2]"), std::string("{}"),
          std::string(R"({"fingerprint": 7, "piece": 1})"), R"({"fingerprint": )" + deep + "}", deep,
          good.substr(0, good.find("\"piece\"")) + "\"piece\":" + deep + "}"}) {
        ASSERT_TRUE(write_file(folder / "a.json", text));
        EXPECT_FALSE(store.find("a", "f")) << text.substr(0, 60);
    }
    ASSERT_TRUE(write_file(folder / "a.json", good));
    EXPECT_TRUE(store.find("a", "f"));
}

}  // namespace
}  // namespace synchrony::core
