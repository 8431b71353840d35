// An evaluation's report as a document: what the page and the PDF file say.
#pragma once

#include "document.hpp"
#include "synchrony/report/evaluation_report.hpp"
#include "synchrony/report/plots.hpp"

namespace synchrony::report {

[[nodiscard]] Document evaluation_document(const EvaluationReport& report);

/// A model's name with what it reads, or its name alone where it has no more.
[[nodiscard]] std::string label_of(const ModelRow& row);
/// The model; where it answers for some of the patients only, of how many: "LVEF <= 35 % (rule) (n = 32)".
[[nodiscard]] std::string name_of(const ModelRow& row);

/// The rows that rank patients with their AUC; nothing where there is none.
[[nodiscard]] std::optional<Illustration> auc_illustration(const std::vector<NamedInterval>& intervals);
/// The AUC of each row but those that are points on another's curve.
[[nodiscard]] std::vector<NamedInterval> auc_intervals(const EvaluationReport& report);
/// "How this was made": the command and what else is needed to do it again.
[[nodiscard]] Section how_made(const std::string& command, std::vector<Named> facts);

/// At most eight rows: what decides today and the best models.
[[nodiscard]] Table answer_table(const EvaluationReport& report);
/// Who the patients were.
[[nodiscard]] Table baseline_table(const EvaluationReport& report);
/// Accuracy, sensitivity and specificity as mean ± SD over folds, from scratch and pre-trained side by side.
[[nodiscard]] Table paper_table(const EvaluationReport& report);
/// The figures of decisions with intervals and the pooled counts; without intervals the counts and the AUC.
[[nodiscard]] Table decisions_table(const EvaluationReport& report);
/// The figures of probabilities with intervals; nothing where no row has them.
[[nodiscard]] std::optional<Table> probabilities_table(const EvaluationReport& report);
[[nodiscard]] Table chance_table(const eval::ChanceTest& chance);
[[nodiscard]] Table differences_table(const EvaluationReport& report);
/// Of the guidelines' variants under other definitions of LBBB, or of all others.
[[nodiscard]] Table survival_table(const SurvivalPart& part, const EvaluationReport& report, bool variants);
[[nodiscard]] Table subgroup_figures(const SubgroupTable& subgroups);
[[nodiscard]] Table checklist_table(const std::vector<ChecklistItem>& items);

}  // namespace synchrony::report
