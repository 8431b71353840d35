// What a format of 16 bits rounds, said in a sentence.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace synchrony::io {

/// Collects the leads whose samples a writer rounded, by the step that they are written in.
class RoundedLeads {
  public:
    /// `step` in `unit`, as "0.1" and "uV".
    void add(std::string_view name, double step, std::string_view unit);
    /// Adds "EDF has 16 bits: amplitudes of I, II are rounded to 0.05 uV", a sentence a step, to what was lost.
    void say(std::string_view format, std::vector<std::string>& lost) const;

  private:
    std::map<std::string, std::string> names_;  ///< joined, by the step's text
};

}  // namespace synchrony::io
