// The tree of groups: which datasets a file holds, and under which names.
#include <algorithm>
#include <set>

#include "hdf5/dataset.hpp"

namespace synchrony::io::hdf5 {
namespace {

constexpr std::size_t most_depth = 16, most_objects = 100'000, most_datasets = 20'000;

struct Child {
    std::string name;
    std::uint64_t header = 0;
};

/// The children of a group of the old kind: a tree of tables, names in a heap.
class SymbolTable {
  public:
    SymbolTable(const FileBytes& file, std::vector<Child>& children) : file_(file), children_(children) {}

    core::Result<void> read(std::span<const std::byte> body) {
        ByteCursor at(body);
        const auto tree = file_.address(at), heap = file_.address(at);
        ByteCursor head(file_.from(heap));
        if (head.take_text(4) != "HEAP") return file_.broken("HDF5 group has no heap of names", "other bytes");
        head.skip(4);
        const auto size = file_.length(head);
        file_.skip_length(head);
        names_ = file_.part(file_.address(head), size);
        return read_node(tree, most_depth);
    }

  private:
    core::Result<void> read_node(std::uint64_t address, std::size_t depth) {
        ByteCursor at(file_.from(address));
        const auto mark = at.take_text(4);
        if (++nodes_ > most_objects || depth == 0) return file_.broken("HDF5 group goes on without end", "a loop");
        if (mark == "SNOD") return read_symbols(at);
        if (mark != "TREE" || at.take<std::uint8_t>() != 0)
            return file_.broken("HDF5 group has no tree of names", "other bytes");
        at.skip(1);
        const auto entries = at.take<std::uint16_t>();
        file_.skip_addresses(at, 2);
        for (unsigned i = 0; i < entries && at.good(); ++i) {
            file_.skip_length(at);
            const auto child = file_.address(at);
            if (at.good()) SYNCHRONY_TRY(read_node(child, depth - 1));
        }
        return {};
    }
    core::Result<void> read_symbols(ByteCursor& at) {
        at.skip(2);
        const auto symbols = at.take<std::uint16_t>();
        for (unsigned i = 0; i < symbols && at.good(); ++i) {
            const auto name = file_.address(at);
            const auto header = file_.address(at);
            at.skip(24);
            if (!at.good() || name >= names_.size()) return file_.broken("HDF5 group is cut short", "no name");
            if (file_.nowhere(header)) continue;  // a link by name
            if (children_.size() == most_objects) return file_.broken("HDF5 file has too many objects", "more");
            children_.push_back(
                {std::string(ByteCursor::before_nul(names_.subspan(static_cast<std::size_t>(name)))), header});
        }
        return {};
    }

    const FileBytes& file_;
    std::vector<Child>& children_;
    std::span<const std::byte> names_;
    std::size_t nodes_ = 0;
};

/// A link message; none where it points to a name or into another file, which is not followed.
std::optional<Child> link_from(const FileBytes& file, std::span<const std::byte> body) {
    ByteCursor at(body);
    at.skip(1);
    const auto flags = at.take<std::uint8_t>();
    constexpr unsigned size_bits = 3, has_order = 4, has_type = 8, has_encoding = 16;
    const auto type = (flags & has_type) != 0 ? at.take<std::uint8_t>() : std::uint8_t{0};
    at.skip(((flags & has_order) != 0 ? 8 : 0) + ((flags & has_encoding) != 0 ? 1 : 0));
    const auto length = take_number(at, 1U << (flags & size_bits));
    if (length > at.left()) return std::nullopt;
    Child child;
    child.name = at.take_text(static_cast<std::size_t>(length));
    child.header = file.address(at);
    return at.good() && type == 0 ? std::optional(child) : std::nullopt;
}

core::Result<std::vector<Child>> children_of(const FileBytes& file, const std::vector<Message>& messages) {
    std::vector<Child> children;
    if (const auto* table = find_message(messages, MessageType::symbol_table))
        SYNCHRONY_TRY(SymbolTable(file, children).read(table->body));
    for (const auto& message : messages)
        if (message.type == MessageType::link)
            if (auto child = link_from(file, message.body)) children.push_back(std::move(*child));
    if (const auto* info = find_message(messages, MessageType::link_info); info && children.empty()) {
        ByteCursor at(info->body);
        at.skip(1);
        if ((at.take<std::uint8_t>() & 1U) != 0) at.skip(8);
        const auto heap = file.address(at);
        if (at.good() && !file.nowhere(heap))
            return core::fail_input("HDF5 group stores its names densely", file.where, "more than eight names",
                                    "a table of names", "Rewrite it with h5py, or h5repack --low=0 --high=0");
    }
    return children;
}

class Walker {
  public:
    explicit Walker(const FileBytes& file) : file_(file) {}

    core::Result<std::vector<Dataset>> run() {
        SYNCHRONY_TRY(visit("", file_.root, {}, most_depth));
        return std::move(datasets_);
    }

  private:
    core::Result<void> visit(const std::string& path, std::uint64_t header, const Attributes& above,
                             std::size_t depth) {
        if (depth == 0 || !seen_.insert(header).second) return {};  // too deep for an ECG, or here already
        if (seen_.size() > most_objects) return file_.broken("HDF5 file has too many objects", "more");
        SYNCHRONY_ASSIGN(const auto messages, read_messages(file_, header));
        auto attributes = attributes_of(file_, messages);
        attributes.insert(above.begin(), above.end());
        SYNCHRONY_ASSIGN(auto dataset, dataset_of(file_, messages));
        if (dataset) {
            if (datasets_.size() == most_datasets) return file_.broken("HDF5 file has too many datasets", "more");
            dataset->path = path;
            dataset->attributes = std::move(attributes);
            datasets_.push_back(std::move(*dataset));
            return {};
        }
        SYNCHRONY_ASSIGN(const auto children, children_of(file_, messages));
        for (const auto& child : children)
            SYNCHRONY_TRY(
                visit(path.empty() ? child.name : path + "/" + child.name, child.header, attributes, depth - 1));
        return {};
    }

    const FileBytes& file_;
    std::set<std::uint64_t> seen_;
    std::vector<Dataset> datasets_;
};

}  // namespace

core::Result<std::vector<Dataset>> read_datasets(const FileBytes& file) {
    return Walker(file).run();
}

}  // namespace synchrony::io::hdf5
