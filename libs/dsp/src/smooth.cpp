#include "synchrony/dsp/smooth.hpp"

#include <algorithm>
#include <iterator>
#include <set>

namespace synchrony::dsp {
namespace {

// A multiset split at its middle: `low` holds the smaller half (one more when the number is odd).
class RunningMedian {
  public:
    void add(double x) {
        if (low_.empty() || x <= *low_.rbegin())
            low_.insert(x);
        else
            high_.insert(x);
        balance();
    }
    void remove(double x) {
        if (const auto i = low_.find(x); i != low_.end())
            low_.erase(i);
        else
            high_.erase(high_.find(x));
        balance();
    }
    [[nodiscard]] double median() const {
        return low_.size() > high_.size() ? *low_.rbegin() : (*low_.rbegin() + *high_.begin()) / 2;
    }

  private:
    void balance() {
        if (low_.size() > high_.size() + 1) high_.insert(low_.extract(std::prev(low_.end())));
        if (high_.size() > low_.size()) low_.insert(high_.extract(high_.begin()));
    }
    std::multiset<double> low_;
    std::multiset<double> high_;
};

}  // namespace

std::vector<double> moving_average(std::span<const double> samples, std::size_t width) {
    // A running sum gathers rounding errors; a fresh sum this often keeps them below 1e-13 of the largest sample.
    constexpr std::size_t restart = 1024;
    const std::size_t half = width / 2;
    const std::size_t n = samples.size();
    std::vector<double> result(n);
    double sum = 0;
    for (std::size_t i = 0; i < n; ++i) {
        const std::size_t begin = i > half ? i - half : 0;
        const std::size_t end = std::min(n, i + half + 1);
        if (i % restart == 0) {
            sum = 0;
            for (std::size_t k = begin; k < end; ++k) sum += samples[k];
        } else {
            if (i > half) sum -= samples[i - half - 1];
            if (i + half < n) sum += samples[i + half];
        }
        result[i] = sum / static_cast<double>(end - begin);
    }
    return result;
}

std::vector<double> moving_median(std::span<const double> samples, std::size_t width) {
    const std::size_t half = width / 2;
    const std::size_t n = samples.size();
    std::vector<double> result(n);
    RunningMedian window;
    for (std::size_t k = 0; k < std::min(half, n); ++k) window.add(samples[k]);
    for (std::size_t i = 0; i < n; ++i) {
        if (i + half < n) window.add(samples[i + half]);
        if (i > half) window.remove(samples[i - half - 1]);
        result[i] = window.median();
    }
    return result;
}

void detrend_linear(std::span<double> samples) {
    if (samples.size() < 2) {
        std::fill(samples.begin(), samples.end(), 0.0);
        return;
    }
    const auto n = static_cast<double>(samples.size());
    const double centre = (n - 1) / 2;
    double mean = 0, covariance = 0;
    for (std::size_t i = 0; i < samples.size(); ++i) mean += samples[i] / n;
    for (std::size_t i = 0; i < samples.size(); ++i)
        covariance += (static_cast<double>(i) - centre) * (samples[i] - mean);
    const double slope = covariance / (n * (n * n - 1) / 12);
    for (std::size_t i = 0; i < samples.size(); ++i) samples[i] -= mean + slope * (static_cast<double>(i) - centre);
}

std::vector<double> derivative(std::span<const double> samples, double sampling_frequency_hz) {
    const std::size_t n = samples.size();
    std::vector<double> slope(n, 0.0);
    if (n < 2) return slope;
    slope.front() = (samples[1] - samples[0]) * sampling_frequency_hz;
    for (std::size_t i = 1; i + 1 < n; ++i) slope[i] = (samples[i + 1] - samples[i - 1]) * sampling_frequency_hz / 2;
    slope.back() = (samples[n - 1] - samples[n - 2]) * sampling_frequency_hz;
    return slope;
}

}  // namespace synchrony::dsp
