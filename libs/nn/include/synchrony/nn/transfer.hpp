// Transfer: an encoder that has learnt from beats, or nothing, is taught to predict one outcome a patient from 12
// leads.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "synchrony/core/result.hpp"
#include "synchrony/model/bundle.hpp"
#include "synchrony/model/classifier.hpp"
#include "synchrony/nn/training.hpp"

namespace synchrony::nn {

/// Which weights learn. Of a frozen encoder neither weights nor norms' statistics change.
enum class Trainable : std::uint8_t { head, last_block, all };
/// "frozen", "last_block", "all".
[[nodiscard]] std::string_view name_of(Trainable trainable);
[[nodiscard]] core::Result<Trainable> trainable_named(std::string_view name);

/// Norms of the encoder: `automatic` keeps the statistics of a pre-trained net and learns them from scratch.
enum class NormStatistics : std::uint8_t { automatic, frozen, learnt };

/// Which images of a patient are shown.
enum class BeatChoice : std::uint8_t {
    automatic,  ///< median beats where the set has them, else single beats
    median,     ///< features::median_beat
    single      ///< one random beat a lead at each look in training; the mean over all beats when predicting
};

/// What the head of a pre-trained net is before all learns together.
enum class HeadStart : std::uint8_t {
    random,
    linear_probing  ///< solved on the features as pre-training left them (Kumar 2022, arXiv:2202.10054); not under
                    ///< attention
};
/// "random", "fitted".
[[nodiscard]] std::string_view name_of(HeadStart start);
[[nodiscard]] core::Result<HeadStart> head_start_named(std::string_view name);

struct TransferOptions {
    std::shared_ptr<const model::Bundle> init;  ///< pre-trained weights; null: from scratch
    model::Architecture architecture;           ///< from scratch only; else the bundle's
    Trainable train = Trainable::all;
    model::LeadPooling pooling = model::LeadPooling::mean;
    std::vector<std::string> leads;  ///< leads that are shown; empty: all of the set
    BeatChoice beats = BeatChoice::automatic;
    HeadStart head_start = HeadStart::random;  ///< pre-trained only
    NormStatistics norms = NormStatistics::automatic;

    int epochs = 15;  ///< passes over the training patients (a head on frozen features has its own pace)
    int batch = 8;    ///< patients in a weight update
    OptimizerOptions optimizer{Optimizer::adamw, Schedule::one_cycle, 5e-4, 5e-2};
    double layer_decay = 0.6;  ///< learning rate of a part over that of the part after it (pre-trained only)
    Augmentation augmentation;
    double averaging = 0.0;  ///< decay of the running mean of weights, 0: off
    double head_penalty =
        0.1;  ///< where the head is solved: L2 penalty on the weights of standardised features, times their number
    bool balance = true;  ///< both outcomes count the same in the loss; the probability is brought back to the
                          ///< training prevalence, at which the decision threshold then lies
    int members = 1;      ///< nets of different seeds whose probabilities are averaged

    [[nodiscard]] core::Result<void> check() const;
    /// Every option, and the weights of `init`.
    [[nodiscard]] core::Key key() const;
};

/// A patient's probability from a network. Images are matched to patients by PatientId; every patient needs an image of
/// each lead.
class TransferClassifier : public model::Classifier {
  public:
    /// The fitted net as a model file's content (the first member when there are several). Errors (usage): not fitted.
    [[nodiscard]] virtual core::Result<model::Bundle> bundle() const = 0;
};

}  // namespace synchrony::nn
