// Small image sets with a known answer, and the engine.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "synchrony/core/random.hpp"
#include "synchrony/features/image_set.hpp"
#include "synchrony/nn/engine.hpp"
#include "synchrony/nn/engine_probe.hpp"

namespace synchrony::nn::test {

inline std::filesystem::path scratch(const std::string& name) {
    const auto folder =
        std::filesystem::temp_directory_path() / std::string("synchrony_nn_").append(std::to_string(getpid()));
    std::filesystem::create_directories(folder);
    return folder / name;
}

inline Engine& engine() {
    const auto loaded = load_engine();
    if (!loaded) throw std::runtime_error(loaded.error().message());
    return **loaded;
}

inline Inference& inference() {
    const auto loaded = load_inference();
    if (!loaded) throw std::runtime_error(loaded.error().message());
    return **loaded;
}

inline EngineProbe& probe() {
    const auto loaded = load_engine_probe();
    if (!loaded) throw std::runtime_error(loaded.error().message());
    return **loaded;
}

inline features::SpectrogramRecipe tiny_recipe() {
    auto recipe = *features::SpectrogramRecipe::named("fine");
    recipe.height = 16;
    recipe.width = 16;
    return recipe;
}

inline record::PatientId patient_id(int number) {
    return record::PatientId(std::string("p").append(std::to_string(number)));
}

/// Adds an image of noise with a bright bar at the row that belongs to `kind`.
inline void add_bar(features::ImageSetWriter& writer, const features::ImageIndex& index, int kind,
                    core::RandomStream& random) {
    const auto height = static_cast<std::size_t>(writer.recipe().height),
               width = static_cast<std::size_t>(writer.recipe().width);
    std::vector<float> pixels(height * width);
    for (auto& pixel : pixels) pixel = static_cast<float>(1.0 + 0.2 * random.normal());
    const std::size_t row = 2 + 3 * static_cast<std::size_t>(kind);
    for (std::size_t column = 3; column < width - 3; ++column) pixels[row * width + column] += 2.0F;
    writer.add(index, pixels);
}

inline features::ImageSet written(const features::ImageSetWriter& writer, const std::string& name) {
    const auto path = scratch(name);
    if (auto done = writer.write(path, "test"); !done) throw std::runtime_error(done.error().message());
    auto set = features::ImageSet::open(path);
    if (!set) throw std::runtime_error(set.error().message());
    return std::move(*set);
}

/// The leads that a network sees at once; one, where it sees each by itself.
inline std::vector<std::string> leads_shown_to(const model::Bundle& bundle) {
    std::vector<std::string> leads;
    if (!features::joining_lead(bundle.channels).empty())
        for (const auto channel : bundle.channels) leads.emplace_back(features::name_of(channel));
    return leads.empty() ? std::vector<std::string>{"II"} : leads;
}

/// Beats of `patients` patients, two leads, classes N, S and V in turn.
inline features::ImageSet beat_set(int patients, int beats, const std::string& name, std::uint64_t seed = 1) {
    features::ImageSetWriter writer(tiny_recipe());
    core::RandomStream random(seed);
    const auto ii = writer.add_lead("II"), v1 = writer.add_lead("V1");
    for (int p = 0; p < patients; ++p) {
        const auto patient = writer.add_patient(patient_id(p));
        for (int b = 0; b < beats; ++b)
            for (const auto lead : {ii, v1}) {
                const auto label = static_cast<std::int8_t>(b % 3);
                add_bar(writer, {patient, lead, 100 + b, label, 0.8F, 0.8F, 0.8F}, label, random);
            }
    }
    return written(writer, name);
}

/// Patients with a median beat in three leads; responders differ from others in the second lead only.
inline model::PatientSet patient_set(int patients, const std::string& name, std::uint64_t seed = 1) {
    features::ImageSetWriter writer(tiny_recipe());
    core::RandomStream random(seed);
    model::PatientSet set;
    for (const char* lead : {"I", "II", "V1"}) writer.add_lead(lead);
    for (int p = 0; p < patients; ++p) {
        const auto id = patient_id(p);
        const auto patient = writer.add_patient(id);
        const int response = p % 2;
        set.patients.push_back(id);
        set.response.push_back(static_cast<std::uint8_t>(response));
        for (std::int32_t lead = 0; lead < 3; ++lead)
            add_bar(writer, {patient, lead, features::median_beat, -1, 0, 0, 0}, lead == 1 ? response : 2, random);
    }
    set.images = std::make_shared<const features::ImageSet>(written(writer, name));
    return set;
}

/// Asks to stop once `steps` updates are done.
class StopAfter : public core::Progress {
  public:
    StopAfter(core::Cancel& cancel, int steps) : cancel_(cancel), left_(steps) {}
    void begin(std::string_view, std::uint64_t) override {}
    void advance(std::uint64_t steps, std::string_view) override {
        if (steps == 1 && --left_ == 0) cancel_.request();
    }
    void end() override {}
    void log(std::string_view) override {}

  private:
    core::Cancel& cancel_;
    int left_;
};

inline model::Architecture tiny_net() {
    model::Architecture net;
    net.base_width = 8;
    net.stem = model::Stem::compact;
    return net;
}

/// Two short epochs of a tiny net.
inline PretrainOptions short_training() {
    PretrainOptions options;
    options.architecture = tiny_net();
    options.epochs = 2;
    options.batch = 16;
    options.validations = 1;
    options.averaging = 0;
    options.optimizer = {Optimizer::adamw, Schedule::one_cycle, 5e-3, 1e-2};
    return options;
}

/// The training, stopped once `steps` updates are done; its state is where the options' checkpoint says.
inline void expect_stopped(const features::ImageSet& set, const PretrainOptions& options, int steps) {
    core::Cancel cancel;
    StopAfter stop(cancel, steps);
    core::RunContext context;
    context.cancel = &cancel;
    context.progress = &stop;
    EXPECT_FALSE(engine().pretrain(set, options, context));
}

}  // namespace synchrony::nn::test
