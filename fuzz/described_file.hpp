// Files whose tensors are good and whose descriptions come from the fuzzer: random bytes hardly ever get past the
// outer header.
#pragma once

#include <cstdint>
#include <cstring>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "memory_file.hpp"
#include "synchrony/core/content_sum.hpp"
#include "synchrony/core/files.hpp"
#include "synchrony/core/tensor_file.hpp"

namespace synchrony::fuzz {

/// Makes files of the tensors of a good one with other metadata.
class DescribedFile {
  public:
    explicit DescribedFile(const core::TensorFile& good) : metadata_(good.metadata()) {
        metadata_.erase(core::content_sum_key);  // no other metadata would have this one
        const auto bytes = core::read_file(good.path());
        require(bytes && bytes->size() > sizeof(std::uint64_t));
        std::uint64_t length = 0;
        std::memcpy(&length, bytes->data(), sizeof length);
        auto header = nlohmann::json::parse(bytes->substr(sizeof length, length));
        header.erase("__metadata__");
        tensors_ = header.dump().substr(1);
        data_ = bytes->substr(sizeof length + length);
    }
    [[nodiscard]] const std::map<std::string, std::string>& metadata() const { return metadata_; }

    /// The file's bytes; nothing where the metadata are no JSON (not UTF-8).
    [[nodiscard]] std::string with(const std::map<std::string, std::string>& metadata) const {
        std::string text;
        try {
            text = R"({"__metadata__":)" + nlohmann::json(metadata).dump() + "," + tensors_;
        } catch (const nlohmann::json::exception&) {
            return {};
        }
        text.resize((text.size() + 7) / 8 * 8, ' ');
        const std::uint64_t length = text.size();
        return std::string(reinterpret_cast<const char*>(&length), sizeof length) + text + data_;
    }

  private:
    std::map<std::string, std::string> metadata_;
    std::string tensors_, data_;
};

/// Of what `write(path)` writes.
template <typename Write>
DescribedFile described_once(Write write) {
    const auto path = scratch_file();
    require(write(path).has_value());
    const auto opened = core::TensorFile::open(path);
    require(opened.has_value());
    DescribedFile file(*opened);
    std::filesystem::remove(path);
    return file;
}

}  // namespace synchrony::fuzz
