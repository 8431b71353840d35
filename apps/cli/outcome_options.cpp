#include "outcome_options.hpp"

namespace synchrony::cli {

void add_outcome_options(CLI::App& app, cohort::CohortOptions& options, std::vector<std::string>& inputs) {
    app.add_option("--outcome", options.outcome,
                   "Column to be predicted, or a rule of several: 'death = 1 or transplant = 1'")
        ->capture_default_str();
    app.add_option("--inputs", inputs,
                   "More columns as inputs (numbers, yes or no, categories) beside those the program knows, joined by "
                   "commas; '-NAME' takes one away (after =: --inputs=-age_y)")
        ->delimiter(',')
        ->allow_extra_args(false);
}

}  // namespace synchrony::cli
