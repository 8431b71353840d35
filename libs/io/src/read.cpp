#include "synchrony/io/read.hpp"

#include <algorithm>
#include <fstream>

namespace synchrony::io {
namespace {

using core::Error;
using core::ErrorKind;
using core::fail;

std::string format_names() {
    std::string names;
    for (const auto& format : formats()) names += (names.empty() ? "" : ", ") + std::string(format.name);
    return names;
}

core::Result<std::string> head_of(const std::filesystem::path& path) {
    std::error_code ignored;
    if (std::filesystem::is_directory(path, ignored))
        return fail(Error{ErrorKind::io, "is a folder", path.string(), "a folder", "a recording's file", {}});
    std::ifstream in(path, std::ios::binary);
    if (!in)
        return fail(Error{ErrorKind::io,
                          "cannot open recording",
                          path.string(),
                          "no readable file",
                          "a recording's file, or a WFDB record's name",
                          {}});
    std::string head(sniff_bytes, '\0');
    in.read(head.data(), static_cast<std::streamsize>(head.size()));
    head.resize(static_cast<std::size_t>(in.gcount()));
    return head;
}

core::Result<const Format*> format_named(const std::string& name) {
    const auto all = formats();
    const auto found = std::find_if(all.begin(), all.end(), [&](const auto& f) { return f.name == name; });
    if (found != all.end()) return &*found;
    return fail(Error{ErrorKind::usage, "unknown format", "read", name, "one of " + format_names(), {}});
}

}  // namespace

std::filesystem::path resolve_recording(const std::filesystem::path& path) {
    std::error_code ignored;
    auto header = path;
    header += ".hea";
    const bool is_file = std::filesystem::is_regular_file(path, ignored);
    if (!is_file && std::filesystem::is_regular_file(header, ignored)) return header;
    if (is_file && path.extension() == ".dat") {
        header = path;
        header.replace_extension(".hea");
        if (std::filesystem::is_regular_file(header, ignored)) return header;
    }
    return path;
}

core::Result<const Format*> detect_format(const std::filesystem::path& path) {
    SYNCHRONY_ASSIGN(const auto head, head_of(path));
    if (head.empty())
        return fail(Error{ErrorKind::input, "file is empty", path.string(), "0 bytes", "a recording", {}});
    for (const auto& format : formats())
        if (format.sniff(head, path)) return &format;
    return fail(Error{ErrorKind::input,
                      "unknown file format",
                      path.string(),
                      "content that no reader knows",
                      "one of " + format_names(),
                      {}});
}

core::Result<record::Ecg> read_ecg(const std::filesystem::path& path, const ReadOptions& options) {
    const auto file = resolve_recording(path);
    SYNCHRONY_ASSIGN(const Format* format, options.format.empty() ? detect_format(file) : format_named(options.format));
    SYNCHRONY_ASSIGN(auto ecg, format->read(file, options));
    if (ecg.record_name.empty()) ecg.record_name = file.stem().string();
    return ecg;
}

}  // namespace synchrony::io
