#include "commands.hpp"

namespace synchrony::cli {

void add_commands(Shell& shell) {
    add_info(shell);
    add_detect(shell);
    add_measure(shell);
    add_plot(shell);
    add_score(shell);
    add_spectrogram(shell);
    add_data(shell);
    add_pretrain(shell);
    add_cohort(shell);
    add_evaluate(shell);
    add_train(shell);
    add_predict(shell);
    add_simulate(shell);
    add_power(shell);
    add_transfer_gain(shell);
}

}  // namespace synchrony::cli
