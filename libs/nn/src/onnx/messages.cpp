#include "messages.hpp"

#include <bit>
#include <cstring>

#include "synchrony/core/text.hpp"

namespace synchrony::nn::onnx {
namespace {

// Kinds of values on the wire.
constexpr int varint = 0;
constexpr int length_delimited = 2;
// AttributeProto.AttributeType and TensorProto.DataType.
constexpr int type_int = 2;
constexpr int type_ints = 7;
constexpr int type_float = 1;
constexpr int type_int64 = 7;

static_assert(std::endian::native == std::endian::little, "raw_data of a tensor is little-endian");

}  // namespace

void Message::put_varint(std::uint64_t value) {
    constexpr std::uint64_t seven_bits = 0x7F, more = 0x80;
    for (; value > seven_bits; value >>= 7) bytes_.push_back(static_cast<char>((value & seven_bits) | more));
    bytes_.push_back(static_cast<char>(value));
}

void Message::put_key(int number, int kind) {
    put_varint(static_cast<std::uint64_t>(number) << 3 | static_cast<std::uint64_t>(kind));
}

Message& Message::add(int number, std::int64_t value) {
    put_key(number, varint);
    put_varint(static_cast<std::uint64_t>(value));
    return *this;
}

Message& Message::add(int number, std::string_view bytes) {
    put_key(number, length_delimited);
    put_varint(bytes.size());
    bytes_.append(bytes);
    return *this;
}

Message integer(std::string_view name, std::int64_t value) {
    return Message().add(1, name).add(3, value).add(20, type_int);
}

Message integers(std::string_view name, std::span<const std::int64_t> values) {
    Message attribute;
    attribute.add(1, name);
    for (const auto value : values) attribute.add(8, value);
    return attribute.add(20, type_ints);
}

Message node(std::string_view type, std::span<const std::string> inputs, const std::string& output,
             std::span<const Message> attributes) {
    Message made;
    for (const auto& input : inputs) made.add(1, std::string_view(input));
    made.add(2, std::string_view(output)).add(3, std::string_view(output)).add(4, type);
    for (const auto& attribute : attributes) made.add(5, attribute);
    return made;
}

template <typename Value>
static Message tensor_of(std::string_view name, std::span<const std::int64_t> shape, int type,
                         std::span<const Value> values) {
    Message made;
    for (const auto size : shape) made.add(1, size);
    return made.add(2, type).add(8, name).add(
        9, std::string_view(reinterpret_cast<const char*>(values.data()), values.size_bytes()));
}

Message tensor(std::string_view name, std::span<const std::int64_t> shape, std::span<const float> values) {
    return tensor_of(name, shape, type_float, values);
}

Message tensor(std::string_view name, std::span<const std::int64_t> values) {
    const auto count = static_cast<std::int64_t>(values.size());
    return tensor_of(name, {&count, 1}, type_int64, values);
}

Message value_info(const OnnxPort& port) {
    Message shape;
    for (const auto& size : port.shape) {
        const auto number = core::number_from<std::int64_t>(size);
        shape.add(1, number ? Message().add(1, *number) : Message().add(2, std::string_view(size)));
    }
    const Message of_tensor = Message().add(1, std::int64_t{type_float}).add(2, shape);
    return Message().add(1, std::string_view(port.name)).add(2, Message().add(1, of_tensor));
}

Message entry(std::string_view key, std::string_view value) {
    return Message().add(1, key).add(2, value);
}

}  // namespace synchrony::nn::onnx
