#include "synchrony/model/architecture.hpp"

#include <algorithm>
#include <string_view>

namespace synchrony::model {
namespace {

constexpr int bottleneck_expansion = 4;  // He 2016, table 1
constexpr int largest_count = 65536;     // no net of ours comes near; bounds what a damaged file can ask for

struct Family {
    std::string_view name;
    std::array<int, 4> blocks;  // He 2016, table 1
    bool bottleneck;
    bool one_dimensional;
};
constexpr std::array<Family, 4> families{{{"resnet18", {2, 2, 2, 2}, false, false},
                                          {"resnet18-1d", {2, 2, 2, 2}, false, true},
                                          {"resnet50", {3, 4, 6, 3}, true, false},
                                          {"resnet101", {3, 4, 23, 3}, true, false}}};
constexpr int image_layer_stride = 2;  // He 2016
constexpr int wave_layer_stride = image_layer_stride * image_layer_stride;

const Family* family(std::string_view name) {
    const auto found = std::ranges::find(families, name, &Family::name);
    return found == families.end() ? nullptr : &*found;
}

constexpr std::array<std::string_view, 3> stem_names{"standard", "compact", "small"};
constexpr std::array<std::string_view, 4> pooling_names{"none", "mean", "attention", "concat"};

core::Error unknown(std::string what, std::string_view got, std::string expected) {
    return {core::ErrorKind::usage, std::move(what), "", std::string(got), std::move(expected), ""};
}

// Lists the tensors of one net in torchvision's order of registration.
class Lister {
  public:
    explicit Lister(const Architecture& architecture) : net_(architecture) {}

    std::vector<TensorShape> list() {
        const int kernel = net_.stem == Stem::standard ? 7 : 3;
        int channels = net_.base_width;
        conv("conv1", channels, net_.input_channels, kernel);
        norm("bn1", channels);
        const auto blocks = net_.blocks();
        for (int layer = 1; layer <= 4; ++layer) {
            const int out = net_.channels_after(layer);
            for (int i = 0; i < blocks[static_cast<std::size_t>(layer - 1)]; ++i) {
                block(layer, i, channels, out);
                channels = out;
            }
        }
        if (net_.lead_pooling == LeadPooling::attention) {
            linear("pool.0", attention_units, channels);
            linear("pool.2", 1, attention_units);
        }
        if (net_.timing_inputs > 0) {
            linear("timing.0", timing_units, net_.timing_inputs);
            linear("timing.2", timing_units, timing_units);
            linear("timing.4", net_.outputs, timing_units);
        }
        linear("fc", net_.outputs, net_.head_inputs());
        return std::move(shapes_);
    }

  private:
    void block(int layer, int index, int in, int out) {
        const std::string name = "layer" + std::to_string(layer) + "." + std::to_string(index);
        const int inner = net_.bottleneck() ? out / bottleneck_expansion : out;
        if (net_.bottleneck()) {
            conv_norm(name, 1, inner, in, 1);
            conv_norm(name, 2, inner, inner, 3);
            conv_norm(name, 3, out, inner, 1);
        } else {
            conv_norm(name, 1, inner, in, 3);
            conv_norm(name, 2, out, inner, 3);
        }
        const bool shrinks = layer > 1 && index == 0;
        if (shrinks || in != out) {
            conv(name + ".downsample.0", out, in, 1);
            norm(name + ".downsample.1", out);
        }
    }
    void conv_norm(const std::string& name, int number, int out, int in, int kernel) {
        conv(name + ".conv" + std::to_string(number), out, in, kernel);
        norm(name + ".bn" + std::to_string(number), out);
    }
    void conv(const std::string& name, int out, int in, int kernel) {
        const auto shape = net_.kernel(kernel);
        shapes_.push_back({name + ".weight", {out, in, shape.rows, shape.columns}, true});
    }
    void norm(const std::string& name, int channels) {
        for (const char* part : {".weight", ".bias"}) shapes_.push_back({name + part, {channels}, true});
        for (const char* part : {".running_mean", ".running_var"}) shapes_.push_back({name + part, {channels}, false});
    }
    void linear(const std::string& name, int out, int in) {
        shapes_.push_back({name + ".weight", {out, in}, true});
        shapes_.push_back({name + ".bias", {out}, true});
    }

