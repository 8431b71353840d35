// Measures simulated ECGs of each kind of conduction with the same program that measures real ones, and LUDB beside
// them.
//   sim_realism PATIENTS_A_KIND SEED [LUDB_FOLDER]
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "figures.hpp"
#include "synchrony/core/parallel.hpp"
#include "synchrony/io/read.hpp"
#include "synchrony/sim/patient.hpp"

namespace {

using namespace synchrony;
constexpr int threads = 2;

struct Sample {
    bench::Figures figures;
    double true_qrs_ms = 0.0;
    sim::Conduction conduction = sim::Conduction::normal;
    std::optional<double> onset_error_ms, end_error_ms;  ///< measured minus true, one beat
};

/// Of the true beat nearest to the measured one.
void compare_boundaries(Sample& sample, const std::vector<sim::TrueBeat>& beats) {
    if (!sample.figures.onset_s) return;
    const sim::TrueBeat* nearest = nullptr;
    for (const auto& beat : beats)
        if (!nearest ||
            std::abs(beat.onset_s - *sample.figures.onset_s) < std::abs(nearest->onset_s - *sample.figures.onset_s))
            nearest = &beat;
    if (!nearest || nearest->ectopic) return;
    sample.onset_error_ms = 1e3 * (*sample.figures.onset_s - nearest->onset_s);
    sample.end_error_ms = 1e3 * (*sample.figures.end_s - nearest->end_s);
}

std::vector<Sample> simulate(const sim::Preset& preset, std::size_t count, std::uint64_t seed,
                             std::optional<sim::Conduction> kind) {
    std::vector<Sample> samples(count);
    sim::PatientOptions options;
    options.conduction = kind;
    core::parallel_for(count, threads, [&](std::size_t i) {
        const auto patient = sim::simulate_patient(preset, seed, i, options);
        if (!patient) return;
        const auto sex = patient->covariates.male ? measure::Sex::male : measure::Sex::female;
        samples[i] = {
            bench::figures_of(patient->recording->ecg, sex), patient->truth.qrs_ms, patient->truth.conduction, {}, {}};
        compare_boundaries(samples[i], patient->recording->beats);
    });
    return samples;
}

std::vector<Sample> of_kind(const std::vector<Sample>& samples, sim::Conduction kind) {
    std::vector<Sample> part;
    for (const auto& s : samples)
        if (s.conduction == kind) part.push_back(s);
    return part;
}

std::vector<bench::Figures> figures(const std::vector<Sample>& samples) {
    std::vector<bench::Figures> rows;
    for (const auto& s : samples) rows.push_back(s.figures);
    return rows;
}

/// Mean, SD and mean absolute value.
std::string error_text(const std::vector<double>& errors) {
    double sum = 0.0, absolute = 0.0, squares = 0.0;
    const auto n = static_cast<double>(errors.size());
    for (const double e : errors) sum += e, absolute += std::abs(e), squares += e * e;
    const double mean = sum / n;
    char text[80];
    std::snprintf(text, sizeof text, "%6.1f±%-5.1f (|.| %5.1f)", mean,
                  std::sqrt(std::max(0.0, squares / n - mean * mean)), absolute / n);
    return text;
}

void print_qrs_error(const std::string& name, const std::vector<Sample>& samples) {
    std::vector<double> duration, onset, end;
    for (const auto& s : samples) {
        if (s.figures.qrs_ms) duration.push_back(*s.figures.qrs_ms - s.true_qrs_ms);
        if (s.onset_error_ms) onset.push_back(*s.onset_error_ms);
        if (s.end_error_ms) end.push_back(*s.end_error_ms);
    }
    std::printf("%-22s n %4zu of %4zu  duration %s  onset %s  end %s\n", name.c_str(), duration.size(), samples.size(),
                error_text(duration).c_str(), error_text(onset).c_str(), error_text(end).c_str());
}

std::vector<bench::Figures> ludb(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> headers;
    for (const auto& entry : std::filesystem::directory_iterator(folder / "data"))
        if (entry.path().extension() == ".hea") headers.push_back(entry.path());
    std::vector<bench::Figures> rows(headers.size());
    core::parallel_for(headers.size(), threads, [&](std::size_t i) {
        if (const auto ecg = io::read_ecg(headers[i])) rows[i] = bench::figures_of(*ecg, measure::Sex::unknown);
    });
    return rows;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 3) {
        std::fprintf(stderr, "usage: sim_realism PATIENTS_A_KIND SEED [LUDB_FOLDER]\n");
        return 2;
    }
    const auto count = static_cast<std::size_t>(std::strtoull(argv[1], nullptr, 10));
    const auto seed = std::strtoull(argv[2], nullptr, 10);
    const auto preset = sim::make_preset("nanjing");
    if (!preset) return 1;
    std::string table = bench::figures_header();
    for (const auto kind : sim::all_conductions) {
        const auto samples = simulate(*preset, count, seed, kind);
        print_qrs_error(std::string(name_of(kind)), samples);
        table += bench::figures_line(std::string(name_of(kind)), figures(samples));
    }
    const auto cohort = simulate(*preset, 4 * count, seed, std::nullopt);
    print_qrs_error("preset nanjing", cohort);
    table += bench::figures_line("preset nanjing", figures(cohort));
    for (const auto kind : sim::all_conductions) {
        const auto part = of_kind(cohort, kind);
        if (part.empty()) continue;
        const std::string name = "- " + std::string(name_of(kind)) + " " + std::to_string(part.size());
        print_qrs_error(name, part);
        table += bench::figures_line(name, figures(part));
    }
    const auto healthy = sim::make_preset("healthy");
    if (!healthy) return 1;
    const auto normal = simulate(*healthy, count, seed, std::nullopt);
    print_qrs_error("preset healthy", normal);
    table += bench::figures_line("preset healthy", figures(normal));
    if (argc > 3) table += bench::figures_line("LUDB", ludb(argv[3]));
    std::printf("\n%s", table.c_str());
}
