#include "synchrony/app/pretrain.hpp"

#include "synchrony/app/clock.hpp"
#include "synchrony/app/version.hpp"
#include "synchrony/core/files.hpp"
#include "synchrony/nn/engine.hpp"

namespace synchrony::app {
namespace {

void describe(model::Bundle& bundle, const PretrainRequest& request, const nn::PretrainReport& report,
              const std::string& source, std::uint64_t seed) {
    auto& provenance = bundle.provenance;
    provenance.data_sets = {source};
    provenance.split = report.split_description;
    provenance.command = request.command_line;
    provenance.seed = seed;
    provenance.date = utc_now();
    provenance.program_version = version();
}

}  // namespace

core::Result<PretrainOutcome> pretrain(const PretrainRequest& request, const core::RunContext& context) {
    SYNCHRONY_TRY(request.options.check());
    SYNCHRONY_ASSIGN(auto* engine, nn::load_engine());
    SYNCHRONY_ASSIGN(const auto set, beat_images(request.images, context));
    SYNCHRONY_ASSIGN(auto result, engine->pretrain(set, request.options, context));
    describe(result.bundle, request, result.report, set.source(), context.seed);
    SYNCHRONY_TRY(model::write_bundle(request.out, result.bundle, request.storage));
    if (!request.report.empty()) SYNCHRONY_TRY(core::write_file(request.report, result.report.to_json() + "\n"));
    return PretrainOutcome{std::move(result.report), std::move(result.bundle), engine->description()};
}

}  // namespace synchrony::app
