#include "synchrony/core/files.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "support/temporary_folder.hpp"

namespace synchrony::core {
namespace {

using test::TemporaryFolder;

std::size_t entries(const std::filesystem::path& folder) {
    return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder), {}));
}

TEST(AtomicFile, UncommittedLeavesNothing) {
    const TemporaryFolder folder;
    {
        auto file = AtomicFile::create(folder / "a.txt");
        ASSERT_TRUE(file);
        file->stream() << "half";
    }
    EXPECT_EQ(entries(folder.path()), 0U);
}

TEST(AtomicFile, OldContentStaysUntilCommit) {
    const TemporaryFolder folder;
    ASSERT_TRUE(write_file(folder / "a.txt", "old"));
    auto file = AtomicFile::create(folder / "a.txt");
    ASSERT_TRUE(file);
    file->stream() << "new";
    EXPECT_EQ(read_file(folder / "a.txt").value(), "old");
    ASSERT_TRUE(file->commit());
    EXPECT_EQ(read_file(folder / "a.txt").value(), "new");
    EXPECT_EQ(entries(folder.path()), 1U);
}

TEST(AtomicFile, MakesParentFolders) {
    const TemporaryFolder folder;
    ASSERT_TRUE(write_file(folder / "x" / "y" / "a.txt", "z"));
    EXPECT_EQ(read_file(folder / "x" / "y" / "a.txt").value(), "z");
}

TEST(ReadFile, SaysWhatIsWrong) {
    const TemporaryFolder folder;
    const auto missing = read_file(folder / "none");
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().kind, ErrorKind::io);
    EXPECT_NE(missing.error().message().find("No such file"), std::string::npos);
    EXPECT_FALSE(read_file(folder.path()));

    ASSERT_TRUE(write_file(folder / "big", std::string(100, 'x')));
    const auto big = read_file(folder / "big", 99);
    ASSERT_FALSE(big);
    EXPECT_EQ(big.error().got, "100 bytes");
}

TEST(MappedFile, HoldsTheBytesAndEmptyFilesAreFine) {
    const TemporaryFolder folder;
    ASSERT_TRUE(write_file(folder / "a", "abc"));
    ASSERT_TRUE(write_file(folder / "empty", ""));
    const auto mapped = MappedFile::open(folder / "a");
    ASSERT_TRUE(mapped);
    ASSERT_EQ(mapped->bytes().size(), 3U);
    EXPECT_EQ(static_cast<char>(mapped->bytes()[2]), 'c');
    ASSERT_TRUE(MappedFile::open(folder / "empty"));
    EXPECT_TRUE(MappedFile::open(folder / "empty")->bytes().empty());
    EXPECT_FALSE(MappedFile::open(folder.path()));
}

}  // namespace
}  // namespace synchrony::core
