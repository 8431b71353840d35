// Recordings of a table as images without labels.
#include "synchrony/inputs/unlabelled_images.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <fstream>

#include "support/temporary_folder.hpp"
#include "synchrony/core/files.hpp"
#include "synchrony/io/wfdb_record.hpp"

namespace synchrony::inputs {
namespace {

constexpr double rate_hz = 250;

// A beat a second from 0.5 s on, each a bump of 1 mV and 20 ms, in `leads` leads for ten seconds; `scale` times.
void write_recording(const std::filesystem::path& path, int leads, double scale) {
    record::Ecg ecg;
    ecg.sampling_frequency_hz = rate_hz;
    for (int l = 0; l < leads; ++l) {
        record::Lead lead;
        lead.name = record::standard_leads()[static_cast<std::size_t>(l)];
        for (int i = 0; i < 10 * static_cast<int>(rate_hz); ++i) {
            const double away_s = std::fmod(i / rate_hz, 1.0) - 0.5;
            lead.samples.push_back(static_cast<float>(scale * (1 + 0.1 * l) * std::exp(-away_s * away_s / 0.0002)));
        }
        ecg.leads.push_back(std::move(lead));
    }
    const auto record = io::wfdb::from_ecg(ecg, path.filename().string());
    ASSERT_TRUE(record) << record.error().message();
    ASSERT_TRUE(io::wfdb::write_record(path, *record));
}

class UnlabelledImages : public ::testing::Test {
  protected:
    void SetUp() override {
        ::setenv("XDG_CACHE_HOME", (folder_ / "cache").c_str(), 1);
        std::filesystem::create_directories(folder_ / "labelled");
        like_.database = folder_ / "labelled";
        like_.recipe = *features::SpectrogramRecipe::named("fine");
        write_recording(folder_ / "meier", 12, 1.0);
        write_recording(folder_ / "schulz", 2, 1.0);
    }
    void TearDown() override { ::unsetenv("XDG_CACHE_HOME"); }

    core::Result<features::ImageSet> images(const std::string& rows) {
        std::ofstream(folder_ / "table.csv") << "patient_id,ecg,outcome\n" << rows;
        return unlabelled_images(folder_ / "table.csv", like_, {});
    }

    test::TemporaryFolder folder_;
    BeatImagesRequest like_;
};

// Ten beats in 12 leads; ten in two leads and their sum and difference; and each lead's median beat.
TEST_F(UnlabelledImages, HoldEveryLeadAndNothingOfThePatient) {
    std::ofstream(folder_ / "broken.hea") << "broken 1 250 100\n";
    const auto set = images("Meier,meier,yes\nBroken,broken.hea,no\nSchulz,schulz,\n");
    ASSERT_TRUE(set) << set.error().message();
    EXPECT_EQ(set->size(), 11U * 12 + 11U * 4);
    for (const auto& image : set->index()) EXPECT_EQ(image.label, -1);
    ASSERT_EQ(set->patients().size(), 2U);
    EXPECT_EQ(set->patients()[0].value(), "unlabelled 1");
    EXPECT_EQ(set->patients()[1].value(), "unlabelled 3");
    EXPECT_NE(set->source().find("2 of 3 recordings"), std::string::npos) << set->source();
    for (const auto& file : std::filesystem::directory_iterator(folder_ / "cache" / "synchrony" / "images")) {
        const auto bytes = core::read_file(file.path(), std::size_t{64} << 20);
        ASSERT_TRUE(bytes);
        for (const char* name : {"Meier", "meier", "Schulz", "schulz"}) EXPECT_EQ(bytes->find(name), std::string::npos);
    }
}

TEST_F(UnlabelledImages, AreMadeOnceForTheSameSignals) {
    const auto first = images("a,meier,1\n"), renamed = images("b,meier,0\n");
    ASSERT_TRUE(first && renamed);
    EXPECT_EQ(first->source(), renamed->source());
    write_recording(folder_ / "meier", 12, 1.5);
    const auto changed = images("a,meier,1\n"), longer = images("a,meier,1\nb,schulz,1\n");
    ASSERT_TRUE(changed && longer);
    EXPECT_NE(first->source(), changed->source());
    EXPECT_NE(longer->source(), changed->source());
    like_.first_lead_only = true;
    EXPECT_EQ(images("a,meier,1\n")->size(), 11U);
}

TEST_F(UnlabelledImages, RefuseTheLabelledPatientsAndTablesWithoutUse) {
    like_.database = folder_.path();
    const auto labelled = images("Meier,meier,1\n");
    ASSERT_FALSE(labelled);
    EXPECT_NE(labelled.error().message().find("patient 1"), std::string::npos);
    EXPECT_EQ(labelled.error().message().find("meier"), std::string::npos);
    // Databases name records "data/1" too, and a link leads there as well.
    std::filesystem::create_directories(folder_ / "database/data");
    write_recording(folder_ / "database/data/1", 12, 1.0);
    std::filesystem::create_directory_symlink(folder_ / "database", folder_ / "link");
    for (const char* database : {"database", "database/", "link", "database/data/.."}) {
        like_.database = folder_ / database;
        for (const char* recording : {"database/data/1", "link/data/1.hea"})
            EXPECT_FALSE(images(std::string("Meier,") + recording + ",1\n")) << database << ", " << recording;
        EXPECT_TRUE(images("Meier,meier,1\n")) << database;
    }
    like_.database = folder_ / "labelled";
    std::ofstream(folder_ / "broken.hea") << "broken 1 250 100\n";
    EXPECT_FALSE(images("Broken,broken.hea,1\n"));
    EXPECT_FALSE(images("Lost,nowhere,1\n"));
    EXPECT_FALSE(images(""));
}

}  // namespace
}  // namespace synchrony::inputs
