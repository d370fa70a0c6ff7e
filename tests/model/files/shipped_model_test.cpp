// The model that ships draws what the reference draws with the same stored weights.
#include <ATen/ATen.h>
#include <torch/utils.h>

#include "model/files/model_file.h"
#include "tests/model/check.h"
#include "tests/model/fixture.h"
#include "tests/model/places.h"

using namespace tessera;
using tessera::test::fixture;

namespace {

ModelFile scenes() {
    return ModelFile::open(tessera::test::resource_file("models/scenes.safetensors"));
}

}  // namespace

TEST(ScenesSaysWhatItIs) {
    const ModelFile model = scenes();
    EXPECT(model.card().palette == "scenes");
    EXPECT(model.card().classes.size() == 18 && model.card().classes[7].name == "tree");
    for (const char* field :
         {"title", "data", "data_licence", "date", "held_out", "known_faults"}) {
        EXPECT(model.card().fields.count(field) == 1);
    }
    EXPECT(model.card().fields.at("stored") == "float16");
}

TEST(ScenesDrawsTheReferencesPicture) {
    const at::NoGradGuard no_grad;
    const auto expected = fixture("shipped-scenes");
    Lggan generator = scenes().generator();
    generator->freeze();
    LgganInput input;
    input.labels = expected["input.label"].to(at::kInt);
    input.z = expected["input.z"];
    input.noise_seed = 20260;
    input.keep = Keep::everything();
    const auto output = generator->forward(input).named();
    for (const auto& [name, value] : expected.group("output.")) {
        if (output.count(name) != 0) {
            tessera::test::check_close(__FILE__, __LINE__, output.at(name), value, 1e-4, name);
        }
    }
}

TEST(ScenesReadsTheReferencesStyle) {
    const at::NoGradGuard no_grad;
    const auto expected = fixture("shipped-scenes");
    const at::Tensor photo = expected["input.real"].to(at::kFloat) / 127.5 - 1;
    const StyleDistribution style = scenes().style_encoder()->forward(photo);
    EXPECT_CLOSE(style.mean, expected["output.style_mean"], 1e-4);
    EXPECT_CLOSE(style.log_variance, expected["output.style_logvar"], 1e-4);
}

TEST(ScenesInBfloat16LooksTheSame) {
    const at::NoGradGuard no_grad;
    const auto expected = fixture("shipped-scenes");
    Lggan generator = scenes().generator();
    generator->to(at::kBFloat16);
    generator->freeze();
    LgganInput input;
    input.labels = expected["input.label"].to(at::kInt);
    input.z = expected["input.z"];
    input.noise_seed = 20260;
    const at::Tensor error = (generator->forward(input).image - expected["output.image"]).abs();
    EXPECT(error.mean().item<double>() * 127.5 < 1);  // a step of a picture of 8 bits
}
