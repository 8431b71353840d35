#include <algorithm>
#include <cmath>
#include <optional>

#include "synchrony/core/text.hpp"
#include "synchrony/io/wfdb_record.hpp"
#include "wfdb/fields.hpp"
#include "wfdb/paths.hpp"
#include "wfdb/segment_map.hpp"
#include "wfdb/segment_reader.hpp"

namespace synchrony::io::wfdb {

using core::fail_input;
using core::Result;

/// A record of one or many segments; segments are opened when reached, one at a time.
class SignalReader::Implementation {
  public:
    Implementation(std::shared_ptr<const FileSource> source, std::string name)
        : source_(std::move(source)), name_(std::move(name)), where_(source_->describe(name_ + ".hea")) {}

    Result<void> open() {
        SYNCHRONY_ASSIGN(header, read_header_from(*source_, name_));
        for (const auto& warning : header.warnings) warnings.emplace_back(warning);
        if (header.record_name != name_)
            warnings.emplace_back("the header names another record than its file is called");
        if (header.multi_segment) return open_segments();
        SYNCHRONY_ASSIGN(auto segment, SegmentReader::open(*source_, header, where_));
        header = segment.header();
        frames = segment.frames();
        header.frames = frames;
        segment_ = std::move(segment);
        ends_ = {frames};
        return {};
    }

    Result<std::int64_t> append(std::int64_t n, std::vector<Samples>& out) {
        out.resize(header.signals.size());
        const std::int64_t wanted = std::clamp<std::int64_t>(n, 0, frames - position);
        for (std::int64_t left = wanted; left > 0;) {
            const auto index =
                static_cast<std::size_t>(std::upper_bound(ends_.begin(), ends_.end(), position) - ends_.begin());
            const std::int64_t begin = index == 0 ? 0 : ends_[index - 1];
            const std::int64_t now = std::min(left, ends_[index] - position);
            SYNCHRONY_TRY(append_from(index, position - begin, now, out));
            position += now;
            left -= now;
        }
        return wanted;
    }

    Header header;
    std::int64_t frames = 0;
    std::int64_t position = 0;
    std::vector<record::Warning> warnings;

  private:
    Result<Header> segment_header(const SegmentSpec& segment) const {
        SYNCHRONY_ASSIGN(auto found, read_header_from(*source_, segment.name));
        if (found.multi_segment)
            return fail_input("segments inside segments", where_, quote(segment.name) + " has segments itself",
                              "segments with signals");
        if (std::abs(found.frame_frequency_hz - header.frame_frequency_hz) > 1e-6 * header.frame_frequency_hz)
            return fail_input("segment differs in sampling frequency", source_->describe(segment.name + ".hea"),
                              core::shortest(found.frame_frequency_hz) + " Hz",
                              core::shortest(header.frame_frequency_hz) + " Hz as the master header says");
        return found;
    }

    Result<void> open_segments() {
        const auto& segments = header.segments;
        const auto first = std::find_if(segments.begin(), segments.end(), [](const auto& s) { return !s.is_gap(); });
        if (first == segments.end()) return fail_input("record has only gaps", where_, "no segment", "a segment");
        SYNCHRONY_ASSIGN(const auto layout, segment_header(*first));
        header.signals = layout.signals;
        if (header.signal_count != static_cast<int>(header.signals.size()))
            warnings.emplace_back("master header promises " + std::to_string(header.signal_count) + " signals, " +
                                  first->name + " has " + std::to_string(header.signals.size()));
        use_segments_gains();
        for (const auto& segment : segments) {
            frames += segment.frames;
            if (frames > most_frames_in_all)
                return fail_input("record is too long", where_, std::to_string(frames) + " samples",
                                  "at most " + std::to_string(most_frames_in_all));
            ends_.push_back(frames);
        }
        if (header.frames.value_or(0) != 0 && *header.frames != frames)
            warnings.emplace_back("master header promises " + std::to_string(*header.frames) +
                                  " samples, its segments have " + std::to_string(frames));
        header.frames = frames;
        return {};
    }

    /// A layout header's gain is what all segments are scaled to. One coarser than 5 uV a unit, which IEC 60601-2-25
    /// asks of an electrocardiograph, would round away the segments' own resolution: the finest of them counts then.
    void use_segments_gains() {
        constexpr double least_gain_per_mv = 200.0;
        const auto coarse = [&](const SignalSpec& signal) {
            const auto unit = record::millivolts_per(signal.effective_units());
            return !signal.calibrated() || (unit && std::abs(*signal.gain) < least_gain_per_mv * *unit);
        };
        if (std::none_of(header.signals.begin(), header.signals.end(), coarse)) return;
        std::vector<double> finest(header.signals.size(), 0.0);
        for (const auto& segment : header.segments) {
            if (segment.is_gap() || segment.frames == 0) continue;
            const auto found = segment_header(segment);  // what is wrong with it is said when it is reached
            if (!found) continue;
            const auto map = map_segment(header, *found, where_);
            if (!map) continue;
            for (std::size_t s = 0; s < map->size(); ++s) {
                if ((*map)[s].from < 0) continue;
                const auto& own = found->signals[static_cast<std::size_t>((*map)[s].from)];
                if (own.calibrated()) finest[s] = std::max(finest[s], std::abs(*own.gain));
            }
        }
        std::string names;
        for (std::size_t s = 0; s < finest.size(); ++s) {
            auto& signal = header.signals[s];
            if (!coarse(signal) || finest[s] <= std::abs(signal.gain.value_or(0.0))) continue;
            const double zero = std::round(signal.effective_baseline() * finest[s] / signal.effective_gain());
            signal.baseline = std::abs(zero) < 1e9 ? static_cast<std::int32_t>(zero) : 0;  // any zero will do
            signal.gain = finest[s];
            core::append_word(names, signal.description);
        }
        if (!names.empty())
            warnings.emplace_back("the layout's gain of " + names +
                                  " is missing or coarser than its segments'; theirs was used");
    }

