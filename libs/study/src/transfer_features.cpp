#include "transfer_features.hpp"

#include <array>
#include <cmath>

#include "synchrony/core/half.hpp"
#include "synchrony/features/pixel_values.hpp"

namespace synchrony::study {
namespace {

const std::vector<nn::FeaturePlace>& places() {
    static const std::vector<nn::FeaturePlace> all{{1, 1}, {1, 2}, {2, 1}, {2, 2}, {3, 1}, {3, 2}, {4, 1}, {4, 2}};
    return all;
}

constexpr int pixel_cells = 8;  // of "pixels:8x8", a side

// Leads side by side -> their mean, and their mean, standard deviation and largest value.
void add_pooled(FeatureBank& bank, const std::string& beats, const std::string& place, Eigen::MatrixXf side,
                Eigen::Index leads) {
    const Eigen::Index columns = side.cols() / leads;
    Eigen::MatrixXf mean = Eigen::MatrixXf::Zero(side.rows(), columns);
    Eigen::MatrixXf square = mean;
    Eigen::MatrixXf largest = side.leftCols(columns);
    for (Eigen::Index lead = 0; lead < leads; ++lead) {
        const auto part = side.middleCols(lead * columns, columns);
        mean += part;
        square += part.cwiseAbs2();
        largest = largest.cwiseMax(part);
    }
    mean /= static_cast<float>(leads);
    Eigen::MatrixXf spread(side.rows(), 3 * columns);
    spread.leftCols(columns) = mean;
    spread.middleCols(columns, columns) =
        (square / static_cast<float>(leads) - mean.cwiseAbs2()).cwiseMax(0.0F).cwiseSqrt();
    spread.rightCols(columns) = largest;
    bank[block_name(beats, place, "side")] = std::move(side);
    bank[block_name(beats, place, "mean")] = std::move(mean);
    bank[block_name(beats, place, "spread")] = std::move(spread);
}

// Means over cells of each lead's image.
Eigen::MatrixXf cell_means(const Eigen::MatrixXf& pixels, Eigen::Index leads, int height, int width) {
    const int rows = std::min(pixel_cells, height), columns = std::min(pixel_cells, width);
    const Eigen::Index cells = static_cast<Eigen::Index>(rows) * columns,
                       area = static_cast<Eigen::Index>(height) * width;
    Eigen::MatrixXf out = Eigen::MatrixXf::Zero(pixels.rows(), leads * cells);
    std::vector<float> counts(static_cast<std::size_t>(cells), 0.0F);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            const Eigen::Index cell = static_cast<Eigen::Index>(y * rows / height) * columns + x * columns / width;
            counts[static_cast<std::size_t>(cell)] += 1.0F;
            for (Eigen::Index lead = 0; lead < leads; ++lead)
                out.col(lead * cells + cell) += pixels.col(lead * area + static_cast<Eigen::Index>(y) * width + x);
        }
    for (Eigen::Index c = 0; c < out.cols(); ++c) out.col(c) /= counts[static_cast<std::size_t>(c % cells)];
    return out;
}

// Mean image of each patient and lead over median or single beats, leads side by side.
core::Result<Eigen::MatrixXf> mean_pixels(const features::ImageSet& set, std::span<const record::PatientId> patients,
                                          bool single) {
    const auto area = static_cast<Eigen::Index>(set.height()) * set.width();
    const auto leads = static_cast<Eigen::Index>(set.leads().size());
    std::vector<Eigen::Index> row_of(set.patients().size(), -1);
    for (std::size_t p = 0; p < set.patients().size(); ++p)
        for (std::size_t r = 0; r < patients.size(); ++r)
            if (patients[r] == set.patients()[p]) row_of[p] = static_cast<Eigen::Index>(r);
    Eigen::MatrixXf sum = Eigen::MatrixXf::Zero(static_cast<Eigen::Index>(patients.size()), leads * area);
    Eigen::MatrixXf count = Eigen::MatrixXf::Zero(sum.rows(), leads);
    const auto index = set.index();
    for (std::size_t i = 0; i < index.size(); ++i) {
        const auto row = row_of[static_cast<std::size_t>(index[i].patient)];
        if (row < 0 || (index[i].beat == features::median_beat) == single) continue;
        const auto pixels = set.pixels(i);
        for (Eigen::Index p = 0; p < area; ++p)
            sum(row, index[i].lead * area + p) += core::from_half(pixels[static_cast<std::size_t>(p)]);
        count(row, index[i].lead) += 1.0F;
    }
    if (count.minCoeff() < 1.0F) return core::fail_input("a patient lacks an image of a lead", "image set");
    for (Eigen::Index lead = 0; lead < leads; ++lead)
        for (Eigen::Index p = 0; p < area; ++p) sum.col(lead * area + p).array() /= count.col(lead).array();
    return sum;
}

core::Result<void> add_layers(FeatureBank& bank, const std::string& beats, const model::FeatureTable& table,
                              std::size_t patients, std::size_t leads, const model::Architecture& net) {
    const std::size_t columns = table.columns.size() / leads;
    std::size_t begin = 0;
    for (const auto& place : places()) {
        const auto size = static_cast<std::size_t>(place.grid * place.grid * net.channels_after(place.layer));
        Eigen::MatrixXf side(static_cast<Eigen::Index>(patients), static_cast<Eigen::Index>(leads * size));
        if (begin + size > columns) break;
        for (std::size_t r = 0; r < patients; ++r)
            for (std::size_t lead = 0; lead < leads; ++lead)
                for (std::size_t c = 0; c < size; ++c)
                    side(static_cast<Eigen::Index>(r), static_cast<Eigen::Index>(lead * size + c)) =
                        static_cast<float>(table.at(r, lead * columns + begin + c).value_or(0.0));
        begin += size;
        const std::string grid = std::to_string(place.grid);
        add_pooled(bank, beats, "layer" + std::to_string(place.layer) + ":" + grid + "x" + grid, std::move(side),
                   static_cast<Eigen::Index>(leads));
    }
    if (begin != columns)
        return core::fail_input("features of another number than the net's channels", "deep features",
                                std::to_string(columns), std::to_string(begin));
    return {};
}

}  // namespace

