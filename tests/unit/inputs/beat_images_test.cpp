// Images of a beat-annotated database: what a file of them may be taken for.
#include "synchrony/inputs/beat_images.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>

#include "support/temporary_folder.hpp"
#include "synchrony/io/wfdb_annotations.hpp"
#include "synchrony/io/wfdb_record.hpp"

namespace synchrony::inputs {
namespace {

constexpr double sampling_hz = 250;

// Ten seconds in one lead with an annotated beat of class N a second, each a bump of 1 mV and 20 ms; `scale` times.
void write_labelled(const std::filesystem::path& path, double scale) {
    record::Ecg ecg;
    ecg.sampling_frequency_hz = sampling_hz;
    record::Lead lead;
    lead.name = "II";
    io::wfdb::AnnotationFile marks;
    marks.sampling_frequency_hz = sampling_hz;
    for (int i = 0; i < 10 * static_cast<int>(sampling_hz); ++i) {
        const double away_s = std::fmod(i / sampling_hz, 1.0) - 0.5;
        lead.samples.push_back(static_cast<float>(scale * std::exp(-away_s * away_s / 0.0002)));
        if (away_s != 0) continue;
        record::Annotation beat;
        beat.sample = i;
        beat.code = *record::code_of("N");
        marks.annotations.push_back(beat);
    }
    ecg.leads.push_back(std::move(lead));
    const auto record = io::wfdb::from_ecg(ecg, path.filename().string());
    ASSERT_TRUE(record) << record.error().message();
    ASSERT_TRUE(io::wfdb::write_record(path, *record));
    ASSERT_TRUE(io::wfdb::write_annotations(path, "atr", marks));
}

class BeatImages : public ::testing::Test {
  protected:
    void SetUp() override {
        for (const char* name : {"one", "two/1.0.0"}) {
            std::filesystem::create_directories(folder_ / name);
            std::ofstream(folder_ / name / "RECORDS") << "r1\nr2\n";
        }
        write_labelled(folder_ / "one/r1", 1.0);
        write_labelled(folder_ / "one/r2", 1.2);
        write_labelled(folder_ / "two/1.0.0/r1", 1.0);
        write_labelled(folder_ / "two/1.0.0/r2", 0.9);
        request_.recipe = *features::SpectrogramRecipe::named("fine");
        request_.file = folder_ / "images.safetensors";
        request_.database = folder_ / "one";
    }
    core::Result<features::ImageSet> images() { return beat_images(request_, {}); }

    test::TemporaryFolder folder_;
    BeatImagesRequest request_;
};

// The file used to be taken for whatever database and records were asked for, as long as the recipe was the same.
TEST_F(BeatImages, AFileOfOtherRecordingsIsRefused) {
    const auto first = images();
    ASSERT_TRUE(first) << first.error().message();
    EXPECT_EQ(first->size(), 2U * 11) << "ten beats and the median beat of each record";
    const auto again = images();
    ASSERT_TRUE(again) << again.error().message();
    EXPECT_EQ(again->key(), first->key());

    request_.database = folder_ / "two/1.0.0";
    const auto other = images();
    ASSERT_FALSE(other) << "records of the same names, one with other samples";
    EXPECT_EQ(other.error().kind, core::ErrorKind::usage);
    EXPECT_EQ(other.error().where, request_.file.string());
    request_.database = folder_ / "one";
    request_.records = {"r1"};
    EXPECT_FALSE(images()) << "fewer records";
    request_.records = {"r2", "r1"};
    EXPECT_FALSE(images()) << "another order";
    request_.records.clear();
    EXPECT_TRUE(images());
    write_labelled(folder_ / "one/r2", 1.3);
    EXPECT_FALSE(images()) << "the record has changed";
}

TEST_F(BeatImages, TheSourceNamesTheDatabaseThatWasRead) {
    const auto one = images();
    request_.database = folder_ / "two/1.0.0/";
    request_.file = folder_ / "others.safetensors";
    const auto two = images();
    ASSERT_TRUE(one && two);
    EXPECT_TRUE(one->source().starts_with("one, 2 records, beats from annotations")) << one->source();
    EXPECT_TRUE(two->source().starts_with("two 1.0.0, 2 records, ")) << two->source();
    EXPECT_EQ(one->source().find("mitdb"), std::string::npos);
}

TEST(BeatImagesRequest, EveryChoiceOfHowImagesAreMadeIsInTheKey) {
    const BeatImagesRequest usual;
    const auto differs = [&](auto change) {
        auto request = usual;
        change(request);
        return request.key() != usual.key();
    };
    EXPECT_TRUE(differs([](auto& r) { r.recipe.floor_mv = std::nextafter(r.recipe.floor_mv, 1.0); }));
    EXPECT_TRUE(differs([](auto& r) { r.beats = datasets::BeatSource::detector; }));
    EXPECT_TRUE(differs([](auto& r) { r.first_lead_only = true; }));
    EXPECT_TRUE(differs([](auto& r) { r.mixtures = false; }));
    EXPECT_TRUE(differs([](auto& r) { r.medians = false; }));
    EXPECT_FALSE(differs([](auto& r) { r.file = "elsewhere"; }));
}

}  // namespace
}  // namespace synchrony::inputs
