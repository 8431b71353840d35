// Whether the records that are scored have taught the network.
#include "synchrony/app/score_classes.hpp"

#include <gtest/gtest.h>

namespace synchrony::app {
namespace {

std::vector<record::PatientId> records(std::initializer_list<const char*> names) {
    std::vector<record::PatientId> ids;
    for (const char* name : names) ids.emplace_back(name);
    return ids;
}

model::Provenance network(model::SplitUnit unit, std::vector<std::string> training,
                          std::vector<std::string> validation) {
    model::Provenance provenance;
    provenance.split = "inter-patient: patients at random";
    provenance.split_unit = unit;
    provenance.training_records = std::move(training);
    provenance.validation_records = std::move(validation);
    return provenance;
}

// "patients at random" was taken for a split that leaks nothing, whatever was scored.
TEST(HasTaught, ByTheNamesInTheFile) {
    const auto at_random = network(model::SplitUnit::patient, {"100", "201"}, {"105"});
    EXPECT_EQ(has_taught(at_random, records({"103", "100"})), true);
    EXPECT_EQ(has_taught(at_random, records({"105"})), true) << "it has chosen the weights";
    EXPECT_EQ(has_taught(at_random, records({"103", "200"})), false);
    EXPECT_EQ(has_taught(at_random, records({"202"})), true) << "202 is of the person of 201";
    EXPECT_EQ(has_taught(network(model::SplitUnit::patient, {"202"}, {}), records({"201"})), true);
    EXPECT_EQ(has_taught(network(model::SplitUnit::beat, {"100"}, {}), records({"100"})), true);
    EXPECT_EQ(has_taught(network(model::SplitUnit::beat, {"100"}, {}), records({"I01"})), false);
}

TEST(HasTaught, FilesBeforeTheNamesTellWhatTheirWordsTell) {
    model::Provenance old;
    EXPECT_EQ(has_taught(old, records({"100"})), std::nullopt);
    old.split = "inter-patient: patients at random";
    EXPECT_EQ(has_taught(old, records({"100"})), std::nullopt);
    old.split = "inter-patient: MIT-BIH DS1 trains and validates, DS2 tests (de Chazal 2004)";
    EXPECT_EQ(has_taught(old, records({"100", "202"})), false);
    EXPECT_EQ(has_taught(old, records({"100", "101"})), true);
    EXPECT_EQ(has_taught(old, records({"I01"})), false) << "of another database";
    old.split = "intra-patient: beats at random";
    EXPECT_EQ(has_taught(old, records({"100"})), true);
    EXPECT_EQ(has_taught(old, records({"I01"})), std::nullopt);
}

// The models that come with the program are files from before the names.
TEST(HasTaught, TheShippedModelIsKnownToHaveLearntFromDs1) {
    const auto bundle =
        model::read_bundle(std::filesystem::path(SYNCHRONY_SOURCE_DIR) / "models" / "mitbih-resnet18-w16.safetensors");
    ASSERT_TRUE(bundle) << bundle.error().message();
    EXPECT_EQ(has_taught(bundle->provenance, records({"100", "103"})), false);
    EXPECT_EQ(has_taught(bundle->provenance, records({"106"})), true);
}

}  // namespace
}  // namespace synchrony::app
