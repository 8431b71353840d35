#include "synchrony/core/scratch_folder.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>

#include "synchrony/core/files.hpp"

namespace synchrony::core {
namespace {

/// Path of a folder with two levels that a child made and, ending as told, left or removed.
std::filesystem::path made_by_child(void (*end)()) {
    int pipe_ends[2];
    EXPECT_EQ(::pipe(pipe_ends), 0);
    const auto child = ::fork();
    if (child == 0) {
        const auto folder = ScratchFolder::create("synchrony-scratchtest-");
        const auto path = folder->path().string();
        const bool fine = write_file(folder->path() / "a" / "b" / "file", "x") && write_file(folder->path() / "c", "y");
        const auto sent = ::write(pipe_ends[1], path.data(), path.size());
        end();
        ::_exit(fine && sent > 0 ? 0 : 1);
    }
    int status = -1;
    EXPECT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_EQ(status, 0);
    char name[4096];
    const auto size = ::read(pipe_ends[0], name, sizeof name);
    ::close(pipe_ends[0]);
    ::close(pipe_ends[1]);
    return std::string(name, static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
}

TEST(ScratchFolder, IsOpenToItsUserAndGoneWithItsOwner) {
    std::filesystem::path path;
    {
        const auto folder = ScratchFolder::create();
        ASSERT_TRUE(folder);
        path = folder->path();
        EXPECT_EQ(std::filesystem::status(path).permissions(), std::filesystem::perms::owner_all);
    }
    EXPECT_FALSE(std::filesystem::exists(path));
}

TEST(ScratchFolder, WhatAKilledProgramLeftIsRemovedByTheNext) {
    const auto left = made_by_child([] {});  // _exit runs no destructor
    ASSERT_TRUE(std::filesystem::exists(left / "a" / "b" / "file"));
    const auto first = ScratchFolder::create("synchrony-scratchtest-");
    ASSERT_TRUE(first);
    EXPECT_FALSE(std::filesystem::exists(left));
    const auto second = ScratchFolder::create("synchrony-scratchtest-");
    EXPECT_TRUE(std::filesystem::exists(first->path())) << "in use";
}

TEST(ScratchFolder, IsRemovedFromASignalHandler) {
    EXPECT_FALSE(std::filesystem::exists(made_by_child([] { remove_temporary_files(); })));
}

}  // namespace
}  // namespace synchrony::core
