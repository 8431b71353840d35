#include "synchrony/core/tensor_file.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <nlohmann/json.hpp>

#include "synchrony/core/json.hpp"
#include "synchrony/core/json_text.hpp"

namespace synchrony::core {
namespace {

static_assert(std::endian::native == std::endian::little, "safetensors data are little-endian");

// A longer header is an attack, not a model: 50,000 tensors take about 5 MB. (The reference reader's own
// bound is 100 MB, of which a JSON tree in memory may take several gigabytes.)
constexpr std::uint64_t max_header_bytes = JsonLimits{}.max_bytes;
constexpr std::size_t length_bytes = 8;

struct TypeName {
    DType dtype;
    std::string_view name;
    std::size_t size;
};
constexpr std::array<TypeName, 7> type_names{{{DType::u8, "U8", 1},
                                              {DType::i8, "I8", 1},
                                              {DType::i32, "I32", 4},
                                              {DType::i64, "I64", 8},
                                              {DType::f16, "F16", 2},
                                              {DType::f32, "F32", 4},
                                              {DType::f64, "F64", 8}}};

const TypeName& entry(DType dtype) {
    return *std::find_if(type_names.begin(), type_names.end(), [&](const TypeName& t) { return t.dtype == dtype; });
}

// Product of the shape times the element size; false when it is negative or overflows.
bool byte_count(const std::vector<std::int64_t>& shape, std::size_t element, std::uint64_t& out) {
    out = element;
    for (const std::int64_t extent : shape) {
        if (extent < 0) return false;
        if (__builtin_mul_overflow(out, static_cast<std::uint64_t>(extent), &out)) return false;
    }
    return true;
}

std::string excerpt(const nlohmann::json& item) {
    constexpr std::size_t enough = 80;
    return json_text(item).substr(0, enough);
}

Result<std::map<std::string, std::string>> metadata_of(const nlohmann::json& item, const std::string& where) {
    if (!item.is_object()) return fail_input("safetensors metadata is not a JSON object", where);
    std::map<std::string, std::string> metadata;
    for (const auto& [key, value] : item.items()) {
        if (!value.is_string()) return fail_input("safetensors metadata value is not a string", where + ", key " + key);
        metadata[key] = value.get<std::string>();
    }
    return metadata;
}

/// The tensor that an entry of the header describes, checked against the bytes there are.
Result<TensorView> tensor_of(const nlohmann::json& item, std::span<const std::byte> data, const std::string& at) {
    if (!item.is_object() || !item.contains("dtype") || !item["dtype"].is_string() || !item.contains("shape") ||
        !item["shape"].is_array() || !item.contains("data_offsets") || !item["data_offsets"].is_array() ||
        item["data_offsets"].size() != 2)
        return fail_input("malformed tensor entry", at, excerpt(item), R"({"dtype", "shape", "data_offsets"})");
    const auto type_name = item["dtype"].get<std::string>();
    const auto type =
        std::find_if(type_names.begin(), type_names.end(), [&](const TypeName& t) { return t.name == type_name; });
    if (type == type_names.end())
        return fail_input("unsupported tensor type", at, type_name, "U8, I8, I32, I64, F16, F32 or F64");
    TensorView view;
    view.dtype = type->dtype;
    for (const auto& extent : item["shape"]) {
        if (!extent.is_number_unsigned()) return fail_input("malformed tensor shape", at, excerpt(item["shape"]));
        view.shape.push_back(extent.get<std::int64_t>());
    }
    const auto& offsets = item["data_offsets"];
    if (!offsets[0].is_number_unsigned() || !offsets[1].is_number_unsigned())
        return fail_input("malformed tensor offsets", at, excerpt(offsets));
    const auto from = offsets[0].get<std::uint64_t>();
    const auto to = offsets[1].get<std::uint64_t>();
    if (from > to || to > data.size())
        return fail_input("tensor leaves the file", at, "bytes " + std::to_string(from) + " to " + std::to_string(to),
                          "within " + std::to_string(data.size()) + " bytes of data");
    std::uint64_t needed = 0;
    if (!byte_count(view.shape, type->size, needed) || needed != to - from)
        return fail_input("tensor shape and size disagree", at, std::to_string(to - from) + " bytes",
                          "what shape " + excerpt(item["shape"]) + " of " + std::string(type->name) + " takes");
    view.bytes = data.subspan(from, to - from);
    return view;
}

/// No byte belongs to two tensors, and none to no tensor: the format asks for it, since what nobody reads may be
/// anything. `data`: where offsets count from.
Result<void> check_filled(const std::map<std::string, TensorView>& tensors, std::span<const std::byte> data,
                          const std::string& where) {
    std::vector<std::pair<std::ptrdiff_t, std::ptrdiff_t>> ranges;
    for (const auto& [name, view] : tensors) {
        const auto from = view.bytes.data() - data.data();
        if (!view.bytes.empty()) ranges.emplace_back(from, from + std::ssize(view.bytes));
    }
    std::sort(ranges.begin(), ranges.end());
    for (std::size_t i = 1; i < ranges.size(); ++i)
        if (ranges[i].first < ranges[i - 1].second)
            return fail_input("tensors overlap", where, "byte " + std::to_string(ranges[i].first));
    std::ptrdiff_t end = 0;
    for (const auto& [from, to] : ranges) {
        if (from > end)
            return fail_input("bytes belong to no tensor", where,
                              "bytes " + std::to_string(end) + " to " + std::to_string(from) + " of the data");
        end = to;
    }
    if (end < std::ssize(data))
        return fail_input("bytes stand behind the last tensor", where,
                          std::to_string(std::ssize(data) - end) + " bytes", "the file's end",
                          "Was something added to the file, or two files joined?");
    return {};
}

}  // namespace

std::size_t size_of(DType dtype) {
    return entry(dtype).size;
}
std::string_view name_of(DType dtype) {
    return entry(dtype).name;
}

std::int64_t TensorView::elements() const {
    return static_cast<std::int64_t>(bytes.size() / size_of(dtype));
}

bool looks_like_tensors(std::string_view head) {
    std::uint64_t header_length = 0;
    if (head.size() <= length_bytes || head[length_bytes] != '{') return false;
    std::memcpy(&header_length, head.data(), length_bytes);
    return header_length > 1 && header_length <= max_header_bytes;
}

bool has_tensor_metadata(const std::filesystem::path& path, const std::string& name) {
    const auto length = first_bytes(path, length_bytes + 1);
    if (!looks_like_tensors(length)) return false;
    std::uint64_t header_length = 0;
    std::memcpy(&header_length, length.data(), length_bytes);
    const auto head = first_bytes(path, length_bytes + header_length);
    const auto header = parse_json(std::string_view(head).substr(length_bytes), path.string());
    if (!header || !header->is_object()) return false;
    const auto metadata = header->find("__metadata__");
    return metadata != header->end() && metadata->is_object() && metadata->contains(name);
}

Result<TensorFile> TensorFile::open(const std::filesystem::path& path) {
    SYNCHRONY_ASSIGN(auto mapped, MappedFile::open(path));
    TensorFile file(std::move(mapped));
    file.path_ = path;
    SYNCHRONY_TRY(file.parse());
    return file;
}

Result<void> TensorFile::parse() {
    const auto bytes = file_.bytes();
    const std::string where = path_.string();
    if (bytes.size() < length_bytes)
        return fail_input("not a safetensors file", where, std::to_string(bytes.size()) + " bytes", "at least 8 bytes");
    std::uint64_t header_length = 0;
    std::memcpy(&header_length, bytes.data(), length_bytes);
    if (header_length > max_header_bytes || header_length > bytes.size() - length_bytes)
        return fail_input("not a safetensors file: header length leaves the file", where + ", byte 0",
                          std::to_string(header_length),
                          "at most " + std::to_string(std::min<std::uint64_t>(max_header_bytes, bytes.size() - 8)));
    const char* begin = reinterpret_cast<const char*>(bytes.data()) + length_bytes;
    SYNCHRONY_ASSIGN(const auto header, parse_json({begin, header_length}, where + ", byte 8"));
    if (!header.is_object()) return fail_input("safetensors header is not a JSON object", where + ", byte 8");
    const auto data = bytes.subspan(length_bytes + header_length);

    for (const auto& [name, item] : header.items()) {
        if (name == "__metadata__") {
            SYNCHRONY_ASSIGN(metadata_, metadata_of(item, where));
            continue;
        }
        SYNCHRONY_ASSIGN(auto view, tensor_of(item, data, where + ", tensor " + name));
        tensors_.emplace(name, std::move(view));
    }
    return check_filled(tensors_, data, where);
}

Result<TensorView> TensorFile::tensor(const std::string& name, DType dtype) const {
    const auto found = tensors_.find(name);
    if (found == tensors_.end()) return fail_input("file lacks a tensor", path_.string(), {}, name);
    if (found->second.dtype != dtype)
        return fail_input("tensor has another type", path_.string() + ", tensor " + name,
                          std::string(name_of(found->second.dtype)), std::string(name_of(dtype)));
    return found->second;
}

Result<void> write_tensor_file(const std::filesystem::path& path, std::span<const NamedTensor> tensors,
                               const std::map<std::string, std::string>& metadata) {
    std::vector<const NamedTensor*> order;
    for (const auto& tensor : tensors) order.push_back(&tensor);
    // Larger elements first keeps every tensor aligned to its own element size without gaps.
    std::stable_sort(order.begin(), order.end(),
                     [](const auto* a, const auto* b) { return size_of(a->dtype) > size_of(b->dtype); });
    nlohmann::ordered_json header = nlohmann::ordered_json::object();
    if (!metadata.empty()) header["__metadata__"] = metadata;
    std::uint64_t offset = 0;
    for (const auto* tensor : order) {
        std::uint64_t needed = 0;
        std::uint64_t given = tensor->bytes.size();
        for (const auto piece : tensor->further_bytes) given += piece.size();
        if (!byte_count(tensor->shape, size_of(tensor->dtype), needed) || needed != given)
            return fail_input("tensor to be written has a size that its shape does not take", tensor->name,
                              std::to_string(given) + " bytes", std::to_string(needed) + " bytes");
        header[tensor->name] = {
            {"dtype", name_of(tensor->dtype)}, {"shape", tensor->shape}, {"data_offsets", {offset, offset + needed}}};
        offset += needed;
    }
    std::string text = json_text(header);  // names and metadata are the caller's and may hold any bytes
    text.resize((text.size() + 7) / 8 * 8, ' ');
    const std::uint64_t length = text.size();
    if (length > max_header_bytes)
        return fail_input("names and metadata to be written are longer than a reader takes", path.string(),
                          std::to_string(length) + " bytes", "at most " + std::to_string(max_header_bytes));
    SYNCHRONY_ASSIGN(auto file, AtomicFile::create(path));
    file.stream().write(reinterpret_cast<const char*>(&length), length_bytes);
    file.stream().write(text.data(), static_cast<std::streamsize>(text.size()));
    const auto write_bytes = [&](std::span<const std::byte> bytes) {
        file.stream().write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    };
    for (const auto* tensor : order) {
        write_bytes(tensor->bytes);
        for (const auto piece : tensor->further_bytes) write_bytes(piece);
    }
    return file.commit();
}

}  // namespace synchrony::core
