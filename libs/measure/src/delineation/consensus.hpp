// Probabilities over a search window, and how leads and beats lend each other theirs.
#pragma once

#include <vector>

#include "delineation/network.hpp"

namespace synchrony::measure::delineation {

/// One boundary in one lead of one beat. Candidates lie on a grid counted from the window's origin, the same for all
/// beats.
struct Posterior {
    std::vector<float> p;  ///< by candidate, sums to 1; empty where the window had no room
    int first_offset = 0;  ///< of candidate 0 from the origin, in steps
    int origin = 0;        ///< sample
    int step = 1;
    float log_evidence = 0;  ///< log of the sum of exp(score): log odds that the wave is there at all
    bool votes = true;       ///< false for an unusable lead, which listens only
};

struct Grid {
    int leads = 0;
    std::vector<Posterior> cells;  ///< [beat][lead]
    [[nodiscard]] int beats() const { return leads > 0 ? static_cast<int>(cells.size()) / leads : 0; }
    [[nodiscard]] Posterior& cell(int beat, int lead) { return cells[static_cast<std::size_t>(beat * leads + lead)]; }
    [[nodiscard]] const Posterior& cell(int beat, int lead) const {
        return cells[static_cast<std::size_t>(beat * leads + lead)];
    }
};

[[nodiscard]] Posterior make_posterior(const Window& window, std::vector<float> scores, bool votes);

/// Probability that the wave is there, [beat][lead]: the lead's own log odds plus the recording's mean.
[[nodiscard]] std::vector<float> presence(const Grid& grid);

/// How much leads and beats are listened to. Chosen by two-fold comparison on LUDB among sigma 20 and 40 ms, exponents
/// 0, 0.3, 1.
struct Agreement {
    double blur_ms;  ///< leads and beats differ by about that much in where a boundary lies
    float lead_exponent;
    float beat_exponent;
};
inline constexpr Agreement wave_agreement{40.0, 1.0F, 1.0F};
inline constexpr Agreement qrs_agreement{20.0, 0.0F, 1.0F};  ///< QRS ends only; onsets did not gain

/// Multiplies each posterior by the blurred mean of the other leads' of the same beat, and of the other beats' of the
/// same lead.
void agree(Grid& grid, const Agreement& agreement);

/// The boundary in samples: mean of the posterior around its mode (least squared error there). NaN for an empty one.
[[nodiscard]] double decode(Boundary b, const Posterior& posterior);

}  // namespace synchrony::measure::delineation
