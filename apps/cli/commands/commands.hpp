// All commands of the program, one function a command; each lives in its own file.
#pragma once

namespace CLI {
class App;
}

namespace synchrony::cli {

class Shell;

void add_commands(Shell& shell);

void add_info(Shell& shell);
void add_formats(Shell& shell);
void add_serve(Shell& shell);
void add_convert(Shell& shell);
void add_detect(Shell& shell);
void add_measure(Shell& shell);
void add_plot(Shell& shell);
void add_report(Shell& shell);
void add_score(Shell& shell);
void add_score_delineation(Shell& shell, CLI::App& score);
void add_score_classes(Shell& shell, CLI::App& score);
void add_score_explanation(Shell& shell, CLI::App& score);
void add_score_repeatability(Shell& shell, CLI::App& score);
void add_spectrogram(Shell& shell);
void add_data(Shell& shell);
void add_pretrain(Shell& shell);
void add_export(Shell& shell);
void add_cohort(Shell& shell);
void add_cohort_make(Shell& shell, CLI::App& cohort);
/// Gives the command, to which imports of public databases are added.
CLI::App& add_cohort_import(Shell& shell, CLI::App& cohort);
void add_cohort_check(Shell& shell, CLI::App& cohort);
void add_cohort_template(Shell& shell, CLI::App& cohort);
void add_evaluate(Shell& shell);
void add_train(Shell& shell);
void add_predict(Shell& shell);
void add_merge(Shell& shell);
void add_simulate(Shell& shell);
void add_power(Shell& shell);
void add_reproduce(Shell& shell);
void add_transfer_gain(Shell& shell);
void add_write_manual(Shell& shell);

}  // namespace synchrony::cli
