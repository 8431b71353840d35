#include "synchrony/core/content_sum.hpp"

#include <gtest/gtest.h>

#include "support/temporary_folder.hpp"
#include "synchrony/core/files.hpp"

namespace synchrony::core {
namespace {

const std::vector<float> numbers{1.0F, 2.0F};
const std::vector<NamedTensor> stored{{"w", DType::f32, {1, 2}, std::as_bytes(std::span(numbers))}};

// By Python's hashlib, d being its sha256(...).hexdigest():
//   d(f"metadata k {d(b'v')}\ntensor w F32 1x2 {d(struct.pack('<2f', 1.0, 2.0))}\n".encode())
TEST(ContentSum, IsThatOfItsDescription) {
    const auto metadata = with_content_sum({{"k", "v"}}, stored);
    EXPECT_EQ(metadata.at(content_sum_key), "9ab59e231cc7a102153d256a076aed35c785a3cc6b824a531718c43cf715183c");
    EXPECT_EQ(with_content_sum(metadata, stored), metadata) << "the sum itself is not counted";
}

// Every bit of the file: refused by its form or by its sum, but for blanks of the header that say nothing.
TEST(ContentSum, TellsEveryBitThatIsTurned) {
    const test::TemporaryFolder folder;
    ASSERT_TRUE(write_tensor_file(folder / "t", stored, with_content_sum({{"k", "v"}}, stored)));
    const auto whole = *read_file(folder / "t");
    ASSERT_TRUE(check_content_sum(*TensorFile::open(folder / "t")));
    std::size_t refused = 0, by_sum = 0;
    for (std::size_t bit = 0; bit < 8 * whole.size(); ++bit) {
        auto turned = whole;
        turned[bit / 8] = static_cast<char>(turned[bit / 8] ^ 1 << bit % 8);
        ASSERT_TRUE(write_file(folder / "t", turned, Durability::left_to_system));
        const auto file = TensorFile::open(folder / "t");
        const bool whole_by_sum = file && check_content_sum(*file) && has_content_sum(*file);
        refused += whole_by_sum ? 0 : 1;
        by_sum += file && !whole_by_sum ? 1 : 0;
        if (whole_by_sum) {
            EXPECT_EQ(file->metadata().at("k"), "v") << "bit " << bit;
            EXPECT_EQ(file->tensors().at("w").shape, (std::vector<std::int64_t>{1, 2})) << "bit " << bit;
        }
    }
    EXPECT_GE(refused, 8 * whole.size() - 8 * 8) << "of " << 8 * whole.size();
    EXPECT_GE(by_sum, 8 * 8U) << "the numbers themselves";
}

TEST(ContentSum, IsNotAskedOfFilesWithoutOne) {
    const test::TemporaryFolder folder;
    ASSERT_TRUE(write_tensor_file(folder / "t", stored, {{"k", "v"}}));
    const auto file = TensorFile::open(folder / "t");
    ASSERT_TRUE(file);
    EXPECT_FALSE(has_content_sum(*file));
    EXPECT_TRUE(check_content_sum(*file));
}

}  // namespace
}  // namespace synchrony::core
