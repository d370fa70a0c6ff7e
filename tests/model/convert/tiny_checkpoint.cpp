// Random weights, renamed.
#include "tests/model/convert/tiny_checkpoint.h"

#include <torch/types.h>

#include "model/networks/published/published_network.h"
#include "tests/model/convert/authors_names.h"
#include "tests/model/convert/pickles.h"

namespace tessera::test {

void write_tiny_checkpoint(const std::filesystem::path& file, int classes) {
    SeanConfig config;
    config.semantic = classes;
    config.base = 2;
    config.hidden = 4;
    config.style = 4;
    torch::manual_seed(1);
    const auto network = make_published(config);
    std::map<std::string, at::Tensor> ours, theirs;
    for (const auto& item : network->module().named_parameters()) {
        ours[item.key()] = item.value().detach();
    }
    for (const auto& item : network->module().named_buffers()) {
        ours[item.key()] = item.value();
    }
    for (const auto& [name, own] : sean_names(classes)) {
        if (const auto found = ours.find(own); found != ours.end()) {
            theirs[name] = found->second;
        }
    }
    write_zipped(file, theirs);
}

void write_evil_checkpoint(const std::filesystem::path& file) {
    const std::string pickle =
        PickleWriter().name("posix", "system").raw("(").text("true").raw("tR").done();
    write_zipped(file, pickle);
}

}  // namespace tessera::test
