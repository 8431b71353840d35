// What the messages of a dataset say: shape, type, storage, filters, attributes.
#include <algorithm>

#include "hdf5/dataset.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::io::hdf5 {
namespace {

constexpr std::size_t most_dimensions = 32;  // of HDF5 itself

/// Empty where the message is none that is known.
std::optional<std::vector<std::uint64_t>> shape_from(const FileBytes& file, std::span<const std::byte> body) {
    ByteCursor at(body);
    const auto version = at.take<std::uint8_t>(), rank = at.take<std::uint8_t>();
    at.skip(version == 1 ? 6 : 2);
    if (version < 1 || version > 2 || rank > most_dimensions) return std::nullopt;
    std::vector<std::uint64_t> shape;
    for (unsigned d = 0; d < rank; ++d) shape.push_back(file.length(at));
    return at.good() ? std::optional(shape) : std::nullopt;
}

/// Whether a real number is laid out as IEEE 754 has it: half, single or double.
bool is_ieee(ByteCursor& at, std::size_t bytes) {
    const auto offset = at.take<std::uint16_t>(), precision = at.take<std::uint16_t>();
    const auto exponent_at = at.take<std::uint8_t>(), exponent = at.take<std::uint8_t>();
    const auto mantissa_at = at.take<std::uint8_t>(), mantissa = at.take<std::uint8_t>();
    const unsigned wanted = bytes == 2 ? 5 : bytes == 4 ? 8 : 11;
    return at.good() && offset == 0 && precision == 8 * bytes && exponent == wanted && mantissa_at == 0 &&
           mantissa == exponent_at && mantissa + exponent + 1U == precision;
}

ElementKind element_from(std::span<const std::byte> body) {
    ByteCursor at(body);
    const auto type = at.take<std::uint8_t>() & 0x0fU;
    const auto bits = at.take<std::uint8_t>();
    at.skip(2);
    ElementKind element;
    element.bytes = at.take<std::uint32_t>();
    constexpr unsigned integer = 0, real = 1, text = 3, elsewhere = 9;
    constexpr unsigned big_endian = 1, is_signed = 8, vax = 0x40;
    const auto n = element.bytes;
    element.number.bytes = n;
    element.number.order = (bits & big_endian) != 0 ? std::endian::big : std::endian::little;
    if (type == integer) {
        element.number.kind = (bits & is_signed) != 0 ? arrays::Kind::signed_integer : arrays::Kind::unsigned_integer;
        const auto offset = at.take<std::uint16_t>(), precision = at.take<std::uint16_t>();
        const bool whole = at.good() && offset == 0 && precision == 8 * n;
        if (whole && (n == 1 || n == 2 || n == 4 || n == 8)) element.is = ElementKind::Is::number;
    } else if (type == real) {
        if ((n == 2 || n == 4 || n == 8) && (bits & vax) == 0 && is_ieee(at, n)) element.is = ElementKind::Is::number;
    } else if (type == text) {
        element.is = ElementKind::Is::text;
    } else if (type == elsewhere && (bits & 0x0fU) == 1) {
        element.is = ElementKind::Is::text_elsewhere;
    }
    return element;
}

/// Reads the pipeline of filters, first to last as they were applied.
std::optional<std::vector<Filter>> filters_from(std::span<const std::byte> body) {
    ByteCursor at(body);
    const auto version = at.take<std::uint8_t>(), count = at.take<std::uint8_t>();
    if (version < 1 || version > 2 || count > 32) return std::nullopt;
    if (version == 1) at.skip(6);
    std::vector<Filter> filters(count);
    constexpr unsigned first_of_others = 256;
    for (auto& filter : filters) {
        filter.id = at.take<std::uint16_t>();
        const bool named = version == 1 || filter.id >= first_of_others;
        const std::size_t name = named ? at.take<std::uint16_t>() : std::uint16_t{0};
        at.skip(2);  // flags
        const auto values = at.take<std::uint16_t>();
        at.skip(version == 1 ? (name + 7) / 8 * 8 : name);
        for (unsigned i = 0; i < values && at.good(); ++i) filter.values.push_back(at.take<std::uint32_t>());
        if (version == 1 && values % 2 == 1) at.skip(4);
    }
    return at.good() ? std::optional(filters) : std::nullopt;
}

/// The chunked layout of version 4, whose index is told by a number.
std::string chunked_4(const FileBytes& file, ByteCursor& at, std::size_t rank, Layout& layout) {
    const auto flags = at.take<std::uint8_t>();
    const auto dimensions = at.take<std::uint8_t>();
    const auto width = at.take<std::uint8_t>();
    if (dimensions != rank + 1 || width < 1 || width > 8) return "an unknown shape of chunks";
    for (std::size_t d = 0; d < rank; ++d) layout.chunk.push_back(take_number(at, width));
    at.skip(width);  // bytes of an element
    constexpr unsigned filtered_single = 2;
    switch (at.take<std::uint8_t>()) {
        case 1:
            layout.index = ChunkIndex::single;
            if ((flags & filtered_single) != 0) {
                layout.single_bytes = file.length(at);
                if (at.take<std::uint32_t>() != 0) return "filters that were left out";
            }
            break;
        case 2:
            layout.index = ChunkIndex::implicit;
            break;
        case 3:
            layout.index = ChunkIndex::fixed_array;
            at.skip(1);
            break;
        default:
            return "an index of chunks that grows";
    }
    layout.address = file.address(at);
    return {};
}

/// Fills the layout; says why it cannot.
std::string layout_from(const FileBytes& file, std::span<const std::byte> body, std::size_t rank, Layout& layout) {
    ByteCursor at(body);
    const auto version = at.take<std::uint8_t>(), kind = at.take<std::uint8_t>();
    if (version < 3 || version > 4) return "layout version " + std::to_string(version);
    std::string why;
    if (kind == 0) {
        layout.storage = Storage::compact;
        layout.compact = at.take_bytes(at.take<std::uint16_t>());
    } else if (kind == 1) {
        layout.address = file.address(at);
        layout.length = file.length(at);
        layout.storage = file.nowhere(layout.address) ? Storage::nowhere : Storage::contiguous;
    } else if (kind == 2) {
        layout.storage = Storage::chunked;
        if (version == 4) {
            why = chunked_4(file, at, rank, layout);
        } else if (at.take<std::uint8_t>() != rank + 1) {
            why = "an unknown shape of chunks";
        } else {
            layout.address = file.address(at);
            for (std::size_t d = 0; d < rank; ++d) layout.chunk.push_back(at.take<std::uint32_t>());
        }
        if (file.nowhere(layout.address)) layout.storage = Storage::nowhere;
        if (std::find(layout.chunk.begin(), layout.chunk.end(), 0U) != layout.chunk.end()) why = "chunks of no size";
    } else {
        why = "parts in other files";
    }
    return !why.empty() || at.good() ? why : "a layout that is cut short";
}

/// A text that stands in a heap of the file: its length, the heap's address, its number there.
std::string text_elsewhere(const FileBytes& file, ByteCursor& at) {
    at.skip(4);
    const auto heap = file.address(at);
    const auto wanted = at.take<std::uint32_t>();
    ByteCursor items(file.from(heap));
    if (items.take_text(4) != "GCOL") return {};
    items.skip(4);
    const auto length = file.length(items);
    const std::size_t end = static_cast<std::size_t>(std::min<std::uint64_t>(length, file.from(heap).size()));
    while (items.good() && items.position() < end) {
        const auto number = items.take<std::uint16_t>();
        items.skip(6);
        const auto size = file.length(items);
        if (number == 0 || size > items.left()) break;
        const auto text = items.take_text(static_cast<std::size_t>(size));
        if (number == wanted) return std::string(text);
        items.skip(std::min(items.left(), static_cast<std::size_t>((8 - size % 8) % 8)));
    }
    return {};
}

/// The values of an attribute as texts; empty where they are neither texts nor numbers.
std::vector<std::string> values_from(const FileBytes& file, const ElementKind& element, std::uint64_t count,
                                     std::span<const std::byte> data) {
    constexpr std::uint64_t most_values = 256;
    std::vector<std::string> values;
    if (count > most_values || element.bytes == 0 || count > data.size() / element.bytes) return values;
    const arrays::NumberArray numbers{{data, nullptr}, element.number, {count}};
    ByteCursor at(data);
    for (std::uint64_t i = 0; i < count; ++i) {
        if (element.is == ElementKind::Is::number) values.push_back(core::shortest(numbers.at(i)));
        if (element.is == ElementKind::Is::text) values.emplace_back(core::trimmed(at.take_text(element.bytes)));
        if (element.is == ElementKind::Is::text_elsewhere) values.push_back(text_elsewhere(file, at));
    }
    return values;
}

/// "Sampling_Rate" as "samplingrate".
std::string plain_name(std::string_view name) {
    std::string plain;
    for (const char c : core::lower(name))
        if (c != '_' && c != '-' && c != ' ') plain += c;
    return plain;
}

void add_attribute(const FileBytes& file, std::span<const std::byte> body, Attributes& attributes) {
    ByteCursor at(body);
    const auto version = at.take<std::uint8_t>(), flags = at.take<std::uint8_t>();
    if (version < 1 || version > 3 || (version > 1 && flags != 0)) return;
    const std::size_t name_size = at.take<std::uint16_t>(), type_size = at.take<std::uint16_t>(),
                      space_size = at.take<std::uint16_t>();
    if (version == 3) at.skip(1);  // the name's encoding
    const auto padded = [&](std::size_t size) { return version == 1 ? (size + 7) / 8 * 8 : size; };
    const auto name = ByteCursor::before_nul(at.take_bytes(padded(name_size)));
    const auto type = at.take_bytes(padded(type_size)), space = at.take_bytes(padded(space_size));
    if (!at.good()) return;
    const auto shape = shape_from(file, space);
    if (!shape || shape->size() > 1) return;
    auto values = values_from(file, element_from(type), shape->empty() ? 1 : shape->front(), at.take_bytes(at.left()));
    if (!values.empty()) attributes.try_emplace(plain_name(name), std::move(values));
}

}  // namespace

