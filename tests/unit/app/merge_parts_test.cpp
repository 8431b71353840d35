// Parts that say of themselves what no run has written: found by reading and by a fuzzer, with sums that are right.
#include <gtest/gtest.h>

#include "support/file_bytes.hpp"
#include "support/temporary_folder.hpp"
#include "synchrony/app/part_file.hpp"

namespace synchrony::app {
namespace {

class MergeParts : public testing::Test {
  protected:
    /// The tally of a simulation of two patients in one part, with that head and those lines.
    core::Result<std::vector<MergedFile>> merged(const std::string& head, const std::string& lines) const {
        const ShardRequest request{core::Shard{1, 1}, folder_ / "parts", "synchrony simulate --shard 1/1", {}};
        auto part =
            PartFile::create(request, "simulate", "simulation.tally", core::Key("list"), 2, Joining::rows(head));
        EXPECT_TRUE(part) << part.error().message();
        part->stream() << lines;
        EXPECT_TRUE(part->commit(0));
        return merge_parts({folder_ / "parts", {}, "synchrony merge"});
    }
    const test::TemporaryFolder folder_;
};

TEST_F(MergeParts, AnswersForATallyThatKnowsNothing) {
    const auto whole = merged("{\"preset\":\"nanjing\",\"seed\":5}\n", "0.25 1\n0.75 0\n");
    ASSERT_TRUE(whole) << whole.error().message();
    EXPECT_NE(test::bytes_of(folder_ / "parts/simulation.json").find("\"responders\": 1"), std::string::npos);
    EXPECT_TRUE(merged("{}\n", "0.25 1\n0.75 0\n")) << "an object of none of the facts";
    EXPECT_TRUE(merged("[]\n", "0.25 1\n0.75 0\n"));
    for (const char* lines : {"nan 1\n0.75 0\n", "inf 1\n0.5 0\n", "-0.25 1\n", "1.5 0\n", "half 1\n", "0.5"})
        EXPECT_FALSE(merged("{}\n", lines)) << lines;
    EXPECT_FALSE(merged("no facts\n", "0.25 1\n"));
}

TEST_F(MergeParts, WriteOverNoPart) {
    ASSERT_TRUE(merged("{}\n", "0.25 1\n0.75 0\n"));
    std::filesystem::path part;
    for (const auto& file : std::filesystem::directory_iterator(folder_ / "parts"))
        if (file.path().filename().string().find("part-1-of-1") != std::string::npos) part = file.path();
    const auto before = test::bytes_of(part);
    ASSERT_FALSE(before.empty());
    const auto again = merge_parts({folder_ / "parts", part, "synchrony merge"});
    ASSERT_FALSE(again);
    EXPECT_EQ(test::bytes_of(part), before);
}

// What a part says was written and was removed since.
TEST_F(MergeParts, NamesAFileThatIsGone) {
    const auto folder = folder_ / "parts";
    const ShardRequest request{core::Shard{1, 1}, folder, "synchrony convert --shard 1/1", {}};
    auto part = PartFile::create(request, "convert", "convert.json", core::Key("list"), 3, Joining::json_array());
    ASSERT_TRUE(part) << part.error().message();
    part->stream() << "{\"from\":\"a\",\"to\":\"elsewhere/a.edf\"},\n{\"from\":\"b\",\"error\":\"cut\"},\n"
                      "{\"from\":\"c\",\"to\":\"elsewhere/c.hea\"}";
    ASSERT_TRUE(part->commit(1));
    const auto gone = [&] {
        const auto merged = merge_parts({folder, {}, "synchrony merge"});
        return merged ? "" : merged.error().where;
    };
    EXPECT_EQ(gone(), "elsewhere/a.edf");
    EXPECT_FALSE(std::filesystem::exists(folder / "convert.json"));
    ASSERT_TRUE(core::write_file(folder / "a.edf", "x"));
    ASSERT_TRUE(core::write_file(folder / "c.hea", "x"));
    EXPECT_EQ(gone(), "elsewhere/c.dat") << "its samples";
    ASSERT_TRUE(core::write_file(folder / "c.dat", "x"));
    EXPECT_EQ(gone(), "") << "moved together with the parts";
}

}  // namespace
}  // namespace synchrony::app
