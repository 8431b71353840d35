// A parsed DICOM data set, with none of DCMTK in sight: items, texts, numbers and the words of waveform data.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "dicom/data_set_bytes.hpp"
#include "dicom/tags.hpp"
#include "synchrony/core/result.hpp"

namespace synchrony::io::dicom {

/// A value of bytes or of words of 16 bits; one of the two is empty. Words are in this machine's order.
struct StoredWords {
    std::span<const std::uint8_t> bytes;
    std::span<const std::uint16_t> words;
    [[nodiscard]] std::size_t size_in_bytes() const { return bytes.size() + 2 * words.size(); }
};

/// The data set or an item of one of its sequences; lives as long as the DataSet.
class Item {
  public:
    explicit Item(void* item) : item_(item) {}
    [[nodiscard]] bool has(Tag tag) const;
    /// All of the value as UTF-8, without blanks and NUL at its ends; empty where there is none.
    [[nodiscard]] std::string text(Tag tag) const;
    /// The first value, of any representation; nothing where it is no finite number.
    [[nodiscard]] std::optional<double> number(Tag tag) const;
    [[nodiscard]] std::vector<Item> items(Tag tag) const;
    [[nodiscard]] StoredWords words(Tag tag) const;

  private:
    void* item_;
};

class DataSet {
  public:
    /// Walks over the bytes first (check_elements). Fails (input) on what is broken.
    [[nodiscard]] static core::Result<DataSet> parse(const DataSetBytes& data, const std::string& where);
    [[nodiscard]] Item root() const { return Item(data_set_.get()); }
    /// False where the file names a character set that is none: its texts were decoded by their bytes.
    [[nodiscard]] bool character_set_known() const { return character_set_known_; }

  private:
    DataSet(std::shared_ptr<void> data_set, bool character_set_known)
        : data_set_(std::move(data_set)), character_set_known_(character_set_known) {}
    std::shared_ptr<void> data_set_;
    bool character_set_known_ = true;
};

}  // namespace synchrony::io::dicom