core::Result<features::ImageSet> equal_amplitudes(const features::ImageSet& set, double magnitude,
                                                  const std::filesystem::path& file) {
    const auto scale = set.recipe().scale;
    const auto index = set.index();
    std::vector<double> sum(set.patients().size(), 0.0), count(set.patients().size(), 0.0);
    std::vector<double> magnitudes;
    const auto read = [&](std::size_t image) {
        magnitudes.clear();
        for (const auto pixel : set.pixels(image)) magnitudes.push_back(core::from_half(pixel));
        features::to_magnitudes(scale, std::span(magnitudes));
    };
    for (std::size_t i = 0; i < index.size(); ++i) {
        if (index[i].beat != features::median_beat) continue;
        read(i);
        for (const double x : magnitudes) sum[static_cast<std::size_t>(index[i].patient)] += std::abs(x);
        count[static_cast<std::size_t>(index[i].patient)] += static_cast<double>(magnitudes.size());
    }
    features::ImageSetWriter writer(set.recipe());
    for (const auto& patient : set.patients()) writer.add_patient(patient);
    for (const auto& lead : set.leads()) writer.add_lead(lead);
    for (std::size_t i = 0; i < index.size(); ++i) {
        if (index[i].beat != features::median_beat) continue;
        const auto patient = static_cast<std::size_t>(index[i].patient);
        const double gain = sum[patient] > 0 ? magnitude * count[patient] / sum[patient] : 1.0;
        read(i);
        for (auto& x : magnitudes) x *= gain;
        features::to_pixels(scale, std::span(magnitudes));
        writer.add(index[i], std::vector<float>(magnitudes.begin(), magnitudes.end()));
    }
    SYNCHRONY_TRY(writer.write(file, set.source() + ", equal amplitudes"));
    return features::ImageSet::open(file);
}

core::Result<FeatureBank> pixel_bank(const GainImages& images) {
    FeatureBank bank;
    const auto leads = static_cast<Eigen::Index>(images.kept.leads().size());
    const auto add = [&](const std::string& beats, Eigen::MatrixXf pixels) {
        add_pooled(bank, beats, "pixels:8x8", cell_means(pixels, leads, images.kept.height(), images.kept.width()),
                   leads);
        add_pooled(bank, beats, "pixels", std::move(pixels), leads);
    };
    SYNCHRONY_ASSIGN(auto median, mean_pixels(images.kept, images.patients, false));
    add("median", std::move(median));
    SYNCHRONY_ASSIGN(auto all, mean_pixels(images.kept, images.patients, true));
    add("all", std::move(all));
    SYNCHRONY_ASSIGN(auto equal, mean_pixels(images.equal, images.patients, false));
    add("equal", std::move(equal));
    return bank;
}

core::Result<FeatureBank> layer_bank(nn::Engine& engine, const std::shared_ptr<const model::Bundle>& net,
                                     const GainImages& images, const FeatureBank& pixels,
                                     const core::RunContext& context) {
    FeatureBank bank;
    nn::DeepFeatureOptions options;
    options.init = net;
    options.architecture = net->architecture;
    options.places = places();
    struct Showing {
        const char* beats;
        const features::ImageSet* set;
        nn::BeatChoice choice;
    };
    SYNCHRONY_ASSIGN(const auto channels, net->input_channels());
    // A network that sees the leads at once has features of all of them, none of each.
    const std::size_t leads = features::joining_lead(channels).empty() ? images.kept.leads().size() : 1;
    const std::array showings{Showing{"median", &images.kept, nn::BeatChoice::median},
                              Showing{"all", &images.kept, nn::BeatChoice::single},
                              Showing{"equal", &images.equal, nn::BeatChoice::median}};
    for (const auto& showing : showings) {
        options.beats = showing.choice;
        SYNCHRONY_ASSIGN(const auto table, engine.deep_features(*showing.set, images.patients, options, context));
        SYNCHRONY_TRY(add_layers(bank, showing.beats, table, images.patients.size(), leads, net->architecture));
        const auto name = block_name(showing.beats, "pixels", "side");
        bank[name] = pixels.at(name);
    }
    return bank;
}

}  // namespace synchrony::study
