#include "synchrony/app/export_model.hpp"

#include <utility>

#include "synchrony/core/files.hpp"
#include "synchrony/features/image_set.hpp"
#include "synchrony/model/bundle.hpp"
#include "synchrony/model/predictor.hpp"

namespace synchrony::app {
namespace {

core::Error not_a_network(const std::filesystem::path& path, std::string got, std::string hint) {
    return {core::ErrorKind::usage,
            "only networks are exported",
            path.string(),
            std::move(got),
            "a network of `synchrony pretrain`, or a predictor that is a network",
            std::move(hint)};
}

// What else our files hold, said as such; else the reader's own complaint.
core::Error why_not_exported(const std::filesystem::path& path, core::Error complaint) {
    if (features::ImageSet::open(path)) return not_a_network(path, "a set of images", {});
    return core::error_in_file(std::move(complaint), path);
}

}  // namespace

core::Result<nn::OnnxModel> export_model(const ExportModelRequest& request) {
    if (const auto predictor = model::says_predictor(request.model); predictor && *predictor) {
        SYNCHRONY_ASSIGN(const auto read, model::read_predictor(request.model));
        // The encoder behind a linear model is no predictor without it.
        if (read.linear)
            return core::fail(not_a_network(
                request.model, "a predictor that reads tables or features",
                "Its tables, calibration and cautions have no place in ONNX: `synchrony predict` runs it, or the "
                "Python module"));
    }
    const auto bundle = model::read_bundle(request.model);
    if (!bundle) return core::fail(why_not_exported(request.model, bundle.error()));
    auto model = nn::onnx_model(*bundle);
    if (!model) return core::fail(core::error_in_file(std::move(model).error(), request.model));
    SYNCHRONY_TRY(core::write_file(request.out, std::exchange(model->bytes, {})));
    return model;
}

}  // namespace synchrony::app
