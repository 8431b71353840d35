// Formats 508, 516 and 524: a FLAC stream with one channel a signal. The stream's own sampling rate means nothing.
#include <FLAC++/decoder.h>

#include <algorithm>
#include <cstring>

#include "wfdb/frame_decoder.hpp"
#include "wfdb/sample_format.hpp"

namespace synchrony::io::wfdb {
namespace {

using core::fail_input;
using core::Result;

/// A FLAC stream in memory. libFLAC calls back for bytes and hands over blocks of at most 65535 samples a channel.
class Stream final : public FLAC::Decoder::Stream {
  public:
    explicit Stream(std::span<const std::byte> bytes) : bytes_(bytes) {}

    std::vector<std::vector<std::int32_t>> block;  ///< [channel][sample], the block decoded last
    std::size_t block_used = 0;                    ///< samples of it that were handed on
    bool faulty = false;                           ///< libFLAC met something it could not decode
    FLAC__StreamMetadata_StreamInfo info{};
    bool has_info = false;

    [[nodiscard]] std::size_t block_left() const { return block.empty() ? 0 : block[0].size() - block_used; }

  protected:
    FLAC__StreamDecoderReadStatus read_callback(FLAC__byte buffer[], std::size_t* size) override {
        *size = std::min(*size, bytes_.size() - position_);
        if (*size == 0) return FLAC__STREAM_DECODER_READ_STATUS_END_OF_STREAM;
        std::memcpy(buffer, bytes_.data() + position_, *size);
        position_ += *size;
        return FLAC__STREAM_DECODER_READ_STATUS_CONTINUE;
    }
    FLAC__StreamDecoderSeekStatus seek_callback(FLAC__uint64 offset) override {
        if (offset > bytes_.size()) return FLAC__STREAM_DECODER_SEEK_STATUS_ERROR;
        position_ = static_cast<std::size_t>(offset);
        return FLAC__STREAM_DECODER_SEEK_STATUS_OK;
    }
    FLAC__StreamDecoderTellStatus tell_callback(FLAC__uint64* offset) override {
        *offset = position_;
        return FLAC__STREAM_DECODER_TELL_STATUS_OK;
    }
    FLAC__StreamDecoderLengthStatus length_callback(FLAC__uint64* length) override {
        *length = bytes_.size();
        return FLAC__STREAM_DECODER_LENGTH_STATUS_OK;
    }
    bool eof_callback() override { return position_ == bytes_.size(); }
    void metadata_callback(const FLAC__StreamMetadata* metadata) override {
        if (metadata->type != FLAC__METADATA_TYPE_STREAMINFO) return;
        info = metadata->data.stream_info;
        has_info = true;
    }
    FLAC__StreamDecoderWriteStatus write_callback(const FLAC__Frame* frame,
                                                  const FLAC__int32* const buffer[]) override {
        // A frame may disagree with the stream's head; nothing of it is trusted then.
        if (!has_info || frame->header.channels != info.channels ||
            frame->header.bits_per_sample != info.bits_per_sample) {
            faulty = true;
            return FLAC__STREAM_DECODER_WRITE_STATUS_ABORT;
        }
        block.resize(frame->header.channels);
        for (std::size_t c = 0; c < block.size(); ++c) block[c].assign(buffer[c], buffer[c] + frame->header.blocksize);
        block_used = 0;
        return FLAC__STREAM_DECODER_WRITE_STATUS_CONTINUE;
    }
    void error_callback(FLAC__StreamDecoderErrorStatus) override { faulty = true; }

  private:
    std::span<const std::byte> bytes_;
    std::size_t position_ = 0;
};

class FlacDecoder final : public FrameDecoder {
  public:
    FlacDecoder(const FileLayout& layout, Bytes bytes)
        : layout_(layout),
          samples_per_frame_(layout.samples_per_frame[0]),
          bytes_(std::move(bytes)),
          stream_(bytes_.view) {}

    Result<void> open() {
        const bool started = stream_.init() == FLAC__STREAM_DECODER_INIT_STATUS_OK &&
                             stream_.process_until_end_of_metadata() && stream_.has_info && !stream_.faulty;
        if (!started) return fail_input("not a FLAC stream", layout_.where, "no readable head", "fLaC and STREAMINFO");
        const auto channels = layout_.samples_per_frame.size();
        if (stream_.info.channels != channels)
            return fail_input("wrong number of channels", layout_.where, std::to_string(stream_.info.channels),
                              std::to_string(channels) + ", one a signal");
        const auto bits = static_cast<unsigned>(find_format(layout_.format)->bits);
        if (stream_.info.bits_per_sample > bits)
            return fail_input("wrong resolution", layout_.where, std::to_string(stream_.info.bits_per_sample) + " bits",
                              "at most " + std::to_string(bits) + " bits in format " + std::to_string(layout_.format));
        return {};
    }

