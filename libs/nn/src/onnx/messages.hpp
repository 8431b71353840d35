// The few messages of onnx.proto that a network needs, in protobuf's wire format: each field is a key (number and kind)
// and a value. https://protobuf.dev/programming-guides/encoding/
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "synchrony/nn/onnx.hpp"

namespace synchrony::nn::onnx {

/// A message that grows field by field; `number` is the field's in onnx.proto.
class Message {
  public:
    Message& add(int number, std::int64_t value);
    Message& add(int number, std::string_view bytes);
    Message& add(int number, const Message& inner) { return add(number, std::string_view(inner.bytes_)); }
    [[nodiscard]] std::string take() { return std::move(bytes_); }

  private:
    void put_varint(std::uint64_t value);
    void put_key(int number, int kind);
    std::string bytes_;
};

/// AttributeProto with a number or numbers.
[[nodiscard]] Message integer(std::string_view name, std::int64_t value);
[[nodiscard]] Message integers(std::string_view name, std::span<const std::int64_t> values);
/// NodeProto. The node bears its output's name.
[[nodiscard]] Message node(std::string_view type, std::span<const std::string> inputs, const std::string& output,
                           std::span<const Message> attributes);
/// TensorProto of single precision, and of whole numbers in one row.
[[nodiscard]] Message tensor(std::string_view name, std::span<const std::int64_t> shape, std::span<const float> values);
[[nodiscard]] Message tensor(std::string_view name, std::span<const std::int64_t> values);
/// ValueInfoProto of single precision.
[[nodiscard]] Message value_info(const OnnxPort& port);
/// StringStringEntryProto.
[[nodiscard]] Message entry(std::string_view key, std::string_view value);

}  // namespace synchrony::nn::onnx
