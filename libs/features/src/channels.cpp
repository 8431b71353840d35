#include "synchrony/features/channels.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace synchrony::features {
namespace {

constexpr std::size_t first_lead = 4;  // channels from there on are leads
constexpr std::array<std::string_view, 16> channel_names{"beat", "median", "previous", "next", "I",  "II", "III", "aVR",
                                                         "aVL",  "aVF",    "V1",       "V2",   "V3", "V4", "V5",  "V6"};

bool is_lead(Channel channel) {
    return static_cast<std::size_t>(channel) >= first_lead;
}

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

// The images of one lead, by patient and beat.
std::map<std::pair<std::int32_t, std::int64_t>, std::uint32_t> images_of_lead(std::span<const ImageIndex> index,
                                                                              std::int32_t lead) {
    std::map<std::pair<std::int32_t, std::int64_t>, std::uint32_t> images;
    for (std::size_t i = 0; i < index.size(); ++i)
        if (index[i].lead == lead) images[{index[i].patient, index[i].beat}] = static_cast<std::uint32_t>(i);
    return images;
}

core::Error no_image(std::string_view lead, std::int32_t patient) {
    return {core::ErrorKind::input,
            "no image of a lead that the network sees with the others",
            "image set",
            patient < 0 ? "no lead " + std::string(lead)
                        : "patient " + std::to_string(patient + 1) + " lacks lead " + std::string(lead),
            "each beat in all leads of the channels",
            {}};
}

// Into channel c of every input: the image of its beat in that lead.
core::Result<void> put_lead(std::span<const ImageIndex> index, std::span<const std::string> leads, Channel channel,
                            std::size_t c, std::size_t channels, std::span<std::uint32_t> numbers) {
    const auto name = name_of(channel);
    const auto found = std::ranges::find(leads, name);
    if (found == leads.end()) return core::fail(no_image(name, -1));
    const auto images = images_of_lead(index, static_cast<std::int32_t>(found - leads.begin()));
    for (std::size_t i = 0; i < index.size(); ++i) {
        const auto image = images.find({index[i].patient, index[i].beat});
        if (image == images.end()) return core::fail(no_image(name, index[i].patient));
        numbers[i * channels + c] = image->second;
    }
    return {};
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
                       "beat, median, previous, next, or a lead: I, II, III, aVR, aVL, aVF, V1 to V6",
                       {}});
}

core::Result<std::vector<Channel>> usual_channels(int count) {
    constexpr int most = static_cast<int>(first_lead), twelve = static_cast<int>(channel_names.size() - first_lead);
    if (count < 1 || (count > most && count != twelve))
        return core::fail({core::ErrorKind::usage,
                           "no usual channels of that number",
                           {},
                           std::to_string(count),
                           "1 to " + std::to_string(most) + ", or " + std::to_string(twelve) + " leads",
                           {}});
    const std::size_t from = count == twelve ? first_lead : 0;
    std::vector<Channel> channels;
    for (int c = 0; c < count; ++c) channels.push_back(static_cast<Channel>(from + static_cast<std::size_t>(c)));
    return channels;
}

std::string_view joining_lead(std::span<const Channel> channels) {
    const auto found = std::ranges::find_if(channels, is_lead);
    return found == channels.end() ? std::string_view() : name_of(*found);
}

core::Result<ChannelImages> ChannelImages::make(std::span<const ImageIndex> index, std::span<const std::string> leads,
                                                const std::vector<Channel>& channels) {
    if (channels.empty())
        return core::fail({core::ErrorKind::usage, "an input needs a channel", {}, "none", "beat, ...", {}});
    ChannelImages result;
    result.channels_ = channels.size();
    result.joins_leads_ = !joining_lead(channels).empty();
    result.numbers_.resize(index.size() * channels.size());
    // Everything is the image itself until something else is found.
    for (std::size_t i = 0; i < index.size(); ++i)
        std::fill_n(result.numbers_.begin() + static_cast<std::ptrdiff_t>(i * channels.size()), channels.size(),
                    static_cast<std::uint32_t>(i));
    const auto series = series_of(index);
    const auto medians = medians_of(index);
    for (std::size_t c = 0; c < channels.size(); ++c) {
        if (is_lead(channels[c])) {
            SYNCHRONY_TRY(put_lead(index, leads, channels[c], c, channels.size(), result.numbers_));
            continue;
        }
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
