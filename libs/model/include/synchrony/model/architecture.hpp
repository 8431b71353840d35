// Which network: a ResNet of torchvision's family, told apart by a few numbers, and the names and shapes of its
// tensors. Everything that reads weights checks them against this list before it uses one of them.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "synchrony/core/key.hpp"
#include "synchrony/core/result.hpp"

namespace synchrony::model {

/// The first layers. Only conv1's kernel differs between them, so all other tensors fit all stems.
enum class Stem : std::uint8_t {
    standard,  ///< 7x7, stride 2, then 3x3 max-pooling, stride 2: as published (He 2016), image / 4
    compact,   ///< 3x3, stride 2, no pooling: image / 2, four times the work of standard
    small      ///< 3x3, stride 1, no pooling: full resolution, sixteen times the work of standard
};
[[nodiscard]] std::string_view name_of(Stem stem);
[[nodiscard]] core::Result<Stem> stem_named(std::string_view name);

/// How the features of a patient's leads become one vector.
enum class LeadPooling : std::uint8_t {
    none,       ///< no patients: one image, one answer (a pre-trained beat classifier)
    mean,       ///< mean over leads
    attention,  ///< weighted mean over leads, the weights learnt (Ilse 2018, arXiv:1802.04712, without the gate)
    concat      ///< leads side by side, in the bundle's order of leads
};
[[nodiscard]] std::string_view name_of(LeadPooling pooling);
[[nodiscard]] core::Result<LeadPooling> lead_pooling_named(std::string_view name);

/// Rows and columns of a kernel.
struct KernelShape {
    int rows = 1, columns = 1;
    friend bool operator==(const KernelShape&, const KernelShape&) = default;
};

/// A ResNet (He, Zhang, Ren, Sun, "Deep residual learning for image recognition", CVPR 2016) in torchvision's layout.
/// A net of waves (resnet18-1d) sees one row: each k x k kernel of its sister of images is 1 x k^2, each stride of 2 in
/// layers 2 to 4 is one of 4. So both have as many weights and, for a wave of a quarter of the image's pixels, about as
/// much work (nn::multiplications). Ribeiro 2020 (Nature Communications 11:1760) takes kernels of 17 and strides of 4.
struct Architecture {
    std::string name = "resnet18";  ///< resnet18, resnet18-1d, resnet50 or resnet101
    Stem stem = Stem::standard;
    int input_channels = 1;
    int outputs = 5;           ///< rows of fc: classes, or 1 for a probability of response
    int auxiliary_inputs = 0;  ///< numbers joined to the pooled features before fc
    int timing_inputs = 0;     ///< numbers of features::TimingInputs that enter a small net of their own, whose outputs
                               ///< are added to fc's; fc keeps torchvision's shape
    int base_width = 64;       ///< channels of layer1; 64 is the published net, less is for tests and tiny sets
    LeadPooling lead_pooling = LeadPooling::none;
    int leads = 0;  ///< leads side by side under LeadPooling::concat

    /// Every name, the smallest net first.
    [[nodiscard]] static std::vector<std::string> names();
    /// Blocks in layer1..layer4; {0, 0, 0, 0} for an unknown name.
    [[nodiscard]] std::array<int, 4> blocks() const;
    /// True for nets of bottleneck blocks (1x1, 3x3, 1x1; four times as many channels out as inside).
    [[nodiscard]] bool bottleneck() const;
    /// True for nets of waves.
    [[nodiscard]] bool one_dimensional() const;
    /// The name of the net of waves that has as many weights; its own of one that is of waves; empty: there is none.
    [[nodiscard]] std::string wave_sister() const;
    /// What stands in the place of the kernel `side` x `side` of the published net.
    [[nodiscard]] KernelShape kernel(int side) const;
    /// Of conv1, and of the first block of layers 2 to 4.
    [[nodiscard]] int stem_stride() const;
    [[nodiscard]] int layer_stride() const;
    /// Columns of the image that a column after layer `i` is apart from the next.
    [[nodiscard]] int stride_after(int layer) const;
    /// Channels that leave layer `i`, 1 to 4.
    [[nodiscard]] int channels_after(int layer) const;
    /// Numbers that enter fc.
    [[nodiscard]] int head_inputs() const;
    /// Errors (usage): unknown name, a count out of range.
    [[nodiscard]] core::Result<void> check() const;
    [[nodiscard]] core::Key key() const;
    friend bool operator==(const Architecture&, const Architecture&) = default;
};

/// Hidden units of the attention over leads.
inline constexpr int attention_units = 64;

/// Hidden units of each of the two hidden layers of the net over timing.
inline constexpr int timing_units = 32;

/// A tensor that the architecture has; `learnt` is false for BatchNorm's running statistics.
struct TensorShape {
    std::string name;  ///< torchvision's: "layer1.0.conv1.weight"
    std::vector<std::int64_t> shape;
    bool learnt = true;
    [[nodiscard]] std::int64_t elements() const;
};

/// Every tensor of the net, in torchvision's order. torchvision's num_batches_tracked counters are not among them.
[[nodiscard]] std::vector<TensorShape> tensor_shapes(const Architecture& architecture);

/// Numbers that training changes.
[[nodiscard]] std::int64_t parameter_count(const Architecture& architecture);

}  // namespace synchrony::model
