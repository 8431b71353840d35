#include "comparison.hpp"

#include <algorithm>
#include <array>

#include "guideline_table.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/ml/majority.hpp"
#include "synchrony/ml/rules.hpp"
#include "tabular_rows.hpp"

namespace synchrony::app {
namespace {

// Trials on LUDB found the middle layer on a 2 x 2 grid to keep most of what tells patients apart.
const nn::FeaturePlace middle{2, 2};
const nn::FeaturePlace last{4, 1};
constexpr const char* middle_table = "deep-features";
constexpr const char* last_table = "last-features";

/// "mitbih", "virtual"
std::string source_name(std::string_view source) {
    const auto word = source.substr(0, source.find(' '));
    return word == "mitdb" ? "mitbih" : std::string(word);
}

/// What taught the net before, as a row's name says it: "mitbih", "virtual then mitbih", "mitbih+virtual". Networks of
/// no file are called MIT-BIH's.
std::string pretraining_name(const model::Bundle& bundle) {
    std::vector<std::string> names;
    for (const std::string_view source : bundle.provenance.sources) {
        auto name = source_name(source);
        for (auto at = source.find(model::at_once); at != source.npos; at = source.find(model::at_once, at + 1))
            name += "+" + source_name(source.substr(at + model::at_once.size()));
        names.push_back(std::move(name));
    }
    return names.empty() ? "mitbih" : core::joined(names, " then ");
}

/// What gated SPECT measures of the left ventricle (He et al. 2023 name it as what should be joined with the ECG).
const std::vector<std::string> spect_names{"scar_pct", "psd_deg", "pbw_deg"};

std::vector<std::string> spect_columns(const model::PatientSet& set) {
    std::vector<std::string> there;
    const auto clinical = set.tables.find("clinical");
    if (clinical == set.tables.end()) return there;
    for (const auto& name : spect_names)
        if (clinical->second.column(name)) there.push_back(name);
    return there;
}

/// The rows whose inputs stand side by side in that one.
std::vector<std::string> joined_rows(std::string_view name) {
    if (name == "ecg-spect") return {"ecg", "spect"};
    if (name == "deep-spect") return {middle_table, "spect"};
    return {};
}

std::string network_name(const model::Architecture& architecture) {
    if (architecture.name == "resnet50") return "ResNet-50";
    if (architecture.name == "resnet101") return "ResNet-101";
    if (architecture.one_dimensional()) return "ResNet-18 1-D";
    return "ResNet-18";
}

// A rule that cannot be read off for more patients than this says too little of them. The others are left out of its
// row (docs/cohort-csv.md).
constexpr double most_missing_of_rules = 0.5;

// A network that cannot be made says so when it is fitted, so that the comparison lists the reason.
class Unmakeable final : public model::Classifier {
  public:
    explicit Unmakeable(core::Error error) : error_(std::move(error)) {}
    core::Result<void> fit(const model::PatientSet&, std::span<const std::size_t>, const core::RunContext&) override {
        return core::fail(error_);
    }
    core::Result<std::vector<model::Prediction>> predict(const model::PatientSet&,
                                                         std::span<const std::size_t>) override {
        return core::fail(error_);
    }

  private:
    core::Error error_;
};

eval::ModelRow network_row(eval::RowName name, nn::Engine* engine, nn::TransferOptions options) {
    eval::ModelRow row;
    row.row = std::move(name);
    row.make = [engine, options = std::move(options)]() -> std::unique_ptr<model::Classifier> {
        auto classifier = engine->transfer(options);
        if (!classifier) return std::make_unique<Unmakeable>(classifier.error());
        return std::move(*classifier);
    };
    return row;
}

bool shows_images(const std::string& name) {
    return name.ends_with("pixels") || trains_network(name) || runs_network(name);
}

class RowMaker {
  public:
    RowMaker(const ComparisonInputs& inputs, const core::RunContext& context) : inputs_(inputs), context_(context) {
        architecture_ = inputs.pretrained ? inputs.pretrained->architecture : inputs.transfer.architecture;
        if (inputs.set->images) {
            const auto& recipe = inputs.set->images->recipe();
            images_ = (recipe.is_wave() ? "waves, recipe " : "spectrograms, recipe ") + recipe.name;
            if (const auto sister = architecture_.wave_sister(); recipe.is_wave() && !sister.empty())
                architecture_.name = sister;
        }
        network_ = network_name(architecture_);
    }

