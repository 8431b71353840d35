// Faults of one kind in one column, said once.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "synchrony/core/result.hpp"

namespace synchrony::cohort {

/// A fault of one place; what stands in `got` is counted.
struct PlacedFault {
    std::size_t row = 0;  ///< as spreadsheets number it
    std::string column;   ///< empty: the row, or the file
    std::string what, got, expected, hint;
};

class FaultGroups {
  public:
    explicit FaultGroups(std::string source) : source_(std::move(source)) {}
    void add(const PlacedFault& fault);
    [[nodiscard]] bool empty() const { return groups_.empty(); }
    /// One error a column and kind, in the order of their first places; of several it says how many, the first place
    /// and the most frequent of what was found. `cells`: how many faults each stands for.
    void write(std::vector<core::Error>& errors, std::vector<std::size_t>& cells) const;

  private:
    struct Group {
        PlacedFault first;
        std::size_t count = 0;
        bool same_expected = true;
        std::map<std::string, std::size_t> got;
    };
    [[nodiscard]] core::Error error_of(const Group& group) const;

    std::string source_;
    std::vector<Group> groups_;
    std::map<std::string, std::size_t> index_;
};

}  // namespace synchrony::cohort
