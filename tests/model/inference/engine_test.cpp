// The engine: from a model file and any size of label map to a photo.
#include "model/inference/engine.h"

#include <thread>

#include "model/files/model_file.h"
#include "model/inference/canvas.h"
#include "model/inference/device.h"
#include "model/inference/memory.h"
#include "tests/model/check.h"
#include "tests/model/inference/tiny_model.h"
#include "tests/model/scratch_folder.h"

namespace tessera {
namespace {

constexpr EngineOptions kFloat32{Device::cpu, Precision::float32, 0};

// Blocks of all three classes and some void.
RenderRequest request_of(int64_t height, int64_t width) {
    RenderRequest request;
    request.height = height;
    request.width = width;
    for (int64_t i = 0; i < height * width; ++i) {
        const int64_t block = i / width / 5 + i % width / 4;
        request.labels.push_back(block % 5 == 4 ? 0xffff : static_cast<uint16_t>(block % 3));
    }
    request.style = style_from_seed(7, test::tiny_config().style);
    request.noise_seed = 11;
    return request;
}

std::shared_ptr<const Engine> tiny_engine(EngineOptions options = kFloat32) {
    return Engine::random(test::tiny_config(), 5, options);
}

at::Tensor tensor_of(const Picture& picture) {
    return torch::tensor(at::ArrayRef<uint8_t>(picture.rgb))
        .view({picture.height, picture.width, 3});
}

TEST(PadsByRepeatingTheLastRowAndColumn) {
    const auto engine = tiny_engine();
    const RenderRequest small = request_of(13, 22);
    RenderRequest padded = request_of(16, 24);
    for (int64_t y = 0; y < 16; ++y) {
        for (int64_t x = 0; x < 24; ++x) {
            padded.labels[static_cast<size_t>(y * 24 + x)] = small.labels[static_cast<size_t>(
                std::min<int64_t>(y, 12) * 22 + std::min<int64_t>(x, 21))];
        }
    }
    padded.keep = Keep::everything();
    RenderRequest kept = small;
    kept.keep = Keep::everything();
    const Picture whole = engine->render(padded);
    const Picture part = engine->render(kept);
    EXPECT_CLOSE(tensor_of(part), tensor_of(whole).narrow(0, 0, 13).narrow(1, 0, 22), 0);
    const auto array = [](const Picture& picture, const char* name) {
        const Array& a = picture.inside.at(name);
        return torch::tensor(a.values).view(a.shape);
    };
    EXPECT_CLOSE(
        array(part, "weights"), array(whole, "weights").narrow(1, 0, 13).narrow(2, 0, 22), 0);
    // Half the size: the picture's 13 rows are 6.5 of the map's.
    EXPECT_CLOSE(
        array(part, "kernels.1"), array(whole, "kernels.1").narrow(1, 0, 7).narrow(2, 0, 11), 0);
}

TEST(RendersDownToOnePixel) {
    for (const auto& [height, width] : {std::pair{1, 1}, {1, 9}, {7, 2}}) {
        const Picture picture = tiny_engine()->render(request_of(height, width));
        EXPECT(picture.rgb.size() == static_cast<size_t>(height * width * 3));
    }
}

TEST(KeepsNothingUnlessAsked) {
    EXPECT(tiny_engine()->render(request_of(16, 16)).inside.empty());
}

TEST(KeepsWhatIsAsked) {
    RenderRequest request = request_of(16, 20);
    request.keep = Keep::everything();
    const Picture picture = tiny_engine()->render(request);
    const std::map<std::string, std::vector<int64_t>> shapes = {{"image", {3, 16, 20}},
                                                                {"global", {3, 16, 20}},
                                                                {"local", {3, 16, 20}},
                                                                {"per_class", {3, 3, 16, 20}},
                                                                {"weights", {2, 16, 20}},
                                                                {"kernels.1", {9, 8, 10}},
                                                                {"kernels.2", {9, 16, 20}},
                                                                {"features", {8, 16, 20}},
                                                                {"logits", {3, 3}}};
    EXPECT(picture.inside.size() == shapes.size());
    for (const auto& [name, shape] : shapes) {
        EXPECT(picture.inside.contains(name) && picture.inside.at(name).shape == shape);
    }
    request.keep = Keep::nothing();
    EXPECT(tiny_engine()->render(request).rgb == picture.rgb);
}

TEST(SameRequestSameBits) {
    const auto engine = tiny_engine();
    const RenderRequest request = request_of(37, 41);
    const Picture first = engine->render(request);
    EXPECT(engine->render(request).rgb == first.rgb);
    Picture other;
    std::thread([&] { other = engine->render(request); }).join();
    EXPECT(other.rgb == first.rgb);
}

TEST(StyleAndNoiseChangeThePhoto) {
    const auto engine = tiny_engine();
    const Picture plain = engine->render(request_of(16, 16));
    RenderRequest styled = request_of(16, 16);
    styled.style = style_from_seed(8, 4);
    EXPECT(engine->render(styled).rgb != plain.rgb);
    RenderRequest noisy = request_of(16, 16);
    noisy.noise_seed = 12;
    EXPECT(engine->render(noisy).rgb != plain.rgb);
}

TEST(StopsWhenCancelled) {
    const auto engine = tiny_engine();
    const std::atomic<bool> cancelled = true;
    RenderRequest request = request_of(16, 16);
    request.cancelled = &cancelled;
    bool stopped = false;
    try {
        engine->render(request);
    } catch (const Cancelled&) {
        stopped = true;
    }
    EXPECT(stopped);
    request.cancelled = nullptr;
    EXPECT(engine->render(request).rgb.size() == 16 * 16 * 3);
}

TEST(RefusesRequestsThatDoNotFit) {
    const auto engine = tiny_engine();
    RenderRequest none;
    EXPECT_THROWS(engine->render(none), "a picture of 0 x 0 pixels");
    RenderRequest huge = request_of(1, 1);
    huge.width = 16385;
    EXPECT_THROWS(engine->render(huge), "sides go from 1 to 16384");
    RenderRequest labels = request_of(4, 4);
    labels.labels.pop_back();
    EXPECT_THROWS(engine->render(labels), "labels: 15 values, 16 are expected");
    RenderRequest style = request_of(4, 4);
    style.style = {1, 2, 3};
    EXPECT_THROWS(engine->render(style), "style: 3 values, 4 are expected");
    style.style = {1, 2, 3, std::numeric_limits<float>::infinity()};
    EXPECT_THROWS(engine->render(style), "style: a value is not finite");
    RenderRequest source = request_of(4, 4);
    source.source.resize(48);
    EXPECT_THROWS(engine->render(source), "source image: 48 values, 0 are expected");
}

TEST(RefusesWhatMemoryCannotHold) {
    const Keep everything = Keep::everything();
    const LgganConfig config = test::tiny_config();
    const int64_t small = render_memory(config, {}, 256, 256, 4);
    EXPECT(render_memory(config, {}, 512, 512, 4) == 4 * small);
    EXPECT(render_memory(config, {}, 256, 256, 2) == small / 2);
    EXPECT(render_memory(config, everything, 256, 256, 4) > small);
    if (!available_memory()) {
        SKIP("this system does not say how much memory is free");
    }
    EXPECT(*available_memory() > 0);
    LgganConfig wide = config;  // of tensors that this test never makes
    wide.upsampler = "spatial_attention";
    RenderRequest request = request_of(1, 1);
    request.height = request.width = 2048;
    request.labels.assign(size_t{2048} * 2048, 0);
    EXPECT_THROWS(Engine::random(wide, 1, kFloat32)->render(request), "not enough memory");
}

TEST(LessMemoryMeansFewerRowsAtATime) {
    LgganConfig config = test::tiny_config();
    config.base = 32;
    const Keep nothing;
    const auto rows_with = [&](std::optional<int64_t> available) {
        return upsampling_rows(config, nothing, 2048, 2048, 4, available);
    };
    const int64_t usual = rows_with(std::nullopt);
    const int64_t needed = plan_memory(config, nothing, 2048, 2048, 4, usual);
    EXPECT(usual > 4 && rows_with(needed) == usual);
    const int64_t fewer = rows_with(needed - 1);
    EXPECT(fewer > 0 && fewer < usual);
    EXPECT(plan_memory(config, nothing, 2048, 2048, 4, fewer) < needed);
    const int64_t least = plan_memory(config, nothing, 2048, 2048, 4, 4);
    EXPECT(rows_with(least) == 4 && rows_with(least - 1) == 0);
    EXPECT(upsampling_rows(config, nothing, 64, 64, 4, std::nullopt) == 32);  // all
}

/// Puts things back as they were.
class WithoutPackedConvolutions {
public:
    WithoutPackedConvolutions() { at::globalContext().setUserEnabledMkldnn(false); }
    ~WithoutPackedConvolutions() { at::globalContext().setUserEnabledMkldnn(true); }
    WithoutPackedConvolutions(const WithoutPackedConvolutions&) = delete;
    WithoutPackedConvolutions& operator=(const WithoutPackedConvolutions&) = delete;
};

TEST(SaysOnceThatTheProcessorLacksWhatPlansNeed) {
    const RenderRequest request = request_of(24, 32);
    const Picture usual = tiny_engine()->render(request);
    EXPECT(usual.notes.empty());
    const WithoutPackedConvolutions other_processor;
    const auto engine = tiny_engine();
    const Picture first = engine->render(request);
    EXPECT(first.notes.size() == 1 && first.notes[0].find("processor") != std::string::npos);
    EXPECT(engine->render(request).notes.empty());
    EXPECT_CLOSE(tensor_of(first).to(at::kFloat), tensor_of(usual).to(at::kFloat), 2);
}

TEST(TakesASourceImage) {
    LgganConfig config = test::tiny_config();
    config.image_channels = 3;
    const auto engine = Engine::random(config, 5, kFloat32);
    RenderRequest request = request_of(6, 9);
    EXPECT_THROWS(engine->render(request), "source image: 0 values, 162 are expected");
    request.source.resize(6 * 9 * 3, 0.5f);
    const Picture flat = engine->render(request);
    request.source[30] = -0.5f;  // a norm follows, so that a flat source of any value is the same
    EXPECT(engine->render(request).rgb != flat.rgb);
}

TEST(SaysSoWhenThePictureIsNotFinite) {
    const test::ScratchFolder folder;
    test::TinyModel model;
    model.poisoned = "global_image.bias";
    test::write_tiny_model(folder / "nan.safetensors", model);
    const auto engine = Engine::open(folder / "nan.safetensors", kFloat32);
    EXPECT_THROWS(engine->render(request_of(8, 8)),
                  "the model Tiny model produced non-finite values");
}

/// What a model draws, or nothing where it says that its values are not finite.
std::vector<uint8_t> drawn_by(const test::TinyModel& model) {
    const test::ScratchFolder folder;
    test::write_tiny_model(folder / "model.safetensors", model);
    try {
        return Engine::open(folder / "model.safetensors", kFloat32)->render(request_of(24, 24)).rgb;
    } catch (const std::runtime_error& error) {
        const std::string text = error.what();
        EXPECT(text.find("non-finite values") != std::string::npos);
        return {};
    }
}

// A NaN that a ReLU or a clamp swallowed would come out as a black picture. (A bias before a norm
// has no effect, and plans leave it out.)
TEST(NoLayerSwallowsWhatIsNotFinite) {
    for (const char* upsampler : {"sau", "nearest"}) {  // by a plan, by the modules
        test::TinyModel model;
        model.config.upsampler = upsampler;
        const std::vector<uint8_t> healthy = drawn_by(model);
        int silent = 0;
        for (const auto& item : Lggan(model.config)->named_parameters()) {
            if (item.key().starts_with("local.classifier")) {
                continue;  // of use in training
            }
            model.poisoned = item.key();
            const std::vector<uint8_t> rgb = drawn_by(model);
            EXPECT(rgb.empty() || rgb == healthy);
            silent += rgb.empty() ? 0 : 1;
        }
        EXPECT(silent < 10);
    }
}

TEST(DrawsWhatTheNetworkDraws) {
    const test::ScratchFolder folder;
    const auto file = folder / "tiny.safetensors";
    test::write_tiny_model(file);
    const auto engine = Engine::open(file, kFloat32);
    RenderRequest request = request_of(16, 24);
    request.keep.branches = true;
    const Picture picture = engine->render(request);

    const c10::InferenceMode inference;
    LgganInput input;
    input.labels = labels_on({16, 24}, request);
    input.z = torch::tensor(request.style).unsqueeze(0);
    input.noise_seed = request.noise_seed;
    const at::Tensor image = ModelFile::open(file).generator()->forward(input).image;
    const Array& inside = picture.inside.at("image");
    EXPECT_CLOSE(torch::tensor(inside.values).view(inside.shape), image[0], 1e-5);
    EXPECT(engine->card().title("") == "Tiny model");
    EXPECT(engine->card().classes.size() == 3);
    EXPECT(engine->config() == NetworkConfig(test::tiny_config()));
}

TEST(Bfloat16StaysClose) {
    const Picture exact = tiny_engine()->render(request_of(32, 32));
    const auto brief = tiny_engine({Device::cpu, Precision::bfloat16, 0});
    EXPECT(brief->precision() == Precision::bfloat16);
    const at::Tensor difference =
        (tensor_of(brief->render(request_of(32, 32))).to(at::kFloat) - tensor_of(exact)).abs();
    EXPECT(difference.mean().item<float>() < 3);
}

TEST(EncodesStyles) {
    const test::ScratchFolder folder;
    test::write_tiny_model(folder / "with.safetensors");
    const auto engine = Engine::open(folder / "with.safetensors", kFloat32);
    std::vector<uint8_t> photo(20 * 30 * 3);
    for (size_t i = 0; i < photo.size(); ++i) {
        photo[i] = static_cast<uint8_t>(i * 37);
    }
    EXPECT(engine->has_style_encoder());
    const at::Tensor style = torch::tensor(engine->encode_style({20, 30, photo, {}}));
    const at::Tensor image =
        torch::tensor(at::ArrayRef<uint8_t>(photo)).view({1, 20, 30, 3}).permute({0, 3, 1, 2}) /
            127.5 -
        1;
    const torch::NoGradGuard no_gradients;
    const at::Tensor expected =
        ModelFile::open(folder / "with.safetensors").style_encoder()->forward(image).mean[0];
    EXPECT_CLOSE(style, expected, 1e-4);
    EXPECT_THROWS(engine->encode_style({20, 31, photo, {}}),
                  "photo: 1800 values, 1860 are expected");

    test::TinyModel without;
    without.style_encoder = false;
    test::write_tiny_model(folder / "without.safetensors", without);
    const auto plain = Engine::open(folder / "without.safetensors", kFloat32);
    EXPECT(!plain->has_style_encoder());
    EXPECT_THROWS(plain->encode_style({20, 30, photo, {}}), "no style encoder");
}

TEST(NamesFileAndReason) {
    EXPECT_THROWS(Engine::open("nowhere/none.safetensors"), "nowhere/none.safetensors");
}

TEST(RefusesDevicesThatAreAbsent) {
    EXPECT_THROWS(resolve_place({Device::cpu, Precision::automatic, -1}), "threads: -1");
    if (at::hasCUDA()) {
        SKIP("this machine has a GPU");
    }
    EXPECT_THROWS(resolve_place({Device::cuda, Precision::automatic, 0}), "device cuda");
    EXPECT(resolve_place({}).device.is_cpu());
    EXPECT((resolve_place({}).precision == Precision::bfloat16) == cpu_has_bfloat16());
    EXPECT(resolve_place({Device::cpu, Precision::float32, 1}).name == "CPU, 1 thread");
}

}  // namespace
}  // namespace tessera
