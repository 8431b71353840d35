// libtorch's exceptions stop here.
#pragma once

#include <c10/util/Exception.h>

#include <new>
#include <string>
#include <type_traits>

#include "synchrony/core/result.hpp"

namespace synchrony::nn {

/// Calls f, which gives a Result, and turns what it throws into an Error.
template <typename F>
std::invoke_result_t<F> guarded(F f) {
    try {
        return f();
    } catch (const c10::Error& error) {
        return core::fail(
            core::Error{core::ErrorKind::input, "libtorch failed", "", error.what_without_backtrace(), "", ""});
    } catch (const std::bad_alloc&) {
        return core::fail(
            core::Error{core::ErrorKind::io, "not enough memory for the network", "", "", "", "use a smaller batch"});
    } catch (const std::exception& error) {
        return core::fail(core::Error{core::ErrorKind::input, "the network engine failed", "", error.what(), "", ""});
    }
}

}  // namespace synchrony::nn
