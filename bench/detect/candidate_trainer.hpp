// Training of the candidates' network: cross-entropy, Adam.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "candidate_network.hpp"

namespace synchrony::detect_bench {

/// What is learnt: rows of candidate_input_count() numbers, and whether each is a beat.
struct CandidateExamples {
    std::vector<float> inputs;
    std::vector<float> is_beat;  ///< 0 or 1
    [[nodiscard]] std::size_t size() const { return is_beat.size(); }
};

struct CandidateTraining {
    int hidden1 = 24;
    int hidden2 = 12;
    int epochs = 10;
    int batch = 256;
    float learning_rate = 0.003F;  ///< Adam's, a cosine to 0
    float weight_decay = 0.03F;    ///< decoupled
    float input_noise = 0.15F;     ///< of each input's standard deviation
    std::uint32_t seed = 1;
};

/// The same examples, options and machine give the same network.
[[nodiscard]] beats::CandidateNetwork train_candidates(const CandidateExamples& examples,
                                                       const CandidateTraining& options);

/// Writes libs/beats/src/candidate_weights.inc.
void write_candidate_weights(const std::filesystem::path& path, const beats::CandidateNetwork& network);

}  // namespace synchrony::detect_bench
