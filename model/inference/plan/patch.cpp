// Each layer reads what is kept around its rectangle and writes the rectangle into what is kept.
#include "model/inference/plan/patch.h"

#include <ATen/ATen.h>

#include "model/inference/plan/rectangle.h"
#include "model/kernels/fusion/fusion.h"
#include "model/kernels/label_conv/label_conv.h"
#include "model/kernels/local_generator/local_generator.h"

namespace tessera {

/// One change.
class Patch::Run {
public:
    Run(const Patch& patch, const PatchPlace& place, KeptMaps& kept, const LgganInput& input)
        : layers_(patch.layers_),
          generator_(patch.generator_),
          net_(*generator_),
          everywhere_(patch.everywhere_),
          place_(place),
          kept_(kept),
          input_(input),
          downs_(net_.config.downs) {}

    void follow() {
        encode();
        bottleneck();
        for (size_t i = 0; i < layers_.up.size(); ++i) {
            decode(i);
        }
        draw();
    }

private:
    void check() const {
        if (input_.cancelled != nullptr && input_.cancelled->load(std::memory_order_relaxed)) {
            throw Cancelled{};
        }
    }

    at::Tensor labels(int64_t level, const Rectangle& part) const {
        return crop(kept_.labels[static_cast<size_t>(level)], part);
    }

    static kernels::ClassNormOptions relu() {
        kernels::ClassNormOptions around;
        around.relu = true;
        return around;
    }

    /// The norm by the kept statistics.
    at::Tensor normalise(const std::string& name,
                         const Norm& norm,
                         const at::Tensor& convolved,
                         int64_t level,
                         const Rectangle& part,
                         kernels::ClassNormOptions around) const {
        check();
        around.statistics = kept_.statistics.at(name);
        around.top = part.y.begin + (kept_.top >> level);
        around.left = part.x.begin + (kept_.left >> level);
        return norm.ptr()->forward(convolved, labels(level, part), around);
    }

    void write(const PackedLayer& layer,
               const at::Tensor& input,
               int64_t level,
               const Rectangle& part,
               kernels::ClassNormOptions around,
               const FeatureMap& to) const {
        check();
        around.into = crop(to.inside(), part);
        normalise(layer.name, layer.norm, layer.conv(input), level, part, std::move(around));
        to.reflect();
    }

    Rectangle cells() const { return {place_.y.cells, place_.x.cells}; }

    /// At a level of the encoder.
    Rectangle cells_at(int64_t level) const { return scaled(cells(), downs_ - level); }

    /// The stem's map for the first halving, zeros around the canvas included.
    at::Tensor stem(const Rectangle& part) const {
        const at::Tensor& all = kept_.labels[0];
        const int64_t height = all.size(1), width = all.size(2);
        const Conv& conv = net_.stem->conv;
        const Rectangle there = cut(ring(part, conv->options.kernel / 2), height, width);
        const at::Tensor convolved =
            kernels::label_conv(crop(all, there).contiguous(), conv->weight, conv->bias);
        const at::Tensor x = normalise("stem", net_.stem->norm, convolved, 0, there, relu());
        return crop_padded(crop(x, relative(cut(part, height, width), there)),
                           relative(part, cut(part, height, width)));
    }

    void encode() const {
        for (size_t i = 0; i < layers_.down.size(); ++i) {
            const auto level = static_cast<int64_t>(i + 1);
            const Rectangle part = cells_at(level);
            const Rectangle source{halved_from(part.y), halved_from(part.x)};
            const at::Tensor input =
                i == 0 ? stem(source) : crop_padded(kept_.down[i - 1].inside(), source);
            write(layers_.down[i], input, level, part, relu(), kept_.down[i]);
        }
        if (kept_.noise.defined()) {
            const at::Tensor map = crop(kept_.down.back().inside(), cells());
            map.addcmul_(net_.noise->strength.view({-1, 1, 1}), crop(kept_.noise, cells()));
            kept_.down.back().reflect();
        }
    }

    void bottleneck() const {
        const FeatureMap* x = &kept_.down.back();
        for (size_t i = 0; i < layers_.block.size(); i += 2) {
            kernels::ClassNormOptions first = relu(), second;
            if (!kept_.styles.empty()) {
                const auto parts = kept_.styles[i / 2].chunk(4, 1);
                first.style_scale = parts[0];
                first.style_shift = parts[1];
                second.style_scale = parts[2];
                second.style_shift = parts[3];
            }
            second.residual = crop(x->inside(), cells());
            const FeatureMap& y = kept_.block[i];
            write(layers_.block[i], with_border(*x, cells()), downs_, cells(), first, y);
            x = &kept_.block[i + 1];
            write(layers_.block[i + 1], with_border(y, cells()), downs_, cells(), second, *x);
        }
    }

    const FeatureMap& decoder_input(size_t i) const {
        if (i > 0) {
            return kept_.decoded[i - 1];
        }
        return kept_.block.empty() ? kept_.down.back() : kept_.block.back();
    }

    /// Of a level, where they are kept.
    at::Tensor kernels(size_t i) const {
        const auto found = kept_.inside.kernels.find("kernels." + std::to_string(i + 1));
        return found == kept_.inside.kernels.end() ? at::Tensor() : found->second;
    }

