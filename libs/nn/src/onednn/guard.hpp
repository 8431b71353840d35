// oneDNN's exceptions stop here.
#pragma once

#include <oneapi/dnnl/dnnl.hpp>

#include "guarded_by.hpp"

namespace synchrony::nn::onednn {

template <typename F>
std::invoke_result_t<F> guarded(F f) {
    return guarded_by<dnnl::error>(
        "oneDNN", "", [](const dnnl::error& error) { return error.what(); }, f);
}

}  // namespace synchrony::nn::onednn
