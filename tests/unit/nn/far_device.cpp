// A device that every machine has and that is as far from the host as a GPU: "xpu", which Debian's libtorch knows by
// name only. Its tensors' pointers lead to pages that may not be touched, operations run on the processor behind them,
// and what a GPU would refuse is refused: a tensor of the host beside one of the device, a generator of the host, a
// value taken without a copy. A module, loaded by the test beside libtorch.
#include <ATen/EmptyTensor.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/ops/_reshape_alias_native.h>
#include <ATen/ops/as_strided_native.h>
#include <ATen/ops/convolution.h>
#include <ATen/ops/convolution_backward.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/from_blob.h>
#include <ATen/ops/set_native.h>
#include <ATen/ops/view_native.h>
#include <c10/core/impl/DeviceGuardImplInterface.h>
#include <sys/mman.h>
#include <torch/library.h>

#include <algorithm>
#include <atomic>
#include <vector>

namespace {

constexpr auto far_type = c10::DeviceType::XPU;
constexpr c10::DispatchKeySet far_keys(c10::DispatchKey::XPU);
std::atomic<std::int64_t> copies_to_host{0};

struct Block {
    std::vector<std::byte> values;
    void* fence = nullptr;  // what data_ptr() gives
    std::size_t fence_bytes = 0;
};

void release(void* context) {
    const auto* block = static_cast<Block*>(context);
    munmap(block->fence, block->fence_bytes);
    delete block;
}

class FarAllocator final : public c10::Allocator {
  public:
    c10::DataPtr allocate(std::size_t bytes) const override {
        auto* block = new Block;
        block->values.resize(bytes + 64);
        block->fence_bytes = bytes + 64;
        block->fence = mmap(nullptr, block->fence_bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        TORCH_CHECK(block->fence != MAP_FAILED, "no room for a fence");
        return {block->fence, block, release, c10::Device(far_type, 0)};
    }
};
FarAllocator allocator;

bool is_far(const at::Tensor& tensor) {
    return tensor.defined() && tensor.device().type() == far_type;
}

/// The same values as a tensor of the processor's.
at::Tensor behind(const at::Tensor& tensor) {
    if (!is_far(tensor)) return tensor;
    auto* block = static_cast<Block*>(tensor.storage().data_ptr().get_context());
    auto* values = block->values.data() + static_cast<std::size_t>(tensor.storage_offset()) * tensor.itemsize();
    return at::from_blob(values, tensor.sizes(), tensor.strides(), tensor.options().device(at::kCPU));
}

at::Tensor to_far(const at::Tensor& host) {
    auto made =
        at::detail::empty_strided_generic(host.sizes(), host.strides(), &allocator, far_keys, host.scalar_type());
    at::Tensor far(std::move(made));
    behind(far).copy_(host);
    return far;
}

at::Tensor empty_far(at::IntArrayRef sizes, c10::optional<at::ScalarType> type, c10::optional<at::Layout>,
                     c10::optional<at::Device>, c10::optional<bool>, c10::optional<at::MemoryFormat> format) {
    return at::detail::empty_generic(sizes, &allocator, far_keys, type.value_or(at::kFloat), format);
}

at::Tensor empty_strided_far(at::IntArrayRef sizes, at::IntArrayRef strides, c10::optional<at::ScalarType> type,
                             c10::optional<at::Layout>, c10::optional<at::Device>, c10::optional<bool>) {
    return at::detail::empty_strided_generic(sizes, strides, &allocator, far_keys, type.value_or(at::kFloat));
}

at::Tensor& copy_far(at::Tensor& to, const at::Tensor& from, bool) {
    copies_to_host += is_far(to) ? 0 : 1;
    behind(to).copy_(behind(from));
    return to;
}

at::Scalar value_without_copy(const at::Tensor&) {
    TORCH_CHECK(false, "a value of a device is taken without a copy on the host");
}

at::Tensor convolution_far(const at::Tensor& input, const at::Tensor& weight, const c10::optional<at::Tensor>& bias,
                           at::IntArrayRef stride, at::IntArrayRef padding, at::IntArrayRef dilation, bool transposed,
                           at::IntArrayRef output_padding, std::int64_t groups) {
    TORCH_CHECK(is_far(input) && is_far(weight), "convolution of tensors on several devices");
    const auto on_host = bias && bias->defined() ? c10::make_optional(behind(*bias)) : c10::nullopt;
    return to_far(at::convolution(behind(input), behind(weight), on_host, stride, padding, dilation, transposed,
                                  output_padding, groups));
}

std::tuple<at::Tensor, at::Tensor, at::Tensor> convolution_backward_far(
    const at::Tensor& gradient, const at::Tensor& input, const at::Tensor& weight, at::IntArrayRef stride,
    at::IntArrayRef padding, at::IntArrayRef dilation, bool transposed, at::IntArrayRef output_padding,
    std::int64_t groups, std::array<bool, 3> mask) {
    TORCH_CHECK(is_far(gradient) && is_far(input) && is_far(weight), "convolution of tensors on several devices");
    const auto [one, two, three] =
        at::convolution_backward(behind(gradient), behind(input), behind(weight), c10::nullopt, stride, padding,
                                 dilation, transposed, output_padding, groups, mask);
    const auto far_or_none = [](const at::Tensor& t) { return t.defined() ? to_far(t) : t; };
    return {far_or_none(one), far_or_none(two), far_or_none(three)};
}

void check_host_tensor(const at::Tensor& tensor, const c10::OperatorHandle& op) {
    TORCH_CHECK(!tensor.defined() || is_far(tensor) || tensor.dim() == 0, "tensors on several devices in ",
                op.schema().name());
}

/// The tensor that an operation in place has written to, with the size that it gave an empty one.
at::Tensor written(const at::Tensor& far, const at::Tensor& host) {
    if (far.numel() == 0 && host.numel() > 0)
        far.unsafeGetTensorImpl()->shallow_copy_from(to_far(host).getIntrusivePtr());
    return far;
}

/// Any other operation: on the values behind, in place where it is one in place.
void run_behind(const c10::OperatorHandle& op, torch::jit::Stack* stack) {
    const auto& schema = op.schema();
    const std::size_t first = stack->size() - schema.arguments().size();
    std::vector<c10::IValue> given(stack->begin() + static_cast<std::ptrdiff_t>(first), stack->end());
    for (std::size_t i = 0; i < given.size(); ++i) {
        auto& entry = (*stack)[first + i];
        TORCH_CHECK(!given[i].isGenerator() || given[i].toGenerator().device().type() == far_type,
                    "a generator of another device in ", schema.name());
        if (given[i].isTensor()) {
            const auto& tensor = given[i].toTensor();
            check_host_tensor(tensor, op);
            // An empty one is room for the result, which the operation sizes.
            entry = is_far(tensor) && tensor.numel() == 0 ? at::empty({0}, tensor.options().device(at::kCPU))
                                                          : behind(tensor);
        } else if (given[i].isTensorList()) {
            std::vector<at::Tensor> list;
            for (const at::Tensor& tensor : given[i].toTensorList()) {
                check_host_tensor(tensor, op);
                list.push_back(behind(tensor));
            }
            entry = c10::IValue(list);
        } else if (given[i].isOptionalTensorList()) {
            c10::List<c10::optional<at::Tensor>> list;
            for (const c10::optional<at::Tensor>& tensor : given[i].toOptionalTensorList())
                list.push_back(tensor ? c10::make_optional(behind(*tensor)) : c10::nullopt);
            entry = c10::IValue(list);
        } else if (given[i].isDevice()) {
            entry = c10::IValue(c10::Device(at::kCPU));
        }
    }
    op.redispatchBoxed(c10::DispatchKeySet(c10::DispatchKey::CPU), stack);
    const auto& returns = schema.returns();
    const std::size_t last = stack->size() - returns.size();
    for (std::size_t r = 0; r < returns.size(); ++r) {
        auto& made = (*stack)[last + r];
        if (const auto* alias = returns[r].alias_info(); alias != nullptr && alias->isWrite()) {
            for (std::size_t i = 0; i < given.size(); ++i)
                if (const auto* of = schema.arguments()[i].alias_info(); of != nullptr && *of == *alias)
                    made = written(given[i].toTensor(), made.toTensor());
        } else if (made.isTensor() && made.toTensor().defined()) {
            made = to_far(made.toTensor());
        } else if (made.isTensorList()) {
            std::vector<at::Tensor> list;
            for (const at::Tensor& tensor : made.toTensorList()) list.push_back(to_far(tensor));
            made = c10::IValue(list);
        }
    }
}

C10_REGISTER_GUARD_IMPL(XPU, c10::impl::NoOpDeviceGuardImpl<far_type>);

TORCH_LIBRARY_IMPL(_, XPU, m) {
    m.fallback(torch::CppFunction::makeFromBoxedFunction<&run_behind>());
}

TORCH_LIBRARY_IMPL(aten, XPU, m) {
    m.impl("empty.memory_format", empty_far);
    m.impl("empty_strided", empty_strided_far);
    m.impl("copy_", copy_far);
    m.impl("_local_scalar_dense", value_without_copy);
    m.impl("set_.source_Storage_storage_offset", at::native::set_storage_cpu_);
    m.impl("view", at::native::view);
    m.impl("as_strided", at::native::as_strided_tensorimpl);
    m.impl("_reshape_alias", at::native::_reshape_alias);
    m.impl("convolution_overrideable", convolution_far);
    m.impl("convolution_backward_overrideable", convolution_backward_far);
}

}  // namespace

extern "C" __attribute__((visibility("default"))) std::int64_t far_device_copies_to_host();
std::int64_t far_device_copies_to_host() {
    return copies_to_host;
}
