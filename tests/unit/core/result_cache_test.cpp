// Finished work on disk: taken up where it fits, made again where the file is of other work, damaged or hostile.
#include "synchrony/core/result_cache.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "support/temporary_folder.hpp"
#include "synchrony/core/files.hpp"

namespace synchrony::core {
namespace {

const Key five = Key("scores").add("folds", 5), ten = Key("scores").add("folds", 10);

TEST(ResultCache, GivesBackWhatWasKeptUnderTheSameKeyOnly) {
    const test::TemporaryFolder folder;
    const ResultCache cache(folder / "new/out");
    EXPECT_FALSE(cache.find("finished/a", five));
    const nlohmann::json result{1, 0.1, "text", nullptr};
    ASSERT_TRUE(cache.keep("finished/a", five, result));
    EXPECT_EQ(cache.find("finished/a", five), result);
    EXPECT_FALSE(cache.find("finished/a", ten)) << "of other data or settings";
    EXPECT_FALSE(cache.find("finished/b", five));
    ASSERT_TRUE(cache.keep("finished/a", ten, 2));
    EXPECT_EQ(cache.find("finished/a", ten), nlohmann::json(2));
    EXPECT_FALSE(cache.find("finished/a", five));
}

TEST(ResultCache, AFileThatIsNoResultCountsAsAbsent) {
    const test::TemporaryFolder folder;
    const ResultCache cache(folder.path());
    ASSERT_TRUE(cache.keep("a", five, 1));
    const std::string good = *read_file(folder / "a.json");
    const std::string deep = std::string(100'000, '[') + std::string(100'000, ']');
    for (const std::string& text :
         {std::string(), good.substr(0, good.size() / 2), std::string("[1, 2]"), std::string("{}"),
          std::string(R"({"key": 7, "result": 1})"), R"({"key": )" + deep + "}", deep,
          good.substr(0, good.find("\"result\"")) + "\"result\":" + deep + "}"}) {
        ASSERT_TRUE(write_file(folder / "a.json", text));
        EXPECT_FALSE(cache.find("a", five)) << text.substr(0, 60);
    }
    ASSERT_TRUE(write_file(folder / "a.json", good));
    EXPECT_TRUE(cache.find("a", five));
}

}  // namespace
}  // namespace synchrony::core
