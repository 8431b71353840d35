// Reads files again and again, from disk to mV: bench_read FILE...
//
// A line a file on stdout, tab-separated: path, format, bytes, leads, samples a lead, processor seconds a read, and the
// sum of all samples' sizes in mV, by which bench/read/peer.py checks that the peer read the same.
#include <cmath>
#include <cstdio>
#include <ctime>
#include <filesystem>

#include "synchrony/io/read.hpp"

namespace {

using namespace synchrony;

double cpu_seconds() {
    return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

double sum_of_sizes(const record::Ecg& ecg) {
    double sum = 0.0;
    for (const auto& lead : ecg.leads)
        for (const float mv : lead.samples) sum += std::abs(static_cast<double>(mv));
    return sum;
}

int time_reading(const std::filesystem::path& path) {
    constexpr double timed_s = 1.0;
    const auto first = io::read_ecg(path);  // tables of libraries are made once
    if (!first) {
        std::fprintf(stderr, "bench_read: %s\n", first.error().message().c_str());
        return 1;
    }
    int reads = 0;
    const double begun = cpu_seconds();
    while (reads < 3 || cpu_seconds() - begun < timed_s) {
        const auto again = io::read_ecg(path);
        if (!again || again->sample_count() != first->sample_count()) return 1;
        ++reads;
    }
    std::printf("%s\t%s\t%ju\t%zu\t%jd\t%.9f\t%.9g\n", path.c_str(), first->format.c_str(),
                static_cast<std::uintmax_t>(std::filesystem::file_size(path)), first->leads.size(),
                static_cast<std::intmax_t>(first->sample_count()), (cpu_seconds() - begun) / reads,
                sum_of_sizes(*first));
    return 0;
}

}  // namespace

int main(int count, char** arguments) {
    int failed = count < 2 ? 2 : 0;
    for (int i = 1; i < count; ++i) failed += time_reading(arguments[i]);
    return failed;
}
