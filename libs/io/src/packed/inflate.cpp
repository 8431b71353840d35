// The only user of zlib.
#include <zlib.h>

#include <algorithm>
#include <array>
#include <limits>

#include "synchrony/io/archive.hpp"

namespace synchrony::io {
namespace {

/// How zlib is told what to expect: window bits, +16 for a gzip head, negative for a stream without any.
enum class Wrapping : int { raw = -MAX_WBITS, zlib = MAX_WBITS, gzip = MAX_WBITS + 16 };

/// What is said of data that cannot be unpacked.
struct UnpackWords {
    const char* too_large = "packed file grows too large";
    const char* damaged = "packed file is damaged";
};

/// Unpacks piece by piece.
class Inflater {
  public:
    Inflater(std::string_view packed, Wrapping wrapping)
        : rest_(packed),
          gzip_(wrapping == Wrapping::gzip),
          good_(inflateInit2(&stream_, static_cast<int>(wrapping)) == Z_OK) {}
    ~Inflater() {
        if (good_) inflateEnd(&stream_);
    }
    Inflater(const Inflater&) = delete;
    Inflater& operator=(const Inflater&) = delete;

    /// Appends what the next step gives to `out`, at most `most` bytes; false at the end or a fault.
    bool step(std::string& out, std::size_t most) {
        if (!good_ || done_) return false;
        most = std::min(most, piece_.size());
        feed();
        stream_.next_out = piece_.data();
        stream_.avail_out = static_cast<uInt>(most);
        const int code = inflate(&stream_, Z_NO_FLUSH);
        const auto made = most - stream_.avail_out;
        out.append(reinterpret_cast<const char*>(piece_.data()), made);
        if (code == Z_STREAM_END) return next_member();
        if (code == Z_OK && (made > 0 || stream_.avail_in > 0 || !rest_.empty())) return true;
        fault_ = stream_.msg ? stream_.msg : "ends inside its packed data";
        done_ = true;
        return false;
    }
    [[nodiscard]] const std::string& fault() const { return fault_; }

  private:
    void feed() {
        if (stream_.avail_in > 0) return;
        const auto n = std::min<std::size_t>(rest_.size(), std::numeric_limits<uInt>::max());
        stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(rest_.data()));
        stream_.avail_in = static_cast<uInt>(n);
        rest_.remove_prefix(n);
    }
    /// Whether another gzip member follows; what else follows is padding.
    bool next_member() {
        feed();
        const bool more = gzip_ && stream_.avail_in > 2 && stream_.next_in[0] == 0x1f && stream_.next_in[1] == 0x8b;
        if (more && inflateReset(&stream_) == Z_OK) return true;
        done_ = true;
        return false;
    }

    std::string_view rest_;
    bool gzip_;
    z_stream stream_{};
    bool good_ = false;
    bool done_ = false;
    std::string fault_;
    std::array<Bytef, 65536> piece_{};
};

/// RFC 1952: the last four bytes are the size of the last member's content, modulo 2^32. A bomb that says so is refused
/// before it has filled the memory; one that lies is, when it has grown to the limit.
std::uint64_t size_that_gzip_says(std::string_view packed) {
    constexpr std::size_t figures = 4;
    std::uint64_t size = 0;
    if (packed.size() < figures) return size;
    for (std::size_t i = 0; i < figures; ++i)
        size |= std::uint64_t{static_cast<unsigned char>(packed[packed.size() - figures + i])} << (8 * i);
    return size;
}

core::Result<Bytes> inflate_all(std::string_view packed, Wrapping wrapping, const std::string& where,
                                const UnpackLimits& limits, const UnpackWords& words = {}) {
    const std::uint64_t by_ratio = std::max<std::uint64_t>(limits.free_bytes, packed.size() * limits.max_ratio);
    const auto most = std::min(limits.max_bytes, by_ratio);
    const auto too_large = [&] {
        return core::fail_input(words.too_large, where,
                                "over " + std::to_string(most) + " bytes from " + std::to_string(packed.size()),
                                "at most " + std::to_string(most));
    };
    if (const auto size = size_that_gzip_says(packed); wrapping == Wrapping::gzip && size > most)
        return core::fail_input("packed file grows too large, or its end is damaged", where,
                                std::to_string(size) + " bytes by its last four, from " + std::to_string(packed.size()),
                                "at most " + std::to_string(most));
    auto text = std::make_shared<std::string>();
    Inflater inflater(packed, wrapping);
    while (inflater.step(*text, std::size_t{1} << 16))
        if (text->size() > most) break;
    if (text->size() > most) return too_large();
    if (!inflater.fault().empty())
        return core::fail_input(words.damaged, where, inflater.fault(), "whole compressed data");
    return Bytes{std::as_bytes(std::span(*text)), text};
}

}  // namespace

bool is_gzip(std::string_view head) {
    return head.starts_with("\x1f\x8b\x08");
}

core::Result<Bytes> gunzip(const Bytes& packed, const std::string& where, const UnpackLimits& limits) {
    return inflate_all(packed.text(), Wrapping::gzip, where, limits);
}

std::string gunzip_head(std::string_view packed, std::size_t most) {
    std::string head;
    Inflater inflater(packed, Wrapping::gzip);
    while (head.size() < most && inflater.step(head, most - head.size())) {
    }
    return head;
}

core::Result<Bytes> inflate_zlib(std::string_view packed, const std::string& where, const UnpackLimits& limits) {
    return inflate_all(packed, Wrapping::zlib, where, limits);
}

core::Result<Bytes> inflate_raw(std::string_view packed, const std::string& where, const UnpackLimits& limits) {
    return inflate_all(packed, Wrapping::raw, where, limits,
                       {"deflated data set grows too large", "deflated data set is not whole"});
}

}  // namespace synchrony::io
