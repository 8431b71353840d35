#include "commands.hpp"

#include "shell.hpp"
#include "synchrony/io/read.hpp"

namespace synchrony::cli {
namespace {

// "WFDB (PhysioNet) record: .hea", a line a format, from the registry of readers.
std::string formats_text() {
    std::string text;
    for (const auto& format : io::formats()) {
        text += "  " + std::string(format.description) + ":";
        for (const auto extension : format.extensions) text += " " + std::string(extension);
        text += "\n";
    }
    return text;
}

}  // namespace

void add_commands(Shell& shell) {
    shell.section("Read and measure");
    add_info(shell);
    add_formats(shell);
    add_convert(shell);
    add_measure(shell);
    add_plot(shell);
    add_spectrogram(shell);
    shell.section("Find and score beats");
    add_detect(shell);
    add_score(shell);
    shell.section("Cohorts and evaluation");
    add_cohort(shell);
    add_evaluate(shell);
    add_train(shell);
    add_predict(shell);
    shell.section("Networks and their data");
    add_data(shell);
    add_pretrain(shell);
    add_transfer_gain(shell);
    shell.section("Study design");
    add_simulate(shell);
    add_power(shell);
    add_write_manual(shell);
    shell.root().footer("Recordings are read in these formats; the file's content decides:\n" + formats_text() +
                        "Every command has examples: synchrony COMMAND --help, or man synchrony-COMMAND.");
}

}  // namespace synchrony::cli
