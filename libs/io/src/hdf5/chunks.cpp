#include "hdf5/chunks.hpp"

#include <algorithm>
#include <array>
#include <cstring>

namespace synchrony::io::hdf5 {
namespace {

constexpr std::uint64_t most_unpacked = std::uint64_t{1} << 28;
constexpr std::size_t most_rank = 3;

/// Three numbers of a shape, 1 where it has fewer dimensions: behind the first, which counts rows.
using Three = std::array<std::uint64_t, most_rank>;
Three three_of(const std::vector<std::uint64_t>& numbers, std::uint64_t otherwise) {
    Three three{otherwise, otherwise, otherwise};
    std::copy(numbers.begin(), numbers.end(), three.begin());
    return three;
}

/// Copies what a chunk holds of rows [first, first + rows) to its place; gives the number of elements.
std::uint64_t copy_chunk(std::span<const std::byte> chunk, const Three& begin, const Three& size, const Three& shape,
                         std::uint64_t first, std::uint64_t rows, std::size_t element, std::string& out) {
    Three low{}, high{};
    for (std::size_t d = 0; d < most_rank; ++d) {
        low[d] = d == 0 ? std::max(begin[d], first) : begin[d];
        high[d] = std::min(begin[d] + size[d], d == 0 ? first + rows : shape[d]);
        if (low[d] >= high[d]) return 0;
    }
    const auto run = static_cast<std::size_t>((high[2] - low[2]) * element);
    for (auto i = low[0]; i < high[0]; ++i)
        for (auto j = low[1]; j < high[1]; ++j) {
            const auto from = (((i - begin[0]) * size[1] + (j - begin[1])) * size[2] + (low[2] - begin[2])) * element;
            const auto to = (((i - first) * shape[1] + j) * shape[2] + low[2]) * element;
            std::memcpy(out.data() + to, chunk.data() + from, run);
        }
    return (high[0] - low[0]) * (high[1] - low[1]) * (high[2] - low[2]);
}

/// Fails unless the chunks can hold so much, before memory is taken for it.
core::Result<void> check_stored(const FileBytes& file, const std::vector<StoredChunk>& chunks, std::uint64_t wanted) {
    constexpr std::uint64_t most_of_gzip = 1032, free_bytes = std::uint64_t{1} << 24;  // zlib's largest ratio
    std::uint64_t stored = 0;
    for (const auto& chunk : chunks) stored += std::min<std::uint64_t>(chunk.bytes, file.bytes.view.size());
    if (wanted <= free_bytes || wanted / most_of_gzip <= stored) return {};
    return core::fail_input("file is shorter than its array", file.where, std::to_string(stored) + " bytes of chunks",
                            std::to_string(wanted) + " bytes unpacked");
}

core::Result<Bytes> rows_of_chunks(const FileBytes& file, const Dataset& dataset, std::uint64_t first,
                                   std::uint64_t rows, std::uint64_t wanted) {
    const auto element = dataset.element.bytes;
    const auto shape = three_of(dataset.shape, 1), size = three_of(dataset.layout.chunk, 1);
    std::uint64_t chunk_bytes = element;
    for (const auto n : size) {
        if (n > most_unpacked / chunk_bytes)
            return core::fail_input(
                "chunk of the HDF5 dataset is too large", file.where + ", dataset " + dataset.path,
                std::to_string(size[0]) + " x " + std::to_string(size[1]) + " x " + std::to_string(size[2]),
                "at most 256 MiB");
        chunk_bytes *= n;
    }
    SYNCHRONY_ASSIGN(const auto chunks, find_chunks(file, dataset, first, rows));
    SYNCHRONY_TRY(check_stored(file, chunks, wanted * element));
    auto out = std::make_shared<std::string>(static_cast<std::size_t>(wanted * element), '\0');
    std::uint64_t copied = 0, unpacked = 0;
    for (const auto& chunk : chunks) {
        unpacked += chunk_bytes;
        if (unpacked > most_unpacked + wanted * element)
            return file.broken("HDF5 dataset unpacks to too much", "over " + std::to_string(most_unpacked) + " bytes");
        SYNCHRONY_ASSIGN(const auto bytes, unpack_chunk(file, dataset, chunk, static_cast<std::size_t>(chunk_bytes)));
        copied += copy_chunk(bytes.view, three_of(chunk.begin, 0), size, shape, first, rows, element, *out);
    }
    if (copied != wanted)
        return core::fail_input("part of the HDF5 dataset was never written", file.where + ", dataset " + dataset.path,
                                std::to_string(copied) + " numbers", std::to_string(wanted));
    return Bytes{std::as_bytes(std::span(*out)), out};
}

}  // namespace

core::Result<arrays::NumberArray> read_rows(const FileBytes& file, const Dataset& dataset, std::uint64_t first,
                                            std::uint64_t rows) {
    const auto where = file.where + ", dataset " + dataset.path;
    if (dataset.element.is != ElementKind::Is::number)
        return core::fail_input("HDF5 dataset holds no plain numbers", where, "another type",
                                "integers or IEEE reals of 1 to 8 bytes");
    if (!dataset.unread.empty())
        return core::fail_input("HDF5 dataset is stored in a way that is not read", where, dataset.unread,
                                "contiguous or chunked numbers", "Rewrite the file: h5repack -l CONTI IN OUT");
    if (dataset.shape.empty() || dataset.shape.size() > most_rank || rows == 0 || first > dataset.shape[0] ||
        rows > dataset.shape[0] - first)
        return core::fail_input("array is none of samples and leads", where,
                                std::to_string(dataset.shape.size()) + " dimensions", "1 to 3");
    arrays::NumberArray array{{}, dataset.element.number, dataset.shape};
    array.shape[0] = rows;
    std::uint64_t row = dataset.element.bytes;
    constexpr std::uint64_t most = std::uint64_t{1} << 40;
    for (std::size_t d = 1; d < dataset.shape.size(); ++d) {
        if (dataset.shape[d] == 0 || dataset.shape[d] > most / row) return file.broken("HDF5 dataset is too large", "");
        row *= dataset.shape[d];
    }
    if (first + rows > (std::uint64_t{1} << 62) / row) return file.broken("HDF5 dataset is too large", "more rows");
    const auto& layout = dataset.layout;
    if (layout.storage == Storage::nowhere)
        return core::fail_input("HDF5 dataset was never written", where, "no bytes", "numbers");
    if (layout.storage == Storage::chunked) {
        SYNCHRONY_ASSIGN(array.data, rows_of_chunks(file, dataset, first, rows, rows * row / dataset.element.bytes));
        return array;
    }
    const auto whole = layout.storage == Storage::compact ? layout.compact : file.part(layout.address, layout.length);
    if (whole.size() / row < first + rows)
        return core::fail_input("file is shorter than its array", where, std::to_string(whole.size()) + " bytes",
                                std::to_string(row) + " bytes a row");
    array.data = {whole.subspan(static_cast<std::size_t>(first * row), static_cast<std::size_t>(rows * row)),
                  file.bytes.keeper};
    return array;
}

}  // namespace synchrony::io::hdf5
