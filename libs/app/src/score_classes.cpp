#include "synchrony/app/score_classes.hpp"
#include "synchrony/inputs/ecg_images.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "labelled_predictions.hpp"
#include "synchrony/core/files.hpp"
#include "synchrony/core/result_files.hpp"
#include "synchrony/core/scratch_folder.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/datasets/data_folder.hpp"
#include "synchrony/datasets/for_each_recording.hpp"
#include "synchrony/datasets/labelled_recording.hpp"
#include "synchrony/datasets/mitbih_split.hpp"
#include "synchrony/model/bundle.hpp"
#include "synchrony/nn/engine.hpp"

namespace synchrony::app {
namespace {

using datasets::MitbihPart;

constexpr std::array<std::string_view, 3> part_names{"ds1", "ds2", "all"};

bool wanted(const std::string& record, ScoredPart part) {
    const auto of = datasets::mitbih_part(record);
    if (of == MitbihPart::unknown) return true;
    if (part == ScoredPart::all) return of != MitbihPart::paced;
    return of == (part == ScoredPart::ds1 ? MitbihPart::ds1 : MitbihPart::ds2);
}

core::Result<std::vector<std::string>> records_to_score(const ScoreClassesRequest& request) {
    SYNCHRONY_ASSIGN(auto names, datasets::record_names(request.database));
    std::erase_if(names, [&](const std::string& name) { return !wanted(name, request.part); });
    if (names.empty())
        return core::fail({core::ErrorKind::usage,
                           "no record of that part",
                           request.database.string(),
                           std::string(name_of(request.part)),
                           "another --part",
                           {}});
    return names;
}

core::Result<model::Bundle> bundle_of_classes(const std::filesystem::path& path) {
    SYNCHRONY_ASSIGN(auto bundle, model::read_bundle(path));
    const auto got = core::joined(bundle.labels, " ");
    if (got == "N S V F Q") return bundle;
    return core::fail_input("the network does not tell the classes of beats", path.string(), got.empty() ? "none" : got,
                            "outputs N S V F Q, as `synchrony pretrain` on MIT-BIH writes them");
}

// The stretches of a recording that are shown to the network as recordings of their own.
std::vector<record::SampleRange> stretches(const record::Ecg& ecg, double excerpt_s) {
    if (excerpt_s <= 0) return {{0, ecg.sample_count()}};
    const auto length = static_cast<std::int64_t>(std::lround(excerpt_s * ecg.sampling_frequency_hz));
    std::vector<record::SampleRange> all;
    for (std::int64_t begin = 0; begin + length <= ecg.sample_count(); begin += length)
        all.push_back({begin, begin + length});
    return all;
}

datasets::LabelledRecording part_of(const datasets::LabelledRecording& whole, record::SampleRange range) {
    datasets::LabelledRecording part{record::excerpt(whole.ecg, range), {}};
    for (std::size_t i = 0; i < whole.annotated.samples.size(); ++i) {
        const auto sample = whole.annotated.samples[i];
        if (sample < range.begin || sample >= range.end) continue;
        part.annotated.samples.push_back(sample - range.begin);
        part.annotated.labels.push_back(whole.annotated.labels[i]);
    }
    return part;
}

// Files from before the fields say it in words alone: networks of MIT-BIH have learnt from DS1 and from nothing else;
// which patients a split at random has taken is not in them.
std::optional<bool> taught_by_words(const std::string& split, std::span<const record::PatientId> records) {
    const auto in_part = [](MitbihPart part) {
        return [part](const record::PatientId& record) { return datasets::mitbih_part(record.value()) == part; };
    };
    if (split.starts_with("inter-patient: MIT-BIH")) return std::ranges::any_of(records, in_part(MitbihPart::ds1));
    const bool by_beat = split.starts_with("intra-patient");
    if (by_beat && !std::ranges::all_of(records, in_part(MitbihPart::unknown))) return true;
    return std::nullopt;
}

// Two of MIT-BIH's records are of one person.
std::string_view subject_of(std::string_view record) {
    return datasets::mitbih_part(record) == MitbihPart::unknown ? record : datasets::mitbih_subject(record);
}

// Scores the records one after the other; images of one are on disk at a time.
class ClassScorer {
  public:
    ClassScorer(const ScoreClassesRequest& request, const model::Bundle& bundle, nn::Inference& engine,
                const core::RunContext& context)
        : request_(request), bundle_(bundle), engine_(engine), context_(context) {
        images_.recipe = bundle.recipe;
        images_.beats = request.beats;
        context_.progress = &core::no_progress();
    }

    core::Result<void> add(const std::string& name, const std::filesystem::path& scratch) {
        SYNCHRONY_ASSIGN(const auto recording, datasets::read_labelled_recording(request_.database / name));
        features::ImageSetWriter writer(images_.recipe);
        starts_.clear();
        std::int64_t shown = 0;
        for (const auto& range : stretches(recording.ecg, request_.excerpt_s)) {
            SYNCHRONY_ASSIGN(const auto beats, add_images(part_of(recording, range), writer));
            if (!beats) continue;
            starts_.push_back(range.begin);
            shown += *beats;
        }
        report_.beats_left_out += static_cast<std::int64_t>(recording.annotated.samples.size()) - shown;
        records_.emplace_back(name);
        if (starts_.empty()) return {};
        if (request_.excerpt_s > 0) report_.excerpts += starts_.size();
        SYNCHRONY_TRY(writer.write(scratch / "images.safetensors", name));
        SYNCHRONY_ASSIGN(const auto set, features::ImageSet::open(scratch / "images.safetensors"));
        return answer(set);
    }

