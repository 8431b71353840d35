#include "synchrony/core/folder_lock.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/temporary_folder.hpp"
#include "synchrony/core/files.hpp"

namespace synchrony::core {
namespace {

TEST(FolderLock, OneRunAtATime) {
    const test::TemporaryFolder folder;
    const auto out = folder / "a/out";
    {
        const auto first = FolderLock::take(out);
        ASSERT_TRUE(first) << first.error().message();
        const auto second = FolderLock::take(out);
        ASSERT_FALSE(second);
        EXPECT_EQ(second.error().what, "another run is writing to this folder");
        EXPECT_FALSE(second.error().hint.empty());
        EXPECT_TRUE(FolderLock::take(folder / "a/other"));
    }
    EXPECT_TRUE(FolderLock::take(out));
    EXPECT_TRUE(std::filesystem::is_empty(out)) << "a lock leaves no file";
}

TEST(FolderLock, AKilledProcessHoldsNone) {
    const test::TemporaryFolder folder;
    const auto child = ::fork();
    if (child == 0) {
        const auto lock = FolderLock::take(folder.path());
        ::_exit(lock ? 0 : 1);  // without destructors, as a kill
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_EQ(status, 0);
    EXPECT_TRUE(FolderLock::take(folder.path()));
}

TEST(FolderLock, AFileIsNoFolder) {
    const test::TemporaryFolder folder;
    ASSERT_TRUE(write_file(folder / "file", "x"));
    EXPECT_FALSE(FolderLock::take(folder / "file"));
}

}  // namespace
}  // namespace synchrony::core
