#include "model_shelf.hpp"

#include <algorithm>

#include "synchrony/app/cohort_check.hpp"
#include "synchrony/app/model_info.hpp"
#include "synchrony/app/predict.hpp"
#include "synchrony/cohort/columns.hpp"
#include "synchrony/model/predictor.hpp"
#include "synchrony/model/shipped.hpp"

namespace synchrony::server {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

Json inputs_of(const model::Predictor& predictor) {
    Json list = Json::array();
    if (!predictor.linear) return list;
    for (const auto& input : predictor.linear->inputs) {
        if (input.table != "clinical") continue;
        if (const auto* rule = cohort::find_rule(input.column))
            list.push_back(app::rule_json(*rule));
        else
            list.push_back({{"name", input.column},
                            {"meaning", input.column},
                            {"unit", ""},
                            {"kind", input.column.find('=') == std::string::npos ? "number" : "flag"},  // "site=north"
                            {"min", nullptr},
                            {"max", nullptr},
                            {"after_implant", false}});
    }
    return list;
}

core::Result<Json> read_document(const ShelvedModel& model) {
    const auto predictor = model::read_predictor(model.file);
    SYNCHRONY_ASSIGN(const auto info, predictor ? app::model_info(*predictor) : app::model_info(model.file));
    Json document{{"id", model.id}, {"kind", info.json.value("kind", "")}, {"info", info.json}, {"card", nullptr}};
    document["inputs"] = Json::array();
    if (!predictor) return document;
    document["card"] = app::card_of(*predictor);
    document["inputs"] = inputs_of(*predictor);
    return document;
}

}  // namespace

void ModelShelf::add(fs::path file, bool shipped) {
    std::error_code ignored;
    for (const auto& there : models_)
        if (fs::equivalent(there.file, file, ignored)) return;
    const std::string stem = file.stem().string();
    std::string id = stem;
    for (int n = 2; find(id) != nullptr; ++n) id = stem + "-" + std::to_string(n);
    models_.push_back({std::move(id), std::move(file), shipped});
}

core::Result<ModelShelf> ModelShelf::of(const std::vector<fs::path>& named) {
    ModelShelf shelf;
    for (const auto& path : named) {
        std::error_code fault;
        if (!fs::is_directory(path, fault)) {
            if (!fs::is_regular_file(path, fault))
                return core::fail({core::ErrorKind::io, "model file is not there", path.string(), {}, {}, {}});
            shelf.add(path, false);
            continue;
        }
        std::vector<fs::path> files;
        for (fs::directory_iterator entry(path, fault), end; !fault && entry != end; entry.increment(fault))
            if (app::is_model_file(entry->path())) files.push_back(entry->path());
        if (fault)
            return core::fail({core::ErrorKind::io, "folder cannot be read", path.string(), fault.message(), {}, {}});
        std::ranges::sort(files);
        for (auto& file : files) shelf.add(std::move(file), false);
    }
    for (const auto& name : model::shipped_models()) shelf.add(model::model_file(name), true);
    return shelf;
}

const ShelvedModel* ModelShelf::find(const std::string& id) const {
    const auto found = std::ranges::find(models_, id, &ShelvedModel::id);
    return found == models_.end() ? nullptr : &*found;
}

core::Result<Json> ModelShelf::document_of(const ShelvedModel& model) const {
    const std::lock_guard lock(cache_->mutex);
    auto found = cache_->documents.find(model.id);
    if (found == cache_->documents.end()) found = cache_->documents.emplace(model.id, read_document(model)).first;
    return found->second;
}

Json ModelShelf::line_of(const ShelvedModel& model) const {
    const auto document = document_of(model);
    const Json info = document ? (*document)["info"] : Json::object();
    return {{"id", model.id},
            {"kind", document ? (*document)["kind"] : Json("unreadable")},
            {"label", info.value("label", info.value("architecture", ""))},
            {"outcome", info.value("outcome", "")},
            {"shipped", model.shipped},
            {"error", document ? "" : document.error().what}};
}

}  // namespace synchrony::server