    Result<void> append_from(std::size_t index, std::int64_t first, std::int64_t n, std::vector<Samples>& out) {
        if (!header.multi_segment) return segment_->append(first, n, out, warnings);
        if (header.segments[index].is_gap()) {
            append_missing(header, n, out);
            return {};
        }
        SYNCHRONY_TRY(enter(index));
        for (auto& samples : raw_) {
            samples.values.clear();
            samples.invalid.clear();
        }
        raw_.resize(segment_->header().signals.size());
        SYNCHRONY_TRY(segment_->append(first, n, raw_, warnings));
        map_samples(map_, header, raw_, n, out);
        return {};
    }

    Result<void> enter(std::size_t index) {
        if (segment_ && entered_ == index) return {};
        segment_.reset();
        const auto& spec = header.segments[index];
        SYNCHRONY_ASSIGN(auto found, segment_header(spec));
        const auto where = source_->describe(spec.name + ".hea");
        SYNCHRONY_ASSIGN(map_, map_segment(header, found, where));
        SYNCHRONY_ASSIGN(auto reader, SegmentReader::open(*source_, std::move(found), where, spec.frames));
        segment_ = std::move(reader);
        entered_ = index;
        say_missing_gains(spec.name);
        return {};
    }

    /// A segment without a gain of its own cannot be brought to the record's.
    void say_missing_gains(const std::string& segment) {
        std::string names;
        for (std::size_t s = 0; s < map_.size(); ++s) {
            if (map_[s].from < 0) continue;
            const auto& own = segment_->header().signals[static_cast<std::size_t>(map_[s].from)];
            if (!own.calibrated() && header.signals[s].calibrated())
                core::append_word(names, header.signals[s].description);
        }
        if (!names.empty())
            warnings.emplace_back(
                "segment " + segment + " gives no gain of " + names + ": WFDB's 200 ADC units per mV were assumed",
                "gain_not_given");
    }

    static constexpr std::int64_t most_frames_in_all = std::int64_t{1} << 53;

    std::shared_ptr<const FileSource> source_;
    std::string name_;
    std::string where_;
    std::vector<std::int64_t> ends_;        ///< [segment] first frame behind it
    std::optional<SegmentReader> segment_;  ///< the one being read
    std::size_t entered_ = 0;
    std::vector<SignalMap> map_;
    std::vector<Samples> raw_;
};

SignalReader::SignalReader(std::unique_ptr<Implementation> implementation)
    : implementation_(std::move(implementation)) {}
SignalReader::SignalReader(SignalReader&&) noexcept = default;
SignalReader& SignalReader::operator=(SignalReader&&) noexcept = default;
SignalReader::~SignalReader() = default;

Result<SignalReader> SignalReader::open(const std::filesystem::path& record) {
    return open(folder_source(record.parent_path()), record_name_of(record));
}

Result<SignalReader> SignalReader::open(std::shared_ptr<const FileSource> source, const std::string& name) {
    auto implementation = std::make_unique<Implementation>(std::move(source), name);
    SYNCHRONY_TRY(implementation->open());
    return SignalReader(std::move(implementation));
}

const Header& SignalReader::header() const {
    return implementation_->header;
}
std::int64_t SignalReader::frames() const {
    return implementation_->frames;
}
std::int64_t SignalReader::position() const {
    return implementation_->position;
}
const std::vector<record::Warning>& SignalReader::warnings() const {
    return implementation_->warnings;
}

Result<void> SignalReader::seek(std::int64_t frame) {
    if (frame < 0 || frame > frames())
        return core::fail({core::ErrorKind::usage,
                           "no such sample",
                           header().record_name,
                           std::to_string(frame),
                           "0 to " + std::to_string(frames()),
                           {}});
    implementation_->position = frame;
    return {};
}

Result<std::int64_t> SignalReader::read_frames(std::int64_t n, std::vector<Samples>& out) {
    for (auto& samples : out) {
        samples.values.clear();
        samples.invalid.clear();
    }
    return append_frames(n, out);
}

Result<std::int64_t> SignalReader::append_frames(std::int64_t n, std::vector<Samples>& out) {
    return implementation_->append(n, out);
}

}  // namespace synchrony::io::wfdb
