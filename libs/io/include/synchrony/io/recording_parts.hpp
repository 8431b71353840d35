// One recording of any length, looked at stretch by stretch: a Holter of a day, ten seconds at a time.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "synchrony/core/result.hpp"
#include "synchrony/io/read.hpp"
#include "synchrony/record/ecg.hpp"

namespace synchrony::io {

/// Where the format reads ranges (Format::reads_ranges) and the files are not packed, every part is read by itself from
/// files opened anew, so that memory does not grow with the recording. Else the whole recording is read once, and held.
class RecordingParts {
  public:
    /// `options` may narrow the recording by start_s and length_s. Errors: those of read_ecg and read_head; usage where
    /// the recording ends before the stretch asked for.
    [[nodiscard]] static core::Result<RecordingParts> open(const std::filesystem::path& path,
                                                           const ReadOptions& options = {});

    [[nodiscard]] double begin_s() const { return begin_s_; }  ///< of the stretch, from the recording's first sample
    [[nodiscard]] double end_s() const { return end_s_; }
    /// "08:04:00", the time of day of the recording's first sample; empty where the file does not know.
    [[nodiscard]] const std::string& clock_time() const { return clock_time_; }
    [[nodiscard]] bool held_whole() const { return whole_ != nullptr; }
    [[nodiscard]] const std::string& format() const { return format_; }  ///< "wfdb"

    /// `length_s` from `start_s` on, seconds of the recording; cut at its end. As read_ecg gives it with these options.
    /// Safe from several threads. Errors: those of read_ecg.
    [[nodiscard]] core::Result<record::Ecg> read(double start_s, double length_s) const;

  private:
    std::filesystem::path path_;
    ReadOptions options_;
    std::shared_ptr<const record::Ecg> whole_;
    double frames_per_s_ = 0.0;
    std::int64_t frames_ = 0;
    double begin_s_ = 0.0, end_s_ = 0.0;
    std::string clock_time_, format_;
};

}  // namespace synchrony::io
