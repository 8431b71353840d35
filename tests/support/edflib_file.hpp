// EDF files as EDFlib reads them, where Debian's libedf-dev was there when the tests were built.
#pragma once

#ifdef SYNCHRONY_HAVE_EDFLIB

#include <edflib.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace synchrony::test {

/// A file open in EDFlib, which holds all such in globals.
class EdflibFile {
  public:
    explicit EdflibFile(const std::filesystem::path& path) {
        open_ = edfopen_file_readonly(path.c_str(), &head, EDFLIB_READ_ALL_ANNOTATIONS) == 0;
    }
    ~EdflibFile() {
        if (open_) edfclose_file(head.handle);
    }
    EdflibFile(const EdflibFile&) = delete;
    EdflibFile& operator=(const EdflibFile&) = delete;

    [[nodiscard]] bool is_open() const { return open_; }
    [[nodiscard]] double rate_hz(int signal) const {
        constexpr double units_a_second = EDFLIB_TIME_DIMENSION;
        return head.signalparam[signal].smp_in_datarecord /
               (static_cast<double>(head.datarecord_duration) / units_a_second);
    }
    [[nodiscard]] std::vector<int> digital(int signal) const {
        std::vector<int> values(static_cast<std::size_t>(head.signalparam[signal].smp_in_file));
        EXPECT_EQ(edfread_digital_samples(head.handle, signal, static_cast<int>(values.size()), values.data()),
                  static_cast<int>(values.size()));
        return values;
    }
    /// uV (or the signal's own unit) of a digital value, by the header's limits.
    [[nodiscard]] double physical(int signal, int value) const {
        const auto& of = head.signalparam[signal];
        return of.phys_min + (value - of.dig_min) * (of.phys_max - of.phys_min) / (of.dig_max - of.dig_min);
    }
    /// Where an annotation with that text stands, in s.
    [[nodiscard]] std::optional<double> time_of(const std::string& text) const {
        for (int n = 0; n < head.annotations_in_file; ++n) {
            edf_annotation_struct annotation{};
            if (edf_get_annotation(head.handle, n, &annotation) == 0 && annotation.annotation == text)
                return static_cast<double>(annotation.onset) / EDFLIB_TIME_DIMENSION;
        }
        return std::nullopt;
    }

    edf_hdr_struct head{};

  private:
    bool open_ = false;
};

inline std::string without_blanks(std::string text) {
    text.erase(text.find_last_not_of(' ') + 1);
    return text;
}

}  // namespace synchrony::test

#endif
