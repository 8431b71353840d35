// Datasets of an HDF5 file: their shape, type and storage, their attributes, and where they stand in the groups.
// Source: HDF5 File Format Specification Version 3.0, III.A to III.E, IV.A.2.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "arrays/number_array.hpp"
#include "hdf5/object.hpp"

namespace synchrony::io::hdf5 {

/// What an element is: a number, a text of fixed length, or a text that stands elsewhere in the file.
struct ElementKind {
    enum class Is : std::uint8_t { other, number, text, text_elsewhere } is = Is::other;
    std::size_t bytes = 0;
    arrays::ElementType number;
};

enum class Storage : std::uint8_t { nowhere, compact, contiguous, chunked };
/// How the addresses of chunks are found.
enum class ChunkIndex : std::uint8_t { tree, single, implicit, fixed_array };

struct Filter {
    unsigned id = 0;
    std::vector<std::uint32_t> values;
};

struct Layout {
    Storage storage = Storage::nowhere;
    std::span<const std::byte> compact;
    std::uint64_t address = 0, length = 0;
    std::vector<std::uint64_t> chunk;  ///< shape of a chunk
    ChunkIndex index = ChunkIndex::tree;
    std::uint64_t single_bytes = 0;  ///< of a single chunk that went through filters; 0: none
    std::vector<Filter> filters;
};

/// Attributes that are texts or numbers, by their names in small letters without blanks, "_" and "-". A text may be
/// several.
using Attributes = std::map<std::string, std::vector<std::string>>;

struct Dataset {
    std::string path;  ///< "group/tracings"
    std::vector<std::uint64_t> shape;
    ElementKind element;
    Layout layout;
    Attributes attributes;  ///< its own, then those of the groups that hold it
    std::string unread;     ///< why its numbers cannot be read; empty: they can
};

/// All datasets, in the file's order. Fails (input) on a file that is broken or has groups without end; a dataset that
/// is stored in an unusual way is listed with the reason.
[[nodiscard]] core::Result<std::vector<Dataset>> read_datasets(const FileBytes& file);

/// Shape, type, storage of an object with these messages; nothing where it is no dataset.
[[nodiscard]] core::Result<std::optional<Dataset>> dataset_of(const FileBytes& file,
                                                              const std::vector<Message>& messages);

/// The attributes among these messages. What cannot be read is passed over.
[[nodiscard]] Attributes attributes_of(const FileBytes& file, const std::vector<Message>& messages);

}  // namespace synchrony::io::hdf5
