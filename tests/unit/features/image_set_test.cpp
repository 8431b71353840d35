#include "synchrony/features/image_set.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "synchrony/core/half.hpp"
#include "unit/features/support.hpp"

namespace synchrony::features {
namespace {

using testing::HasSubstr;

SpectrogramRecipe small_recipe() {
    auto r = test::recipe("fine");
    r.name = "small";
    r.height = 2;
    r.width = 3;
    return r;
}

ImageIndex image_of(std::int32_t patient, std::int32_t lead, std::int64_t beat, std::int8_t label = -1) {
    return {.patient = patient,
            .lead = lead,
            .beat = beat,
            .label = label,
            .rr_before_s = 0.75F,
            .rr_after_s = 0.5F,
            .rr_local_s = 0.8F};
}

// Two patients, two leads, three images.
ImageSetWriter three_images() {
    ImageSetWriter writer(small_recipe());
    const auto a = writer.add_patient(record::PatientId("A"));
    const auto b = writer.add_patient(record::PatientId("B"));
    const auto two = writer.add_lead("II");
    const auto v1 = writer.add_lead("V1");
    writer.add(image_of(a, two, 370, 2), std::vector<float>{0, 1, 2, 3, 4, 0.1F});
    writer.add(image_of(b, v1, 5'000'000'000, 0), std::vector<float>{1, 1, 1, 1, 1, 1});
    writer.add(image_of(b, two, median_beat), std::vector<float>{65504, 1e-7F, -2, 0.5F, 0.25F, 3.14159F});
    return writer;
}

// The second set knows lead V1 and another A: of that name there are two patients then.
TEST(ImageSet, JoinsUnlabelledImagesBehindItsOwn) {
    const test::TemporaryFolder folder;
    ASSERT_TRUE(three_images().write(folder / "own.safetensors", "own"));
    ImageSetWriter writer(small_recipe());
    const auto a = writer.add_patient(record::PatientId("A"));
    const auto v6 = writer.add_lead("V6"), v1 = writer.add_lead("V1");
    writer.add(image_of(a, v6, 9, 3), std::vector<float>{9, 9, 9, 9, 9, 9});
    writer.add(image_of(a, v1, 9, 3), std::vector<float>{8, 8, 8, 8, 8, 8});
    ASSERT_TRUE(writer.write(folder / "other.safetensors", "other"));
    auto own = ImageSet::open(folder / "own.safetensors");
    auto other = ImageSet::open(folder / "other.safetensors");
    ASSERT_TRUE(own && other);
    const auto joined = own->with_unlabelled(*other);
    ASSERT_TRUE(joined) << joined.error().message();
    EXPECT_EQ(own->blocks().size(), 1U);
    ASSERT_EQ(joined->size(), 5U);
    EXPECT_EQ(joined->leads(), (std::vector<std::string>{"II", "V1", "V6"}));
    EXPECT_EQ(joined->patients().size(), 3U);
    EXPECT_EQ(joined->index()[0], image_of(0, 0, 370, 2));
    EXPECT_EQ(joined->index()[3], image_of(2, 2, 9, -1));
    EXPECT_EQ(joined->index()[4], image_of(2, 1, 9, -1));
    EXPECT_EQ(joined->pixels(1).data(), own->pixels(1).data()) << "nothing is copied";
    EXPECT_EQ(core::from_half(joined->pixels(3)[0]), 9.0F);
    EXPECT_EQ(core::from_half(joined->pixels(4)[5]), 8.0F);

    const auto thrice = joined->with_unlabelled(*own);
    ASSERT_TRUE(thrice) << thrice.error().message();
    ASSERT_EQ(thrice->size(), 8U);
    EXPECT_EQ(thrice->patients().size(), 5U);
    EXPECT_EQ(thrice->index()[5], image_of(3, 0, 370, -1));
    EXPECT_EQ(thrice->pixels(4).data(), joined->pixels(4).data());
    for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(thrice->pixels(5 + i).data(), own->pixels(i).data()) << i;
    std::vector<std::size_t> images;
    for (const auto& block : thrice->blocks()) images.push_back(block.size() / 6);
    EXPECT_EQ(images, (std::vector<std::size_t>{3, 2, 3}));
    EXPECT_NE(thrice->key().digest(), joined->key().digest());
}

TEST(ImageSet, RoundTrip) {
    const test::TemporaryFolder folder;
    const auto writer = three_images();
    EXPECT_EQ(writer.size(), 3u);
    ASSERT_TRUE(writer.write(folder / "set.safetensors", "a test"));
    const auto set = ImageSet::open(folder / "set.safetensors");
    ASSERT_TRUE(set) << set.error().message();
    EXPECT_EQ(set->recipe(), small_recipe());
    EXPECT_EQ(set->source(), "a test");
    EXPECT_EQ(set->patients(), (std::vector{record::PatientId("A"), record::PatientId("B")}));
    EXPECT_EQ(set->leads(), (std::vector<std::string>{"II", "V1"}));
    ASSERT_EQ(set->size(), 3u);
    EXPECT_EQ(set->height(), 2);
    EXPECT_EQ(set->width(), 3);
    EXPECT_EQ(set->index()[0], image_of(0, 0, 370, 2));
    EXPECT_EQ(set->index()[1], image_of(1, 1, 5'000'000'000, 0));
    EXPECT_EQ(set->index()[2], image_of(1, 0, median_beat));
    ASSERT_EQ(set->pixels(0).size(), 6u);
    // IEEE half precision by hand: 1 = 0x3c00, 2 = 0x4000, 3 = 0x4200, 4 = 0x4400, 0.1 rounds to 0x2e66
    EXPECT_THAT(set->pixels(0), testing::ElementsAre(0, 0x3c00, 0x4000, 0x4200, 0x4400, 0x2e66));
    // the largest half 0x7bff, 1e-7 is 2 of the smallest, -2 = 0xc000, pi rounds to 0x4248
    EXPECT_THAT(set->pixels(2), testing::ElementsAre(0x7bff, 0x0002, 0xc000, 0x3800, 0x3400, 0x4248));
}

TEST(ImageSet, EmptySet) {
    const test::TemporaryFolder folder;
    ASSERT_TRUE(ImageSetWriter(small_recipe()).write(folder / "empty.safetensors", ""));
    const auto set = ImageSet::open(folder / "empty.safetensors");
    ASSERT_TRUE(set) << set.error().message();
    EXPECT_EQ(set->size(), 0u);
}

TEST(ImageSet, AppendedSetsKeepTheirOrderAndFindTheirNames) {
    auto first = three_images();
    ImageSetWriter second(small_recipe());
    const auto v1 = second.add_lead("V1");
    const auto v6 = second.add_lead("V6");
    const auto c = second.add_patient(record::PatientId("C"));
    const auto a = second.add_patient(record::PatientId("A"));
    second.add(image_of(c, v6, 1), std::vector<float>(6, 5.0F));
    second.add(image_of(a, v1, 2), std::vector<float>(6, 6.0F));
    ASSERT_TRUE(first.append(std::move(second)));
    first.add(image_of(0, 0, 3), std::vector<float>(6, 7.0F));
    const test::TemporaryFolder folder;
    ASSERT_TRUE(first.write(folder / "joined.safetensors", ""));
    const auto set = ImageSet::open(folder / "joined.safetensors");
    ASSERT_TRUE(set);
    ASSERT_EQ(set->size(), 6u);
    EXPECT_EQ(set->patients(), (std::vector{record::PatientId("A"), record::PatientId("B"), record::PatientId("C")}));
    EXPECT_EQ(set->leads(), (std::vector<std::string>{"II", "V1", "V6"}));
    EXPECT_EQ(set->index()[3], image_of(2, 2, 1));
    EXPECT_EQ(set->index()[4], image_of(0, 1, 2));
    EXPECT_EQ(set->pixels(2)[3], 0x3800);
    EXPECT_EQ(set->pixels(3)[0], 0x4500);  // 5
    EXPECT_EQ(set->pixels(4)[5], 0x4600);  // 6
    EXPECT_EQ(set->pixels(5)[0], 0x4700);  // 7

    auto wrong = first.append(ImageSetWriter(test::recipe("fine")));
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().kind, core::ErrorKind::usage);
}

TEST(ImageSet, ManyImagesOverManyBlocks) {
    ImageSetWriter writer(test::recipe("paper"));
    writer.add_patient(record::PatientId("A"));
    writer.add_lead("II");
    std::vector<float> pixels(64 * 64);
    for (int i = 0; i < 1100; ++i) {  // two blocks of 512 and a rest
        pixels.assign(pixels.size(), static_cast<float>(i));
        writer.add(image_of(0, 0, i), pixels);
    }
    const test::TemporaryFolder folder;
    ASSERT_TRUE(writer.write(folder / "many.safetensors", ""));
    const auto set = ImageSet::open(folder / "many.safetensors");
    ASSERT_TRUE(set);
    for (const std::size_t i : {0u, 511u, 512u, 1023u, 1024u, 1099u})
        EXPECT_EQ(core::from_half(set->pixels(i)[4095]), static_cast<float>(i));
}

// Writes a set whose parts can be spoilt one by one.
struct RawSet {
    std::map<std::string, std::string> metadata{
        {"kind", "synchrony image set"}, {"version", "1"},       {"recipe", small_recipe().to_json()},
        {"patients", R"(["A"])"},        {"leads", R"(["II"])"}, {"source", ""}};
    std::vector<std::uint16_t> images = std::vector<std::uint16_t>(12);
    std::vector<std::int64_t> image_shape{2, 2, 3};
    std::vector<std::int32_t> patient{0, 0}, lead{0, 0};
    std::vector<std::int64_t> beat{1, 2};
    std::vector<std::int8_t> label{0, -1};
    std::vector<float> rr = std::vector<float>(6);
    std::string left_out;

    [[nodiscard]] core::Result<ImageSet> open() const {
        const auto bytes = [](const auto& v) { return std::as_bytes(std::span(v)); };
        const auto n = [](const auto& v) { return static_cast<std::int64_t>(v.size()); };
        using core::DType;
        std::vector<core::NamedTensor> tensors{{"images", DType::f16, image_shape, bytes(images), {}},
                                               {"patient", DType::i32, {n(patient)}, bytes(patient), {}},
                                               {"lead", DType::i32, {n(lead)}, bytes(lead), {}},
                                               {"beat", DType::i64, {n(beat)}, bytes(beat), {}},
                                               {"label", DType::i8, {n(label)}, bytes(label), {}},
                                               {"rr_s", DType::f32, {n(rr) / 3, 3}, bytes(rr), {}}};
        std::erase_if(tensors, [&](const auto& t) { return t.name == left_out; });
        const test::TemporaryFolder folder;
        const auto path = folder / "raw.safetensors";
        if (auto written = core::write_tensor_file(path, tensors, metadata); !written)
            return core::fail(written.error());
        return ImageSet::open(path);  // the map outlives the file's name
    }
};

TEST(ImageSet, RefusesSpoiltFiles) {
    const auto refused = [](auto spoil) {
        RawSet raw;
        spoil(raw);
        const auto set = raw.open();
        return set ? std::string("opened") : set.error().message();
    };
    ASSERT_EQ(refused([](RawSet&) {}), "opened");
    EXPECT_THAT(refused([](RawSet& r) { r.metadata["kind"] = "bundle"; }), HasSubstr("not an image set"));
    EXPECT_THAT(refused([](RawSet& r) { r.metadata["version"] = "2"; }), HasSubstr("2"));
    for (const char* key : {"kind", "version", "recipe", "patients", "leads", "source"})
        EXPECT_THAT(refused([&](RawSet& r) { r.metadata.erase(key); }), HasSubstr(key));
    for (const char* name : {"images", "patient", "lead", "beat", "label", "rr_s"})
        EXPECT_THAT(refused([&](RawSet& r) { r.left_out = name; }), HasSubstr(name));
    for (const char* recipe : {"{}", "7", "not JSON"})  // said with the name of the file
        EXPECT_THAT(refused([&](RawSet& r) { r.metadata["recipe"] = recipe; }),
                    HasSubstr("raw.safetensors, metadata recipe"));
    EXPECT_THAT(refused([](RawSet& r) { r.metadata["patients"] = "A"; }), HasSubstr("patients"));
    EXPECT_THAT(refused([](RawSet& r) { r.metadata["leads"] = "[1]"; }), HasSubstr("leads"));
    EXPECT_THAT(refused([](RawSet& r) { r.metadata["patients"] = R"(["A","A"])"; }), HasSubstr("twice"));
    EXPECT_THAT(refused([](RawSet& r) { r.image_shape = {2, 3, 2}; }), HasSubstr("[2,3,2]"));
    EXPECT_THAT(refused([](RawSet& r) { r.image_shape = {12}; }), HasSubstr("[12]"));
    EXPECT_THAT(refused([](RawSet& r) { r.patient = {0}; }), HasSubstr("patient"));
    EXPECT_THAT(refused([](RawSet& r) { r.patient = {0, 1}; }), HasSubstr("image 1"));
    EXPECT_THAT(refused([](RawSet& r) { r.lead = {-1, 0}; }), HasSubstr("image 0"));
    EXPECT_THAT(refused([](RawSet& r) { r.label = {0, 5}; }), HasSubstr("label"));
    EXPECT_THAT(refused([](RawSet& r) { r.label = {0, -2}; }), HasSubstr("label"));
    EXPECT_THAT(refused([](RawSet& r) { r.beat = {-2, 0}; }), HasSubstr("beat"));
    EXPECT_THAT(refused([](RawSet& r) { r.rr = {1, 2, 3}; }), HasSubstr("rr_s"));
}

// Labels of another class or pixels of another beat would be learnt without a word.
TEST(ImageSet, RefusesOneBitTurned) {
    const test::TemporaryFolder folder;
    ASSERT_TRUE(three_images().write(folder / "whole.safetensors", "a test"));
    std::ifstream in(folder / "whole.safetensors", std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(in)), {});
    std::uint64_t header_bytes = 0;
    std::memcpy(&header_bytes, bytes.data(), sizeof header_bytes);
    std::size_t turned = 0;
    for (std::size_t at = sizeof header_bytes + header_bytes; at < bytes.size(); ++at) {
        auto damaged = bytes;
        damaged[at] = static_cast<char>(damaged[at] ^ (1 << at % 8));
        std::ofstream(folder / "damaged.safetensors", std::ios::binary) << damaged;
        EXPECT_FALSE(ImageSet::open(folder / "damaged.safetensors")) << "byte " << at;
        ++turned;
    }
    EXPECT_GT(turned, 100U);
}

TEST(ImageSet, RefusesTruncatedFilesAtEveryLength) {
    const test::TemporaryFolder folder;
    ASSERT_TRUE(three_images().write(folder / "whole.safetensors", ""));
    std::ifstream in(folder / "whole.safetensors", std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(in)), {});
    for (std::size_t length = 0; length < bytes.size(); length += 7) {
        std::ofstream(folder / "cut.safetensors", std::ios::binary) << bytes.substr(0, length);
        EXPECT_FALSE(ImageSet::open(folder / "cut.safetensors")) << length;
    }
    EXPECT_FALSE(ImageSet::open(folder / "absent.safetensors"));
}

}  // namespace
}  // namespace synchrony::features
