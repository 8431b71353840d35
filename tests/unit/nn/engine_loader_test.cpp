#include <dlfcn.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
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

std::size_t address_space_bytes() {
    std::ifstream file("/proc/self/statm");
    std::size_t pages = 0;
    file >> pages;
    return pages * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

/// Exit code of `work` in a child that may map so many bytes more than it has; 99 where it took longer than `most_s`.
template <typename Work>
int with_room_for(std::size_t more, Work work, unsigned most_s = 60) {
    const auto child = ::fork();
    if (child == 0) {
        ::signal(SIGALRM, [](int) { ::_exit(99); });
        ::alarm(most_s);
        const rlimit limit{address_space_bytes() + more, RLIM_INFINITY};
        ::_exit(::setrlimit(RLIMIT_AS, &limit) == 0 ? work() : 98);
    }
    int status = -1;
    ::waitpid(child, &status, 0);
    return WEXITSTATUS(status);
}

bool says_memory(const core::Error& error) {
    return error.kind == core::ErrorKind::io && error.message().find("not enough memory") != std::string::npos;
}

// OpenBLAS asks for its buffers for ever where it gets none.
TEST(EngineLoader, MatricesUnderALimitOfMemoryAreMultipliedOrRefused) {
    if (dlopen("libopenblas.so.0", RTLD_NOW) == nullptr) GTEST_SKIP() << "no libopenblas.so.0";
    void* const library = dlopen("libopenblas.so.0", RTLD_NOW | RTLD_NOLOAD);
    auto* const threads = reinterpret_cast<int (*)()>(dlsym(library, "openblas_get_num_threads"));
    ASSERT_NE(threads, nullptr);
    const std::size_t buffers = static_cast<std::size_t>(threads()) * (std::size_t{130} << 20);
    EXPECT_EQ(with_room_for(std::size_t{16} << 20,
                            [] {
                                const auto reserved = reserve_blas_memory();
                                return reserved ? 1 : says_memory(reserved.error()) ? 0 : 2;
                            }),
              0);
    EXPECT_EQ(with_room_for(buffers + (std::size_t{64} << 20),
                            [&] {
                                if (!reserve_blas_memory()) return 1;
                                const rlimit none_left{address_space_bytes(), RLIM_INFINITY};
                                if (::setrlimit(RLIMIT_AS, &none_left) != 0) return 2;
                                using Product = void(const char*, const char*, const int*, const int*, const int*,
                                                     const float*, const float*, const int*, const float*, const int*,
                                                     const float*, float*, const int*);
                                auto* const multiply = reinterpret_cast<Product*>(dlsym(library, "sgemm_"));
                                const int n = 2;
                                const float one = 1, zero = 0, a[] = {1, 2, 3, 4}, b[] = {5, 6, 7, 8};
                                float c[4] = {};
                                multiply("N", "N", &n, &n, &n, &one, a, &n, b, &n, &zero, c, &n);
                                return c[0] == 23 && c[1] == 34 && c[2] == 31 && c[3] == 46 ? 0 : 3;  // by columns
                            }),
              0);
}

// libtorch with too little ends the program where it stands: it is not even begun.
TEST(EngineLoader, LibtorchIsNotLoadedWhereItDoesNotFit) {
    const auto module = test::scratch("libsynchrony_torch.so");
    std::ofstream(module) << "not a library";
    EXPECT_EQ(with_room_for(std::size_t{900} << 20,
                            [&] {
                                const auto engine = load_engine_from(module);
                                return engine ? 1 : says_memory(engine.error()) ? 0 : 2;
                            }),
              0);
}

TEST(EngineLoader, AModuleThatDoesNotFitIntoMemoryIsNotCalledMissing) {
    const auto places = engine_places();
    const auto module = places[1].parent_path() / "libsynchrony_onednn.so";
    if (!std::filesystem::exists(module)) GTEST_SKIP() << "no " << module;
    EXPECT_EQ(with_room_for(std::size_t{1} << 20,
                            [&] {
                                const auto engine = load_inference_from(module);
                                return engine ? 1 : says_memory(engine.error()) ? 0 : 2;
                            }),
              0);
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
