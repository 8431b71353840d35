#include "hum/four_leads.hpp"

#include <algorithm>
#include <cmath>

#include "synchrony/core/nth_value.hpp"

namespace synchrony::measure::hum {
namespace {

constexpr double loud_times = 3.0;  // a block of more than so many times the median root mean square is not quiet

FourDoubles widened(const FourFloats& x) {
    return __builtin_convertvector(x, FourDoubles);
}

std::vector<FourFloats> block_powers(const FourSignals& x, std::size_t block) {
    std::vector<FourFloats> power(x.size() / block, FourFloats{});
    for (std::size_t b = 0; b < power.size(); ++b) {
        FourFloats sum{};
        for (std::size_t i = b * block; i < (b + 1) * block; ++i) sum += x[i] * x[i];
        power[b] = sum / static_cast<float>(block);
    }
    return power;
}

std::vector<char> valid_blocks(const record::Lead& lead, std::size_t blocks, std::size_t block) {
    std::vector<char> valid(blocks, 1);
    for (const auto& gap : lead.invalid)
        for (auto b = static_cast<std::size_t>(gap.begin) / block;
             b < blocks && b <= static_cast<std::size_t>(gap.end) / block; ++b)
            valid[b] = 0;
    return valid;
}

}  // namespace

FourSignals side_by_side(std::span<const record::Lead> leads) {
    const std::size_t n = leads.front().samples.size();
    const std::vector<float> none(leads.size() < lanes ? n : 0, 0.0F);
    std::array<const float*, lanes> from;
    for (std::size_t l = 0; l < lanes; ++l) from[l] = l < leads.size() ? leads[l].samples.data() : none.data();
    FourSignals x(n);
    for (std::size_t i = 0; i < n; ++i) x[i] = FourFloats{from[0][i], from[1][i], from[2][i], from[3][i]};
    return x;
}

PeriodMean::PeriodMean(double fs, double hz)
    : reach(static_cast<std::int64_t>(std::floor((fs / hz - 1.0) / 2.0))),
      end_weight((fs / hz - 1.0) / 2.0 - static_cast<double>(reach)),
      length(fs / hz) {}

FourSignals PeriodMean::without(const FourSignals& x) const {
    const auto before = static_cast<std::size_t>(reach + 1);
    FourSignals held(x.size() + 2 * before, x.back());
    std::fill_n(held.begin(), before, x.front());
    std::copy(x.begin(), x.end(), held.begin() + static_cast<std::ptrdiff_t>(before));
    FourSignals y(x.size());
    FourDoubles sum{};
    for (std::size_t k = 1; k + 1 < 2 * before + 1; ++k) sum += widened(held[k]);
    for (std::size_t i = 0; i < x.size(); ++i) {
        const FourDoubles first = widened(held[i]), last = widened(held[i + 2 * before]);
        const FourDoubles mean = (sum + end_weight * (first + last)) / length;
        y[i] = __builtin_convertvector(widened(held[i + before]) - mean, FourFloats);
        sum += last - widened(held[i + 1]);
    }
    return y;
}

double PeriodMean::gain(double w) const {
    double sum = 1.0;
    for (std::int64_t k = 1; k <= reach; ++k) sum += 2.0 * std::cos(w * static_cast<double>(k));
    sum += 2.0 * end_weight * std::cos(w * static_cast<double>(reach + 1));
    return 1.0 - sum / length;
}

void QuietLeads::find_quiet(const FourSignals& residual, std::span<const record::Lead> leads) {
    const auto power = block_powers(residual, block);
    const std::size_t blocks = power.size();
    quiet.assign(blocks, FourDoubles{});
    quiet_rms.fill(0.0);
    std::vector<float> counted;
    for (std::size_t l = 0; l < leads.size(); ++l) {
        const auto valid = valid_blocks(leads[l], blocks, block);
        counted.clear();
        for (std::size_t b = 0; b < blocks; ++b)
            if (valid[b]) counted.push_back(power[b][l]);
        if (counted.empty()) continue;
        const float middle = core::nth_value(counted, counted.size() / 2);
        const float limit = middle * static_cast<float>(loud_times * loud_times);
        double sum = 0.0;
        std::size_t count = 0;
        bool before = false;
        for (std::size_t b = 0; b < blocks; ++b) {
            const bool loud = power[b][l] > limit, after = b + 1 < blocks && power[b + 1][l] > limit;
            if (valid[b] && !loud && !before && !after) {
                quiet[b][l] = 1.0;
                sum += static_cast<double>(power[b][l]);
                ++count;
            }
            before = loud;
        }
        quiet_rms[l] = count > 0 ? std::sqrt(sum / static_cast<double>(count)) : std::sqrt(static_cast<double>(middle));
    }
}

}  // namespace synchrony::measure::hum
