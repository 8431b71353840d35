// The whole chain over a folder of WFDB records: read, detect the beats of the first lead, make an image of each.
//     bench_chain FOLDER [--recipe fine|paper] [--dump FILE]
// One thread. Prints one JSON line: what was done and the seconds each stage took. Exit 1 where the number of beats is
// not within 1 % of the annotated ones. --dump writes the images of record 100's first 200 annotated beats for peer.py.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "synchrony/beats/detector.hpp"
#include "synchrony/beats/score.hpp"
#include "synchrony/features/build_images.hpp"
#include "synchrony/features/segment.hpp"
#include "synchrony/features/spectrogram.hpp"
#include "synchrony/io/wfdb.hpp"
#include "synchrony/record/annotation.hpp"

namespace {

using namespace synchrony;

constexpr double beat_count_tolerance = 0.01;  // of the annotated number
constexpr std::size_t dumped_beats = 200;      // peer.py takes as many

double cpu_s() {
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

double wall_s() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

struct Options {
    std::filesystem::path folder;
    std::string recipe = "fine";
    std::optional<std::filesystem::path> dump;
};

struct Totals {
    std::size_t records = 0;
    std::int64_t samples = 0;
    std::size_t beats = 0;
    std::size_t images = 0;
    std::size_t annotated = 0;
    beats::BeatScore score;  ///< whole records, no learning period
    double wall = 0;
    double read_cpu = 0;
    double detect_cpu = 0;
    double images_cpu = 0;
};

std::optional<Options> parse(int argc, char** argv) {
    if (argc < 2 || argc % 2 != 0) return std::nullopt;
    Options options{.folder = argv[1], .recipe = "fine", .dump = std::nullopt};
    for (int i = 2; i + 1 < argc; i += 2) {
        const std::string name = argv[i];
        if (name == "--recipe")
            options.recipe = argv[i + 1];
        else if (name == "--dump")
            options.dump = argv[i + 1];
        else
            return std::nullopt;
    }
    return options;
}

std::vector<std::filesystem::path> records_in(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> records;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        if (entry.path().extension() == ".hea") records.push_back(entry.path().parent_path() / entry.path().stem());
    std::sort(records.begin(), records.end());
    return records;
}

core::Result<record::Ecg> read(const std::filesystem::path& path) {
    SYNCHRONY_ASSIGN(const auto raw, io::wfdb::read_record(path));
    return io::wfdb::to_ecg(raw);
}

std::vector<std::int64_t> beat_samples(const std::vector<record::Annotation>& annotations) {
    std::vector<std::int64_t> samples;
    for (const auto& annotation : annotations)
        if (record::is_beat(annotation.code)) samples.push_back(annotation.sample);
    return samples;
}

/// Not timed: holds the beats found against the annotated ones.
core::Result<void> score(const std::filesystem::path& path, const record::Ecg& ecg,
                         const std::vector<std::int64_t>& peaks, Totals& totals) {
    SYNCHRONY_ASSIGN(const auto reference, io::wfdb::read_annotations(path, "atr"));
    std::vector<record::Annotation> test(peaks.size());
    for (std::size_t i = 0; i < peaks.size(); ++i) {
        test[i].sample = peaks[i];
        test[i].code = 1;
    }
    beats::ScoreOptions options;
    options.sampling_frequency_hz = ecg.sampling_frequency_hz;
    options.learning_s = 0;
    options.record_length = ecg.sample_count();
    SYNCHRONY_ASSIGN(const auto scored, beats::score_beats(reference.annotations, test, options));
    totals.score += scored;
    totals.annotated += beat_samples(reference.annotations).size();
    return {};
}

/// One record from its files to its images; that is timed, then the beats are scored.
core::Result<void> run_record(const std::filesystem::path& path, const features::SpectrogramRecipe& recipe,
                              Totals& totals) {
    const double wall_began = wall_s();
    const double began = cpu_s();
    SYNCHRONY_ASSIGN(const auto ecg, read(path));
    const double has_read = cpu_s();
    const std::vector<std::string> lead{ecg.leads.front().name};
    beats::DetectorOptions options;
    options.lead = lead.front();
    SYNCHRONY_ASSIGN(const auto found, beats::detect_beats(ecg, options));
    const double has_detected = cpu_s();
    std::vector<std::int64_t> peaks;
    for (const auto& beat : found) peaks.push_back(beat.sample);
    SYNCHRONY_ASSIGN(const auto images, features::build_beat_images(ecg, record::PatientId(path.stem().string()), peaks,
                                                                    {}, lead, recipe));
    const double has_images = cpu_s();
    totals.wall += wall_s() - wall_began;
    totals.read_cpu += has_read - began;
    totals.detect_cpu += has_detected - has_read;
    totals.images_cpu += has_images - has_detected;
    ++totals.records;
    totals.samples += ecg.sample_count();
    totals.beats += found.size();
    totals.images += images.size();
    return score(path, ecg, peaks, totals);
}

/// Images before they are rounded to half precision, by the functions that build_beat_images calls: float32
/// [beat, row, column].
core::Result<void> dump(const Options& options, const features::SpectrogramRecipe& recipe) {
    SYNCHRONY_ASSIGN(const auto ecg, read(options.folder / "100"));
    SYNCHRONY_ASSIGN(const auto reference, io::wfdb::read_annotations(options.folder / "100", "atr"));
    auto peaks = beat_samples(reference.annotations);
    peaks.resize(std::min(peaks.size(), dumped_beats));
    const auto rr = features::beat_rr(peaks, ecg.sampling_frequency_hz);
    SYNCHRONY_ASSIGN(const auto lead,
                     features::prepare_lead(ecg.leads.front().samples, ecg.sampling_frequency_hz, recipe));
    SYNCHRONY_ASSIGN(auto maker, features::SpectrogramMaker::create(recipe));
    std::vector<float> pixels(maker.pixel_count());
    std::ofstream file(*options.dump, std::ios::binary);
    for (std::size_t i = 0; i < peaks.size(); ++i) {
        maker.make(lead, peaks[i], rr[i].before_s, rr[i].after_s, pixels);
        file.write(reinterpret_cast<const char*>(pixels.data()),
                   static_cast<std::streamsize>(pixels.size() * sizeof(float)));
    }
    if (!file.flush()) return core::fail_input("cannot write", options.dump->string());
    return {};
}

core::Result<bool> run(const Options& options) {
    SYNCHRONY_ASSIGN(const auto recipe, features::SpectrogramRecipe::named(options.recipe));
    if (options.dump) SYNCHRONY_TRY(dump(options, recipe));
    Totals totals;
    for (const auto& path : records_in(options.folder)) SYNCHRONY_TRY(run_record(path, recipe, totals));
    const double cpu = totals.read_cpu + totals.detect_cpu + totals.images_cpu;
    const nlohmann::json line{
        {"program", "synchrony"},
        {"recipe", options.recipe},
        {"records", totals.records},
        {"samples", totals.samples},
        {"annotated_beats", totals.annotated},
        {"beats", totals.beats},
        {"images", totals.images},
        {"sensitivity", totals.score.sensitivity().value_or(0)},
        {"positive_predictivity", totals.score.positive_predictivity().value_or(0)},
        {"seconds_wall", totals.wall},
        {"seconds_cpu",
         {{"read", totals.read_cpu}, {"detect", totals.detect_cpu}, {"images", totals.images_cpu}, {"total", cpu}}}};
    std::printf("%s\n", line.dump().c_str());
    const auto annotated = static_cast<double>(totals.annotated);
    const double off = std::abs(static_cast<double>(totals.beats) - annotated);
    return totals.beats > 0 && totals.images == totals.beats && off <= beat_count_tolerance * annotated;
}

}  // namespace

int main(int argc, char** argv) {
    const auto options = parse(argc, argv);
    if (!options || !std::filesystem::is_directory(options->folder)) {
        std::fprintf(stderr, "usage: bench_chain FOLDER_OF_WFDB_RECORDS [--recipe fine|paper] [--dump FILE]\n");
        return 2;
    }
    const auto right = run(*options);
    if (!right) {
        std::fprintf(stderr, "%s\n", right.error().message().c_str());
        return 1;
    }
    if (!*right) std::fprintf(stderr, "number of beats or images is not the annotated one within 1 %%\n");
    return *right ? 0 : 1;
}
