// Takes, runs, waits.
#include "core/jobs/newest_job.h"

#include <utility>

namespace tessera {

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
