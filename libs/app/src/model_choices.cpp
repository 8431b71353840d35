// The kinds of rows that a comparison may have.
#include <algorithm>
#include <array>

#include "comparison.hpp"

namespace synchrony::app {
namespace {

// Why `train` keeps no file of a kind.
constexpr std::string_view no_fit =
    "there is nothing to fit; `synchrony measure` says what rules and guidelines answer";
constexpr std::string_view foreign_file =
    "its library's own file would have to be read, by a reader that was not made for files from strangers";
constexpr std::string_view control = "it is there to compare with, not to be used";

constexpr std::array choices{
    ModelChoice{"majority", "the same answer for everybody", false, NetworkUse::none, false, no_fit},
    ModelChoice{"rules", "LBBB, QRS duration and QRS area at published cut-offs, where the data allow", false,
                NetworkUse::none, false, no_fit},
    ModelChoice{"guidelines", "class I or IIa of three guidelines, with each definition of LBBB", false,
                NetworkUse::none, false, no_fit},
    ModelChoice{"clinical", "logistic regression on the cohort's own columns"},
    ModelChoice{"ecg", "logistic regression on ECG measurements"},
    ModelChoice{"fused", "logistic regression on both"},
    ModelChoice{"spect", "logistic regression on what gated SPECT measures: scar, phase SD, phase bandwidth", false,
                NetworkUse::none, true},
    ModelChoice{"ecg-spect", "logistic regression on ECG measurements and SPECT", false, NetworkUse::none, true},
    ModelChoice{"svm-clinical", "support vector machine on the cohort's own columns", false, NetworkUse::none, true,
                foreign_file},
    ModelChoice{"svm-ecg", "support vector machine on ECG measurements", false, NetworkUse::none, true, foreign_file},
    ModelChoice{"svm-fused", "support vector machine on both", false, NetworkUse::none, false, foreign_file},
    ModelChoice{"forest-clinical", "random forest on the cohort's own columns", false, NetworkUse::none, true,
                foreign_file},
    ModelChoice{"forest-ecg", "random forest on ECG measurements", false, NetworkUse::none, true, foreign_file},
    ModelChoice{"forest-fused", "random forest on both", false, NetworkUse::none, false, foreign_file},
    ModelChoice{"boosting-clinical", "boosted trees on the cohort's own columns", false, NetworkUse::none, true,
                foreign_file},
    ModelChoice{"boosting-ecg", "boosted trees on ECG measurements", false, NetworkUse::none, true, foreign_file},
    ModelChoice{"boosting-fused", "boosted trees on both", false, NetworkUse::none, false, foreign_file},
    ModelChoice{"pixels", "logistic regression on the spectrograms' pixels", false, NetworkUse::none, false, control},
    ModelChoice{"svm-pixels", "support vector machine on the spectrograms' pixels", false, NetworkUse::none, true,
                control},
    ModelChoice{"forest-pixels", "random forest on the spectrograms' pixels", false, NetworkUse::none, true, control},
    ModelChoice{"random-features", "logistic regression on features of a network with random weights", false,
                NetworkUse::trains, false, control},
    ModelChoice{"deep-features", "logistic regression on features of the pre-trained network, from its middle", true,
                NetworkUse::runs},
    ModelChoice{"last-features", "logistic regression on the last features of the pre-trained network", true,
                NetworkUse::runs},
    ModelChoice{"svm-deep", "support vector machine on deep-features", true, NetworkUse::runs, true, foreign_file},
    ModelChoice{"forest-deep", "random forest on deep-features", true, NetworkUse::runs, true, foreign_file},
    ModelChoice{"boosting-deep", "boosted trees on deep-features", true, NetworkUse::runs, true, foreign_file},
    ModelChoice{"fused-deep", "logistic regression on the cohort's columns, ECG measurements and deep-features", true,
                NetworkUse::runs, true},
    ModelChoice{"deep-spect", "logistic regression on deep-features and SPECT", true, NetworkUse::runs, true},
    ModelChoice{"scratch", "network trained from scratch", false, NetworkUse::trains, true},
    ModelChoice{"frozen", "pre-trained network, only a new last layer is trained", true, NetworkUse::trains, true},
    ModelChoice{"last-block", "pre-trained network, last block and last layer are trained", true, NetworkUse::trains,
                true},
    ModelChoice{"fine-tuned", "pre-trained network, all layers are trained", true, NetworkUse::trains, true},
};

NetworkUse network_use(std::string_view model) {
    const auto choice = std::ranges::find(choices, model, &ModelChoice::name);
    return choice == choices.end() ? NetworkUse::none : choice->network;
}

}  // namespace

std::span<const ModelChoice> model_choices() {
    return choices;
}

bool model_reads_ecg(std::string_view model) {
    return model != "majority" && model != "spect" && !model.ends_with("clinical");
}

bool is_network(std::string_view model) {
    return model == "scratch" || model == "frozen" || model == "last-block" || model == "fine-tuned";
}

bool trains_network(std::string_view model) {
    return network_use(model) == NetworkUse::trains;
}

bool runs_network(std::string_view model) {
    return network_use(model) == NetworkUse::runs;
}

}  // namespace synchrony::app
