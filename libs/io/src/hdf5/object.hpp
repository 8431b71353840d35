// The bytes of an HDF5 file and the messages of its objects (a dataset or a group is a list of messages).
// Source: The HDF Group, "HDF5 File Format Specification Version 3.0", II.A (superblock), IV.A (object headers).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "byte_cursor.hpp"
#include "synchrony/core/result.hpp"
#include "synchrony/io/source.hpp"

namespace synchrony::io::hdf5 {

/// Where the superblock of an HDF5 file begins: at 0, or behind a block of another program's (MATLAB 7.3: 512 bytes).
/// Nothing where the bytes begin no HDF5 file.
[[nodiscard]] std::optional<std::size_t> superblock_at(std::string_view head);

/// A file whose addresses are looked up, every one against its length.
struct FileBytes {
    Bytes bytes;  ///< from the superblock on: addresses count from there
    std::string where;
    unsigned address_size = 8;  ///< bytes of an address
    unsigned length_size = 8;   ///< bytes of a length
    std::uint64_t root = 0;     ///< address of the root group's header

    /// The bytes from an address to the end of the file; empty beyond it.
    [[nodiscard]] std::span<const std::byte> from(std::uint64_t address) const;
    /// `length` bytes from an address; empty where the file ends before.
    [[nodiscard]] std::span<const std::byte> part(std::uint64_t address, std::uint64_t length) const;
    /// The next address or length of a cursor.
    [[nodiscard]] std::uint64_t address(ByteCursor& at) const;
    [[nodiscard]] std::uint64_t length(ByteCursor& at) const;
    /// Passes over so many of them.
    void skip_addresses(ByteCursor& at, unsigned count) const { at.skip(std::size_t{count} * address_size); }
    void skip_length(ByteCursor& at) const { at.skip(length_size); }
    /// Whether an address says "nowhere": all bits set.
    [[nodiscard]] bool nowhere(std::uint64_t address) const;
    [[nodiscard]] tl::unexpected<core::Error> broken(std::string_view what, std::string got) const;
};

/// A number of 1 to 8 bytes, lowest first.
[[nodiscard]] std::uint64_t take_number(ByteCursor& at, unsigned size);

/// Fails (input) on what is no HDF5 file or a version that is not known.
[[nodiscard]] core::Result<FileBytes> open_file(const Bytes& bytes, const std::string& where);

enum class MessageType : std::uint16_t {
    dataspace = 0x01,
    link_info = 0x02,
    datatype = 0x03,
    link = 0x06,
    external_files = 0x07,
    layout = 0x08,
    filters = 0x0B,
    attribute = 0x0C,
    continuation = 0x10,
    symbol_table = 0x11
};

struct Message {
    MessageType type;
    std::span<const std::byte> body;
    bool shared = false;  ///< the body only says where the message is: nothing that ECGs need is stored so
};

/// All messages of an object. Fails (input) on a header that is cut short, endless or of an unknown version.
[[nodiscard]] core::Result<std::vector<Message>> read_messages(const FileBytes& file, std::uint64_t header);

/// The first message of a type, or null.
[[nodiscard]] const Message* find_message(const std::vector<Message>& messages, MessageType type);

}  // namespace synchrony::io::hdf5
