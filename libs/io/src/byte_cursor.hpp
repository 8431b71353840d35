// Fields of a binary file read one behind another.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <span>
#include <string_view>

#include "parts.hpp"

namespace synchrony::io {

/// Once the bytes end, every further number is 0, every further stretch empty, and good() is false: a caller reads a
/// group of fields and asks once.
class ByteCursor {
  public:
    explicit ByteCursor(std::span<const std::byte> bytes, std::endian order = std::endian::little)
        : bytes_(bytes), order_(order) {}

    template <typename Number>
    Number take() {
        const auto value = number_at<Number>(bytes_, at_, order_);
        if (!value) return end<Number>();
        at_ += sizeof(Number);
        return *value;
    }
    std::span<const std::byte> take_bytes(std::size_t count) {
        if (count > left()) return end<std::span<const std::byte>>();
        const auto part = bytes_.subspan(at_, count);
        at_ += count;
        return part;
    }
    /// Text of a fixed length, up to its first NUL.
    std::string_view take_text(std::size_t count) { return before_nul(take_bytes(count)); }
    /// Text up to a NUL or the end, and past it.
    std::string_view take_string() {
        const auto rest = bytes_.subspan(std::min(at_, bytes_.size()));
        const auto text = before_nul(rest);
        at_ += std::min(text.size() + 1, rest.size());
        return text;
    }
    void skip(std::size_t count) { (void)take_bytes(count); }
    [[nodiscard]] std::size_t left() const { return bytes_.size() - at_; }
    [[nodiscard]] std::size_t position() const { return at_; }
    [[nodiscard]] bool good() const { return good_; }

    [[nodiscard]] static std::string_view before_nul(std::span<const std::byte> bytes) {
        const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
        return text.substr(0, text.find('\0'));
    }

  private:
    template <typename Nothing>
    Nothing end() {
        at_ = bytes_.size();
        good_ = false;
        return Nothing{};
    }
    std::span<const std::byte> bytes_;
    std::endian order_;
    std::size_t at_ = 0;
    bool good_ = true;
};

}  // namespace synchrony::io
