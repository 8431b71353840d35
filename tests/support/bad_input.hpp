// Files that must be refused: with what, where, got and expected, within a second and without taking memory that their
// size does not warrant.
#pragma once

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <ctime>
#include <fstream>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "support/temporary_folder.hpp"
#include "synchrony/io/read.hpp"

namespace synchrony::test {

/// Files to be written, and what to do with them.
struct BadCase {
    std::string name;
    std::vector<std::pair<std::string, std::string>> files;
    std::function<core::Error(const std::filesystem::path&)> act;
    std::string says;  ///< a piece of the message
};

inline std::ostream& operator<<(std::ostream& out, const BadCase& c) {
    return out << c.name;
}

inline core::Error no_error() {
    return {core::ErrorKind::input, "NO ERROR", {}, {}, {}, {}};
}

/// Reading `file` as an ECG must fail.
inline std::function<core::Error(const std::filesystem::path&)> reading(const std::string& file,
                                                                        io::ReadOptions options = {}) {
    return [file, options = std::move(options)](const std::filesystem::path& folder) {
        auto ecg = io::read_ecg(folder / file, options);
        return ecg ? no_error() : ecg.error();
    };
}

inline std::int64_t peak_kilobytes() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

/// Of this process: other programs on the machine do not count.
inline double cpu_seconds() {
    return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

inline void expect_refused(const BadCase& c) {
    const TemporaryFolder folder;
    for (const auto& [name, bytes] : c.files) {
        std::filesystem::create_directories((folder / name).parent_path());
        std::ofstream(folder / name, std::ios::binary) << bytes;
    }
    const auto before = peak_kilobytes();
    const auto start = cpu_seconds();
    const core::Error error = c.act(folder.path());
    EXPECT_LT(cpu_seconds() - start, 1.0) << "seconds";
    // The largest block ever set aside unseen is 64 MiB; sanitizers add their share.
    EXPECT_LT(peak_kilobytes() - before, 300 * 1024);
    EXPECT_FALSE(error.what.empty());
    EXPECT_FALSE(error.where.empty()) << error.message();
    EXPECT_FALSE(error.got.empty()) << error.message();
    EXPECT_TRUE(!error.expected.empty() || error.kind == core::ErrorKind::io) << error.message();
    EXPECT_NE(error.message().find(c.says), std::string::npos) << error.message();
    EXPECT_NE(error.what, "NO ERROR");
}

}  // namespace synchrony::test
