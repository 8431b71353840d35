#include "deep_features.hpp"

#include "batches.hpp"
#include "prediction.hpp"
#include "resnet.hpp"
#include "transfer_images.hpp"
#include "weights.hpp"

namespace synchrony::nn {
namespace {

// Features [n, columns] of some images, all places side by side, each ordered by cell, then channel.
torch::Tensor features_of(ResNet& net, torch::Tensor x, const std::vector<FeaturePlace>& places, int deepest) {
    std::vector<torch::Tensor> found(places.size());
    for (int layer = 1; layer <= deepest; ++layer) {
        x = net.maps(x, layer == 1 ? ResNet::stem_part : layer, layer);
        for (std::size_t i = 0; i < places.size(); ++i)
            if (places[i].layer == layer)
                found[i] =
                    torch::adaptive_avg_pool2d(x, {places[i].grid, places[i].grid}).permute({0, 2, 3, 1}).flatten(1);
    }
    return torch::cat(found, 1);
}

std::vector<std::string> column_names(const model::Architecture& net, const std::vector<std::string>& leads,
                                      const std::vector<FeaturePlace>& places) {
    std::vector<std::string> names;
    for (const auto& lead : leads)
        for (const auto& place : places)
            for (int cell = 0; cell < place.grid * place.grid; ++cell)
                for (int channel = 0; channel < net.channels_after(place.layer); ++channel)
                    names.push_back(lead + ":layer" + std::to_string(place.layer) + ":" + std::to_string(cell) + ":" +
                                    std::to_string(channel));
    return names;
}

int column_count(const model::Architecture& net, const std::vector<FeaturePlace>& places) {
    int count = 0;
    for (const auto& place : places) count += place.grid * place.grid * net.channels_after(place.layer);
    return count;
}

// The list (patient and lead) that an image belongs to, and its share of that list's mean; in the order of flat().
struct Owner {
    std::size_t list = 0;
    double share = 1.0;
};
std::vector<Owner> owners_of(const PatientImages& images) {
    std::vector<Owner> owners;
    std::size_t number = 0;
    for (const auto& of_patient : images.images)
        for (const auto& list : of_patient) {
            owners.insert(owners.end(), list.size(), {number, 1.0 / static_cast<double>(list.size())});
            ++number;
        }
    return owners;
}

core::Result<SetInputs> inputs_for(const features::ImageSet& set, const DeepFeatureOptions& options) {
    if (options.init) return SetInputs::make(set, *options.init);
    SYNCHRONY_ASSIGN(const auto channels, features::usual_channels(options.architecture.input_channels));
    return SetInputs::make(set, channels);
}

ResNet make_net(const DeepFeatureOptions& options, std::uint64_t seed) {
    ResNet net(options.init ? options.init->architecture : options.architecture);
    if (options.init) {
        load_all(net, *options.init);
    } else {
        net.initialise(core::RandomStream(seed).child("deep features").seed(), false);
    }
    use_channels_last(net);
    net.eval();
    return net;
}

}  // namespace

core::Result<model::FeatureTable> compute_deep_features(const features::ImageSet& set,
                                                        std::span<const record::PatientId> patients,
                                                        const DeepFeatureOptions& options,
                                                        const core::RunContext& context) {
    SYNCHRONY_TRY(options.check());
    SYNCHRONY_ASSIGN(const auto images, find_patient_images(set.index(), set.patients(), set.leads(), patients,
                                                            options.leads, options.beats));
    SYNCHRONY_ASSIGN(const auto inputs, inputs_for(set, options));
    const torch::NoGradGuard no_grad;
    auto net = make_net(options, context.seed);
    const auto& block = inputs.block();
    const auto numbers = images.flat();
    const auto scaling =
        options.init ? PixelScaling{options.init->input_mean, options.init->input_sd} : measure_scaling(block, numbers);
    int deepest = 0;
    for (const auto& place : options.places) deepest = std::max(deepest, place.layer);

    // Images go through the net in batches, whoever they belong to; each adds its share to the mean of its lead.
    const auto batch = static_cast<std::size_t>(options.batch);
    const auto owners = owners_of(images);
    const auto columns = static_cast<std::size_t>(column_count(net.architecture(), options.places));
    std::vector<double> values(images.patients() * images.leads.size() * columns, 0.0);
    context.progress->begin("deep features", numbers.size());
    for (std::size_t begin = 0; begin < numbers.size(); begin += batch) {
        if (context.cancel->requested()) {
            context.progress->end();
            return core::fail(cancelled_error());
        }
        const auto some = std::span(numbers).subspan(begin, std::min(batch, numbers.size() - begin));
        const auto found = features_of(net, plain_batch(block, some, scaling), options.places, deepest).contiguous();
        const float* feature = found.data_ptr<float>();
        for (std::size_t i = 0; i < some.size(); ++i) {
            const auto& owner = owners[begin + i];
            double* out = values.data() + owner.list * columns;
            for (std::size_t column = 0; column < columns; ++column)
                out[column] += owner.share * static_cast<double>(*feature++);
        }
        context.progress->advance(some.size());
    }
    model::FeatureTable table;
    table.columns = column_names(net.architecture(), images.leads, options.places);
    table.values.assign(values.begin(), values.end());
    context.progress->end();
    return table;
}

}  // namespace synchrony::nn
