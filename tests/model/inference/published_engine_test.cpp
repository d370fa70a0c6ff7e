// Engines of the published networks: the reference's pictures out of model files.
#include <torch/types.h>

#include "model/inference/canvas.h"
#include "model/inference/engine.h"
#include "model/networks/published/published_network.h"
#include "tests/model/published_fixtures.h"
#include "tests/model/scratch_folder.h"

using namespace tessera;
using namespace tessera::test;

namespace {

constexpr EngineOptions kFloat32{Device::cpu, Precision::float32, 0};
constexpr double kTolerance = 1e-4;  // of the largest value, float32 against float64

std::vector<uint16_t> labels_of(const at::Tensor& labels) {
    std::vector<uint16_t> values;
    const at::Tensor flat = labels.flatten().to(at::kLong);
    for (int64_t i = 0; i < flat.numel(); ++i) {
        values.push_back(static_cast<uint16_t>(flat[i].item<int64_t>()));
    }
    return values;
}

std::vector<float> floats_of(const at::Tensor& tensor) {
    const at::Tensor flat = tensor.to(at::kFloat).flatten().contiguous();
    return {flat.const_data_ptr<float>(), flat.const_data_ptr<float>() + flat.numel()};
}

/// What the reference drew from.
RenderRequest request_of(const Fixture& fixture) {
    RenderRequest request;
    const at::Tensor& label = fixture["input.label"];
    request.height = label.size(1);
    request.width = label.size(2);
    request.labels = labels_of(label);
    if (fixture.has("input.edges")) {
        const at::Tensor edges = fixture["input.edges"].flatten().to(at::kByte).contiguous();
        request.edges.assign(edges.const_data_ptr<uint8_t>(),
                             edges.const_data_ptr<uint8_t>() + edges.numel());
    }
    if (fixture.has("input.z")) {
        request.style = floats_of(fixture["input.z"]);
    }
    request.noise_seed = 7;
    request.keep.branches = true;  // so that the picture comes in floats, too
    return request;
}

/// The reference's photos are floats; bytes of it are a rounding away.
std::vector<float> style_of_photo(const Engine& engine, const Fixture& fixture) {
    const at::Tensor photo = fixture["input.photo"];
    const at::Tensor bytes =
        ((photo[0] + 1) * 127.5).round().to(at::kByte).permute({1, 2, 0}).contiguous();
    StylePhoto style;
    style.height = photo.size(2);
    style.width = photo.size(3);
    style.rgb.assign(bytes.const_data_ptr<uint8_t>(),
                     bytes.const_data_ptr<uint8_t>() + bytes.numel());
    style.labels = labels_of(
        fixture[fixture.has("input.target_label") ? "input.target_label" : "input.label"]);
    return engine.encode_style(style);
}

std::shared_ptr<const Engine> engine_of(const std::string& name) {
    const ScratchFolder folder;
    write_published(folder.path() / "model.safetensors", name);
    return Engine::open(folder.path() / "model.safetensors", kFloat32);
}

at::Tensor tensor_of(const Array& array) {
    return torch::tensor(array.values).view(array.shape);
}

}  // namespace

TEST(DrawsTheReferencesPictures) {
    for (const std::string& name : published_fixtures()) {
        const Fixture fixture = published_fixture(name);
        const auto engine = engine_of(name);
        RenderRequest request = request_of(fixture);
        const bool from_photo = engine->has_style_encoder();
        if (from_photo) {
            request.style = style_of_photo(*engine, fixture);
        }
        const Picture picture = engine->render(request);
        // Through a photo's 256 levels the look moves a little.
        EXPECT_CLOSE(tensor_of(picture.inside.at("image")),
                     fixture["output.image"][0],
                     from_photo ? 0.02 : kTolerance);
        EXPECT(engine->generator() == nullptr);
        EXPECT(!engine->obstacle().empty());
    }
}

TEST(KeepsWhatEachNetworkHas) {
    RenderRequest request = request_of(published_fixture("gaugan-sau"));
    request.keep = Keep::everything();
    const Picture gaugan = engine_of("gaugan-sau")->render(request);
    EXPECT(gaugan.inside.count("weights") == 0 && gaugan.inside.count("per_class") == 0);
    for (const int64_t level : {1, 2, 3, 4}) {
        const Array& kernels = gaugan.inside.at("kernels." + std::to_string(level));
        const std::vector<int64_t> shape{25, 64 >> (4 - level), 128 >> (4 - level)};
        EXPECT(kernels.shape == shape);
    }
    request = request_of(published_fixture("lggan-synthesis"));
    request.keep = Keep::everything();
    const Picture lggan = engine_of("lggan-synthesis")->render(request);
    const Fixture expected = published_fixture("lggan-synthesis");
    for (const char* name : {"weights", "per_class", "global", "local", "logits"}) {
        EXPECT_CLOSE(tensor_of(lggan.inside.at(name)),
                     expected[std::string("output.") + name][0],
                     kTolerance);
    }
}

TEST(PadsAndCropsAnySize) {
    RenderRequest request;
    request.height = 33;
    request.width = 50;
    request.labels.assign(33 * 50, 2);
    for (const char* name : {"gaugan-nearest", "sean-nearest", "maskgan-transpose"}) {
        const Picture picture = engine_of(name)->render(request);
        EXPECT(picture.rgb.size() == size_t{33 * 50 * 3});
    }
}

TEST(AStylesInputKnowsOneSize) {
    const auto engine = engine_of("gaugan-style");
    RenderRequest request = request_of(published_fixture("gaugan-style"));
    request.height = 128;
    request.width = 64;
    EXPECT_THROWS(engine->render(request),
                  "a picture of 64 x 128 pixels: this model draws 128 x 64 alone");
}

