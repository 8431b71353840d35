#include "synchrony/core/shard.hpp"

#include <gtest/gtest.h>

namespace synchrony::core {
namespace {

TEST(Shard, PartsHoldEveryItemOnceInOrderAndDifferByOne) {
    for (const std::size_t items : {0U, 1U, 7U, 8U, 100U, 1001U})
        for (const std::size_t count : {1U, 2U, 3U, 8U, 13U}) {
            std::size_t next = 0;
            for (std::size_t number = 1; number <= count; ++number) {
                const auto part = part_of({number, count}, items);
                EXPECT_EQ(part.begin, next);
                EXPECT_GE(part.size(), items / count);
                EXPECT_LE(part.size(), items / count + 1);
                next = part.end;
            }
            EXPECT_EQ(next, items);
        }
    // By hand: 10 items in 4 parts.
    EXPECT_EQ(part_of({1, 4}, 10), (IndexRange{0, 2}));
    EXPECT_EQ(part_of({2, 4}, 10), (IndexRange{2, 5}));
    EXPECT_EQ(part_of({4, 4}, 10), (IndexRange{7, 10}));
}

TEST(Shard, IsReadAndWritten) {
    EXPECT_EQ(parse_shard("3/8"), (Shard{3, 8}));
    EXPECT_EQ(to_text({3, 8}), "3/8");
    EXPECT_TRUE(Shard{}.whole());
    for (const char* text :
         {"", "3", "/8", "3/", "0/8", "9/8", "3/8/1", "3 /8", "-1/8", "3/100001", "+3/8", "99999999999999999999/2"})
        EXPECT_FALSE(parse_shard(text)) << text;
}

}  // namespace
}  // namespace synchrony::core
