// libtorch's exceptions stop here.
#pragma once

#include <c10/util/Exception.h>

#include "guarded_by.hpp"

namespace synchrony::nn {

template <typename F>
std::invoke_result_t<F> guarded(F f) {
    return guarded_by<c10::Error>(
        "libtorch", "use a smaller batch", [](const c10::Error& error) { return error.what_without_backtrace(); }, f);
}

}  // namespace synchrony::nn
