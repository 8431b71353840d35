// Which images of a set show which lead of which patient.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "synchrony/core/result.hpp"
#include "synchrony/features/channels.hpp"
#include "synchrony/features/image_set.hpp"
#include "synchrony/nn/transfer.hpp"

namespace synchrony::nn {

/// Image numbers by patient and lead, each list sorted by beat and not empty.
struct PatientImages {
    std::vector<std::string> leads;
    bool median = false;                                        ///< median beats, one image a lead
    std::vector<std::vector<std::vector<std::size_t>>> images;  ///< [patient][lead]
    [[nodiscard]] std::size_t patients() const { return images.size(); }
    /// All numbers, by patient, then lead.
    [[nodiscard]] std::vector<std::size_t> flat() const;
};

/// The leads whose images are shown: those asked for (empty: all of the set); of a network that sees the leads of a
/// beat at once, one that stands for them.
[[nodiscard]] std::vector<std::string> shown_leads(const std::vector<std::string>& asked,
                                                   std::span<const features::Channel> channels);

/// Errors (usage): a lead that the set lacks; (input): a patient without an image of some lead.
[[nodiscard]] core::Result<PatientImages> find_patient_images(std::span<const features::ImageIndex> index,
                                                              std::span<const record::PatientId> set_patients,
                                                              std::span<const std::string> set_leads,
                                                              std::span<const record::PatientId> patients,
                                                              const std::vector<std::string>& leads, BeatChoice beats);

}  // namespace synchrony::nn
