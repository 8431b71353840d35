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

}  // namespace

record::DateOrder date_order_of(std::span<const std::string> dates, record::Ecg& ecg) {
    using enum record::DateOrder;
    bool shows_day_first = false, shows_month_first = false;
    for (const auto& date : dates) {
        const auto written = written_day(date);
        shows_day_first |= written && written->order == day_first;
        shows_month_first |= written && written->order == month_first;
    }
    if (shows_day_first && shows_month_first)
        ecg.warnings.emplace_back(
            "dates of the file contradict each other: one is a date day first alone, another month first alone");
    return shows_day_first == shows_month_first ? either : shows_day_first ? day_first : month_first;
}

record::DateOrder date_order_of(pugi::xml_node root, record::Ecg& ecg) {
    Dates dates;
    root.traverse(dates);
    return date_order_of(dates.found(), ecg);
}

}  // namespace synchrony::io
