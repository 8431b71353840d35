#include "npy/npy_file.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>

#include "parts.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::io::npy {
namespace {

using core::fail_input;
using namespace std::string_view_literals;

constexpr auto magic = "\x93NUMPY"sv;
constexpr std::size_t most_header = 65536;
constexpr std::size_t most_text = 4096;  ///< characters of a string; ours are names and a line of JSON

struct NpyHeader {
    std::string type;  ///< "<f4"
    bool columns_first = false;
    std::vector<std::uint64_t> shape;
    std::size_t data_begin = 0;
};

/// What follows "'key':" in the dictionary.
std::optional<std::string_view> value_of(std::string_view dictionary, std::string_view key) {
    for (const char quote : {'\'', '"'}) {
        const auto mark = quote + std::string(key) + quote;
        const auto at = dictionary.find(mark);
        if (at == std::string_view::npos) continue;
        auto rest = core::trimmed(dictionary.substr(at + mark.size()));
        if (!rest.starts_with(':')) return std::nullopt;
        rest.remove_prefix(1);
        return core::trimmed(rest);
    }
    return std::nullopt;
}

/// "(5000, 12)" or "(12,)" or "()".
std::optional<std::vector<std::uint64_t>> shape_in(std::string_view text) {
    if (!text.starts_with('(')) return std::nullopt;
    const auto close = text.find(')');
    if (close == std::string_view::npos) return std::nullopt;
    std::vector<std::uint64_t> shape;
    for (const auto part : core::split(text.substr(1, close - 1), ',')) {
        const auto word = core::trimmed(part);
        if (word.empty()) continue;
        const auto n = core::number_from<std::uint64_t>(word);
        if (!n || shape.size() == 8) return std::nullopt;
        shape.push_back(*n);
    }
    return shape;
}

core::Result<NpyHeader> parse_npy_header(const Bytes& bytes, const std::string& where) {
    const auto text = bytes.text();
    const auto broken = [&](std::string got) {
        return fail_input("NumPy file has no whole header", where, std::move(got), "descr, fortran_order and shape");
    };
    if (!is_npy(text) || text.size() < 12) return broken(std::to_string(text.size()) + " bytes");
    const bool long_header = text[6] >= 2;
    const std::size_t begin = long_header ? 12 : 10;
    const std::size_t length =
        long_header ? *number_at<std::uint32_t>(bytes.view, 8) : *number_at<std::uint16_t>(bytes.view, 8);
    if (length > most_header || length > text.size() - begin)
        return broken(std::to_string(length) + " bytes of header");
    const auto dictionary = text.substr(begin, length);
    const auto type = value_of(dictionary, "descr"), order = value_of(dictionary, "fortran_order"),
               shape = value_of(dictionary, "shape");
    if (!type || !order || !shape) return broken(core::in_quotes(dictionary.substr(0, 100)));
    NpyHeader header;
    header.data_begin = begin + length;
    header.columns_first = order->starts_with("True");
    if (type->size() > 1 && ((*type)[0] == '\'' || (*type)[0] == '"'))
        header.type = type->substr(1, type->find((*type)[0], 1) - 1);
    const auto numbers = shape_in(*shape);
    if (!numbers || header.type.empty()) return broken(core::in_quotes(dictionary.substr(0, 100)));
    header.shape = *numbers;
    return header;
}

/// "<f4", ">i2", "|u1".
std::optional<arrays::ElementType> element_type(std::string_view text) {
    if (text.size() != 3) return std::nullopt;
    arrays::ElementType type;
    type.order = text[0] == '>' ? std::endian::big : std::endian::little;
    type.bytes = static_cast<std::size_t>(text[2] - '0');
    if (text[1] == 'i')
        type.kind = arrays::Kind::signed_integer;
    else if (text[1] == 'u')
        type.kind = arrays::Kind::unsigned_integer;
    else if (text[1] != 'f')
        return std::nullopt;
    const bool size = type.bytes == 1 || type.bytes == 2 || type.bytes == 4 || type.bytes == 8;
    if (!size || (type.bytes == 1 && type.kind == arrays::Kind::real)) return std::nullopt;
    if (text[0] != '<' && text[0] != '>' && text[0] != '|' && text[0] != '=') return std::nullopt;
    return type;
}

void append_utf8(std::string& out, std::uint32_t c) {
    if (c < 0x80) {
        out += static_cast<char>(c);
    } else if (c < 0x800) {
        out += static_cast<char>(0xc0 | (c >> 6U));
        out += static_cast<char>(0x80 | (c & 0x3fU));
    } else if (c < 0x10000) {
        out += static_cast<char>(0xe0 | (c >> 12U));
        out += static_cast<char>(0x80 | ((c >> 6U) & 0x3fU));
        out += static_cast<char>(0x80 | (c & 0x3fU));
    } else {
        out += "?";  // no lead's name needs it
    }
}

std::string npy_with_header(const std::string& type, const std::string& shape, std::string_view data) {
    std::string dictionary = "{'descr': '" + type + "', 'fortran_order': False, 'shape': " + shape + ", }";
    constexpr std::size_t fixed = 10, alignment = 64;  // as NPY 1.0 has them
    while ((fixed + dictionary.size() + 1) % alignment != 0) dictionary += ' ';
    dictionary += '\n';
    std::string file(magic);
    file += '\1';
    file += '\0';
    file += static_cast<char>(dictionary.size() & 0xff);
    file += static_cast<char>(dictionary.size() >> 8);
    return file.append(dictionary).append(data);
}

/// UTF-8 as code points; what is not UTF-8 as '?'.
std::u32string code_points(std::string_view text) {
    std::u32string points;
    for (std::size_t i = 0; i < text.size();) {
        const auto lead = static_cast<unsigned char>(text[i]);
        const std::size_t length = lead < 0x80 ? 1 : lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 0;
        if (length == 0 || i + length > text.size()) {
            points += U'?';
            ++i;
            continue;
        }
        std::uint32_t point = length == 1 ? lead : lead & (0x7fU >> length);
        for (std::size_t k = 1; k < length; ++k)
            point = point << 6U | (static_cast<unsigned char>(text[i + k]) & 0x3fU);
        points += static_cast<char32_t>(point);
        i += length;
    }
    return points;
}

}  // namespace

