#include "comparison.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "synchrony/core/half.hpp"
#include "synchrony/ml/classifiers.hpp"
#include "synchrony/ml/majority.hpp"
#include "synchrony/ml/rules.hpp"

namespace synchrony::app {
namespace {

constexpr std::array choices{
    ModelChoice{"majority", "the same answer for everybody"},
    ModelChoice{"rules", "LBBB, QRS duration and guideline cut-offs, where the data allow"},
    ModelChoice{"clinical", "logistic regression on the cohort's own columns"},
    ModelChoice{"ecg", "logistic regression on ECG measurements"},
    ModelChoice{"pixels", "logistic regression on the spectrograms' pixels"},
    ModelChoice{"random-features", "logistic regression on features of a network with random weights", false, true},
    ModelChoice{"deep-features", "logistic regression on features of the pre-trained network, from its middle", true, true},
    ModelChoice{"last-features", "logistic regression on the last features of the pre-trained network", true, true},
    ModelChoice{"scratch", "network trained from scratch", false, true},
    ModelChoice{"frozen", "pre-trained network, only a new last layer is trained", true, true},
    ModelChoice{"last-block", "pre-trained network, last block and last layer are trained", true, true},
    ModelChoice{"fine-tuned", "pre-trained network, all layers are trained", true, true},
};

// Trials on LUDB found the middle layer on a 2 x 2 grid to keep most of what tells patients apart.
const nn::FeaturePlace middle{2, 2};
const nn::FeaturePlace last{4, 1};
constexpr const char* pretraining_name = "mitbih";

std::string network_name(const model::Architecture& architecture) {
    if (architecture.name == "resnet50") return "ResNet-50";
    if (architecture.name == "resnet101") return "ResNet-101";
    return "ResNet-18";
}

eval::ModelRow logistic_row(eval::RowName name, const std::string& table) {
    eval::ModelRow row;
    row.row = std::move(name);
    row.thread_safe = true;
    row.make = [table] {
        ml::TabularOptions options;
        options.tables = {table};
        return std::make_unique<ml::LogisticRegression>(options);
    };
    return row;
}

// A network that cannot be made says so when it is fitted, so that the comparison lists the reason.
class Unmakeable final : public model::Classifier {
  public:
    explicit Unmakeable(core::Error error) : error_(std::move(error)) {}
    core::Result<void> fit(const model::PatientSet&, std::span<const std::size_t>, const core::RunContext&) override {
        return core::fail(error_);
    }
    core::Result<std::vector<model::Prediction>> predict(const model::PatientSet&, std::span<const std::size_t>) override {
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

class RowMaker {
  public:
    RowMaker(const ComparisonInputs& inputs, const core::RunContext& context) : inputs_(inputs), context_(context) {
        architecture_ = inputs.pretrained ? inputs.pretrained->architecture : inputs.transfer.architecture;
        network_ = network_name(architecture_);
        spectrograms_ = "spectrograms, recipe " + inputs.set->images->recipe().name;
    }

    core::Result<void> add(const std::string& name) {
        if (name == "majority") return majority();
        if (name == "rules") return rules();
        if (name == "clinical") return table_row(name, "Logistic regression", "clinical columns");
        if (name == "ecg") return table_row(name, "Logistic regression", "ECG measurements");
        if (name == "pixels") {
            SYNCHRONY_ASSIGN(inputs_.set->tables["pixels"], pixel_table(*inputs_.set->images, inputs_.set->patients));
            return table_row(name, "Logistic regression", "pixels");
        }
        if (name == "random-features") return deep_row(name, nullptr, middle);
        if (name == "deep-features") return deep_row(name, inputs_.pretrained, middle);
        if (name == "last-features") return deep_row(name, inputs_.pretrained, last);
        return transfer_row(name);
    }

    ComparisonRows take() { return std::move(out_); }

  private:
    core::Result<void> majority() {
        eval::ModelRow row;
        row.row = {"Majority", "-", "none"};
        row.kind = eval::RowKind::baseline;
        row.thread_safe = true;
        row.make = [] { return std::make_unique<ml::Majority>(); };
        out_.rows.push_back(std::move(row));
        return {};
    }

    core::Result<void> rules() {
        for (const auto& rule : ml::standard_rules()) {
            eval::ModelRow row;
            row.row = {rule.name, "rule", "none"};
            row.kind = eval::RowKind::rule;
            row.thread_safe = true;
            row.make = [rule] {
                ml::RuleOptions options;
                options.name = rule.name;
                options.conditions = rule.conditions;
                return std::make_unique<ml::ThresholdRule>(options);
            };
            out_.rows.push_back(std::move(row));
        }
        return {};
    }

    core::Result<void> table_row(const std::string& table, const std::string& name, const std::string& features) {
        if (inputs_.set->tables.contains(table))
            out_.rows.push_back(logistic_row({name, features, "none"}, table));
        else
            out_.left_out.push_back({{name, features, "none"}, "the cohort has no such columns", false});
        return {};
    }

    core::Result<void> deep_row(const std::string& table, std::shared_ptr<const model::Bundle> bundle, const nn::FeaturePlace& place) {
        nn::DeepFeatureOptions options;
        options.init = bundle;
        options.architecture = architecture_;
        options.places = {place};
        SYNCHRONY_ASSIGN(inputs_.set->tables[table],
                         inputs_.engine->deep_features(*inputs_.set->images, inputs_.set->patients, options, context_));
        out_.rows.push_back(logistic_row(
            {"Logistic regression", network_ + " " + nn::name_of(place), bundle ? pretraining_name : "none"}, table));
        return {};
    }

    core::Result<void> transfer_row(const std::string& name) {
        nn::TransferOptions options = inputs_.transfer;
        options.architecture = architecture_;
        if (name != "scratch") options.init = inputs_.pretrained;
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
        out_.rows.push_back(network_row({label, spectrograms_, options.init ? pretraining_name : "none"}, inputs_.engine, options));
        return {};
    }

    ComparisonInputs inputs_;
    const core::RunContext& context_;
    model::Architecture architecture_;
    std::string network_;
    std::string spectrograms_;
    ComparisonRows out_;
};

}  // namespace

std::span<const ModelChoice> model_choices() { return choices; }

core::Result<model::FeatureTable> pixel_table(const features::ImageSet& images, std::span<const record::PatientId> patients) {
    const std::size_t pixels = static_cast<std::size_t>(images.height()) * static_cast<std::size_t>(images.width());
    model::FeatureTable table;
    for (const auto& lead : images.leads())
        for (std::size_t p = 0; p < pixels; ++p) table.columns.push_back(lead + ":" + std::to_string(p));
    table.values.resize(patients.size() * table.columns.size());
    std::map<std::string, std::size_t> row_of;
    for (std::size_t i = 0; i < patients.size(); ++i) row_of[patients[i].value()] = i;
    const auto index = images.index();
    for (std::size_t i = 0; i < index.size(); ++i) {
        if (index[i].beat != features::median_beat) continue;
        const auto row = row_of.find(images.patients()[static_cast<std::size_t>(index[i].patient)].value());
        if (row == row_of.end()) continue;
        auto* out = &table.values[row->second * table.columns.size() + static_cast<std::size_t>(index[i].lead) * pixels];
        for (const std::uint16_t pixel : images.pixels(i)) *out++ = core::from_half(pixel);
    }
    return table;
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
