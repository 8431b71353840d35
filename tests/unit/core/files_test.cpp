#include "synchrony/core/files.hpp"

#include <gtest/gtest.h>

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <set>
#include <thread>

#include "support/temporary_folder.hpp"

namespace synchrony::core {
namespace {

namespace fs = std::filesystem;
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

// What a signal handler does before it ends the program: in a child, which runs no destructor.
TEST(AtomicFile, TemporaryFilesCanBeRemovedWhereTheProgramStands) {
    const test::TemporaryFolder folder;
    ASSERT_TRUE(write_file(folder / "there", "old"));
    const auto child = ::fork();
    if (child == 0) {
        auto made = AtomicFile::create(folder / "made");
        auto there = AtomicFile::create(folder / "there");
        auto done = AtomicFile::create(folder / "done");
        const bool fine = made && there && done && done->commit();
        made->stream() << "half" << std::flush;
        remove_temporary_files();
        ::_exit(fine ? 0 : 1);
    }
    int status = -1;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_EQ(status, 0);
    std::set<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder.path())) names.insert(entry.path().filename());
    EXPECT_EQ(names, (std::set<std::string>{"there", "done"}));
    EXPECT_EQ(read_file(folder / "there").value(), "old");
}

std::set<std::string> names_in(const fs::path& folder) {
    std::set<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder)) names.insert(entry.path().filename());
    return names;
}

// As SIGKILL leaves it: a child that ends in the middle of its work.
TEST(AtomicFile, WhatAKilledProgramLeftIsRemovedByTheNext) {
    const TemporaryFolder folder;
    const auto child = ::fork();
    if (child == 0) {
        auto half = AtomicFile::create(folder / "half");
        half->stream() << "half" << std::flush;
        ::_exit(entries(folder.path()) == 1 ? 0 : 1);
    }
    int status = -1;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_EQ(status, 0);
    const auto left = names_in(folder.path());
    ASSERT_EQ(left.size(), 1U) << "the temporary file lies there";
    ASSERT_TRUE(left.begin()->starts_with("half.tmp" + std::to_string(child) + "-"));
    // Names that are no temporary file's, and one whose writer lives (this process).
    const auto mine = "work.tmp" + std::to_string(::getpid()) + "-77";
    for (const std::string& name :
         std::vector<std::string>{"a.tmp", "a.tmp" + std::to_string(child), "a.tmp1x-2", mine})
        std::ofstream(folder / name) << "x";
    ASSERT_TRUE(write_file(folder / "other", "whole"));
    EXPECT_EQ(names_in(folder.path()),
              (std::set<std::string>{"a.tmp", "a.tmp" + std::to_string(child), "a.tmp1x-2", mine, "other"}));
}

