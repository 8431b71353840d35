#include "synchrony/study/transfer_draws.hpp"

#include <algorithm>
#include <charconv>

#include "synchrony/core/random.hpp"

namespace synchrony::study {
namespace {

// The largest counts in the proportion `positives` : `negatives` that `have` allows.
DrawSize largest(std::size_t positives, std::size_t negatives, std::size_t have_positives, std::size_t have_negatives) {
    if (have_positives * negatives <= have_negatives * positives)
        return {have_positives, have_positives * negatives / positives, {}};
    return {have_negatives * positives / negatives, have_negatives, {}};
}

std::string counts(const DrawSize& size) {
    return std::to_string(size.patients()) + " patients, " + std::to_string(size.positives) + " to " +
           std::to_string(size.negatives);
}

}  // namespace

core::Result<Half> half_of(const record::PatientId& patient) {
    const std::string& id = patient.value();
    const auto last = id.find_last_of("0123456789");
    if (last == std::string::npos)
        return core::fail_input("a patient's half cannot be told", {}, "an id without a number", "an id with a number");
    const auto before = id.find_last_not_of("0123456789", last);
    const auto first = before == std::string::npos ? 0 : before + 1;
    std::uint64_t number = 0;
    const auto read = std::from_chars(id.data() + first, id.data() + last + 1, number);
    if (read.ec != std::errc())
        return core::fail_input("a patient's half cannot be told", {}, "a number of too many digits",
                                "a smaller number");
    return (number / 2) % 2 == 0 ? Half::a : Half::b;
}

core::Key Draw::key() const {
    return core::Key("draw").add_all("rows", rows).add("folds", folds.key());
}

core::Result<void> DrawOptions::check() const {
    const auto wrong = [](const char* what, std::size_t got, std::string expected) {
        return core::fail({core::ErrorKind::usage, what, "draws", std::to_string(got), std::move(expected), {}});
    };
    if (folds < 2) return wrong("too few folds", static_cast<std::size_t>(std::max(folds, 0)), "2 or more");
    const auto least = static_cast<std::size_t>(folds);
    if (positives < least || patients < positives + least)
        return wrong("a class is smaller than the number of folds", positives,
                     std::to_string(least) + " or more of each class among " + std::to_string(patients) + " patients");
    return {};
}

core::Result<DrawSize> draw_size(std::span<const std::uint8_t> labels, const DrawOptions& options) {
    SYNCHRONY_TRY(options.check());
    const auto positives = static_cast<std::size_t>(std::ranges::count(labels, std::uint8_t{1}));
    const std::size_t negatives = labels.size() - positives;
    if (positives == 0 || negatives == 0)
        return core::fail_input("cohorts cannot be drawn from one class", "labels",
                                std::to_string(positives) + " positives, " + std::to_string(negatives) + " negatives",
                                "both");
    const DrawSize asked{options.positives, options.patients - options.positives, {}};
    const DrawSize swapped{asked.negatives, asked.positives, {}};
    if (asked.positives <= positives && asked.negatives <= negatives) return asked;
    const std::string why = "the labels (" + std::to_string(positives) + " to " + std::to_string(negatives) +
                            ") do not allow " + counts(asked);
    if (swapped.positives <= positives && swapped.negatives <= negatives)
        return DrawSize{swapped.positives, swapped.negatives, why + ": the classes are swapped"};
    const auto one = largest(asked.positives, asked.negatives, positives, negatives);
    const auto two = largest(swapped.positives, swapped.negatives, positives, negatives);
    auto best = one.patients() >= two.patients() ? one : two;
    if (const auto least = std::min(best.positives, best.negatives); least < static_cast<std::size_t>(options.folds))
        return core::fail_input("a class of what can be drawn is smaller than the number of folds", "labels",
                                counts(best) + " of " + std::to_string(positives) + " positives, " +
                                    std::to_string(negatives) + " negatives",
                                std::to_string(options.folds) + " or more of each", "Ask for fewer folds");
    best.note = why + ": the same proportion with the most patients, " + counts(best);
    return best;
}

core::Result<Draw> make_draw(std::span<const record::PatientId> patients, std::span<const std::uint8_t> labels,
                             const DrawSize& size, std::string_view task, std::size_t number,
                             const DrawOptions& options) {
    const auto stream = core::RandomStream(options.seed).child("transfer gain").child(task, number);
    auto random = stream.child("patients");
    std::vector<std::size_t> order(labels.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    random.shuffle(order);
    Draw draw;
    std::size_t positives = 0, negatives = 0;
    for (const auto row : order) {
        auto& taken = labels[row] != 0 ? positives : negatives;
        if (taken == (labels[row] != 0 ? size.positives : size.negatives)) continue;
        ++taken;
        draw.rows.push_back(row);
    }
    std::ranges::sort(draw.rows);
    std::vector<record::PatientId> drawn;
    std::vector<std::uint8_t> drawn_labels;
    for (const auto row : draw.rows) {
        drawn.push_back(patients[row]);
        drawn_labels.push_back(labels[row]);
    }
    SYNCHRONY_ASSIGN(draw.folds,
                     cohort::make_folds(drawn, drawn_labels, {}, {options.folds, 1, stream.child("folds").seed()}));
    return draw;
}

}  // namespace synchrony::study
