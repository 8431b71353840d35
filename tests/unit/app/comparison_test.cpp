// Which rows a comparison has, and what their tables hold.
#include "comparison.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "support/numbered_set.hpp"
#include "support/temporary_folder.hpp"

namespace synchrony::app {
namespace {

features::ImageSet image_set(const test::TemporaryFolder& folder) {
    auto recipe = *features::SpectrogramRecipe::named("fine");
    recipe.height = 1;
    recipe.width = 2;
    features::ImageSetWriter writer(recipe);
    for (int patient = 0; patient < 3; ++patient) {
        const auto id = writer.add_patient(record::PatientId(std::to_string(patient)));
        for (const char* lead : {"II", "V1"}) {
            const auto number = writer.add_lead(lead);
            const float first = static_cast<float>(10 * patient + number);
            writer.add({.patient = id, .lead = number, .beat = features::median_beat},
                       std::vector<float>{first, first + 0.5F});
            writer.add({.patient = id, .lead = number, .beat = 77}, std::vector<float>{99.0F, 99.0F});
        }
    }
    EXPECT_TRUE(writer.write(folder / "images", "test"));
    auto set = features::ImageSet::open(folder / "images");
    EXPECT_TRUE(set);
    return *set;
}

std::vector<std::string> labels(const ComparisonRows& rows) {
    std::vector<std::string> result;
    for (const auto& row : rows.rows) result.push_back(row.row.label());
    return result;
}

TEST(Comparison, PixelsAreTheMedianBeatsOfEachPatientLeadByLead) {
    const test::TemporaryFolder folder;
    const auto images = image_set(folder);
    const std::vector<record::PatientId> patients{record::PatientId("2"), record::PatientId("absent"),
                                                  record::PatientId("0")};
    const auto table = pixel_table(images, patients);
    ASSERT_TRUE(table);
    EXPECT_EQ(table->columns, (std::vector<std::string>{"II:0", "II:1", "V1:0", "V1:1"}));
    const std::vector<std::optional<double>> wanted{20.0, 20.5, 21.0, 21.5, {}, {}, {}, {}, 0.0, 0.5, 1.0, 1.5};
    EXPECT_EQ(table->values, wanted) << "single beats are left out, a patient without images is missing";
}

TEST(Comparison, WordsOfTheCommandLineAreDistinctAndKnowTheirKind) {
    std::set<std::string_view> words;
    for (const auto& choice : model_choices()) {
        EXPECT_TRUE(words.insert(choice.name).second) << choice.name;
        EXPECT_FALSE(choice.needs_pretrained && choice.network == NetworkUse::none) << choice.name;
    }
    for (const char* network : {"scratch", "frozen", "last-block", "fine-tuned"}) EXPECT_TRUE(is_network(network));
    EXPECT_FALSE(is_network("fused"));
    EXPECT_TRUE(feature_place("deep-features") && feature_place("last-features"));
    EXPECT_FALSE(feature_place("clinical"));
}

TEST(Comparison, TablesMakeRowsAndWhatIsMissingIsSaid) {
    auto set = test::numbered_set(4, 2);
    ComparisonInputs inputs;
    inputs.set = &set;
    const auto rows = comparison_rows({"majority", "rules", "clinical", "ecg", "fused", "svm-clinical",
                                       "forest-clinical", "boosting-clinical", "pixels", "scratch", "deep-features"},
                                      inputs, {});
    ASSERT_TRUE(rows) << rows.error().message();
    const auto made = labels(*rows);
    EXPECT_EQ(made.front(), "Majority");
    for (const char* name : {"Logistic regression (clinical columns)", "Support vector machine (clinical columns)",
                             "Random forest (clinical columns)", "Boosted trees (clinical columns)"})
        EXPECT_EQ(std::ranges::count(made, name), 1) << name;
    std::vector<std::string> left_out;
    for (const auto& row : rows->left_out) left_out.push_back(row.row.label() + ": " + row.reason);
    EXPECT_EQ(left_out,
              (std::vector<std::string>{
                  "Logistic regression (ECG measurements): the cohort has no such columns",
                  "Logistic regression (clinical columns and ECG measurements): the cohort has no such columns",
                  "pixels: the cohort names no ECGs", "scratch: the cohort names no ECGs",
                  "deep-features: the cohort names no ECGs"}));
    for (const auto& row : rows->rows) EXPECT_NE(row.make(), nullptr) << row.row.label();
}

TEST(Comparison, NetworksAreNamedByWhatIsTrained) {
    const test::TemporaryFolder folder;
    auto set = test::numbered_set(3, 1);
    set.images = std::make_shared<const features::ImageSet>(image_set(folder));
    ComparisonInputs inputs;
    inputs.set = &set;
    inputs.scratch = {"resnet18", "resnet50"};
    auto pretrained = std::make_shared<model::Bundle>();
    pretrained->architecture.name = "resnet101";
    inputs.pretrained = pretrained;
    const auto engine = nn::load_engine();
    if (!engine) GTEST_SKIP() << engine.error().message();
    inputs.engine = *engine;
    const auto rows = comparison_rows({"pixels", "scratch", "frozen", "last-block", "fine-tuned"}, inputs, {});
    ASSERT_TRUE(rows) << rows.error().message();
    EXPECT_EQ(labels(*rows),
              (std::vector<std::string>{"Logistic regression (pixels)", "ResNet-18 (spectrograms, recipe fine)",
                                        "ResNet-50 (spectrograms, recipe fine)",
                                        "ResNet-101, new last layer (spectrograms, recipe fine, mitbih)",
                                        "ResNet-101, last block (spectrograms, recipe fine, mitbih)",
                                        "ResNet-101 (spectrograms, recipe fine, mitbih)"}));
    EXPECT_TRUE(set.tables.contains("pixels"));
    inputs.scratch = {"resnet7"};
    EXPECT_FALSE(comparison_rows({"scratch"}, inputs, {}));
}

}  // namespace
}  // namespace synchrony::app
