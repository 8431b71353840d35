#include "synchrony/core/file_sums.hpp"

#include <gtest/gtest.h>

namespace synchrony::core {
namespace {

TEST(FileSums, SaysWhichLineIsWrong) {
    const std::string good = std::string(64, 'A') + "  100.dat\r\n";
    const auto sums = parse_sums(good, "SHA256SUMS.txt");
    ASSERT_TRUE(sums);
    EXPECT_EQ(sums->front().sha256, std::string(64, 'a'));
    EXPECT_EQ(sums->front().path, "100.dat");
    for (const std::string& bad : {std::string(63, 'a') + "  x", std::string(64, 'g') + "  x", std::string("<html>"),
                                   std::string(64, 'b') + "  100.dat", std::string(64, 'a') + "  "}) {
        const auto faulty = parse_sums(good + bad + "\n", "SHA256SUMS.txt");
        ASSERT_FALSE(faulty) << bad;
        EXPECT_EQ(faulty.error().where, "SHA256SUMS.txt, line 2");
    }
    EXPECT_FALSE(parse_sums("", "SHA256SUMS.txt"));
}

}  // namespace
}  // namespace synchrony::core
