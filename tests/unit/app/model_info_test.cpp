#include "synchrony/app/model_info.hpp"

#include <gtest/gtest.h>

#include "support/hand_predictor.hpp"
#include "support/temporary_folder.hpp"
#include "synchrony/core/files.hpp"

namespace synchrony::app {
namespace {

// Tried as a network when it could not be read as a predictor, a damaged one was said to be a file of another kind.
TEST(ModelInfo, SaysThatAPredictorIsDamaged) {
    const test::TemporaryFolder folder;
    const auto path = folder / "p.safetensors";
    ASSERT_TRUE(model::write_predictor(path, test::hand_predictor()));
    const auto whole = model_info(path);
    ASSERT_TRUE(whole) << whole.error().message();
    EXPECT_TRUE(whole->text.starts_with("predictor of response")) << whole->text;
    auto bytes = *core::read_file(path);
    bytes.back() = static_cast<char>(bytes.back() ^ 1);
    ASSERT_TRUE(core::write_file(path, bytes));
    const auto damaged = model_info(path);
    ASSERT_FALSE(damaged);
    EXPECT_NE(damaged.error().what.find("damaged"), std::string::npos) << damaged.error().message();
}

}  // namespace
}  // namespace synchrony::app
