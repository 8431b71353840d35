// Virtual patients to pre-train on, made when their images are: no recording is stored.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "synchrony/core/progress.hpp"
#include "synchrony/core/result.hpp"
#include "synchrony/inputs/labelled_source.hpp"
#include "synchrony/nn/class_names.hpp"
#include "synchrony/nn/pretrain_options.hpp"
#include "synchrony/sim/preset.hpp"

namespace synchrony::app {

/// Patients of five kinds of conduction, as many of each, by turns from the presets that have them; the first n of a
/// seed are the same whatever number is asked for. Two normal beats of each bear its kind as their class.
class VirtualSource final : public inputs::LabelledSource {
  public:
    /// `numbers` are those that targets() gives; empty: all. Errors (usage): no patient, or more than
    /// most_virtual_patients; a number that is not known of them.
    [[nodiscard]] static core::Result<VirtualSource> make(std::uint64_t patients, std::uint64_t seed,
                                                          const std::vector<std::string>& numbers = {});

    [[nodiscard]] std::string name() const override;
    [[nodiscard]] const std::vector<std::string>& records() const override { return records_; }
    [[nodiscard]] core::Result<datasets::LabelledRecording> read(std::size_t i) const override;
    [[nodiscard]] core::Result<std::vector<std::string>> contents(const core::RunContext& context) const override;

    /// What simulation alone knows of each patient (activation, scar, mass) and what a table says of him. Patients
    /// whose recordings have been read are not made again. Errors: cancelled; those of sim::simulate_patient.
    [[nodiscard]] core::Result<nn::NumericTargets> targets(const core::RunContext& context) const;

    /// Normal conduction; right bundle branch block; complete left one; nonspecific delay or incomplete left block;
    /// left anterior fascicular block.
    [[nodiscard]] static const nn::ClassNames& class_names();

  private:
    VirtualSource() = default;
    std::vector<sim::Preset> presets_;  ///< healthy, hospital, nanjing
    std::vector<std::size_t> numbers_;  ///< which of those that are known
    /// By recording, as read() came by them; empty: not read yet. No two calls write one.
    mutable std::vector<std::vector<double>> known_;
    std::vector<std::string> records_;
    std::uint64_t seed_ = 0;
};

}  // namespace synchrony::app
