// What is on the disk before a call says that it is done. The program's own fsync, syncfs and rename stand before the
// C library's here and write down what they were called for; scripts/robustness/power_loss.py looks at whole commands.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>

#include "support/temporary_folder.hpp"
#include "synchrony/core/files.hpp"

namespace synchrony::core {
namespace {

std::vector<std::string>* power_loss_calls = nullptr;  ///< null: nothing is written down

void note_power_loss_call(const char* call, const std::string& path) {
    if (power_loss_calls != nullptr)
        power_loss_calls->push_back(call + std::string(" ") + std::filesystem::path(path).filename().string());
}

std::string file_behind(int descriptor) {
    std::error_code ignored;
    return std::filesystem::read_symlink("/proc/self/fd/" + std::to_string(descriptor), ignored).string();
}

}  // namespace
}  // namespace synchrony::core

extern "C" int fsync(int descriptor) {
    synchrony::core::note_power_loss_call("fsync", synchrony::core::file_behind(descriptor));
    return static_cast<int>(::syscall(SYS_fsync, descriptor));
}

// std::filesystem calls it from the C++ library, which sees only what is visible.
extern "C" __attribute__((visibility("default"))) int rename(const char* from, const char* to) noexcept {
    synchrony::core::note_power_loss_call("rename", to);
    return ::renameat(AT_FDCWD, from, AT_FDCWD, to);
}

namespace synchrony::core {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::StartsWith;

/// The calls that `work` makes.
template <typename Work>
std::vector<std::string> calls_of(Work work) {
    std::vector<std::string> calls;
    power_loss_calls = &calls;
    work();
    power_loss_calls = nullptr;
    return calls;
}

TEST(PowerLoss, AFileIsOnTheDiskBeforeItsNameAndItsNameBeforeTheCallReturns) {
    const test::TemporaryFolder folder;
    fs::create_directory(folder / "place");
    const auto calls = calls_of([&] { EXPECT_TRUE(write_file(folder / "place/a", "bytes")); });
    EXPECT_THAT(calls, ElementsAre(StartsWith("fsync a.tmp"), "rename a", "fsync place"));
    const auto many =
        calls_of([&] { EXPECT_TRUE(write_file(folder / "place/b", "bytes", Durability::left_to_system)); });
    EXPECT_THAT(many, ElementsAre("rename b"));
}

TEST(PowerLoss, ADownloadIsMovedTheSameWay) {
    const test::TemporaryFolder folder;
    fs::create_directory(folder / "place");
    ASSERT_TRUE(write_file(folder / "place/x.part", "new"));
    ASSERT_TRUE(write_file(folder / "place/x", "old"));
    const auto calls = calls_of([&] { EXPECT_TRUE(move_into_place(folder / "place/x.part", folder / "place/x")); });
    EXPECT_THAT(calls, ElementsAre("fsync x.part", "rename x", "fsync place"));
    EXPECT_EQ(read_file(folder / "place/x").value(), "new");
    EXPECT_FALSE(fs::exists(folder / "place/x.part"));
    EXPECT_FALSE(move_into_place(folder / "place/nothing", folder / "place/x"));
    EXPECT_EQ(read_file(folder / "place/x").value(), "new");
}

TEST(PowerLoss, NewFoldersAreInTheirParents) {
    const test::TemporaryFolder folder;
    fs::create_directory(folder / "there");
    const auto calls = calls_of([&] { EXPECT_TRUE(make_directories(folder / "there/one/two")); });
    EXPECT_THAT(calls, testing::UnorderedElementsAre("fsync there", "fsync one"));
    EXPECT_THAT(calls_of([&] { EXPECT_TRUE(make_directories(folder / "there/one/two")); }), IsEmpty());
}

// Many people drop files into such a folder and none may look into it: it cannot be opened, so not synced either.
TEST(PowerLoss, AFolderThatMayNotBeReadIsWrittenInto) {
    constexpr uid_t nobody = 65534;
    const test::TemporaryFolder folder;
    fs::create_directory(folder / "drop");
    ASSERT_EQ(::chmod((folder / "drop").c_str(), 0333), 0);
    ASSERT_EQ(::chmod(folder.path().c_str(), 0711), 0);
    const auto child = ::fork();
    if (child == 0) {
        if (::geteuid() == 0 && ::seteuid(nobody) != 0) ::_exit(2);
        const bool fine = write_file(folder / "drop/a", "bytes") && sync_file_system(folder / "drop");
        ::_exit(fine ? 0 : 1);
    }
    int status = -1;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_EQ(WEXITSTATUS(status), 0);
    ASSERT_EQ(::chmod((folder / "drop").c_str(), 0755), 0);
    EXPECT_EQ(read_file(folder / "drop/a").value(), "bytes");
}

}  // namespace
}  // namespace synchrony::core
