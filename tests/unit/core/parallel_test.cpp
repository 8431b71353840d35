#include "synchrony/core/parallel.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>
#include <vector>

namespace synchrony::core {
namespace {

TEST(ParallelFor, EveryPieceOnce) {
    for (const int threads : {1, 2, 7, 100}) {
        std::vector<std::atomic<int>> calls(1000);
        parallel_for(calls.size(), threads, [&](std::size_t i) { ++calls[i]; });
        for (const auto& count : calls) EXPECT_EQ(count.load(), 1);
    }
    parallel_for(0, 4, [](std::size_t) { FAIL(); });
}

TEST(ParallelFor, ExceptionReachesTheCaller) {
    EXPECT_THROW(parallel_for(50, 3,
                              [](std::size_t i) {
                                  if (i == 20) throw std::runtime_error("bug");
                              }),
                 std::runtime_error);
}

}  // namespace
}  // namespace synchrony::core
