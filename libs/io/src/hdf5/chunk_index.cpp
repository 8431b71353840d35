// Where the chunks of a dataset lie: a tree (HDF5 1.0 on), or one of the tables of HDF5 1.10.
#include <algorithm>

#include "hdf5/chunks.hpp"

namespace synchrony::io::hdf5 {
namespace {

constexpr std::size_t most_found = 1'000'000;

/// Chunks of a shape laid over a dataset, counted row by row.
struct ChunkGrid {
    std::vector<std::uint64_t> shape, chunk, counts;
    std::uint64_t count = 1;
    bool sound = true;

    explicit ChunkGrid(const Dataset& dataset) : shape(dataset.shape), chunk(dataset.layout.chunk) {
        for (std::size_t d = 0; d < shape.size(); ++d) {
            counts.push_back(shape[d] / chunk[d] + (shape[d] % chunk[d] != 0 ? 1 : 0));
            sound = sound && counts[d] > 0 && count <= ~std::uint64_t{0} / 2 / counts[d];
            if (sound) count *= counts[d];
        }
    }
    [[nodiscard]] std::vector<std::uint64_t> begin_of(std::uint64_t number) const {
        std::vector<std::uint64_t> begin(shape.size());
        for (std::size_t d = shape.size(); d-- > 0; number /= counts[d]) begin[d] = number % counts[d] * chunk[d];
        return begin;
    }
};

std::uint64_t bytes_of_chunk(const Dataset& dataset) {
    std::uint64_t bytes = dataset.element.bytes;
    for (const auto n : dataset.layout.chunk) {
        if (n > ~std::uint64_t{0} / bytes) return ~std::uint64_t{0};
        bytes *= n;
    }
    return bytes;
}

/// The tree of chunks of version 1: each key says a chunk's size, filters and first element.
class ChunkTree {
  public:
    ChunkTree(const FileBytes& file, const Dataset& dataset, std::uint64_t first, std::uint64_t rows,
              std::vector<StoredChunk>& found)
        : file_(file), dataset_(dataset), first_(first), end_(first + rows), found_(found) {}

    core::Result<void> read(std::uint64_t address, int above) {
        ByteCursor at(file_.from(address));
        const auto mark = at.take_text(4);
        const auto kind = at.take<std::uint8_t>();
        const int level = at.take<std::uint8_t>();
        if (mark != "TREE" || kind != 1 || level >= above || ++nodes_ > file_.bytes.view.size() / 24)
            return file_.broken("HDF5 index of chunks is broken", "byte " + std::to_string(address));
        const auto entries = at.take<std::uint16_t>();
        file_.skip_addresses(at, 2);
        auto chunk = key(at);
        for (unsigned i = 0; i < entries; ++i) {
            chunk.address = file_.address(at);
            auto next = key(at);
            if (!at.good()) return file_.broken("HDF5 index of chunks is cut short", "byte " + std::to_string(address));
            const auto rows = dataset_.layout.chunk[0];
            // Keys are sorted: a subtree holds nothing before its key, and nothing behind the next.
            const bool may_hold = level == 0 ? chunk.begin[0] + rows > first_ : next.begin[0] + rows > first_;
            if (chunk.begin[0] < end_ && may_hold) {
                if (level > 0)
                    SYNCHRONY_TRY(read(chunk.address, level));
                else if (found_.size() == most_found)
                    return file_.broken("HDF5 dataset has too many chunks", "more");
                else
                    found_.push_back(std::move(chunk));
            }
            chunk = std::move(next);
        }
        return {};
    }

  private:
    StoredChunk key(ByteCursor& at) const {
        StoredChunk chunk;
        chunk.bytes = at.take<std::uint32_t>();
        chunk.left_out = at.take<std::uint32_t>();
        constexpr std::uint64_t most = std::uint64_t{1} << 60;
        for (std::size_t d = 0; d < dataset_.shape.size(); ++d)
            chunk.begin.push_back(std::min(at.take<std::uint64_t>(), most));
        at.skip(8);  // within an element
        return chunk;
    }
    const FileBytes& file_;
    const Dataset& dataset_;
    std::uint64_t first_, end_;
    std::vector<StoredChunk>& found_;
    std::size_t nodes_ = 0;
};

/// A table of HDF5 1.10 for datasets of fixed size: an entry a chunk, in pages where they are many.
class FixedArray {
  public:
    FixedArray(const FileBytes& file, std::uint64_t address) : file_(file) {
        ByteCursor at(file.from(address));
        const bool head = at.take_text(4) == "FAHD";
        at.skip(1);
        filtered_ = at.take<std::uint8_t>() == 1;
        entry_ = at.take<std::uint8_t>();
        page_bits_ = at.take<std::uint8_t>();
        entries_ = file.length(at);
        block_ = file.address(at);
        ByteCursor block(file.from(block_));
        const unsigned smallest = file.address_size + (filtered_ ? 5U : 0U);
        sound_ = head && at.good() && block.take_text(4) == "FADB" && page_bits_ < 32 && entry_ >= smallest &&
                 entry_ <= smallest + 7;
    }
    [[nodiscard]] bool sound(std::uint64_t chunks) const { return sound_ && chunks <= entries_; }

