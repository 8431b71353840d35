#include "delineation/consensus.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace synchrony::measure::delineation {
namespace {

constexpr float floor_density = 0.003F;  // no vote of others forbids a place
constexpr float tiny = 1e-9F;
constexpr double half_width_qrs = samples_of_ms(30);  // of the part of the posterior that is averaged
constexpr double half_width_p = samples_of_ms(30);
constexpr double half_width_t = samples_of_ms(60);
constexpr float presence_record_weight = 1.0F;

// Sums of posteriors on the grid, then blurred.
class Tally {
  public:
    explicit Tally(int from, int to) : from_(from), sum_(static_cast<std::size_t>(to - from + 1), 0.0F) {}
    void add(const Posterior& q, float sign) {
        for (std::size_t i = 0; i < q.p.size(); ++i)
            sum_[static_cast<std::size_t>(q.first_offset - from_) + i] += sign * q.p[i];
        count_ += sign > 0 ? 1 : -1;
    }
    [[nodiscard]] int count() const { return count_; }
    // log of (blurred mean + floor) at the candidates of q, times exponent, added to `out`.
    void lend(const Posterior& q, float exponent, const std::vector<float>& kernel, std::vector<float>& out) const {
        if (count_ <= 0) return;
        const int radius = static_cast<int>(kernel.size()) / 2;
        const int n = static_cast<int>(q.p.size());
        const int total = static_cast<int>(sum_.size());
        std::vector<float> blurred(q.p.size(), 0.0F);
        const int base = q.first_offset - from_;
        for (int i = std::max(0, base - radius); i < std::min(total, base + n + radius); ++i) {
            const float v = sum_[static_cast<std::size_t>(i)];
            if (v < 1e-4F) continue;
            const int lo = std::max(0, i - radius - base);
            const int hi = std::min(n - 1, i + radius - base);
            const float* k = kernel.data() + (lo + base - i + radius);
            for (int j = lo; j <= hi; ++j) blurred[static_cast<std::size_t>(j)] += v * *k++;
        }
        const float scale = 1.0F / static_cast<float>(count_);
        for (std::size_t j = 0; j < blurred.size(); ++j)
            out[j] += exponent * std::log(blurred[j] * scale + floor_density);
    }

  private:
    int from_;
    int count_ = 0;
    std::vector<float> sum_;
};

std::vector<float> gaussian_kernel(double sigma, int step) {
    const int radius = static_cast<int>(3.0 * sigma / step);
    std::vector<float> k(static_cast<std::size_t>(2 * radius + 1));
    const double norm = step / (sigma * std::sqrt(2.0 * 3.14159265358979));
    for (int i = -radius; i <= radius; ++i) {
        const double u = i * step / sigma;
        k[static_cast<std::size_t>(i + radius)] = static_cast<float>(norm * std::exp(-0.5 * u * u));
    }
    return k;
}

void normalise(std::vector<float>& log_p) {
    const float top = *std::max_element(log_p.begin(), log_p.end());
    float sum = 0.0F;
    for (float& v : log_p) sum += v = std::exp(v - top);
    for (float& v : log_p) v /= sum;
}

}  // namespace

Posterior make_posterior(const Window& w, std::vector<float> s, bool votes) {
    Posterior q;
    q.origin = w.origin;
    q.step = w.step;
    q.votes = votes;
    if (s.empty()) {
        q.log_evidence = -std::numeric_limits<float>::infinity();
        return q;
    }
    q.first_offset = (w.first - w.origin) / w.step;
    const float top = *std::max_element(s.begin(), s.end());
    float sum = 0.0F;
    for (const float v : s) sum += std::exp(v - top);
    q.log_evidence = top + std::log(sum);
    normalise(s);
    q.p = std::move(s);
    return q;
}

std::vector<float> presence(const Grid& grid) {
    double mean = 0.0;
    int n = 0;
    for (const Posterior& q : grid.cells)
        if (q.votes && !q.p.empty()) {
            mean += q.log_evidence;
            ++n;
        }
    const float common = n > 0 ? static_cast<float>(mean / n) * presence_record_weight : 0.0F;
    std::vector<float> c;
    c.reserve(grid.cells.size());
    for (const Posterior& q : grid.cells)
        c.push_back(q.p.empty() ? 0.0F : 1.0F / (1.0F + std::exp(-q.log_evidence - common)));
    return c;
}

void agree(Grid& grid, const Agreement& how) {
    int from = std::numeric_limits<int>::max(), to = std::numeric_limits<int>::min(), step = 1;
    for (const Posterior& q : grid.cells) {
        if (q.p.empty()) continue;
        from = std::min(from, q.first_offset);
        to = std::max(to, q.first_offset + static_cast<int>(q.p.size()) - 1);
        step = q.step;
    }
    if (from > to) return;
    const std::vector<float> kernel = gaussian_kernel(how.blur_ms * samples_per_ms, step);
    std::vector<Tally> by_beat(static_cast<std::size_t>(grid.beats()), Tally(from, to));
    std::vector<Tally> by_lead(static_cast<std::size_t>(grid.leads), Tally(from, to));
    for (int b = 0; b < grid.beats(); ++b)
        for (int l = 0; l < grid.leads; ++l) {
            const Posterior& q = grid.cell(b, l);
            if (q.p.empty()) continue;
            if (q.votes) by_beat[static_cast<std::size_t>(b)].add(q, 1.0F);
            by_lead[static_cast<std::size_t>(l)].add(q, 1.0F);
        }
    std::vector<std::vector<float>> agreed(grid.cells.size());
    for (int b = 0; b < grid.beats(); ++b)
        for (int l = 0; l < grid.leads; ++l) {
            const Posterior& q = grid.cell(b, l);
            if (q.p.empty()) continue;
            std::vector<float> log_p(q.p.size());
            for (std::size_t i = 0; i < log_p.size(); ++i) log_p[i] = std::log(q.p[i] + tiny);
            Tally& beat = by_beat[static_cast<std::size_t>(b)];
            Tally& lead = by_lead[static_cast<std::size_t>(l)];
            if (q.votes) beat.add(q, -1.0F);  // the others' votes only
            lead.add(q, -1.0F);
            if (how.lead_exponent > 0.0F) beat.lend(q, how.lead_exponent, kernel, log_p);
            if (how.beat_exponent > 0.0F) lead.lend(q, how.beat_exponent, kernel, log_p);
            if (q.votes) beat.add(q, 1.0F);
            lead.add(q, 1.0F);
            normalise(log_p);
            agreed[static_cast<std::size_t>(b * grid.leads + l)] = std::move(log_p);
        }
    for (std::size_t i = 0; i < agreed.size(); ++i)
        if (!agreed[i].empty()) grid.cells[i].p = std::move(agreed[i]);
}

double decode(Boundary b, const Posterior& q) {
    if (q.p.empty()) return std::numeric_limits<double>::quiet_NaN();
    const auto mode = static_cast<int>(std::max_element(q.p.begin(), q.p.end()) - q.p.begin());
    const double width = is_qrs(b) ? half_width_qrs : is_p(b) ? half_width_p : half_width_t;
    const int reach = static_cast<int>(width) / q.step;
    double weight = 0.0, sum = 0.0;
    for (int i = std::max(0, mode - reach); i <= std::min(static_cast<int>(q.p.size()) - 1, mode + reach); ++i) {
        const double p = q.p[static_cast<std::size_t>(i)];
        weight += p;
        sum += p * i;
    }
    return q.origin + (q.first_offset + sum / weight) * q.step;
}

}  // namespace synchrony::measure::delineation
