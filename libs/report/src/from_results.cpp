#include "synchrony/report/from_results.hpp"
#include "synchrony/core/counted.hpp"

#include <algorithm>
#include <set>

#include "calibration_curves.hpp"
#include "plot_parts.hpp"
#include "results_parts.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/draw/ticks.hpp"
#include "synchrony/stats/confidence_intervals.hpp"

namespace synchrony::report {
namespace {

constexpr std::size_t most_curves = 8;  // as many as there are colours told apart (line_colour)
constexpr std::size_t most_page_one = 8;
constexpr std::size_t most_references = 3;
constexpr double significance = 0.05;

FoldFigure fold_figure(const eval::Figure& figure) {
    return {figure.mean, figure.sd};
}

std::vector<stats::RocPoint> roc_of(const eval::ResultRow& row) {
    std::vector<double> scores;
    std::vector<std::uint8_t> labels;
    for (const auto& prediction : row.predictions) {
        scores.push_back(prediction.score);
        labels.push_back(prediction.outcome);
    }
    return stats::roc_curve(scores, labels);
}

// Models first, then rules, each by falling AUC; baselines have no curve worth drawing, and a
// row of several rules no scores of one scale.
std::set<const eval::ResultRow*> with_curve(const eval::Results& results) {
    std::set<const eval::ResultRow*> drawn;
    for (const auto kind : {eval::RowKind::model, eval::RowKind::rule})
        for (const auto* row : by_auc(results, kind))
            if (drawn.size() < most_curves && !row->facts.chosen) drawn.insert(row);
    return drawn;
}

// What the answer is told with: the references and the best models.
std::set<const eval::ResultRow*> on_page_one(const eval::Results& results) {
    std::set<const eval::ResultRow*> rows;
    for (const auto* row : references_of(results))
        if (rows.size() < most_references) rows.insert(row);
    for (const auto* row : by_auc(results, eval::RowKind::model))
        if (rows.size() < most_page_one) rows.insert(row);
    return rows;
}

/// `of`: the comparison's patients; a row of fewer says of how many it is.
ModelRow model_row(const eval::ResultRow& row, bool curve, std::size_t of) {
    ModelRow shown;
    shown.choice = row.facts.choice;
    shown.point = row.facts.point;
    shown.point_of = row.facts.point_of;
    shown.appendix = row.facts.is_guideline_variant();
    shown.model = row.row.name;
    if (row.unanswered > 0) shown.answered = of - row.unanswered;
    shown.label = row.row.label();
    shown.inputs = row.row.features;
    shown.pretraining = row.kind == eval::RowKind::model ? row.row.pretraining : "";
    shown.accuracy = fold_figure(row.metrics.accuracy);
    shown.sensitivity = fold_figure(row.metrics.sensitivity);
    shown.specificity = fold_figure(row.metrics.specificity);
    shown.auc = fold_figure(row.metrics.auc);
    shown.tp = row.metrics.pooled.tp;
    shown.fp = row.metrics.pooled.fp;
    shown.tn = row.metrics.pooled.tn;
    shown.fn = row.metrics.pooled.fn;
    shown.auc_interval = row.metrics.auc.ci95;
    shown.full = full_figures(row);
    if (curve) shown.roc = roc_of(row);
    return shown;
}

std::string joined(std::initializer_list<std::string> parts) {
    std::string text;
    for (const auto& part : parts) text += part;
    return text;
}

std::string interval_words(const stats::Interval& interval, int decimals) {
    return "95 % interval " + limits_text(interval, decimals);
}

std::string p_words(double p) {
    const auto text = core::p_value_text(p);
    return text.starts_with('<') ? text : joined({"= ", text});
}

std::string sentence(const eval::Comparison& comparison) {
    std::string text =
        joined({comparison.first.label(), " against ", comparison.second.label(), " (", comparison.question, "): AUC ",
                comparison.difference > 0.0 ? "+" : "", draw::fixed_text(comparison.difference, 3)});
    if (comparison.ci95) text += joined({" (", interval_words(*comparison.ci95, 3), ")"});
    if (comparison.p) text += joined({", p ", p_words(*comparison.p)});
    if (comparison.p_holm) text += joined({", corrected for all comparisons (Holm) p ", p_words(*comparison.p_holm)});
    return text;
}

Difference difference_of(const eval::Comparison& comparison) {
    Difference shown{comparison.first.label(), comparison.second.label(), comparison.question, {}, {}, {}};
    shown.difference = {comparison.difference, comparison.ci95};
    shown.p = comparison.p;
    shown.p_holm = comparison.p_holm;
    return shown;
}

// Whether any exchange was made for any model.
bool was_tested(const std::optional<eval::ChanceTest>& chance) {
    return chance && chance->permutations > 0 && !chance->rows.empty();
}

// Of so few exchanges no p can be below what is called significant.
bool can_tell(const std::optional<eval::ChanceTest>& chance) {
    return chance && chance->smallest_p() < significance;
}

// The row's test by exchanged outcomes, where that can tell.
const eval::ChanceRow* chance_row(const eval::Results& results, const eval::ResultRow& row) {
    if (!can_tell(results.chance)) return nullptr;
    const auto found = std::ranges::find(results.chance->rows, row.row, &eval::ChanceRow::row);
    return found == results.chance->rows.end() ? nullptr : &*found;
}

std::string best_row(const eval::Results& results) {
    const eval::ResultRow* best = nullptr;
    for (const auto& row : results.rows)
        if (row.metrics.auc.mean && (!best || *row.metrics.auc.mean > *best->metrics.auc.mean)) best = &row;
    if (!best) return "No row has an AUC.";
    std::string text =
        joined({"The largest AUC is that of ", best->row.label(), ": ", draw::fixed_text(*best->metrics.auc.mean, 2)});
    if (const auto& interval = best->metrics.auc.ci95) {
        text += joined({" (", interval_words(*interval, 2), ")."});
        const auto* by_exchange = chance_row(results, *best);
        if (by_exchange)
            text += joined(
                {" By exchanged outcomes p ", p_words(by_exchange->p_best),
                 by_exchange->p_best < significance ? " that it is chance." : ": this cannot be told from chance."});
        else if (interval->low <= 0.5)
            text += " The interval reaches 0.5: this cannot be told from chance.";
    } else {
        text += ".";
    }
    if (results.rows.size() > 1)
        text += joined({" It is the largest of ", std::to_string(results.rows.size()),
                        " rows and for that reason alone tends to be too high."});
    return text;
}

// Whether a model is beyond chance, whatever the number of models that were looked at: by outcomes exchanged at random
// where they were asked for, else by the intervals' resamples, which leave out the fitting. A run without models has
// nothing to doubt.
bool any_beyond_chance(const eval::Results& results) {
    const auto models = by_auc(results, eval::RowKind::model);
    if (models.empty()) return true;
    if (can_tell(results.chance)) return results.chance->any_below(significance);
    std::vector<double> p_values;
    for (const auto* row : models) {
        const auto& auc = row->metrics.auc;
        const bool certain = !row->metrics.auc_p && auc.ci95 && auc.ci95->low > chance_auc;
        const bool above = auc.mean.value_or(0.0) > chance_auc;
        p_values.push_back(certain ? 0.0 : above ? row->metrics.auc_p.value_or(1.0) : 1.0);
    }
    return std::ranges::any_of(stats::holm_adjusted(p_values), [](double p) { return p < significance; });
}

std::string auc_words(const eval::ResultRow& row) {
    if (!row.metrics.auc.mean) return "not defined";
    std::string text = draw::fixed_text(*row.metrics.auc.mean, 2);
    if (const auto& interval = row.metrics.auc.ci95) text += joined({" (", interval_words(*interval, 2), ")"});
    return text;
}

// The first sentence of the answer: what the best model reaches, and what is reached without one.
std::string what_is_reached(const eval::Results& results) {
    const auto models = by_auc(results, eval::RowKind::model);
    if (models.empty() || !models.front()->metrics.auc.mean) return "No model was compared.";
    const auto& best = *models.front();
    std::string text = models.size() == 1 ? best.row.label() + " ranks patients with an AUC of "
                                          : joined({"The best of ", core::counted(models.size(), "model"), ", ",
                                                    best.row.label(), ", ranks patients with an AUC of "});
    text += auc_words(best);
    if (models.size() > 1) text += ", as the best of several probably too high";
    std::string others;
    for (const auto* row : references_of(results))
        if (!row->facts.expected.empty() && row->metrics.auc.mean)
            core::append_word(
                others, joined({row->facts.expected, " ", draw::fixed_text(*row->metrics.auc.mean, 2),
                                row->unanswered > 0
                                    ? joined({" (", core::counted(results.patients - row->unanswered, "patient"), ")"})
                                    : std::string()}));
    return others.empty() ? text + "." : joined({text, "; without a model: ", others, "."});
}

// Whether outcomes exchanged at random give as much: the answer that knows of the fitting and of all models.
std::string whether_chance(const eval::Results& results) {
    if (!was_tested(results.chance)) return {};
    const auto& rows = results.chance->rows;
    const auto& best = *std::ranges::max_element(rows, {}, &eval::ChanceRow::auc);
    const auto times = static_cast<std::uint64_t>(results.chance->permutations);
    if (!can_tell(results.chance))
        return joined(
            {"The outcome was exchanged between patients ", core::counted(times, "time"),
             ": too few to tell, since no p can then be below ", draw::fixed_text(results.chance->smallest_p(), 3),
             results.chance->distinct < 1.0 / significance ? "; these people can exchange it in too few different ways."
                                                           : "; --permutations 200 is usual."});
    return joined({"Of ", core::counted(times, "exchange"),
                   " of the outcome between patients, with all fitted anew, p ", p_words(best.p_best),
                   rows.size() > 1 ? " that the best of the models reaches as much by chance."
                                   : " that the model reaches as much by chance."});
}

// The second: whether that is more than a simple rule gives.
std::string whether_more(const eval::Results& results) {
    const auto models = by_auc(results, eval::RowKind::model);
    if (models.empty()) return {};
    const auto found = std::ranges::find(results.comparisons, models.front()->row, &eval::Comparison::first);
    if (found == results.comparisons.end()) return "It was compared with no simple rule.";
    const auto& c = *found;
    const auto second = std::ranges::find(results.rows, c.second, &eval::ResultRow::row);
    const bool chosen = second != results.rows.end() && second->facts.chosen;
    std::string text = joined({"Against ", chosen ? "the best simple rule" : c.second.label(), " its AUC differs by ",
                               c.difference > 0.0 ? "+" : "", draw::fixed_text(c.difference, 2)});
    if (c.ci95) text += joined({" (", interval_words(*c.ci95, 2), ")"});
    if (c.p_holm) text += joined({", p ", p_words(*c.p_holm), " corrected for all comparisons"});
    if (!c.p_holm || *c.p_holm >= significance) return text + ": not shown to be better, nor to be no better.";
    text += c.difference > 0.0 ? ": it is better on patients like these." : ": it is worse.";
    if (results.rarer_people && *results.rarer_people < eval::few_people)
        text += joined({" That rests on ", core::counted(*results.rarer_people, "person", "people"),
                        " of the rarer outcome: too few to rely on."});
    return text;
}

std::string differences(const eval::Results& results) {
    if (results.comparisons.empty())
        return "Nothing was compared with anything, so nothing here is better than anything.";
    std::string holding;
    for (const auto& comparison : results.comparisons) {
        if (!comparison.p_holm || *comparison.p_holm >= significance) continue;
        const bool first = comparison.difference > 0.0;
        holding += joined({holding.empty() ? "" : "; ", (first ? comparison.first : comparison.second).label(),
                           " over ", (first ? comparison.second : comparison.first).label()});
    }
    if (holding.empty())
        return "No difference between rows holds after correction for the number of comparisons. That is no proof that "
               "they are equal: the intervals show how large a difference would have gone unseen.";
    return joined({"Differences that hold after correction for the number of comparisons (p < 0.05): ", holding, "."});
}

std::string limits(const eval::Results& results) {
    // NOLINTBEGIN(bugprone-suspicious-missing-comma): sentences over several lines
    return joined(
        {"These figures come from ", std::to_string(results.patients), " ",
         results.several_rows_a_person() ? rows_of(results.people) : std::string("patients"), " (",
         std::to_string(results.positives), " positive, ", std::to_string(results.negatives),
         " negative), tested on patients that the models had not seen but that come from the same source. The "
         "intervals say how far the same fitted models would differ on other patients like these; fitted anew on such "
         "patients, models differ more. They say nothing about another hospital, "
         "another ECG machine or another definition of the outcome, where figures are usually lower. Before any "
         "use, a model needs testing on patients from elsewhere."});
    // NOLINTEND(bugprone-suspicious-missing-comma)
}

// ">=" and "<=" as they are printed.
void print_comparisons(std::string& text) {
    for (const auto& [typed, sign] :
         {std::pair<std::string_view, std::string_view>{">=", "\u2265"}, {"<=", "\u2264"}, {"uVs", "\u00b5V s"}})
        core::replace_all(text, typed, sign);
}

// The same results with names and notes as a reader is shown them; files and programs have the others.
eval::Results as_printed(const eval::Results& found) {
    auto results = found;
    for (auto& row : results.rows) {
        print_comparisons(row.row.name);
        print_comparisons(row.facts.point_of);
        for (auto& group : row.subgroups) print_comparisons(group.name);
    }
    for (auto& comparison : results.comparisons) {
        print_comparisons(comparison.first.name);
        print_comparisons(comparison.second.name);
    }
    for (auto& row : results.left_out) print_comparisons(row.row.name);
    for (auto& row : results.survival) print_comparisons(row.row.name);
    for (auto& point : results.learning_curve) print_comparisons(point.row.name);
    if (results.chance)
        for (auto& row : results.chance->rows) print_comparisons(row.row.name);
    for (auto& note : results.notes) print_comparisons(note);
    return results;
}

void describe_patients(EvaluationReport& report, const eval::Results& results, const ReportContext& context) {
    report.patients_listed = context.patients_listed ? context.patients_listed : results.patients;
    report.excluded = context.excluded;
    report.patients_analysed = results.patients;
    if (results.several_rows_a_person()) report.people_analysed = results.people;
    report.positives = results.positives;
    report.negatives = results.negatives;
    if (results.outcome != "response") {
        report.positive_name = results.outcome + ": yes";
        report.negative_name = results.outcome + ": no";
    }
    if (!context.positive_name.empty()) report.positive_name = context.positive_name;
    if (!context.negative_name.empty()) report.negative_name = context.negative_name;
    report.cohort_notes = results.notes;
    if (results.cancelled)
        report.cohort_notes.emplace_back("The run was stopped; rows not reached are listed as left out.");
}

/// What a reader must know before any figure. The report has its title.
void warn(EvaluationReport& report, const eval::Results& results) {
    report.doubtful = !any_beyond_chance(results);
    if (report.doubtful)
        report.warnings.push_back(joined(
            {"No model was shown to be better than chance (AUC 0.50), ",
             can_tell(results.chance)
                 ? joined({"as ", core::counted(static_cast<std::uint64_t>(results.chance->permutations), "exchange"),
                           " of the outcome show"})
                 : std::string("corrected for the number of models"),
             "."}));
    if (results.rarer_people && *results.rarer_people < eval::few_people)
        report.warnings.push_back(joined({"Only ", core::counted(*results.rarer_people, "person has", "people have"),
                                          " the rarer outcome: any figure here may be luck, and the intervals are too "
                                          "narrow."}));
    if (results.simulated) {
        report.title = "Simulated patients: " + report.title;
        report.warnings.insert(report.warnings.begin(),
                               "Simulated: virtual patients, not persons. What follows says nothing about persons.");
    }
}

}  // namespace

EvaluationReport evaluation_report(const eval::Results& found, const ReportContext& context) {
    const auto results = as_printed(found);
    EvaluationReport report;
    report.title = context.title.empty() ? joined({"Prediction of ", results.outcome, " in ", results.cohort_name})
                                         : context.title;
    report.summary = context.summary;
    report.paper = context.paper;
    report.date = context.date;
    describe_patients(report, results, context);
    report.design = joined({std::to_string(results.folds), "-fold cross-validation by patient, stratified, ",
                            core::counted(static_cast<std::uint64_t>(results.repeats), "repeat")});
    const auto curves = with_curve(results);
    const auto first_page = on_page_one(results);
    for (const auto& row : results.rows) {
        report.models.push_back(model_row(row, curves.contains(&row), results.patients));
        report.models.back().on_page_one = first_page.contains(&row);
    }
    report.answer = {what_is_reached(results), whether_more(results)};
    if (auto text = whether_chance(results); !text.empty()) report.answer.insert(report.answer.begin() + 1, text);
    if (was_tested(results.chance)) report.chance = results.chance;
    warn(report, results);
    for (const auto& left_out : results.left_out) report.left_out.push_back({left_out.row.label(), left_out.reason});
    for (const auto& comparison : results.comparisons) {
        report.comparisons.push_back(sentence(comparison));
        report.differences.push_back(difference_of(comparison));
    }
    report.baseline = context.baseline;
    report.calibration = calibration_curves(results);
    report.decision = decision_curves(results);
    report.learning = learning_curves(results);
    report.subgroups = subgroup_tables(results);
    report.survival = survival_part(results, first_page);
    report.conclusions = {best_row(results), differences(results), limits(results)};
    report.conclusions.insert(report.conclusions.end(), context.conclusions.begin(), context.conclusions.end());
    report.examples = context.examples;
    report.command = results.command;
    report.seed = results.seed;
    report.versions.push_back({"synchrony", results.version});
    report.versions.insert(report.versions.end(), context.versions.begin(), context.versions.end());
    report.data = context.data;
    return report;
}

}  // namespace synchrony::report
