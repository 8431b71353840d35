#include "wfdb/frame_decoder.hpp"

#include <numeric>

#include "wfdb/sample_format.hpp"

namespace synchrony::io::wfdb {
namespace {

/// Formats whose samples stand for themselves.
class PackedDecoder : public FrameDecoder {
  public:
    PackedDecoder(const FileLayout& layout, Bytes bytes)
        : format_(layout.format),
          per_frame_(static_cast<std::uint64_t>(layout.samples_per_whole_frame())),
          bytes_(std::move(bytes)) {
        const auto offset = std::min<std::uint64_t>(static_cast<std::uint64_t>(layout.offset), bytes_.view.size());
        data_ = bytes_.view.subspan(offset);
    }

    core::Result<void> decode(std::int64_t first, std::int64_t frames, std::int32_t* out) override {
        wfdb::decode(format_, data_, static_cast<std::uint64_t>(first) * per_frame_,
                     {out, static_cast<std::size_t>(frames) * per_frame_});
        return {};
    }
    std::int64_t frames() const override {
        return static_cast<std::int64_t>(samples_in(format_, data_.size()) / per_frame_);
    }

  private:
    int format_;
    std::uint64_t per_frame_;
    Bytes bytes_;
    std::span<const std::byte> data_;
};

/// Format 8: each sample is the difference from the one before it in the same signal.
class DifferenceDecoder final : public FrameDecoder {
  public:
    DifferenceDecoder(const FileLayout& layout, Bytes bytes) : layout_(layout), packed_(layout, std::move(bytes)) {
        restart();
    }

    core::Result<void> decode(std::int64_t first, std::int64_t frames, std::int32_t* out) override {
        if (first < next_) restart();
        const auto per_frame = static_cast<std::size_t>(layout_.samples_per_whole_frame());
        constexpr std::int64_t skip_samples = 4096;
        const std::int64_t skip_frames = std::max<std::int64_t>(1, skip_samples / layout_.samples_per_whole_frame());
        std::vector<std::int32_t> skipped;
        while (next_ < first) {
            const auto n = std::min(skip_frames, first - next_);
            skipped.resize(static_cast<std::size_t>(n) * per_frame);
            accumulate(n, skipped.data());
        }
        accumulate(frames, out);
        return {};
    }
    std::int64_t frames() const override { return packed_.frames(); }

  private:
    void restart() {
        next_ = 0;
        last_.assign(layout_.initial_values.begin(), layout_.initial_values.end());
    }
    void accumulate(std::int64_t frames, std::int32_t* out) {
        (void)packed_.decode(next_, frames, out);
        for (std::int64_t f = 0; f < frames; ++f)
            for (std::size_t s = 0; s < last_.size(); ++s)
                for (int k = 0; k < layout_.samples_per_frame[s]; ++k, ++out) {
                    // Unsigned, so that a hostile file wraps around instead of overflowing.
                    last_[s] += static_cast<std::uint32_t>(*out);
                    *out = static_cast<std::int32_t>(last_[s]);
                }
        next_ += frames;
    }

    FileLayout layout_;
    PackedDecoder packed_;
    std::int64_t next_ = 0;
    std::vector<std::uint32_t> last_;
};

}  // namespace

std::int64_t FileLayout::samples_per_whole_frame() const {
    return std::accumulate(samples_per_frame.begin(), samples_per_frame.end(), std::int64_t{0});
}

core::Result<std::unique_ptr<FrameDecoder>> make_frame_decoder(const FileLayout& layout, Bytes bytes) {
    if (find_format(layout.format)->compressed) return make_flac_decoder(layout, std::move(bytes));
    if (layout.format == 8) return std::make_unique<DifferenceDecoder>(layout, std::move(bytes));
    return std::make_unique<PackedDecoder>(layout, std::move(bytes));
}

}  // namespace synchrony::io::wfdb
