#include "replaced_kinds.hpp"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <string_view>

#include "synchrony/core/files.hpp"
#include "synchrony/core/output_mark.hpp"
#include "synchrony/core/tensor_file.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::cli {
namespace {

enum class Kind { text, json, html, svg, pdf, png, network, predictor, tensors, onnx, other };

std::string_view words_for(Kind kind) {
    switch (kind) {
        case Kind::text:
            return "text";
        case Kind::json:
            return "JSON";
        case Kind::html:
            return "a page in HTML";
        case Kind::svg:
            return "an SVG picture";
        case Kind::pdf:
            return "a PDF";
        case Kind::png:
            return "a PNG picture";
        case Kind::network:
            return "a network of `pretrain`";
        case Kind::predictor:
            return "a predictor of `train`";
        case Kind::tensors:
            return "a checkpoint or an image set";
        case Kind::onnx:
            return "an ONNX model";
        case Kind::other:
            break;
    }
    return "a file of another program";
}

/// By the names of its metadata; of a file cut short too, which may be written over by its kind.
Kind kind_of_tensors(const std::filesystem::path& path) {
    if (core::has_tensor_metadata(path, "synchrony_predictor")) return Kind::predictor;
    return core::has_tensor_metadata(path, "synchrony") ? Kind::network : Kind::tensors;
}

/// Its version, then who made it; those of others are files of another program.
bool is_own_onnx(std::string_view bytes) {
    constexpr std::string_view maker = "\x12\x09synchrony";
    return bytes.starts_with('\x08') && bytes.substr(2).starts_with(maker);
}

Kind kind_of(const std::filesystem::path& path, std::string_view bytes) {
    if (bytes.starts_with("%PDF-")) return Kind::pdf;
    if (bytes.starts_with("\x89PNG")) return Kind::png;
    if (core::looks_like_tensors(bytes)) return kind_of_tensors(path);
    if (is_own_onnx(bytes)) return Kind::onnx;
    if (bytes.find('\0') != std::string_view::npos) return Kind::other;
    const auto text = core::lower(core::trimmed(bytes, " \t\r\n\xef\xbb\xbf"));
    if (text.starts_with("<!doctype html") || text.starts_with("<html")) return Kind::html;
    if (text.starts_with("<") && text.find("<svg") != std::string::npos) return Kind::svg;
    return text.starts_with("{") || text.starts_with("[") ? Kind::json : Kind::text;
}

/// Nothing where there is no plain file, or an empty one.
std::optional<Kind> kind_there(const std::filesystem::path& path) {
    constexpr std::size_t enough = std::size_t{1} << 16;
    const auto bytes = core::first_bytes(path, enough);
    if (bytes.empty()) return std::nullopt;
    return kind_of(path, bytes);
}

/// Of what would be written; nothing where the name does not tell.
std::optional<Kind> kind_to_write(const std::string& command, const CLI::Option& option,
                                  const std::filesystem::path& out) {
    if (option.check_lname("out") && command == "pretrain") return Kind::network;
    if (option.check_lname("out") && command == "train") return Kind::predictor;
    if (option.check_lname("checkpoint") || option.check_lname("images")) return Kind::tensors;
    if (command == "export") return Kind::onnx;
    if (option.check_lname("out") && (command == "predict" || command == "make" || command == "import"))
        return Kind::text;
    const auto ending = core::lower(out.extension().string());
    if (ending == ".html" || ending == ".htm") return Kind::html;
    if (ending == ".svg") return Kind::svg;
    if (ending == ".pdf") return Kind::pdf;
    if (ending == ".png") return Kind::png;
    if (ending == ".json") return Kind::json;
    if (ending == ".csv" || ending == ".txt") return Kind::text;
    return std::nullopt;
}

/// What a person may have from elsewhere under the same name, and what bears the program's mark.
bool is_drawn(Kind kind) {
    return kind == Kind::html || kind == Kind::svg || kind == Kind::pdf || kind == Kind::png;
}

}  // namespace

std::string replaced_kind_fault(const std::string& command, const CLI::Option& option, const std::string& out) {
    const auto there = kind_there(out);
    if (!there) return {};
    const auto wanted = kind_to_write(command, option, out);
    const bool said_by_content = *there == Kind::other;
    const bool texts = wanted == Kind::text && *there == Kind::json;
    if (wanted == there && is_drawn(*there) && !core::is_own_page_or_picture(out))
        return out + " is there and holds " + std::string(words_for(*there)) +
               " that synchrony did not write: it is not written over. Name another, or remove it";
    if (wanted ? *wanted == *there || texts : !said_by_content) return {};
    return out + " is there and holds " + std::string(words_for(*there)) +
           (wanted ? ", not " + std::string(words_for(*wanted)) : std::string()) +
           ": it is not written over. Name another, or remove it";
}

}  // namespace synchrony::cli
