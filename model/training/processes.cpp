// Processes over c10d: Gloo for what is on the CPU, NCCL for what is on GPUs.
#include "model/training/processes.h"

#include <ATen/ATen.h>

#include <cstdlib>
#include <stdexcept>
#include <string>
#include <torch/csrc/distributed/c10d/PrefixStore.hpp>
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>
#ifdef USE_C10D_NCCL
#include <torch/csrc/distributed/c10d/ProcessGroupNCCL.hpp>
#endif

namespace tessera {
namespace {

class Alone : public Processes {
public:
    int64_t rank() const override { return 0; }
    int64_t count() const override { return 1; }
    void prepare(at::Device) override {}
    void average(const at::Tensor&) override {}
    void meet() override {}
};

class Several : public Processes {
public:
    Several(const std::string& host, uint16_t port, int rank, int count)
        : rank_(rank), count_(count) {
        c10d::TCPStoreOptions options;
        options.port = port;
        // torchrun keeps the store in its agent and says so; else the first process does.
        const char* agent = std::getenv("TORCHELASTIC_USE_AGENT_STORE");
        options.isServer = rank == 0 && (agent == nullptr || std::string(agent) != "True");
        options.numWorkers = static_cast<size_t>(count);
        store_ = c10::make_intrusive<c10d::TCPStore>(host, options);
        on_cpu_ = c10::make_intrusive<c10d::ProcessGroupGloo>(
            c10::make_intrusive<c10d::PrefixStore>("tessera", store_),
            rank,
            count,
            c10d::ProcessGroupGloo::Options::create_default());
    }

    int64_t rank() const override { return rank_; }
    int64_t count() const override { return count_; }

    void prepare(at::Device device) override {
        if (!device.is_cuda()) {
            return;
        }
#ifdef USE_C10D_NCCL
        on_gpu_ = c10::make_intrusive<c10d::ProcessGroupNCCL>(
            c10::make_intrusive<c10d::PrefixStore>("tessera-nccl", store_),
            static_cast<int>(rank_),
            static_cast<int>(count_));
#else
        throw std::runtime_error(
            "several processes on GPUs: this build has no NCCL; use the device cpu");
#endif
    }

    void average(const at::Tensor& tensor) override {
        at::Tensor shared = tensor.detach().contiguous();
        std::vector<at::Tensor> tensors{shared};
        (tensor.is_cuda() ? on_gpu_ : on_cpu_)->allreduce(tensors)->wait();
        tensor.detach().copy_(shared.div_(static_cast<double>(count_)));
    }

    void meet() override {
        on_cpu_->barrier()->wait();
    }

private:
    int64_t rank_;
    int64_t count_;
    c10::intrusive_ptr<c10d::Store> store_;
    c10::intrusive_ptr<c10d::Backend> on_cpu_;
    c10::intrusive_ptr<c10d::Backend> on_gpu_;  // once prepared
};

std::string variable(const char* name) {
    const char* value = std::getenv(name);
    if (value == nullptr) {
        throw std::runtime_error(std::string("several processes: the variable ") + name +
                                 " is not set");
    }
    return value;
}

int number(const char* name, int least, int most) {
    const std::string text = variable(name);
    char* end = nullptr;
    const int64_t value = std::strtoll(text.c_str(), &end, 10);
    if (text.empty() || *end != '\0' || value < least || value > most) {
        throw std::runtime_error(std::string("several processes: the variable ") + name + " is \"" +
                                 text + "\", must be " + std::to_string(least) + " to " +
                                 std::to_string(most));
    }
    return static_cast<int>(value);
}

}  // namespace

std::shared_ptr<Processes> Processes::alone() {
    return std::make_shared<Alone>();
}

std::shared_ptr<Processes> Processes::from_environment() {
    if (std::getenv("WORLD_SIZE") == nullptr) {
        return alone();
    }
    const int count = number("WORLD_SIZE", 1, 65536);
    if (count == 1) {
        return alone();
    }
    const int rank = number("RANK", 0, count - 1);
    const std::string host = variable("MASTER_ADDR");
    const auto port = static_cast<uint16_t>(number("MASTER_PORT", 1, 65535));
    try {
        return std::make_shared<Several>(host, port, rank, count);
    } catch (const std::exception& error) {
        const std::string what = error.what();
        throw std::runtime_error("several processes: " + host + ":" + std::to_string(port) + ": " +
                                 what.substr(0, what.find('\n')));
    }
}

}  // namespace tessera
