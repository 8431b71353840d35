// Values whose memory is wanted back before they go out of scope.
#pragma once

namespace synchrony::core {

/// Empties it and gives its memory back: a vector or a string that is assigned {} keeps its capacity.
template <typename Value>
void forget(Value& value) {
    value = Value();
}

}  // namespace synchrony::core
