#include "beat_split.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "named.hpp"
#include "synchrony/core/random.hpp"

namespace synchrony::nn {
namespace {

using Images = std::vector<std::size_t>;

constexpr int validation_draws = 200;  // random choices of validation patients, of which the most even one is taken

bool in_leads(const BeatIndex& set, std::size_t image, const std::vector<std::string>& wanted) {
    const auto& lead = set.leads[static_cast<std::size_t>(set.images[image].lead)];
    return wanted.empty() || std::ranges::find(wanted, lead) != wanted.end();
}

core::Result<Images> usable(const BeatIndex& set, const std::vector<std::string>& wanted) {
    for (const auto& lead : wanted)
        if (std::ranges::find(set.leads, lead) == set.leads.end())
            return core::fail(usage_error("the image set has no such lead", lead, "one of its leads"));
    Images images;
    for (std::size_t i = 0; i < set.images.size(); ++i) {
        const auto& image = set.images[i];
        if (image.label < 0 || image.beat == features::median_beat) continue;
        if (in_leads(set, i, wanted)) images.push_back(i);
    }
    return images;
}

const std::string& patient_name(const BeatIndex& set, std::size_t image) {
    return set.patients[static_cast<std::size_t>(set.images[image].patient)].value();
}

using BeatKey = std::pair<std::int32_t, std::int64_t>;
BeatKey beat_key(const BeatIndex& set, std::size_t image) {
    return {set.images[image].patient, set.images[image].beat};
}

std::vector<BeatKey> distinct_beats(const BeatIndex& set, const Images& images) {
    std::vector<BeatKey> keys;
    keys.reserve(images.size());
    for (const auto image : images) keys.push_back(beat_key(set, image));
    std::ranges::sort(keys);
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    return keys;
}

// Splits off the images for which `belongs` holds.
template <typename Predicate>
Images take(Images& from, Predicate belongs) {
    Images taken, left;
    for (const auto image : from) (belongs(image) ? taken : left).push_back(image);
    from = std::move(left);
    return taken;
}

// The beats of a random share, all leads together.
Images take_beats(const BeatIndex& set, Images& from, double share, core::RandomStream random) {
    auto keys = distinct_beats(set, from);
    random.shuffle(keys);
    const auto count = static_cast<std::size_t>(std::lround(share * static_cast<double>(keys.size())));
    const std::set<BeatKey> chosen(keys.begin(), keys.begin() + static_cast<std::ptrdiff_t>(count));
    return take(from, [&](std::size_t image) { return chosen.contains(beat_key(set, image)); });
}

// The patients of a share, chosen so that as far as it goes each class has that share of its images there.
Images take_patients(const BeatIndex& set, Images& from, double share, core::RandomStream random) {
    std::map<std::string, std::array<double, record::aami_class_count>> counts;
    std::array<double, record::aami_class_count> totals{};
    for (const auto image : from) {
        const auto label = static_cast<std::uint8_t>(set.images[image].label);
        counts[patient_name(set, image)][label] += 1;
        totals[label] += 1;
    }
    std::vector<std::string> names;
    for (const auto& [name, count] : counts) names.push_back(name);
    const auto wanted =
        std::max<std::size_t>(1, static_cast<std::size_t>(std::lround(share * static_cast<double>(names.size()))));
    if (wanted >= names.size()) return {};
    std::set<std::string> best;
    double best_distance = INFINITY;
    for (int draw = 0; draw < validation_draws; ++draw) {
        random.shuffle(names);
        double distance = 0;
        for (std::size_t c = 0; c < totals.size(); ++c) {
            if (totals[c] == 0) continue;
            double part = 0;
            for (std::size_t i = 0; i < wanted; ++i) part += counts[names[i]][c];
            distance += std::abs(part / totals[c] - share);
        }
        if (distance >= best_distance) continue;
        best_distance = distance;
        best = {names.begin(), names.begin() + static_cast<std::ptrdiff_t>(wanted)};
    }
    return take(from, [&](std::size_t image) { return best.contains(patient_name(set, image)); });
}

bool holds(const std::vector<std::string>& names, const std::string& name) {
    return std::ranges::find(names, name) != names.end();
}

bool names_all(const PublishedSplit& split, const BeatIndex& set) {
    return std::ranges::all_of(set.patients, [&](const record::PatientId& patient) {
        const auto& name = patient.value();
        return holds(split.train, name) || holds(split.test, name) || holds(split.left_out, name);
    });
}

void split_as_published(const BeatIndex& set, const PublishedSplit& published, Images images, BeatSplit& split) {
    const auto of = [&](const std::vector<std::string>& names) {
        return [&](std::size_t image) { return holds(names, patient_name(set, image)); };
    };
    take(images, of(published.left_out));
    split.test = take(images, of(published.test));
    std::set<std::string> tested;
    for (const auto image : split.test) tested.insert(patient_name(set, image));
    for (const auto& [one, other] : published.duplicate_subjects) {
        const bool tests = tested.contains(one) || tested.contains(other);
        if (tests) take(images, of({one, other}));
    }
    split.train = std::move(images);
    split.unit = model::SplitUnit::published;
    split.description = published.description;
}

}  // namespace

core::Result<BeatSplit> split_beats(const BeatIndex& set, const PretrainOptions& options, std::uint64_t seed) {
    SYNCHRONY_ASSIGN(Images images, usable(set, options.leads));
    const auto random = core::RandomStream(seed).child("split");
    BeatSplit split;
    if (options.split == SplitKind::intra) {
        split.leaking = true;
        split.unit = model::SplitUnit::beat;
        split.description = "intra-patient: beats at random, so that beats of one patient stand on both sides (leaks)";
        split.test = take_beats(set, images, options.test_share, random.child("test"));
        split.validation = take_beats(set, images, options.validation_share, random.child("validation"));
        split.train = std::move(images);
    } else {
        if (options.published && names_all(*options.published, set)) {
            split_as_published(set, *options.published, std::move(images), split);
        } else {
            split.unit = model::SplitUnit::patient;
            split.description = "inter-patient: patients at random";
            split.test = take_patients(set, images, options.test_share, random.child("test"));
            split.train = std::move(images);
        }
        if (!options.validation_patients.empty())
            split.validation = take(split.train, [&](std::size_t image) {
                return std::ranges::find(options.validation_patients, patient_name(set, image)) !=
                       options.validation_patients.end();
            });
        else if (options.validation_share > 0)
            split.validation = take_patients(set, split.train, options.validation_share, random.child("validation"));
    }
    const std::pair<const char*, std::size_t> parts[] = {
        {"training", split.train.size()}, {"validation", split.validation.size()}, {"test", split.test.size()}};
    for (const auto& [name, size] : parts)
        if (size == 0 && !(options.validation_share == 0 && std::string_view(name) == "validation"))
            return core::fail_input(
                std::string("the ") + name + " part has no labelled beats", "image set",
                std::to_string(set.images.size()) + " images of " + std::to_string(set.patients.size()) + " patients",
                "labelled beats of patients on each side of the split");
    return split;
}

std::vector<std::size_t> beats_among(const BeatIndex& set, std::size_t begin, std::size_t end,
                                     const std::vector<std::string>& leads) {
    Images images;
    for (std::size_t i = begin; i < end; ++i)
        if (set.images[i].beat != features::median_beat && in_leads(set, i, leads)) images.push_back(i);
    return images;
}

std::vector<std::size_t> some_beats(const BeatIndex& set, const Images& images, std::size_t most, std::uint64_t seed) {
    if (most == 0 || images.size() <= most) return images;
    Images rest = images;
    const double share = static_cast<double>(most) / static_cast<double>(images.size());
    return take_beats(set, rest, share, core::RandomStream(seed).child("some beats"));
}

std::vector<std::string> patients_of(const BeatIndex& set, const Images& images) {
    std::set<std::int32_t> numbers;
    for (const auto image : images) numbers.insert(set.images[image].patient);
    std::vector<std::string> names;
    for (const auto number : numbers) names.push_back(set.patients[static_cast<std::size_t>(number)].value());
    return names;
}

std::array<std::int64_t, record::aami_class_count> class_counts(const BeatIndex& set, const Images& images) {
    std::array<std::int64_t, record::aami_class_count> counts{};
    for (const auto image : images) ++counts[static_cast<std::uint8_t>(set.images[image].label)];
    return counts;
}

}  // namespace synchrony::nn
