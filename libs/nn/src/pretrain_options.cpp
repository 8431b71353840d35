#include "synchrony/nn/pretrain_options.hpp"

#include "named.hpp"

#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "synchrony/core/json_text.hpp"
#include "trainable.hpp"

namespace synchrony::nn {
namespace {

using nlohmann::json;

constexpr std::array<std::string_view, 2> split_names{"inter", "intra"};
constexpr std::array<std::string_view, 5> objective_names{"beats", "contrastive", "both", "numbers", "masked"};
constexpr int classes = record::aami_class_count;

double share(std::int64_t part, std::int64_t whole) {
    return whole > 0 ? static_cast<double>(part) / static_cast<double>(whole) : 0.0;
}

std::size_t at(int c) {
    return static_cast<std::size_t>(c);
}

json detected_json(const DetectedScores& detected, const ClassNames& names) {
    auto document = to_json(detected.scores, names);
    document["missed_beats"] = detected.missed_beats;
    document["extra_beats"] = detected.extra_beats;
    return document;
}

json target_json(const TargetScore& score) {
    const auto known = [](double v) { return std::isfinite(v) ? json(v) : json(); };
    return {{"name", score.name},
            {"mean", score.mean},
            {"sd", score.sd},
            {"validation_explained", known(score.validation_explained)},
            {"test_explained", known(score.test_explained)}};
}

json entry_json(const HistoryEntry& entry) {
    return {{"step", entry.step},
            {"train_loss", entry.train_loss},
            {"learning_rate", entry.learning_rate},
            {"validation_accuracy", entry.validation_accuracy},
            {"validation_macro_f1", entry.validation_macro_f1},
            {"validation_f1", entry.validation_f1},
            {"seconds", entry.seconds}};
}

core::Result<void> check_targets(const PretrainOptions& options) {
    const bool numbers = options.objective == Objective::numbers;
    if (numbers && !options.targets)
        return core::fail(usage_error("there are no numbers to learn", "objective numbers", "a table of targets"));
    if (options.targets && !numbers && options.objective != Objective::beats)
        return core::fail(usage_error("numbers are not learnt beside a contrastive or a masked loss",
                                      "objective " + std::string(name_of(options.objective)),
                                      "objective beats or numbers"));
    return check_range("weight of the numbers' loss", options.targets_weight, 0.0, 1000.0);
}

// Channels in other order or another number of them would feed the first layer what it has not learnt.
core::Result<void> check_init(const model::Bundle& init, const PretrainOptions& options) {
    SYNCHRONY_ASSIGN(const auto channels, init.input_channels());
    const auto& net = init.architecture;
    if (net.name == options.architecture.name && net.stem == options.architecture.stem &&
        net.base_width == options.architecture.base_width && channels == options.channels)
        return {};
    const auto words = [](const model::Architecture& of, std::size_t inputs) {
        return of.name + ", stem " + std::string(model::name_of(of.stem)) + ", width " + std::to_string(of.base_width) +
               ", " + std::to_string(inputs) + " channels";
    };
    return core::fail(usage_error("training begins with the weights of another network", words(net, channels.size()),
                                  words(options.architecture, options.channels.size())));
}

}  // namespace

json to_json(const BeatScores& scores, const ClassNames& names) {
    json per_class;
    for (int c = 0; c < classes; ++c)
        per_class[names[static_cast<std::size_t>(c)]] = {{"n", scores.truths(c)},
                                                         {"sensitivity", scores.sensitivity(c)},
                                                         {"positive_predictivity", scores.positive_predictivity(c)},
                                                         {"f1", scores.f1(c)}};
    return {{"n", scores.total()},
            {"accuracy", scores.accuracy()},
            {"macro_f1", scores.macro_f1()},
            {"classes", per_class},
            {"confusion", scores.confusion}};
}

std::string history_line(const HistoryEntry& entry, std::int64_t planned_steps, const ClassNames& names) {
    char text[200];
    const auto& f1 = entry.validation_f1;
    if (entry.validation_macro_f1 <= 0) {  // nothing was validated
        std::snprintf(text, sizeof text, "step %lld of %lld: loss %.3f, %.0f s", static_cast<long long>(entry.step),
                      static_cast<long long>(planned_steps), entry.train_loss, entry.seconds);
        return text;
    }
    std::snprintf(text, sizeof text, "step %lld of %lld: loss %.3f, validation accuracy %.4f, F1",
                  static_cast<long long>(entry.step), static_cast<long long>(planned_steps), entry.train_loss,
                  entry.validation_accuracy);
    std::string line(text);
    const std::size_t shown = names == aami_names() ? f1.size() - 1 : f1.size();  // hardly a beat is a Q
    for (std::size_t c = 0; c < shown; ++c) {
        std::snprintf(text, sizeof text, " %s %.3f", names[c].c_str(), f1[c]);
        line += text;
    }
    std::snprintf(text, sizeof text, ", %.0f s", entry.seconds);
    return line + text;
}

std::string_view name_of(SplitKind split) {
    return split_names[static_cast<std::size_t>(split)];
}
core::Result<SplitKind> split_named(std::string_view name) {
    return value_named<SplitKind>("split", split_names, name);
}

std::string_view name_of(Objective objective) {
    return objective_names[static_cast<std::size_t>(objective)];
}
core::Result<Objective> objective_named(std::string_view name) {
    return value_named<Objective>("objective", objective_names, name);
}

core::Result<void> check_unlabelled(Objective objective) {
    if (objective != Objective::beats && objective != Objective::numbers) return {};
    return core::fail(
        usage_error("recordings without labels teach nothing here", "objective " + std::string(name_of(objective)),
                    "objective contrastive, both or masked",
                    "the others learn from the classes of beats or numbers of patients, which they lack"));
}

core::Key NumericTargets::key() const {
    core::Key key("numeric targets");
    key.add_all("names", names);
    for (const auto& [patient, values] : of_patient) key.add("patient", patient).add_all("values", values);
    return key;
}

core::Key AuxiliarySource::key() const {
    core::Key key("auxiliary source");
    key.add("images", images->key().digest()).add("share", share);
    for (const auto& known : class_names) key.add("class", known);
    return key;
}

core::Key PublishedSplit::key() const {
    core::Key key("published split");
    key.add("description", description).add_all("train", train).add_all("test", test).add_all("left out", left_out);
    key.add("duplicates", duplicate_subjects.size());
    for (const auto& [one, other] : duplicate_subjects) key.add("one", one).add("other", other);
    return key;
}

core::Key PretrainOptions::key() const {
    core::Key key("pretrain");
    key.add("network", architecture.key()).add("objective", name_of(objective));
    if (init) key.add("init", init->key().digest());
    if (targets) key.add("targets", targets->key().digest()).add("weight of targets", targets_weight);
    key.add("contrastive weight", contrastive_weight).add("contrastive temperature", contrastive_temperature);
    if (objective == Objective::masked) key.add("masked share", masked_share);
    key.add("channels", channels.size());
    for (const auto channel : channels) key.add("channel", features::name_of(channel));
    if (auxiliary) key.add("auxiliary", auxiliary->key());
    if (unlabelled) key.add("unlabelled", unlabelled->key().digest()).add("unlabelled share", unlabelled_share);
    key.add("split", name_of(split));
    if (published) key.add("published", published->key());
    key.add_all("leads", leads).add("validation share", validation_share);
    key.add_all("validation patients", validation_patients).add("test share", test_share);
    key.add("validation images", most_validation_images);
    key.add("epochs", epochs).add("steps", most_steps).add("seconds", most_seconds);
    key.add("batch", batch).add("micro batch", micro_batch).add("optimizer", optimizer.key());
    key.add("balance", name_of(balance)).add("balance power", balance_power);
    key.add("augmentation", augmentation.key());
    if (noise) key.add("noise", noise->key());
    key.add("dropout", dropout).add("patient power", patient_power);
    key.add("timing", timing).add("timing inputs", timing_inputs).add("irregular chance", irregular_chance);
    key.add("precision", name_of(precision));
    return key.add("validations", validations).add("patience", patience).add("averaging", averaging);
}

core::Result<void> PretrainOptions::check() const {
    constexpr double most_share = 0.9;
    constexpr double most_seconds_of_all = 1e9;
    SYNCHRONY_TRY(architecture.check());
    SYNCHRONY_TRY(check_trainable(architecture));
    if (init) SYNCHRONY_TRY(check_init(*init, *this));
    SYNCHRONY_TRY(check_targets(*this));
    SYNCHRONY_TRY(optimizer.check());
    SYNCHRONY_TRY(augmentation.check());
    SYNCHRONY_TRY(check_range("share of validation", validation_share, 0.0, most_share));
    SYNCHRONY_TRY(check_range("number of channels", channels.size(), 1, 64));
    SYNCHRONY_TRY(check_range("weight of the contrastive loss", contrastive_weight, 0.0, 1000.0));
    SYNCHRONY_TRY(check_range("temperature", contrastive_temperature, 0.001, 100.0));
    SYNCHRONY_TRY(check_range("share of hidden patches", masked_share, 0.05, 0.95));
    SYNCHRONY_TRY(check_range("share of unlabelled images", unlabelled_share, 0.01, most_share));
    if (unlabelled) SYNCHRONY_TRY(check_unlabelled(objective));
    if (auxiliary) {
        SYNCHRONY_TRY(check_range("share of the other source's images", auxiliary->share, 0.01, most_share));
        const double beside = auxiliary->share + (unlabelled ? unlabelled_share : 0.0);
        SYNCHRONY_TRY(
            check_range("share of images beside the labelled ones, of all kinds together", beside, 0.01, most_share));
    }
    SYNCHRONY_TRY(check_range("chance of an irregular rhythm", irregular_chance, 0.0, 1.0));
    SYNCHRONY_TRY(check_range("share of test", test_share, 0.01, most_share));
    SYNCHRONY_TRY(check_range("epochs", epochs, 1, 100000));
    SYNCHRONY_TRY(check_range("steps", most_steps, 0, std::int64_t{1} << 40));
    SYNCHRONY_TRY(check_range("seconds", most_seconds, 0.0, most_seconds_of_all));
    const int kinds = 1 + (auxiliary ? 1 : 0) + (unlabelled ? 1 : 0);  // each has an image in it
    SYNCHRONY_TRY(check_range("batch", batch, std::max(2, kinds), 1 << 20));
    SYNCHRONY_TRY(check_range("micro-batch", micro_batch, 0, batch));
    SYNCHRONY_TRY(check_range("power of balance", balance_power, 0.0, 2.0));
    SYNCHRONY_TRY(check_range("power of balance of patients", patient_power, 0.0, 1.0));
    SYNCHRONY_TRY(check_range("numbers of timing", timing_inputs, 1, features::timing_input_count));
    SYNCHRONY_TRY(check_range("dropout", dropout, 0.0, 0.95));
    SYNCHRONY_TRY(check_range("validations", validations, 1, 100000));
    SYNCHRONY_TRY(check_range("patience", patience, 0, 100000));
    return check_range("decay of averaging", averaging, 0.0, 0.99999);
}

std::array<float, rr_input_count> rr_inputs(const features::ImageIndex& image) {
    const auto ratio = [](float a, float b) {
        constexpr float least = -1.0F;
        constexpr float most = 2.0F;
        return a > 0 && b > 0 ? rr_input_scale * std::clamp(a / b - 1.0F, least, most) : 0.0F;
    };
    return {ratio(image.rr_before_s, image.rr_local_s), ratio(image.rr_after_s, image.rr_local_s),
            ratio(image.rr_before_s, image.rr_after_s)};
}

std::int64_t BeatScores::total() const {
    std::int64_t sum = 0;
    for (int c = 0; c < classes; ++c) sum += truths(c);
    return sum;
}

std::int64_t BeatScores::truths(int c) const {
    std::int64_t sum = 0;
    for (const auto count : confusion[at(c)]) sum += count;
    return sum;
}

std::int64_t BeatScores::predictions(int c) const {
    std::int64_t sum = 0;
    for (const auto& row : confusion) sum += row[at(c)];
    return sum;
}

double BeatScores::accuracy() const {
    std::int64_t right = 0;
    for (int c = 0; c < classes; ++c) right += confusion[at(c)][at(c)];
    return share(right, total());
}

double BeatScores::sensitivity(int c) const {
    return share(confusion[at(c)][at(c)], truths(c));
}

double BeatScores::positive_predictivity(int c) const {
    return share(confusion[at(c)][at(c)], predictions(c));
}

double BeatScores::f1(int c) const {
    return share(2 * confusion[at(c)][at(c)], truths(c) + predictions(c));
}

double BeatScores::macro_f1(std::int64_t least_truths) const {
    double sum = 0;
    int present = 0;
    for (int c = 0; c < classes; ++c) {
        if (truths(c) < least_truths) continue;
        sum += f1(c);
        ++present;
    }
    return present > 0 ? sum / present : 0.0;
}

std::string PretrainReport::to_json() const {
    json entries = json::array();
    for (const auto& entry : history) entries.push_back(entry_json(entry));
    json numbers = json::array();
    for (const auto& score : targets) numbers.push_back(target_json(score));
    const auto beside = [](const BesideCounts& counts, const char* unit) {
        return counts.images == 0
                   ? json()
                   : json{{unit, counts.patients}, {"images", counts.images}, {"in_batch", counts.in_batch}};
    };
    const json document = {
        {"split", name_of(split)},
        {"leaking", leaking},
        {"split_description", split_description},
        {"images", {{"train", train_images}, {"validation", validation_images}, {"test", test_images}}},
        {"patients", {{"train", train_patients}, {"validation", validation_patients}, {"test", test_patients}}},
        {"train_counts", train_counts},
        {"validation", nn::to_json(validation, class_names)},
        {"test", nn::to_json(test, class_names)},
        {"test_by_image", nn::to_json(test_by_image, class_names)},
        {"test_detected", test_detected ? detected_json(*test_detected, class_names) : json()},
        {"auxiliary", beside(auxiliary, "patients")},
        {"unlabelled", beside(unlabelled, "recordings")},
        {"targets", numbers},
        {"objective", name_of(objective)},
        {"device", device},
        {"precision", precision},
        {"batch", batch},
        {"history", entries},
        {"steps", steps},
        {"planned_steps", planned_steps},
        {"best_step", best_step},
        {"parameters", parameters},
        {"train_seconds", train_seconds},
        {"train_images_per_s", train_images_per_s},
        {"train_gflop_per_s", train_images_per_s * gflop_per_image},
        {"gflop_per_image", gflop_per_image},
        {"sgemm_gflop_per_s", sgemm_gflop_per_s},
        {"waiting_share", waiting_share},
        {"test_images_per_s", test_images_per_s},
        {"peak_memory_mb", peak_memory_mb},
        {"resumed", resumed},
        {"stopped_early", stopped_early}};
    return core::json_text(document, 2);
}

}  // namespace synchrony::nn
