// Takes, runs, waits.
#include "core/jobs/newest_job.h"

#ifdef __linux__
#include <sys/resource.h>
#include <unistd.h>
#endif

#include <utility>

namespace tessera {
namespace {

/// A thread's own priority, which Linux has and POSIX has not. A little: it still has to follow.
void giveWay() {
#ifdef __linux__
    constexpr int kNicer = 3;
    const auto self = static_cast<id_t>(gettid());
    setpriority(PRIO_PROCESS, self, getpriority(PRIO_PROCESS, self) + kNicer);
#endif
}

}  // namespace

NewestJob::NewestJob() : thread_([this](const std::stop_token& stop) { run(stop); }) {}

NewestJob::~NewestJob() {
    forget();
}

void NewestJob::push(std::function<void()> job) {
    {
        const std::lock_guard lock(mutex_);
        waiting_ = std::move(job);
    }
    wake_.notify_one();
}

void NewestJob::forget() {
    const std::lock_guard lock(mutex_);
    waiting_ = nullptr;
}

void NewestJob::run(const std::stop_token& stop) {
    giveWay();
    while (true) {
        std::function<void()> job;
        {
            std::unique_lock lock(mutex_);
            if (!wake_.wait(lock, stop, [this] { return waiting_ != nullptr; })) {
                return;
            }
            job = std::exchange(waiting_, nullptr);
        }
        job();
    }
}

}  // namespace tessera
