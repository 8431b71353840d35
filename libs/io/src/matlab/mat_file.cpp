#include "matlab/mat_file.hpp"

#include <algorithm>
#include <cctype>

#include "parts.hpp"
#include "synchrony/io/archive.hpp"

namespace synchrony::io::matlab {
namespace {

using core::fail_input;

constexpr std::size_t most_matrices = 1000;
constexpr std::size_t level_5_header = 128;

// Level 4: twenty bytes (type, rows, columns, imaginary, length of the name), the name, the numbers by columns.

struct Level4Head {
    std::endian order = std::endian::little;
    std::int32_t kind = 0;  ///< P of MOPT: 0 double, 1 single, 2 int32, 3 int16, 4 uint16, 5 uint8
    bool plain = false;     ///< T of MOPT is 0: numbers, neither text nor sparse
    std::uint32_t rows = 0, columns = 0, imaginary = 0, name_length = 0;
};

constexpr std::size_t level_4_head = 20, longest_name = 64;

std::optional<Level4Head> level_4_at(std::span<const std::byte> bytes, std::size_t at) {
    if (at > bytes.size() || bytes.size() - at < level_4_head) return std::nullopt;
    for (const auto order : {std::endian::little, std::endian::big}) {
        const auto word = [&](std::size_t n) { return *number_at<std::uint32_t>(bytes, at + 4 * n, order); };
        const auto type = word(0);
        const bool machine = type / 1000 == (order == std::endian::little ? 0U : 1U);
        const auto kind = type / 10 % 10, matrix = type % 10;
        if (!machine || type / 100 % 10 != 0 || kind > 5 || matrix > 2) continue;
        Level4Head head{order, static_cast<std::int32_t>(kind), matrix == 0, word(1), word(2), word(3), word(4)};
        if (head.imaginary > 1 || head.name_length < 2 || head.name_length > longest_name) continue;
        return head;
    }
    return std::nullopt;
}

arrays::ElementType level_4_type(const Level4Head& head) {
    using arrays::Kind;
    constexpr std::pair<Kind, std::size_t> types[] = {{Kind::real, 8},
                                                      {Kind::real, 4},
                                                      {Kind::signed_integer, 4},
                                                      {Kind::signed_integer, 2},
                                                      {Kind::unsigned_integer, 2},
                                                      {Kind::unsigned_integer, 1}};
    const auto& [kind, size] = types[head.kind];
    return {kind, size, head.order};
}

core::Result<std::vector<Matrix>> read_level_4(const Bytes& bytes, const std::string& where) {
    std::vector<Matrix> matrices;
    for (std::size_t at = 0; at < bytes.view.size() && matrices.size() < most_matrices;) {
        const auto head = level_4_at(bytes.view, at);
        const auto place = where + ", byte " + std::to_string(at);
        if (!head) return fail_input("MATLAB 4 file holds no matrix here", place, "other bytes", "a matrix");
        const auto type = level_4_type(*head);
        const auto name_at = at + level_4_head;
        if (bytes.view.size() - name_at < head->name_length)
            return fail_input("MATLAB file ends inside a matrix", place, std::to_string(bytes.view.size()) + " bytes",
                              "a whole matrix");
        const auto begin = name_at + head->name_length;
        const std::vector<std::uint64_t> shape{head->rows, head->columns};
        const auto there = bytes.view.size() - begin;
        SYNCHRONY_ASSIGN(const auto count, arrays::count_of(shape, type.bytes, there, place));
        const auto length = static_cast<std::size_t>(count) * type.bytes;
        if (head->plain && head->imaginary == 0)
            matrices.push_back({std::string(bytes.text().substr(name_at, head->name_length - 1)),
                                {{bytes.view.subspan(begin, length), bytes.keeper}, type, shape, true}});
        if (head->imaginary == 1 && there - length < length) break;
        at = begin + length * (1 + head->imaginary);
    }
    return matrices;
}

// Level 5: a header of 128 bytes, then elements with tags.

constexpr std::uint32_t mi_matrix = 14, mi_compressed = 15;

struct Tag {
    std::uint32_t type = 0;
    std::size_t data = 0, length = 0, next = 0;
};

class Level5Reader {
  public:
    Level5Reader(Bytes bytes, std::endian order, std::string where)
        : bytes_(std::move(bytes)), order_(order), where_(std::move(where)) {}

    /// The element at `at`: a tag of eight bytes, or of four with the data behind it ("small").
    core::Result<Tag> tag_at(std::size_t at, std::size_t end) const {
        const auto cut_short = [&] {
            return fail_input("MATLAB file ends inside an element", where_ + ", byte " + std::to_string(at),
                              std::to_string(bytes_.view.size()) + " bytes", "a whole element");
        };
        if (at > end || end - at < 8) return cut_short();
        const auto first = *number_at<std::uint32_t>(bytes_.view, at, order_);
        if (first >> 16U != 0) return Tag{first & 0xffffU, at + 4, std::min<std::size_t>(first >> 16U, 4), at + 8};
        const std::size_t length = *number_at<std::uint32_t>(bytes_.view, at + 4, order_);
        if (length > end - at - 8) return cut_short();
        const auto padded = first == mi_compressed ? length : (length + 7) / 8 * 8;
        return Tag{first, at + 8, length, std::min(end, at + 8 + padded)};
    }

