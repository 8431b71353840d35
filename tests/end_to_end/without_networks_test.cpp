// The program as its package alone installs it: no module for networks.
#include <gtest/gtest.h>

#include <cstdlib>

#include "run_program.hpp"
#include "support/temporary_folder.hpp"

namespace synchrony::test {
namespace {

class WithoutNetworks : public ::testing::Test {
  protected:
    void SetUp() override {
        ::setenv("SYNCHRONY_ENGINE", "/nowhere/libsynchrony_torch.so", 1);
        ASSERT_EQ(run_program("simulate --patients 24 --quiet --out " + (folder / "cohort").string()).code, 0);
    }
    void TearDown() override { ::unsetenv("SYNCHRONY_ENGINE"); }
    [[nodiscard]] ProgramRun evaluate(const std::string& more) const {
        return run_program("evaluate " + (folder / "cohort").string() +
                           "/cohort.csv --quiet --resamples 100 --folds 2 --out " + (folder / "out").string() + " " +
                           more + " 2>&1");
    }
    TemporaryFolder folder;
};

TEST_F(WithoutNetworks, UsualRowsOfNetworksAreLeftOutAndTheReasonIsSaid) {
    const auto run = evaluate("--models majority,rules,random-features,usual");
    EXPECT_EQ(run.code, 2) << run.output;  // named, so it is needed
    EXPECT_NE(run.output.find("network module"), std::string::npos) << run.output;
    const auto usual = evaluate("");
    EXPECT_EQ(usual.code, 0) << usual.output;
    EXPECT_NE(usual.output.find("not in the table: random-features: the module for networks is not installed"),
              std::string::npos)
        << usual.output;
    EXPECT_NE(usual.output.find("Logistic regression"), std::string::npos) << usual.output;
}

TEST_F(WithoutNetworks, ANetworkThatWasNamedIsNotSilentlyLeftOut) {
    const auto run = evaluate("--pretrained mitbih-resnet18 --models frozen");
    EXPECT_EQ(run.code, 2) << run.output;
    EXPECT_NE(run.output.find("network module"), std::string::npos) << run.output;
}

TEST_F(WithoutNetworks, APretrainedNetworkAnswersAllTheSame) {
    const auto run = evaluate("--pretrained mitbih-resnet18 --models deep-features");
    EXPECT_EQ(run.code, 0) << run.output;
    EXPECT_NE(run.output.find("ResNet-18 layer2:2x2"), std::string::npos) << run.output;
    const auto model = (folder / "m.safetensors").string();
    const auto trained =
        run_program("train " + (folder / "cohort").string() +
                    "/cohort.csv --model fused-deep --pretrained mitbih-resnet18 --folds 2 --repeats 1 "
                    "--members 100 --quiet --out " +
                    model + " 2>&1");
    ASSERT_EQ(trained.code, 0) << trained.output;
    const auto predicted =
        run_program("predict " + model + " " + (folder / "cohort").string() + "/cohort.csv --quiet 2>&1");
    EXPECT_EQ(predicted.code, 0) << predicted.output;
    // It holds a network, and is a predictor all the same.
    const auto told = run_program("info " + model + " 2>&1");
    EXPECT_NE(told.output.find("predictor of response"), std::string::npos) << told.output;
    EXPECT_NE(told.output.find("holds resnet18"), std::string::npos) << told.output;
}

}  // namespace
}  // namespace synchrony::test
