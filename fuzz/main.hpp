// A fuzzer without libFuzzer: feeds the files named on the command line, so that fuzzers build and run with any
// compiler and cannot rot. With clang's -fsanitize=fuzzer the fuzzing engine brings its own main.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

#ifndef SYNCHRONY_LIBFUZZER
int main(int count, char** names) {
    for (int i = 1; i < count; ++i) {
        std::ifstream in(names[i], std::ios::binary);
        const std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
        LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
    }
    std::printf("%d inputs, no crash\n", count - 1);
    return 0;
}
#endif
