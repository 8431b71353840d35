#include "synchrony/features/channels.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace synchrony::features {
namespace {

constexpr std::array<std::string_view, 4> channel_names{"beat", "median", "previous", "next"};

using Series = std::pair<std::int32_t, std::int32_t>;  // patient and lead

// Image numbers of the beats of each patient and lead, in time.
std::map<Series, std::vector<std::uint32_t>> series_of(std::span<const ImageIndex> index) {
    std::map<Series, std::vector<std::uint32_t>> series;
    for (std::size_t i = 0; i < index.size(); ++i)
        if (index[i].beat != median_beat)
            series[{index[i].patient, index[i].lead}].push_back(static_cast<std::uint32_t>(i));
    for (auto& [key, images] : series)
        std::ranges::sort(images, {}, [&](std::uint32_t image) { return index[image].beat; });
    return series;
}

std::map<Series, std::uint32_t> medians_of(std::span<const ImageIndex> index) {
    std::map<Series, std::uint32_t> medians;
    for (std::size_t i = 0; i < index.size(); ++i)
        if (index[i].beat == median_beat)
            medians.emplace(Series{index[i].patient, index[i].lead}, static_cast<std::uint32_t>(i));
    return medians;
}

}  // namespace

std::string_view name_of(Channel channel) {
    return channel_names[static_cast<std::size_t>(channel)];
}

core::Result<Channel> channel_named(std::string_view name) {
    const auto found = std::ranges::find(channel_names, name);
    if (found != channel_names.end()) return static_cast<Channel>(found - channel_names.begin());
    return core::fail({core::ErrorKind::usage,
                       "unknown channel of the input",
                       {},
                       std::string(name),
                       "beat, median, previous or next",
                       {}});
}

core::Result<std::vector<Channel>> usual_channels(int count) {
    constexpr int most = static_cast<int>(channel_names.size());
    if (count < 1 || count > most)
        return core::fail({core::ErrorKind::usage,
                           "no usual channels of that number",
                           {},
                           std::to_string(count),
                           "1 to " + std::to_string(most),
                           {}});
    std::vector<Channel> channels;
    for (int c = 0; c < count; ++c) channels.push_back(static_cast<Channel>(c));
    return channels;
}

core::Result<ChannelImages> ChannelImages::make(std::span<const ImageIndex> index,
                                                const std::vector<Channel>& channels) {
    if (channels.empty())
        return core::fail({core::ErrorKind::usage, "an input needs a channel", {}, "none", "beat, ...", {}});
    ChannelImages result;
    result.channels_ = channels.size();
    result.numbers_.resize(index.size() * channels.size());
    // Everything is the image itself until something else is found.
    for (std::size_t i = 0; i < index.size(); ++i)
        std::fill_n(result.numbers_.begin() + static_cast<std::ptrdiff_t>(i * channels.size()), channels.size(),
                    static_cast<std::uint32_t>(i));
    const auto series = series_of(index);
    const auto medians = medians_of(index);
    for (std::size_t c = 0; c < channels.size(); ++c) {
        for (const auto& [key, images] : series) {
            const auto median = medians.find(key);
            if (channels[c] == Channel::median && median == medians.end())
                return core::fail_input(
                    "no median beat of a patient's lead", "image set",
                    "patient " + std::to_string(key.first + 1) + ", lead " + std::to_string(key.second + 1),
                    "a median beat for the channel 'median'");
            for (std::size_t i = 0; i < images.size(); ++i) {
                auto& number = result.numbers_[images[i] * channels.size() + c];
                if (channels[c] == Channel::median) number = median->second;
                if (channels[c] == Channel::previous && i > 0) number = images[i - 1];
                if (channels[c] == Channel::next && i + 1 < images.size()) number = images[i + 1];
            }
        }
    }
    return result;
}

std::vector<TimingInputs> timing_of_images(std::span<const ImageIndex> index) {
    std::vector<TimingInputs> result(index.size());
    for (std::size_t i = 0; i < index.size(); ++i)
        if (index[i].beat == median_beat) result[i] = regular_timing(static_cast<double>(index[i].rr_local_s));
    for (const auto& [key, images] : series_of(index)) {
        std::vector<double> before;
        for (const auto image : images) before.push_back(static_cast<double>(index[image].rr_before_s));
        const auto timing = timing_inputs(before);
        for (std::size_t i = 0; i < images.size(); ++i) result[images[i]] = timing[i];
    }
    return result;
}

}  // namespace synchrony::features