    core::Result<void> add(const std::string& name) {
        const auto before = out_.rows.size(), said = out_.left_out.size();
        SYNCHRONY_TRY(add_rows(name));
        if (out_.rows.size() == before && out_.left_out.size() == said)
            out_.left_out.push_back({{name}, "the cohort has no columns for it", false});
        for (auto i = before; i < out_.rows.size(); ++i) {
            out_.rows[i].facts.choice = name;
            out_.rows[i].facts.joins = joined_rows(name);
        }
        return {};
    }

    ComparisonRows take() { return std::move(out_); }

  private:
    core::Result<void> add_rows(const std::string& name) {
        if (!inputs_.set->images && shows_images(name)) {
            out_.left_out.push_back({{name}, "the cohort names no ECGs", false});
            return {};
        }
        if ((inputs_.engine == nullptr && trains_network(name)) ||
            (inputs_.inference == nullptr && runs_network(name))) {
            out_.left_out.push_back({{name}, "the module for networks is not installed", false});
            return {};
        }
        if (name == "majority") return majority();
        if (name == "rules") return rules(ml::standard_rules(), {"clinical", "ecg"});
        if (name == "guidelines") return rules(guideline_rules(inputs_.set->tables["guidelines"]), {"guidelines"});
        const auto& method = tabular_method(name);
        const std::string features = name.substr(method.prefix.size());
        if (features == "clinical") return table_row(method, {{"clinical"}}, "clinical columns");
        if (features == "ecg") return table_row(method, {{"ecg"}}, "ECG measurements");
        if (features == "fused")
            return table_row(method, {{"clinical", "ecg"}}, "clinical columns and ECG measurements");
        if (features == "spect") return spect_row(method, {}, "");
        if (features == "ecg-spect") return spect_row(method, {"ecg"}, "ECG measurements and ");
        if (features == "pixels") return pixel_row(method);
        if (features == "deep") return deep_table_row(method);
        if (features == "fused-deep") return fused_deep_row(method);
        if (features == "deep-spect") return deep_spect_row(method);
        if (name == "random-features") return deep_row(name, nullptr, middle);
        if (name == middle_table) return deep_row(name, inputs_.pretrained, middle);
        if (name == last_table) return deep_row(name, inputs_.pretrained, last);
        return transfer_row(name);  // is_network
    }

    core::Result<void> majority() {
        eval::ModelRow row;
        row.row = {"Majority"};
        row.kind = eval::RowKind::baseline;
        row.thread_safe = true;
        row.make = [] { return std::make_unique<ml::Majority>(); };
        out_.rows.push_back(std::move(row));
        return {};
    }

    core::Result<void> rules(std::span<const ml::NamedRule> named, const std::vector<std::string>& tables) {
        for (const auto& rule : named) {
            eval::ModelRow row;
            row.row = {rule.name, "rule", "none"};
            row.kind = eval::RowKind::rule;
            row.facts.point = !rule.ranks;
            row.facts.point_of = rule.of;
            row.facts.expected = rule.expected;
            row.thread_safe = true;
            row.make = [rule, tables, as_taught = inputs_.rules_as_taught] {
                ml::RuleOptions options;
                options.as_taught = as_taught;
                options.name = rule.name;
                options.conditions = rule.conditions;
                options.tables = tables;
                options.ranks = rule.ranks;
                options.most_missing = most_missing_of_rules;
                return std::make_unique<ml::ThresholdRule>(options);
            };
            out_.rows.push_back(std::move(row));
        }
        return {};
    }

    core::Result<void> table_row(const TabularMethod& method, const TableColumns& from, const std::string& features,
                                 const std::string& pretraining = "none") {
        const eval::RowName name{method.name, features, pretraining};
        for (const auto& table : from.tables)
            if (!inputs_.set->tables.contains(table)) {
                out_.left_out.push_back({name, "the cohort has no such columns", false});
                return {};
            }
        out_.rows.push_back(tabular_row(name, from, method));
        return {};
    }

    core::Result<void> pixel_row(const TabularMethod& method) {
        auto& tables = inputs_.set->tables;
        if (!tables.contains("pixels")) {
            SYNCHRONY_ASSIGN(tables["pixels"], pixel_table(*inputs_.set->images, inputs_.set->patients));
        }
        return table_row(method, {{"pixels"}}, "pixels");
    }

    // What gated SPECT measures, of the cohort's own columns, behind other tables.
    core::Result<void> spect_row(const TabularMethod& method, std::vector<std::string> tables,
                                 const std::string& before, const std::string& pretraining = "none") {
        const std::string features = before + "SPECT";
        const auto columns = spect_columns(*inputs_.set);
        if (columns.empty()) {
            out_.left_out.push_back({{method.name, features, pretraining},
                                     "the cohort has none of the columns " + core::joined(spect_names),
                                     false});
            return {};
        }
        tables.emplace_back("clinical");
        return table_row(method, {std::move(tables), {{"clinical", columns}}}, features, pretraining);
    }

