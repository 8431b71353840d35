#include "synchrony/core/file_sums.hpp"

#include <algorithm>
#include <cctype>
#include <set>
#include <sstream>

#include "synchrony/core/text.hpp"

namespace synchrony::core {
namespace {

constexpr std::size_t digest_length = 64;     // hexadecimal digits of SHA-256
constexpr std::size_t max_files = 200'000;    // PTB-XL, the largest, has 87,000
constexpr std::size_t max_path_length = 255;  // a name as long as file systems take

bool safe_path(const std::string& path) {
    if (path.empty() || path.size() > max_path_length || path.front() == '/') return false;
    if (std::any_of(path.begin(), path.end(), [](unsigned char c) { return c < 0x20 || c > 0x7e || c == '\\'; }))
        return false;
    std::size_t begin = 0;
    while (begin <= path.size()) {
        const auto end = std::min(path.find('/', begin), path.size());
        const auto part = path.substr(begin, end - begin);
        if (part.empty() || part == "." || part == "..") return false;
        begin = end + 1;
    }
    return true;
}

bool is_digest(const std::string& text) {
    return text.size() == digest_length &&
           std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isxdigit(c) != 0; });
}

}  // namespace

Result<std::vector<FileSum>> parse_sums(const std::string& text, const std::string& where) {
    std::vector<FileSum> sums;
    std::set<std::string> seen;
    std::istringstream lines(text);
    std::string line;
    for (std::size_t number = 1; std::getline(lines, line); ++number) {
        if (!line.empty() && line.back() == '\r') line.pop_back();
        if (line.empty()) continue;
        const auto place = where + ", line " + std::to_string(number);
        // coreutils writes two separators: a space, then a space (text) or an asterisk (binary).
        if (line.size() < digest_length + 3 || line[digest_length] != ' ' || !is_digest(line.substr(0, digest_length)))
            return fail_input("not a line of SHA-256 sums", place, line.substr(0, 80),
                              "64 hexadecimal digits, two spaces, a path");
        FileSum sum{line.substr(digest_length + 2), line.substr(0, digest_length)};
        if (!safe_path(sum.path))
            return fail_input("a path that could leave the folder is refused", place, sum.path.substr(0, 80),
                              "a relative path without '..'");
        if (!seen.insert(sum.path).second) return fail_input("a file is listed twice", place, sum.path);
        if (seen.size() > max_files)
            return fail_input("too many files are listed", place, {}, "at most " + std::to_string(max_files));
        sum.sha256 = lower(sum.sha256);
        sums.push_back(std::move(sum));
    }
    if (sums.empty()) return fail_input("no file is listed", where, {}, "lines of SHA-256 sums");
    return sums;
}

}  // namespace synchrony::core
