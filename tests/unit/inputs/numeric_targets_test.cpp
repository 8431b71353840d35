#include "synchrony/inputs/numeric_targets.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "support/temporary_folder.hpp"
#include "synchrony/core/files.hpp"

namespace synchrony::inputs {
namespace {

TEST(NumericTargetsTable, IsReadByColumnAndNamesWhatIsWrong) {
    const test::TemporaryFolder folder;
    const auto table = folder / "truth.csv";
    const auto read = [&](const std::string& text, const std::vector<std::string>& columns = {}) {
        EXPECT_TRUE(core::write_file(table, text));
        return numeric_targets(table, columns);
    };
    const auto all = read("qrs_ms,patient_id,scar\n140.5,a,\n90,b,0.25\n");
    ASSERT_TRUE(all) << all.error().message();
    EXPECT_EQ(all->names, (std::vector<std::string>{"qrs_ms", "scar"}));
    EXPECT_EQ(all->of_patient.at("b"), (std::vector<double>{90, 0.25}));
    EXPECT_TRUE(std::isnan(all->of_patient.at("a")[1]));
    EXPECT_EQ(all->source, "truth.csv");
    const auto some = read("patient_id,qrs_ms,scar\na,1,x\n", {"qrs_ms"});
    ASSERT_TRUE(some) << some.error().message();
    EXPECT_EQ(some->of_patient.at("a"), std::vector<double>{1});
    const auto fault = read("patient_id,qrs_ms\na,1\nb,wide\n");
    ASSERT_FALSE(fault);
    EXPECT_NE(fault.error().where.find("line 3, column qrs_ms"), std::string::npos) << fault.error().message();
    EXPECT_FALSE(read("patient_id,qrs_ms\na,1\na,2\n")) << "twice";
    EXPECT_FALSE(read("patient_id,qrs_ms\na,inf\n"));
    EXPECT_FALSE(read("patient_id\na\n"));
    EXPECT_FALSE(read("name,qrs_ms\na,1\n"));
    EXPECT_FALSE(read("patient_id,qrs_ms\na,1\n", {"scar"}));
}

}  // namespace
}  // namespace synchrony::inputs
