// MFER files by our own writer, which goes by ISO 22077-1's tables: no file of others is at hand.
#include <gtest/gtest.h>

#include <bit>

#include "support/hex.hpp"
#include "support/holter_writer.hpp"
#include "synchrony/io/read.hpp"

namespace synchrony::io {
namespace {

using test::bytes_of;
using test::mfer_channel;
using test::mfer_definition;
using test::u8;

core::Result<record::Ecg> read_mfer_bytes(const std::string& bytes, const ReadOptions& options = {}) {
    const auto source = memory_source({{"e.mwf", bytes}});
    return read_ecg(RecordingFile{*source->open("e.mwf"), "e.mwf", source}, options);
}

std::string preamble() {
    return mfer_definition(0x40, test::field("MFR Standard 12 leads ECG", 32));
}

/// Two leads, II and V2, in `sequences` blocks of 4 samples.
struct TwoLeads {
    std::endian order = std::endian::big;
    int type = 0;
    std::vector<double> of_ii, of_v2;

    [[nodiscard]] std::string number(double value) const {
        if (type == 7) return bytes_of(std::bit_cast<std::int32_t>(static_cast<float>(value)), 4, order);
        if (type == 8) return bytes_of(std::bit_cast<std::int64_t>(value), 8, order);
        const std::size_t sizes[] = {2, 2, 4, 1, 2, 1, 4};
        return bytes_of(static_cast<std::int64_t>(value), sizes[type], order);
    }
    [[nodiscard]] std::string samples() const {
        std::string data;
        for (std::size_t s = 0; s < of_ii.size(); s += 4)
            for (const auto* lead : {&of_ii, &of_v2})
                for (std::size_t i = 0; i < 4; ++i) data += number((*lead)[s + i]);
        return data;
    }
    /// 2.5 uV a unit, 4 ms.
    [[nodiscard]] std::string head() const {
        std::string out = preamble();
        if (order == std::endian::little) out += mfer_definition(0x01, u8(1));
        out += mfer_definition(0x05, bytes_of(2, 1, order)) + mfer_definition(0x04, bytes_of(4, 2, order)) +
               mfer_definition(0x06, bytes_of(static_cast<std::int64_t>(of_ii.size() / 4), 2, order)) +
               mfer_definition(0x0A, u8(type)) + mfer_definition(0x0B, u8(1) + u8(-3) + bytes_of(4, 2, order)) +
               mfer_definition(0x0C, u8(0) + u8(-7) + bytes_of(25, 2, order));
        return out + mfer_channel(0, mfer_definition(0x09, bytes_of(2, 2, order))) +
               mfer_channel(1, mfer_definition(0x09, bytes_of(4, 2, order)));
    }
    [[nodiscard]] std::string bytes() const { return head() + mfer_definition(0x1E, samples()) + u8(0x80); }
};

TwoLeads two_leads(std::endian order, int type) {
    TwoLeads file;
    file.order = order;
    file.type = type;
    for (int n = 0; n < 80; ++n) {
        file.of_ii.push_back(n % 50 + 3);
        file.of_v2.push_back(120 - n);
    }
    return file;
}

TEST(Mfer, EveryDataTypeInBothByteOrders) {
    for (const auto order : {std::endian::big, std::endian::little})
        for (const int type : {0, 1, 2, 3, 5, 6, 7, 8}) {
            SCOPED_TRACE(type);
            auto file = two_leads(order, type);
            if (type == 0 || type == 2 || type == 5 || type >= 7) file.of_ii[7] = -100;
            const auto ecg = read_mfer_bytes(file.bytes());
            ASSERT_TRUE(ecg) << ecg.error().message();
            EXPECT_EQ(ecg->format, "mfer");
            EXPECT_DOUBLE_EQ(ecg->sampling_frequency_hz, 250.0);
            ASSERT_EQ(ecg->leads.size(), 2U);
            EXPECT_EQ(ecg->leads[0].name, "II");
            EXPECT_EQ(ecg->leads[1].name, "V2");
            for (std::size_t n = 0; n < 80; ++n) {
                ASSERT_NEAR(ecg->leads[0].samples[n], file.of_ii[n] * 0.0025, 1e-6) << n;
                ASSERT_NEAR(ecg->leads[1].samples[n], file.of_v2[n] * 0.0025, 1e-6) << n;
            }
        }
}

TEST(Mfer, FileWithoutPreambleIsKnownByItsDefinitions) {
    const auto file = two_leads(std::endian::little, 0);
    const auto ecg = read_mfer_bytes(file.bytes().substr(preamble().size()));
    ASSERT_TRUE(ecg) << ecg.error().message();
    EXPECT_EQ(ecg->sample_count(), 80);
}

TEST(Mfer, ChannelDefinitionsOfOpenLengthAndGroups) {
    auto file = two_leads(std::endian::big, 0);
    // V2 in units of 10 uV, by a definition that ends with two zero bytes; a group around it.
    const std::string own = mfer_definition(0x09, bytes_of(4, 2, std::endian::big)) +
                            mfer_definition(0x0C, u8(0) + u8(-6) + bytes_of(10, 2, std::endian::big));
    const std::string open = u8(0x3F) + u8(1) + u8(0x80) + own + std::string(2, '\0');
    const auto ecg = read_mfer_bytes(file.head() + mfer_definition(0x67, open) + mfer_definition(0x1E, file.samples()));
    ASSERT_TRUE(ecg) << ecg.error().message();
    EXPECT_NEAR(ecg->leads[0].samples[4], 7 * 0.0025, 1e-6);
    EXPECT_NEAR(ecg->leads[1].samples[4], 116 * 0.010, 1e-6);
}

// A number of channels begins them anew: within channel 1's definitions it would leave that channel without a place.
TEST(Mfer, NumberOfChannelsWithinAChannelIsAnError) {
    for (const int count : {1, 2, 5}) {
        const std::string inside = mfer_definition(0x05, bytes_of(count, 1, std::endian::big)) +
                                   mfer_definition(0x09, bytes_of(4, 2, std::endian::big));
        const std::string bytes = preamble() + mfer_definition(0x05, bytes_of(2, 1, std::endian::big)) +
                                  mfer_channel(1, inside) + mfer_definition(0x1E, std::string(16, 'x')) + u8(0x80);
        const auto read = read_mfer_bytes(bytes);
        ASSERT_FALSE(read) << count;
        EXPECT_EQ(read.error().kind, core::ErrorKind::input);
        EXPECT_NE(read.error().message().find("within a channel"), std::string::npos) << read.error().message();
    }
}

TEST(Mfer, NullValueOffsetAndRateInHertz) {
    auto file = two_leads(std::endian::big, 0);
    file.of_ii[2] = -32768;
    const std::string more = mfer_definition(0x12, bytes_of(-32768, 2, std::endian::big)) +
                             mfer_definition(0x0D, bytes_of(40, 2, std::endian::big)) +
                             mfer_definition(0x0B, u8(0) + u8(1) + bytes_of(50, 1, std::endian::big));  // 50 x 10 Hz
    const auto ecg = read_mfer_bytes(file.head() + more + mfer_definition(0x1E, file.samples()));
    ASSERT_TRUE(ecg) << ecg.error().message();
    EXPECT_DOUBLE_EQ(ecg->sampling_frequency_hz, 500.0);
    EXPECT_EQ(ecg->leads[0].invalid, (std::vector<record::SampleRange>{{2, 3}}));
    EXPECT_NEAR(ecg->leads[0].samples[3], (6 + 40) * 0.0025, 1e-6);
}

TEST(Mfer, FramesGoOnAndTheDominantBeatIsApart) {
    auto file = two_leads(std::endian::big, 0);
    const std::string wav = mfer_definition(0x1E, file.samples());
    const std::string beat = mfer_definition(0x08, bytes_of(9, 2, std::endian::big)) +
                             mfer_definition(0x06, bytes_of(1, 1, std::endian::big)) + wav;
    const auto ecg = read_mfer_bytes(file.head() + wav + wav + beat);
    ASSERT_TRUE(ecg) << ecg.error().message();
    EXPECT_EQ(ecg->sample_count(), 160);
    EXPECT_EQ(ecg->leads[1].samples[80], ecg->leads[1].samples[0]);
    ASSERT_EQ(ecg->stored_beats.size(), 1U);
    EXPECT_EQ(ecg->stored_beats[0].sample_count(), 4);
    EXPECT_EQ(ecg->stored_beats[0].leads[1].name, "V2");
    EXPECT_TRUE(ecg->warnings.empty());
}

TEST(Mfer, OtherSignalsStandBesideTheLeads) {
    auto file = two_leads(std::endian::big, 0);
    const std::string pressure =
        mfer_channel(1, mfer_definition(0x09, bytes_of(143, 2, std::endian::big) + "ABP") +
                            mfer_definition(0x0C, u8(1) + u8(0) + bytes_of(2, 1, std::endian::big)));
    const auto ecg = read_mfer_bytes(file.head() + pressure + mfer_definition(0x1E, file.samples()));
    ASSERT_TRUE(ecg) << ecg.error().message();
    ASSERT_EQ(ecg->leads.size(), 1U);
    ASSERT_EQ(ecg->other_signals.size(), 1U);
    EXPECT_EQ(ecg->other_signals[0].name, "ABP");
    EXPECT_EQ(ecg->other_signals[0].unit, "mmHg");
    EXPECT_NEAR(ecg->other_signals[0].samples[1], 238, 1e-4);
}

// Bytes by Python's codecs: python3 -c "print('山田 太郎'.encode('cp932').hex())"
TEST(Mfer, NamesComeOutAsUtf8) {
    const auto of_name = [](const std::string& character_set, const char* bytes) {
        auto file = two_leads(std::endian::big, 0);
        const std::string head = character_set.empty() ? "" : mfer_definition(0x03, character_set);
        const auto ecg =
            read_mfer_bytes(file.head() + head + mfer_definition(0x81, test::from_hex(bytes)) +
                            mfer_definition(0x16, test::from_hex(bytes)) + mfer_definition(0x1E, file.samples()));
        EXPECT_TRUE(ecg) << ecg.error().message();
        return ecg ? *ecg : record::Ecg{};
    };
    const std::string untold = "text is not ASCII and the file names no character set; it is read as ";
    const std::string wrong = "text is not in the character set that the file names; it is read as ";
    struct Case {
        std::string set;
        const char *bytes, *name;
        std::string said;
    };
    for (const auto& [set, bytes, name, said] :
         {Case{"Shift-JIS", "8e5293632091be9859", "山田 太郎", ""}, Case{"SJIS", "d4cfc0de20c0dbb3", "ﾔﾏﾀﾞ ﾀﾛｳ", ""},
          Case{"JIS X 0201", "d4cfc0de", "ﾔﾏﾀﾞ", ""},
          Case{"JIS X 0208-1990", "1b24423b3345441b2842201b244242404f3a1b2842", "山田 太郎", ""},
          Case{"EUC-JP", "bbb3c5c420c2c0cfba", "山田 太郎", ""}, Case{"ISO 8859-5", "b8d2d0ddded2", "Иванов", ""},
          Case{"ISO-IR 100", "4dfc6c6c6572", "Müller", ""}, Case{"UTF-8", "4dc3bc6c6c6572", "Müller", ""},
          Case{"GB2312", "cdf5d0a1c3f7", "王小明", ""}, Case{"", "446f65", "Doe", ""},
          Case{"", "4dc3bc6c6c6572", "Müller", ""}, Case{"", "8e5293632091be9859", "山田 太郎", untold + "Shift-JIS"},
          Case{"ASCII", "d4cfc0de20c0dbb3", "ﾔﾏﾀﾞ ﾀﾛｳ", untold + "Shift-JIS"},
          Case{"", "45434790b38fed94cd88cd", "ECG正常範囲", untold + "Shift-JIS"},
          Case{"", "52656ee965204dfc6c6c6572", "Renée Müller", untold + "Windows-1252"},
          Case{"", "c56e67737472f66d20333720b043", "Ångström 37 °C", untold + "Windows-1252"},
          Case{"", "cdf5d0a1c3f7", "王小明", untold + "GB18030"},
          Case{"UTF-8", "8e5293632091be9859", "山田 太郎", wrong + "Shift-JIS"},
          Case{"x-none", "4dfc6c6c6572", "Müller", wrong + "Windows-1252"}}) {
        const auto ecg = of_name(set, bytes);
        EXPECT_EQ(ecg.facts.patient.name, name) << set;
        EXPECT_EQ(ecg.comments, std::vector<std::string>{name}) << set;
        EXPECT_EQ(ecg.warnings, said.empty() ? std::vector<record::Warning>{} : std::vector<record::Warning>{said})
            << set << " " << name;
    }
}

TEST(Mfer, AgesAndSexesThatAreNone) {
    const auto of_age = [](int years, int days, int sex) {
        auto file = two_leads(std::endian::big, 0);
        const auto be = std::endian::big;
        const auto ecg = read_mfer_bytes(
            file.head() + mfer_definition(0x83, u8(years) + bytes_of(days, 2, be) + std::string(4, '\0')) +
            mfer_definition(0x84, u8(sex)) + mfer_definition(0x1E, file.samples()));
        EXPECT_TRUE(ecg) << ecg.error().message();
        return ecg ? *ecg : record::Ecg{};
    };
    EXPECT_EQ(of_age(0, 10, 1).facts.patient.age_years, 10 / 365.25);
    for (const auto& [years, days] : {std::pair{255, 65535}, {0, 65535}, {0, 0}}) {
        EXPECT_FALSE(of_age(years, days, 0).facts.patient.age_years) << years;
        EXPECT_TRUE(of_age(years, days, 0).warnings.empty()) << years;
    }
    for (const auto& [years, days] : {std::pair{200, 0}, {0, 60000}}) {
        EXPECT_FALSE(of_age(years, days, 0).facts.patient.age_years) << years;
        EXPECT_EQ(of_age(years, days, 0).warnings, (std::vector<record::Warning>{"age is no age that can be read"}));
    }
    EXPECT_EQ(of_age(61, 0, 7).warnings, (std::vector<record::Warning>{"sex is written in a way that cannot be read"}));
}

TEST(Mfer, HeadIsKept) {
    auto file = two_leads(std::endian::big, 0);
    const auto be = std::endian::big;
    const std::string facts =
        mfer_definition(0x17, "Maker^Cart 9^1.2^77") + mfer_definition(0x11, "HPF=0.05^drift") +
        mfer_definition(0x11, "LPF=150") + mfer_definition(0x11, "BEF=50^hum") + mfer_definition(0x81, "Doe") +
        mfer_definition(0x82, "4711") + mfer_definition(0x84, u8(2)) +
        mfer_definition(0x83, u8(61) + bytes_of(22300, 2, be) + bytes_of(1965, 2, be) + u8(4) + u8(30)) +
        mfer_definition(0x85, bytes_of(2026, 2, be) + u8(11) + u8(22) + u8(8) + u8(5) + u8(9) + bytes_of(250, 2, be) +
                                  bytes_of(0, 2, be)) +
        mfer_definition(0x02, u8(1) + u8(0) + u8(3)) + mfer_definition(0x16, "a note");
    const auto ecg = read_mfer_bytes(file.head() + facts + mfer_definition(0x1E, file.samples()));
    ASSERT_TRUE(ecg) << ecg.error().message();
    EXPECT_EQ(ecg->facts.device, (record::Device{"Maker", "Cart 9", "1.2"}));
    EXPECT_EQ(ecg->facts.filters, (record::Filters{0.05, 150.0, 50.0}));
    EXPECT_EQ(ecg->facts.patient, (record::PatientFields{"4711", "Doe", "1965-04-30", "female", 61.0}));
    EXPECT_EQ(ecg->start_time, "2026-11-22T08:05:09.25");
    EXPECT_EQ(ecg->facts.format_version, "1.0.3");
    EXPECT_EQ(ecg->comments, (std::vector<std::string>{"a note"}));
}

}  // namespace
}  // namespace synchrony::io
