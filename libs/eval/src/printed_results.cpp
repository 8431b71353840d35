#include "synchrony/eval/printed_results.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>

namespace synchrony::eval {
namespace {

/// Classes beyond this are not counted through, because rounding then hides every whole number.
constexpr std::uint64_t most_counted = 5000;

std::string text(double value, int digits = 4) {
    char buffer[40];
    std::snprintf(buffer, sizeof buffer, "%.*g", digits, value);
    return buffer;
}

double share(std::uint64_t part, std::uint64_t whole) {
    return static_cast<double>(part) / static_cast<double>(whole);
}

/// The counts out of `whole` whose share rounds to the figure; only the given one where one is printed.
std::vector<std::uint64_t> counts_for(const std::optional<Printed>& figure, std::uint64_t whole,
                                      const std::optional<std::uint64_t>& given) {
    std::vector<std::uint64_t> counts;
    for (std::uint64_t k = given.value_or(0); k <= given.value_or(whole); ++k)
        if (!figure || figure->meets(share(k, whole), share(k, whole))) counts.push_back(k);
    return counts;
}

struct Counts {
    std::uint64_t tp, fp, tn, fn;
};

bool meets(const std::optional<Printed>& figure, std::uint64_t part, std::uint64_t whole) {
    if (!figure) return true;
    return whole != 0 && figure->meets(share(part, whole), share(part, whole));
}

struct NamedFigure {
    const char* name;
    const std::optional<Printed>& figure;
    bool (*holds)(const PrintedResultRow&, const Counts&);
};

/// The figures that positives and negatives make together.
std::array<NamedFigure, 4> joint_figures(const PrintedResultRow& row) {
    using Row = PrintedResultRow;
    return {NamedFigure{"accuracy", row.accuracy,
                        [](const Row& r, const Counts& c) {
                            return meets(r.accuracy, c.tp + c.tn, r.n_positive + r.n_negative);
                        }},
            NamedFigure{"PPV", row.ppv, [](const Row& r, const Counts& c) { return meets(r.ppv, c.tp, c.tp + c.fp); }},
            NamedFigure{"NPV", row.npv, [](const Row& r, const Counts& c) { return meets(r.npv, c.tn, c.tn + c.fn); }},
            NamedFigure{"F1", row.f1,
                        [](const Row& r, const Counts& c) { return meets(r.f1, 2 * c.tp, 2 * c.tp + c.fp + c.fn); }}};
}

/// What sensitivity and specificity, each anything that rounds to it, make of the accuracy.
struct Span {
    double low, value, high;
};
Span implied(const PrintedResultRow& row) {
    const double share_positive = share(row.n_positive, row.n_positive + row.n_negative);
    const auto mix = [&](double sensitivity, double specificity) {
        return share_positive * sensitivity + (1.0 - share_positive) * specificity;
    };
    return {mix(row.sensitivity->low, row.specificity->low), mix(row.sensitivity->value, row.specificity->value),
            mix(row.sensitivity->high, row.specificity->high)};
}

std::string accuracy_against(const PrintedResultRow& row, double slack) {
    const auto span = implied(row);
    if (row.accuracy->meets(span.low - slack, span.high + slack)) return {};
    return "accuracy is printed as " + text(row.accuracy->value) + "; sensitivity and specificity make " +
           text(span.value) + (slack > 0.0 ? " ± " + text(slack, 2) : "");
}

void check_sums(PrintedResultVerdict& verdict, const PrintedResultRow& row) {
    const auto check = [&](const char* name, const std::optional<std::uint64_t>& a,
                           const std::optional<std::uint64_t>& b, std::uint64_t patients) {
        if (a && b && *a + *b != patients)
            verdict.against_pooled.push_back(std::string(name) + " is " + std::to_string(*a + *b) + ", not " +
                                             std::to_string(patients));
        for (const auto& part : {a, b})
            if (part && *part > patients) verdict.against_pooled.push_back(std::string(name) + " is too large");
    };
    check("tp + fn", row.tp, row.fn, row.n_positive);
    check("tn + fp", row.tn, row.fp, row.n_negative);
}

std::optional<std::uint64_t> known(const std::optional<std::uint64_t>& right, const std::optional<std::uint64_t>& wrong,
                                   std::uint64_t patients) {
    if (right) return right;
    if (wrong && *wrong <= patients) return patients - *wrong;
    return std::nullopt;
}

/// Pooled accuracy is a weighted mean of sensitivity and specificity, whatever was counted.
void check_between(PrintedResultVerdict& verdict, const PrintedResultRow& row) {
    if (!row.accuracy || !row.sensitivity || !row.specificity) return;
    const double low = std::min(row.sensitivity->low, row.specificity->low);
    const double high = std::max(row.sensitivity->high, row.specificity->high);
    if (!row.accuracy->meets(low, high))
        verdict.against_pooled.push_back("accuracy " + text(row.accuracy->value) +
                                         " does not lie between sensitivity and specificity: no pooled counts make it, "
                                         "of patients or of beats");
}

/// Every confusion matrix that gives sensitivity and specificity is tried on the other figures.
void check_pooled(PrintedResultVerdict& verdict, const PrintedResultRow& row) {
    check_sums(verdict, row);
    check_between(verdict, row);
    if (row.n_positive > most_counted || row.n_negative > most_counted) {
        if (!row.accuracy || !row.sensitivity || !row.specificity) return;
        if (auto fault = accuracy_against(row, 0.0); !fault.empty()) verdict.against_pooled.push_back(std::move(fault));
        return;
    }
    const auto hits = counts_for(row.sensitivity, row.n_positive, known(row.tp, row.fn, row.n_positive));
    const auto rejections = counts_for(row.specificity, row.n_negative, known(row.tn, row.fp, row.n_negative));
    if (hits.empty())
        verdict.against_pooled.push_back("no count of " + std::to_string(row.n_positive) +
                                         " positives gives sensitivity " +
                                         text(row.sensitivity ? row.sensitivity->value : 0.0));
    if (rejections.empty())
        verdict.against_pooled.push_back("no count of " + std::to_string(row.n_negative) +
                                         " negatives gives specificity " +
                                         text(row.specificity ? row.specificity->value : 0.0));
    const auto figures = joint_figures(row);
    std::array<bool, 4> ever{};
    bool all_at_once = false;
    for (const auto tp : hits)
        for (const auto tn : rejections) {
            const Counts counts{tp, row.n_negative - tn, tn, row.n_positive - tp};
            bool all = true;
            for (std::size_t i = 0; i < figures.size(); ++i) {
                const bool holds = figures[i].holds(row, counts);
                ever[i] = ever[i] || holds;
                all = all && holds;
            }
            all_at_once = all_at_once || all;
        }
    if (all_at_once) return;
    for (std::size_t i = 0; i < figures.size() && !hits.empty() && !rejections.empty(); ++i)
        if (figures[i].figure && !ever[i])
            verdict.against_pooled.push_back(std::string(figures[i].name) + " " + text(figures[i].figure->value) +
                                             " follows from no confusion matrix with this sensitivity and specificity");
    if (row.accuracy && row.sensitivity && row.specificity)
        if (auto fault = accuracy_against(row, 0.0); !fault.empty()) verdict.against_pooled.push_back(std::move(fault));
    if (verdict.against_pooled.empty())
        verdict.against_pooled.emplace_back("no confusion matrix gives all figures at once");
}

/// The largest difference between a stratified fold's share of positives and the whole's.
double fold_slack(const PrintedResultRow& row) {
    const auto folds = static_cast<std::uint64_t>(row.folds);
    const double whole = share(row.n_positive, row.n_positive + row.n_negative);
    double slack = 0.0;
    for (const std::uint64_t more_positives : {0U, row.n_positive % folds != 0 ? 1U : 0U})
        for (const std::uint64_t more_negatives : {0U, row.n_negative % folds != 0 ? 1U : 0U}) {
            const std::uint64_t p = row.n_positive / folds + more_positives;
            const std::uint64_t n = row.n_negative / folds + more_negatives;
            if (p + n > 0) slack = std::max(slack, std::abs(share(p, p + n) - whole));
        }
    return slack;
}

/// Whether a mean over stratified folds of `patients` of a class can round to the figure: r folds hold q + 1 of them,
/// the others q, and each fold's share is a whole number of its own.
bool fold_mean_exists(const Printed& figure, std::uint64_t patients, std::uint64_t folds) {
    const std::uint64_t q = patients / folds;
    const std::uint64_t r = patients % folds;
    if (q == 0 || patients > most_counted) return true;
    for (std::uint64_t in_larger = 0; in_larger <= r * (q + 1); ++in_larger)
        for (std::uint64_t in_smaller = 0; in_smaller <= (folds - r) * q; ++in_smaller) {
            const double mean = (share(in_larger, q + 1) + share(in_smaller, q)) / static_cast<double>(folds);
            if (figure.meets(mean, mean)) return true;
        }
    return false;
}

void check_fold_means(PrintedResultVerdict& verdict, const PrintedResultRow& row) {
    const auto folds = static_cast<std::uint64_t>(row.folds);
    const auto look = [&](const char* name, const std::optional<Printed>& figure, std::uint64_t patients) {
        if (figure && !fold_mean_exists(*figure, patients, folds))
            verdict.against_fold_means.push_back(std::string("no mean over ") + std::to_string(folds) + " folds of " +
                                                 std::to_string(patients) + " patients gives " + name + " " +
                                                 text(figure->value));
    };
    look("sensitivity", row.sensitivity, row.n_positive);
    look("specificity", row.specificity, row.n_negative);
    if (!row.accuracy || !row.sensitivity || !row.specificity) return;
    if (auto fault = accuracy_against(row, verdict.fold_slack); !fault.empty())
        verdict.against_fold_means.push_back(std::move(fault));
}

}  // namespace

const char* name_of(Reading reading) {
    switch (reading) {
        case Reading::pooled:
            return "possible";
        case Reading::fold_means:
            return "possible only as means over folds";
        case Reading::impossible:
            return "impossible";
    }
    return "";
}

PrintedResultVerdict check_printed_row(const PrintedResultRow& row) {
    PrintedResultVerdict verdict;
    verdict.model = row.model;
    verdict.fold_slack = fold_slack(row);
    if (row.sensitivity && row.specificity) verdict.implied_accuracy = implied(row).value;
    for (const auto& [name, figure] : {std::pair{"accuracy", row.accuracy}, std::pair{"sensitivity", row.sensitivity},
                                       std::pair{"specificity", row.specificity}, std::pair{"PPV", row.ppv},
                                       std::pair{"NPV", row.npv}, std::pair{"F1", row.f1}})
        if (figure && (figure->low > 1.0 || figure->high < 0.0)) {
            verdict.against_pooled.push_back(std::string(name) + " " + text(figure->value) + " is no share");
            verdict.against_fold_means.push_back(verdict.against_pooled.back());
        }
    check_pooled(verdict, row);
    check_fold_means(verdict, row);
    const bool counted = row.tp || row.fp || row.tn || row.fn;  // a confusion matrix is printed: it must hold
    if (!verdict.against_pooled.empty())
        verdict.reading = verdict.against_fold_means.empty() && !counted ? Reading::fold_means : Reading::impossible;
    return verdict;
}

}  // namespace synchrony::eval
