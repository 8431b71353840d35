#include "synchrony/core/tensor_file.hpp"

#include <gtest/gtest.h>

#include <cstring>

#include "support/temporary_folder.hpp"

namespace synchrony::core {
namespace {

using test::TemporaryFolder;

std::string with_length(const std::string& header, const std::string& data) {
    const std::uint64_t length = header.size();
    std::string bytes(8, '\0');
    std::memcpy(bytes.data(), &length, 8);
    return bytes + header + data;
}

// Written by hand after the format's description, not by our writer.
TEST(TensorFile, ReadsAFileMadeByHand) {
    const TemporaryFolder folder;
    const std::string header =
        R"({"__metadata__":{"recipe":"fine"},"a":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]},"b":{"dtype":"I8","shape":[3],"data_offsets":[8,11]}})";
    const float values[2] = {1.5F, -2.0F};
    std::string data(8, '\0');
    std::memcpy(data.data(), values, 8);
    data += "\x01\x02\xff";
    ASSERT_TRUE(write_file(folder / "t", with_length(header, data)));

    const auto file = TensorFile::open(folder / "t");
    ASSERT_TRUE(file) << file.error().message();
    EXPECT_EQ(file->metadata().at("recipe"), "fine");
    const auto a = file->tensor("a", DType::f32);
    ASSERT_TRUE(a);
    EXPECT_EQ(a->shape, (std::vector<std::int64_t>{1, 2}));
    float read[2];
    std::memcpy(read, a->bytes.data(), 8);
    EXPECT_EQ(read[1], -2.0F);
    EXPECT_EQ(file->tensor("b", DType::i8)->bytes[2], std::byte{0xff});
    EXPECT_FALSE(file->tensor("b", DType::f32));
    EXPECT_FALSE(file->tensor("c", DType::f32));
}

// Cut short behind its header too; a value that quotes the name is none.
TEST(TensorFile, MetadataAreKnownByName) {
    const TemporaryFolder folder;
    const std::string header = R"({"__metadata__":{"recipe":"says \"synchrony\": 1"},"synchrony":{}})";
    ASSERT_TRUE(write_file(folder / "t", with_length(header, "")));
    EXPECT_TRUE(has_tensor_metadata(folder / "t", "recipe"));
    EXPECT_FALSE(has_tensor_metadata(folder / "t", "synchrony"));
    ASSERT_TRUE(write_file(folder / "t", with_length(header, "").substr(0, 30)));
    EXPECT_FALSE(has_tensor_metadata(folder / "t", "recipe")) << "cut in its header";
    EXPECT_FALSE(has_tensor_metadata(folder / "not there", "recipe"));
}

TEST(TensorFile, RoundTripKeepsOddSizesAligned) {
    const TemporaryFolder folder;
    const std::vector<std::int8_t> bytes{1, 2, 3};
    const std::vector<double> doubles{0.1, 0.2};
    const std::vector<NamedTensor> tensors{{"bytes", DType::i8, {3}, std::as_bytes(std::span(bytes))},
                                           {"doubles", DType::f64, {2, 1}, std::as_bytes(std::span(doubles))}};
    ASSERT_TRUE(write_tensor_file(folder / "t", tensors, {{"k", "v\n\"quoted\""}}));
    const auto file = TensorFile::open(folder / "t");
    ASSERT_TRUE(file) << file.error().message();
    EXPECT_EQ(file->metadata().at("k"), "v\n\"quoted\"");
    const auto view = file->tensor("doubles", DType::f64);
    ASSERT_TRUE(view);
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(view->bytes.data()) % 8, 0U);
    EXPECT_EQ(std::memcmp(view->bytes.data(), doubles.data(), 16), 0);
}

struct BadFile {
    const char* name;
    std::string bytes;
};

TEST(TensorFile, HostileFilesAreRefusedBeforeAnythingIsAllocated) {
    const std::string good_data(8, '\0');
    const auto entry = [](const std::string& body) { return "{\"a\":" + body + "}"; };
    const BadFile cases[] = {
        {"empty", ""},
        {"short", "abc"},
        {"header beyond the file", std::string("\xff\xff\xff\x7f\0\0\0\0{}", 10)},
        {"header length of 2^63", std::string("\0\0\0\0\0\0\0\x80{}", 10)},
        {"not JSON", with_length("hello", "")},
        {"array", with_length("[]", "")},
        {"no dtype", with_length(entry(R"({"shape":[2],"data_offsets":[0,8]})"), good_data)},
        {"odd dtype", with_length(entry(R"({"dtype":"Q4","shape":[2],"data_offsets":[0,8]})"), good_data)},
        {"negative extent", with_length(entry(R"({"dtype":"F32","shape":[-2],"data_offsets":[0,8]})"), good_data)},
        {"overflowing shape",
         with_length(entry(R"({"dtype":"F32","shape":[4611686018427387904,8],"data_offsets":[0,8]})"), good_data)},
        {"beyond the data", with_length(entry(R"({"dtype":"F32","shape":[4],"data_offsets":[0,16]})"), good_data)},
        {"offsets reversed", with_length(entry(R"({"dtype":"F32","shape":[2],"data_offsets":[8,0]})"), good_data)},
        {"size disagrees", with_length(entry(R"({"dtype":"F32","shape":[1],"data_offsets":[0,8]})"), good_data)},
        {"metadata not strings", with_length(R"({"__metadata__":{"a":1}})", "")},
        {"overlap",
         with_length(
             R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}})",
             good_data)},
        {"bytes behind the end",
         with_length(entry(R"({"dtype":"F32","shape":[2],"data_offsets":[0,8]})"), good_data + "x")},
        {"bytes between", with_length(entry(R"({"dtype":"F32","shape":[1],"data_offsets":[4,8]})"), good_data)},
        {"bytes of nothing", with_length("{}", good_data)},
    };
    const TemporaryFolder folder;
    for (const auto& bad : cases) {
        ASSERT_TRUE(write_file(folder / "bad", bad.bytes));
        const auto file = TensorFile::open(folder / "bad");
        EXPECT_FALSE(file) << bad.name;
        if (!file) {
            EXPECT_FALSE(file.error().what.empty()) << bad.name;
            EXPECT_NE(file.error().where.find("bad"), std::string::npos) << bad.name;
        }
    }
}

}  // namespace
}  // namespace synchrony::core
