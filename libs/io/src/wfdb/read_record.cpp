#include <algorithm>

#include "parts.hpp"
#include "synchrony/io/wfdb_record.hpp"
#include "wfdb/paths.hpp"
#include "wfdb/signal_file.hpp"

namespace synchrony::io::wfdb {
namespace {

using core::Result;

/// Values that memory is set aside for before any of them is seen: 2^24 (64 MiB). Beyond it memory grows with what was
/// really decoded, since a FLAC stream or a gap may claim any length.
constexpr std::int64_t values_reserved = std::int64_t{1} << 24;
constexpr std::int64_t block_values = std::int64_t{1} << 20;

Result<Record> read_range(SignalReader& reader, const RangeOptions& options) {
    Record record;
    record.header = reader.header();
    record.frames = reader.frames();
    if (options.first_frame != 0 || options.frames >= 0) {  // a record without samples is one all the same
        SYNCHRONY_ASSIGN(record.frames, samples_asked(options.first_frame, options.frames, reader.frames(),
                                                      record.header.frame_frequency_hz, record.header.record_name));
    }
    SYNCHRONY_TRY(reader.seek(options.first_frame));
    record.first_frame = options.first_frame;
    std::int64_t per_frame = 0;
    for (const auto& signal : record.header.signals) per_frame += signal.samples_per_frame;
    per_frame = std::max<std::int64_t>(1, per_frame);
    if (record.frames > options.max_values / per_frame)
        return core::fail_input("record is too long to be read at once", record.header.record_name,
                                std::to_string(record.frames) + " samples x " + std::to_string(per_frame) + " a frame",
                                "at most " + std::to_string(options.max_values) + " values", too_long_hint);
    record.signals.resize(record.header.signals.size());
    for (std::size_t s = 0; s < record.signals.size(); ++s)
        record.signals[s].values.reserve(static_cast<std::size_t>(std::min(record.frames, values_reserved / per_frame) *
                                                                  record.header.signals[s].samples_per_frame));
    for (std::int64_t left = record.frames; left > 0;) {
        SYNCHRONY_ASSIGN(
            const auto n,
            reader.append_frames(std::min(left, std::max<std::int64_t>(1, block_values / per_frame)), record.signals));
        left -= n;
    }
    record.warnings = reader.warnings();
    return record;
}

/// The mean as rdsamp of WFDB 10.5 prints it (our goldens): the fraction is dropped. Since 10.6 it is rounded.
std::int32_t mean_of(std::span<const std::int32_t> values) {
    std::int64_t sum = 0;
    for (const auto value : values) sum += value;
    return static_cast<std::int32_t>(sum / static_cast<std::int64_t>(values.size()));
}

/// Walks sorted ranges while indices rise.
class RangeWalker {
  public:
    explicit RangeWalker(const std::vector<record::SampleRange>& ranges) : ranges_(ranges) {}
    /// Whether a range meets [begin, end); begin must not fall from call to call.
    bool meets(std::int64_t begin, std::int64_t end) {
        while (next_ < ranges_.size() && ranges_[next_].end <= begin) ++next_;
        return next_ < ranges_.size() && ranges_[next_].begin < end;
    }

  private:
    const std::vector<record::SampleRange>& ranges_;
    std::size_t next_ = 0;
};

}  // namespace

Result<Record> read_record(const std::filesystem::path& path, const RangeOptions& options) {
    SYNCHRONY_ASSIGN(auto reader, SignalReader::open(path));
    return read_range(reader, options);
}

Result<Record> read_record(std::shared_ptr<const FileSource> source, const std::string& name,
                           const RangeOptions& options) {
    SYNCHRONY_ASSIGN(auto reader, SignalReader::open(std::move(source), name));
    return read_range(reader, options);
}

Samples at_rate(const Record& record, std::size_t s, int samples_per_frame) {
    const Samples& from = record.signals[s];
    const std::int64_t k = record.header.signals[s].samples_per_frame;
    if (k == samples_per_frame) return from;
    const bool averaged = samples_per_frame == 1;
    Samples out;
    out.values.resize(static_cast<std::size_t>(record.frames * samples_per_frame));
    RangeWalker invalid(from.invalid);
    for (std::int64_t i = 0; i < static_cast<std::int64_t>(out.values.size()); ++i) {
        const std::int64_t begin =
            averaged ? i * k : i / samples_per_frame * k + i % samples_per_frame * k / samples_per_frame;
        const std::int64_t count = averaged ? k : 1;
        if (invalid.meets(begin, begin + count)) add_range(out.invalid, i, i + 1);
        const std::span values(from.values.data() + begin, static_cast<std::size_t>(count));
        out.values[static_cast<std::size_t>(i)] = averaged ? mean_of(values) : values[0];
    }
    return out;
}

}  // namespace synchrony::io::wfdb
