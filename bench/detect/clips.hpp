// Hard clips: ten seconds of one lead with known beats, from the recordings at hand, disturbed as single-lead recorders
// are.
#pragma once

#include <cstdint>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include "synchrony/record/ecg.hpp"

namespace synchrony::detect_bench {

/// What a clip is cut from. Beats: annotated (MIT-BIH); elsewhere the user of the source finds them in all twelve leads
/// together, which on LUDB gives the cardiologists' without exception.
struct Source {
    std::string set;     ///< "mitdb", "ludb", "ptbxl", "cinc2021"
    std::string record;  ///< its name
    int half = 0;        ///< 0: learnt from and chosen on; 1: reported. By record number, PTB-XL by person
    record::Ecg ecg;
    std::vector<std::int64_t> beats;                 ///< samples, rising
    std::vector<record::SampleRange> without_beats;  ///< ventricular flutter: annotated without beats
};

/// DATA_FOLDER as shared by the tests: mitdb/, ludb/, ptbxl/, cinc2021/; what is not there is left out.
[[nodiscard]] std::vector<Source> read_sources(const std::filesystem::path& data);

struct Clip {
    std::string set, record, lead, disturbance;
    int half = 0;
    double rate_hz = 0;
    std::vector<float> mv;
    std::vector<std::int64_t> beats;
};

/// The kinds of disturbance that reports are split by.
[[nodiscard]] const std::vector<std::string>& disturbances();

/// The half minute of each kind of noise that the MIT-BIH Noise Stress Test database's samples hold; its first half for
/// half 0, its second half for half 1.
class Noises {
  public:
    explicit Noises(const std::filesystem::path& data);
    /// `samples` of one kind ("em", "ma", "bw") at `rate_hz`, from anywhere, either sign; unit power.
    [[nodiscard]] std::vector<float> piece(const std::string& kind, int half, double rate_hz, std::size_t samples,
                                           std::mt19937& random) const;

  private:
    struct Noise {
        std::string kind;
        std::vector<float> samples;  ///< at 360 Hz
    };
    std::vector<Noise> noises_;
};

/// One clip of 10 s from `lead`, beginning at `from`, disturbed in the given way. Empty where the source has no beats
/// annotated.
[[nodiscard]] Clip make_clip(const Source& source, std::size_t lead, std::int64_t from, const std::string& disturbance,
                             const Noises& noises, std::mt19937& random);

/// The QRS score of the China Physiological Signal Challenge 2019 for one recording: 1 without a fault, 0.7 with one
/// false beat, 0.3 with one missed, else 0; beats match within 75 ms; the first and last half second do not count
/// (its published scoring program).
struct ChallengeScore {
    int tp = 0, fn = 0, fp = 0;
    double score = 0;
};
[[nodiscard]] ChallengeScore challenge_score(const std::vector<std::int64_t>& reference,
                                             const std::vector<std::int64_t>& found, double rate_hz,
                                             std::size_t samples);

}  // namespace synchrony::detect_bench
