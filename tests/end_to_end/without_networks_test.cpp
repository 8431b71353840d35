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

TEST_F(WithoutNetworks, APretrainedModelThatWasNamedIsNotSilentlyLeftOut) {
    const auto run = evaluate("--pretrained mitbih-resnet18");
    EXPECT_EQ(run.code, 2) << run.output;
    EXPECT_NE(run.output.find("network module"), std::string::npos) << run.output;
}

}  // namespace
}  // namespace synchrony::test
