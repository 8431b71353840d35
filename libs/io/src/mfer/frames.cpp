#include "mfer/frames.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>

#include "birth_and_age.hpp"
#include "byte_cursor.hpp"
#include "calendar.hpp"
#include "parts.hpp"
#include "plain_text.hpp"
#include "sex.hpp"
#include "start_time.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/core/utf8.hpp"
#include "told_text.hpp"

namespace synchrony::io::mfer {
namespace {

// Together they bound what a small file of many empty frames can ask for.
constexpr std::uint64_t most_channels = 256;
constexpr std::size_t most_frames = 1024;
constexpr std::size_t most_name = 64;  // characters

/// A whole number of 1 to 8 bytes.
std::uint64_t whole(std::span<const std::byte> value, std::endian order) {
    std::uint64_t number = 0;
    for (std::size_t i = 0; i < value.size() && i < 8; ++i) {
        const auto byte = std::to_integer<std::uint64_t>(value[i]);
        number = order == std::endian::big ? number << 8U | byte : number | byte << (8 * i);
    }
    return number;
}

std::int64_t signed_whole(std::span<const std::byte> value, std::endian order) {
    const auto number = whole(value, order);
    const std::size_t bits = 8 * std::min<std::size_t>(value.size(), 8);
    if (bits == 0 || bits == 64) return static_cast<std::int64_t>(number);
    const bool negative = (number >> (bits - 1) & 1U) != 0;
    return static_cast<std::int64_t>(negative ? number | ~std::uint64_t{0} << bits : number);
}

/// UTF-16 up to its first NUL.
std::string utf_16_text(std::span<const std::byte> value) {
    std::string units = "\xff\xfe";  // monitors write the low byte first
    for (std::size_t i = 0; i + 1 < value.size(); i += 2) {
        if (value[i] == std::byte{0} && value[i + 1] == std::byte{0}) break;
        units += {static_cast<char>(value[i]), static_cast<char>(value[i + 1])};
    }
    return units.size() > 2 ? plain_text(units) : std::string();
}

/// Definitions as they come; a channel's own stand above the file's.
class State {
  public:
    explicit State(std::string where) : where_(std::move(where)) {}

    core::Result<void> read(std::span<const std::byte> bytes, std::optional<std::uint64_t> channel, unsigned depth) {
        constexpr unsigned most_depth = 4;
        if (depth > most_depth)
            return core::fail_input("MFER definitions lie too deep within each other", where_, "more than 4 levels",
                                    "channels and groups");
        Definitions definitions(bytes, where_);
        while (true) {
            SYNCHRONY_ASSIGN(const auto next, definitions.next());
            if (!next) return {};
            if (next->tag == Tag::channel) {
                if (channel)
                    return core::fail_input("MFER channel within a channel", where_, "definition of a channel",
                                            "what holds for this one");
                if (next->channel < channels_.size()) SYNCHRONY_TRY(read(next->value, next->channel, depth + 1));
            } else if (next->tag == Tag::group) {
                SYNCHRONY_TRY(read(next->value, channel, depth + 1));
            } else {
                SYNCHRONY_TRY(define(*next, channel));
            }
        }
    }
    Contents take() { return std::move(contents_); }

  private:
    core::Result<void> define(const Definition& definition, std::optional<std::uint64_t> channel) {
        Channel& target = channel ? channels_[static_cast<std::size_t>(*channel)] : common_;
        const auto value = definition.value;
        switch (definition.tag) {
            case Tag::block_length:
                target.block_length = number(value);
                return {};
            case Tag::sequences:
                target.sequences = number(value);
                return {};
            case Tag::data_type:
                target.data_type = small_number(value);
                return {};
            case Tag::waveform:
                target.waveform = small_number(value.first(std::min<std::size_t>(value.size(), 2)));
                return {};
            case Tag::lead:
                set_lead(target, value);
                return {};
            case Tag::interval:
                return set_scaled(target.interval, value);
            case Tag::resolution:
                return set_scaled(target.resolution, value);
            case Tag::offset:
                return keep(target.offset, value, target);
            case Tag::null_value:
                return keep(target.null_value, value, target);
            case Tag::channels:
                // It begins the channels anew, so that the one whose definitions are being read may be gone.
                if (channel)
                    return core::fail_input("MFER number of channels within a channel", where_,
                                            "definition of a channel", "what holds for this one");
                return set_channels(value);
            case Tag::compression:
                if (value.empty() || whole(value.first(std::min<std::size_t>(value.size(), 2)), order_) == 0) return {};
                return core::fail_input("compressed MFER samples are not read", where_, "a compression",
                                        "uncompressed samples");
            case Tag::samples:
                return add_frame(value);
            default:
                describe(definition);
                return {};
        }
    }

