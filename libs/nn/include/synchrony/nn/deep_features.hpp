// Deep features: what a network, pre-trained or random, makes of a patient's leads, as columns for other classifiers.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "synchrony/core/result.hpp"
#include "synchrony/model/bundle.hpp"
#include "synchrony/nn/transfer.hpp"

namespace synchrony::nn {

/// A place in the net where features are read.
struct FeaturePlace {
    int layer = 2;  ///< 1 to 4: the maps after layer1..layer4
    int grid = 2;   ///< the plane is averaged over grid x grid cells; layer 4 with grid 1 is torchvision's avgpool
    friend bool operator==(const FeaturePlace&, const FeaturePlace&) = default;
};
/// "layer2:2x2", "layer4:1x1", "avgpool".
[[nodiscard]] std::string name_of(const FeaturePlace& place);
[[nodiscard]] core::Result<FeaturePlace> place_named(const std::string& name);

/// In place of a lead's name before the first ':' of a column, where a network sees all leads at once.
inline constexpr std::string_view all_leads = "all";

struct DeepFeatureOptions {
    std::shared_ptr<const model::Bundle> init;  ///< null: random weights of `architecture`, drawn from the run's seed
    model::Architecture architecture;
    std::vector<FeaturePlace> places{FeaturePlace{}};
    std::vector<std::string> leads;  ///< empty: all of the set
    BeatChoice beats = BeatChoice::automatic;
    int batch = 64;  ///< images at a time
    [[nodiscard]] core::Result<void> check() const;
};

}  // namespace synchrony::nn
