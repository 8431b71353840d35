#include "mfer/mfer_format.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <tuple>

#include "mfer/frames.hpp"
#include "parts.hpp"

namespace synchrony::io::mfer {
namespace {

constexpr unsigned dominant_beat = 9;  // of the standard's kinds of waveforms
constexpr unsigned status_type = 4;    // of its data types: bits, no signal
constexpr unsigned volts = 0;          // of its units
constexpr double millivolts_a_volt = 1000.0;

/// Units of other signals, by their codes; "" where a number says it.
std::string unit_name(unsigned code) {
    constexpr std::array<std::string_view, 13> names = {"V", "mmHg", "Pa",   "cmH2O", "mmHg/s", "dyne", "N",
                                                        "%", "degC", "/min", "/s",    "Ohm",    "A"};
    return code < names.size() ? std::string(names[code]) : "unit " + std::to_string(code);
}

bool same_layout(const Channel& a, const Channel& b) {
    const auto of = [](const Channel& c) {
        return std::tuple(c.block_length, c.waveform, c.data_type, c.interval ? c.interval->unit : 0U,
                          c.interval ? c.interval->value : 0.0, c.resolution ? c.resolution->unit : 0U,
                          c.resolution ? c.resolution->value : 0.0, c.offset, c.null_value, c.lead_code, c.lead_text);
    };
    return of(a) == of(b);
}

bool is_dominant_beat(const Frame& frame) {
    return frame.channels.front().waveform == dominant_beat;
}

/// Where a channel's samples lie in a frame.
struct Placement {
    std::size_t begin = 0;  ///< bytes into a sequence
    std::size_t block = 1;  ///< samples in each sequence
    unsigned type = 0;
};
struct FramePlan {
    std::vector<Placement> channels;
    std::size_t sequence_bytes = 0;
    std::size_t sequences = 0;
};

core::Result<std::size_t> sequences_of(const Frame& frame, std::size_t sequence_bytes, const std::string& where) {
    const auto& stated = frame.channels.front().sequences;
    for (const auto& channel : frame.channels)
        if (channel.sequences != stated)
            return core::fail_input("MFER channels of different numbers of sequences", where,
                                    std::to_string(channel.sequences.value_or(0)), "one number for all");
    const std::size_t there = frame.bytes.size() / sequence_bytes;
    if (!stated) return there;
    if (*stated <= there) return static_cast<std::size_t>(*stated);
    return core::fail_input("MFER samples end before their sequences do", where,
                            std::to_string(there) + " sequences in " + std::to_string(frame.bytes.size()) + " bytes",
                            std::to_string(*stated));
}

core::Result<FramePlan> plan_of(const Frame& frame, const std::string& where) {
    FramePlan plan;
    for (const auto& channel : frame.channels) {
        Placement place;
        place.type = channel.data_type.value_or(0);
        const std::size_t size = bytes_of_type(place.type);
        if (size == 0)
            return core::fail_input("MFER data type is not read", where, "type " + std::to_string(place.type),
                                    "0 to 8: whole or floating numbers");
        const auto block = channel.block_length.value_or(1);
        if (block < 1 || block > frame.bytes.size() / size)
            return core::fail_input("MFER samples end before their first block does", where,
                                    std::to_string(frame.bytes.size()) + " bytes",
                                    "blocks of " + std::to_string(block) + " samples");
        place.block = static_cast<std::size_t>(block);
        place.begin = plan.sequence_bytes;
        plan.sequence_bytes += place.block * size;
        plan.channels.push_back(place);
    }
    SYNCHRONY_ASSIGN(plan.sequences, sequences_of(frame, plan.sequence_bytes, where));
    return plan;
}

core::Result<double> rate_of(const Channel& channel, const ReadOptions& options, const std::string& where) {
    double hz = options.sampling_frequency_hz.value_or(0.0);
    if (channel.interval && channel.interval->unit == 0) hz = channel.interval->value;
    if (channel.interval && channel.interval->unit == 1) hz = 1.0 / channel.interval->value;
    constexpr double most_hz = 1e6;
    if (std::isfinite(hz) && hz > 0 && hz <= most_hz) return hz;
    return core::fail_input(
        "sampling frequency is not known", where,
        channel.interval ? "an interval of unit " + std::to_string(channel.interval->unit) : "no sampling interval",
        "Hz or seconds, above 0", "Give it with --fs HZ");
}

/// One recording out of frames that belong together.
class Recording {
  public:
    Recording(std::span<const Frame* const> frames, const ReadOptions& options, std::string where)
        : frames_(frames), options_(options), where_(std::move(where)) {}

    core::Result<void> into(record::Ecg& ecg) {
        for (const Frame* frame : frames_) {
            SYNCHRONY_ASSIGN(auto plan, plan_of(*frame, where_));
            plans_.push_back(std::move(plan));
        }
        SYNCHRONY_TRY(find_rate());
        SYNCHRONY_TRY(check_size(channels().size(), samples_of(lead_), options_, where_));
        ecg.sampling_frequency_hz = hz_;
        for (std::size_t c = 0; c < channels().size(); ++c) {
            const auto& channel = channels()[c];
            if (plans_[0].channels[c].type == status_type) continue;
            const std::string name = lead_name(channel, c);
            if (samples_of(c) != samples_of(lead_)) {
                ecg.warnings.emplace_back(name + " has another sampling frequency and was left out");
                continue;
            }
            auto signal = signal_of(c, name);
            (is_lead(c) ? ecg.leads : ecg.other_signals).push_back(std::move(signal));
        }
        return {};
    }