TEST(EdgesAreWhereLabelsDiffer) {
    const at::Tensor labels = at::tensor({1, 1, 2, 1, 1, 2, 3, 3, 2}, at::kInt).view({1, 3, 3});
    const at::Tensor expected =
        at::tensor({0, 1, 1, 1, 1, 1, 1, 1, 1}, at::kFloat).view({1, 1, 3, 3});
    EXPECT_CLOSE(edges_of(labels, at::kFloat), expected, 0);
    const auto engine = engine_of("gaugan-nearest");
    RenderRequest request = request_of(published_fixture("gaugan-nearest"));
    request.edges.clear();
    const Picture own = engine->render(request);
    const at::Tensor map =
        at::tensor(std::vector<int>(request.labels.begin(), request.labels.end()))
            .view({1, request.height, request.width});
    const at::Tensor edges = edges_of(map, at::kByte).contiguous();
    request.edges.assign(edges.const_data_ptr<uint8_t>(),
                         edges.const_data_ptr<uint8_t>() + edges.numel());
    EXPECT(engine->render(request).rgb == own.rgb);
}

TEST(SeansRegionsAreStyledOneByOne) {
    const auto engine = engine_of("sean-nearest");
    EXPECT(engine->traits().region_codes && engine->traits().style == 6 * 8);
    RenderRequest request = request_of(published_fixture("sean-nearest"));
    request.style.assign(48, 0.1f);
    const Picture before = engine->render(request);
    std::fill_n(request.style.begin() + 5 * 8, 8, 0.9f);  // class 5 is not in the picture
    EXPECT(engine->render(request).rgb == before.rgb);
    std::fill_n(request.style.begin() + 8, 8, 0.9f);
    EXPECT(engine->render(request).rgb != before.rgb);
}

TEST(WithoutAPhotoALookIsNeutral) {
    const auto engine = engine_of("maskgan-transpose");
    RenderRequest request = request_of(published_fixture("maskgan-transpose"));
    const Picture empty = engine->render(request);
    for (int64_t norm = 0; norm < 4; ++norm) {  // two blocks of two norms, 16 channels wide
        request.style.insert(request.style.end(), 16, 0.0f);
        request.style.insert(request.style.end(), 16, 1.0f);
    }
    EXPECT(engine->render(request).rgb == empty.rgb);
    EXPECT_THROWS(engine->encode_style({8, 8, std::vector<uint8_t>(192), {}}),
                  "labels of the photo: 0 values, 64 are expected");
}

TEST(AFrameDrawsTheWholePictureAnew) {
    const auto engine = engine_of("gaugan-nearest");
    RenderRequest request = request_of(published_fixture("gaugan-nearest"));
    request.edges.clear();
    const auto frame = engine->frame();
    frame->render(request);
    EXPECT(!frame->keeps());
    const Redrawn redrawn = frame->update({{3, 4, 2, 5}, std::vector<uint16_t>(10, 1)}, nullptr);
    for (int64_t y = 3; y < 5; ++y) {
        std::fill_n(request.labels.begin() + y * request.width + 4, 5, uint16_t{1});
    }
    EXPECT(redrawn.exact && redrawn.rgb == engine->render(request).rgb);
    EXPECT_THROWS(frame->update({{63, 0, 2, 1}, {0, 0}}, nullptr), "an area leaves the canvas");
}

TEST(WithdrawnRendersEnd) {
    const std::atomic<bool> cancelled = true;
    for (const std::string& name : published_fixtures()) {
        RenderRequest request = request_of(published_fixture(name));
        request.cancelled = &cancelled;
        const auto engine = engine_of(name);
        bool ended = false;
        try {
            engine->render(request);
        } catch (const Cancelled&) {
            ended = true;
        }
        EXPECT(ended);
    }
}

TEST(Bfloat16IsCloseWhereItIsAskedFor) {
    for (const std::string& name : published_fixtures()) {
        const ScratchFolder folder;
        write_published(folder.path() / "model.safetensors", name);
        const auto engine = Engine::open(folder.path() / "model.safetensors",
                                         {Device::cpu, Precision::bfloat16, 0});
        const auto exact = Engine::open(folder.path() / "model.safetensors", {Device::cpu});
        EXPECT(exact->precision() == Precision::float32);
        const RenderRequest request = request_of(published_fixture(name));
        const auto image = [&](const Engine& one) {
            return tensor_of(one.render(request).inside.at("image"));
        };
        EXPECT((image(*engine) - image(*exact)).abs().mean().item<double>() < 0.1);
    }
}

TEST(CountsWhatItComputes) {
    // A trunk of base 1 on one cell of 32 x 32, counted by hand: norms are 3 x 3 from 2 channels to
    // 3, and from 3 to scale and shift.
    GauganConfig config;
    config.semantic = 2;
    config.edges = false;
    config.base = 1;
    config.hidden = 3;
    const auto norm = [](int64_t pixels, int64_t channels) {
        return pixels * 9 * (2 * 3 + 3 * 2 * channels);
    };
    const auto block = [&](int64_t pixels, int64_t in, int64_t out) {
        int64_t total = norm(pixels, in) + norm(pixels, out) + pixels * 9 * (in * out + out * out);
        if (in != out) {
            total += norm(pixels, in) + pixels * in * out;
        }
        return total;
    };
    const int64_t expected = 9 * 2 * 16 + block(1, 16, 16) + 2 * block(4, 16, 16) +
                             block(16, 16, 8) + block(64, 8, 4) + block(256, 4, 2) +
                             block(1024, 2, 1) + 1024 * 9 * 3;
    EXPECT(render_cost(config, 32, 32) == expected);
    EXPECT(render_cost(SeanConfig{}, 256, 256) > render_cost(GauganConfig{}, 256, 256));
}
