#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include "support.hpp"

namespace synchrony::nn {
namespace {

std::vector<std::size_t> rows(std::size_t begin, std::size_t end) {
    std::vector<std::size_t> list(end - begin);
    std::iota(list.begin(), list.end(), begin);
    return list;
}

std::shared_ptr<const model::Bundle> random_init(const model::PatientSet& set) {
    auto bundle = *test::engine().random_bundle(test::tiny_net(), 3);
    bundle.recipe = set.images->recipe();
    bundle.input_mean = 1.0;
    bundle.input_sd = 0.5;
    return std::make_shared<const model::Bundle>(bundle);
}

TransferOptions tiny_transfer_options() {
    TransferOptions options;
    options.architecture = test::tiny_net();
    options.epochs = 20;
    options.optimizer.learning_rate = 3e-3;
    return options;
}

double accuracy(const model::PatientSet& set, const std::vector<std::size_t>& list,
                const std::vector<model::Prediction>& predictions) {
    double right = 0;
    for (std::size_t i = 0; i < list.size(); ++i) right += predictions[i].responds == (set.response[list[i]] == 1);
    return right / static_cast<double>(list.size());
}

// The encoder's tensors that differ between two bundles.
std::vector<std::string> changed(const model::Bundle& a, const model::Bundle& b) {
    std::vector<std::string> names;
    for (const auto& [name, tensor] : a.tensors)
        if (!name.starts_with("fc.") && !name.starts_with("pool.") && !(b.tensors.at(name) == tensor))
            names.push_back(name);
    return names;
}

TEST(Transfer, LearnsFromScratchAndRepeatsItself) {
    const auto set = test::patient_set(40, "scratch.safetensors");
    const auto train = rows(0, 30), held = rows(30, 40);
    auto net = test::engine().transfer(tiny_transfer_options());
    ASSERT_TRUE(net) << net.error().message();
    ASSERT_TRUE((*net)->fit(set, train, {}));
    const auto predictions = (*net)->predict(set, held);
    ASSERT_TRUE(predictions) << predictions.error().message();
    EXPECT_GE(accuracy(set, held, *predictions), 0.9);
    auto other = test::engine().transfer(tiny_transfer_options());
    ASSERT_TRUE((*other)->fit(set, train, {}));
    const auto again = (*other)->predict(set, held);
    for (std::size_t i = 0; i < held.size(); ++i) EXPECT_EQ((*again)[i].score, (*predictions)[i].score);
}

TEST(Transfer, EachPoolingAndEachChoiceOfLayersLearns) {
    const auto set = test::patient_set(40, "kinds.safetensors");
    const auto train = rows(0, 30), held = rows(30, 40);
    for (const auto trained : {Trainable::head, Trainable::last_block, Trainable::all})
        for (const auto pooling :
             {model::LeadPooling::mean, model::LeadPooling::attention, model::LeadPooling::concat}) {
            auto options = tiny_transfer_options();
            options.init = random_init(set);
            options.train = trained;
            options.pooling = pooling;
            options.epochs = 25;
            options.layer_decay = 1.0;
            auto net = test::engine().transfer(options);
            ASSERT_TRUE(net);
            const auto fitted = (*net)->fit(set, train, {});
            ASSERT_TRUE(fitted) << fitted.error().message();
            const auto predictions = (*net)->predict(set, held);
            ASSERT_TRUE(predictions);
            EXPECT_GE(accuracy(set, held, *predictions), 0.7) << name_of(trained) << " " << name_of(pooling);
        }
}

TEST(Transfer, FrozenLayersStayAsTheyWere) {
    const auto set = test::patient_set(20, "frozen.safetensors");
    auto options = tiny_transfer_options();
    options.init = random_init(set);
    options.epochs = 2;
    const auto trained_bundle = [&](Trainable train, model::LeadPooling pooling) {
        options.train = train;
        options.pooling = pooling;
        auto net = test::engine().transfer(options);
        const auto fitted = (*net)->fit(set, rows(0, 20), {});
        if (!fitted) throw std::runtime_error(fitted.error().message());
        return *(*net)->bundle();
    };
    EXPECT_TRUE(changed(trained_bundle(Trainable::head, model::LeadPooling::mean), *options.init).empty());
    EXPECT_TRUE(changed(trained_bundle(Trainable::head, model::LeadPooling::attention), *options.init).empty());
    const auto last = changed(trained_bundle(Trainable::last_block, model::LeadPooling::mean), *options.init);
    EXPECT_FALSE(last.empty());
    for (const auto& name : last) EXPECT_TRUE(name.starts_with("layer4.")) << name;
    const auto all = changed(trained_bundle(Trainable::all, model::LeadPooling::mean), *options.init);
    EXPECT_NE(std::ranges::find(all, "conv1.weight"), all.end());
    for (const auto& name : all)
        EXPECT_EQ(name.find("running"), std::string::npos) << "norms keep their statistics: " << name;
}

// All layers learn so slowly that nothing moves: what is left is the head that was solved, so the net predictions as
// the frozen one does.
TEST(Transfer, AFittedHeadIsWhereFineTuningStarts) {
    const auto set = test::patient_set(40, "head_start.safetensors");
    const auto held = rows(30, 40);
    for (const auto pooling : {model::LeadPooling::mean, model::LeadPooling::concat}) {
        auto options = tiny_transfer_options();
        options.init = random_init(set);
        options.pooling = pooling;
        const auto predictions = [&] {
            auto net = test::engine().transfer(options);
            const auto fitted = (*net)->fit(set, rows(0, 30), {});
            if (!fitted) throw std::runtime_error(fitted.error().message());
            return *(*net)->predict(set, held);
        };
        options.train = Trainable::head;
        const auto frozen = predictions();
        options.train = Trainable::all;
        options.epochs = 1;
        options.optimizer.learning_rate = 1e-12;
        const auto random_head = predictions();
        options.head_start = HeadStart::linear_probing;
        const auto fitted_head = predictions();
        double from_random = 0;
        for (std::size_t i = 0; i < held.size(); ++i) {
            EXPECT_NEAR(fitted_head[i].score, frozen[i].score, 1e-5);
            from_random = std::max(from_random, std::abs(random_head[i].score - frozen[i].score));
        }
        EXPECT_GT(from_random, 0.01);
    }
}

TEST(Transfer, ABundlePredictsAsTheNetItWasTakenFrom) {
    const auto set = test::patient_set(24, "bundle.safetensors");
    for (const auto pooling : {model::LeadPooling::mean, model::LeadPooling::attention, model::LeadPooling::concat}) {
        auto options = tiny_transfer_options();
        options.epochs = 3;
        options.pooling = pooling;
        auto net = test::engine().transfer(options);
        ASSERT_TRUE((*net)->fit(set, rows(0, 17), {}));
        const auto before = (*net)->predict(set, rows(17, 24));
        ASSERT_TRUE(before);
        const auto path = test::scratch("patient_model.safetensors");
        ASSERT_TRUE(model::write_bundle(path, *(*net)->bundle()));
        const auto bundle = model::read_bundle(path);
        ASSERT_TRUE(bundle) << bundle.error().message();
        auto loaded = test::engine().fitted(*bundle, {});
        ASSERT_TRUE(loaded) << loaded.error().message();
        const auto after = (*loaded)->predict(set, rows(17, 24));
        ASSERT_TRUE(after);
        for (std::size_t i = 0; i < before->size(); ++i) {
            EXPECT_EQ((*after)[i].score, (*before)[i].score);
            EXPECT_EQ((*after)[i].responds, (*before)[i].responds);
        }
    }
}

// What the held-out patients look like must not matter for the fit.
// Leads I, II and V1 seen at once, the difference in II alone: learnt, and kept in the bundle.
TEST(Transfer, LearnsFromLeadsSeenAtOnce) {
    const auto set = test::patient_set(40, "at_once.safetensors");
    auto net_of_three = test::tiny_net();
    net_of_three.input_channels = 3;
    auto init = *test::engine().random_bundle(net_of_three, 3);
    init.recipe = set.images->recipe();
    init.channels = {features::Channel::lead_i, features::Channel::lead_ii, features::Channel::lead_v1};
    auto options = tiny_transfer_options();
    options.init = std::make_shared<const model::Bundle>(init);
    options.norms = NormStatistics::learnt;
    auto net = test::engine().transfer(options);
    const auto fitted = (*net)->fit(set, rows(0, 30), {});
    ASSERT_TRUE(fitted) << fitted.error().message();
    const auto held = rows(30, 40);
    const auto predictions = (*net)->predict(set, held);
    ASSERT_TRUE(predictions) << predictions.error().message();
    EXPECT_GE(accuracy(set, held, *predictions), 0.9);
    const auto bundle = (*net)->bundle();
    ASSERT_TRUE(bundle);
    EXPECT_EQ(bundle->lead_policy.leads, std::vector<std::string>{"I"});
    EXPECT_EQ(bundle->channels, init.channels);
    const auto again = test::inference().fitted(*bundle, {});
    ASSERT_TRUE(again) << again.error().message();
    const auto same = (*again)->predict(set, held);
    ASSERT_TRUE(same) << same.error().message();
    for (std::size_t i = 0; i < held.size(); ++i) EXPECT_NEAR((*same)[i].score, (*predictions)[i].score, 1e-4);
}

TEST(Transfer, DoesNotLookAtOtherRows) {
    auto set = test::patient_set(24, "peek.safetensors");
    auto options = tiny_transfer_options();
    options.epochs = 2;
    auto net = test::engine().transfer(options);
    ASSERT_TRUE((*net)->fit(set, rows(0, 16), {}));
    const auto weights = (*net)->bundle()->tensors;
    for (std::size_t i = 16; i < 24; ++i) set.response[i] = 1 - set.response[i];
    auto images = test::patient_set(16, "peek_less.safetensors").images;  // the same first sixteen, the others absent
    set.images = images;
    ASSERT_TRUE((*net)->fit(set, rows(0, 16), {}));
    EXPECT_EQ((*net)->bundle()->tensors, weights);
}

TEST(Transfer, SaysWhatIsWrong) {
    auto set = test::patient_set(8, "wrong.safetensors");
    auto net = test::engine().transfer(tiny_transfer_options());
    EXPECT_FALSE((*net)->predict(set, rows(0, 2))) << "not fitted";
    const std::vector<std::size_t> one_kind{0, 2, 4};
    const auto same = (*net)->fit(set, one_kind, {});
    ASSERT_FALSE(same);
    EXPECT_NE(same.error().message().find("one outcome"), std::string::npos);
    auto options = tiny_transfer_options();
    options.init = std::make_shared<const model::Bundle>(*test::engine().random_bundle(test::tiny_net(), 3));
    auto foreign = test::engine().transfer(options);
    ASSERT_TRUE(foreign);
    const auto recipe = (*foreign)->fit(set, rows(0, 8), {});
    ASSERT_FALSE(recipe);
    EXPECT_NE(recipe.error().message().find("recipe"), std::string::npos);
    set.images = nullptr;
    EXPECT_FALSE((*net)->fit(set, rows(0, 8), {}));
}

}  // namespace
}  // namespace synchrony::nn