    const Architecture& net_;
    std::vector<TensorShape> shapes_;
};

}  // namespace

std::string_view name_of(Stem stem) {
    return stem_names[static_cast<std::size_t>(stem)];
}

core::Result<Stem> stem_named(std::string_view name) {
    const auto found = std::ranges::find(stem_names, name);
    if (found == stem_names.end()) return core::fail(unknown("unknown stem", name, "standard, compact or small"));
    return static_cast<Stem>(found - stem_names.begin());
}

std::string_view name_of(LeadPooling pooling) {
    return pooling_names[static_cast<std::size_t>(pooling)];
}

core::Result<LeadPooling> lead_pooling_named(std::string_view name) {
    const auto found = std::ranges::find(pooling_names, name);
    if (found == pooling_names.end())
        return core::fail(unknown("unknown pooling of leads", name, "none, mean, attention or concat"));
    return static_cast<LeadPooling>(found - pooling_names.begin());
}

std::array<int, 4> Architecture::blocks() const {
    const Family* found = family(name);
    return found ? found->blocks : std::array<int, 4>{};
}

bool Architecture::bottleneck() const {
    const Family* found = family(name);
    return found && found->bottleneck;
}

bool Architecture::one_dimensional() const {
    const Family* found = family(name);
    return found && found->one_dimensional;
}

std::string Architecture::wave_sister() const {
    const Family* own = family(name);
    const auto sister = std::ranges::find_if(families, [own](const Family& other) {
        return own && other.one_dimensional && other.blocks == own->blocks && other.bottleneck == own->bottleneck;
    });
    return sister == families.end() ? std::string() : std::string(sister->name);
}

KernelShape Architecture::kernel(int side) const {
    return one_dimensional() ? KernelShape{1, side * side} : KernelShape{side, side};
}

int Architecture::stem_stride() const {
    return stem == Stem::small ? 1 : 2;
}

int Architecture::layer_stride() const {
    return one_dimensional() ? wave_layer_stride : image_layer_stride;
}

int Architecture::stride_after(int layer) const {
    int stride = stem_stride() * (stem == Stem::standard ? 2 : 1);  // the pooling's
    for (int next = 2; next <= layer; ++next) stride *= layer_stride();
    return stride;
}

int Architecture::channels_after(int layer) const {
    return (base_width << (layer - 1)) * (bottleneck() ? bottleneck_expansion : 1);
}

int Architecture::head_inputs() const {
    return channels_after(4) * (lead_pooling == LeadPooling::concat ? leads : 1) + auxiliary_inputs;
}

core::Key Architecture::key() const {
    return core::Key("network")
        .add("name", name)
        .add("stem", name_of(stem))
        .add("input channels", input_channels)
        .add("outputs", outputs)
        .add("auxiliary inputs", auxiliary_inputs)
        .add("timing inputs", timing_inputs)
        .add("base width", base_width)
        .add("lead pooling", name_of(lead_pooling))
        .add("leads", leads);
}

std::vector<std::string> Architecture::names() {
    std::vector<std::string> all;
    for (const auto& known : families) all.emplace_back(known.name);
    return all;
}

core::Result<void> Architecture::check() const {
    if (!family(name))
        return core::fail(unknown("unknown network", name, "resnet18, resnet18-1d, resnet50 or resnet101"));
    struct Count {
        const char* what;
        int value, least, most;
    };
    const Count counts[] = {{"input channels", input_channels, 1, 64},
                            {"outputs of the network", outputs, 1, largest_count},
                            {"auxiliary inputs", auxiliary_inputs, 0, 1024},
                            {"timing inputs", timing_inputs, 0, 1024},
                            {"width of layer1", base_width, 1, 1024},
                            {"leads side by side", leads, lead_pooling == LeadPooling::concat ? 1 : 0, 1024}};
    for (const auto& count : counts)
        if (count.value < count.least || count.value > count.most)
            return core::fail(unknown(std::string(count.what) + " out of range", std::to_string(count.value),
                                      std::to_string(count.least) + " to " + std::to_string(count.most)));
    return {};
}

std::int64_t TensorShape::elements() const {
    std::int64_t product = 1;
    for (const auto length : shape) product *= length;
    return product;
}

std::vector<TensorShape> tensor_shapes(const Architecture& architecture) {
    return Lister(architecture).list();
}

std::int64_t parameter_count(const Architecture& architecture) {
    std::int64_t sum = 0;
    for (const auto& tensor : tensor_shapes(architecture))
        if (tensor.learnt) sum += tensor.elements();
    return sum;
}

}  // namespace synchrony::model
