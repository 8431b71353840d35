#include "synchrony/core/sha256.hpp"

#include <gtest/gtest.h>

#include "support/temporary_folder.hpp"
#include "synchrony/core/files.hpp"

namespace synchrony::core {
namespace {

// FIPS 180-4 example digests.
constexpr auto digest_of_abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
constexpr auto digest_of_nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

TEST(Sha256, PublishedExamples) {
    EXPECT_EQ(sha256("abc"), digest_of_abc);
    EXPECT_EQ(sha256(""), digest_of_nothing);
    const test::TemporaryFolder folder;
    ASSERT_TRUE(write_file(folder / "abc", "abc"));
    EXPECT_EQ(sha256_file(folder / "abc").value(), digest_of_abc);
    EXPECT_FALSE(sha256_file(folder / "none"));
}

TEST(Sha256, NoDigestOfWhatCannotBeRead) {
    EXPECT_FALSE(sha256_file(std::filesystem::temp_directory_path()));
    EXPECT_FALSE(sha256_file("/proc/self/mem"));  // opens; its first byte is no memory, so reading fails
}

}  // namespace
}  // namespace synchrony::core
