// SciPy's answers: goldens/*.json, each with the command that made it.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "synchrony/dsp/sos.hpp"

namespace synchrony::test {

inline nlohmann::json golden(const std::string& name) {
    return nlohmann::json::parse(std::ifstream(SYNCHRONY_SOURCE_DIR "/tests/unit/dsp/goldens/" + name));
}

inline dsp::Sos sos_of(const nlohmann::json& rows) {
    dsp::Sos sos;
    for (const auto& r : rows) {
        EXPECT_EQ(r[3].get<double>(), 1.0);
        sos.push_back({.b0 = r[0], .b1 = r[1], .b2 = r[2], .a1 = r[4], .a2 = r[5]});
    }
    return sos;
}

inline void expect_near(const std::vector<double>& got, const std::vector<double>& expected, double tolerance,
                        const std::string& what) {
    ASSERT_EQ(got.size(), expected.size()) << what;
    for (std::size_t i = 0; i < got.size(); ++i)
        ASSERT_NEAR(got[i], expected[i], tolerance) << what << ", element " << i;
}

}  // namespace synchrony::test