    core::Result<ScoreClassesReport> finish() {
        if (answers_.empty())
            return core::fail({core::ErrorKind::usage,
                               "no annotated beat can be scored",
                               request_.database.string(),
                               std::to_string(records_.size()) + " records, all too short or without beats",
                               "records of --excerpt's length or longer, with annotated beats",
                               {}});
        report_.records = records_.size();
        report_.split = bundle_.provenance.split;
        report_.leaking = has_taught(bundle_.provenance, records_);
        report_.classes = class_scores(answers_, records_, context_);
        if (!request_.predictions.empty())
            SYNCHRONY_TRY(core::write_file(request_.predictions, nn::predictions_csv(answers_, records_)));
        return std::move(report_);
    }

  private:
    // The annotated beats that are shown; nothing where no image can be made of the stretch, as of one without a beat.
    core::Result<std::optional<std::int64_t>> add_images(datasets::LabelledRecording part,
                                                         features::ImageSetWriter& writer) {
        const auto beats = datasets::beats_from(images_.beats, part);
        if (!beats || beats->samples.empty()) return std::nullopt;
        // Its number among those that are shown; a stretch is a patient of its own to the set.
        const record::PatientId stretch(std::to_string(starts_.size()));
        auto made = inputs::images_of_ecg(std::move(part.ecg), stretch, *beats, images_);
        if (!made) return std::nullopt;
        SYNCHRONY_TRY(writer.append(std::move(*made)));
        const auto annotated = static_cast<std::int64_t>(part.annotated.samples.size());
        const auto without = std::ranges::count(beats->labels, -1);
        report_.extra_beats += without;
        report_.missed_beats += annotated - (static_cast<std::int64_t>(beats->labels.size()) - without);
        return annotated;
    }

    core::Result<void> answer(const features::ImageSet& set) {
        SYNCHRONY_ASSIGN(auto predictions, labelled_predictions(engine_, bundle_, set, context_));
        for (auto& answer : predictions) {
            answer.beat += starts_[static_cast<std::size_t>(answer.patient)];
            answer.patient = static_cast<std::int32_t>(records_.size()) - 1;
            answers_.push_back(answer);
        }
        return {};
    }

    const ScoreClassesRequest& request_;
    const model::Bundle& bundle_;
    nn::Inference& engine_;
    core::RunContext context_;
    inputs::BeatImagesRequest images_;
    std::vector<std::int64_t> starts_;  // sample at which each shown stretch of the present record begins
    std::vector<record::PatientId> records_;
    std::vector<nn::BeatPrediction> answers_;
    ScoreClassesReport report_;
};

core::Result<void> check(const ScoreClassesRequest& request) {
    if (request.excerpt_s == 0 || (request.excerpt_s >= least_excerpt_s && request.excerpt_s <= most_excerpt_s))
        return {};
    return core::fail({core::ErrorKind::usage,
                       "excerpts of that length cannot be scored",
                       "--excerpt",
                       core::shortest(request.excerpt_s) + " s",
                       "0 (whole records) or " + std::to_string(static_cast<int>(least_excerpt_s)) + " to " +
                           std::to_string(static_cast<int>(most_excerpt_s)) + " s",
                       {}});
}

}  // namespace

std::optional<bool> has_taught(const model::Provenance& network, std::span<const record::PatientId> records) {
    if (network.split_unit == model::SplitUnit::unknown) return taught_by_words(network.split, records);
    const auto names = [&](const std::vector<std::string>& known) {
        return std::ranges::any_of(records, [&](const record::PatientId& record) {
            return std::ranges::find(known, subject_of(record.value()), subject_of) != known.end();
        });
    };
    return names(network.training_records) || names(network.validation_records);
}

std::string_view name_of(ScoredPart part) {
    return part_names[static_cast<std::size_t>(part)];
}

core::Result<ScoredPart> scored_part_named(std::string_view name) {
    const auto found = std::ranges::find(part_names, name);
    if (found != part_names.end()) return static_cast<ScoredPart>(found - part_names.begin());
    return core::fail(
        {core::ErrorKind::usage, "unknown part of the database", {}, std::string(name), "ds1, ds2 or all", {}});
}

core::Result<ScoreClassesReport> score_classes(const ScoreClassesRequest& asked, const core::RunContext& context) {
    SYNCHRONY_TRY(check(asked));
    SYNCHRONY_TRY(nn::check_device(asked.device));
    ScoreClassesRequest request = asked;
    if (request.database.empty()) {
        SYNCHRONY_ASSIGN(request.database, datasets::data_folder("mitdb"));
    }
    SYNCHRONY_ASSIGN(const auto bundle, bundle_of_classes(request.model));
    SYNCHRONY_ASSIGN(const auto names, records_to_score(request));
    SYNCHRONY_ASSIGN(auto* engine, nn::load_inference(request.device));
    SYNCHRONY_TRY(core::check_replaces_table(request.predictions, nn::predictions_heading));
    SYNCHRONY_ASSIGN(const auto scratch, core::ScratchFolder::create());
    ClassScorer scorer(request, bundle, *engine, context);
    // One record at a time: the network takes the threads.
    auto one_by_one = context;
    one_by_one.threads = 1;
    core::Result<void> scored;
    const auto looped = datasets::for_each_recording(names.size(), "classes of beats", one_by_one, [&](std::size_t i) {
        if (scored) scored = scorer.add(names[i], scratch.path());
        if (scored) context.progress->advance(1, names[i]);
    });
    SYNCHRONY_TRY(scored);
    SYNCHRONY_TRY(looped);
    return scorer.finish();
}

}  // namespace synchrony::app
