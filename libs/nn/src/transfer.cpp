#include "synchrony/nn/transfer.hpp"

#include "named.hpp"
#include "synchrony/nn/deep_features.hpp"
#include "trainable.hpp"

namespace synchrony::nn {
namespace {

constexpr std::array<std::string_view, 3> trainable_names{"frozen", "last_block", "all"};
constexpr std::array<std::string_view, 2> head_start_names{"random", "fitted"};

}  // namespace

std::string_view name_of(Trainable trainable) {
    return trainable_names[static_cast<std::size_t>(trainable)];
}
core::Result<Trainable> trainable_named(std::string_view name) {
    return value_named<Trainable>("choice of trained layers", trainable_names, name);
}

std::string_view name_of(HeadStart start) {
    return head_start_names[static_cast<std::size_t>(start)];
}
core::Result<HeadStart> head_start_named(std::string_view name) {
    return value_named<HeadStart>("start of the head", head_start_names, name);
}

core::Result<void> TransferOptions::check() const {
    if (init) SYNCHRONY_TRY(init->check());
    SYNCHRONY_TRY(architecture.check());
    if (train != Trainable::head) {
        SYNCHRONY_TRY(check_trainable(init ? init->architecture : architecture));
    }
    SYNCHRONY_TRY(optimizer.check());
    SYNCHRONY_TRY(augmentation.check());
    if (pooling == model::LeadPooling::none)
        return core::fail(usage_error("leads must be joined somehow", "none", "mean, attention or concat"));
    if (head_start == HeadStart::linear_probing && pooling == model::LeadPooling::attention)
        return core::fail(usage_error("a head cannot be solved before attention has learnt", "fitted, attention",
                                      "mean or concat, or a random head"));
    SYNCHRONY_TRY(check_range("epochs", epochs, 1, 100000));
    SYNCHRONY_TRY(check_range("patients in a batch", batch, 2, 100000));
    SYNCHRONY_TRY(check_range("decay of the learning rate over layers", layer_decay, 0.01, 1.0));
    SYNCHRONY_TRY(check_range("decay of averaging", averaging, 0.0, 0.99999));
    SYNCHRONY_TRY(check_range("penalty of the head", head_penalty, 1e-9, 1e9));
    return check_range("members", members, 1, 1000);
}

core::Key TransferOptions::key() const {
    core::Key key("transfer");
    if (init)
        key.add("init", init->key());
    else
        key.add("from scratch", architecture.key());
    key.add("train", name_of(train)).add("pooling", model::name_of(pooling)).add_all("leads", leads);
    key.add("beats", static_cast<int>(beats)).add("head", name_of(head_start)).add("norms", static_cast<int>(norms));
    key.add("epochs", epochs).add("batch", batch).add("optimizer", optimizer.key()).add("layer decay", layer_decay);
    key.add("augmentation", augmentation.key()).add("averaging", averaging).add("head penalty", head_penalty);
    return key.add("balance", balance).add("members", members);
}

std::string name_of(const FeaturePlace& place) {
    return "layer" + std::to_string(place.layer) + ":" + std::to_string(place.grid) + "x" + std::to_string(place.grid);
}

core::Result<FeaturePlace> place_named(const std::string& name) {
    if (name == "avgpool") return FeaturePlace{4, 1};
    for (int layer = 1; layer <= 4; ++layer)
        for (int grid = 1; grid <= 4; ++grid)
            if (const FeaturePlace place{layer, grid}; name == name_of(place)) return place;
    return core::fail(
        usage_error("unknown place in the network", name, "avgpool or layer1..layer4:1x1..4x4, as layer2:2x2"));
}

core::Result<void> DeepFeatureOptions::check() const {
    if (init) SYNCHRONY_TRY(init->check());
    SYNCHRONY_TRY(architecture.check());
    if (places.empty())
        return core::fail(usage_error("no place in the network to read features", "none", "at least one"));
    for (const auto& place : places) {
        SYNCHRONY_TRY(check_range("layer", place.layer, 1, 4));
        SYNCHRONY_TRY(check_range("grid", place.grid, 1, 16));
    }
    return check_range("images at a time", batch, 1, 1 << 16);
}

}  // namespace synchrony::nn
