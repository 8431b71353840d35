// What a network's reading of an ECG rests on, by lead and part of the beat: how far the log-odds fall when that part
// is made a straight line (occlusion; Zeiler and Fergus, ECCV 2014). On the recording's median beat in mV and s, not on
// the network's pictures, which are made anew.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "synchrony/core/progress.hpp"
#include "synchrony/core/result.hpp"
#include "synchrony/measure/measure.hpp"
#include "synchrony/model/predictor.hpp"

namespace synchrony::app {

/// A part of the median beat, the same in all leads.
struct BeatPart {
    std::string name;                   ///< "p", "qrs_first", "qrs_second", "st", "t"
    std::string label;                  ///< "P", "QRS, first half", ...
    double begin_s = 0.0, end_s = 0.0;  ///< in the median beat
};

/// The parts that were found, by the global boundaries; none without a QRS complex.
[[nodiscard]] std::vector<BeatPart> beat_parts(const measure::Measurements& measured);

enum class MapMethod {
    occlusion,  ///< each part taken away alone (Zeiler and Fergus, ECCV 2014)
    shapley,  ///< mean over all orders in which the parts of a lead may be taken away: exact Shapley values, which sum
              ///< over a lead to what taking all its parts away does
    cam,      ///< a layer's maps weighed by the gradient at each place (Zhou et al., CVPR 2016, where the gradient is
              ///< the head's weight)
    grad_cam  ///< by the gradient's mean over the plane (Selvaraju et al., ICCV 2017)
};
/// "occlusion", "shapley", "cam", "grad-cam".
[[nodiscard]] std::string_view name_of(MapMethod method);
[[nodiscard]] core::Result<MapMethod> map_method_named(std::string_view name);

struct MapOptions {
    MapMethod method = MapMethod::occlusion;
    int layer = 0;  ///< whose maps cam and grad_cam weigh; 0: that of the features
};

struct EcgMap {
    MapMethod method = MapMethod::occlusion;
    std::vector<std::string> leads;  ///< the twelve
    std::vector<BeatPart> parts;
    double qrs_onset_s = 0.0;          ///< in the median beat
    std::vector<double> contribution;  ///< [lead, part], delivered log-odds that go with it; above 0 speaks for
    [[nodiscard]] double at(std::size_t lead, std::size_t part) const {
        return contribution[lead * parts.size() + part];
    }
};

/// Of a linear model on deep features. Occlusion: each part of one lead is taken away while all else, the measurements
/// of the ECG among it, stays as it is. Activation maps: what lies in the part's time (activation_map.hpp). Errors
/// (usage): a predictor that reads no such features, or whose pictures are divided by the whole recording's amplitude,
/// so that leads hang together; (input): no QRS complex in the median beat; those of the network's module.
[[nodiscard]] core::Result<EcgMap> ecg_map(const model::Predictor& predictor, const measure::Measurements& measured,
                                           const core::RunContext& context, const MapOptions& options = {});

/// Whether ecg_map() has an answer for such a predictor.
[[nodiscard]] bool has_ecg_map(const model::Predictor& predictor);

}  // namespace synchrony::app
