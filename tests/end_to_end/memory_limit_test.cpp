// Under a limit of address space every command ends: OpenBLAS's threads, which start before main, asked for ever where
// they got no memory, and the program waited for them at its end.
#include <gtest/gtest.h>

#include "end_to_end/run_program.hpp"
#include "support/temporary_folder.hpp"

namespace synchrony {
namespace {

using test::run_program;

/// Lines before the program: a limit in MiB, and the end of a program that hangs (exit code 124).
std::string within(int mib) {
    return "ulimit -v " + std::to_string(mib * 1024) + "; timeout 60 ";
}

TEST(MemoryLimit, EveryCommandEndsUnderIt) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    GTEST_SKIP() << "sanitizers map more than any limit";
#endif
    const auto version = run_program("--version").output;
    for (const int mib : {200, 260, 320, 512}) {
        const auto run = run_program("--version", within(mib));
        EXPECT_NE(run.code, 124) << mib;
        if (run.code == 0) {
            EXPECT_EQ(run.output, version) << mib;
        }
    }
    const test::TemporaryFolder folder;
    const auto run = run_program("simulate --patients 3 --out '" + (folder / "c").string() + "' 2>&1", within(512));
    EXPECT_EQ(run.code, 0) << run.output;
}

}  // namespace
}  // namespace synchrony
