#include "date_order.hpp"

#include <algorithm>
#include <string_view>

#include "synchrony/core/text.hpp"
#include "xml_values.hpp"

namespace synchrony::io {
namespace {

/// "DateofBirth", "AcquisitionDate", "dateofbirth", "DOB", "ACQUISITION_TIME".
bool is_name_of_a_date(std::string_view name) {
    const auto small = core::lower(name);
    return small.find("date") != small.npos || small.find("birth") != small.npos || small == "dob" ||
           small == "acquisition_time";
}

/// Collects what stands under names of dates; a time of day behind it is left aside.
class Dates final : public pugi::xml_tree_walker {
  public:
    bool for_each(pugi::xml_node& node) override {
        add(node.name(), node.child_value());
        for (const auto attribute : node.attributes()) add(attribute.name(), attribute.value());
        return true;
    }
    [[nodiscard]] const std::vector<std::string>& found() const { return found_; }

  private:
    void add(std::string_view name, std::string_view text) {
        constexpr std::size_t longest = 40, most = 1000;  // a date with its time; of a file made to cost memory
        if (!is_name_of_a_date(name) || found_.size() == most) return;
        text = core::trimmed(text);
        if (text.empty() || text.size() > longest) return;
        found_.emplace_back(text.substr(0, text.find_first_of(" T\t\r\n")));
    }
    std::vector<std::string> found_;
};

/// What dates of one form show.
struct Shown {
    bool day_first = false, month_first = false;
    void count(record::DateOrder order) {
        day_first |= order == record::DateOrder::day_first;
        month_first |= order == record::DateOrder::month_first;
    }
    [[nodiscard]] bool both() const { return day_first && month_first; }
    [[nodiscard]] record::DateOrder order() const {
        if (day_first == month_first) return record::DateOrder::either;
        return day_first ? record::DateOrder::day_first : record::DateOrder::month_first;
    }
};

}  // namespace

DateOrderOfFile date_order_of(std::span<const std::string> dates, record::Ecg& ecg) {
    Shown dashed, slashed;
    for (const auto& date : dates)
        if (const auto written = written_day(date))
            (DateOrderOfFile::is_slashed(date) ? slashed : dashed).count(written->order);
    if (dashed.both() || slashed.both())
        ecg.warnings.emplace_back(
            "dates of the file contradict each other: one is a date day first alone, another month first alone");
    return {dashed.order(), slashed.order()};
}

DateOrderOfFile date_order_of(pugi::xml_node root, record::Ecg& ecg) {
    Dates dates;
    root.traverse(dates);
    return date_order_of(dates.found(), ecg);
}

}  // namespace synchrony::io
