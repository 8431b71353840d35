#include "hdf5/object.hpp"

#include <algorithm>

namespace synchrony::io::hdf5 {
namespace {

using namespace std::string_view_literals;

constexpr auto signature = "\x89HDF\r\n\x1a\n"sv;
constexpr std::size_t most_messages = 65536, most_blocks = 1024;

constexpr bool is_size(unsigned bytes) {
    return bytes == 2 || bytes == 4 || bytes == 8;
}

/// Versions 0 and 1: the root group is an entry of a symbol table.
std::uint64_t old_root(const FileBytes& file, ByteCursor& at, unsigned version) {
    at.skip(version == 0 ? 8 : 12);  // nodes of trees, flags; version 1: nodes of chunks
    file.skip_addresses(at, 5);      // base, free space, end, driver, the root's name
    return file.address(at);
}

/// Reads the messages of one block of an object header.
class BlockReader {
  public:
    BlockReader(const FileBytes& file, bool second, bool ordered, std::vector<Message>& messages)
        : file_(file), second_(second), ordered_(ordered), messages_(messages) {}

    core::Result<void> read(std::span<const std::byte> block) {
        const std::size_t head = second_ ? (ordered_ ? 6 : 4) : 8;
        for (ByteCursor at(block); at.left() >= head;) {
            const auto type = second_ ? at.take<std::uint8_t>() : at.take<std::uint16_t>();
            const auto size = at.take<std::uint16_t>();
            const auto flags = at.take<std::uint8_t>();
            at.skip(second_ ? (ordered_ ? 2 : 0) : 3);
            const auto body = at.take_bytes(size);
            if (!at.good()) return file_.broken("HDF5 object ends inside a message", std::to_string(size) + " bytes");
            if (messages_.size() == most_messages) return file_.broken("HDF5 object has too many messages", "more");
            constexpr unsigned shared = 2;
            messages_.push_back({MessageType{static_cast<std::uint16_t>(type)}, body, (flags & shared) != 0});
        }
        return {};
    }

  private:
    const FileBytes& file_;
    bool second_, ordered_;
    std::vector<Message>& messages_;
};

/// Follows the continuations among `messages`, which grow by it.
core::Result<void> follow(const FileBytes& file, bool second, BlockReader& reader,
                          const std::vector<Message>& messages) {
    std::size_t blocks = 0;
    for (std::size_t i = 0; i < messages.size(); ++i) {
        if (messages[i].type != MessageType::continuation) continue;
        if (++blocks > most_blocks) return file.broken("HDF5 object has too many blocks", "more");
        ByteCursor at(messages[i].body);
        const auto address = file.address(at), length = file.length(at);
        auto block = file.part(address, length);
        constexpr std::size_t mark = 4, checksum = 4;
        if (block.empty() || (second && block.size() < mark + checksum))
            return file.broken("HDF5 object goes on outside the file", std::to_string(address));
        if (second) block = block.subspan(mark, block.size() - mark - checksum);
        SYNCHRONY_TRY(reader.read(block));
    }
    return {};
}

}  // namespace

std::optional<std::size_t> superblock_at(std::string_view head) {
    for (const std::size_t at : {std::size_t{0}, std::size_t{512}, std::size_t{1024}, std::size_t{2048}})
        if (at < head.size() && head.substr(at).starts_with(signature)) return at;
    return std::nullopt;
}

std::uint64_t take_number(ByteCursor& at, unsigned size) {
    std::uint64_t number = 0;
    for (unsigned i = 0; i < size; ++i) number |= std::uint64_t{at.take<std::uint8_t>()} << 8U * i;
    return number;
}

std::span<const std::byte> FileBytes::from(std::uint64_t address) const {
    return address < bytes.view.size() ? bytes.view.subspan(static_cast<std::size_t>(address))
                                       : std::span<const std::byte>();
}

std::span<const std::byte> FileBytes::part(std::uint64_t address, std::uint64_t length) const {
    const auto rest = from(address);
    return length <= rest.size() ? rest.first(static_cast<std::size_t>(length)) : std::span<const std::byte>();
}

std::uint64_t FileBytes::address(ByteCursor& at) const {
    return take_number(at, address_size);
}

std::uint64_t FileBytes::length(ByteCursor& at) const {
    return take_number(at, length_size);
}

bool FileBytes::nowhere(std::uint64_t address) const {
    return address == ~std::uint64_t{0} >> (64U - 8U * address_size);
}

tl::unexpected<core::Error> FileBytes::broken(std::string_view what, std::string got) const {
    return core::fail_input(std::string(what), where, std::move(got), "as the HDF5 file format has it");
}

core::Result<FileBytes> open_file(const Bytes& bytes, const std::string& where) {
    FileBytes file{bytes, where};
    const auto begin = superblock_at(bytes.text());
    if (!begin) return file.broken("file is no HDF5 file", "no signature");
    file.bytes.view = bytes.view.subspan(*begin);
    ByteCursor at(file.bytes.view);
    at.skip(signature.size());
    const auto version = at.take<std::uint8_t>();
    if (version > 3) return file.broken("version of the HDF5 file is not known", std::to_string(version));
    const bool old = version < 2;
    if (old) at.skip(4);  // versions of parts
    file.address_size = at.take<std::uint8_t>();
    file.length_size = at.take<std::uint8_t>();
    at.skip(1);  // reserved, or flags
    if (!is_size(file.address_size) || !is_size(file.length_size))
        return file.broken("HDF5 file has addresses of an unknown size", std::to_string(file.address_size) + " bytes");
    if (old) {
        file.root = old_root(file, at, version);
    } else {
        file.skip_addresses(at, 3);  // base, extension, end
        file.root = file.address(at);
    }
    if (!at.good()) return file.broken("HDF5 file ends inside its head", std::to_string(bytes.view.size()) + " bytes");
    return file;
}

core::Result<std::vector<Message>> read_messages(const FileBytes& file, std::uint64_t header) {
    std::vector<Message> messages;
    ByteCursor at(file.from(header));
    const bool second = at.left() >= 4 && ByteCursor(file.from(header)).take_text(4) == "OHDR";
    bool ordered = false;
    std::uint64_t length = 0;
    if (second) {
        at.skip(5);
        const auto flags = at.take<std::uint8_t>();
        constexpr unsigned size_bits = 3, has_order = 4, has_phase = 16, has_times = 32;
        if ((flags & has_times) != 0) at.skip(16);
        if ((flags & has_phase) != 0) at.skip(4);
        ordered = (flags & has_order) != 0;
        length = take_number(at, 1U << (flags & size_bits));
    } else {
        if (at.take<std::uint8_t>() != 1) return file.broken("HDF5 object header is not known", "another version");
        at.skip(7);
        length = at.take<std::uint32_t>();
        at.skip(4);  // up to a multiple of eight
    }
    if (!at.good() || length > at.left())
        return file.broken("HDF5 object lies outside the file", "byte " + std::to_string(header));
    BlockReader reader(file, second, ordered, messages);
    SYNCHRONY_TRY(reader.read(at.take_bytes(static_cast<std::size_t>(length))));
    SYNCHRONY_TRY(follow(file, second, reader, messages));
    return messages;
}

const Message* find_message(const std::vector<Message>& messages, MessageType type) {
    const auto found = std::find_if(messages.begin(), messages.end(), [&](const auto& m) { return m.type == type; });
    return found == messages.end() ? nullptr : &*found;
}

}  // namespace synchrony::io::hdf5
