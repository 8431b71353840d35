#include "activation.hpp"

#include <algorithm>

#include "encoder.hpp"
#include "head.hpp"
#include "tail.hpp"

namespace synchrony::nn::onednn {
namespace {

MapPlane plane_of(const Maps& maps, int image) {
    MapPlane plane(maps.height, maps.width, maps.channels);
    const float* from = maps.values + static_cast<std::size_t>(image) * plane.values.size();
    std::copy_n(from, plane.values.size(), plane.values.begin());
    return plane;
}

// The maps of all leads, and what makes a score of them.
class Activation {
  public:
    Activation(const SetInputs& inputs, const ActivationRequest& request, int threads)
        : inputs_(inputs),
          request_(request),
          encoder_(*request.net, {request.layer}),
          tail_(*request.net, request.layer, request.place.layer) {
        leads_ = maps_of(request.images, threads);
        base_ = maps_of(request.base, threads);
    }

    ActivationMaps maps() {
        ActivationMaps made;
        made.height = leads_.front().height;
        made.width = leads_.front().width;
        made.stride = std::min(request_.net->architecture.stride_after(request_.layer), inputs_.block().width);
        for (const auto& lead : leads_) traces_.push_back(tail_.run(lead));
        const auto weights = score_weights();
        for (std::size_t lead = 0; lead < leads_.size(); ++lead) {
            auto gradient = tail_.back(traces_[lead], spread(weights, lead));
            if (request_.weights == ActivationWeights::of_the_plane) take_means(gradient);
            append(gradient, lead, made.values);
        }
        return made;
    }

  private:
    std::vector<MapPlane> maps_of(std::span<const std::size_t> images, int threads) {
        std::vector<MapPlane> planes;
        encoder_.run(inputs_.block(), images, {request_.net->input_mean, request_.net->input_sd}, threads,
                     [&](std::size_t, int, const Maps& maps) {
                         for (int image = 0; image < maps.n; ++image) planes.push_back(plane_of(maps, image));
                     });
        return planes;
    }

    // [lead, cell, channel]; those of the net's own head depend on all leads where it pays attention.
    std::vector<double> score_weights() const {
        if (!request_.score_weights.empty()) return request_.score_weights;
        std::vector<double> pooled;
        for (const auto& trace : traces_) {
            const auto& last = trace.back().out;
            std::vector<double> mean(static_cast<std::size_t>(last.channels), 0.0);
            const double places = last.height * last.width;
            for (std::size_t i = 0; i < last.values.size(); ++i) mean[i % mean.size()] += last.values[i] / places;
            pooled.insert(pooled.end(), mean.begin(), mean.end());
        }
        return Head(*request_.net).gradient(pooled, leads_.size());
    }

    // d score / d maps that the features are means of. Cells may share places where they do not divide the plane.
    MapPlane spread(const std::vector<double>& weights, std::size_t lead) const {
        const auto& last = traces_[lead].back().out;
        const int grid = request_.place.grid;
        MapPlane gradient(last.height, last.width, last.channels);
        const auto channels = static_cast<std::size_t>(last.channels);
        for (int cell = 0; cell < grid * grid; ++cell) {
            const auto rows = cells_of(cell / grid, grid, last.height),
                       columns = cells_of(cell % grid, grid, last.width);
            const double places = (rows.end - rows.begin) * (columns.end - columns.begin);
            const double* weight =
                weights.data() +
                (lead * static_cast<std::size_t>(grid * grid) + static_cast<std::size_t>(cell)) * channels;
            for (int y = rows.begin; y < rows.end; ++y)
                for (int x = columns.begin; x < columns.end; ++x)
                    for (std::size_t c = 0; c < channels; ++c) gradient.at(y, x)[c] += weight[c] / places;
        }
        return gradient;
    }

    static void take_means(MapPlane& gradient) {
        const auto channels = static_cast<std::size_t>(gradient.channels);
        std::vector<double> mean(channels, 0.0);
        const double places = gradient.height * gradient.width;
        for (std::size_t i = 0; i < gradient.values.size(); ++i) mean[i % channels] += gradient.values[i] / places;
        for (std::size_t i = 0; i < gradient.values.size(); ++i) gradient.values[i] = mean[i % channels];
    }

    void append(const MapPlane& gradient, std::size_t lead, std::vector<double>& values) const {
        const auto channels = static_cast<std::size_t>(gradient.channels);
        for (int y = 0; y < gradient.height; ++y)
            for (int x = 0; x < gradient.width; ++x) {
                double sum = 0.0;
                for (std::size_t c = 0; c < channels; ++c)
                    sum += gradient.at(y, x)[c] * (leads_[lead].at(y, x)[c] - base_[lead].at(y, x)[c]);
                values.push_back(sum);
            }
    }

    const SetInputs& inputs_;
    const ActivationRequest& request_;
    Encoder encoder_;
    Tail tail_;
    std::vector<MapPlane> leads_, base_;
    std::vector<Tail::Trace> traces_;
};

}  // namespace

core::Result<ActivationMaps> activation_of(const features::ImageSet& set, const ActivationRequest& request,
                                           int threads) {
    SYNCHRONY_ASSIGN(const auto inputs, SetInputs::make(set, *request.net));
    return Activation(inputs, request, threads).maps();
}

}  // namespace synchrony::nn::onednn
