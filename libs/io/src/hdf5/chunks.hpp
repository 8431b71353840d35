// The numbers of an HDF5 dataset, as far as they are wanted: one recording of many is read without the others.
#pragma once

#include "hdf5/dataset.hpp"

namespace synchrony::io::hdf5 {

/// The numbers of rows [first, first + rows) of the first dimension (all of the others). The caller has bounded their
/// count. Fails (input) on types and filters that are not read, on parts that were never written, and on chunks that
/// unpack to more than 256 MiB beside what is wanted.
[[nodiscard]] core::Result<arrays::NumberArray> read_rows(const FileBytes& file, const Dataset& dataset,
                                                          std::uint64_t first, std::uint64_t rows);

/// A chunk in the file.
struct StoredChunk {
    std::uint64_t address = 0, bytes = 0;
    std::uint32_t left_out = 0;        ///< bit by bit the filters that it did not go through
    std::vector<std::uint64_t> begin;  ///< its first element
};

/// The chunks that hold rows [first, first + rows).
[[nodiscard]] core::Result<std::vector<StoredChunk>> find_chunks(const FileBytes& file, const Dataset& dataset,
                                                                 std::uint64_t first, std::uint64_t rows);

/// The bytes of a chunk, through its filters backwards; `size` is what they must come to.
[[nodiscard]] core::Result<Bytes> unpack_chunk(const FileBytes& file, const Dataset& dataset, const StoredChunk& chunk,
                                               std::size_t size);

}  // namespace synchrony::io::hdf5