    Result<void> decode(std::int64_t first, std::int64_t frames, std::int32_t* out) override {
        SYNCHRONY_TRY(go_to(first * samples_per_frame_ + layout_.offset));
        std::int64_t left = frames * samples_per_frame_;
        std::int64_t done = 0;
        while (left > 0) {
            SYNCHRONY_TRY(fill());
            const auto n = std::min<std::int64_t>(left, static_cast<std::int64_t>(stream_.block_left()));
            interleave(done, n, out);
            done += n;
            left -= n;
        }
        return {};
    }

    std::int64_t frames() const override {
        if (stream_.info.total_samples == 0) return -1;
        const auto total = static_cast<std::int64_t>(stream_.info.total_samples);
        return std::max<std::int64_t>(0, total - layout_.offset) / samples_per_frame_;
    }

  private:
    /// Makes `sample` (a channel) the next to be handed on.
    Result<void> go_to(std::int64_t sample) {
        if (sample == position_) return {};
        if (stream_.info.total_samples != 0) {
            stream_.block.clear();
            if (!stream_.seek_absolute(static_cast<FLAC__uint64>(sample)) || stream_.faulty) return fail_at(sample);
            position_ = sample;
            return {};
        }
        if (sample < position_) {
            stream_.block.clear();
            if (!stream_.reset() || !stream_.process_until_end_of_metadata()) return fail_at(0);
            position_ = 0;
        }
        while (position_ < sample) {
            SYNCHRONY_TRY(fill());
            const auto n = std::min<std::int64_t>(sample - position_, static_cast<std::int64_t>(stream_.block_left()));
            stream_.block_used += static_cast<std::size_t>(n);
            position_ += n;
        }
        return {};
    }

    /// Decodes until there is a sample to hand on.
    Result<void> fill() {
        while (stream_.block_left() == 0) {
            const bool going = stream_.process_single();
            if (!going || stream_.faulty || stream_.get_state() == FLAC__STREAM_DECODER_END_OF_STREAM) {
                if (going && !stream_.faulty && stream_.block_left() > 0) return {};
                return fail_at(position_);
            }
        }
        return {};
    }

    /// Block samples (channel by channel) to frames (signal by signal): sample i of a signal goes to frame i / k.
    void interleave(std::int64_t done, std::int64_t n, std::int32_t* out) {
        const std::int64_t k = samples_per_frame_;
        const auto channels = static_cast<std::int64_t>(stream_.block.size());
        for (std::int64_t c = 0; c < channels; ++c) {
            const std::int32_t* from = stream_.block[static_cast<std::size_t>(c)].data() + stream_.block_used;
            for (std::int64_t i = 0; i < n; ++i) {
                const std::int64_t sample = done + i;
                out[(sample / k * channels + c) * k + sample % k] = from[i];
            }
        }
        stream_.block_used += static_cast<std::size_t>(n);
        position_ += n;
    }

    tl::unexpected<core::Error> fail_at(std::int64_t sample) const {
        return fail_input(stream_.faulty ? "FLAC stream is damaged" : "FLAC stream ends too early", layout_.where,
                          "no sample " + std::to_string(sample), "more samples");
    }

    FileLayout layout_;
    std::int64_t samples_per_frame_;
    Bytes bytes_;
    Stream stream_;
    std::int64_t position_ = 0;
};

}  // namespace

Result<std::unique_ptr<FrameDecoder>> make_flac_decoder(const FileLayout& layout, Bytes bytes) {
    for (const int k : layout.samples_per_frame)
        if (k != layout.samples_per_frame[0])
            return fail_input("signals of one FLAC file differ in samples per frame", layout.where, std::to_string(k),
                              std::to_string(layout.samples_per_frame[0]));
    auto decoder = std::make_unique<FlacDecoder>(layout, std::move(bytes));
    SYNCHRONY_TRY(decoder->open());
    return decoder;
}

}  // namespace synchrony::io::wfdb
