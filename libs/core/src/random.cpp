#include "synchrony/core/random.hpp"

#include <cmath>

namespace synchrony::core {
namespace {

// SplitMix64's finaliser (Steele, Lea, Flood 2014): spreads nearby seeds far apart.
std::uint64_t mix(std::uint64_t x) {
    x += 0x9e3779b97f4a7c15ULL;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
    return x ^ (x >> 31);
}

// FNV-1a over the name: stable across platforms, unlike std::hash.
std::uint64_t hash(std::string_view text) {
    std::uint64_t h = 0xcbf29ce484222325ULL;
    for (const char c : text) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
    return h;
}

}  // namespace

RandomStream::RandomStream(std::uint64_t seed) : seed_(seed), engine_(mix(seed)) {}

RandomStream RandomStream::child(std::string_view name, std::uint64_t index) const {
    return RandomStream(mix(mix(seed_ ^ hash(name)) + index));
}

double RandomStream::uniform() {
    return static_cast<double>(engine_() >> 11) * 0x1.0p-53;
}

std::size_t RandomStream::index(std::size_t n) {
    const std::uint64_t bound = n;
    const std::uint64_t reject_from = UINT64_MAX - UINT64_MAX % bound;  // a whole number of cycles lies below it
    std::uint64_t drawn = engine_();
    while (drawn >= reject_from) drawn = engine_();
    return static_cast<std::size_t>(drawn % bound);
}

double RandomStream::normal() {
    for (;;) {
        const double u = 2.0 * uniform() - 1.0;
        const double v = 2.0 * uniform() - 1.0;
        const double s = u * u + v * v;
        if (s > 0.0 && s < 1.0) return u * std::sqrt(-2.0 * std::log(s) / s);
    }
}

}  // namespace synchrony::core
