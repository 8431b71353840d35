#include "pretrain_options.hpp"

#include <algorithm>
#include <tuple>

#include "device_option.hpp"
#include "one_of.hpp"
#include "shell.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/model/architecture.hpp"
#include "synchrony/model/bundle.hpp"
#include "synchrony/record/ecg.hpp"

namespace synchrony::cli {
namespace {

/// Waves have a recipe and networks of their own, which follow from the word where nothing else is asked for.
core::Result<void> apply_input(const PretrainWords& words, app::PretrainRequest& request) {
    const bool waves = words.input == "wave";
    const std::string usual = waves ? "wave" : "fine";
    SYNCHRONY_ASSIGN(request.images.recipe,
                     features::SpectrogramRecipe::named(words.recipe.empty() ? usual : words.recipe));
    auto& network = request.options.architecture.name;
    if (const auto sister = request.options.architecture.wave_sister(); waves && !sister.empty()) network = sister;
    return model::check_shown(request.options.architecture, request.images.recipe);
}

constexpr std::uint64_t usual_virtual_patients = 3000;  // beside MIT-BIH

tl::unexpected<core::Error> usage(const std::string& what, const std::string& got, const std::string& expected) {
    return core::fail({core::ErrorKind::usage, what, {}, got, expected, {}});
}

/// Of a network that is taught further; one that cannot be read is refused later.
bool begins_with_waves(const std::filesystem::path& init) {
    if (init.empty()) return false;
    const auto bundle = model::read_bundle(init);
    return bundle && bundle->recipe.is_wave();
}

/// What --source names.
struct Sources {
    bool mitbih = false;
    bool made = false;  ///< virtual patients
    std::string table;  ///< of recordings without labels; empty: none
};

core::Result<Sources> sources_named(const std::vector<std::string>& words) {
    Sources sources;
    for (const auto& word : words) {
        const bool table = word.ends_with(".csv");
        const bool again = (word == "mitbih" && sources.mitbih) || (word == "virtual" && sources.made) ||
                           (table && !sources.table.empty());
        if (again) return usage("a kind of source stands twice", word, "each of them once");
        if (word == "mitbih")
            sources.mitbih = true;
        else if (word == "virtual")
            sources.made = true;
        else if (table)
            sources.table = word;
        else
            return usage("no such source", word, "mitbih, virtual, or a table of recordings (.csv)");
    }
    if (sources.mitbih || sources.made) return sources;
    return usage("recordings without labels do not teach alone", core::joined(words), "mitbih or virtual beside them");
}

/// An option of the training, whose default --help shows.
template <typename Value>
CLI::Option* add_training(CLI::App& app, const std::string& name, Value& value, const std::string& meaning) {
    return app.add_option(name, value, meaning)->capture_default_str()->group("Training");
}

// In the order of --help, which lists the options of a group as they were added.
void add_data_options(CLI::App& app, app::PretrainRequest& request, PretrainWords& words) {
    app.add_option("--out", request.out, "Model file to write (.safetensors)")->required();
    app.add_option("--report", request.report, "Write all figures as JSON");
    app.add_option("--validation-predictions,--validation-answers", request.validation_predictions,
                   "Write the probabilities of every validation beat as CSV");
    app.add_option("--data", request.images.database,
                   "Folder of the MIT-BIH database (default: found, see `data where mitdb`)")
        ->type_name(folder_value);
    app.add_option("--source", words.sources,
                   "What to learn from, several at once: mitbih; virtual; a cohort CSV of recordings without labels "
                   "(as --unlabelled, with --objective both unless asked otherwise). Virtual patients beside MIT-BIH "
                   "have classes and numbers of their own (default: mitbih, or virtual where --virtual stands)")
        ->delimiter(',');
    app.add_option("--virtual", request.virtual_patients,
                   "Learn from so many virtual patients instead, made on the fly: their kind of conduction and "
                   "what simulation knows of them; twelve leads at once, signed images, --no-timing, --irregular "
                   "0, --gain 0.4 and --recorder 0.3 unless asked otherwise. Each takes 50 kB of cache and twice that "
                   "of memory. With --source mitbih,virtual: so many beside MIT-BIH (default: 3000)")
        ->check(CLI::Range(app::least_virtual_patients, app::most_virtual_patients));
    app.add_option("--virtual-share", request.virtual_share, "Share of each batch that is theirs, beside MIT-BIH")
        ->check(CLI::Range(0.01, 0.9))
        ->capture_default_str();
    app.add_option("--split", words.split, "inter: by patient (DS1 trains, DS2 tests); intra: by beat, leaks")
        ->check(one_of({"inter", "intra"}))
        ->capture_default_str();
    app.add_option("--beats", words.beats, "Beats from annotations or from our detector")
        ->check(one_of({"annotations", "detector"}))
        ->capture_default_str();
    app.add_option("--leads", words.leads, "Leads of each record")
        ->check(one_of({"all", "first"}))
        ->capture_default_str();
    app.add_option("--input", words.input,
                   "image: spectrograms of the beats; wave: the samples that they are made of, to a one-dimensional "
                   "network of as many weights (resnet18-1d)")
        ->check(one_of({"image", "wave"}))
        ->capture_default_str();
    app.add_option("--recipe", words.recipe, "Spectrogram recipe (default: fine; of waves: wave)")
        ->check(one_of(features::SpectrogramRecipe::names()));
    takes_shipped_models(
        app.add_option("--init", request.init,
                       "Begin with the weights of this model, taught by another source: its network, channels and "
                       "recipe stay, the last layer is drawn anew"));
    app.add_option("--images", request.images.file, "Image set to make or reuse (default: in the cache folder)");
}

void add_network_options(CLI::App& app, nn::PretrainOptions& options, PretrainWords& words) {
    app.add_option("--architecture", options.architecture.name, "Network")
        ->check(one_of(model::Architecture::names()))
        ->capture_default_str()
        ->group("Network");
    app.add_option("--stem", words.stem, "First layers")
        ->check(one_of({"standard", "compact", "small"}))
        ->group("Network");
    app.add_option("--width", options.architecture.base_width, "Channels of layer1; 64 is the published net")
        ->capture_default_str()
        ->group("Network");
    app.add_option("--channels", words.channels,
                   "What the input's channels hold: beat, median, previous, next; or twelve leads at once: I II III "
                   "aVR aVL aVF V1 V2 V3 V4 V5 V6")
        ->delimiter(',')
        ->capture_default_str()
        ->group("Network");
    app.add_flag("--timing,!--no-timing", options.timing, "Show the timing of the beats too (default: yes)")
        ->group("Network");
    app.add_option("--timing-inputs", options.timing_inputs, "How many of the numbers of timing, the first ones")
        ->capture_default_str()
        ->group("Network");
}

void add_objective_options(CLI::App& app, app::PretrainRequest& request, PretrainWords& words) {
    auto& options = request.options;
    add_training(app, "--objective", words.objective,
                 "beats: AAMI classes; contrastive: which views are of one beat, without labels; both; numbers: those "
                 "of --targets alone; masked: hidden patches of time and frequency, without labels")
        ->check(one_of({"beats", "contrastive", "both", "numbers", "masked"}));
    add_training(app, "--masked-share", options.masked_share, "Share of the patches that --objective masked hides");
    add_training(app, "--contrastive-weight", options.contrastive_weight,
                 "Weight of the contrastive loss beside that of the classes");
    app.add_option("--targets", request.targets,
                   "CSV with a column patient_id (records) and numbers of each, learnt beside the "
                   "classes or, with --objective numbers, instead of them")
        ->group("Training");
    app.add_option("--target-columns", request.target_columns, "Which of its columns (default: all)")
        ->delimiter(',')
        ->group("Training");
    add_training(app, "--targets-weight", options.targets_weight, "Weight of their mean squared error, in squared SDs");
    app.add_option("--unlabelled", request.unlabelled,
                   "Cohort CSV whose recordings, of any leads, join the contrastive loss (which "
                   "leads are of one beat) or the masked one. No column but ecg is used")
        ->group("Training");
    add_training(app, "--unlabelled-share", options.unlabelled_share, "Share of each batch that is theirs");
}

void add_example_options(CLI::App& app, app::PretrainRequest& request, PretrainWords& words) {
    auto& options = request.options;
    add_device_option(app, request.device, "Where the network learns and answers");
    add_training(app, "--precision", words.precision, "auto: bf16 on GPUs and on processors that multiply it, else f32")
        ->check(one_of({"auto", "f32", "bf16", "f16"}));
    add_training(app, "--validation-share", options.validation_share,
                 "Share of the training patients that choose the weights (0: none; the last weights are kept)");
    app.add_option("--validation-patients", options.validation_patients,
                   "Training patients (records) that choose the weights, instead of a random share")
        ->delimiter(',')
        ->group("Training");
    app.add_flag("!--no-test", options.test, "Leave the test part untouched, to choose settings");
    app.add_flag("!--no-noise", request.noise, "Add no recorded noise in training")->group("Training");
    add_training(app, "--gain", options.augmentation.gain,
                 "Amplitude is changed by a factor of exp(-GAIN) to exp(GAIN) in training");
    add_training(app, "--recorder", options.augmentation.recorder_chance,
                 "Chance that a beat is shown as another electrocardiograph would have recorded it: other filters, "
                 "mains notch, sampling rate");
    app.add_flag("!--no-mixtures", request.images.mixtures, "Leave out the mixtures of the two leads");
    add_training(app, "--irregular", options.irregular_chance,
                 "Chance that a normal beat is shown with the timing of an irregular rhythm");
    add_training(app, "--balance-power", options.balance_power, "Weight of a class: its share to this power, inverted");
    add_training(app, "--patient-power", options.patient_power, "Likewise of a patient within a class, when sampling");
}

void add_length_options(CLI::App& app, nn::PretrainOptions& options, PretrainWords& words) {
    add_training(app, "--dropout", options.dropout, "Share of the pooled features hidden in training");
    add_training(app, "--weight-decay", options.optimizer.weight_decay, "Of convolutions and linear layers");
    add_training(app, "--epochs", options.epochs, "Passes over the training beats, at most");
    add_training(app, "--minutes", words.minutes,
                 "Time for training and validations, at most (0: no limit); making images and the test come on top")
        ->check(CLI::Range(0.0, 1e7));
    add_training(app, "--steps", options.most_steps, "Weight updates, at most (0: no limit)");
    add_training(app, "--batch", options.batch, "Images in a weight update");
    add_training(app, "--micro-batch", options.micro_batch, "Images at a time; gradients add up to --batch (0: all)");
    add_training(app, "--optimizer", words.optimizer, "sgd (Nesterov) or adamw")->check(one_of({"sgd", "adamw"}));
    app.add_option("--lr", words.learning_rate, "Highest learning rate (default: 0.002 for adamw, 0.05 for sgd)")
        ->group("Training");
    app.add_option("--balance", words.balance, "How rare classes count")
        ->check(one_of({"none", "weighted_loss", "sampling"}))
        ->group("Training");
}

void add_state_options(CLI::App& app, nn::PretrainOptions& options, PretrainWords& words) {
    add_training(app, "--validations", options.validations, "Times that the network is validated during training");
    add_training(app, "--validation-images", options.most_validation_images,
                 "Score so many random validation images (0: all)");
    add_training(app, "--test-images", options.most_test_images,
                 "Score so many random test images at the end (0: all)");
    add_training(app, "--patience", options.patience, "Stop after so many validations without gain (0: never)");
    add_training(app, "--averaging", options.averaging, "Decay of the running mean of weights (0: off)");
    app.add_option("--checkpoint", options.checkpoint, "State of training; a later run goes on from it")
        ->group("Training");
    app.add_flag("--fresh", words.fresh, "Do not go on from the checkpoint")->group("Training");
    app.add_flag("--full-precision", words.full_precision, "Store weights as 32 instead of 16 bit");
}

}  // namespace

core::Result<void> choose_sources(const CLI::App& app, app::PretrainRequest& request, PretrainWords& words) {
    const auto asked = [&](const char* option) { return app.count(option) > 0; };
    Sources sources{!asked("--virtual"), asked("--virtual"), {}};
    if (asked("--source")) {
        SYNCHRONY_ASSIGN(sources, sources_named(words.sources));
    }
    if (asked("--virtual-share") && !(sources.mitbih && sources.made))
        return usage("--virtual-share is about two sources at once", "one of them", "--source mitbih,virtual");
    if (!sources.mitbih)
        for (const char* of_mitbih : {"--data", "--beats", "--leads"})
            if (asked(of_mitbih))
                return usage(std::string(of_mitbih) + " is about MIT-BIH's beats", "virtual patients alone",
                             "--source mitbih,virtual, or leave it out");
    if (!sources.made && asked("--virtual"))
        return usage("--virtual is a number of virtual patients", "--source without them", "--source mitbih,virtual");
    if (!sources.table.empty()) {
        if (asked("--unlabelled"))
            return usage("recordings without labels are named twice", sources.table + ", --unlabelled", "one table");
        request.unlabelled = sources.table;
        if (!asked("--objective")) words.objective = "both";
    }
    if (asked("--unlabelled-share") && request.unlabelled.empty())
        return usage("--unlabelled-share is about recordings without labels", "none", "--unlabelled TABLE.csv");
    if (!sources.made) return {};
    request.virtual_beside = sources.mitbih;
    const auto twelve = std::ranges::find_first_of(words.channels, record::standard_leads());
    if (request.virtual_beside && twelve != words.channels.end())
        return usage("MIT-BIH's recordings have two leads, not twelve", "channel " + *twelve, "--channels beat");
    if (request.virtual_patients == 0) request.virtual_patients = usual_virtual_patients;
    if (request.virtual_beside && !request.targets.empty())
        return usage("virtual patients beside MIT-BIH bring numbers of their own", "--targets",
                     "--target-columns to choose from them");
    return {};
}

core::Result<void> refuse_unheeded(const CLI::App& app, const app::PretrainRequest& request,
                                   const PretrainWords& words) {
    const auto asked = [&](const char* option) { return app.count(option) > 0; };
    const bool numbers = !request.targets.empty() || request.virtual_patients > 0;
    for (const auto& [option, heeded, about, needs] :
         {std::tuple{"--masked-share", words.objective == "masked", "hidden patches", "--objective masked"},
          {"--contrastive-weight", words.objective == "both", "two losses at once", "--objective both"},
          {"--target-columns", numbers, "numbers to learn", "--targets or --virtual beside it"},
          {"--targets-weight", numbers, "numbers to learn", "--targets or --virtual beside it"},
          {"--timing-inputs", request.options.timing, "the timing of beats", "--timing"},
          {"--fresh", !request.options.checkpoint.empty(), "a checkpoint", "--checkpoint FILE"}})
        if (asked(option) && !heeded) return usage(std::string(option) + " is about " + about, "none", needs);
    return {};
}

void suit_virtual_patients(const CLI::App& app, app::PretrainRequest& request, PretrainWords& words) {
    const auto asked = [&](const char* option) { return app.count(option) > 0; };
    auto& options = request.options;
    if (!asked("--gain")) options.augmentation.gain = 0.4;
    if (!asked("--recorder") && words.input == "image" && !begins_with_waves(request.init))
        options.augmentation.recorder_chance = 0.3;
    if (request.virtual_beside) return;
    if (!asked("--recipe") && words.input == "image") words.recipe = "signed";
    if (!asked("--channels")) words.channels.assign(record::standard_leads().begin(), record::standard_leads().end());
    if (!asked("--timing")) options.timing = false;
    if (!asked("--irregular")) options.irregular_chance = 0.0;
}

core::Result<void> apply_words(const PretrainWords& words, app::PretrainRequest& request) {
    auto& options = request.options;
    SYNCHRONY_ASSIGN(options.split, nn::split_named(words.split));
    if (!words.stem.empty()) {
        SYNCHRONY_ASSIGN(options.architecture.stem, model::stem_named(words.stem));
    }
    SYNCHRONY_TRY(apply_input(words, request));
    SYNCHRONY_ASSIGN(request.images.beats, datasets::beat_source_named(words.beats));
    if (!words.balance.empty()) {
        SYNCHRONY_ASSIGN(options.balance, nn::balance_named(words.balance));
    }
    SYNCHRONY_ASSIGN(options.objective, nn::objective_named(words.objective));
    SYNCHRONY_ASSIGN(options.precision, nn::precision_named(words.precision));
    options.channels.clear();
    for (const auto& name : words.channels) {
        SYNCHRONY_ASSIGN(const auto channel, features::channel_named(name));
        options.channels.push_back(channel);
    }
    if (words.optimizer == "sgd") options.optimizer = {nn::Optimizer::sgd, nn::Schedule::one_cycle, 0.05, 5e-4};
    if (words.learning_rate) options.optimizer.learning_rate = *words.learning_rate;
    request.images.first_lead_only = words.leads == "first";
    options.most_seconds = words.minutes * 60;
    options.resume = !words.fresh;
    request.storage = words.full_precision ? model::WeightStorage::f32 : model::WeightStorage::f16;
    return {};
}

void add_pretrain_options(CLI::App& app, app::PretrainRequest& request, PretrainWords& words) {
    add_data_options(app, request, words);
    add_network_options(app, request.options, words);
    add_objective_options(app, request, words);
    add_example_options(app, request, words);
    add_length_options(app, request.options, words);
    add_state_options(app, request.options, words);
    for (const char* of_the_net : {"--input", "--recipe", "--architecture", "--stem", "--width", "--channels"})
        app.get_option("--init")->excludes(app.get_option(of_the_net));
}

}  // namespace synchrony::cli
