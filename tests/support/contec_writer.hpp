// Writes files as a Contec ECG90A does, after the description: rigacci.org/wiki, "Contec ECG90A ... ECG File Format".
#pragma once

#include <string>
#include <vector>

#include "byte_writer.hpp"

namespace synchrony::test {

struct ContecFile {
    std::string case_name = "0000011", time = "2020-11-12 18:09:05", name = "DOE";
    int sex = 1, age = 61, weight = 80;
    std::vector<std::vector<int>> frames;  ///< eight numbers each: II, III, V1 to V6; 2048 is 0 mV

    [[nodiscard]] std::string bytes() const {
        std::string file = field(case_name, 8) + std::string(2, '\0') + field(time, 20) + std::string(2, '\0') +
                           field(name, 8) + u8(sex) + u8(age) + u8(weight);
        for (const auto& frame : frames)
            for (const int value : frame) file += u16(value);
        return file + std::string(37, '\0');
    }
};

}  // namespace synchrony::test
