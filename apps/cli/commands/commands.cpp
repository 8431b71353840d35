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
    shell.section("Look at one ECG");
    add_report(shell);
    add_measure(shell);
    add_plot(shell);
    add_info(shell);
    add_convert(shell);
    add_formats(shell);
    add_serve(shell);
    shell.section("Say what a patient may expect");
    add_predict(shell);
    shell.section("Make and test a model on a table of patients");
    add_cohort(shell);
    add_evaluate(shell);
    add_train(shell);
    shell.section("Plan a study");
    add_power(shell);
    add_simulate(shell);
    add_reproduce(shell);
    shell.section("Work on many machines");
    add_merge(shell);
    shell.section("Test the program against annotations");
    add_detect(shell);
    add_score(shell);
    shell.section("Train networks on public recordings");
    add_data(shell);
    add_pretrain(shell);
    add_export(shell);
    add_spectrogram(shell);
    add_transfer_gain(shell);
    add_write_manual(shell);
    shell.root().footer("Recordings are read in these formats; the file's content decides:\n" + formats_text() +
                        "Every command has examples: synchrony COMMAND --help, or man synchrony-COMMAND.");
}

}  // namespace synchrony::cli
