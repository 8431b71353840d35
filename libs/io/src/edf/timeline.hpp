// The samples of an EDF file on one axis of time: data records one behind the other, gaps between them invalid.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "edf/annotations.hpp"
#include "edf/header.hpp"
#include "synchrony/io/read.hpp"

namespace synchrony::io::edf {

class Timeline {
  public:
    /// `samples` a data record on the axis. Fails (input) where data records overlap or lie too far apart for
    /// options.max_values, (usage) where the recording ends before the range asked for. What lies behind an annotation
    /// "Recording ends" in the last data record fills it up and is left out. `bytes` and `header` must live longer.
    [[nodiscard]] static core::Result<Timeline> make(std::span<const std::byte> bytes, const FileHeader& header,
                                                     std::int64_t samples, double fs_hz, const Annotations& annotations,
                                                     const ReadOptions& options, const std::string& where);

    /// One signal in its physical unit times `scale`, at the axis' rate: averaged where it has a multiple of the
    /// samples, else each sample held until the next. The smallest number of the stored type marks a missing sample
    /// where it lies outside the digital range; `beyond` counts other samples outside it.
    [[nodiscard]] record::Lead signal(const SignalHeader& signal, double scale, std::int64_t& beyond) const;

  private:
    std::span<const std::byte> bytes_;
    const FileHeader* header_ = nullptr;
    std::int64_t samples_ = 0;          ///< a data record
    std::vector<std::int64_t> begins_;  ///< of each data record, on the axis
    std::int64_t first_ = 0, end_ = 0;  ///< of the range asked for
};

}  // namespace synchrony::io::edf
