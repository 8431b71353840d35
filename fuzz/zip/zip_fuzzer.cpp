// Input: a zip archive or a gzip'd file; every file in it is unpacked and looked at.
#include "main.hpp"
#include "read_in_memory.hpp"
#include "synchrony/io/archive.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace synchrony;
    const std::string text(reinterpret_cast<const char*>(data), size);
    const io::Bytes bytes{std::as_bytes(std::span(text)), nullptr};
    const io::UnpackLimits limits{.max_bytes = 1 << 20, .max_ratio = 200, .free_bytes = 1 << 16, .max_files = 1000};
    const auto gz = io::gunzip(bytes, "r.gz", limits);
    if (gz && gz->view.size() > limits.max_bytes) std::abort();
    if (io::gunzip_head(text, 100).size() > 100) std::abort();
    const auto archive = io::open_zip(bytes, "a.zip", limits);
    if (!archive) return 0;
    for (const auto& name : (*archive)->names()) {
        const auto head = (*archive)->head(name, 100);
        const auto whole = (*archive)->open(name);
        if (whole && (!head || whole->view.size() > limits.max_bytes || !whole->text().starts_with(*head)))
            std::abort();
    }
    return 0;
}
