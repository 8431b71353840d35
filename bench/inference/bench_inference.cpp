// Images a second through a trained network, oneDNN's engine beside libtorch's in turn, and whether they agree:
//   bench_inference [IMAGES] [cpu]
// Both get the same bundle and the same images, and read, scale and answer them; the median of five rounds each. `cpu`
// counts seconds of one processor core and runs one thread alone: for a machine that others use, too.
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <iomanip>
#include <iostream>
#include <numeric>
#include <string_view>
#include <vector>

#include "synchrony/core/random.hpp"
#include "synchrony/features/image_set.hpp"
#include "synchrony/nn/engine.hpp"

namespace {

namespace nn = synchrony::nn;
constexpr int rounds = 5;

synchrony::core::Result<synchrony::features::ImageSet> random_images(int count) {
    const auto recipe = synchrony::features::SpectrogramRecipe::named("fine");
    if (!recipe) return synchrony::core::fail(recipe.error());
    synchrony::features::ImageSetWriter writer(*recipe);
    writer.add_lead("II");
    const auto patient = writer.add_patient(synchrony::record::PatientId("p"));
    synchrony::core::RandomStream random(1);
    std::vector<float> pixels(static_cast<std::size_t>(recipe->height) * static_cast<std::size_t>(recipe->width));
    for (int i = 0; i < count; ++i) {
        for (auto& pixel : pixels) pixel = static_cast<float>(random.normal());
        writer.add({patient, 0, i, 0, 0, 0, 0}, pixels);
    }
    const auto path = std::filesystem::temp_directory_path() / "synchrony_bench_inference.safetensors";
    if (const auto written = writer.write(path, "bench"); !written) return synchrony::core::fail(written.error());
    return synchrony::features::ImageSet::open(path);
}

struct Timed {
    std::vector<double> seconds;
    std::vector<double> shares;
    [[nodiscard]] double median() const {
        auto sorted = seconds;
        std::ranges::sort(sorted);
        return sorted[sorted.size() / 2];
    }
};

double seconds_now(bool of_processor) {
    timespec now{};
    clock_gettime(of_processor ? CLOCK_PROCESS_CPUTIME_ID : CLOCK_MONOTONIC, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

bool run(nn::Inference& engine, const synchrony::model::Bundle& bundle, const synchrony::features::ImageSet& set,
         int threads, bool of_processor, Timed& timed) {
    std::vector<std::size_t> images(set.size());
    std::iota(images.begin(), images.end(), std::size_t{0});
    synchrony::core::RunContext context;
    context.threads = threads;
    const double begin = seconds_now(of_processor);
    auto shares = engine.probabilities(bundle, set, images, context);
    timed.seconds.push_back(seconds_now(of_processor) - begin);
    if (!shares) std::cerr << shares.error().message() << '\n';
    if (shares) timed.shares = std::move(*shares);
    return shares.has_value();
}

double largest_difference(const Timed& a, const Timed& b) {
    double largest = 0;
    for (std::size_t i = 0; i < a.shares.size(); ++i) largest = std::max(largest, std::abs(a.shares[i] - b.shares[i]));
    return largest;
}

int complain(const synchrony::core::Error& error) {
    std::cerr << error.message() << '\n';
    return EXIT_FAILURE;
}

}  // namespace

int main(int argc, char** argv) {
    const int count = argc > 1 ? std::max(1, std::atoi(argv[1])) : 1024;
    const bool of_processor = argc > 2 && std::string_view(argv[2]) == "cpu";
    const auto set = random_images(count);
    if (!set) return complain(set.error());
    const auto engine = nn::load_engine();
    if (!engine) return complain(engine.error());
    const auto inference = nn::load_inference();
    if (!inference) return complain(inference.error());
    std::cout << (*inference)->description() << " beside " << (*engine)->description() << ", " << count << " images of "
              << set->height() << " x " << set->width() << (of_processor ? ", processor time" : "") << '\n'
              << "network    threads   oneDNN/s  libtorch/s   ratio   largest difference\n";
    for (const char* name : {"resnet18", "resnet50"})
        for (const int threads : of_processor ? std::vector<int>{1} : std::vector<int>{1, 2}) {
            synchrony::model::Architecture net;
            net.name = name;
            auto bundle = (*engine)->random_bundle(net, 1);
            if (!bundle) return complain(bundle.error());
            bundle->recipe = set->recipe();
            Timed ours, theirs;
            for (int round = 0; round < rounds; ++round)
                if (!run(**inference, *bundle, *set, threads, of_processor, ours) ||
                    !run(**engine, *bundle, *set, threads, of_processor, theirs))
                    return EXIT_FAILURE;
            std::cout << std::left << std::setw(11) << name << std::right << std::setw(7) << threads << std::fixed
                      << std::setprecision(0) << std::setw(11) << count / ours.median() << std::setw(12)
                      << count / theirs.median() << std::setprecision(2) << std::setw(8)
                      << theirs.median() / ours.median() << std::scientific << std::setprecision(1) << std::setw(12)
                      << largest_difference(ours, theirs) << '\n'
                      << std::flush;
        }
    return EXIT_SUCCESS;
}