    /// Text up to its first NUL, in the character set that the file named last.
    [[nodiscard]] std::string text(std::span<const std::byte> value) {
        if (core::lower(character_set_).starts_with("utf-16")) return utf_16_text(value);
        auto read = told_text(ByteCursor::before_nul(value), character_set_);
        auto& said = contents_.ecg.warnings;
        if (!read.remark.empty() && std::ranges::find(said, read.remark, &record::Warning::text) == said.end())
            said.emplace_back(read.remark);
        return std::move(read.words);
    }
    std::optional<std::uint64_t> number(std::span<const std::byte> value) const {
        return value.empty() ? std::nullopt : std::optional(whole(value, order_));
    }
    std::optional<unsigned> small_number(std::span<const std::byte> value) const {
        return value.empty() ? std::nullopt : std::optional(static_cast<unsigned>(whole(value, order_) & 0xFFFFU));
    }

    void set_lead(Channel& target, std::span<const std::byte> value) {
        const auto code = value.first(std::min<std::size_t>(value.size(), 2));
        target.lead_code = small_number(code);
        target.lead_text = core::shortened(text(value.subspan(code.size())), most_name);
    }

    core::Result<void> set_scaled(std::optional<Scaled>& target, std::span<const std::byte> value) const {
        target.reset();
        if (value.empty()) return {};
        if (value.size() < 3 || value.size() > 10)
            return core::fail_input("MFER interval or resolution of an impossible length", where_,
                                    std::to_string(value.size()) + " bytes", "unit, exponent and mantissa");
        const auto exponent = static_cast<std::int8_t>(std::to_integer<unsigned>(value[1]));
        target = Scaled{std::to_integer<unsigned>(value[0]),
                        static_cast<double>(signed_whole(value.subspan(2), order_)) * std::pow(10.0, exponent)};
        return {};
    }

    /// A value of the samples' own type.
    core::Result<void> keep(std::optional<double>& target, std::span<const std::byte> value, const Channel& of) const {
        target.reset();
        if (value.empty()) return {};
        const unsigned type = of.data_type.value_or(common_.data_type.value_or(0));
        const std::size_t size = bytes_of_type(type);
        if (size == 0 || value.size() < size)
            return core::fail_input("MFER offset or null value does not fit the samples", where_,
                                    std::to_string(value.size()) + " bytes", std::to_string(size));
        target = number_of_type(value, 0, type, order_);
        return {};
    }

    core::Result<void> set_channels(std::span<const std::byte> value) {
        const auto count = number(value).value_or(1);
        if (count < 1 || count > most_channels)
            return core::fail_input("impossible number of channels", where_, std::to_string(count),
                                    "1 to " + std::to_string(most_channels));
        channels_.assign(static_cast<std::size_t>(count), Channel{});  // begins the channels' definitions anew
        return {};
    }

    core::Result<void> add_frame(std::span<const std::byte> bytes) {
        if (contents_.frames.size() == most_frames)
            return core::fail_input("MFER file of too many frames", where_, "more than " + std::to_string(most_frames),
                                    "at most as many");
        Frame frame;
        frame.bytes = bytes;
        frame.order = order_;
        for (std::size_t c = 0; c < channels_.size(); ++c) frame.channels.push_back(effective(c));
        contents_.frames.push_back(std::move(frame));
        return {};
    }

    [[nodiscard]] Channel effective(std::size_t c) const {
        Channel channel = channels_[c];
        const auto inherit = [](auto& own, const auto& common) {
            if (!own) own = common;
        };
        inherit(channel.block_length, common_.block_length);
        inherit(channel.sequences, common_.sequences);
        inherit(channel.waveform, common_.waveform);
        inherit(channel.data_type, common_.data_type);
        inherit(channel.interval, common_.interval);
        inherit(channel.resolution, common_.resolution);
        inherit(channel.offset, common_.offset);
        inherit(channel.null_value, common_.null_value);
        if (!channel.lead_code && c == 0) {  // a name for all can only be the first's
            channel.lead_code = common_.lead_code;
            channel.lead_text = common_.lead_text;
        }
        return channel;
    }