  private:
    [[nodiscard]] const std::vector<Channel>& channels() const { return frames_[0]->channels; }
    [[nodiscard]] bool is_lead(std::size_t c) const {
        const auto& channel = channels()[c];
        return channel.resolution && channel.resolution->unit == volts && plans_[0].channels[c].type != status_type;
    }
    [[nodiscard]] std::uint64_t samples_of(std::size_t c) const {
        std::uint64_t count = 0;
        for (const auto& plan : plans_) count += std::uint64_t{plan.sequences} * plan.channels[c].block;
        return count;
    }

    /// The first channel in volts sets the rate.
    core::Result<void> find_rate() {
        while (lead_ < channels().size() && !is_lead(lead_)) ++lead_;
        if (lead_ == channels().size())
            return core::fail_input("MFER file has no ECG lead", where_,
                                    std::to_string(channels().size()) + " channels, none with a resolution in V",
                                    "at least one");
        if (samples_of(lead_) == 0)
            return core::fail_input("recording has no samples", where_, "0 samples", "at least 1");
        SYNCHRONY_ASSIGN(hz_, rate_of(channels()[lead_], options_, where_));
        return {};
    }

    [[nodiscard]] record::Lead signal_of(std::size_t c, const std::string& name) const {
        const auto& channel = channels()[c];
        const bool lead = is_lead(c);
        const double scale = (channel.resolution ? channel.resolution->value : 1.0) * (lead ? millivolts_a_volt : 1.0);
        const double offset = channel.offset.value_or(0.0);
        std::vector<float> values;
        values.reserve(static_cast<std::size_t>(samples_of(c)));
        for (std::size_t f = 0; f < plans_.size(); ++f) {
            const auto& place = plans_[f].channels[c];
            const std::size_t size = bytes_of_type(place.type);
            for (std::size_t s = 0; s < plans_[f].sequences; ++s)
                for (std::size_t i = 0; i < place.block; ++i) {
                    const double stored =
                        number_of_type(frames_[f]->bytes, s * plans_[f].sequence_bytes + place.begin + i * size,
                                       place.type, frames_[f]->order);
                    const bool missing = channel.null_value && stored == *channel.null_value;
                    values.push_back(missing ? std::numeric_limits<float>::quiet_NaN()
                                             : static_cast<float>((stored + offset) * scale));
                }
        }
        auto signal = to_lead(name, std::move(values));
        if (!lead) {
            signal.name = name;
            signal.unit = channel.resolution ? unit_name(channel.resolution->unit) : "NU";
        }
        return signal;
    }

    std::span<const Frame* const> frames_;
    const ReadOptions& options_;
    std::string where_;
    std::vector<FramePlan> plans_;
    std::size_t lead_ = 0;
    double hz_ = 0.0;
};

/// Frames of one kind that go on from the first of them.
std::vector<const Frame*> frames_of_kind(const Contents& contents, bool dominant, std::size_t& others) {
    std::vector<const Frame*> frames;
    for (const auto& frame : contents.frames) {
        if (is_dominant_beat(frame) != dominant) continue;
        const auto goes_on = [&] {
            const auto& first = frames.front()->channels;
            return std::equal(first.begin(), first.end(), frame.channels.begin(), frame.channels.end(), same_layout);
        };
        if (frames.empty() || goes_on())
            frames.push_back(&frame);
        else
            ++others;
    }
    return frames;
}

core::Result<record::Ecg> read_mfer(const RecordingFile& file, const ReadOptions& options) {
    SYNCHRONY_ASSIGN(auto contents, read_contents(file.bytes.view, file.where()));
    std::size_t others = 0;
    const auto rhythm = frames_of_kind(contents, false, others);
    const auto beats = frames_of_kind(contents, true, others);
    if (rhythm.empty())
        return core::fail_input("MFER file has no rhythm", file.where(), "only dominant beats", "a recording");
    record::Ecg ecg = std::move(contents.ecg);
    ecg.format = "mfer";
    ecg.facts.gain_source = "sampling resolution of each channel";
    SYNCHRONY_TRY(Recording(rhythm, options, file.where()).into(ecg));
    if (!beats.empty()) {
        record::Ecg beat;
        beat.format = ecg.format;
        SYNCHRONY_TRY(Recording(beats, options, file.where() + ", dominant beat").into(beat));
        ecg.stored_beats.push_back(std::move(beat));
    }
    if (others > 0)
        ecg.warnings.emplace_back(std::to_string(others) +
                                  " further frames hold other channels or another sampling and were left out");
    return cut(std::move(ecg), options, file.where());
}

bool sniff_mfer(std::string_view head, const std::filesystem::path&) {
    return begins_like_mfer(std::as_bytes(std::span(head)));
}

}  // namespace

Format format() {
    return {.name = "mfer",
            .description = "MFER, of Nihon Kohden too; no compression",
            .versions = "ISO 22077-1",
            .extensions = {".mwf"},
            .sniff = sniff_mfer,
            .read = read_mfer,
            .checked = "a monitor's file, against Python's decoding",
            .checked_files = 1,
            .figure = "0 of 360,000 samples differ"};
}

}  // namespace synchrony::io::mfer