    /// Fills address, size and filters; false where the entry lies outside the file.
    bool read(std::uint64_t number, std::uint64_t whole, StoredChunk& chunk) const {
        const std::uint64_t head = 6 + file_.address_size, page = std::uint64_t{1} << page_bits_;
        constexpr std::uint64_t checksum = 4;
        std::uint64_t place = block_ + head + number * entry_;
        if (entries_ > page) {  // behind the bits that say which pages are there, each page with its checksum
            const auto pages = entries_ / page + (entries_ % page != 0 ? 1 : 0);
            place += (pages + 7) / 8 + checksum + number / page * checksum;
        }
        ByteCursor at(file_.part(place, entry_));
        chunk.address = file_.address(at);
        chunk.bytes = filtered_ ? take_number(at, entry_ - file_.address_size - 4) : whole;
        chunk.left_out = filtered_ ? at.take<std::uint32_t>() : 0;
        return at.good();
    }

  private:
    const FileBytes& file_;
    bool filtered_ = false, sound_ = false;
    unsigned entry_ = 0, page_bits_ = 0;
    std::uint64_t entries_ = 0, block_ = 0;
};

/// Chunks that are found by their number.
core::Result<void> find_by_number(const FileBytes& file, const Dataset& dataset, std::uint64_t first,
                                  std::uint64_t rows, std::vector<StoredChunk>& found) {
    const auto& layout = dataset.layout;
    const ChunkGrid grid(dataset);
    if (!grid.sound) return file.broken("HDF5 dataset has too many chunks", "more");
    const auto whole = bytes_of_chunk(dataset);
    const auto row = grid.count / grid.counts[0];
    const auto from = first / grid.chunk[0] * row, to = ((first + rows - 1) / grid.chunk[0] + 1) * row;
    if (to - from > most_found) return file.broken("HDF5 dataset has too many chunks", "more");
    const bool table = layout.index == ChunkIndex::fixed_array;
    std::optional<FixedArray> array;
    if (table) array.emplace(file, layout.address);
    if (array && !array->sound(grid.count)) return file.broken("HDF5 table of chunks is broken", "other bytes");
    if (layout.index == ChunkIndex::single && grid.count != 1)
        return file.broken("HDF5 dataset has more than its single chunk", std::to_string(grid.count));
    for (auto number = from; number < to; ++number) {
        StoredChunk chunk{layout.address, layout.single_bytes > 0 ? layout.single_bytes : whole, 0,
                          grid.begin_of(number)};
        if (layout.index == ChunkIndex::implicit) {
            if (number > 0 && whole > file.bytes.view.size() / number)
                return file.broken("HDF5 dataset ends inside its chunks", "chunk " + std::to_string(number));
            chunk.address += number * whole;
        }
        if (array && !array->read(number, whole, chunk))
            return file.broken("HDF5 table of chunks is cut short", "chunk " + std::to_string(number));
        if (!file.nowhere(chunk.address)) found.push_back(std::move(chunk));
    }
    return {};
}

}  // namespace

core::Result<std::vector<StoredChunk>> find_chunks(const FileBytes& file, const Dataset& dataset, std::uint64_t first,
                                                   std::uint64_t rows) {
    std::vector<StoredChunk> found;
    constexpr int above_all = 256;
    if (dataset.layout.index == ChunkIndex::tree)
        SYNCHRONY_TRY(ChunkTree(file, dataset, first, rows, found).read(dataset.layout.address, above_all));
    else
        SYNCHRONY_TRY(find_by_number(file, dataset, first, rows, found));
    return found;
}

}  // namespace synchrony::io::hdf5