    /// All matrices from `at` on. `packed`: whether compressed elements may stand here.
    core::Result<void> read_all(std::size_t at, bool packed, std::vector<Matrix>& matrices) const {
        while (at + 8 <= bytes_.view.size() && matrices.size() < most_matrices) {
            SYNCHRONY_ASSIGN(const auto tag, tag_at(at, bytes_.view.size()));
            if (tag.type == mi_matrix) SYNCHRONY_TRY(read_matrix(tag, matrices));
            if (tag.type == mi_compressed) {
                if (!packed)
                    return fail_input("MATLAB element is compressed twice", where_, "type 15 inside type 15",
                                      "a matrix");
                SYNCHRONY_ASSIGN(auto inside, inflate_zlib(bytes_.text().substr(tag.data, tag.length), where_));
                SYNCHRONY_TRY(Level5Reader(std::move(inside), order_, where_).read_all(0, false, matrices));
            }
            at = tag.next;
        }
        return {};
    }

  private:
    core::Result<void> read_matrix(const Tag& matrix, std::vector<Matrix>& matrices) const {
        const auto end = matrix.data + matrix.length;
        SYNCHRONY_ASSIGN(const auto flags, tag_at(matrix.data, end));
        const auto word = number_at<std::uint32_t>(bytes_.view.first(end), flags.data, order_).value_or(0);
        constexpr std::uint32_t complex_flag = 0x800, first_numeric = 6, last_numeric = 15;
        const auto kind = word & 0xffU;
        if (kind < first_numeric || kind > last_numeric || (word & complex_flag) != 0) return {};
        SYNCHRONY_ASSIGN(const auto dimensions, tag_at(flags.next, end));
        SYNCHRONY_ASSIGN(const auto name, tag_at(dimensions.next, end));
        SYNCHRONY_ASSIGN(const auto numbers, tag_at(name.next, end));
        const auto type = number_type(numbers.type);
        if (!type) return {};
        std::vector<std::uint64_t> shape;
        constexpr std::size_t most_dimensions = 8;
        for (std::size_t i = 0; i + 4 <= dimensions.length && shape.size() < most_dimensions; i += 4)
            shape.push_back(*number_at<std::uint32_t>(bytes_.view, dimensions.data + i, order_));
        if (std::find(shape.begin(), shape.end(), 0U) != shape.end()) return {};  // an empty matrix
        SYNCHRONY_ASSIGN(const auto count, arrays::count_of(shape, type->bytes, numbers.length, where_));
        matrices.push_back(
            {std::string(bytes_.text().substr(name.data, name.length)),
             {{bytes_.view.subspan(numbers.data, static_cast<std::size_t>(count) * type->bytes), bytes_.keeper},
              *type,
              std::move(shape),
              true}});
        return {};
    }

    std::optional<arrays::ElementType> number_type(std::uint32_t mi) const {
        using arrays::Kind;
        switch (mi) {
            case 1:
                return arrays::ElementType{Kind::signed_integer, 1, order_};
            case 2:
                return arrays::ElementType{Kind::unsigned_integer, 1, order_};
            case 3:
                return arrays::ElementType{Kind::signed_integer, 2, order_};
            case 4:
                return arrays::ElementType{Kind::unsigned_integer, 2, order_};
            case 5:
                return arrays::ElementType{Kind::signed_integer, 4, order_};
            case 6:
                return arrays::ElementType{Kind::unsigned_integer, 4, order_};
            case 7:
                return arrays::ElementType{Kind::real, 4, order_};
            case 9:
                return arrays::ElementType{Kind::real, 8, order_};
            case 12:
                return arrays::ElementType{Kind::signed_integer, 8, order_};
            case 13:
                return arrays::ElementType{Kind::unsigned_integer, 8, order_};
            default:
                return std::nullopt;
        }
    }

    Bytes bytes_;
    std::endian order_;
    std::string where_;
};

}  // namespace

bool is_mat(std::string_view head) {
    if (head.starts_with("MATLAB 5.0 MAT-file") || head.starts_with("MATLAB 7.3 MAT-file")) return true;
    const auto bytes = std::as_bytes(std::span(head));
    const auto level_4 = level_4_at(bytes, 0);
    if (!level_4 || head.size() < level_4_head + level_4->name_length) return false;
    const auto name = head.substr(level_4_head, level_4->name_length);
    return name.back() == '\0' &&
           std::all_of(name.begin(), name.end() - 1, [](unsigned char c) { return std::isalnum(c) != 0 || c == '_'; });
}

core::Result<std::vector<Matrix>> read_matrices(const Bytes& bytes, const std::string& where) {
    const auto text = bytes.text();
    if (text.starts_with("MATLAB 7.3"))
        return fail_input("MATLAB 7.3 file is HDF5", where, "level 7.3", "level 4 or 5", "Save it with -v7");
    if (!text.starts_with("MATLAB 5.0")) return read_level_4(bytes, where);
    if (bytes.view.size() < level_5_header)
        return fail_input("MATLAB file ends inside its header", where, std::to_string(bytes.view.size()) + " bytes",
                          "128 bytes");
    const auto order = text[126] == 'I' ? std::endian::little : std::endian::big;
    std::vector<Matrix> matrices;
    SYNCHRONY_TRY(Level5Reader(bytes, order, where).read_all(level_5_header, true, matrices));
    return matrices;
}

}  // namespace synchrony::io::matlab
