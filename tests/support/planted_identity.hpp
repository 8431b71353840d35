// Looks for a person, who was planted in recordings and tables, in all that the program printed or wrote.
#pragma once

#include <gtest/gtest.h>
#include <zlib.h>

#include <cstdio>
#include <filesystem>
#include <string>
#include <string_view>

#include "file_bytes.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::test {

/// What zlib makes of a stream that begins there, as far as it goes.
inline std::string inflated(std::string_view from) {
    z_stream stream{};
    if (::inflateInit(&stream) != Z_OK) return {};
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(from.data()));
    stream.avail_in = static_cast<uInt>(from.size());
    std::string out;
    char piece[8192];
    int state = Z_OK;
    while (state == Z_OK && out.size() < (std::size_t{1} << 26)) {
        stream.next_out = reinterpret_cast<Bytef*>(piece);
        stream.avail_out = sizeof piece;
        state = ::inflate(&stream, Z_NO_FLUSH);
        out.append(piece, sizeof piece - stream.avail_out);
    }
    ::inflateEnd(&stream);
    return out;
}

/// The file and, of a PDF, its metadata and streams unpacked; and its text where pdftotext is there: glyphs have
/// numbers of their own.
inline std::string all_in(const std::filesystem::path& path) {
    auto bytes = bytes_of(path);
    if (!bytes.starts_with("%PDF")) return bytes;
    std::string more;
    for (std::size_t at = 0; (at = bytes.find("stream\n", at)) != std::string::npos; at += 7)
        more += inflated(std::string_view(bytes).substr(at + 7));
    const std::string command = "pdftotext '" + path.string() + "' - 2>/dev/null";
    if (std::FILE* pipe = ::popen(command.c_str(), "r")) {
        char piece[4096];
        for (std::size_t n; (n = std::fread(piece, 1, sizeof piece, pipe)) > 0;) more.append(piece, n);
        ::pclose(pipe);
    }
    return bytes + more;
}

/// No spelling of the person that the tests plant (name, id, birth date, day, clinicians) stands in the text.
inline void expect_nobody(std::string text, const std::string& where) {
    std::erase(text, '\0');  // texts of NumPy and DICOM
    const auto small = core::lower(text);
    for (const char* planted : {"zzyzx", "quentin", "4711n", "03-feb-1951", "1951-02-03", "19510203", "03/02/1951",
                                "3 feb 1951", "02-03-1951", "trillian", "adm99", "slartibartfast", "magrathea",
                                "2019-03-04", "20190304", "04-mar-2019", "04.03.19", "03-04-2019", "04/03/2019"})
        if (const auto found = small.find(planted); found != std::string::npos)
            ADD_FAILURE() << where << ": " << planted << " in " << text.substr(found < 60 ? 0 : found - 60, 140);
}

/// Neither in the names of the files below the folder nor in them; how many files that were.
inline std::size_t expect_nobody_below(const std::filesystem::path& folder) {
    std::size_t files = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        expect_nobody(entry.path().filename().string(), "a file's name");
        if (entry.is_regular_file() && ++files > 0) expect_nobody(all_in(entry.path()), entry.path().string());
    }
    return files;
}

}  // namespace synchrony::test
