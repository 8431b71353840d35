#include "deep_feature_table.hpp"

#include <algorithm>

#include "named.hpp"
#include "transfer_images.hpp"

namespace synchrony::nn {
namespace {

/// What columns are called after: the lead; where a network saw all at once, no single one.
std::vector<std::string> lead_words(const PatientImages& images, std::span<const features::Channel> channels) {
    return features::joining_lead(channels).empty() ? images.leads : std::vector<std::string>{std::string(all_leads)};
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

}  // namespace

std::size_t feature_count(const model::Architecture& net, const std::vector<FeaturePlace>& places) {
    int count = 0;
    for (const auto& place : places) count += place.grid * place.grid * net.channels_after(place.layer);
    return static_cast<std::size_t>(count);
}

core::Result<SetInputs> deep_feature_inputs(const features::ImageSet& set, const DeepFeatureOptions& options) {
    if (options.init) return SetInputs::make(set, *options.init);
    SYNCHRONY_TRY(model::check_shown(options.architecture, set.recipe()));
    SYNCHRONY_ASSIGN(const auto channels, features::usual_channels(options.architecture.input_channels));
    return SetInputs::make(set, channels);
}

core::Result<model::FeatureTable> deep_feature_table(const SetInputs& inputs,
                                                     std::span<const record::PatientId> patients,
                                                     const DeepFeatureOptions& options, const core::RunContext& context,
                                                     const FeaturesOfImages& features_of) {
    SYNCHRONY_TRY(options.check());
    const auto& set = inputs.set();
    SYNCHRONY_ASSIGN(const auto images,
                     find_patient_images(set.index(), set.patients(), set.leads(), patients,
                                         shown_leads(options.leads, inputs.channels()), options.beats));
    const auto numbers = images.flat();
    const auto scaling = options.init ? PixelScaling{options.init->input_mean, options.init->input_sd}
                                      : measure_scaling(inputs.block(), numbers);
    const auto& net = options.init ? options.init->architecture : options.architecture;
    const auto batch = static_cast<std::size_t>(options.batch);
    const auto owners = owners_of(images);
    const auto columns = feature_count(net, options.places);
    std::vector<double> values(images.patients() * images.leads.size() * columns, 0.0);
    std::vector<float> found(std::min(batch, numbers.size()) * columns);
    context.progress->begin("deep features", numbers.size());
    for (std::size_t begin = 0; begin < numbers.size(); begin += batch) {
        if (context.cancel->requested()) {
            context.progress->end();
            return core::fail(cancelled_error());
        }
        const auto some = std::span(numbers).subspan(begin, std::min(batch, numbers.size() - begin));
        features_of(some, scaling, std::span(found).first(some.size() * columns));
        const float* feature = found.data();
        for (std::size_t i = 0; i < some.size(); ++i) {
            const auto& owner = owners[begin + i];
            double* out = values.data() + owner.list * columns;
            for (std::size_t column = 0; column < columns; ++column)
                out[column] += owner.share * static_cast<double>(*feature++);
        }
        context.progress->advance(some.size());
    }
    model::FeatureTable table;
    table.columns = column_names(net, lead_words(images, inputs.channels()), options.places);
    table.values.assign(values.begin(), values.end());
    context.progress->end();
    return table;
}

}  // namespace synchrony::nn
