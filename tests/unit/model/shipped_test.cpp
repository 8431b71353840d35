#include "synchrony/model/shipped.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "support/temporary_folder.hpp"
#include "synchrony/core/file_sums.hpp"
#include "synchrony/core/files.hpp"

namespace synchrony::model {
namespace {

namespace fs = std::filesystem;

class ShippedModels : public ::testing::Test {
  protected:
    void SetUp() override {
        for (const char* name : {"small.safetensors", "large.safetensors", "large.md"})
            std::ofstream(folder / name) << "content";
    }
    test::TemporaryFolder folder;
};

TEST_F(ShippedModels, AreListedByName) {
    EXPECT_EQ(shipped_models(folder.path()), (std::vector<std::string>{"large", "small"}));
}

TEST_F(ShippedModels, AreFoundByNameWithAndWithoutEnding) {
    EXPECT_EQ(model_file("small", folder.path()), folder / "small.safetensors");
    EXPECT_EQ(model_file("small.safetensors", folder.path()), folder / "small.safetensors");
}

TEST_F(ShippedModels, OtherNamesStayAsGiven) {
    for (const char* given : {"", "medium", "large.md", "./small", "/tmp/small", "folder/small"})
        EXPECT_EQ(model_file(given, folder.path()), fs::path(given)) << given;
}

TEST_F(ShippedModels, AFileOfTheUserComesFirst) {
    const test::TemporaryFolder work;
    const auto before = fs::current_path();
    fs::current_path(work.path());
    std::ofstream(work / "small") << "the user's own";
    EXPECT_EQ(model_file("small", folder.path()), fs::path("small"));
    fs::current_path(before);
}

TEST(ShippedModelsFolder, AFolderThatIsNotThereHoldsNone) {
    EXPECT_TRUE(shipped_models("/nowhere/at/all").empty());
    EXPECT_EQ(model_file("small", "/nowhere/at/all"), fs::path("small"));
}

// The build tree is laid out as an installed one, so that the same way leads to the models.
TEST(ShippedModelsFolder, TheBuildTreeHasTheRepositorysModels) {
    EXPECT_TRUE(fs::exists(model_file("mitbih-resnet18"))) << shipped_models_folder();
    EXPECT_EQ(shipped_models(), shipped_models(fs::path(SYNCHRONY_SOURCE_DIR) / "models"));
}

// Files from before the sum within are known by the list: sha256sum -c SHA256SUMS.
TEST(ShippedModelsFolder, AllStandInTheListOfSums) {
    const auto folder = fs::path(SYNCHRONY_SOURCE_DIR) / "models";
    const auto sums = core::parse_sums(*core::read_file(folder / "SHA256SUMS"), "SHA256SUMS");
    ASSERT_TRUE(sums);
    std::vector<std::string> listed;
    for (const auto& sum : *sums) listed.push_back(fs::path(sum.path).stem().string());
    std::ranges::sort(listed);
    EXPECT_EQ(listed, shipped_models(folder));
}

}  // namespace
}  // namespace synchrony::model