bool is_npy(std::string_view head) {
    return head.starts_with(magic);
}

core::Result<arrays::NumberArray> parse_npy(const Bytes& bytes, const std::string& where) {
    SYNCHRONY_ASSIGN(auto header, parse_npy_header(bytes, where));
    const auto type = element_type(header.type);
    if (!type)
        return fail_input(
            "array holds no plain numbers", where, core::in_quotes(header.type), "integers or reals of 1 to 8 bytes",
            header.type == "|O" ? "Python objects are not read: they may run code. Save an array of numbers" : "");
    arrays::NumberArray array{
        {bytes.view.subspan(header.data_begin), bytes.keeper}, *type, std::move(header.shape), header.columns_first};
    if (array.shape.empty()) array.shape = {1};
    SYNCHRONY_TRY(arrays::count_of(array.shape, type->bytes, array.data.view.size(), where));
    return array;
}

core::Result<std::vector<std::string>> parse_npy_texts(const Bytes& bytes, const std::string& where) {
    SYNCHRONY_ASSIGN(const auto header, parse_npy_header(bytes, where));
    std::size_t length = 0;
    const std::string_view digits = std::string_view(header.type).substr(std::min<std::size_t>(2, header.type.size()));
    std::from_chars(digits.data(), digits.data() + digits.size(), length);
    const bool wide = header.type.starts_with("<U"), narrow = header.type.starts_with("|S");
    if ((!wide && !narrow) || length == 0 || length > most_text || header.shape.size() > 1)
        return fail_input("array holds no texts", where, core::in_quotes(header.type), "a list of strings");
    const std::size_t item = length * (wide ? 4 : 1);
    const auto data = bytes.view.subspan(header.data_begin);
    std::uint64_t count = 1;
    if (!header.shape.empty()) {
        SYNCHRONY_ASSIGN(count, arrays::count_of(header.shape, item, data.size(), where));
    } else if (data.size() < item) {
        return fail_input("file is shorter than its array", where, std::to_string(data.size()) + " bytes",
                          std::to_string(item));
    }
    std::vector<std::string> texts(static_cast<std::size_t>(count));
    for (std::size_t i = 0; i < texts.size(); ++i)
        for (std::size_t k = 0; k < length; ++k) {
            const auto at = i * item + k * (wide ? 4 : 1);
            const auto point = wide ? *number_at<std::uint32_t>(data, at) : std::to_integer<std::uint32_t>(data[at]);
            if (point == 0) break;
            append_utf8(texts[i], point);
        }
    return texts;
}

std::string npy_of(std::span<const float> values, const std::vector<std::uint64_t>& shape) {
    static_assert(std::endian::native == std::endian::little);
    const auto bytes = std::as_bytes(values);
    const auto dimensions = core::joined(shape, ", ", [](std::uint64_t n) { return std::to_string(n); });
    return npy_with_header("<f4", "(" + dimensions + (shape.size() == 1 ? ",)" : ")"),
                           {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

std::string npy_of(double value) {
    return npy_with_header("<f8", "()", {reinterpret_cast<const char*>(&value), sizeof value});
}

std::string npy_of(const std::vector<std::string>& texts, bool scalar) {
    std::vector<std::u32string> wide;
    std::size_t longest = 1;
    for (const auto& text : texts) {
        wide.push_back(code_points(text));
        longest = std::max(longest, wide.back().size());
    }
    std::string data;
    for (auto& text : wide) {
        text.resize(longest, U'\0');
        data.append(reinterpret_cast<const char*>(text.data()), text.size() * sizeof(char32_t));
    }
    const auto shape = scalar ? std::string("()") : "(" + std::to_string(texts.size()) + ",)";
    return npy_with_header("<U" + std::to_string(longest), shape, data);
}

}  // namespace synchrony::io::npy
