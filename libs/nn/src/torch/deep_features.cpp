#include "deep_features.hpp"

#include "batches.hpp"
#include "patient_images.hpp"
#include "prediction.hpp"
#include "resnet.hpp"
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
    if (options.init && !(options.init->recipe == set.recipe()))
        return core::fail_input("images of another recipe than the pre-trained net's", "image set",
                                set.recipe().to_json(), options.init->recipe.to_json());
    SYNCHRONY_ASSIGN(const auto images, find_patient_images(set.index(), set.patients(), set.leads(), patients,
                                                            options.leads, options.beats));
    const torch::NoGradGuard no_grad;
    auto net = make_net(options, context.seed);
    const auto block = block_of(set);
    const auto numbers = images.flat();
    const auto scaling =
        options.init ? PixelScaling{options.init->input_mean, options.init->input_sd} : measure_scaling(block, numbers);
    int deepest = 0;
    for (const auto& place : options.places) deepest = std::max(deepest, place.layer);

    model::FeatureTable table;
    table.columns = column_names(net.architecture(), images.leads, options.places);
    table.values.reserve(images.patients() * table.columns.size());
    context.progress->begin("deep features", images.patients());
    for (const auto& of_patient : images.images) {
        if (context.cancel->requested()) {
            context.progress->end();
            return core::fail(cancelled_error());
        }
        for (const auto& list : of_patient) {
            torch::Tensor sum;
            for (std::size_t begin = 0; begin < list.size(); begin += static_cast<std::size_t>(options.batch)) {
                const auto some = std::span(list).subspan(
                    begin, std::min(static_cast<std::size_t>(options.batch), list.size() - begin));
                const auto part = features_of(net, plain_batch(block, some, scaling), options.places, deepest)
                                      .to(torch::kDouble)
                                      .sum(0);
                sum = sum.defined() ? sum + part : part;
            }
            const auto mean = (sum / static_cast<double>(list.size())).contiguous();
            const double* values = mean.data_ptr<double>();
            table.values.insert(table.values.end(), values, values + mean.numel());
        }
        context.progress->advance(1);
    }
    context.progress->end();
    return table;
}

}  // namespace synchrony::nn
