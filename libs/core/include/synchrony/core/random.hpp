// Random numbers that repeat: one seed fixes a run, and named streams keep its parts independent of one
// another's order, so that adding a model to a comparison never changes the folds of the others.
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <string_view>
#include <utility>

namespace synchrony::core {

/// A stream of random numbers. Children are derived by name and index, not by drawing from the parent, so that
/// the order in which parts of a run happen (threads, resumed runs) does not matter.
class RandomStream {
  public:
    explicit RandomStream(std::uint64_t seed);

    /// An independent stream, fixed by this stream's seed, the name and the index alone.
    [[nodiscard]] RandomStream child(std::string_view name, std::uint64_t index = 0) const;

    [[nodiscard]] std::uint64_t seed() const { return seed_; }
    std::mt19937_64& engine() { return engine_; }

    /// Uniform in [0, 1), 53 random bits.
    double uniform();
    /// Uniform in {0, ..., n - 1}, without modulo bias; n > 0.
    std::size_t index(std::size_t n);
    /// Normal with mean 0 and standard deviation 1 (Marsaglia's polar method, the same on every platform).
    double normal();

    /// Fisher-Yates shuffle of a random-access range, the same on every platform (std::shuffle is not).
    template <typename Range>
    void shuffle(Range& range) {
        for (std::size_t left = range.size(); left > 1; --left) {
            using std::swap;
            swap(range[left - 1], range[index(left)]);
        }
    }

  private:
    std::uint64_t seed_;
    std::mt19937_64 engine_;
};

}  // namespace synchrony::core