    void decode(size_t i) const {
        check();
        const PackedSau& sau = layers_.up[i];
        const FeatureMap& f = decoder_input(i);
        const Rectangle changed =
            i == 0 ? cells() : Rectangle{place_.y.decoded[i - 1], place_.x.decoded[i - 1]};
        const Rectangle source{place_.y.source[i], place_.x.source[i]};
        const Rectangle part{place_.y.decoded[i], place_.x.decoded[i]};
        const at::Tensor& compressed = kept_.compressed[i];
        crop(compressed, changed).copy_(sau.compress(crop(f.inside(), changed)));
        const at::Tensor logits = sau.encode(crop_padded(compressed, ring(source, 1)));
        const FeatureMap wide = upsampled(f.whole(), logits, source, kernels(i));
        kernels::ClassNormOptions around = relu();
        around.noise_strength = layers_.decode[i].noise_strength;
        around.noise_seed = input_.noise_seed;
        around.noise_level = static_cast<uint32_t>(i + 1);
        write(layers_.decode[i],
              with_border(wide, relative(part, scaled(source, 1))),
              downs_ - 1 - static_cast<int64_t>(i),
              part,
              around,
              kept_.decoded[i]);
    }

    at::Tensor head(const PackedLayer& layer, const Rectangle& part) const {
        check();
        return normalise(layer.name,
                         layer.norm,
                         layer.conv(with_border(kept_.decoded.back(), part)),
                         0,
                         part,
                         relu());
    }

    /// What was drawn of `part` into a map of the whole, where that is kept. The ring around the
    /// picture's part saw the rectangle's edge for the canvas's.
    void keep(const at::Tensor& drawn, const Rectangle& part, const at::Tensor& map) const {
        if (map.defined()) {
            const Rectangle picture{place_.y.picture, place_.x.picture};
            crop(map, picture).copy_(crop(drawn, relative(picture, part)));
        }
    }

    at::Tensor draw_global(const Rectangle& part) const {
        const Conv& conv = net_.global_image;
        const at::Tensor drawn = kernels::local_generator(head(layers_.global, part),
                                                          everywhere_,
                                                          conv->weight.unsqueeze(0),
                                                          conv->bias.unsqueeze(0))
                                     .image;
        keep(drawn, part, kept_.inside.global);
        return drawn;
    }

    at::Tensor draw_local(const Rectangle& part) const {
        check();
        const LocalOutput drawn = LocalGenerator(net_.local)
                                      ->forward(crop(kept_.decoded.back().inside(), part),
                                                labels(0, part).contiguous(),
                                                kept_.inside.per_class.defined());
        keep(drawn.image, part, kept_.inside.local);
        keep(drawn.per_class, part, kept_.inside.per_class);
        return drawn.image;
    }

    at::Tensor fused(const Rectangle& part,
                     const at::Tensor& global,
                     const at::Tensor& local) const {
        const Conv& conv = net_.weight_map;
        const kernels::Fused fused = kernels::fuse(head(layers_.weight, part),
                                                   conv->weight,
                                                   conv->bias,
                                                   global,
                                                   local,
                                                   kept_.inside.weights.defined());
        keep(fused.weights, part, kept_.inside.weights);
        return fused.image;
    }

    void draw() const {
        const Rectangle part{place_.y.head, place_.x.head};
        at::Tensor drawn = draw_global(part);
        if (net_.local) {
            const at::Tensor local = draw_local(part);
            drawn = net_.weight_map ? fused(part, drawn, local) : (drawn + local) / 2;
        }
        keep(drawn, part, kept_.picture);
    }

    const PackedLayers& layers_;
    Lggan generator_;
    LgganImpl& net_;
    const at::Tensor& everywhere_;
    const PatchPlace& place_;
    KeptMaps& kept_;
    const LgganInput& input_;
    int64_t downs_;
};

Patch::Patch(const Lggan& generator, const Canvas& canvas, int64_t cells)
    : generator_(generator), canvas_(canvas), cells_(cells) {
    const LgganConfig& config = generator->config;
    const PatchPlace any = {place_patch(config, canvas.height, cells, {0, 1}),
                            place_patch(config, canvas.width, cells, {0, 1})};
    const auto extent = [](const Span& y, const Span& x, int64_t border) {
        return Extent{y.size + 2 * border, x.size + 2 * border};
    };
    LayerInputs inputs;
    for (int64_t i = 0; i < config.downs; ++i) {
        const int64_t shift = config.downs - 1 - i;
        inputs.down.push_back(extent(
            halved_from(scaled(any.y.cells, shift)), halved_from(scaled(any.x.cells, shift)), 0));
        const auto at = static_cast<size_t>(i);
        inputs.compress.push_back(i == 0 ? extent(any.y.cells, any.x.cells, 0)
                                         : extent(any.y.decoded[at - 1], any.x.decoded[at - 1], 0));
        inputs.encode.push_back(extent(any.y.source[at], any.x.source[at], 1));
        inputs.decode.push_back(extent(any.y.decoded[at], any.x.decoded[at], 1));
    }
    inputs.block = extent(any.y.cells, any.x.cells, 1);
    inputs.head = extent(any.y.head, any.x.head, 1);
    everywhere_ = at::zeros({1, any.y.head.size, any.x.head.size}, at::kInt);
    layers_ = PackedLayers(generator, inputs);
}

PatchPlace Patch::place(Span rows, Span columns) const {
    const LgganConfig& config = generator_->config;
    return {
        place_patch(config, canvas_.height, cells_, cells_reached(config, canvas_.height, rows)),
        place_patch(config, canvas_.width, cells_, cells_reached(config, canvas_.width, columns))};
}

PatchPlace Patch::follow(KeptMaps& kept,
                         Span changed_rows,
                         Span changed_columns,
                         const LgganInput& input) const {
    const PatchPlace where = place(changed_rows, changed_columns);
    Run(*this, where, kept, input).follow();
    return where;
}

}  // namespace tessera
