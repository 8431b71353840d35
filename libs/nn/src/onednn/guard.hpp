// oneDNN's exceptions stop here.
#pragma once

#include <new>
#include <oneapi/dnnl/dnnl.hpp>
#include <string>
#include <type_traits>

#include "synchrony/core/result.hpp"

namespace synchrony::nn::onednn {

/// Calls f, which gives a Result, and turns what it throws into an Error.
template <typename F>
std::invoke_result_t<F> guarded(F f) {
    try {
        return f();
    } catch (const dnnl::error& error) {
        return core::fail(core::Error{core::ErrorKind::input, "oneDNN failed", "", error.what(), "", ""});
    } catch (const std::bad_alloc&) {
        return core::fail(core::Error{core::ErrorKind::io, "not enough memory for the network", "", "", "", ""});
    } catch (const std::exception& error) {
        return core::fail(core::Error{core::ErrorKind::input, "the network engine failed", "", error.what(), "", ""});
    }
}

}  // namespace synchrony::nn::onednn
