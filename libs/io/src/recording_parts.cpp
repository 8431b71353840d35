#include "synchrony/io/recording_parts.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>

#include "start_time.hpp"
#include "synchrony/core/files.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::io {
namespace {

/// Whether a file that messages name so lies on the disk under that name; packed ones do not.
bool is_plain(const std::string& where) {
    std::error_code ignored;
    return std::filesystem::is_regular_file(where, ignored);
}

/// Notes whether anything that was opened had to be unpacked.
class UnpackingNoted final : public FileSource {
  public:
    explicit UnpackingNoted(std::shared_ptr<const FileSource> files) : files_(std::move(files)) {}
    core::Result<Bytes> open(std::string_view name) const override {
        if (!is_plain(files_->describe(name))) any_ = true;
        return files_->open(name);
    }
    std::string describe(std::string_view name) const override { return files_->describe(name); }
    [[nodiscard]] bool any() const { return any_; }

  private:
    std::shared_ptr<const FileSource> files_;
    mutable std::atomic<bool> any_{false};
};

/// The head of a recording whose parts are read one by one; nothing where it is to be held whole.
core::Result<std::optional<RecordingHead>> head_for_parts(const std::filesystem::path& path,
                                                          const ReadOptions& options) {
    if (options.held && options.held->contains(path.native())) return std::nullopt;
    SYNCHRONY_ASSIGN(auto file, open_recording(resolve_recording(path, options), options));
    const auto noted = std::make_shared<const UnpackingNoted>(file.folder);
    file.folder = noted;
    auto head = read_head(file, options);
    if (!head) {
        // read whole, which finds the fault again where there is one
        if (head.error().kind == core::ErrorKind::usage) return std::nullopt;
        return core::fail(std::move(head).error());
    }
    if (!is_plain(file.where()) || noted->any()) return std::nullopt;
    return std::optional(std::move(*head));
}

std::string clock_of(const record::Ecg& ecg) {
    constexpr std::string_view date = "2026-11-22T";
    if (ecg.start_time && ecg.start_time->size() > date.size()) return ecg.start_time->substr(date.size());
    return ecg.facts.clock_time;
}

}  // namespace

core::Result<RecordingParts> RecordingParts::open(const std::filesystem::path& path, const ReadOptions& options) {
    RecordingParts parts;
    parts.path_ = path;
    parts.options_ = options;
    parts.options_.start_s.reset();
    parts.options_.length_s.reset();
    parts.options_.notes = false;
    auto head = head_for_parts(path, parts.options_);
    if (!head) return core::fail(core::error_in_file(std::move(head).error(), path));
    if (*head) {
        const auto& first = (*head)->first_frame;
        const auto in_a_frame = std::max<std::int64_t>(1, first.sample_count());
        parts.frames_ = (*head)->samples / in_a_frame;
        parts.frames_per_s_ = first.sampling_frequency_hz / static_cast<double>(in_a_frame);
        parts.clock_time_ = clock_of(first);
        parts.format_ = first.format;
    } else {
        SYNCHRONY_ASSIGN(auto ecg, read_ecg(path, parts.options_));
        parts.whole_ = std::make_shared<const record::Ecg>(std::move(ecg));
        parts.frames_ = parts.whole_->sample_count();
        parts.frames_per_s_ = parts.whole_->sampling_frequency_hz;
        parts.clock_time_ = clock_of(*parts.whole_);
        parts.format_ = parts.whole_->format;
    }
    const double duration_s = static_cast<double>(parts.frames_) / parts.frames_per_s_;
    parts.begin_s_ = options.start_s.value_or(0.0);
    parts.end_s_ = options.length_s ? parts.begin_s_ + *options.length_s : duration_s;
    const double frame_s = 1.0 / parts.frames_per_s_;
    if (parts.begin_s_ >= duration_s || parts.end_s_ > duration_s + frame_s)
        return core::fail({core::ErrorKind::usage,
                           "recording ends before the range asked for",
                           path.string(),
                           core::shortest(parts.begin_s_) + " to " + core::shortest(parts.end_s_) + " s",
                           "0 to " + core::shortest(duration_s) + " s",
                           {}});
    parts.end_s_ = std::min(parts.end_s_, duration_s);
    return parts;
}

core::Result<record::Ecg> RecordingParts::read(double start_s, double length_s) const {
    const auto first = std::clamp<std::int64_t>(std::llround(start_s * frames_per_s_), 0, frames_ - 1);
    const auto count = std::clamp<std::int64_t>(std::llround(length_s * frames_per_s_), 1, frames_ - first);
    if (whole_) {
        auto part = record::excerpt(*whole_, {first, first + count});
        part.start_time = whole_->start_time;
        begin_later(part, static_cast<double>(first) / frames_per_s_);
        return part;
    }
    auto options = options_;
    options.first_sample = first;
    options.samples = count;
    return read_ecg(path_, options);
}

}  // namespace synchrony::io