    // The table of the pre-trained network's features from its middle, made where it is not there; their name.
    core::Result<std::string> middle_features() {
        auto& tables = inputs_.set->tables;
        if (!tables.contains(middle_table)) {
            SYNCHRONY_ASSIGN(tables[middle_table], deep_table(inputs_.pretrained, middle));
        }
        return network_ + " " + nn::name_of(middle);
    }

    core::Result<void> deep_table_row(const TabularMethod& method) {
        SYNCHRONY_ASSIGN(const auto features, middle_features());
        return table_row(method, {{middle_table}}, features, pretraining_name(*inputs_.pretrained));
    }

    core::Result<void> fused_deep_row(const TabularMethod& method) {
        SYNCHRONY_ASSIGN(const auto features, middle_features());
        return table_row(method, {{"clinical", "ecg", middle_table}},
                         "clinical columns, ECG measurements and " + features, pretraining_name(*inputs_.pretrained));
    }

    core::Result<void> deep_spect_row(const TabularMethod& method) {
        SYNCHRONY_ASSIGN(const auto features, middle_features());
        return spect_row(method, {middle_table}, features + " and ", pretraining_name(*inputs_.pretrained));
    }

    core::Result<model::FeatureTable> deep_table(const std::shared_ptr<const model::Bundle>& bundle,
                                                 const nn::FeaturePlace& place) {
        nn::DeepFeatureOptions options;
        options.init = bundle;
        options.architecture = architecture_;
        options.places = {place};
        nn::Inference* const runs = bundle ? inputs_.inference : inputs_.engine;
        return runs->deep_features(*inputs_.set->images, inputs_.set->patients, options, context_);
    }

    core::Result<void> deep_row(const std::string& table, const std::shared_ptr<const model::Bundle>& bundle,
                                const nn::FeaturePlace& place) {
        SYNCHRONY_ASSIGN(inputs_.set->tables[table], deep_table(bundle, place));
        out_.rows.push_back(logistic_row(
            {"Logistic regression", network_ + " " + nn::name_of(place), bundle ? pretraining_name(*bundle) : "none"},
            table));
        return {};
    }

    core::Result<void> transfer_row(const std::string& name) {
        nn::TransferOptions options = inputs_.transfer;
        options.architecture = architecture_;
        if (name == "scratch") return scratch_rows(options);
        options.init = inputs_.pretrained;
        std::string label = network_;
        if (name == "frozen") {
            options.train = nn::Trainable::head;
            label += ", new last layer";
        } else if (name == "last-block") {
            options.train = nn::Trainable::last_block;
            label += ", last block";
        } else {
            options.train = nn::Trainable::all;
        }
        out_.rows.push_back(
            network_row({label, images_, pretraining_name(*inputs_.pretrained)}, inputs_.engine, options));
        return {};
    }

    // One row a network asked for, else that of the pre-trained weights.
    core::Result<void> scratch_rows(nn::TransferOptions options) {
        options.train = nn::Trainable::all;
        auto names = inputs_.scratch;
        if (names.empty()) names.push_back(architecture_.name);
        for (const auto& name : names) {
            options.architecture.name = name;
            SYNCHRONY_TRY(options.architecture.check());
            SYNCHRONY_TRY(model::check_shown(options.architecture, inputs_.set->images->recipe()));
            out_.rows.push_back(network_row({network_name(options.architecture), images_}, inputs_.engine, options));
        }
        return {};
    }

    ComparisonInputs inputs_;
    const core::RunContext& context_;
    model::Architecture architecture_;
    std::string network_;
    std::string images_;
    ComparisonRows out_;
};

}  // namespace

std::optional<nn::FeaturePlace> feature_place(std::string_view table) {
    if (table == middle_table) return middle;
    if (table == last_table) return last;
    return std::nullopt;
}

core::Result<ComparisonRows> comparison_rows(const std::vector<std::string>& names, const ComparisonInputs& inputs,
                                             const core::RunContext& context) {
    RowMaker maker(inputs, context);
    context.progress->begin("features", names.size());
    for (const auto& name : names) {
        SYNCHRONY_TRY(maker.add(name));
        context.progress->advance(1, name);
    }
    context.progress->end();
    return maker.take();
}

}  // namespace synchrony::app