    void describe(const Definition& definition) {
        const auto value = definition.value;
        auto& ecg = contents_.ecg;
        auto& patient = ecg.facts.patient;
        switch (definition.tag) {
            case Tag::byte_order:
                order_ = !value.empty() && value[0] == std::byte{1} ? std::endian::little : std::endian::big;
                break;
            case Tag::character_set:
                character_set_ = core::trimmed(ByteCursor::before_nul(value));
                break;
            case Tag::version:
                ecg.facts.format_version =
                    core::joined(value, ".", [](std::byte b) { return std::to_string(std::to_integer<unsigned>(b)); });
                break;
            case Tag::manufacturer:
                set_device(text(value));
                break;
            case Tag::filter:
                set_filter(text(value));
                break;
            case Tag::note:
                if (auto note = text(value); !note.empty()) ecg.comments.push_back(std::move(note));
                break;
            case Tag::patient_name:
                patient.name = text(value);
                break;
            case Tag::patient_id:
                patient.id = text(value);
                break;
            case Tag::sex:
                if (!value.empty()) set_sex_code(ecg, std::to_integer<int>(value[0]));
                break;
            case Tag::age:
                set_age(value);
                break;
            case Tag::measured_at:
                set_start(value);
                break;
            default:
                break;
        }
    }

    void set_device(const std::string& text) {
        const auto parts = core::split(text, '^');
        auto& device = contents_.ecg.facts.device;
        if (!parts.empty()) device.manufacturer = core::trimmed(parts[0]);
        if (parts.size() > 1) device.model = core::trimmed(parts[1]);
        if (parts.size() > 2) device.software = core::trimmed(parts[2]);
    }

    /// "HPF=0.05^...": high pass, low pass or band elimination.
    void set_filter(const std::string& text) {
        const auto equals = text.find('=');
        if (equals == std::string::npos) return;
        const std::string kind = core::lower(core::trimmed(std::string_view(text).substr(0, equals)));
        const double hz = std::strtod(text.c_str() + equals + 1, nullptr);
        if (!(hz > 0) || !std::isfinite(hz)) return;
        auto& filters = contents_.ecg.facts.filters;
        if (kind == "hpf") filters.high_pass_hz = hz;
        if (kind == "lpf") filters.low_pass_hz = hz;
        if (kind == "bef") filters.notch_hz = hz;
    }

    void set_age(std::span<const std::byte> value) {
        ByteCursor cursor(value, order_);
        const unsigned years = cursor.take<std::uint8_t>(), days = cursor.take<std::uint16_t>();
        constexpr double days_a_year = 365.25;
        // The days are those of the whole age, kept for the newborn; the years say enough of others.
        constexpr unsigned unknown_years = 255, unknown_days = 65535;
        if (years > 0 && years != unknown_years)
            io::set_age(contents_.ecg, years);
        else if (years == 0 && days > 0 && days != unknown_days)
            io::set_age(contents_.ecg, days / days_a_year);
        Day birth;
        birth.year = cursor.take<std::uint16_t>();
        birth.month = cursor.take<std::uint8_t>();
        birth.day = cursor.take<std::uint8_t>();
        if (cursor.good()) set_birth_date(contents_.ecg, birth);
    }

    void set_start(std::span<const std::byte> value) {
        ByteCursor cursor(value, order_);
        Day day;
        day.year = cursor.take<std::uint16_t>();
        day.month = cursor.take<std::uint8_t>();
        day.day = cursor.take<std::uint8_t>();
        const int hour = cursor.take<std::uint8_t>(), minute = cursor.take<std::uint8_t>();
        const int second = cursor.take<std::uint8_t>();
        if (!cursor.good()) return;
        constexpr double milliseconds_a_second = 1e3, microseconds_a_second = 1e6;
        const double fraction =
            cursor.take<std::uint16_t>() / milliseconds_a_second + cursor.take<std::uint16_t>() / microseconds_a_second;
        const bool has_fraction = cursor.good() && fraction < 1.0;
        set_start_time(contents_.ecg, day, hour, minute, second + (has_fraction ? fraction : 0.0));
    }

    std::string where_;
    std::endian order_ = std::endian::big;
    std::string character_set_;  // the standard's default: ASCII
    Channel common_;
    std::vector<Channel> channels_ = std::vector<Channel>(1);
    Contents contents_;
};

}  // namespace

core::Result<Contents> read_contents(std::span<const std::byte> bytes, const std::string& where) {
    State state(where);
    SYNCHRONY_TRY(state.read(bytes, std::nullopt, 0));
    auto contents = state.take();
    if (contents.frames.empty())
        return core::fail_input("MFER file has no samples", where, "no WAV definition", "at least one");
    return contents;
}

}  // namespace synchrony::io::mfer
