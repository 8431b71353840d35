#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "blas_kernels.hpp"
#include "support.hpp"

namespace synchrony::nn {
namespace {

void expect_words(const core::Error& error, const std::vector<std::string>& words) {
    EXPECT_EQ(error.kind, core::ErrorKind::usage);
    for (const auto& word : words) EXPECT_NE(error.message().find(word), std::string::npos) << error.message();
}

TEST(EngineLoader, SaysWhichModuleIsMissing) {
    const auto engine = load_engine_from("/nowhere/libsynchrony_torch.so");
    ASSERT_FALSE(engine);
    expect_words(engine.error(), {"/nowhere/libsynchrony_torch.so", "not there", engine_variable});
}

TEST(EngineLoader, SaysThatAFileIsNoModule) {
    const auto path = test::scratch("text.so");
    std::ofstream(path) << "not a library";
    const auto engine = load_engine_from(path);
    ASSERT_FALSE(engine);
    expect_words(engine.error(), {"text.so", "cannot be loaded"});
}

TEST(EngineLoader, SaysThatALibraryIsNotOurs) {
    const auto engine = load_engine_from("/lib/x86_64-linux-gnu/libm.so.6");
    ASSERT_FALSE(engine);
    if (std::filesystem::exists("/lib/x86_64-linux-gnu/libm.so.6"))
        expect_words(engine.error(), {"not a network module", "synchrony_engine_module"});
}

TEST(EngineLoader, LooksBesideTheProgramAndInItsLibFolder) {
    unsetenv(engine_variable);
    const auto places = engine_places();
    const auto program = std::filesystem::read_symlink("/proc/self/exe");
    const auto prefix = program.parent_path().parent_path();
    const auto module = std::filesystem::path("synchrony") / "libsynchrony_torch.so";
    ASSERT_EQ(places.size(), 4U);
    EXPECT_EQ(places[0].parent_path().parent_path().parent_path(), prefix / "lib");  // lib/<processor>, Debian's way
    EXPECT_EQ(places[1], prefix / "lib" / module);
    EXPECT_EQ(places[2], prefix / "lib64" / module);
    EXPECT_EQ(places[3].parent_path(), program.parent_path());
}

TEST(EngineLoader, ObeysTheEnvironment) {
    setenv(engine_variable, "/elsewhere/engine.so", 1);
    EXPECT_EQ(engine_places(), std::vector<std::filesystem::path>{"/elsewhere/engine.so"});
    unsetenv(engine_variable);
}

#ifdef SYNCHRONY_WITH_NETWORKS
// A processor that OpenBLAS does not know is none of 2004: the program itself needs AVX2.
TEST(EngineLoader, MatricesAreNotMultipliedByKernelsOfAnOldProcessor) {
    ASSERT_TRUE(load_engine());
    EXPECT_STRNE(blas_kernels(), "Prescott");
    EXPECT_STRNE(blas_kernels(), "");
}

TEST(EngineLoader, LoadsTheModuleOnce) {
    const auto first = load_engine(), second = load_engine();
    ASSERT_TRUE(first) << first.error().message();
    EXPECT_EQ(*first, *second);
    EXPECT_EQ((*first)->description().substr(0, 9), "libtorch ");
    EXPECT_TRUE(load_engine_probe()) << "tests and benches have a door of their own";
}
#else
TEST(EngineLoader, SaysThatTheProgramHasNone) {
    const auto engine = load_engine();
    ASSERT_FALSE(engine);
    expect_words(engine.error(), {"SYNCHRONY_NETWORKS=ON"});
}
#endif

}  // namespace
}  // namespace synchrony::nn
