#include "synchrony/cohort/printed_baseline.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>

#include "synchrony/core/text.hpp"
#include "synchrony/stats/contingency.hpp"

namespace synchrony::cohort {
namespace {

std::string number_text(double value) {
    char buffer[40];
    std::snprintf(buffer, sizeof buffer, "%.4g", value);
    return buffer;
}

/// With the decimals that it was printed with.
std::string as_printed(const Printed& printed) {
    constexpr double most_decimals = 9.0;
    const double decimals = printed.half() > 0.0 ? std::round(-std::log10(2.0 * printed.half())) : 3.0;
    char buffer[64];
    std::snprintf(buffer, sizeof buffer, "%.*f", static_cast<int>(std::clamp(decimals, 0.0, most_decimals)),
                  printed.value);
    return buffer;
}

std::string span_text(double low, double high) {
    return number_text(low) + " to " + number_text(high);
}

/// The corners of what rounds to a pair of group summaries, and its middle.
void at_corners(const PrintedGroup& a, const PrintedGroup& b,
                const std::function<void(double, double, double, double)>& visit) {
    const auto ends = [](const Printed& p) { return std::array{p.low, p.value, p.high}; };
    for (const double mean_a : ends(*a.mean))
        for (const double mean_b : ends(*b.mean))
            for (const double sd_a : ends(*a.sd))
                for (const double sd_b : ends(*b.sd)) visit(mean_a, std::max(0.0, sd_a), mean_b, std::max(0.0, sd_b));
}

using TTestOf = std::optional<stats::TTest> (*)(const stats::Summary&, const stats::Summary&);

void recompute_t(PrintedBaselineVerdict& verdict, const PrintedBaselineRow& row, const char* name, TTestOf test) {
    const auto first = static_cast<std::size_t>(row.n_positive);
    const auto second = static_cast<std::size_t>(row.n_negative);
    const auto& a = row.positive;
    const auto& b = row.negative;
    const auto printed = test({a.mean->value, a.sd->value, first}, {b.mean->value, b.sd->value, second});
    if (!printed) return;
    RecomputedP p{name, printed->p, printed->p, printed->p, false};
    at_corners(a, b, [&](double mean_a, double sd_a, double mean_b, double sd_b) {
        if (const auto corner = test({mean_a, sd_a, first}, {mean_b, sd_b, second})) {
            p.low = std::min(p.low, corner->p);
            p.high = std::max(p.high, corner->p);
        }
    });
    if (a.mean->low <= b.mean->high && b.mean->low <= a.mean->high) p.high = 1.0;  // the means may be equal
    p.reproduces = row.p && row.p->meets(p.low, p.high);
    verdict.recomputed.push_back(p);
}

/// Mean and SD of both groups together follow from the groups' own.
void check_all_of_means(PrintedBaselineVerdict& verdict, const PrintedBaselineRow& row) {
    const double m = static_cast<double>(row.n_positive);
    const double n = static_cast<double>(row.n_negative);
    double mean_low = 1e300, mean_high = -1e300, sd_low = 1e300, sd_high = -1e300;
    at_corners(row.positive, row.negative, [&](double mean_a, double sd_a, double mean_b, double sd_b) {
        const double mean = (m * mean_a + n * mean_b) / (m + n);
        const double squares = (m - 1) * sd_a * sd_a + (n - 1) * sd_b * sd_b + m * (mean_a - mean) * (mean_a - mean) +
                               n * (mean_b - mean) * (mean_b - mean);
        const double sd = std::sqrt(squares / (m + n - 1));
        mean_low = std::min(mean_low, mean), mean_high = std::max(mean_high, mean);
        sd_low = std::min(sd_low, sd), sd_high = std::max(sd_high, sd);
    });
    if (row.all.mean && !row.all.mean->meets(mean_low, mean_high))
        verdict.contradictions.push_back("the mean of all is printed as " + as_printed(*row.all.mean) +
                                         "; the groups give " + span_text(mean_low, mean_high));
    if (row.all.sd && !row.all.sd->meets(sd_low, sd_high))
        verdict.contradictions.push_back("the SD of all is printed as " + as_printed(*row.all.sd) +
                                         "; the groups give " + span_text(sd_low, sd_high));
}

void check_share(PrintedBaselineVerdict& verdict, const char* group, const PrintedGroup& cells,
                 std::uint64_t patients) {
    if (!cells.count) return;
    if (*cells.count > patients) {
        verdict.contradictions.push_back(std::string("more ") + group + " than there are: " +
                                         std::to_string(*cells.count) + " of " + std::to_string(patients));
        return;
    }
    if (!cells.percent) return;
    const double percent = 100.0 * static_cast<double>(*cells.count) / static_cast<double>(patients);
    if (!cells.percent->meets(percent, percent))
        verdict.contradictions.push_back(std::to_string(*cells.count) + " of " + std::to_string(patients) + " " +
                                         group + " are " + number_text(percent) + " %, not " +
                                         as_printed(*cells.percent) + " %");
}

/// Mean and SD of zeros and ones.
stats::Summary of_flags(std::uint64_t ones, std::uint64_t patients) {
    const double n = static_cast<double>(patients);
    const double share = static_cast<double>(ones) / n;
    const double variance = patients > 1 ? share * (1.0 - share) * n / (n - 1.0) : 0.0;
    return {share, std::sqrt(variance), static_cast<std::size_t>(patients)};
}

void recompute_counts(PrintedBaselineVerdict& verdict, const PrintedBaselineRow& row) {
    const std::uint64_t a = *row.positive.count;
    const std::uint64_t c = *row.negative.count;
    if (a > row.n_positive || c > row.n_negative) return;
    const std::array<std::uint64_t, 4> counts{a, row.n_positive - a, c, row.n_negative - c};
    const auto add = [&](const char* name, double p) {
        verdict.recomputed.push_back({name, p, p, p, row.p && row.p->meets(p, p)});
    };
    if (const auto plain = stats::chi_squared(counts, 2)) add("chi-squared", plain->p);
    if (const auto yates = stats::chi_squared(counts, 2, true)) add("chi-squared with Yates", yates->p);
    add("Fisher exact", stats::fisher_exact_p(counts[0], counts[1], counts[2], counts[3]));
    // Not a test that one should choose for counts, but one that printed tables turn out to hold.
    if (const auto t = stats::student_t(of_flags(a, row.n_positive), of_flags(c, row.n_negative)))
        add("Student t of zeros and ones", t->p);
    if (row.all.count && *row.all.count != a + c)
        verdict.contradictions.push_back(std::to_string(a) + " and " + std::to_string(c) + " are not " +
                                         std::to_string(*row.all.count));
}

}  // namespace

bool PrintedBaselineVerdict::p_reproduced() const {
    return std::ranges::any_of(recomputed, &RecomputedP::reproduces);
}

PrintedBaselineVerdict check_printed_row(const PrintedBaselineRow& row) {
    PrintedBaselineVerdict verdict{row.variable, {}, {}};
    const bool means = row.positive.mean && row.positive.sd && row.negative.mean && row.negative.sd;
    if (means) {
        recompute_t(verdict, row, "Welch t", stats::welch_t);
        recompute_t(verdict, row, "Student t", stats::student_t);
        check_all_of_means(verdict, row);
    }
    check_share(verdict, "patients", row.all, row.n_positive + row.n_negative);
    check_share(verdict, "positives", row.positive, row.n_positive);
    check_share(verdict, "negatives", row.negative, row.n_negative);
    if (row.positive.count && row.negative.count) recompute_counts(verdict, row);
    if (row.p && !verdict.recomputed.empty() && !verdict.p_reproduced()) {
        std::string answers;
        for (const auto& p : verdict.recomputed)
            core::append_word(
                answers, p.test + " " + (p.high - p.low < 1e-12 ? number_text(p.value) : span_text(p.low, p.high)));
        verdict.contradictions.push_back("p is printed as " + as_printed(*row.p) + "; recomputed: " + answers);
    }
    return verdict;
}

}  // namespace synchrony::cohort