TEST(ErrorInFile, NamesTheFileOnce) {
    const auto where = [](const std::string& before, const std::string& path) {
        return error_in_file({ErrorKind::input, "x", before, {}, {}, {}}, path).where;
    };
    EXPECT_EQ(where("lead V1", "ecg/1"), "ecg/1, lead V1");
    EXPECT_EQ(where("", "ecg/1"), "ecg/1");
    EXPECT_EQ(where("ecg/1.hea, line 2", "ecg/1"), "ecg/1.hea, line 2");
    EXPECT_EQ(where("ecg/1.dat", "ecg/1.hea"), "ecg/1.dat") << "another file of the record";
    EXPECT_EQ(where("lead 1", "1"), "1, lead 1");
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

// Two programs that both found the name free: the second loses nothing of the first.
TEST(AtomicFile, WhatAppearedMeanwhileIsKeptWhereAsked) {
    const TemporaryFolder folder;
    const auto write_beside = [&](const char* first, const char* second) {
        const KeepExisting keep;
        auto one = AtomicFile::create(folder / "a.txt"), other = AtomicFile::create(folder / "a.txt");
        one->stream() << first;
        other->stream() << second;
        EXPECT_TRUE(one->commit());
        return other->commit();
    };
    const auto lost = write_beside("mine", "another's");
    ASSERT_FALSE(lost);
    EXPECT_EQ(lost.error().what, "output is there already");
    EXPECT_EQ(read_file(folder / "a.txt").value(), "mine");
    EXPECT_EQ(entries(folder.path()), 1U);
    std::filesystem::remove(folder / "a.txt");
    EXPECT_TRUE(write_beside("the same", "the same"));
    EXPECT_TRUE(write_file(folder / "a.txt", "asked for")) << "outside that scope";
    EXPECT_EQ(read_file(folder / "a.txt").value(), "asked for");
}

TEST(AtomicFile, MakesParentFolders) {
    const TemporaryFolder folder;
    ASSERT_TRUE(write_file(folder / "x" / "y" / "a.txt", "z"));
    EXPECT_EQ(read_file(folder / "x" / "y" / "a.txt").value(), "z");
}

TEST(AtomicFile, FollowsLinks) {
    const TemporaryFolder folder;
    ASSERT_TRUE(write_file(folder / "a.txt", "old"));
    fs::create_symlink("a.txt", folder / "link");
    fs::create_symlink("link", folder / "link to link");
    ASSERT_TRUE(write_file(folder / "link to link", "new"));
    EXPECT_TRUE(fs::is_symlink(folder / "link"));
    EXPECT_TRUE(fs::is_symlink(folder / "link to link"));
    EXPECT_EQ(read_file(folder / "a.txt").value(), "new");

    fs::create_symlink(folder / "later.txt", folder / "to nothing");
    ASSERT_TRUE(write_file(folder / "to nothing", "made"));
    EXPECT_EQ(read_file(folder / "later.txt").value(), "made");

    fs::create_symlink("b", folder / "a");
    fs::create_symlink("a", folder / "b");
    EXPECT_FALSE(write_file(folder / "a", "round and round"));
}

TEST(AtomicFile, WritesIntoPipesAndDevices) {
    const TemporaryFolder folder;
    const auto pipe = folder / "pipe";
    ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
    std::string read;
    std::jthread reader([&] {
        std::ifstream in(pipe);
        std::getline(in, read);
    });
    EXPECT_TRUE(write_file(pipe, "through the pipe\n"));
    reader.join();
    EXPECT_EQ(read, "through the pipe");
    EXPECT_TRUE(fs::is_fifo(pipe));
    EXPECT_EQ(entries(folder.path()), 1U);
    EXPECT_TRUE(write_file("/dev/null", "gone"));
    EXPECT_TRUE(fs::is_character_file("/dev/null"));
}

TEST(AtomicFile, FullDiskIsAnErrorWithItsReason) {
    const auto full = write_file("/dev/full", "x");
    ASSERT_FALSE(full);
    EXPECT_NE(full.error().message().find("No space left"), std::string::npos) << full.error().message();
    EXPECT_FALSE(write_file("/dev/full", std::string(1 << 20, 'x')));
}

TEST(AtomicFile, AnyNameThatTheSystemAllows) {
    const TemporaryFolder folder;
    for (const std::string& name : {std::string(255, 'n'), std::string("M\xfcller.json"), std::string("a\nb")}) {
        EXPECT_TRUE(check_writable(folder / name));
        ASSERT_TRUE(write_file(folder / name, "x")) << name;
        EXPECT_EQ(read_file(folder / name).value(), "x");
    }
    EXPECT_FALSE(write_file(folder / std::string(300, 'n'), "x"));
    EXPECT_EQ(entries(folder.path()), 3U);
}

TEST(CheckWritable, SaysBeforeTheWorkWhatCannotBeWritten) {
    const TemporaryFolder folder;
    ASSERT_TRUE(write_file(folder / "file", "x"));
    EXPECT_TRUE(check_writable(folder / "file"));
    EXPECT_TRUE(check_writable(folder / "new" / "deeper" / "file"));
    EXPECT_TRUE(check_writable("in_the_working_folder"));
    EXPECT_TRUE(check_writable("/dev/null"));
    EXPECT_FALSE(check_writable(folder.path()));
    EXPECT_FALSE(check_writable(folder.path() / ""));
    EXPECT_FALSE(check_writable(folder / std::string(300, 'n')));
    EXPECT_FALSE(check_writable(folder / "file" / "below"));
    EXPECT_FALSE(check_writable("/dev/null/below"));
    EXPECT_TRUE(check_writable_folder(folder.path()));
    EXPECT_TRUE(check_writable_folder(folder / "new"));
    EXPECT_FALSE(check_writable_folder(folder / "file"));
    EXPECT_EQ(entries(folder.path()), 1U);
}

TEST(ReadFile, PipesAndDevicesAreRefusedAtOnce) {
    const TemporaryFolder folder;
    ASSERT_EQ(::mkfifo((folder / "pipe").c_str(), 0600), 0);
    EXPECT_FALSE(read_file(folder / "pipe"));  // nobody writes into it: opening would wait for ever
    EXPECT_FALSE(read_file("/dev/zero"));
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

TEST(Files, WhatIsThereOrThePlainFileAbove) {
    const test::TemporaryFolder folder;
    ASSERT_TRUE(write_file(folder / "a.zip", "x"));
    EXPECT_EQ(there_or_file_above(folder / "a.zip"), folder / "a.zip");
    EXPECT_EQ(there_or_file_above(folder.path()), folder.path());
    EXPECT_EQ(there_or_file_above(folder / "a.zip/sub/100.hea"), folder / "a.zip");
    EXPECT_TRUE(there_or_file_above(folder / "none/100.hea").empty()) << "a folder is above";
    EXPECT_TRUE(there_or_file_above("none").empty());
}

/// kB of mapped files that lie in this process's memory, as Linux says.
long mapped_file_kb() {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with("RssFile:")) return std::stol(line.substr(8));
    return -1;
}

TEST(MappedFile, ForgottenBytesLeaveMemoryAndComeBackWhenRead) {
    const TemporaryFolder folder;
    constexpr std::size_t size = 8 << 20;
    ASSERT_TRUE(write_file(folder / "large", std::string(size, 'x')));
    const auto mapped = MappedFile::open(folder / "large");
    ASSERT_TRUE(mapped);
    const auto all_x = [&] { return std::ranges::count(mapped->bytes(), std::byte{'x'}); };
    EXPECT_EQ(all_x(), size);
    const long read_kb = mapped_file_kb();
    mapped->forget(mapped->bytes().subspan(100, size - 200));
    EXPECT_LT(mapped_file_kb(), read_kb - 7000) << "of 8192 kB";
    EXPECT_EQ(all_x(), size);
    mapped->forget({});
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
    // Nobody writes into this pipe: opening it must not wait.
    ASSERT_EQ(::mkfifo((folder / "pipe").c_str(), 0600), 0);
    const auto pipe = MappedFile::open(folder / "pipe");
    ASSERT_FALSE(pipe);
    EXPECT_EQ(pipe.error().got, "a pipe or a device");
}

}  // namespace
}  // namespace synchrony::core
