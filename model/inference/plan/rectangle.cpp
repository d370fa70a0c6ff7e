// Arithmetic of spans.
#include "model/inference/plan/rectangle.h"

#include <ATen/ATen.h>

#include <algorithm>

#include "model/kernels/safu/safu.h"

namespace tessera {

at::Tensor crop(const at::Tensor& map, const Rectangle& part) {
    return map.narrow(-2, part.y.begin, part.y.size).narrow(-1, part.x.begin, part.x.size);
}

Rectangle cut(const Rectangle& part, int64_t height, int64_t width) {
    const auto one = [](const Span& span, int64_t side) {
        const int64_t begin = std::max<int64_t>(span.begin, 0);
        return Span{begin, std::min(span.end(), side) - begin};
    };
    return {one(part.y, height), one(part.x, width)};
}

at::Tensor crop_padded(const at::Tensor& map, const Rectangle& part) {
    const Rectangle there = cut(part, map.size(2), map.size(3));
    const int64_t left = there.x.begin - part.x.begin, right = part.x.end() - there.x.end();
    const int64_t top = there.y.begin - part.y.begin, bottom = part.y.end() - there.y.end();
    const at::Tensor inside = crop(map, there);
    return left + right + top + bottom == 0
               ? inside
               : at::constant_pad_nd(inside, {left, right, top, bottom});
}

Span ring(const Span& span, int64_t by) {
    return {span.begin - by, span.size + 2 * by};
}

Rectangle ring(const Rectangle& part, int64_t by) {
    return {ring(part.y, by), ring(part.x, by)};
}

Rectangle relative(const Rectangle& part, const Rectangle& to) {
    return {{part.y.begin - to.y.begin, part.y.size}, {part.x.begin - to.x.begin, part.x.size}};
}

Span halved_from(const Span& span) {
    return {2 * span.begin - 1, 2 * span.size + 1};
}

Span scaled(const Span& span, int64_t shift) {
    return {span.begin << shift, span.size << shift};
}

Rectangle scaled(const Rectangle& part, int64_t shift) {
    return {scaled(part.y, shift), scaled(part.x, shift)};
}

at::Tensor with_border(const FeatureMap& map, const Rectangle& part) {
    return map.whole()
        .narrow(2, part.y.begin, part.y.size + 2)
        .narrow(3, part.x.begin, part.x.size + 2);
}

FeatureMap upsampled(const at::Tensor& f,
                     const at::Tensor& logits,
                     const Rectangle& part,
                     const at::Tensor& kernels) {
    const FeatureMap wide(f.size(1), 2 * part.y.size, 2 * part.x.size, 1, f.scalar_type());
    kernels::SafuWindow window{part.y.begin, part.x.begin, 2, wide.inside(), {}};
    at::Tensor place;
    if (kernels.defined()) {
        place = crop(kernels, scaled(part, 1));
        window.kernels = place.contiguous(at::MemoryFormat::ChannelsLast);
    }
    kernels::safu_window(f, logits, window);
    if (kernels.defined() && !window.kernels.is_same(place)) {
        place.copy_(window.kernels);
    }
    wide.reflect();
    return wide;
}

}  // namespace tessera
