// Compiled for any x86-64 (see CMakeLists.txt), run before everything else: the rest of the program may hold
// instructions that an older processor does not know, and would end there without a word.
#if defined(__x86_64__) && defined(SYNCHRONY_NEEDS_X86_64_V3)
#include <unistd.h>

namespace {

constexpr char complaint[] =
    "synchrony: this processor is too old: it lacks AVX2, FMA or BMI2 (Intel before Haswell, 2013; AMD before "
    "Excavator,\n"
    "2015). Build from source with cmake --preset release -DSYNCHRONY_ARCH=\n";
constexpr int exit_failed = 1;

// 101 is the first priority that is not the compiler's own.
[[gnu::constructor(101)]] void check_processor() {
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi2")) return;
    [[maybe_unused]] const auto written = ::write(STDERR_FILENO, complaint, sizeof complaint - 1);
    ::_exit(exit_failed);
}

}  // namespace
#endif
