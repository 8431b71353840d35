// Errors as people read them.
#include "synchrony/core/result.hpp"

#include <gtest/gtest.h>

namespace synchrony::core {
namespace {

TEST(Error, SaysWhatWhereGotAndExpected) {
    EXPECT_EQ(fail_input("unknown format", "a.hea, line 2", "99", "16", "Look").value().message(),
              "a.hea, line 2: unknown format (got 99, expected 16). Look");
    EXPECT_EQ(fail_input("empty", {}, "", "bytes").value().message(), "empty (expected bytes)");
}

// A table of 300 nameless leads, or a name of 100,000 letters, filled the screen.
TEST(Error, ShowsNotAllOfWhatItGot) {
    const std::string euro = "\xe2\x82\xac";
    for (const std::string& letter : {std::string("x"), euro}) {
        std::string got;
        while (got.size() < 100'000) got += letter;
        const auto error = fail_input("no lead", "t.csv", got, "leads").value();
        EXPECT_EQ(error.got, got) << "programs have all of it";
        const auto text = error.message();
        EXPECT_LT(text.size(), 450U);
        EXPECT_NE(text.find(letter + "..., expected leads)"), std::string::npos) << text;
    }
}

}  // namespace
}  // namespace synchrony::core
