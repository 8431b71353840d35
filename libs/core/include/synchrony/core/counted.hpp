// Numbers with their nouns.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace synchrony::core {

/// "1 recording", "2 recordings"; `several` where an s does not make the plural.
[[nodiscard]] inline std::string counted(std::uint64_t count, std::string_view one, std::string_view several = {}) {
    std::string text = std::to_string(count) + " ";
    if (count == 1) return text.append(one);
    return several.empty() ? text.append(one).append("s") : text.append(several);
}

}  // namespace synchrony::core