Attributes attributes_of(const FileBytes& file, const std::vector<Message>& messages) {
    Attributes attributes;
    for (const auto& message : messages)
        if (message.type == MessageType::attribute && !message.shared) add_attribute(file, message.body, attributes);
    return attributes;
}

core::Result<std::optional<Dataset>> dataset_of(const FileBytes& file, const std::vector<Message>& messages) {
    const auto* space = find_message(messages, MessageType::dataspace);
    const auto* type = find_message(messages, MessageType::datatype);
    const auto* layout = find_message(messages, MessageType::layout);
    if (!space || !type || !layout) return std::nullopt;
    Dataset dataset;
    const auto shape = shape_from(file, space->body);
    if (!shape) return file.broken("shape of an HDF5 dataset is not known", "another version");
    dataset.shape = *shape;
    if (space->shared || type->shared || layout->shared) {
        dataset.unread = "a type that stands elsewhere";
        return dataset;
    }
    dataset.element = element_from(type->body);
    dataset.unread = layout_from(file, layout->body, dataset.shape.size(), dataset.layout);
    if (find_message(messages, MessageType::external_files)) dataset.unread = "samples in other files";
    if (const auto* filters = find_message(messages, MessageType::filters)) {
        if (auto pipeline = filters_from(filters->body); pipeline && !filters->shared)
            dataset.layout.filters = std::move(*pipeline);
        else
            dataset.unread = "unknown filters";
    }
    return dataset;
}

}  // namespace synchrony::io::hdf5
